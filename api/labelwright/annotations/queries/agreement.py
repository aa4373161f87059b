"""Statements on the agreement of annotators."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Table, bindparam, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.annotations.models import AgreementScore, Annotation
from labelwright.core import longlists
from labelwright.core.types import AnySelect, Base
from labelwright.tasks.models import Task

TABLE: Table = Base.metadata.tables[Annotation.__tablename__]
SCORES: Table = Base.metadata.tables[AgreementScore.__tablename__]
TASK: Table = Base.metadata.tables[Task.__tablename__]


@lru_cache
def _compared() -> AnySelect:
    return (
        select(TABLE.c.completed_by_id, TABLE.c.result)
        .where(
            TABLE.c.task_id == bindparam("task_id"),
            TABLE.c.completed_by_id.is_not(None),
            TABLE.c.was_cancelled.is_(False),
            TABLE.c.deleted_at.is_(None),
        )
        .order_by(TABLE.c.id)
    )


async def compared(session: AsyncSession, task_id: int) -> dict[int, str]:
    """The newest finished result of each annotator of a task."""
    return dict((await session.execute(_compared(), {"task_id": task_id})).all())


async def write(
    session: AsyncSession, task_ids: Sequence[int], scores: Sequence[dict[str, Any]], agreement: float | None
) -> None:
    """Replace what is known of the agreement on tasks."""
    await session.execute(delete(SCORES).where(SCORES.c.task_id.in_(task_ids)))
    if scores:
        await session.execute(insert(SCORES), list(scores))
    await session.execute(update(TASK).where(TASK.c.id.in_(task_ids)).values(agreement=agreement))


async def tasks_to_compare(session: AsyncSession, project_id: int, *, after: int, limit: int) -> list[int]:
    """The next tasks of a project that several people worked on, or of which that was so, by id."""
    statement = (
        select(TASK.c.id)
        .where(TASK.c.project_id == project_id, TASK.c.id > after)
        .where(or_(TASK.c.annotators_number > 1, TASK.c.agreement.is_not(None)))
        .order_by(TASK.c.id)
        .limit(limit)
    )
    return list((await session.execute(statement)).scalars())


async def hold_tasks(session: AsyncSession, project_id: int, task_ids: Sequence[int]) -> list[int]:
    """Lock those of some tasks that are in a project; returns their ids."""
    statement = (
        select(TASK.c.id)
        .where(TASK.c.project_id == project_id, longlists.is_in(TASK.c.id, task_ids))
        .order_by(TASK.c.id)
        .with_for_update()
    )
    return list((await session.execute(statement)).scalars())


async def compared_many(session: AsyncSession, task_ids: Sequence[int]) -> dict[int, dict[int, str]]:
    """For each of some tasks the newest finished result of each annotator."""
    statement = (
        select(TABLE.c.task_id, TABLE.c.completed_by_id, TABLE.c.result)
        .where(
            longlists.is_in(TABLE.c.task_id, task_ids),
            TABLE.c.completed_by_id.is_not(None),
            TABLE.c.was_cancelled.is_(False),
            TABLE.c.deleted_at.is_(None),
        )
        .order_by(TABLE.c.id)
    )
    found: dict[int, dict[int, str]] = {}
    for task_id, user_id, result in await session.execute(statement):
        found.setdefault(task_id, {})[user_id] = result
    return found


async def write_many(
    session: AsyncSession, scores: Sequence[dict[str, Any]], agreements: Mapping[int, float | None]
) -> None:
    """Replace what is known of the agreement on some tasks, which are the keys of `agreements`."""
    if not agreements:
        return
    await session.execute(delete(SCORES).where(longlists.is_in(SCORES.c.task_id, agreements)))
    if scores:
        await session.execute(insert(SCORES), list(scores))
    statement = update(TASK).where(TASK.c.id == bindparam("task")).values(agreement=bindparam("mean"))
    await session.execute(statement, [{"task": task, "mean": mean} for task, mean in agreements.items()])
