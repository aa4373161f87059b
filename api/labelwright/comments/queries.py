"""Statements on comments."""

from collections.abc import Sequence

from sqlalchemy import Table, delete, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.annotations.models import Annotation
from labelwright.comments.models import Comment, Mention
from labelwright.core import longlists
from labelwright.core.access import Action, Actor
from labelwright.core.types import AnyRow, AnySelect, Base
from labelwright.projects.models import Project
from labelwright.projects.service import visible_to
from labelwright.tasks import service as tasks
from labelwright.tasks.models import Task
from labelwright.users.models import User

TABLE: Table = Base.metadata.tables[Comment.__tablename__]
ANNOTATION = Annotation.__table__
AUTHOR = (User.email, User.first_name, User.last_name)


def _readable(actor: Actor) -> AnySelect:
    """Comments of the tasks and annotations that the caller may read, with their authors.

    Annotators read those on their own annotations and on tasks as such.
    """
    statement = (
        select(TABLE, *AUTHOR)
        .join(Project, Project.id == TABLE.c.project_id)
        .join(Task, Task.id == TABLE.c.task_id)
        .outerjoin(ANNOTATION, ANNOTATION.c.id == TABLE.c.annotation_id)
        .outerjoin(User, User.id == TABLE.c.created_by_id)
        .where(ANNOTATION.c.deleted_at.is_(None), visible_to(actor))
    )
    if not actor.may(Action.SEE_ALL_ANNOTATIONS):
        own = or_(TABLE.c.annotation_id.is_(None), ANNOTATION.c.completed_by_id == actor.id)
        statement = statement.where(own, tasks.is_open_to(actor.id))
    return statement


async def get(session: AsyncSession, actor: Actor, comment_id: int) -> AnyRow | None:
    """One comment the caller may read."""
    return (await session.execute(_readable(actor).where(TABLE.c.id == comment_id))).one_or_none()


async def listed(
    session: AsyncSession,
    actor: Actor,
    *,
    annotation: int | None,
    draft: int | None,
    task: int | None,
    projects: Sequence[int] | None,
    annotators: Sequence[int] | None,
    mentioned: bool,
    newest_first: bool = False,
    after: int = 0,
    limit: int,
) -> list[AnyRow]:
    """Comments the caller may read, narrowed by what is given; `after` is the id of the last one that was read."""
    statement = _readable(actor)
    if after:
        statement = statement.where(TABLE.c.id > after)
    for column, wanted in (("annotation_id", annotation), ("draft_id", draft), ("task_id", task)):
        if wanted is not None:
            statement = statement.where(TABLE.c[column] == wanted)
    if projects is not None:
        statement = statement.where(longlists.is_in(TABLE.c.project_id, projects))
    if annotators is not None:
        statement = statement.where(longlists.is_in(ANNOTATION.c.completed_by_id, annotators))
    if mentioned:
        named = select(Mention.comment_id).where(Mention.comment_id == TABLE.c.id, Mention.user_id == actor.id)
        statement = statement.where(exists(named))
    order = TABLE.c.id.desc() if newest_first else TABLE.c.id.asc()
    return list((await session.execute(statement.order_by(order).limit(limit))).all())


async def mentions(session: AsyncSession, comment_ids: Sequence[int]) -> dict[int, list[int]]:
    """Who is named in which comment."""
    found: dict[int, list[int]] = {}
    if comment_ids:
        statement = select(Mention.comment_id, Mention.user_id).where(
            longlists.is_in(Mention.__table__.c.comment_id, comment_ids)
        )
        for comment_id, user_id in (await session.execute(statement.order_by(Mention.user_id))).all():
            found.setdefault(comment_id, []).append(user_id)
    return found


async def name(session: AsyncSession, comment_id: int, users: Sequence[int]) -> None:
    """Say anew who is named in a comment."""
    await session.execute(delete(Mention).where(Mention.comment_id == comment_id))
    session.add_all(Mention(comment_id=comment_id, user_id=user) for user in dict.fromkeys(users))
    await session.flush()


async def by_author(session: AsyncSession, actor: Actor, task_ids: Sequence[int]) -> list[AnyRow]:
    """Of tasks with comments that the caller may read: for each author how many, how many open, and the last change."""
    statement = (
        select(
            TABLE.c.task_id,
            TABLE.c.created_by_id,
            func.count().label("total"),
            func.count().filter(TABLE.c.is_resolved.is_(False)).label("unresolved"),
            func.max(TABLE.c.updated_at).label("last"),
        )
        .where(longlists.is_in(TABLE.c.task_id, task_ids))
        .group_by(TABLE.c.task_id, TABLE.c.created_by_id)
    )
    if not actor.may(Action.SEE_ALL_ANNOTATIONS):
        own = select(ANNOTATION.c.id).where(
            ANNOTATION.c.id == TABLE.c.annotation_id, ANNOTATION.c.completed_by_id == actor.id
        )
        statement = statement.where(or_(TABLE.c.annotation_id.is_(None), exists(own)))
    return list((await session.execute(statement)).all())
