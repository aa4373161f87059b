"""Statements on what tells of the history of annotations."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, func, literal, select, tuple_, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.annotations.items import ItemId, Source
from labelwright.annotations.models import Annotation, AnnotationRevision
from labelwright.core.types import AnyRow, AnySelect, Base, UtcDateTime
from labelwright.history.places import Place, Span
from labelwright.reviews.models import Review
from labelwright.tasks.models import Task

ANNOTATION: Table = Base.metadata.tables[Annotation.__tablename__]
REVISION: Table = Base.metadata.tables[AnnotationRevision.__tablename__]
REVIEW: Table = Base.metadata.tables[Review.__tablename__]
TASK: Table = Base.metadata.tables[Task.__tablename__]

_TABLES: dict[Source, tuple[Table, ColumnElement[int]]] = {
    Source.ANNOTATION: (ANNOTATION, ANNOTATION.c.id),
    Source.REVISION: (REVISION, REVISION.c.annotation_id),
    Source.REVIEW: (REVIEW, REVIEW.c.annotation_id),
}
"""The tables that tell of items, and of which annotation each row is."""


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


def _told(source: Source, span: Span, *columns: Any) -> AnySelect:
    """The rows of a table that tell of items of annotations that are there."""
    table, of_annotation = _TABLES[source]
    conditions = [table.c.project_id == span.project_id, ANNOTATION.c.deleted_at.is_(None)]
    conditions += [table.c.created_at >= span.first] if span.first is not None else []
    conditions += [table.c.created_at <= span.last] if span.last is not None else []
    if source is Source.REVIEW:
        conditions.append(REVIEW.c.fixed.is_(False))  # a correction is told by the change alone
    chosen = select(*columns).select_from(table)
    if table is not ANNOTATION:
        chosen = chosen.join(ANNOTATION, ANNOTATION.c.id == of_annotation)
    return chosen.where(*conditions)


async def count_of_project(session: AsyncSession, span: Span) -> int:
    """How many items there are."""
    counts = [_told(source, span, func.count()).scalar_subquery() for source in Source]
    total: int = (await session.execute(select(sum(counts, start=literal(0))))).scalar_one()
    return total


async def page_of_project(
    session: AsyncSession, span: Span, *, after: Place | None, offset: int, limit: int
) -> list[tuple[int, Place]]:
    """The next items by time: annotation and place.

    Each table is read in the order of its index, from `after` on, and no further than the page goes.
    """
    parts = []
    for source in Source:
        table, of_annotation = _TABLES[source]
        columns = (table.c.created_at, literal(source.value).label("source"), table.c.id, of_annotation.label("of"))
        part = _told(source, span, *columns).order_by(table.c.created_at, table.c.id).limit(offset + limit)
        parts.append((part if after is None else part.where(_comes_after(table, source, after))).subquery())
    union = union_all(*(select(part) for part in parts)).subquery()
    order = (union.c.created_at, union.c.source, union.c.id)
    rows = (await session.execute(select(union).order_by(*order).offset(offset).limit(limit))).all()
    return [(row.of, Place(row.created_at, ItemId(Source(row.source), row.id))) for row in rows]


def _comes_after(table: Table, source: Source, place: Place) -> ColumnElement[bool]:
    """Whether a row tells of an item behind a place: of one moment the items are ordered by source and id."""
    moment, item = literal(place.moment, UtcDateTime()), place.item
    if source is item.source:
        return tuple_(table.c.created_at, table.c.id) > tuple_(moment, literal(item.row_id))
    return table.c.created_at >= moment if source > item.source else table.c.created_at > moment


async def forget(session: AsyncSession, condition: ColumnElement[bool]) -> int:
    """Remove the revisions of some annotations; returns how many."""
    chosen = select(ANNOTATION.c.id).where(condition, ANNOTATION.c.deleted_at.is_(None))
    result: Any = await session.execute(delete(REVISION).where(REVISION.c.annotation_id.in_(chosen)))
    return int(result.rowcount)
