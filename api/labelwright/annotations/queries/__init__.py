"""Statements on annotations and drafts."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Table, bindparam, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.annotations.items import Versions
from labelwright.annotations.models import Annotation, AnnotationDraft, AnnotationRevision, Change
from labelwright.annotations.queries import agreement
from labelwright.core import bulk, longlists
from labelwright.core.access import Action, Actor
from labelwright.core.db import is_sqlite, upsert, upsert_for
from labelwright.core.types import AnyRow, AnySelect, Base, now
from labelwright.projects.models import Project
from labelwright.projects.service import visible_to
from labelwright.tasks.models import Task
from labelwright.users.models import User

TABLE: Table = Base.metadata.tables["annotation"]
DRAFTS: Table = Base.metadata.tables["annotation_draft"]

AUTHOR = (User.email, User.first_name, User.last_name)
WALK = 2000


def _readable(actor: Actor) -> AnySelect:
    """Annotations the caller may read, with their authors. Annotators read their own only."""
    statement = (
        select(TABLE, *AUTHOR)
        .join(Project, Project.id == TABLE.c.project_id)
        .outerjoin(User, User.id == TABLE.c.completed_by_id)
        .where(TABLE.c.deleted_at.is_(None), visible_to(actor))
    )
    if not actor.may(Action.SEE_ALL_ANNOTATIONS):
        statement = statement.where(TABLE.c.completed_by_id == actor.id)
    return statement


async def get(session: AsyncSession, actor: Actor, annotation_id: int) -> AnyRow | None:
    """One annotation the caller may read."""
    return (await session.execute(_readable(actor).where(TABLE.c.id == annotation_id))).one_or_none()


@lru_cache
def _of_tasks(*, only_own: bool, is_brief: bool) -> AnySelect:
    """By task alone: a join over projects would tempt a planner without statistics to walk a whole project."""
    if is_brief:
        statement = select(TABLE.c.id, TABLE.c.task_id, TABLE.c.completed_by_id)
    else:
        users = User.__table__
        statement = select(TABLE, users.c.email, users.c.first_name, users.c.last_name).outerjoin(
            users, users.c.id == TABLE.c.completed_by_id
        )
    statement = statement.where(
        TABLE.c.task_id.in_(bindparam("task_ids", expanding=True)), TABLE.c.deleted_at.is_(None)
    ).order_by(TABLE.c.task_id, TABLE.c.id)
    return statement.where(TABLE.c.completed_by_id == bindparam("actor_id")) if only_own else statement


async def of_tasks(
    session: AsyncSession, actor: Actor, task_ids: Sequence[int], *, is_brief: bool = False
) -> list[AnyRow]:
    """Annotations of tasks that the caller was found to see, oldest first. Annotators read their own only.

    Brief rows have ids, tasks and authors alone: a list need not read megabytes of masks.
    """
    if not task_ids:
        return []
    statement = _of_tasks(only_own=not actor.may(Action.SEE_ALL_ANNOTATIONS), is_brief=is_brief)
    parameters = {"task_ids": list(task_ids), "actor_id": actor.id}
    return list((await session.execute(statement, parameters)).all())


async def by_ids(session: AsyncSession, ids: Sequence[int]) -> list[AnyRow]:
    """Annotations with their authors, by id; access is the caller's to check."""
    statement = (
        select(TABLE, *AUTHOR)
        .outerjoin(User, User.id == TABLE.c.completed_by_id)
        .where(TABLE.c.id.in_(ids), TABLE.c.deleted_at.is_(None))
        .order_by(TABLE.c.id)
    )
    return list((await session.execute(statement)).all())


@lru_cache
def _insert(*, sqlite: bool) -> Any:
    """The whole row comes back, so that the answer to a submit needs no further read."""
    return upsert_for(Annotation, sqlite=sqlite).on_conflict_do_nothing().returning(*TABLE.c)


async def insert_one(session: AsyncSession, values: dict[str, Any]) -> AnyRow | None:
    """Insert one annotation and return it; None when its `unique_id` is taken."""
    connection = await session.connection()
    defaults = {"bulk_created": False, "rev": 1}
    row: AnyRow | None = (await connection.execute(_insert(sqlite=is_sqlite(session)), defaults | values)).one_or_none()
    return row


