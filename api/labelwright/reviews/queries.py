"""Statements on reviews and their queue."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, delete, exists, func, literal, literal_column, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.annotations.models import Annotation, AnnotationDraft, ReviewState
from labelwright.core import longlists
from labelwright.core.access import Action, Actor
from labelwright.core.db import upsert
from labelwright.core.types import AnyRow, AnySelect, Base, DatabaseNow, DatabaseNowPlus
from labelwright.projects.models import Project
from labelwright.projects.service import visible_to
from labelwright.reviews.models import Review, ReviewLock
from labelwright.tasks.models import AssignmentKind, Task, TaskAssignment

# Plain tables: a statement with mapped classes in it takes the object mapper's way, which costs twice as much.
REVIEW: Table = Base.metadata.tables[Review.__tablename__]
LOCK: Table = Base.metadata.tables[ReviewLock.__tablename__]
TASK = Task.__table__
ANNOTATION = Annotation.__table__
DRAFT = AnnotationDraft.__table__
ASSIGNMENT = TaskAssignment.__table__


def _readable(actor: Actor) -> AnySelect:
    """Reviews of the annotations that the caller may read: annotators see what was said of their own."""
    statement = (
        select(REVIEW)
        .join(ANNOTATION, ANNOTATION.c.id == REVIEW.c.annotation_id)
        .join(Project, Project.id == REVIEW.c.project_id)
        .where(ANNOTATION.c.deleted_at.is_(None), visible_to(actor))
    )
    if not actor.may(Action.SEE_ALL_ANNOTATIONS):
        statement = statement.where(ANNOTATION.c.completed_by_id == actor.id)
    return statement


async def get(session: AsyncSession, actor: Actor, review_id: int) -> AnyRow | None:
    """One review the caller may read."""
    return (await session.execute(_readable(actor).where(REVIEW.c.id == review_id))).one_or_none()


async def listed(
    session: AsyncSession,
    actor: Actor,
    *,
    annotation_id: int | None,
    project_id: int | None,
    newest_first: bool,
    limit: int,
) -> list[AnyRow]:
    """Reviews, of an annotation or of a project."""
    statement = _readable(actor)
    if annotation_id is not None:
        statement = statement.where(REVIEW.c.annotation_id == annotation_id)
    if project_id is not None:
        statement = statement.where(REVIEW.c.project_id == project_id)
    order = REVIEW.c.id.desc() if newest_first else REVIEW.c.id.asc()
    return list((await session.execute(statement.order_by(order).limit(limit))).all())


async def last_of(session: AsyncSession, annotation_id: int) -> AnyRow | None:
    """The newest review of an annotation."""
    statement = select(REVIEW).where(REVIEW.c.annotation_id == annotation_id).order_by(REVIEW.c.id.desc()).limit(1)
    return (await session.execute(statement)).one_or_none()


async def remove(session: AsyncSession, review_id: int) -> None:
    """Take a review back."""
    await session.execute(delete(REVIEW).where(REVIEW.c.id == review_id))


# The queue


def _awaits(project: Project, user_id: int) -> ColumnElement[bool]:
    """Whether a task has work that the user may judge: what awaits review, and is not theirs unless that is allowed."""
    pending = select(ANNOTATION.c.id).where(
        ANNOTATION.c.task_id == TASK.c.id,
        ANNOTATION.c.review_state == ReviewState.PENDING.value,
        ANNOTATION.c.was_cancelled.is_(False),
        ANNOTATION.c.deleted_at.is_(None),
    )
    if not project.review_own_work:
        pending = pending.where(func.coalesce(ANNOTATION.c.completed_by_id, 0) != user_id)
    return and_(*_open(project), exists(pending.correlate(TASK)))


def _open(project: Project) -> list[ColumnElement[bool]]:
    """What holds of tasks with work that awaits a verdict, in the words of `ix_task_to_review`."""
    conditions = [TASK.c.project_id == project.id, TASK.c.pending_reviews > literal_column("0")]
    if project.review_only_finished:
        conditions.append(TASK.c.is_labeled.is_(True))
    return conditions


def _assigned(user_id: int | None) -> ColumnElement[bool]:
    """Whether a task was given to a reviewer, or to any."""
    rows = select(ASSIGNMENT.c.id).where(
        ASSIGNMENT.c.task_id == TASK.c.id, ASSIGNMENT.c.kind == AssignmentKind.REVIEW.value
    )
    if user_id is not None:
        rows = rows.where(ASSIGNMENT.c.user_id == user_id)
    return exists(rows.correlate(TASK))


def _for(project: Project, user_id: int) -> ColumnElement[bool]:
    """Tasks in a reviewer's queue: theirs, and those that were given to nobody."""
    return and_(_awaits(project, user_id), or_(_assigned(user_id), ~_assigned(None)))


