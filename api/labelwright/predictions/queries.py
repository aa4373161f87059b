"""Statements on predictions."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Table, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core import bulk, longlists
from labelwright.core.access import Actor
from labelwright.core.types import AnyRow, AnySelect, Base
from labelwright.predictions.models import Prediction
from labelwright.projects.models import Project
from labelwright.projects.service import visible_to
from labelwright.tasks.models import Task

TABLE: Table = Base.metadata.tables["prediction"]
LARGEST_LIST = 10_000


def _visible(actor: Actor) -> AnySelect:
    return select(TABLE).join(Project, Project.id == TABLE.c.project_id).where(visible_to(actor))


async def get(session: AsyncSession, actor: Actor, prediction_id: int) -> AnyRow | None:
    """One prediction the caller can see."""
    return (await session.execute(_visible(actor).where(TABLE.c.id == prediction_id))).one_or_none()


async def listed(session: AsyncSession, actor: Actor, *, task_id: int | None, project_id: int | None) -> list[AnyRow]:
    """Predictions of a task or of a project."""
    statement = _visible(actor)
    if task_id is not None:
        statement = statement.where(TABLE.c.task_id == task_id)
    if project_id is not None:
        statement = statement.where(TABLE.c.project_id == project_id)
    return list((await session.execute(statement.order_by(TABLE.c.id).limit(LARGEST_LIST))).all())


async def of_tasks(session: AsyncSession, task_ids: Sequence[int], *, version: str | None = None) -> list[AnyRow]:
    """Predictions of some tasks, of one model version when given; access is the caller's to check."""
    if not task_ids:
        return []
    statement = select(TABLE).where(TABLE.c.task_id.in_(task_ids))
    if version is not None:
        statement = statement.where(TABLE.c.model_version == version)
    return list((await session.execute(statement.order_by(TABLE.c.task_id, TABLE.c.id))).all())


async def versions_of(session: AsyncSession, task_ids: Sequence[int]) -> list[AnyRow]:
    """Tasks and the model versions of their predictions, without what these hold."""
    if not task_ids:
        return []
    statement = select(TABLE.c.task_id, TABLE.c.model_version).where(TABLE.c.task_id.in_(task_ids)).distinct()
    return list((await session.execute(statement)).all())


async def of_versions(session: AsyncSession, task_ids: Sequence[int], versions: Sequence[str]) -> list[AnyRow]:
    """Predictions of some tasks, of any of these model versions; access is the caller's to check."""
    statement = (
        select(TABLE)
        .where(longlists.is_in(TABLE.c.task_id, task_ids), longlists.text_is_in(TABLE.c.model_version, versions))
        .order_by(TABLE.c.task_id, TABLE.c.id)
    )
    return list((await session.execute(statement)).all())


async def insert(session: AsyncSession, values: dict[str, Any]) -> int:
    """Insert one prediction; returns its id."""
    prediction = Prediction(**values)
    session.add(prediction)
    await session.flush()
    return prediction.id


async def insert_many(
    session: AsyncSession, columns: Mapping[str, Sequence[Any]], constants: Mapping[str, Any]
) -> None:
    """Insert predictions given by column."""
    ids = await bulk.reserve_ids(session, TABLE, len(columns["result"]))
    await bulk.insert(session, TABLE, {"id": ids, **columns}, constants)


async def update_one(session: AsyncSession, prediction_id: int, values: dict[str, Any]) -> None:
    """Change a prediction."""
    await session.execute(
        update(Prediction)
        .where(Prediction.id == prediction_id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )


async def delete_one(session: AsyncSession, prediction_id: int) -> None:
    """Remove a prediction."""
    await session.execute(delete(Prediction).where(Prediction.id == prediction_id))


async def delete_of_tasks(session: AsyncSession, task_ids: Sequence[int]) -> int:
    """Remove every prediction of some tasks and set their counters; returns how many."""
    if not task_ids:
        return 0
    result: Any = await session.execute(delete(Prediction).where(Prediction.task_id.in_(task_ids)))
    await session.execute(
        update(Task)
        .where(Task.id.in_(task_ids))
        .values(total_predictions=0)
        .execution_options(synchronize_session=False)
    )
    return int(result.rowcount)


async def add_to_task(session: AsyncSession, task_id: int, delta: int) -> None:
    """Change the number of predictions of a task."""
    await session.execute(
        update(Task)
        .where(Task.id == task_id)
        .values(total_predictions=Task.total_predictions + delta)
        .execution_options(synchronize_session=False)
    )


async def count_for_tasks(session: AsyncSession, task_ids: Sequence[int]) -> None:
    """Recount the predictions of some tasks."""
    counted = (
        select(func.count())
        .select_from(Prediction)
        .where(Prediction.task_id == Task.id)
        .correlate(Task)
        .scalar_subquery()
    )
    await session.execute(
        update(Task)
        .where(Task.id.in_(task_ids))
        .values(total_predictions=counted)
        .execution_options(synchronize_session=False)
    )


async def replace_of_tasks(
    session: AsyncSession, project_id: int, columns: Mapping[str, Sequence[Any]], *, moment: datetime
) -> int:
    """Insert predictions in place of those that the same tasks have of the same versions; returns how many are new."""
    task_ids = list(columns["task_id"])
    gone: Any = await session.execute(
        delete(TABLE)
        .where(longlists.is_in(TABLE.c.task_id, task_ids), TABLE.c.model_version.in_(set(columns["model_version"])))
        .execution_options(synchronize_session=False)
    )
    constants = {"project_id": project_id, "created_at": moment, "updated_at": moment}
    await insert_many(session, columns, constants)
    await count_for_tasks(session, task_ids)
    return len(task_ids) - int(gone.rowcount)


async def backend_version(session: AsyncSession, project_id: int, title: str) -> str | None:
    """The version that a model backend of this title has now; None where no backend has it."""
    backends = Base.metadata.tables["ml_backend"]
    statement = (
        select(backends.c.model_version)
        .where(backends.c.project_id == project_id, backends.c.title == title)
        .order_by(backends.c.id.desc())
        .limit(1)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def versions(session: AsyncSession, project_id: int) -> dict[str, int]:
    """Model versions of a project and how many predictions each has."""
    statement = (
        select(Prediction.model_version, func.count())
        .where(Prediction.project_id == project_id)
        .group_by(Prediction.model_version)
        .order_by(Prediction.model_version)
    )
    return dict((await session.execute(statement)).all())


async def newest_version(session: AsyncSession, project_id: int) -> str | None:
    """The model version of the newest prediction of a project."""
    statement = (
        select(Prediction.model_version)
        .where(Prediction.project_id == project_id)
        .order_by(Prediction.id.desc())
        .limit(1)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def tasks_in(session: AsyncSession, project_id: int, ids: Sequence[int]) -> set[int]:
    """Which of these ids are tasks of the project."""
    statement = select(Task.id).where(Task.project_id == project_id, Task.id.in_(ids))
    return set((await session.execute(statement)).scalars())


async def scores(session: AsyncSession, task_ids: Sequence[int], version: str | None) -> dict[int, float]:
    """Mean score of each task's predictions of a model version."""
    if not task_ids or version is None:
        return {}
    statement = (
        select(Prediction.task_id, func.avg(Prediction.score))
        .where(Prediction.task_id.in_(task_ids), Prediction.model_version == version, Prediction.score.is_not(None))
        .group_by(Prediction.task_id)
    )
    return {task_id: float(score) for task_id, score in (await session.execute(statement)).all()}