async def insert_many(
    session: AsyncSession, columns: Mapping[str, Sequence[Any]], constants: Mapping[str, Any]
) -> Sequence[int]:
    """Insert annotations given by column; returns their ids in order."""
    ids = await bulk.reserve_ids(session, TABLE, len(columns["task_id"]))
    await bulk.insert(session, TABLE, {"id": ids, **columns}, constants)
    return ids


async def annotators(session: AsyncSession, project_id: int) -> list[User]:
    """Everybody who has an annotation in a project, by id."""
    authors = select(TABLE.c.completed_by_id).where(TABLE.c.project_id == project_id, TABLE.c.deleted_at.is_(None))
    return list((await session.execute(select(User).where(User.id.in_(authors)).order_by(User.id))).scalars())


async def is_annotation_of(session: AsyncSession, annotation_id: int, task_id: int) -> bool:
    """Whether an annotation, a deleted one as well, is on this task."""
    statement = select(TABLE.c.id).where(TABLE.c.id == annotation_id, TABLE.c.task_id == task_id)
    return (await session.execute(statement)).scalar_one_or_none() is not None


async def is_prediction_of(session: AsyncSession, prediction_id: int, task_id: int) -> bool:
    """Whether a prediction is on this task."""
    predictions = Base.metadata.tables["prediction"]
    statement = select(predictions.c.id).where(predictions.c.id == prediction_id, predictions.c.task_id == task_id)
    return (await session.execute(statement)).scalar_one_or_none() is not None


async def by_unique_id(session: AsyncSession, unique_id: str) -> Annotation | None:
    """The annotation with this `unique_id`."""
    statement = select(Annotation).where(Annotation.unique_id == unique_id, Annotation.deleted_at.is_(None))
    return (await session.execute(statement)).scalar_one_or_none()


async def taken_unique_ids(session: AsyncSession, unique_ids: Sequence[str]) -> set[str]:
    """Which of these `unique_id`s exist already."""
    if not unique_ids:
        return set()
    statement = select(Annotation.unique_id).where(
        Annotation.unique_id.in_(unique_ids), Annotation.deleted_at.is_(None)
    )
    return {str(found) for found in (await session.execute(statement)).scalars()}


async def adopted(session: AsyncSession, task_ids: Sequence[int]) -> set[int]:
    """The predictions from which annotations of some tasks were made."""
    statement = select(TABLE.c.parent_prediction_id).where(
        longlists.is_in(TABLE.c.task_id, task_ids),
        TABLE.c.parent_prediction_id.is_not(None),
        TABLE.c.deleted_at.is_(None),
    )
    return set((await session.execute(statement)).scalars())


async def for_update(session: AsyncSession, annotation_id: int) -> Annotation | None:
    """One annotation, locked against other writers."""
    statement = select(Annotation).where(Annotation.id == annotation_id).with_for_update()
    return (await session.execute(statement)).scalar_one_or_none()


def keep_revision(session: AsyncSession, annotation: Annotation, actor_id: int, change: Change) -> None:
    """Remember what an annotation holds before it changes, and who changes it why."""
    session.add(
        AnnotationRevision(
            annotation_id=annotation.id,
            project_id=annotation.project_id,
            rev=annotation.rev,
            result=annotation.result,
            lead_time=annotation.lead_time,
            was_cancelled=annotation.was_cancelled,
            change=change,
            actor_id=actor_id,
        )
    )


async def revisions(session: AsyncSession, annotation_id: int) -> list[AnyRow]:
    """When and by whom an annotation was changed, oldest first; without what it held."""
    columns = (AnnotationRevision.rev, AnnotationRevision.actor_id, AnnotationRevision.created_at)
    statement = (
        select(*columns).where(AnnotationRevision.annotation_id == annotation_id).order_by(AnnotationRevision.rev)
    )
    return list((await session.execute(statement)).all())


