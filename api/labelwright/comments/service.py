"""Rules of comments."""

from collections import defaultdict
from collections.abc import AsyncGenerator, Sequence
from datetime import UTC, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.annotations import service as annotations
from labelwright.comments import queries, wire
from labelwright.comments import table as as_table
from labelwright.comments.models import Comment
from labelwright.comments.schemas import CommentCreate, CommentUpdate
from labelwright.core import results
from labelwright.core.access import Action, Actor
from labelwright.core.db import Database
from labelwright.core.errors import Forbidden, Invalid, NotFound
from labelwright.core.types import AnyRow, now
from labelwright.projects.models import Project
from labelwright.projects.service import membership
from labelwright.tasks import service as tasks

CHUNK = 1000

Shown = tuple[AnyRow, Sequence[int]]
"""A comment joined with its author, and who is named in it."""


async def get(session: AsyncSession, actor: Actor, comment_id: int) -> Shown:
    """A comment the caller may read; else 404."""
    row = await queries.get(session, actor, comment_id)
    if row is None:
        raise NotFound("No Comment matches the given query.")
    named = await queries.mentions(session, [comment_id])
    return row, named.get(comment_id, [])


async def listed(session: AsyncSession, actor: Actor, **narrowed: Any) -> list[Shown]:
    """Comments the caller may read; see `queries.listed` for what narrows them."""
    rows = await queries.listed(session, actor, **narrowed)
    named = await queries.mentions(session, [row.id for row in rows])
    return [(row, named.get(row.id, [])) for row in rows]


async def table(
    database: Database, actor: Actor, zone: tzinfo, *, expand_author: bool, **narrowed: Any
) -> AsyncGenerator[bytes]:
    """The same as the parts of a CSV file, by id; none of it is ever whole in memory."""
    yield as_table.head()
    last = 0
    while True:
        async with database.read() as session:
            found = await listed(session, actor, **narrowed, after=last, limit=CHUNK)
        if not found:
            return
        last = found[-1][0].id
        yield as_table.lines(found, zone, expand_author=expand_author)


def zone_of(name: str | None) -> tzinfo:
    """A time zone by its IANA name; UTC without one."""
    if not name or name == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Invalid(tz="This server knows no such time zone. Names are like America/New_York.") from error


async def create(session: AsyncSession, actor: Actor, body: CommentCreate) -> Shown:
    """Say something about an annotation, a draft or a task that the caller may read."""
    if not body.text or not body.text.strip():
        raise Invalid(text="This field is required.")
    task_id, known_result = await _subject(session, actor, body)
    if body.region_ref is not None:
        _check_region(body.region_ref, known_result)
    task, project = await tasks.get(session, actor, task_id, Action.LABEL)
    await _check_mentions(session, project, body.mentions or [])
    comment = Comment(
        project_id=project.id,
        task_id=task.id,
        annotation_id=body.annotation,
        draft_id=body.draft,
        created_by_id=actor.id,
        text=body.text,
        region_ref=body.region_ref,
        classifications=body.classifications,
        is_resolved=bool(body.is_resolved),
        resolved_at=now() if body.is_resolved else None,
    )
    session.add(comment)
    await session.flush()
    await queries.name(session, comment.id, body.mentions or [])
    return await get(session, actor, comment.id)


async def _subject(session: AsyncSession, actor: Actor, body: CommentCreate) -> tuple[int, str | None]:
    """The task that is commented on, and the result whose regions may be."""
    if body.annotation is not None:
        row = await _existing(annotations.get(session, actor, body.annotation), "annotation", body.annotation)
        return row.task_id, row.result
    if body.draft is not None:
        row = await _existing(annotations.get_draft(session, actor, body.draft), "draft", body.draft)
        return row.task_id, row.result
    if body.task is not None:
        return body.task, None
    raise Invalid(annotation="Say what is commented on: an annotation, a draft or a task.")


async def _existing(found: Any, field: str, identifier: int) -> AnyRow:
    try:
        row: AnyRow = await found
    except NotFound as error:
        raise Invalid({field: [f'Invalid pk "{identifier}" - object does not exist.']}) from error
    return row


def _check_region(reference: dict[str, Any], result: str | None) -> None:
    region = reference.get("regionId")
    known = {item.get("id") for item in results.load(result)} if result is not None else set()
    if region is None or region not in known:
        raise Invalid(region_ref="This annotation has no such region.")


async def _check_mentions(session: AsyncSession, project: Project, users: Sequence[int]) -> None:
    known = await membership.roles_in(session, project, users) if users else {}
    for user in users:
        if user not in known:
            raise Invalid(mentions=f'Invalid pk "{user}" - no member of this project.')


async def update(session: AsyncSession, actor: Actor, comment_id: int, body: CommentUpdate) -> Shown:
    """Change a comment: who reads it may resolve it, its author alone changes what it says."""
    row, _ = await get(session, actor, comment_id)
    comment = await session.get(Comment, comment_id)
    assert comment is not None  # noqa: S101 - read just now in this transaction
    given = body.model_fields_set
    if given - {"is_resolved"} and row.created_by_id != actor.id:
        raise Forbidden("Only its author changes a comment; others can resolve it.")
    if body.text is not None:
        comment.text = body.text
    if "classifications" in given:
        comment.classifications = body.classifications
    if body.region_ref is not None:
        found = await annotations.get(session, actor, comment.annotation_id) if comment.annotation_id else None
        _check_region(body.region_ref, found.result if found is not None else None)
        comment.region_ref = body.region_ref
    if body.is_resolved is not None:
        comment.is_resolved = body.is_resolved
        comment.resolved_at = now() if body.is_resolved else None
    if body.mentions is not None:
        _, project = await tasks.get(session, actor, comment.task_id, Action.LABEL)
        await _check_mentions(session, project, body.mentions)
        await queries.name(session, comment.id, body.mentions)
    await session.flush()
    return await get(session, actor, comment_id)


async def delete(session: AsyncSession, actor: Actor, comment_id: int) -> None:
    """Remove a comment: one's own, or as a manager any."""
    row, _ = await get(session, actor, comment_id)
    if row.created_by_id != actor.id and not actor.may(Action.MANAGE_PROJECT):
        raise Forbidden("Only its author or a manager deletes a comment.")
    comment = await session.get(Comment, comment_id)
    if comment is not None:
        await session.delete(comment)


async def summaries(session: AsyncSession, actor: Actor, task_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """The comments of tasks in numbers, for those that have any."""
    grouped: dict[int, list[AnyRow]] = defaultdict(list)
    for row in await queries.by_author(session, actor, task_ids):
        grouped[row.task_id].append(row)
    return {task_id: wire.summary(rows) for task_id, rows in grouped.items()}
