"""Statements on what tells of the history of annotations."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, func, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.annotations.items import ItemId, Source
from labelwright.annotations.models import Annotation, AnnotationRevision
from labelwright.core.types import AnyRow, Base
from labelwright.reviews.models import Review
from labelwright.tasks.models import Task

ANNOTATION: Table = Base.metadata.tables[Annotation.__tablename__]
REVISION: Table = Base.metadata.tables[AnnotationRevision.__tablename__]
REVIEW: Table = Base.metadata.tables[Review.__tablename__]
TASK: Table = Base.metadata.tables[Task.__tablename__]


async def annotations(session: AsyncSession, ids: Sequence[int]) -> list[AnyRow]:
    """Annotations with the moment at which their tasks came; access is the caller's to check."""
    statement = (
        select(ANNOTATION, TASK.c.created_at.label("task_created_at"))
        .join(TASK, TASK.c.id == ANNOTATION.c.task_id)
        .where(ANNOTATION.c.id.in_(ids))
        .order_by(ANNOTATION.c.id)
    )
    return list((await session.execute(statement)).all())


async def revisions(session: AsyncSession, ids: Sequence[int]) -> dict[int, list[AnyRow]]:
    """The revisions of some annotations without their results, by annotation and in order."""
    columns = [column for column in REVISION.c if column is not REVISION.c.result]
    statement = select(*columns).where(REVISION.c.annotation_id.in_(ids)).order_by(REVISION.c.rev)
    return _by_annotation((await session.execute(statement)).all())


async def results(session: AsyncSession, ids: Collection[int]) -> dict[int, str]:
    """The results that some revisions hold, by revision."""
    statement = select(REVISION.c.id, REVISION.c.result).where(REVISION.c.id.in_(ids))
    return dict((await session.execute(statement)).all())


async def reviews(session: AsyncSession, ids: Sequence[int]) -> dict[int, list[AnyRow]]:
    """The verdicts on some annotations, by annotation and in order."""
    statement = select(REVIEW).where(REVIEW.c.annotation_id.in_(ids)).order_by(REVIEW.c.id)
    return _by_annotation((await session.execute(statement)).all())


def _by_annotation(rows: Sequence[AnyRow]) -> dict[int, list[AnyRow]]:
    found: dict[int, list[AnyRow]] = {}
    for row in rows:
        found.setdefault(row.annotation_id, []).append(row)
    return found


async def annotation_of(session: AsyncSession, item: ItemId) -> int | None:
    """The annotation that an item tells of."""
    if item.source is Source.ANNOTATION:
        return item.row_id
    table = REVISION if item.source is Source.REVISION else REVIEW
    found: int | None = (
        await session.execute(select(table.c.annotation_id).where(table.c.id == item.row_id))
    ).scalar_one_or_none()
    return found


async def page_of_project(
    session: AsyncSession, project_id: int, *, first: datetime | None, last: datetime | None, offset: int, limit: int
) -> tuple[int, list[tuple[int, ItemId]]]:
    """How many items the annotations of a project have between two moments, and one page: annotation and item."""
    present = (ANNOTATION.c.project_id == project_id, ANNOTATION.c.deleted_at.is_(None))

    def told(table: Table, source: Source, key: ColumnElement[int], *conditions: ColumnElement[bool]) -> Any:
        between = [table.c.created_at >= first] if first is not None else []
        between += [table.c.created_at <= last] if last is not None else []
        chosen = select(
            table.c.created_at, literal(source.value).label("source"), table.c.id, key.label("annotation_id")
        )
        if table is not ANNOTATION:
            chosen = chosen.join(ANNOTATION, ANNOTATION.c.id == key)
        return chosen.where(*present, *conditions, *between)

    # A correction is told by the change alone.
    union = union_all(
        told(ANNOTATION, Source.ANNOTATION, ANNOTATION.c.id),
        told(REVISION, Source.REVISION, REVISION.c.annotation_id),
        told(REVIEW, Source.REVIEW, REVIEW.c.annotation_id, REVIEW.c.fixed.is_(False)),
    ).subquery()
    total = (await session.execute(select(func.count()).select_from(union))).scalar_one()
    rows = await session.execute(
        select(union).order_by(union.c.created_at, union.c.source, union.c.id).offset(offset).limit(limit)
    )
    return total, [(row.annotation_id, ItemId(Source(row.source), row.id)) for row in rows]


async def forget(session: AsyncSession, condition: ColumnElement[bool]) -> int:
    """Remove the revisions of some annotations; returns how many."""
    chosen = select(ANNOTATION.c.id).where(condition, ANNOTATION.c.deleted_at.is_(None))
    result: Any = await session.execute(delete(REVISION).where(REVISION.c.annotation_id.in_(chosen)))
    return int(result.rowcount)