async def versions(session: AsyncSession, annotation_ids: Collection[int]) -> dict[int, Versions]:
    """Which versions of some annotations are known, by annotation."""
    statement = (
        select(TABLE.c.id, TABLE.c.rev, AnnotationRevision.rev.label("old_rev"), AnnotationRevision.id.label("row_id"))
        .outerjoin(AnnotationRevision, AnnotationRevision.annotation_id == TABLE.c.id)
        .where(longlists.is_in(TABLE.c.id, annotation_ids))
    )
    found: dict[int, tuple[int, dict[int, int]]] = {}
    for row in await session.execute(statement):
        _, revisions = found.setdefault(row.id, (row.rev, {}))
        if row.row_id is not None:
            revisions[row.old_rev] = row.row_id
    return {annotation_id: Versions(annotation_id, *known) for annotation_id, known in found.items()}


async def delete_drafts_of(session: AsyncSession, annotation_id: int) -> None:
    """Remove every draft on an annotation: it was changed or deleted."""
    await session.execute(delete(AnnotationDraft).where(AnnotationDraft.annotation_id == annotation_id))


async def delete_of_tasks(session: AsyncSession, task_ids: Sequence[int]) -> list[int]:
    """Take away every annotation of some tasks, drafts as well; returns the annotations' ids."""
    if not task_ids:
        return []
    result = await session.execute(
        update(Annotation)
        .where(Annotation.task_id.in_(task_ids), Annotation.deleted_at.is_(None))
        .values(deleted_at=now())
        .returning(Annotation.id)
        .execution_options(synchronize_session=False)
    )
    gone = sorted(result.scalars())
    await session.execute(delete(AnnotationDraft).where(AnnotationDraft.task_id.in_(task_ids)))
    await agreement.write(session, task_ids, [], None)
    return gone


async def tasks_of_readable(session: AsyncSession, actor: Actor, project_id: int, ids: Sequence[int]) -> dict[int, int]:
    """Those of some annotations of a project that the caller may read, with the task of each."""
    statement = _readable(actor).where(TABLE.c.project_id == project_id, longlists.is_in(TABLE.c.id, ids))
    rows = await session.execute(statement.with_only_columns(TABLE.c.id, TABLE.c.task_id))
    return dict(rows.all())


async def delete_some(session: AsyncSession, ids: Sequence[int]) -> list[int]:
    """Take annotations away that are still there, with the drafts on them; returns their ids."""
    result = await session.execute(
        update(TABLE)
        .where(longlists.is_in(TABLE.c.id, ids), TABLE.c.deleted_at.is_(None))
        .values(deleted_at=now())
        .returning(TABLE.c.id)
    )
    gone = sorted(result.scalars())
    await session.execute(delete(DRAFTS).where(longlists.is_in(DRAFTS.c.annotation_id, gone)))
    return gone


async def delete_new_drafts(session: AsyncSession, task_ids: Sequence[int], user_id: int) -> None:
    """Remove a user's drafts of new work on some tasks."""
    await session.execute(
        delete(DRAFTS).where(
            longlists.is_in(DRAFTS.c.task_id, task_ids), DRAFTS.c.user_id == user_id, DRAFTS.c.annotation_id.is_(None)
        )
    )


async def place_revisions(session: AsyncSession) -> None:
    """Give revisions their project that have none: servers of an older release wrote them while it was replaced."""
    revision = Base.metadata.tables[AnnotationRevision.__tablename__]
    project = select(TABLE.c.project_id).where(TABLE.c.id == revision.c.annotation_id).scalar_subquery()
    await session.execute(update(revision).where(revision.c.project_id == 0).values(project_id=project))


async def purge_deleted(session: AsyncSession, before: datetime, limit: int) -> int:
    """Remove annotations for good that were deleted before a moment, with their revisions; returns how many."""
    gone = select(TABLE.c.id).where(TABLE.c.deleted_at < before).order_by(TABLE.c.id).limit(limit)
    result: Any = await session.execute(delete(TABLE).where(TABLE.c.id.in_(gone)))
    return int(result.rowcount)


# Drafts


