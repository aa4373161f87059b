"""Renaming a label in stored results: annotations, whose old results stay as revisions, and drafts."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from labelwright import labelconfig
from labelwright.annotations import service as annotations
from labelwright.core import json, outbox
from labelwright.core.access import Action, Actor
from labelwright.core.concurrency import to_thread
from labelwright.core.outbox import Event
from labelwright.core.types import AnyRow
from labelwright.jobs import service as jobs
from labelwright.labels import queries
from labelwright.labels.schemas import Rename
from labelwright.labels.service import longest_word
from labelwright.projects import service as projects

RENAME_JOB = "labels.rename"
BATCH = 200


async def order(session: AsyncSession, actor: Actor, body: Rename) -> int:
    """Have a label renamed by a job, in one project or in all that the caller manages; returns the job's id."""
    project_id: int | None = None
    if body.project is not None:
        project_id = (await projects.get(session, actor, body.project, Action.MANAGE_PROJECT)).id
    scope = await queries.managed_ids(session, actor) if project_id is None else [project_id]
    return await jobs.enqueue(
        session,
        RENAME_JOB,
        {"projects": scope, "old": body.old_label, "new": body.new_label},
        organization_id=actor.organization_id,
        project_id=project_id,
        user_id=actor.id,
        message="Waiting to rename a label",
    )


async def annotations_after(session: AsyncSession, projects: Sequence[int], label: Any, after: int) -> Sequence[AnyRow]:
    """The next annotations that may hold a label, by id."""
    return await queries.annotations_with(session, projects, longest_word(label), after=after, limit=BATCH)


async def drafts_after(session: AsyncSession, projects: Sequence[int], label: Any, after: int) -> Sequence[AnyRow]:
    """The next drafts that may hold a label, by id."""
    return await queries.drafts_with(session, projects, longest_word(label), after=after, limit=BATCH)


async def rename_annotations(
    session: AsyncSession, found: Sequence[AnyRow], old: Any, new: Any, *, user_id: int | None
) -> int:
    """Rename in some annotations as they are now; returns how many changed."""
    changed = await to_thread(_changed, await queries.hold_annotations(session, found), old, new)
    if changed:
        await queries.rewrite_annotations(session, changed, user_id=user_id)
    for row, _ in changed:
        outbox.record(session, Event.ANNOTATION_UPDATED, row.project_id, [row.id])
    return len(changed)


async def rename_drafts(session: AsyncSession, found: Sequence[AnyRow], old: Any, new: Any) -> None:
    """Rename in some drafts as they are now."""
    changed = await to_thread(_changed, await queries.hold_drafts(session, found), old, new)
    if changed:
        await queries.rewrite_drafts(session, changed)


async def renamed(session: AsyncSession, projects: Sequence[int]) -> None:
    """Have annotators compared anew where labels were renamed: which labels met is stored beside their scores."""
    for project_id in projects:
        await annotations.order_comparison(session, project_id)


def _changed(rows: Sequence[AnyRow], old: Any, new: Any) -> list[tuple[AnyRow, str]]:
    """Rows whose results hold the label, with their new results. Numbers in them keep their exact values."""
    found = []
    for row in rows:
        result = json.parse(row.result.encode())
        if labelconfig.renamed(result, old, new):
            found.append((row, json.dumps(result)))
    return found
