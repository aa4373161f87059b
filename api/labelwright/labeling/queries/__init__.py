"""Statements of the label stream.

Handing out a task is two statements in one transaction. The first picks a candidate and locks its row (others skip it);
the second writes the lock while it counts again, since a lock may have been committed between the snapshot of the
first statement and its row lock. On SQLite the single writer makes the second count a formality.

The statements are built once for each way of sampling and take their values as parameters: annotators run them for
every task, and building them costs more than running them.
"""

from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Delete,
    Insert,
    bindparam,
    case,
    delete,
    exists,
    false,
    func,
    insert,
    literal,
    or_,
    select,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.annotations.models import Annotation, AnnotationDraft
from labelwright.core.access import Actor
from labelwright.core.db import is_sqlite, upsert_for
from labelwright.core.types import AnyRow, AnySelect, Base, DatabaseNow, DatabaseNowPlus, Ref, UtcDateTime, now
from labelwright.filters.service import Selection
from labelwright.labeling.models import StreamVisit
from labelwright.labeling.queries import returning
from labelwright.predictions.models import Prediction
from labelwright.projects.models import Project, Sampling, SkipQueue
from labelwright.projects.service import visibility, visible
from labelwright.tasks.models import AssignmentKind, LockKind, Task, TaskAssignment, TaskLock

SOFT_SECONDS = 300
PROMISED_SECONDS = 120
"""How long of that nobody else may take the task: the SPA shows it without asking for a little less than this."""

# Plain tables: a statement with mapped classes in it takes the object mapper's way, which costs twice as much.
TASK = Task.__table__
LOCK = Base.metadata.tables[TaskLock.__tablename__]
STREAM = Project.__table__
ANNOTATION = Annotation.__table__
DRAFT = AnnotationDraft.__table__
PREDICTION = Prediction.__table__
ASSIGNMENT = TaskAssignment.__table__
VISIT = Base.metadata.tables[StreamVisit.__tablename__]
USER: BindParameter[int] = bindparam("actor_id", type_=Ref)
PROJECT: BindParameter[int] = bindparam("project_id", type_=Ref)


def _live() -> ColumnElement[bool]:
    return LOCK.c.expires_at > DatabaseNow()


def _has_room(*, soft_ones_count: bool) -> ColumnElement[bool]:
    """Whether fewer annotators have finished a task, are to take up their work again or hold it than it asks for.

    Soft locks that do not count are those whose first seconds are over: until then a browser may show the task without
    asking again.
    """
    conditions = [LOCK.c.task_id == TASK.c.id, LOCK.c.user_id != USER, _live()]
    if not soft_ones_count:
        is_promised = LOCK.c.expires_at > DatabaseNowPlus(literal(SOFT_SECONDS - PROMISED_SECONDS))
        conditions.append(or_(LOCK.c.kind == LockKind.FULL, is_promised))
    held: ColumnElement[int] = (
        select(func.count()).select_from(LOCK).where(*conditions).correlate(TASK).scalar_subquery()
    )
    return returning.annotators() + held < TASK.c.overlap


def _own_work(*, skips: bool | None = None) -> ColumnElement[bool]:
    """Whether the user has an annotation on the task: any, only skips, or only finished ones."""
    conditions = [
        ANNOTATION.c.task_id == TASK.c.id,
        ANNOTATION.c.completed_by_id == USER,
        ANNOTATION.c.deleted_at.is_(None),
    ]
    if skips is not None:
        conditions.append(ANNOTATION.c.was_cancelled.is_(skips))
    return exists(select(ANNOTATION.c.id).where(*conditions).correlate(TASK))


def _own_returned() -> ColumnElement[bool]:
    """Whether work of the user's on the task was sent back by a reviewer."""
    conditions = [
        ANNOTATION.c.task_id == TASK.c.id,
        ANNOTATION.c.completed_by_id == USER,
        returning.is_returned(),
        ANNOTATION.c.deleted_at.is_(None),
    ]
    return exists(select(ANNOTATION.c.id).where(*conditions).correlate(TASK))


