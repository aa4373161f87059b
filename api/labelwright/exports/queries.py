"""Statements of exports: tasks in keyset chunks, and what hangs on each chunk."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Table, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core.types import AnyRow, AnySelect, Base, IsoText, UtcDateTime

TASK = Base.metadata.tables["task"]
ANNOTATION = Base.metadata.tables["annotation"]
PREDICTION = Base.metadata.tables["prediction"]
FILE = Base.metadata.tables["file_upload"]

CHUNK = 2000


def _with_text_times(table: Table) -> list[ColumnElement[Any]]:
    """The columns of a table, its times as the text that an export shows."""
    return [
        IsoText(column).label(column.name) if isinstance(column.type, UtcDateTime) else column for column in table.c
    ]


async def tasks(
    session: AsyncSession, project_id: int, *, after: int, only_annotated: bool, ids: Sequence[int] | None
) -> Sequence[AnyRow]:
    """The next chunk of tasks by id, with the name of the file each came from."""
    statement: AnySelect = (
        select(*_with_text_times(TASK), FILE.c.stored_name.label("file_name"))
        .select_from(TASK)
        .outerjoin(FILE, FILE.c.id == TASK.c.file_upload_id)
        .where(TASK.c.project_id == project_id, TASK.c.id > after)
    )
    if only_annotated:
        statement = statement.where(or_(TASK.c.total_annotations > 0, TASK.c.cancelled_annotations > 0))
    if ids is not None:
        statement = statement.where(TASK.c.id.in_(ids))
    return (await session.execute(statement.order_by(TASK.c.id).limit(CHUNK))).all()


async def annotations(session: AsyncSession, first: int, last: int, project_id: int) -> Sequence[AnyRow]:
    """Annotations of the tasks in a range of ids; a range needs no list of thousands of ids."""
    statement = (
        select(*_with_text_times(ANNOTATION))
        .where(ANNOTATION.c.task_id.between(first, last), ANNOTATION.c.deleted_at.is_(None))
        .where(ANNOTATION.c.project_id == project_id)
        .order_by(ANNOTATION.c.task_id, ANNOTATION.c.id)
    )
    return (await session.execute(statement)).all()


async def prediction_ids(session: AsyncSession, first: int, last: int, project_id: int) -> Sequence[AnyRow]:
    """Ids of the predictions of the tasks in a range of ids."""
    statement = (
        select(PREDICTION.c.task_id, PREDICTION.c.id)
        .where(PREDICTION.c.task_id.between(first, last), PREDICTION.c.project_id == project_id)
        .order_by(PREDICTION.c.task_id, PREDICTION.c.id)
    )
    return (await session.execute(statement)).all()
