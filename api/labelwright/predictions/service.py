"""Rules about predictions."""

import math
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core import audit, results
from labelwright.core.access import Action, Actor
from labelwright.core.audit import Deed, Note, Subject
from labelwright.core.errors import Invalid, NotFound, TooLarge
from labelwright.core.rawbody import parse
from labelwright.core.types import AnyRow, now
from labelwright.predictions import queries
from labelwright.predictions.schemas import DEFAULT_VERSION, PredictionInput
from labelwright.projects import service as projects
from labelwright.projects.models import Project
from labelwright.tasks import service as tasks

RAW = frozenset({"result", "neighbors"})
Fields = dict[str, bytes]
Columns = dict[str, list[Any]]
_BATCH = 5000


async def get(session: AsyncSession, actor: Actor, prediction_id: int) -> AnyRow:
    """A prediction the caller can see; else 404."""
    row = await queries.get(session, actor, prediction_id)
    if row is None:
        raise NotFound("No Prediction matches the given query.")
    return row


async def list_visible(
    session: AsyncSession, actor: Actor, *, task_id: int | None, project_id: int | None
) -> list[AnyRow]:
    """Predictions of a task or project."""
    return await queries.listed(session, actor, task_id=task_id, project_id=project_id)


def result_of(fields: Fields) -> str:
    """The result of a body: a list of items, or one item's object in a list; kept to the byte."""
    raw = fields.get("result", b"null")
    if raw == b"null":
        raise Invalid(result="This field is required.")
    if raw.startswith(b"{"):
        raw = b"[" + raw + b"]"
    results.check(raw)
    return raw.decode()


def _values(fields: Fields, body: PredictionInput) -> dict[str, Any]:
    given = body.model_fields_set
    values: dict[str, Any] = {}
    if "result" in fields:
        values["result"] = result_of(fields)
    if "neighbors" in fields and fields["neighbors"] != b"null":
        values["neighbors"] = fields["neighbors"].decode()
    for name in ("score", "cluster"):
        if name in given:
            values[name] = getattr(body, name)
    if body.mislabeling is not None:
        values["mislabeling"] = body.mislabeling
    if "model_version" in given:
        values["model_version"] = body.model_version or ""
    if values.get("score") is not None and not math.isfinite(values["score"]):
        raise Invalid(score="The score must be finite.")
    return values


async def create(session: AsyncSession, actor: Actor, fields: Fields) -> int:
    """Save a prediction for a task."""
    task_id, body = _task_and_body(fields)
    result_of(fields)
    task, project = await _task(session, actor, task_id)
    values = {"model_version": ""} | _values(fields, body)
    created = await queries.insert(session, {"task_id": task.id, "project_id": project.id, **values})
    await queries.add_to_task(session, task.id, 1)
    await projects.add_to_counters(session, project.id, {"total_predictions_number": 1})
    return created


async def _task(session: AsyncSession, actor: Actor, task_id: int) -> tuple[Any, Project]:
    try:
        return await tasks.get(session, actor, task_id, Action.MANAGE_PROJECT, for_update=True)
    except NotFound as error:
        raise Invalid(task=f'Invalid pk "{task_id}" - object does not exist.') from error


async def update(session: AsyncSession, actor: Actor, prediction_id: int, fields: Fields) -> AnyRow:
    """Change a prediction; it stays with its task."""
    row = await get(session, actor, prediction_id)
    await projects.get(session, actor, row.project_id, Action.MANAGE_PROJECT)
    values = _values(fields, parse(PredictionInput, fields, without=RAW))
    await queries.update_one(session, prediction_id, values | {"updated_at": now()})
    return await get(session, actor, prediction_id)


async def delete(session: AsyncSession, actor: Actor, prediction_id: int) -> None:
    """Remove a prediction."""
    row = await get(session, actor, prediction_id)
    await projects.get(session, actor, row.project_id, Action.MANAGE_PROJECT)
    await queries.delete_one(session, prediction_id)
    await queries.add_to_task(session, row.task_id, -1)
    await projects.add_to_counters(session, row.project_id, {"total_predictions_number": -1})
    about = (Subject.PREDICTION, prediction_id, row.model_version[:200], row.project_id)
    audit.note(session, Note(Deed.PREDICTIONS_DELETED, *about, details={"count": 1, "task": row.task_id}))


async def import_many(session: AsyncSession, actor: Actor, project_id: int, columns: Columns) -> int:
    """Save checked predictions for many tasks of a project: all or none. Its last model version is shown then."""
    project = await projects.get(session, actor, project_id, Action.MANAGE_PROJECT)
    known: set[int] = set()
    wanted = columns["task_id"]
    for start in range(0, len(wanted), _BATCH):
        known |= await queries.tasks_in(session, project.id, wanted[start : start + _BATCH])
    missing = sorted(set(wanted) - known)
    if missing:
        raise Invalid(task=[f'Invalid pk "{task_id}" - object does not exist.' for task_id in missing[:100]])
    if not wanted:
        return 0
    moment = now()
    constants = {"project_id": project.id, "created_at": moment, "updated_at": moment}
    await queries.insert_many(session, columns, constants)
    for start in range(0, len(wanted), _BATCH):
        await queries.count_for_tasks(session, wanted[start : start + _BATCH])
    await projects.add_to_counters(session, project.id, {"total_predictions_number": len(wanted)})
    await projects.show_model_version(session, project.id, columns["model_version"][-1])
    return len(wanted)


def _task_and_body(fields: Fields) -> tuple[int, PredictionInput]:
    body = parse(PredictionInput, fields, without=RAW)
    if body.task is None:
        raise Invalid(task="This field is required.")
    return body.task, body


def checked(items: Sequence[Fields], *, most: int) -> Columns:
    """Check predictions and lay them out by column. Pure and slow for many: run it in a thread, before the write."""
    if len(items) > most:
        raise TooLarge(f"{most:,} predictions are the most for one request; this one has {len(items):,}.")
    columns: dict[str, list[Any]] = {"task_id": [], "result": [], "score": [], "model_version": []}
    for index, fields in enumerate(items):
        try:
            task_id, body = _task_and_body(fields)
            columns["task_id"].append(task_id)
            columns["result"].append(result_of(fields))
            columns["score"].append(body.score)
            columns["model_version"].append(body.model_version or DEFAULT_VERSION)
        except Invalid as error:
            raise Invalid({f"[{index}].{name}": why for name, why in (error.fields or {}).items()}) from error
    return columns


async def shown_version(session: AsyncSession, project: Project) -> str | None:
    """The model version whose predictions a project shows: the one set, else the newest."""
    return await version_to_show(session, project.id, project.model_version)


async def version_to_show(session: AsyncSession, project_id: int, chosen: str) -> str | None:
    """What a project's chosen version means: the title of a backend stands for the version that it has now."""
    if not chosen:
        return await queries.newest_version(session, project_id)
    return await queries.backend_version(session, project_id, chosen) or chosen


async def replace_of_tasks(session: AsyncSession, project_id: int, columns: Columns, *, moment: datetime) -> None:
    """Store predictions of many tasks in place of those of the same versions; access is the caller's to check."""
    added = await queries.replace_of_tasks(session, project_id, columns, moment=moment)
    await projects.add_to_counters(session, project_id, {"total_predictions_number": added})


# For the domains around, within what they have checked.

versions = queries.versions
newest_version = queries.newest_version
of_tasks = queries.of_tasks
versions_of = queries.versions_of
of_versions = queries.of_versions
insert_many = queries.insert_many
delete_of_tasks = queries.delete_of_tasks
scores = queries.scores