async def save_draft(
    session: AsyncSession,
    *,
    task_id: int,
    annotation_id: int | None,
    user_id: int,
    result: str,
    lead_time: float | None,
) -> int:
    """Insert a user's draft or replace it; one for new work and one for each annotation. Returns its id."""
    moment = now()
    statement = upsert(session, AnnotationDraft).values(
        task_id=task_id,
        annotation_id=annotation_id,
        user_id=user_id,
        result=result,
        lead_time=lead_time,
        created_at=moment,
        updated_at=moment,
    )
    changes = {
        "result": statement.excluded.result,
        "lead_time": statement.excluded.lead_time,
        "updated_at": moment,
        "rev": AnnotationDraft.rev + 1,
    }
    if annotation_id is None:
        target = {"index_elements": ["task_id", "user_id"], "index_where": AnnotationDraft.annotation_id.is_(None)}
    else:
        target = {
            "index_elements": ["annotation_id", "user_id"],
            "index_where": AnnotationDraft.annotation_id.is_not(None),
        }
    statement = statement.on_conflict_do_update(set_=changes, **target)  # type: ignore[arg-type]  # mixed value types
    return (await session.execute(statement.returning(AnnotationDraft.id))).scalar_one()


async def draft(session: AsyncSession, actor: Actor, draft_id: int) -> AnyRow | None:
    """One draft of the caller's."""
    return (await session.execute(_drafts(actor).where(DRAFTS.c.id == draft_id))).one_or_none()


async def drafts_of_task(session: AsyncSession, actor: Actor, task_id: int) -> list[AnyRow]:
    """The caller's drafts on a task."""
    statement = _drafts(actor).where(DRAFTS.c.task_id == task_id).order_by(DRAFTS.c.id)
    return list((await session.execute(statement)).all())


def _drafts(actor: Actor) -> AnySelect:
    return select(DRAFTS, *AUTHOR).join(User, User.id == DRAFTS.c.user_id).where(DRAFTS.c.user_id == actor.id)


async def tasks_with_drafts(session: AsyncSession, actor: Actor, task_ids: Sequence[int]) -> set[int]:
    """Which of these tasks have unfinished work on them; annotators know of their own only."""
    statement = select(DRAFTS.c.task_id).where(longlists.is_in(DRAFTS.c.task_id, task_ids)).distinct()
    if not actor.may(Action.SEE_ALL_ANNOTATIONS):
        statement = statement.where(DRAFTS.c.user_id == actor.id)
    return set((await session.execute(statement)).scalars())


async def draft_task(session: AsyncSession, draft_id: int, user_id: int) -> int | None:
    """The task that a user's draft is on."""
    statement = select(AnnotationDraft.task_id).where(
        AnnotationDraft.id == draft_id, AnnotationDraft.user_id == user_id
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def update_draft(session: AsyncSession, draft_id: int, values: dict[str, Any], *, rev: int | None) -> bool:
    """Change a draft, with a revision only if it still is the one stored; tells whether it did."""
    statement = update(AnnotationDraft).where(AnnotationDraft.id == draft_id)
    if rev is not None:
        statement = statement.where(AnnotationDraft.rev == rev)
    result: Any = await session.execute(
        statement.values(rev=AnnotationDraft.rev + 1, updated_at=now(), **values).execution_options(
            synchronize_session=False
        )
    )
    return bool(result.rowcount)


async def delete_draft(session: AsyncSession, draft_id: int) -> None:
    """Remove a draft."""
    await session.execute(delete(AnnotationDraft).where(AnnotationDraft.id == draft_id))


async def results(session: AsyncSession, project_id: int) -> AsyncIterator[Sequence[str]]:
    """The results of all annotations of a project, in chunks."""
    last = 0
    while True:
        statement = (
            select(Annotation.id, Annotation.result)
            .where(Annotation.project_id == project_id, Annotation.deleted_at.is_(None), Annotation.id > last)
            .order_by(Annotation.id)
            .limit(WALK)
        )
        rows = (await session.execute(statement)).all()
        if not rows:
            return
        last = rows[-1][0]
        yield [row[1] for row in rows]


async def draft_results(session: AsyncSession, project_id: int) -> Sequence[str]:
    """The results of all drafts of a project."""
    statement = (
        select(AnnotationDraft.result)
        .join(Task, Task.id == AnnotationDraft.task_id)
        .where(Task.project_id == project_id)
    )
    return (await session.execute(statement)).scalars().all()
