"""One annotation for many tasks at once, and many annotations deleted at once.

Annotators are compared by a job soon after, as for everything that comes in bulk.
"""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.annotations import queries
from labelwright.annotations import service as annotations
from labelwright.annotations.schemas import BulkInput
from labelwright.annotations.service import agreeing
from labelwright.core import audit, outbox, results
from labelwright.core.access import Action, Actor
from labelwright.core.audit import Deed, Note, Subject
from labelwright.core.errors import TooLarge
from labelwright.core.outbox import Event
from labelwright.core.types import now
from labelwright.projects import service as projects
from labelwright.projects.models import Project, SkipQueue
from labelwright.tasks import service as tasks

BATCH = 1000
MOST_TASKS = 10_000
MOST_BYTES = 100_000_000
"""Of results, which are stored once for each task."""


async def create(
    session: AsyncSession, actor: Actor, project: Project, task_ids: Sequence[int], body: BulkInput, result: bytes
) -> list[int]:
    """Save the same work on tasks that the caller was found to see; returns the ids, by task.

    The caller's drafts of new work on them end with it.
    """
    count = len(task_ids)
    if count > MOST_TASKS or count * len(result) > MOST_BYTES:
        raise TooLarge(
            f"{MOST_TASKS:,} tasks and {MOST_BYTES // 1_000_000} MB of results are the most for one request."
        )
    regions = results.check(result)
    author = await annotations.author_of(session, actor, body.completed_by)
    moment = now()
    constants = {
        "project_id": project.id,
        "completed_by_id": author,
        "result": result.decode(),
        "result_count": regions,
        "was_cancelled": bool(body.was_cancelled),
        "ground_truth": bool(body.ground_truth) and actor.may(Action.REVIEW),
        "lead_time": body.lead_time,
        "bulk_created": True,
        "last_action": "submitted",
        "created_at": moment,
        "updated_at": moment,
    }
    made: list[int] = []
    chosen = sorted(task_ids)
    for start in range(0, count, BATCH):
        ids = chosen[start : start + BATCH]
        await tasks.hold_some(session, ids)
        states = [None if body.was_cancelled else annotations.awaited_review(task_id, project) for task_id in ids]
        columns: dict[str, Sequence[Any]] = {
            "task_id": ids,
            "review_state": states,
            "unique_id": [str(uuid.uuid4()) for _ in ids],
        }
        made += await queries.insert_many(session, columns, constants)
        await queries.delete_new_drafts(session, ids, actor.id)
        await _settle(session, project, ids)
    outbox.record(session, Event.ANNOTATIONS_CREATED, project.id, made)
    await tasks.total_project(session, project.id)
    return made


async def delete(session: AsyncSession, actor: Actor, project_id: int, ids: Sequence[int]) -> int:
    """Take away those of some annotations of a project that the caller may read; returns how many."""
    project = await projects.get(session, actor, project_id, Action.LABEL)
    gone: list[int] = []
    for start in range(0, len(ids), BATCH):
        found = await queries.tasks_of_readable(session, actor, project.id, ids[start : start + BATCH])
        changed = sorted(set(found.values()))
        await tasks.hold_some(session, changed)
        gone += await queries.delete_some(session, list(found))
        await _settle(session, project, changed)
    if gone:
        outbox.record(session, Event.ANNOTATIONS_DELETED, project.id, gone)
        about = (Deed.ANNOTATIONS_DELETED, Subject.ANNOTATION, None, "", project.id)
        audit.note(session, Note(*about, details={"count": len(gone)}))
        await tasks.total_project(session, project.id)
    return len(gone)


async def _settle(session: AsyncSession, project: Project, task_ids: Sequence[int]) -> None:
    """Recount held tasks, and have their annotators compared."""
    if task_ids:
        await tasks.recount_some(session, task_ids, skips_count=project.skip_queue == SkipQueue.IGNORE)
        await agreeing.order(session, project.id, task_ids)
