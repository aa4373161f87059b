"""Statements of exports: tasks in keyset chunks, and what hangs on each chunk."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.annotations import wire as annotation_wire
from labelwright.annotations.models import Annotation, AnnotationDraft
from labelwright.core import longlists
from labelwright.core.db import upsert
from labelwright.core.types import AnySelect, IsoText, now
from labelwright.exports.models import ConvertedFormat, ExportSnapshot
from labelwright.formats.records import ExportAnnotation, ExportTask
from labelwright.predictions import wire as prediction_wire
from labelwright.predictions.models import Prediction
from labelwright.tasks.models import FileUpload, Task
from labelwright.users.models import User

TASK = Task.__table__
ANNOTATION = Annotation.__table__
PREDICTION = Prediction.__table__
FILE = FileUpload.__table__
DRAFT = AnnotationDraft.__table__
USER = User.__table__

Only = Literal["only", "exclude"] | None

CHUNK = 2000


# In the order of the fields of `formats.records.ExportTask` and `ExportAnnotation`, which are made by position.
_TASK_COLUMNS: tuple[ColumnElement[Any], ...] = (
    TASK.c.id,
    TASK.c.project_id,
    TASK.c.data,
    IsoText(TASK.c.created_at),
    IsoText(TASK.c.updated_at),
    TASK.c.inner_id,
    TASK.c.meta,
    FILE.c.stored_name,
    TASK.c.updated_by_id,
    TASK.c.allow_skip,
    TASK.c.total_annotations,
    TASK.c.cancelled_annotations,
    TASK.c.total_predictions,
)
_ANNOTATION_COLUMNS: tuple[ColumnElement[Any], ...] = (
    ANNOTATION.c.id,
    ANNOTATION.c.result,
    IsoText(ANNOTATION.c.created_at),
    IsoText(ANNOTATION.c.updated_at),
    ANNOTATION.c.completed_by_id,
    ANNOTATION.c.was_cancelled,
    ANNOTATION.c.ground_truth,
    IsoText(ANNOTATION.c.draft_created_at),
    ANNOTATION.c.lead_time,
    ANNOTATION.c.result_count,
    ANNOTATION.c.unique_id,
    ANNOTATION.c.import_id,
    ANNOTATION.c.last_action,
    ANNOTATION.c.bulk_created,
    ANNOTATION.c.updated_by_id,
    ANNOTATION.c.parent_prediction_id,
    ANNOTATION.c.parent_annotation_id,
    ANNOTATION.c.task_id,
    ANNOTATION.c.project_id,
)


async def tasks(
    session: AsyncSession,
    project_id: int,
    *,
    after: int,
    only_annotated: bool,
    ids: Sequence[int] | None,
    where: ColumnElement[bool] | None,
) -> list[ExportTask]:
    """The next chunk of tasks by id, with the name of the file each came from."""
    statement: AnySelect = (
        select(*_TASK_COLUMNS)
        .select_from(TASK)
        .outerjoin(FILE, FILE.c.id == TASK.c.file_upload_id)
        .where(TASK.c.project_id == project_id, TASK.c.id > after)
    )
    if only_annotated:
        statement = statement.where(or_(TASK.c.total_annotations > 0, TASK.c.cancelled_annotations > 0))
    if ids is not None:
        statement = statement.where(longlists.is_in(TASK.c.id, ids))
    if where is not None:
        statement = statement.where(where)
    rows = await session.execute(statement.order_by(TASK.c.id).limit(CHUNK))
    return [ExportTask(*row) for row in rows]


async def annotations(
    session: AsyncSession, tasks: Sequence[ExportTask], project_id: int
) -> dict[int, list[ExportAnnotation]]:
    """Annotations of a chunk of tasks, by task.

    The sum keeps the planner from the index of the project, by which it would read the whole project for each chunk.
    """
    statement = (
        select(*_ANNOTATION_COLUMNS)
        .where(_of(ANNOTATION.c.task_id, tasks), ANNOTATION.c.deleted_at.is_(None))
        .where(ANNOTATION.c.project_id + 0 == project_id)
        .order_by(ANNOTATION.c.task_id, ANNOTATION.c.id)
    )
    found: dict[int, list[ExportAnnotation]] = {}
    for row in await session.execute(statement):
        annotation = ExportAnnotation(*row)
        found.setdefault(annotation.task, []).append(annotation)
    return found


async def prediction_ids(session: AsyncSession, tasks: Sequence[ExportTask], project_id: int) -> dict[int, list[int]]:
    """Ids of the predictions of a chunk of tasks, by task."""
    statement = (
        select(PREDICTION.c.task_id, PREDICTION.c.id)
        .where(_of(PREDICTION.c.task_id, tasks), PREDICTION.c.project_id + 0 == project_id)
        .order_by(PREDICTION.c.task_id, PREDICTION.c.id)
    )
    found: dict[int, list[int]] = {}
    for task_id, identifier in await session.execute(statement):
        found.setdefault(task_id, []).append(identifier)
    return found


async def predictions(
    session: AsyncSession, tasks: Sequence[ExportTask], project_id: int
) -> dict[int, list[dict[str, Any]]]:
    """Predictions of a chunk of tasks as they are shown, by task."""
    statement = (
        select(PREDICTION)
        .where(_of(PREDICTION.c.task_id, tasks), PREDICTION.c.project_id + 0 == project_id)
        .order_by(PREDICTION.c.task_id, PREDICTION.c.id)
    )
    found: dict[int, list[dict[str, Any]]] = {}
    for row in await session.execute(statement):
        found.setdefault(row.task_id, []).append(prediction_wire.prediction(row))
    return found


async def drafts(session: AsyncSession, tasks: Sequence[ExportTask], *, full: bool) -> dict[int, list[Any]]:
    """Drafts of a chunk of tasks, by task: ids, or as they are shown."""
    statement = (
        select(DRAFT, USER.c.email, USER.c.first_name, USER.c.last_name)
        .join(USER, USER.c.id == DRAFT.c.user_id)
        .where(_of(DRAFT.c.task_id, tasks))
        .order_by(DRAFT.c.task_id, DRAFT.c.id)
    )
    if not full:
        statement = statement.with_only_columns(DRAFT.c.task_id, DRAFT.c.id)
    found: dict[int, list[Any]] = {}
    for row in await session.execute(statement):
        found.setdefault(row.task_id, []).append(annotation_wire.draft(row) if full else row.id)
    return found


def _of(task_id: ColumnElement[int], tasks: Sequence[ExportTask]) -> ColumnElement[bool]:
    """Whether a row hangs on one of a chunk of tasks: by their range where it is dense, which needs no list of ids."""
    first, last = tasks[0].id, tasks[-1].id
    if last - first < 2 * len(tasks):
        return task_id.between(first, last)
    return longlists.is_in(task_id, [task.id for task in tasks])


def conditions(*, skipped: Only, finished: Only, annotated: Only) -> list[ColumnElement[bool]]:
    """What tasks must be: each "only", "exclude", or whatever."""
    facts = (
        (skipped, TASK.c.cancelled_annotations > 0),
        (finished, TASK.c.is_labeled.is_(True)),
        (annotated, TASK.c.total_annotations > 0),
    )
    return [fact if wanted == "only" else ~fact for wanted, fact in facts if wanted is not None]


async def count_up_to(
    session: AsyncSession, project_id: int, where: ColumnElement[bool] | None, most: int | None
) -> int:
    """How many tasks there are, counted no further than `most` if given."""
    statement: AnySelect = select(TASK.c.id).where(TASK.c.project_id == project_id)
    if where is not None:
        statement = statement.where(where)
    return (await session.execute(select(func.count()).select_from(statement.limit(most).subquery()))).scalar_one()


# Snapshots.

MOST_LISTED = 1000
ORDERINGS: dict[str, Any] = {
    name: getattr(ExportSnapshot, name) for name in ("id", "title", "status", "created_at", "finished_at")
}


async def snapshots(session: AsyncSession, project_id: int, order: Any) -> list[ExportSnapshot]:
    """Snapshots of a project."""
    statement = select(ExportSnapshot).where(ExportSnapshot.project_id == project_id)
    rows = await session.execute(statement.order_by(order, ExportSnapshot.id.desc()).limit(MOST_LISTED))
    return list(rows.scalars())


async def snapshot(session: AsyncSession, project_id: int, snapshot_id: int) -> ExportSnapshot | None:
    """One snapshot of a project."""
    statement = select(ExportSnapshot).where(ExportSnapshot.project_id == project_id, ExportSnapshot.id == snapshot_id)
    return (await session.execute(statement)).scalar_one_or_none()


async def conversions(session: AsyncSession, snapshot_ids: Sequence[int]) -> dict[int, list[ConvertedFormat]]:
    """Conversions by snapshot, oldest first."""
    statement = (
        select(ConvertedFormat).where(ConvertedFormat.snapshot_id.in_(snapshot_ids)).order_by(ConvertedFormat.id)
    )
    found: dict[int, list[ConvertedFormat]] = {}
    for row in (await session.execute(statement)).scalars():
        found.setdefault(row.snapshot_id, []).append(row)
    return found


async def conversion(session: AsyncSession, snapshot_id: int, export_type: str) -> ConvertedFormat | None:
    """A snapshot's conversion to a format."""
    statement = select(ConvertedFormat).where(
        ConvertedFormat.snapshot_id == snapshot_id, ConvertedFormat.export_type == export_type
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def add_conversion(session: AsyncSession, values: dict[str, Any]) -> int:
    """Insert a conversion; one of the same format that has failed or was not made is overwritten. Its id."""
    statement = upsert(session, ConvertedFormat).values(created_at=now(), **values)
    fresh = {name: statement.excluded[name] for name in ("status", "file", "size", "error", "job_id", "finished_at")}
    statement = statement.on_conflict_do_update(index_elements=["snapshot_id", "export_type"], set_=fresh)
    return (await session.execute(statement.returning(ConvertedFormat.id))).scalar_one()


async def made_before(session: AsyncSession, moment: datetime) -> list[ExportSnapshot]:
    """Snapshots that ended before a moment."""
    statement = select(ExportSnapshot).where(ExportSnapshot.finished_at < moment).order_by(ExportSnapshot.id)
    return list((await session.execute(statement)).scalars())


async def files_of(session: AsyncSession, project_id: int) -> set[str]:
    """Names of the files that rows of a project stand for."""
    kept = select(ExportSnapshot.file).where(ExportSnapshot.project_id == project_id)
    converted = (
        select(ConvertedFormat.file)
        .join(ExportSnapshot, ExportSnapshot.id == ConvertedFormat.snapshot_id)
        .where(ExportSnapshot.project_id == project_id)
    )
    rows = await session.execute(kept.union_all(converted))
    return {row[0] for row in rows if row[0] is not None}


async def delete_snapshot(session: AsyncSession, snapshot_id: int) -> None:
    """Forget a snapshot and its conversions."""
    await session.execute(delete(ExportSnapshot).where(ExportSnapshot.id == snapshot_id))
