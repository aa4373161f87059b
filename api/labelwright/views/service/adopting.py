"""Annotations made from predictions: what a model says becomes somebody's work on many tasks at once."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.annotations import service as annotations
from labelwright.core import outbox, results
from labelwright.core.access import Actor
from labelwright.core.concurrency import to_thread
from labelwright.core.outbox import Event
from labelwright.core.types import AnyRow, now
from labelwright.predictions import service as predictions
from labelwright.projects.models import Project, SkipQueue
from labelwright.tasks import service as tasks

BATCH = 1000


async def adopt(
    session: AsyncSession, actor: Actor, project: Project, task_ids: Sequence[int], versions: Sequence[str] | None
) -> int:
    """Copy predictions of tasks into annotations of the caller's; returns how many there are now.

    Those of some model versions, or of the newest prediction's. One that an annotation was made from already stays
    alone, so that a repeat makes nothing. Access and that the tasks are the project's are the caller's to check.
    """
    if versions is None:
        newest = await predictions.newest_version(session, project.id)
        versions = [] if newest is None else [newest]
    made, ids = 0, sorted(task_ids)
    for start in range(0, len(ids), BATCH):
        made += await _adopt_batch(session, actor, project, ids[start : start + BATCH], versions)
    if made:
        await tasks.total_project(session, project.id)
    return made


async def _adopt_batch(
    session: AsyncSession, actor: Actor, project: Project, task_ids: Sequence[int], versions: Sequence[str]
) -> int:
    # Locked first: whoever does the same at this moment sees what was made here.
    await tasks.hold_some(session, task_ids)
    taken = await annotations.adopted(session, task_ids)
    rows = [row for row in await predictions.of_versions(session, task_ids, versions) if row.id not in taken]
    if not rows:
        return 0
    moment = now()
    constants = {
        "project_id": project.id,
        "completed_by_id": actor.id,
        "bulk_created": True,
        "last_action": "prediction",
        "created_at": moment,
        "updated_at": moment,
    }
    made = await annotations.insert_many(session, await to_thread(_columns, rows), constants)
    outbox.record(session, Event.ANNOTATIONS_CREATED, project.id, made)
    changed = sorted({row.task_id for row in rows})
    await tasks.recount_some(session, changed, skips_count=project.skip_queue == SkipQueue.IGNORE)
    await annotations.order_comparison(session, project.id, changed)
    return len(rows)


def _columns(rows: Sequence[AnyRow]) -> dict[str, list[Any]]:
    return {
        "task_id": [row.task_id for row in rows],
        "parent_prediction_id": [row.id for row in rows],
        "result": [row.result for row in rows],
        "result_count": [results.check(row.result.encode()) for row in rows],
        "unique_id": [str(uuid.uuid4()) for _ in rows],
    }
