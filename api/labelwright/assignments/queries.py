"""Statements on assignments."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, Table, delete, exists, func, literal, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core.db import upsert
from labelwright.core.types import AnyRow, Base, Ref, UtcDateTime, now
from labelwright.tasks.models import AssignmentKind, TaskAssignment, TaskLock
from labelwright.users.models import User

TABLE: Table = Base.metadata.tables[TaskAssignment.__tablename__]
LOCK: Table = Base.metadata.tables[TaskLock.__tablename__]
USER = User.__table__


async def give(
    session: AsyncSession,
    project_id: int,
    chosen: Select[int],
    users: Sequence[int],
    kind: AssignmentKind,
    *,
    by: int,
    users_per_task: int | None = None,
) -> int:
    """Assign the chosen tasks (a query of ids) by one statement; returns how many assignments are new.

    Each task goes to every user, or in turn to `users_per_task` of them: task number n gets the places from n times
    that number on, round the table of users.
    """
    count = len(users)
    tasks = chosen.order_by(None).subquery()
    numbered = select(tasks.c.id, (func.row_number().over(order_by=tasks.c.id) - 1).label("number")).subquery()
    people = (
        select(USER.c.id, (func.row_number().over(order_by=USER.c.id) - 1).label("place"))
        .where(USER.c.id.in_(users))
        .subquery()
    )
    share = count if users_per_task is None else min(users_per_task, count)
    behind = (people.c.place - numbered.c.number * share % count + count) % count
    values = (
        select(
            numbered.c.id,
            literal(project_id, Ref),
            people.c.id,
            literal(kind.value),
            literal(by, Ref),
            literal(now(), UtcDateTime()),
        )
        .select_from(numbered.join(people, true()))
        .where(behind < share)
    )
    names = ["task_id", "project_id", "user_id", "kind", "assigned_by_id", "created_at"]
    statement = upsert(session, TABLE).from_select(names, values).on_conflict_do_nothing()
    result: Any = await session.execute(statement)
    return int(result.rowcount)


async def take(
    session: AsyncSession,
    project_id: int,
    chosen: Select[int],
    *,
    kind: AssignmentKind | None = None,
    users: Sequence[int] | None = None,
    keeping: Sequence[int] = (),
) -> int:
    """End assignments of the chosen tasks: of one kind, of some users, or all; returns how many.

    Who had one to annotate lets the task go, but for those in `keeping`, who are given it again.
    """
    conditions = [TABLE.c.project_id == project_id, TABLE.c.task_id.in_(chosen.order_by(None))]
    if kind is not None:
        conditions.append(TABLE.c.kind == kind.value)
    if users is not None:
        conditions.append(TABLE.c.user_id.in_(users))
    own = (TABLE.c.task_id == LOCK.c.task_id, TABLE.c.user_id == LOCK.c.user_id)
    taken = exists(select(TABLE.c.id).where(*conditions, *own, TABLE.c.kind == AssignmentKind.ANNOTATE.value))
    await session.execute(delete(LOCK).where(taken.correlate(LOCK), LOCK.c.user_id.not_in(keeping)))
    result: Any = await session.execute(delete(TABLE).where(*conditions))
    return int(result.rowcount)


async def of_task(session: AsyncSession, task_id: int) -> list[AnyRow]:
    """The assignments of a task, oldest first."""
    return list((await session.execute(select(TABLE).where(TABLE.c.task_id == task_id).order_by(TABLE.c.id))).all())


async def counts(session: AsyncSession, project_id: int, kind: AssignmentKind) -> dict[int, int]:
    """How many tasks of a project each user has been given."""
    statement = (
        select(TABLE.c.user_id, func.count())
        .where(TABLE.c.project_id == project_id, TABLE.c.kind == kind.value)
        .group_by(TABLE.c.user_id)
    )
    return dict((await session.execute(statement)).all())
