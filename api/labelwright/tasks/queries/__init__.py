"""Statements on tasks."""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    Table,
    bindparam,
    delete,
    exists,
    literal,
    or_,
    select,
    union,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core import bulk, longlists
from labelwright.core.access import Action, Actor
from labelwright.core.types import AnyRow, AnySelect, Base, DatabaseNow, DatabaseNowPlus, now
from labelwright.projects.models import Distribution, Project
from labelwright.projects.service import visibility, visible, visible_to
from labelwright.tasks.models import AssignmentKind, FileUpload, Task, TaskAssignment, TaskLock

TABLE: Table = Base.metadata.tables["task"]
PROJECT: Table = Base.metadata.tables["project"]
ASSIGNMENT: Table = Base.metadata.tables["task_assignment"]


async def get(
    session: AsyncSession, actor: Actor, task_id: int, *, for_update: bool = False
) -> tuple[Task, Project] | None:
    """One task the caller can see, with its project; locked against other writers when asked."""
    statement: Select[Task, Project] = (
        select(Task, Project).join(Project, Project.id == Task.project_id).where(Task.id == task_id, visible_to(actor))
    )
    if not actor.may(Action.SEE_ALL_ANNOTATIONS):
        statement = statement.where(is_open_to(actor.id))
    if for_update:
        statement = statement.with_for_update(of=Task)
    row = (await session.execute(statement)).one_or_none()
    return (row[0], row[1]) if row else None


def is_assigned_to(user_id: int | BindParameter[int]) -> ColumnElement[bool]:
    """Whether a task was given to a user to annotate."""
    own = select(ASSIGNMENT.c.id).where(
        ASSIGNMENT.c.task_id == TABLE.c.id,
        ASSIGNMENT.c.user_id == user_id,
        ASSIGNMENT.c.kind == AssignmentKind.ANNOTATE.value,
    )
    return exists(own.correlate(TABLE))


def is_open_to(user_id: int | BindParameter[int]) -> ColumnElement[bool]:
    """Whether an annotator may know of a task: where work is by assignment only, it must be theirs.

    For statements on task and project.
    """
    return or_(PROJECT.c.distribution != Distribution.ASSIGNED_ONLY.value, is_assigned_to(user_id))


def _is_followed() -> ColumnElement[bool]:
    """Whether anybody may want to be told what becomes of a task: asked in passing, so that it costs no statement."""
    webhook = Base.metadata.tables["webhook"]
    listens = exists().where(
        webhook.c.organization_id == PROJECT.c.organization_id,
        webhook.c.is_active,
        webhook.c.ml_backend_id.is_(None),
        or_(webhook.c.project_id.is_(None), webhook.c.project_id == PROJECT.c.id),
    )
    return or_(PROJECT.c.start_training_on_annotation_update, listens)


@lru_cache
def _for_work(*, sees_every_project: bool, sees_every_task: bool) -> AnySelect:
    settings = (PROJECT.c.skip_queue, PROJECT.c.enable_review, PROJECT.c.review_percentage)
    statement = (
        select(TABLE, *settings, _is_followed().label("is_followed"))
        .join(PROJECT, PROJECT.c.id == TABLE.c.project_id)
        .where(TABLE.c.id == bindparam("task_id"), visible(sees_every_project=sees_every_project))
        .with_for_update(of=TABLE)
    )
    return statement if sees_every_task else statement.where(is_open_to(bindparam("actor_id")))


async def for_work(session: AsyncSession, actor: Actor, task_id: int) -> AnyRow | None:
    """One task the caller can see, its row locked against other writers, with settings of its project.

    `is_followed` tells whether anybody may want to be told what becomes of it.
    """
    statement = _for_work(
        sees_every_project=actor.sees_every_project, sees_every_task=actor.may(Action.SEE_ALL_ANNOTATIONS)
    )
    return (await session.execute(statement, {"task_id": task_id, **visibility(actor)})).one_or_none()


async def insert_many(
    session: AsyncSession, columns: Mapping[str, Sequence[Any]], constants: Mapping[str, Any]
) -> Sequence[int]:
    """Insert tasks given by column; returns their ids in order."""
    ids = await bulk.reserve_ids(session, TABLE, len(columns["data"]))
    moment = now()
    fixed = {"created_at": moment, "updated_at": moment, **constants}
    await bulk.insert(session, TABLE, {"id": ids, **columns}, fixed)
    return ids


async def page(session: AsyncSession, project_id: int, *, offset: int, limit: int, newest_first: bool) -> list[AnyRow]:
    """Tasks of a project, ordered by id. A deep page walks the index only, then fetches its rows."""
    order = Task.id.desc() if newest_first else Task.id.asc()
    ids = select(Task.id).where(Task.project_id == project_id).order_by(order).offset(offset).limit(limit).subquery()
    statement = (
        select(TABLE).join(ids, ids.c.id == TABLE.c.id).order_by(TABLE.c.id.desc() if newest_first else TABLE.c.id)
    )
    return list((await session.execute(statement)).all())


