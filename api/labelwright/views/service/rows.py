"""Task rows of lists: each task with what is on it, in a fixed number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.annotations import service as annotations
from labelwright.annotations import wire as annotation_wire
from labelwright.comments import service as comments
from labelwright.core.access import Actor
from labelwright.core.types import AnyRow
from labelwright.predictions import service as predictions
from labelwright.predictions import wire as prediction_wire
from labelwright.projects.models import Project
from labelwright.reviews import service as reviews
from labelwright.tasks import service as tasks
from labelwright.tasks import wire as task_wire

Groups = dict[int, list[AnyRow]]


@dataclass(slots=True)
class _Beside:
    """What stands beside the tasks of a page, by task."""

    works: Groups
    guesses: Groups
    scores: dict[int, float]
    drafted: set[int]
    remarks: dict[int, dict[str, Any]]
    files: dict[int, str] = field(default_factory=dict)


async def plain(session: AsyncSession, actor: Actor, project: Project, rows: Sequence[AnyRow]) -> list[dict[str, Any]]:
    """Rows of the plain list: everything on the tasks, files by id."""
    beside = await _beside(session, actor, project, rows, fields_all=True)
    return [_row(row, beside, fields_all=True) for row in rows]


async def managed(
    session: AsyncSession, actor: Actor, project: Project, rows: Sequence[AnyRow], *, fields_all: bool
) -> list[dict[str, Any]]:
    """Rows of the data manager: results with `fields_all` only, files by name, and who was given and judged what."""
    beside = await _beside(session, actor, project, rows, fields_all=fields_all)
    people = await reviews.people_of(session, actor, [row.id for row in rows])
    beside.files = await tasks.file_names(session, {row.file_upload_id for row in rows if row.file_upload_id})
    return [
        _row(row, beside, fields_all=fields_all)
        | {"file_upload": beside.files.get(row.file_upload_id)}
        | people.get(row.id, {"assignees": [], "reviewers": []})
        for row in rows
    ]


async def _beside(
    session: AsyncSession, actor: Actor, project: Project, rows: Sequence[AnyRow], *, fields_all: bool
) -> _Beside:
    """Asks only for what the counters say is there, and for results only where they are shown."""
    worked = [row.id for row in rows if row.total_annotations or row.cancelled_annotations]
    guessed = [row.id for row in rows if row.total_predictions]
    read_guesses = predictions.of_tasks if fields_all else predictions.versions_of
    works = _grouped(await annotations.of_tasks(session, actor, worked, is_brief=not fields_all))
    guesses = _grouped(await read_guesses(session, guessed))
    version = await predictions.shown_version(session, project) if guessed else None
    scores = await predictions.scores(session, guessed, version)
    ids = [row.id for row in rows]
    drafted = await annotations.tasks_with_drafts(session, actor, ids)
    remarks = await comments.summaries(session, actor, ids)
    return _Beside(works, guesses, scores, drafted, remarks)


def _grouped(rows: Sequence[AnyRow]) -> Groups:
    groups: Groups = {}
    for row in rows:
        groups.setdefault(row.task_id, []).append(row)
    return groups


def _row(task: AnyRow, beside: _Beside, *, fields_all: bool) -> dict[str, Any]:
    works, guesses = beside.works.get(task.id, []), beside.guesses.get(task.id, [])
    updater = task.updated_by_id
    return task_wire.task(task) | {
        "annotations": [annotation_wire.annotation(work) for work in works] if fields_all else [],
        "predictions": [prediction_wire.prediction(guess) for guess in guesses] if fields_all else [],
        "drafts": [],
        "annotators": sorted({work.completed_by_id for work in works if work.completed_by_id is not None}),
        "annotations_ids": ",".join(str(work.id) for work in works),
        "annotations_results": ",".join(work.result for work in works if not work.was_cancelled) if fields_all else "",
        "predictions_results": ",".join(guess.result for guess in guesses) if fields_all else "",
        "predictions_model_versions": ",".join(sorted({guess.model_version for guess in guesses})),
        "predictions_score": beside.scores.get(task.id),
        "updated_by": [{"user_id": updater}] if updater is not None else [],
        "draft_exists": task.id in beside.drafted,
        **beside.remarks.get(task.id, {}),
    }
