"""Statements on what is counted and on what was counted."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, delete, func, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.annotations.models import AgreementScore, Annotation
from labelwright.core import longlists
from labelwright.core.db import Database, one_at_a_time
from labelwright.core.types import AnyRow, Base
from labelwright.predictions.models import Prediction
from labelwright.projects.models import Project
from labelwright.reviews.models import Review
from labelwright.statistics.counting import Finished, Score, Submitted, Verdict
from labelwright.statistics.guessing import Guess
from labelwright.statistics.models import StatisticsDay, StatisticsState
from labelwright.tasks.models import Task

DAY: Table = Base.metadata.tables[StatisticsDay.__tablename__]
STATE: Table = Base.metadata.tables[StatisticsState.__tablename__]
PROJECT: Table = Base.metadata.tables[Project.__tablename__]
TASK: Table = Base.metadata.tables[Task.__tablename__]
ANNOTATION: Table = Base.metadata.tables[Annotation.__tablename__]
PREDICTION: Table = Base.metadata.tables[Prediction.__tablename__]
SCORE: Table = Base.metadata.tables[AgreementScore.__tablename__]
REVIEW: Table = Base.metadata.tables[Review.__tablename__]

REVIEWS = 10_000
COUNTERS = ("task_number", "finished_task_number", "total_annotations_number", "skipped_annotations_number")


# What is counted


async def tasks_after(session: AsyncSession, project_id: int, last: int, *, limit: int) -> list[Finished]:
    """The next tasks of a project, by id."""
    statement = (
        select(TASK.c.id, TASK.c.completed_at, TASK.c.agreement)
        .where(TASK.c.project_id == project_id, TASK.c.id > last)
        .order_by(TASK.c.id)
        .limit(limit)
    )
    return [Finished(*row) for row in await session.execute(statement)]


async def tasks_of(session: AsyncSession, project_id: int, ids: Sequence[int]) -> list[Finished]:
    """Those of some tasks that are in a project."""
    statement = select(TASK.c.id, TASK.c.completed_at, TASK.c.agreement).where(
        TASK.c.project_id == project_id, longlists.is_in(TASK.c.id, ids)
    )
    return [Finished(*row) for row in await session.execute(statement)]


async def tasks_worked_on(session: AsyncSession, project_id: int, user_id: int) -> int:
    """How many tasks of a project have finished work of a user."""
    statement = select(func.count(func.distinct(ANNOTATION.c.task_id))).where(
        ANNOTATION.c.project_id == project_id,
        ANNOTATION.c.completed_by_id == user_id,
        ANNOTATION.c.was_cancelled.is_(False),
        ANNOTATION.c.deleted_at.is_(None),
    )
    return (await session.execute(statement)).scalar_one()


async def work_on(session: AsyncSession, task_ids: Sequence[int]) -> list[Submitted]:
    """All annotations of some tasks, skips as well, by id."""
    columns = (
        *("task_id", "completed_by_id", "created_at", "was_cancelled"),
        *("ground_truth", "lead_time", "review_state", "result"),
    )
    statement = (
        select(*(ANNOTATION.c[name] for name in columns))
        .where(longlists.is_in(ANNOTATION.c.task_id, task_ids), ANNOTATION.c.deleted_at.is_(None))
        .order_by(ANNOTATION.c.id)
    )
    return [Submitted(*row) for row in await session.execute(statement)]


async def scores_of(session: AsyncSession, task_ids: Sequence[int]) -> list[Score]:
    """All scores of some tasks."""
    columns = ("task_id", "control", "user_a_id", "user_b_id", "score", "label_a", "label_b", "weight")
    statement = select(*(SCORE.c[name] for name in columns)).where(longlists.is_in(SCORE.c.task_id, task_ids))
    return [Score(*row) for row in await session.execute(statement)]


async def newest_versions(session: AsyncSession, project_id: int, limit: int) -> list[str]:
    """The model versions with the newest predictions of a project."""
    statement = (
        select(PREDICTION.c.model_version)
        .where(PREDICTION.c.project_id == project_id)
        .group_by(PREDICTION.c.model_version)
        .order_by(func.max(PREDICTION.c.id).desc())
        .limit(limit)
    )
    return list((await session.execute(statement)).scalars())


async def guesses_on(session: AsyncSession, task_ids: Sequence[int], versions: Sequence[str] | None) -> list[Guess]:
    """The predictions of some tasks, by id; of some model versions or of all."""
    columns = ("task_id", "model_version", "created_at", "result")
    statement = select(*(PREDICTION.c[name] for name in columns)).where(longlists.is_in(PREDICTION.c.task_id, task_ids))
    if versions is not None:
        statement = statement.where(longlists.text_is_in(PREDICTION.c.model_version, versions))
    return [Guess(*row) for row in await session.execute(statement.order_by(PREDICTION.c.id))]


async def reviews(database: Database, project_id: int) -> AsyncIterator[list[Verdict]]:
    """The verdicts of a project, in chunks."""
    last = 0
    while True:
        statement = (
            select(REVIEW.c.id, REVIEW.c.created_by_id, REVIEW.c.accepted, REVIEW.c.fixed, REVIEW.c.created_at)
            .where(REVIEW.c.project_id == project_id, REVIEW.c.id > last)
            .order_by(REVIEW.c.id)
            .limit(REVIEWS)
        )
        async with database.read() as session:
            rows = (await session.execute(statement)).all()
        if not rows:
            return
        last = rows[-1][0]
        yield [Verdict(*row[1:]) for row in rows]


# What was counted


def _newest(project_id: ColumnElement[int]) -> ColumnElement[datetime]:
    return select(func.max(ANNOTATION.c.updated_at)).where(ANNOTATION.c.project_id == project_id).scalar_subquery()


async def due(session: AsyncSession, moment: datetime, *, limit: int) -> list[int]:
    """Projects that changed since they were counted and whose time has come, by id."""
    work = (
        PROJECT.c.total_annotations_number + PROJECT.c.skipped_annotations_number + PROJECT.c.total_predictions_number
    )
    has_changed = or_(
        *(PROJECT.c[name] != STATE.c[name] for name in COUNTERS),
        PROJECT.c.updated_at >= STATE.c.settled_at,
        _newest(PROJECT.c.id) >= STATE.c.settled_at,
    )
    statement = (
        select(PROJECT.c.id)
        .outerjoin(STATE, STATE.c.project_id == PROJECT.c.id)
        .where(
            PROJECT.c.deleted_at.is_(None),
            or_(and_(STATE.c.project_id.is_(None), work > 0), and_(STATE.c.due_at <= moment, has_changed)),
        )
        .order_by(PROJECT.c.id)
        .limit(limit)
    )
    return list((await session.execute(statement)).scalars())


async def counters(session: AsyncSession, project_id: int) -> AnyRow | None:
    """The counters of a project that is there."""
    columns = [PROJECT.c[name] for name in COUNTERS]
    statement = select(*columns).where(PROJECT.c.id == project_id, PROJECT.c.deleted_at.is_(None))
    return (await session.execute(statement)).one_or_none()


async def write(session: AsyncSession, project_id: int, days: Mapping[date, str], state: Mapping[str, Any]) -> None:
    """Replace what was counted of a project."""
    await one_at_a_time(session, f"statistics:{project_id}")
    await session.execute(delete(DAY).where(DAY.c.project_id == project_id))
    if days:
        rows = [{"project_id": project_id, "day": day, "counts": counts} for day, counts in days.items()]
        await session.execute(insert(DAY), rows)
    await session.execute(delete(STATE).where(STATE.c.project_id == project_id))
    await session.execute(insert(STATE).values(project_id=project_id, **state))


async def state(session: AsyncSession, project_id: int) -> AnyRow | None:
    """When a project was counted last."""
    return (await session.execute(select(STATE).where(STATE.c.project_id == project_id))).one_or_none()


async def days(session: AsyncSession, project_id: int, first: date | None, last: date | None) -> list[AnyRow]:
    """Days of a project, oldest first."""
    statement = select(DAY.c.day, DAY.c.counts).where(DAY.c.project_id == project_id).order_by(DAY.c.day)
    if first is not None:
        statement = statement.where(DAY.c.day >= first)
    if last is not None:
        statement = statement.where(DAY.c.day <= last)
    return list((await session.execute(statement)).all())