def _held_by_user() -> ColumnElement[bool]:
    """Whether the user has the task open already: then it is no news, and no soft lock may take the place of theirs."""
    own = select(LOCK.c.id).where(
        LOCK.c.task_id == TASK.c.id, LOCK.c.user_id == USER, LOCK.c.kind == LockKind.FULL, _live()
    )
    return exists(own.correlate(TASK))


def _has_drafts() -> ColumnElement[bool]:
    """Whether the user has unfinished work on the task, so that only then it is asked for."""
    drafts = select(DRAFT.c.id).where(DRAFT.c.task_id == TASK.c.id, DRAFT.c.user_id == USER)
    return exists(drafts.correlate(TASK))


def _assigned(*, to_user: bool) -> ColumnElement[bool]:
    """Whether the task was given to the user, or to anybody, to annotate."""
    conditions = [ASSIGNMENT.c.task_id == TASK.c.id, ASSIGNMENT.c.kind == AssignmentKind.ANNOTATE.value]
    if to_user:
        conditions.append(ASSIGNMENT.c.user_id == USER)
    return exists(select(ASSIGNMENT.c.id).where(*conditions).correlate(TASK))


class Share(StrEnum):
    """Which tasks a candidate is looked for among."""

    ALL = "all"
    MINE = "mine"
    NOBODYS = "nobodys"


@lru_cache
def _access(*, sees_every_project: bool) -> AnySelect:
    """What the stream needs to know of a project, and the task that the user holds in it."""
    holding = (
        select(LOCK.c.task_id, LOCK.c.kind)
        .join(TASK, TASK.c.id == LOCK.c.task_id)
        .where(
            LOCK.c.user_id == USER,
            LOCK.c.project_id == PROJECT,
            _live(),
            # Work that was sent back is open to its annotator even where others have finished the task.
            or_(TASK.c.is_labeled == false(), _own_returned()),
        )
        .order_by(case((LOCK.c.kind == LockKind.FULL, 0), else_=1), LOCK.c.id)
        .limit(1)
        .subquery()
    )
    columns = (
        *(STREAM.c.id, STREAM.c.sampling, STREAM.c.skip_queue, STREAM.c.show_overlap_first, STREAM.c.model_version),
        *(STREAM.c.distribution, STREAM.c.enable_review),
    )
    assigned = exists(
        select(ASSIGNMENT.c.id).where(
            ASSIGNMENT.c.project_id == PROJECT, ASSIGNMENT.c.kind == AssignmentKind.ANNOTATE.value
        )
    )
    return (
        select(*columns, assigned.label("has_assignments"), holding.c.task_id, holding.c.kind)
        .select_from(STREAM)
        .outerjoin(holding, literal(value=True))
        .where(STREAM.c.id == PROJECT, visible(sees_every_project=sees_every_project))
    )


async def access(session: AsyncSession, actor: Actor, project_id: int) -> AnyRow | None:
    """The project's settings, whether anything is assigned in it, and the task held in it (`task_id`, `kind`).

    None when the project is not the user's to see.
    """
    statement = _access(sees_every_project=actor.sees_every_project)
    return (await session.execute(statement, {"project_id": project_id, **visibility(actor)})).one_or_none()


@lru_cache
def _task() -> AnySelect:
    return select(TASK, _has_drafts().label("has_drafts")).where(TASK.c.id == bindparam("task_id"))


async def task(session: AsyncSession, task_id: int, user_id: int) -> AnyRow:
    """A task that was handed out, as its labeler sees it."""
    return (await session.execute(_task(), {"task_id": task_id, "actor_id": user_id})).one()


