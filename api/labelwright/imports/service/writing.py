"""Writes a prepared import in one transaction: all of it or nothing."""

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.annotations import service as annotations
from labelwright.core import bulk, outbox
from labelwright.core.access import Action, Actor
from labelwright.core.outbox import Event
from labelwright.core.types import now
from labelwright.imports.models import ImportStatus, ProjectImport
from labelwright.imports.service.preparing import Prepared
from labelwright.predictions import service as predictions
from labelwright.projects import service as projects
from labelwright.tasks import service as tasks
from labelwright.tasks.models import FileUpload

_UNIQUE_BATCH = 5000


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that was written to disk and waits for its row."""

    name: str
    stored_name: str
    size: int


async def write(
    session: AsyncSession,
    actor: Actor,
    project_id: int,
    prepared: Prepared,
    *,
    stored: Sequence[StoredFile],
    file_of: Sequence[int | None],
    formats: dict[str, int],
    started: datetime,
    known_files: Sequence[int] = (),
) -> tuple[ProjectImport, Sequence[int]]:
    """Insert files, tasks, annotations and predictions, and carry the counters; returns the record and task ids.

    `known_files` are ids of files that have their rows already.
    """
    project = await projects.get(session, actor, project_id, Action.MANAGE_PROJECT)
    uploads = list(known_files) or await save_files(session, actor, project.id, stored)
    if uploads:
        prepared.tasks["file_upload_id"] = [None if place is None else uploads[place] for place in file_of]
    count = len(prepared.tasks["data"])
    first = await projects.reserve_inner_ids(session, project.id, count)
    ids = await insert(session, project.id, prepared, first_inner_id=first)
    record = ProjectImport(
        project_id=project.id,
        user_id=actor.id,
        status=ImportStatus.COMPLETED,
        task_count=count,
        annotation_count=len(prepared.annotation_tasks),
        prediction_count=len(prepared.prediction_tasks),
        duration=(now() - started).total_seconds(),
        file_upload_ids=uploads,
        found_formats=formats,
        data_columns=prepared.common_keys,
        first_inner_id=first,
        reserved=count,
        warnings=prepared.warnings,
        finished_at=now(),
    )
    session.add(record)
    await session.flush()
    await carry(session, project.id, prepared, ids, user_id=actor.id)
    return record, ids


async def insert(session: AsyncSession, project_id: int, prepared: Prepared, *, first_inner_id: int) -> Sequence[int]:
    """Insert tasks, annotations and predictions under inner ids that are reserved; returns the tasks' ids."""
    await _renew_taken(session, prepared)
    count = len(prepared.tasks["data"])
    columns = {**prepared.tasks, "inner_id": range(first_inner_id, first_inner_id + count)}
    ids = await tasks.insert_many(session, columns, {"project_id": project_id})
    outbox.record(session, Event.TASKS_CREATED, project_id, ids)
    if prepared.annotation_tasks:
        placed = {**prepared.annotations, "task_id": [ids[place] for place in prepared.annotation_tasks]}
        made = await annotations.insert_many(session, placed, {"project_id": project_id})
        outbox.record(session, Event.ANNOTATIONS_CREATED, project_id, made)
    if prepared.prediction_tasks:
        moment = now()
        placed = {**prepared.predictions, "task_id": [ids[place] for place in prepared.prediction_tasks]}
        constants = {"project_id": project_id, "created_at": moment, "updated_at": moment}
        await predictions.insert_many(session, placed, constants)
    return ids


async def carry(
    session: AsyncSession, project_id: int, prepared: Prepared, ids: Sequence[int], *, user_id: int | None
) -> None:
    """Bring the project's columns and counters up to date; last in a transaction, so that it is locked shortly.

    `user_id` is whose import it is.
    """
    await projects.count_columns(session, project_id, prepared.keys.items())
    await tasks.learn_columns(session, project_id, ids)
    await projects.add_to_counters(session, project_id, prepared.counters)
    compared = [ids[place] for place, count in Counter(prepared.annotation_tasks).items() if count > 1]
    if compared:
        await annotations.order_comparison(session, project_id, compared)
    if prepared.model_version:
        await projects.show_model_version(session, project_id, prepared.model_version, user_id=user_id)
    await bulk.renew_statistics(session, "task", "annotation")


async def save_files(session: AsyncSession, actor: Actor, project_id: int, stored: Sequence[StoredFile]) -> list[int]:
    """Insert the rows of files on disk; returns their ids in order."""
    rows = [
        FileUpload(
            project_id=project_id, user_id=actor.id, name=file.name, stored_name=file.stored_name, size=file.size
        )
        for file in stored
    ]
    session.add_all(rows)
    await session.flush()
    return [row.id for row in rows]


async def _renew_taken(session: AsyncSession, prepared: Prepared) -> None:
    """Give annotations whose `unique_id` exists already one of their own: an export can be imported again."""
    taken: set[str] = set()
    for start in range(0, len(prepared.unique_ids), _UNIQUE_BATCH):
        taken |= await annotations.taken_unique_ids(session, prepared.unique_ids[start : start + _UNIQUE_BATCH])
    if not taken and len(set(prepared.unique_ids)) == len(prepared.unique_ids):
        return
    column = prepared.annotations["unique_id"]
    for place, given in enumerate(column):
        if given in taken:
            column[place] = str(uuid.uuid4())
        taken.add(given)
