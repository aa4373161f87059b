"""Statements of the label stream.

Handing out a task is two statements in one transaction. The first picks a candidate and locks its row (others skip it);
the second writes the lock while it counts again, since a lock may have been committed between the snapshot of the
first statement and its row lock. On SQLite the single writer makes the second count a formality.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, exists, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.annotations.models import Annotation
from labelwright.core.db import upsert
from labelwright.core.types import DatabaseNow, DatabaseNowPlus, now
from labelwright.predictions.models import Prediction
from labelwright.projects.models import Project, Sampling, SkipQueue
from labelwright.tasks.models import LockKind, Task, TaskLock


def _live() -> ColumnElement[bool]:
    return TaskLock.expires_at > DatabaseNow()


def _holds(user_id: int, *, soft_ones_count: bool) -> Any:
    """How many others hold a task."""
    conditions = [TaskLock.task_id == Task.id, TaskLock.user_id != user_id, _live()]
    if not soft_ones_count:
        conditions.append(TaskLock.kind == LockKind.FULL)
    return select(func.count()).select_from(TaskLock).where(*conditions).correlate(Task).scalar_subquery()


def _has_room(user_id: int, *, soft_ones_count: bool) -> ColumnElement[bool]:
    held: ColumnElement[int] = _holds(user_id, soft_ones_count=soft_ones_count)
    return (Task.annotators_number + held) < Task.overlap


def _own_work(user_id: int, *, skips: bool | None = None) -> Any:
    """Whether the user has an annotation on the task: any, only skips, or only finished ones."""
    conditions = [
        Annotation.task_id == Task.id,
        Annotation.completed_by_id == user_id,
        Annotation.deleted_at.is_(None),
    ]
    if skips is not None:
        conditions.append(Annotation.was_cancelled.is_(skips))
    return exists(select(Annotation.id).where(*conditions).correlate(Task))


async def held(session: AsyncSession, project_id: int, user_id: int, *, kind: LockKind) -> int | None:
    """The task of a project that the user holds and has not finished."""
    statement = (
        select(TaskLock.task_id)
        .join(Task, Task.id == TaskLock.task_id)
        .where(
            TaskLock.user_id == user_id,
            TaskLock.project_id == project_id,
            TaskLock.kind == kind,
            _live(),
            Task.is_labeled.is_(False),
        )
        .order_by(TaskLock.id)
        .limit(1)
    )
    return (await session.execute(statement)).scalar_one_or_none()


def _candidates(project: Project, user_id: int, *, soft_ones_count: bool) -> Select[int]:
    done = _own_work(user_id, skips=False if project.skip_queue == SkipQueue.FOR_ME else None)
    return select(Task.id).where(
        Task.project_id == project.id,
        Task.is_labeled.is_(False),
        ~done,
        _has_room(user_id, soft_ones_count=soft_ones_count),
    )


def _order(project: Project, user_id: int) -> list[ColumnElement[Any]]:
    order: list[ColumnElement[Any]] = []
    if project.skip_queue == SkipQueue.FOR_ME:
        # What the user skipped comes back after everything else.
        order.append(_own_work(user_id, skips=True))
    if project.show_overlap_first:
        order.append(Task.overlap.desc())
    if project.sampling == Sampling.UNIFORM:
        order.append(Task.sort_key.asc())
    elif project.sampling == Sampling.UNCERTAINTY:
        lowest = (
            select(func.min(Prediction.score)).where(Prediction.task_id == Task.id).correlate(Task).scalar_subquery()
        )
        order += [lowest.asc().nulls_last()]
    return [*order, Task.id.asc()]


async def pick(
    session: AsyncSession,
    project: Project,
    user_id: int,
    *,
    soft_ones_count: bool,
    without: tuple[int, ...] = (),
    newest_first: bool = False,
) -> int | None:
    """A task to hand out, its row locked; None when nothing is left."""
    statement = _candidates(project, user_id, soft_ones_count=soft_ones_count)
    if without:
        statement = statement.where(Task.id.not_in(without))
    order = [Task.id.desc()] if newest_first else _order(project, user_id)
    statement = statement.order_by(*order).limit(1).with_for_update(of=Task, skip_locked=True)
    return (await session.execute(statement)).scalar_one_or_none()


async def lock(
    session: AsyncSession, project_id: int, task_id: int, user_id: int, *, kind: LockKind, seconds: int
) -> bool:
    """Write a user's lock if the task still has room; tells whether it did."""
    room = select(
        literal(task_id),
        literal(project_id),
        literal(user_id),
        literal(kind.value),
        DatabaseNowPlus(literal(seconds)),
        literal(now()),
    ).where(
        exists(
            select(Task.id).where(
                Task.id == task_id, or_(_has_room(user_id, soft_ones_count=kind == LockKind.SOFT), _own_work(user_id))
            )
        )
    )
    names = ["task_id", "project_id", "user_id", "kind", "expires_at", "created_at"]
    insert = upsert(session, TaskLock).from_select(names, room)
    statement = insert.on_conflict_do_update(
        index_elements=["task_id", "user_id"],
        set_={"kind": insert.excluded.kind, "expires_at": insert.excluded.expires_at},
    ).returning(TaskLock.id)
    return (await session.execute(statement)).scalar_one_or_none() is not None


async def release_soft(session: AsyncSession, project_id: int, user_id: int) -> None:
    """Give back what was fetched ahead: a user has one soft lock at most."""
    await session.execute(
        delete(TaskLock).where(
            TaskLock.project_id == project_id, TaskLock.user_id == user_id, TaskLock.kind == LockKind.SOFT
        )
    )


async def drop_expired(session: AsyncSession, task_id: int) -> None:
    """Remove locks of a task that have run out."""
    await session.execute(delete(TaskLock).where(and_(TaskLock.task_id == task_id, ~_live())))