@lru_cache
def _pick(sampling: str, skip_queue: str, share: Share, *, overlap_first: bool, soft_ones_count: bool) -> AnySelect:
    for_me = skip_queue == SkipQueue.FOR_ME
    done = _own_work(skips=False if for_me else None)
    order: list[ColumnElement[Any]] = []
    if for_me:
        # What the user skipped comes back after everything else.
        order.append(case((_own_work(skips=True), 1), else_=0))
    if overlap_first:
        order.append(TASK.c.overlap.desc())
    order += _sampled(sampling)
    shared = {Share.ALL: [], Share.MINE: [_assigned(to_user=True)], Share.NOBODYS: [~_assigned(to_user=False)]}[share]
    return (
        select(TASK, _has_drafts().label("has_drafts"))
        .where(
            TASK.c.project_id == PROJECT,
            TASK.c.is_labeled == false(),
            ~done,
            ~_held_by_user(),
            _has_room(soft_ones_count=soft_ones_count),
            TASK.c.id.not_in(bindparam("without", expanding=True)),
            *shared,
        )
        .order_by(*order)
        .limit(1)
        .with_for_update(of=TASK, skip_locked=True)
    )


@lru_cache
def _returned() -> AnySelect:
    """The user's work that reviewers sent back, the longest waiting first."""
    return (
        select(TASK, _has_drafts().label("has_drafts"))
        .join(ANNOTATION, ANNOTATION.c.task_id == TASK.c.id)
        .where(
            ANNOTATION.c.project_id == PROJECT,
            ANNOTATION.c.completed_by_id == USER,
            returning.is_returned(),
            ANNOTATION.c.deleted_at.is_(None),
            ANNOTATION.c.task_id.not_in(bindparam("without", expanding=True)),
            ~_held_by_user(),
            returning.is_awaited(USER),
        )
        .order_by(ANNOTATION.c.updated_at, ANNOTATION.c.id)
        .limit(1)
    )


async def returned(session: AsyncSession, project_id: int, user_id: int, *, without: tuple[int, ...]) -> AnyRow | None:
    """A task with work of the user's that a reviewer sent back; None when there is none."""
    parameters = {"project_id": project_id, "actor_id": user_id, "without": list(without)}
    return (await session.execute(_returned(), parameters)).one_or_none()


def _sampled(sampling: str) -> list[ColumnElement[Any]]:
    if sampling == Sampling.UNIFORM:
        return [TASK.c.sort_key.asc(), TASK.c.id.asc()]
    if sampling == Sampling.UNCERTAINTY:
        lowest = select(func.min(PREDICTION.c.score)).where(PREDICTION.c.task_id == TASK.c.id).correlate(TASK)
        return [lowest.scalar_subquery().asc().nulls_last(), TASK.c.id.asc()]
    return [TASK.c.id.asc()]


async def pick(
    session: AsyncSession,
    project: AnyRow,
    user_id: int,
    *,
    soft_ones_count: bool,
    share: Share = Share.ALL,
    without: tuple[int, ...] = (),
    among: Selection | None = None,
) -> AnyRow | None:
    """A task to hand out, its row locked; None when nothing is left."""
    statement = _pick(
        project.sampling,
        project.skip_queue,
        share,
        overlap_first=bool(project.show_overlap_first),
        soft_ones_count=soft_ones_count,
    )
    if among is not None:
        statement = statement.where(among.where)
        if among.is_ordered:
            statement = statement.order_by(None).order_by(*among.order)
    parameters = {"project_id": project.id, "actor_id": user_id, "without": list(without)}
    return (await session.execute(statement, parameters)).one_or_none()


@lru_cache
def _lock(kind: LockKind, *, sqlite: bool) -> postgresql.Insert:
    room = exists(
        select(TASK.c.id).where(
            TASK.c.id == bindparam("task_id", type_=Ref),
            or_(_has_room(soft_ones_count=kind == LockKind.SOFT), _own_work()),
        )
    )
    values = select(
        bindparam("task_id", type_=Ref),
        PROJECT,
        USER,
        literal(kind.value),
        DatabaseNowPlus(bindparam("seconds")),
        bindparam("moment", type_=UtcDateTime()),
    ).where(room)
    names = ["task_id", "project_id", "user_id", "kind", "expires_at", "created_at"]
    insert = upsert_for(LOCK, sqlite=sqlite).from_select(names, values)
    return insert.on_conflict_do_update(
        index_elements=["task_id", "user_id"],
        set_={"kind": insert.excluded.kind, "expires_at": insert.excluded.expires_at},
    )


