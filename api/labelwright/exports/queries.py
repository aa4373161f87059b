"""Statements of exports: tasks in keyset chunks, and what hangs on each chunk."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core import longlists
from labelwright.core.types import AnySelect, Base, IsoText
from labelwright.formats.records import ExportAnnotation, ExportTask

TASK = Base.metadata.tables["task"]
ANNOTATION = Base.metadata.tables["annotation"]
PREDICTION = Base.metadata.tables["prediction"]
FILE = Base.metadata.tables["file_upload"]

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
    session: AsyncSession, first: int, last: int, project_id: int
) -> dict[int, list[ExportAnnotation]]:
    """Annotations of the tasks in a range of ids, by task; a range needs no list of thousands of ids.

    The sum keeps the planner from the index of the project, by which it would read the whole project for each chunk.
    """
    statement = (
        select(ANNOTATION.c.task_id, *_ANNOTATION_COLUMNS)
        .where(ANNOTATION.c.task_id.between(first, last), ANNOTATION.c.deleted_at.is_(None))
        .where(ANNOTATION.c.project_id + 0 == project_id)
        .order_by(ANNOTATION.c.task_id, ANNOTATION.c.id)
    )
    found: dict[int, list[ExportAnnotation]] = {}
    for task_id, *values in await session.execute(statement):
        found.setdefault(task_id, []).append(ExportAnnotation(*values))
    return found


async def prediction_ids(session: AsyncSession, first: int, last: int, project_id: int) -> dict[int, list[int]]:
    """Ids of the predictions of the tasks in a range of ids, by task."""
    statement = (
        select(PREDICTION.c.task_id, PREDICTION.c.id)
        .where(PREDICTION.c.task_id.between(first, last), PREDICTION.c.project_id + 0 == project_id)
        .order_by(PREDICTION.c.task_id, PREDICTION.c.id)
    )
    found: dict[int, list[int]] = {}
    for task_id, identifier in await session.execute(statement):
        found.setdefault(task_id, []).append(identifier)
    return found
