"""Asking backends for predictions: for a task that is open, for many by a job, while a region is drawn."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core.access import Action, Actor
from labelwright.core.db import Database
from labelwright.core.errors import DomainError, Invalid
from labelwright.core.types import AnyRow, now
from labelwright.jobs import service as jobs
from labelwright.mlbackends import queries, service
from labelwright.mlbackends.models import BackendState, MlBackend
from labelwright.mlbackends.service import Calling, key_of
from labelwright.mlbackends.wire import BackendDown, Prediction
from labelwright.predictions import service as predictions
from labelwright.projects import service as projects
from labelwright.projects.models import Project
from labelwright.tasks import service as tasks
from labelwright.tasks import wire as task_wire
from labelwright.tasks.models import Task

PREDICT_JOB = "ml.predict"
BATCH = 500
FAILURES = 3
REST_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Guesses:
    """Predictions of an open task; how many backends the project has, and how many of them had nothing to say."""

    rows: list[AnyRow]
    backends: int
    failed: int


@dataclass(slots=True)
class Breaker:
    """Leaves backends alone for a while that have failed several times in a row, so that nobody waits for them.

    Also knows by what version a backend names its predictions, which may be another one than it gave when it was set
    up: by that they are found when the task is opened again.
    """

    _failures: dict[int, int] = field(default_factory=dict)
    _resting_until: dict[int, float] = field(default_factory=dict)
    _own_names: dict[tuple[int, str], str] = field(default_factory=dict)

    def learn_name(self, row: MlBackend, version: str) -> None:
        """Note by what version a backend in its present one named a prediction."""
        self._own_names[row.id, row.model_version] = version

    def has_predicted(self, row: MlBackend, known: set[str]) -> bool:
        """Whether a backend in its present version is where some of these predictions are from."""
        names = {row.model_version, self._own_names.get((row.id, row.model_version), "")} - {""}
        return not names.isdisjoint(known)

    def rests(self, backend_id: int) -> bool:
        """Whether a backend is left alone now."""
        return time.monotonic() < self._resting_until.get(backend_id, 0.0)

    def note(self, backend_id: int, *, has_failed: bool) -> None:
        """Count failures in a row."""
        if not has_failed:
            self._failures.pop(backend_id, None)
            return
        self._failures[backend_id] = self._failures.get(backend_id, 0) + 1
        if self._failures[backend_id] >= FAILURES:
            self._resting_until[backend_id] = time.monotonic() + REST_SECONDS
            self._failures[backend_id] = 0


async def ask(
    calling: Calling, row: MlBackend, project: Project, found: Sequence[AnyRow | Task], *, context: Any = None
) -> list[Prediction]:
    """Predictions of a backend for tasks, in their order."""
    body = {
        "tasks": [_task(task) for task in found],
        "project": key_of(project),
        "label_config": project.label_config,
        "params": {"login": None, "password": None, "context": context},
    }
    return await calling.wire.predict(calling.target(row), body, count=len(found))


def _task(row: AnyRow | Task) -> dict[str, Any]:
    shown = task_wire.task(row)
    return {name: shown[name] for name in ("id", "project", "data", "meta", "inner_id")}


async def keep(
    session: AsyncSession, row: MlBackend, task_ids: Sequence[int], found: Sequence[Prediction]
) -> dict[str, int]:
    """Store predictions of a backend in place of those of the same version; returns how many each version has."""
    columns: dict[str, list[Any]] = {"task_id": [], "result": [], "score": [], "model_version": []}
    for task_id, prediction in zip(task_ids, found, strict=True):
        version = row.model_version if prediction.model_version is None else str(prediction.model_version)
        columns["task_id"].append(task_id)
        columns["result"].append(bytes(prediction.result).decode())
        columns["score"].append(prediction.score)
        columns["model_version"].append(version[:512])
    await predictions.replace_of_tasks(session, row.project_id, columns, moment=now())
    versions = columns["model_version"]
    return {version: versions.count(version) for version in dict.fromkeys(versions)}


async def for_open_task(
    database: Database, calling: Calling, breaker: Breaker, actor: Actor, task_id: int, *, only_shown: bool = False
) -> Guesses:
    """Predictions of a task, after asking the backends that have none for it yet. A failing one is passed over.

    `only_shown` leaves those of the version that the label stream shows.
    """
    async with database.read() as session:
        task, project = await tasks.get(session, actor, task_id, Action.LABEL)
        rows = await queries.of_project(session, project.id)
        known = {found.model_version for found in await predictions.of_tasks(session, [task.id])}
    wanted = [row for row in rows if not breaker.has_predicted(row, known)]
    have_answered = await asyncio.gather(*(_for_one(database, calling, breaker, row, project, task) for row in wanted))
    async with database.read() as session:
        version: str | None = None
        if only_shown:
            version = await predictions.version_to_show(session, project.id, project.model_version)
        found = await predictions.of_tasks(session, [task_id], version=version)
    return Guesses(found, len(rows), have_answered.count(False))


async def _for_one(
    database: Database, calling: Calling, breaker: Breaker, row: MlBackend, project: Project, task: Any
) -> bool:
    """Whether it has predicted the task."""
    if breaker.rests(row.id):
        return False
    try:
        found = await ask(calling, row, project, [task])
    except DomainError as error:
        breaker.note(row.id, has_failed=True)
        async with database.write() as session:
            state = BackendState.DISCONNECTED if isinstance(error, BackendDown) else BackendState.ERROR
            await queries.note(session, row.id, {"state": state, "error_message": error.detail})
        return False
    breaker.note(row.id, has_failed=False)
    async with database.write() as session:
        (version,) = await keep(session, row, [task.id], found)
        if row.state in (BackendState.ERROR, BackendState.DISCONNECTED):
            await queries.note(session, row.id, {"state": BackendState.CONNECTED, "error_message": None})
    breaker.learn_name(row, version)
    return True


async def interactive(
    database: Database, calling: Calling, actor: Actor, backend_id: int, task_id: int, context: Any
) -> dict[str, Any]:
    """A guess about what is being drawn; nothing is stored."""
    async with database.read() as session:
        row = await service.get(session, actor, backend_id)
        task, project = await tasks.get(session, actor, task_id, Action.LABEL)
    if project.id != row.project_id:
        raise Invalid(task=f'Invalid pk "{task_id}" - object does not exist.')
    (found,) = await ask(calling, row, project, [task], context=context)
    shown = {"result": orjson.Fragment(bytes(found.result)), "score": found.score, "model_version": found.model_version}
    return {"data": shown, "errors": []}


async def order(
    session: AsyncSession, actor: Actor, backend_id: int, ids: Sequence[int] | None, *, batch_size: int | None = None
) -> int:
    """Have tasks of a backend's project predicted by a job; returns its id."""
    row, project = await service.managed(session, actor, backend_id)
    total = len(ids) if ids is not None else project.task_number
    arguments = {"backend_id": row.id, "ids": list(ids) if ids is not None else None, "batch": batch_size or BATCH}
    return await jobs.enqueue(
        session,
        PREDICT_JOB,
        arguments,
        organization_id=actor.organization_id,
        project_id=project.id,
        user_id=actor.id,
        # Some tasks are a wish of their own; all of them are the same wish twice.
        unique_key=f"{PREDICT_JOB}:{row.id}" if ids is None else None,
        total=total,
        message=f"Predictions by {row.title or row.url}",
    )


async def first_of(session: AsyncSession, actor: Actor, project_id: int) -> MlBackend | None:
    """The backend that an action on tasks asks: the first that is connected."""
    await projects.get(session, actor, project_id, Action.MANAGE_PROJECT)
    rows = await queries.of_project(session, project_id)
    return rows[0] if rows else None


tasks_after = queries.tasks_after