@lru_cache
def _lock_and_visit() -> AnySelect:
    """A full lock and its mark in the history in one statement, for a database where each costs a round trip."""
    locked = _lock(LockKind.FULL, sqlite=False).returning(LOCK.c.task_id).cte("locked")
    visited = _visit(select(locked.c.task_id).scalar_subquery()).cte("visited")
    return select(func.count()).select_from(locked).add_cte(visited)


async def lock(
    session: AsyncSession, project_id: int, task_id: int, user_id: int, *, kind: LockKind, seconds: int
) -> bool:
    """Write a user's lock if the task still has room; tells whether it did. A full one goes into their history."""
    parameters = {
        "task_id": task_id,
        "project_id": project_id,
        "actor_id": user_id,
        "seconds": seconds,
        "moment": now(),
    }
    if kind == LockKind.FULL and not is_sqlite(session):
        return bool((await session.execute(_lock_and_visit(), parameters)).scalar_one())
    result: Any = await session.execute(_lock(kind, sqlite=is_sqlite(session)), parameters)
    is_locked = bool(result.rowcount)
    if is_locked and kind == LockKind.FULL:
        await session.execute(_visit_of_task(), parameters)
    return is_locked


@lru_cache
def _release_soft() -> Delete:
    return delete(LOCK).where(
        LOCK.c.project_id == PROJECT,
        LOCK.c.user_id == USER,
        LOCK.c.kind == LockKind.SOFT,
        LOCK.c.task_id != bindparam("without"),
    )


async def release_soft(session: AsyncSession, project_id: int, user_id: int, *, without: int) -> None:
    """Give back what was fetched ahead: a user has one soft lock at most, besides that of a task being opened."""
    await session.execute(_release_soft(), {"project_id": project_id, "actor_id": user_id, "without": without})


async def drop_expired(session: AsyncSession, task_id: int) -> None:
    """Remove locks of a task that have run out."""
    await session.execute(delete(LOCK).where(LOCK.c.task_id == task_id, ~_live()))


def _visit(task_id: ColumnElement[int]) -> Insert:
    """Mark a task as the last one that a user was handed, unless it was so already."""
    own = [VISIT.c.project_id == PROJECT, VISIT.c.user_id == USER]
    last = select(VISIT.c.task_id).where(*own).order_by(VISIT.c.id.desc()).limit(1).scalar_subquery()
    values = select(PROJECT, USER, task_id, bindparam("moment", type_=UtcDateTime()))
    values = values.where(func.coalesce(last, 0) != task_id)
    return insert(VISIT).from_select(["project_id", "user_id", "task_id", "created_at"], values)


@lru_cache
def _visit_of_task() -> Insert:
    return _visit(bindparam("task_id", type_=Ref))


async def forget_visits(session: AsyncSession, keep: int) -> None:
    """Forget what lies behind the newest visits of each user in each project."""
    place = func.row_number().over(partition_by=(VISIT.c.project_id, VISIT.c.user_id), order_by=VISIT.c.id.desc())
    ranked = select(VISIT.c.id, place.label("place")).subquery()
    await session.execute(delete(VISIT).where(VISIT.c.id.in_(select(ranked.c.id).where(ranked.c.place > keep))))


async def visits(session: AsyncSession, project_id: int, user_id: int, *, limit: int) -> list[AnyRow]:
    """The tasks that a user was handed last, oldest first, each with the user's newest annotation on it."""
    newest = (
        select(func.max(ANNOTATION.c.id))
        .where(
            ANNOTATION.c.task_id == VISIT.c.task_id,
            ANNOTATION.c.completed_by_id == user_id,
            ANNOTATION.c.deleted_at.is_(None),
        )
        .correlate(VISIT)
        .scalar_subquery()
    )
    statement = (
        select(VISIT.c.task_id, newest.label("annotation_id"))
        .where(VISIT.c.project_id == project_id, VISIT.c.user_id == user_id)
        .order_by(VISIT.c.id.desc())
        .limit(limit)
    )
    return list(reversed((await session.execute(statement)).all()))