async def pick(session: AsyncSession, project: Project, user_id: int, *, passed: Sequence[int]) -> AnyRow | None:
    """The next task to review that nobody else has open; what the reviewer has open comes first."""
    locked = select(LOCK.c.task_id).where(LOCK.c.project_id == project.id, LOCK.c.expires_at > DatabaseNow())
    others = exists(locked.where(LOCK.c.task_id == TASK.c.id, LOCK.c.user_id != user_id).correlate(TASK))
    held = TASK.c.id.in_(locked.where(LOCK.c.user_id == user_id))
    # A correction that was begun is a draft of the reviewer.
    drafts = exists(select(DRAFT.c.id).where(DRAFT.c.task_id == TASK.c.id, DRAFT.c.user_id == user_id).correlate(TASK))
    statement = (
        select(TASK, drafts.label("has_drafts"))
        .where(_for(project, user_id), ~others, TASK.c.id.not_in(passed))
        .order_by(TASK.c.id)
        .limit(1)
    )
    first = (await session.execute(statement.where(held))).one_or_none()
    return first or (await session.execute(statement)).one_or_none()


async def lock(session: AsyncSession, project_id: int, task_id: int, user_id: int, *, seconds: int) -> bool:
    """Take a task for review unless another reviewer has it; tells whether it was taken."""
    statement = upsert(session, LOCK).values(
        task_id=task_id, project_id=project_id, user_id=user_id, expires_at=DatabaseNowPlus(literal(seconds))
    )
    result: Any = await session.execute(
        statement.on_conflict_do_update(
            index_elements=["task_id"],
            set_={"user_id": statement.excluded.user_id, "expires_at": statement.excluded.expires_at},
            where=or_(LOCK.c.user_id == user_id, LOCK.c.expires_at <= DatabaseNow()),
        )
    )
    return bool(result.rowcount)


async def release(session: AsyncSession, task_id: int, user_id: int) -> None:
    """Let a task go that was taken for review."""
    await session.execute(delete(LOCK).where(LOCK.c.task_id == task_id, LOCK.c.user_id == user_id))


async def counts(session: AsyncSession, project: Project, user_id: int) -> tuple[int, int]:
    """How many tasks await the user's review, and how many the user has reviewed.

    All that await a review are counted from their index, less those that are not for the user. These are looked for
    among the few that can be: what the user annotated, and what was given to reviewers.
    """
    awaiting = select(func.count()).select_from(TASK).where(*_open(project))
    mine = select(ANNOTATION.c.task_id).where(
        ANNOTATION.c.project_id == project.id,
        ANNOTATION.c.completed_by_id == user_id,
        ANNOTATION.c.review_state == ReviewState.PENDING.value,
    )
    given = select(ASSIGNMENT.c.task_id).where(
        ASSIGNMENT.c.project_id == project.id, ASSIGNMENT.c.kind == AssignmentKind.REVIEW.value
    )
    not_theirs = awaiting.where(TASK.c.id.in_(mine.union(given)), ~_for(project, user_id))
    done = select(func.count(func.distinct(REVIEW.c.task_id))).where(
        REVIEW.c.project_id == project.id, REVIEW.c.created_by_id == user_id
    )
    statements = (awaiting, not_theirs, done)
    row = (await session.execute(select(*(statement.scalar_subquery() for statement in statements)))).one()
    return int(row[0]) - int(row[1]), int(row[2])


async def people_of(session: AsyncSession, task_ids: Sequence[int]) -> list[AnyRow]:
    """To whom tasks were given to annotate, and who judged work on them: task, `assignees` or `reviewers`, user."""
    given = select(ASSIGNMENT.c.task_id, literal("assignees").label("column"), ASSIGNMENT.c.user_id).where(
        longlists.is_in(ASSIGNMENT.c.task_id, task_ids), ASSIGNMENT.c.kind == AssignmentKind.ANNOTATE.value
    )
    judged = select(REVIEW.c.task_id, literal("reviewers"), REVIEW.c.created_by_id).where(
        longlists.is_in(REVIEW.c.task_id, task_ids), REVIEW.c.created_by_id.is_not(None)
    )
    return list((await session.execute(given.union(judged))).all())
