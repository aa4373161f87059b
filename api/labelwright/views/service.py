"""Composed reads of tasks: lists for the data manager, one task with everything on it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.annotations import service as annotations
from labelwright.annotations import wire as annotation_wire
from labelwright.core.access import Actor
from labelwright.core.errors import NotFound
from labelwright.core.pagination import Page
from labelwright.core.types import AnyRow
from labelwright.predictions import service as predictions
from labelwright.predictions import wire as prediction_wire
from labelwright.projects import service as projects
from labelwright.projects.models import Project
from labelwright.tasks import service as tasks
from labelwright.tasks import wire as task_wire


async def detail(session: AsyncSession, actor: Actor, task_id: int, *, expand_authors: bool = False) -> dict[str, Any]:
    """A task with the annotations the caller may read, all predictions, and the caller's drafts."""
    task, _ = await tasks.get(session, actor, task_id)
    return await _compose(session, actor, task, expand_authors=expand_authors)


async def stream_detail(session: AsyncSession, actor: Actor, task: AnyRow, version: str) -> dict[str, Any]:
    """A task as the label stream gives it: predictions of the shown model version only, the newest without one."""
    shown: str | None = None
    if task.total_predictions:
        shown = version or await predictions.newest_version(session, task.project_id)
    return await _compose(session, actor, task, version=shown, has_drafts=bool(task.has_drafts))


async def _compose(
    session: AsyncSession,
    actor: Actor,
    task: Any,
    *,
    version: str | None = None,
    expand_authors: bool = False,
    has_drafts: bool = True,
) -> dict[str, Any]:
    """Ask only for what the counters say is there."""
    body = task_wire.task(task)
    has_work = task.total_annotations or task.cancelled_annotations
    works = await annotations.of_tasks(session, actor, [task.id]) if has_work else []
    body["annotations"] = [annotation_wire.annotation(row, expand_author=expand_authors) for row in works]
    guesses = await predictions.of_tasks(session, [task.id], version=version) if task.total_predictions else []
    body["predictions"] = [prediction_wire.prediction(row) for row in guesses]
    drafts = await annotations.own_drafts(session, actor, task.id) if has_drafts else []
    body["drafts"] = [annotation_wire.draft(row) for row in drafts]
    return body


async def plain_list(
    session: AsyncSession, actor: Actor, project_id: int, *, start: int | None, page: Page
) -> list[dict[str, Any]]:
    """Tasks of a project, newest first; past the end is a 404."""
    project = await projects.get(session, actor, project_id)
    offset = page.offset if start is None else start
    if offset and offset >= project.task_number:
        raise NotFound("Invalid page.", code="no_such_page")
    rows = await tasks.page(session, project.id, offset=offset, limit=page.size, newest_first=True)
    return await _rows(session, actor, project, rows, fields_all=True)


async def listing(
    session: AsyncSession,
    actor: Actor,
    project_id: int,
    page: Page,
    *,
    fields_all: bool,
    include: frozenset[str] | None,
) -> dict[str, Any]:
    """The data manager's page: tasks with totals of the project."""
    project = await projects.get(session, actor, project_id)
    page.check(project.task_number)
    rows = await tasks.page(session, project.id, offset=page.offset, limit=page.size, newest_first=False)
    shown = await _rows(session, actor, project, rows, fields_all=fields_all)
    if include is not None:
        shown = [{name: value for name, value in row.items() if name in include} for row in shown]
    return {
        "total": project.task_number,
        "total_annotations": project.total_annotations_number,
        "total_predictions": project.total_predictions_number,
        "tasks": shown,
    }


async def _rows(
    session: AsyncSession, actor: Actor, project: Project, rows: Sequence[Any], *, fields_all: bool
) -> list[dict[str, Any]]:
    """Task rows with what is on them, in a fixed number of statements."""
    worked = [row.id for row in rows if row.total_annotations or row.cancelled_annotations]
    guessed = [row.id for row in rows if row.total_predictions]
    works = _grouped(await annotations.of_tasks(session, actor, worked))
    guesses = _grouped(await predictions.of_tasks(session, guessed))
    version = await predictions.shown_version(session, project) if guessed else None
    scores = await predictions.scores(session, guessed, version)
    return [
        _row(row, works.get(row.id, []), guesses.get(row.id, []), scores.get(row.id), fields_all=fields_all)
        for row in rows
    ]


def _grouped(rows: Sequence[Any]) -> dict[int, list[Any]]:
    groups: dict[int, list[Any]] = {}
    for row in rows:
        groups.setdefault(row.task_id, []).append(row)
    return groups


def _row(
    task: Any, works: Sequence[Any], guesses: Sequence[Any], score: float | None, *, fields_all: bool
) -> dict[str, Any]:
    finished = [work for work in works if not work.was_cancelled]
    updater = task.updated_by_id
    return task_wire.task(task) | {
        "annotations": [annotation_wire.annotation(work) for work in works] if fields_all else [],
        "predictions": [prediction_wire.prediction(guess) for guess in guesses] if fields_all else [],
        "drafts": [],
        "annotators": sorted({work.completed_by_id for work in works if work.completed_by_id is not None}),
        "annotations_ids": ",".join(str(work.id) for work in works),
        "annotations_results": ",".join(work.result for work in finished) if fields_all else "",
        "predictions_results": ",".join(guess.result for guess in guesses) if fields_all else "",
        "predictions_model_versions": ",".join(sorted({guess.model_version for guess in guesses})),
        "predictions_score": score,
        "updated_by": [{"user_id": updater}] if updater is not None else [],
        "draft_exists": False,
        "reviewed": False,
    }
