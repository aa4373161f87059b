"""Which tasks and annotations an export holds, and how much it tells of them; read in chunks."""

from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import ColumnElement, and_
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core.access import Actor
from labelwright.core.concurrency import to_thread
from labelwright.core.errors import NotFound
from labelwright.exports import queries
from labelwright.exports.schemas import AnnotationFilter, SnapshotOptions
from labelwright.formats.key_frames import with_frames_between
from labelwright.formats.records import ExportAnnotation, ExportTask
from labelwright.projects.models import Project
from labelwright.users import service as users
from labelwright.views.service import asking

Keeps = Callable[[ExportAnnotation], bool]


@dataclass(frozen=True, slots=True)
class Selection:
    """Which tasks an export holds, and what of them.

    `where` is what a filter or a tab leaves of the project; `keeps` says which annotations stay, all without it.
    `has_drafts` lists drafts by their ids; with `full_drafts`, `full_predictions` and `full_authors` these are objects
    instead of ids.
    """

    project_id: int
    only_annotated: bool
    ids: Sequence[int] | None = None
    where: ColumnElement[bool] | None = None
    keeps: Keeps | None = None
    only_kept: bool = False
    has_drafts: bool = False
    full_drafts: bool = False
    full_predictions: bool = False
    full_authors: bool = False
    fills_key_frames: bool = False


async def of_options(session: AsyncSession, actor: Actor, project: Project, options: SnapshotOptions) -> Selection:
    """The selection that the options of a snapshot stand for."""
    wanted, shown = options.task_filter_options, options.serialization_options
    conditions = queries.conditions(skipped=wanted.skipped, finished=wanted.finished, annotated=wanted.annotated)
    if wanted.view is not None:
        with suppress(NotFound):  # as published: a tab that is not there filters nothing
            conditions.append((await asking.selection(session, actor, project, view_id=wanted.view)).where)
    return Selection(
        project.id,
        only_annotated=False,
        where=and_(*conditions) if conditions else None,
        keeps=_keeps(options.annotation_filter_options),
        only_kept=wanted.only_with_annotations,
        has_drafts=True,
        full_drafts=shown.drafts is not None and not shown.drafts.only_id,
        full_predictions=shown.predictions is not None and not shown.predictions.only_id,
        full_authors=shown.annotations__completed_by is not None and not shown.annotations__completed_by.only_id,
        fills_key_frames=shown.interpolate_key_frames,
    )


def _keeps(kinds: AnnotationFilter | None) -> Keeps | None:
    if kinds is None or (kinds.usual and kinds.ground_truth and kinds.skipped):
        return None
    return lambda item: (
        (kinds.usual and not item.was_cancelled and not item.ground_truth)
        or (kinds.ground_truth and item.ground_truth)
        or (kinds.skipped and item.was_cancelled)
    )


async def chunks(session: AsyncSession, selection: Selection) -> AsyncGenerator[list[ExportTask]]:
    """The tasks by id, with what hangs on them."""
    last = 0
    while True:
        tasks = await queries.tasks(
            session,
            selection.project_id,
            after=last,
            only_annotated=selection.only_annotated,
            ids=selection.ids,
            where=selection.where,
        )
        if not tasks:
            return
        last = tasks[-1].id
        await _add_annotations(session, selection, tasks)
        if selection.only_kept:
            tasks = [task for task in tasks if task.annotations]
        if tasks:
            await _add_rest(session, selection, tasks)
            yield tasks


async def _add_annotations(session: AsyncSession, selection: Selection, tasks: list[ExportTask]) -> None:
    if not any(task.total_annotations or task.cancelled_annotations for task in tasks):
        return
    found = await queries.annotations(session, tasks, selection.project_id)
    for task in tasks:
        task.annotations = found.get(task.id, ())
    if (keeps := selection.keeps) is not None:
        for task in tasks:
            task.annotations = list(filter(keeps, task.annotations))


async def _add_rest(session: AsyncSession, selection: Selection, tasks: list[ExportTask]) -> None:
    if any(task.total_predictions for task in tasks):
        if selection.full_predictions:
            _put(tasks, "predictions", await queries.predictions(session, tasks, selection.project_id))
        else:
            ids = await queries.prediction_ids(session, tasks, selection.project_id)
            for task in tasks:
                task.predictions = str(ids.get(task.id, []))
    if selection.has_drafts:
        _put(tasks, "drafts", await queries.drafts(session, tasks, full=selection.full_drafts))
    if selection.full_authors:
        await _name_authors(session, tasks)
    if selection.fills_key_frames:
        await to_thread(_fill_key_frames, tasks)


def _put(tasks: list[ExportTask], name: str, found: dict[int, list[Any]]) -> None:
    for task in tasks:
        if task.id in found:
            setattr(task, name, orjson.dumps(found[task.id]))


async def _name_authors(session: AsyncSession, tasks: list[ExportTask]) -> None:
    ids = {item.completed_by for task in tasks for item in task.annotations if isinstance(item.completed_by, int)}
    people = await users.by_ids(session, ids)
    shown: dict[Any, bytes] = {
        found.id: orjson.dumps(
            {"id": found.id, "email": found.email, "first_name": found.first_name, "last_name": found.last_name}
        )
        for found in people.values()
    }
    for task in tasks:
        for item in task.annotations:
            item.completed_by = shown.get(item.completed_by, item.completed_by)


def _fill_key_frames(tasks: list[ExportTask]) -> None:
    for task in tasks:
        for item in task.annotations:
            item.result = with_frames_between(item.result)