async def after(session: AsyncSession, project_id: int, last_id: int, limit: int) -> list[AnyRow]:
    """The next tasks by id, for walking a whole project."""
    statement = (
        select(TABLE).where(TABLE.c.project_id == project_id, TABLE.c.id > last_id).order_by(TABLE.c.id).limit(limit)
    )
    return list((await session.execute(statement)).all())


async def by_ids(
    session: AsyncSession, project_id: int, ids: Sequence[int], *, for_update: bool = False
) -> list[AnyRow]:
    """Tasks of a project among these ids; locked against other writers when asked."""
    statement = select(TABLE).where(TABLE.c.project_id == project_id, TABLE.c.id.in_(ids)).order_by(TABLE.c.id)
    if for_update:
        statement = statement.with_for_update()
    return list((await session.execute(statement)).all())


async def in_order(session: AsyncSession, project_id: int, ids: Sequence[int]) -> list[AnyRow]:
    """Tasks of a project in the order of these ids; those that are gone are left out."""
    statement = select(TABLE).where(TABLE.c.project_id == project_id, longlists.is_in(TABLE.c.id, ids))
    found = {row.id: row for row in (await session.execute(statement)).all()}
    return [found[identifier] for identifier in ids if identifier in found]


async def ids_in(session: AsyncSession, project_id: int, *, after_id: int, limit: int) -> list[int]:
    """The next ids of a project's tasks."""
    statement = select(Task.id).where(Task.project_id == project_id, Task.id > after_id).order_by(Task.id).limit(limit)
    return list((await session.execute(statement)).scalars())


async def ids_by_inner(session: AsyncSession, project_id: int, *, first: int, count: int, limit: int) -> list[int]:
    """Ids of a project's tasks whose inner ids are among `count` from `first` on."""
    statement = (
        select(Task.id)
        .where(Task.project_id == project_id, Task.inner_id >= first, Task.inner_id < first + count)
        .order_by(Task.inner_id)
        .limit(limit)
    )
    return list((await session.execute(statement)).scalars())


async def file_names(session: AsyncSession, ids: Collection[int]) -> dict[int, str]:
    """What uploaded files were called."""
    if not ids:
        return {}
    statement = select(FileUpload.id, FileUpload.name).where(longlists.is_in(FileUpload.__table__.c.id, ids))
    return dict((await session.execute(statement)).all())


async def delete_many(session: AsyncSession, ids: Sequence[int]) -> int:
    """Remove tasks with all that hangs on them."""
    result: Any = await session.execute(delete(Task).where(Task.id.in_(ids)))
    return int(result.rowcount)


async def set_overlap(session: AsyncSession, project_id: int, *, overlap: int, cohort: int) -> None:
    """Give a share of the tasks (`cohort` percent, settled by a stored random key) the overlap, the rest 1."""
    share = cohort / 100
    await session.execute(
        update(Task).where(Task.project_id == project_id).values(overlap=1).execution_options(synchronize_session=False)
    )
    if overlap > 1 and cohort > 0:
        await session.execute(
            update(Task)
            .where(Task.project_id == project_id, Task.sort_key < share)
            .values(overlap=overlap)
            .execution_options(synchronize_session=False)
        )


async def release_lock(session: AsyncSession, task_id: int, user_id: int) -> None:
    """Let a task go that was handed out to a user."""
    await session.execute(delete(TaskLock).where(TaskLock.task_id == task_id, TaskLock.user_id == user_id))


async def renew_lock(session: AsyncSession, task_id: int, user_id: int, *, seconds: int) -> None:
    """Keep a task that is being worked on with its annotator; a lock that has run out stays so."""
    await session.execute(
        update(TaskLock)
        .where(TaskLock.task_id == task_id, TaskLock.user_id == user_id, TaskLock.expires_at > DatabaseNow())
        .values(expires_at=DatabaseNowPlus(literal(seconds)))
        .execution_options(synchronize_session=False)
    )


async def assignees(session: AsyncSession, project_id: int) -> list[int]:
    """To whom tasks of a project were given: assigned, to annotate or to review, or handed out."""
    given = union(
        *(select(table.user_id).where(table.project_id == project_id) for table in (TaskAssignment, TaskLock))
    )
    return list((await session.execute(given)).scalars())


async def end_review_assignments(session: AsyncSession, user_id: int, projects: Select[int]) -> None:
    """Take tasks of some projects (a query of ids) away from somebody who was to review them."""
    await session.execute(
        delete(TaskAssignment)
        .where(
            TaskAssignment.user_id == user_id,
            TaskAssignment.kind == AssignmentKind.REVIEW.value,
            TaskAssignment.project_id.in_(projects),
        )
        .execution_options(synchronize_session=False)
    )


async def end_assignments(session: AsyncSession, users: Sequence[int], projects: Select[int]) -> None:
    """Take tasks of some projects (a query of ids) away from people who leave, and let go what they hold there."""
    for table in (TaskAssignment, TaskLock):
        await session.execute(
            delete(table)
            .where(table.user_id.in_(users), table.project_id.in_(projects))
            .execution_options(synchronize_session=False)
        )
