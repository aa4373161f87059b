"""Statements on labels and links, and on the results that hold a label."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Table, Text, bindparam, cast, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core import bulk, longlists, textsearch
from labelwright.core.access import Actor
from labelwright.core.db import upsert
from labelwright.core.types import AnyRow, Base, now
from labelwright.labels.models import Label, LabelLink
from labelwright.projects.service import visible_ids
from labelwright.tasks import service as tasks

ANNOTATION: Table = Base.metadata.tables["annotation"]
DRAFT: Table = Base.metadata.tables["annotation_draft"]
REVISION: Table = Base.metadata.tables["annotation_revision"]
TASK: Table = Base.metadata.tables["task"]

Rewritten = tuple[AnyRow, str]
"""A row and the result that it is to have."""


async def page(session: AsyncSession, organization_id: int, *, offset: int, limit: int) -> tuple[int, list[Label]]:
    """How many labels an organization has, and one page of them, oldest first."""
    condition = Label.organization_id == organization_id
    total = (await session.execute(select(func.count()).select_from(Label).where(condition))).scalar_one()
    rows = await session.execute(select(Label).where(condition).order_by(Label.id).offset(offset).limit(limit))
    return total, list(rows.scalars())


async def get(session: AsyncSession, organization_id: int, label_id: int) -> Label | None:
    """One label of an organization."""
    statement = select(Label).where(Label.id == label_id, Label.organization_id == organization_id)
    return (await session.execute(statement)).scalar_one_or_none()


async def add_missing(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert labels of an organization whose titles it does not have yet."""
    statement = upsert(session, Label.__table__).on_conflict_do_nothing(index_elements=["organization_id", "title"])
    await session.execute(statement, list(rows))


async def by_titles(session: AsyncSession, organization_id: int, titles: Sequence[str]) -> dict[str, Label]:
    """Labels of an organization by their titles."""
    statement = select(Label).where(
        Label.organization_id == organization_id, longlists.text_is_in(Label.__table__.c.title, titles)
    )
    return {label.title: label for label in (await session.execute(statement)).scalars()}


async def add_links(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> set[int]:
    """Link labels to projects; what is linked already stays. Returns the ids of the new links."""
    statement = upsert(session, LabelLink.__table__).on_conflict_do_nothing(
        index_elements=["label_id", "project_id", "from_name"]
    )
    made = await session.execute(statement.values(list(rows)).returning(LabelLink.__table__.c.id))
    return set(made.scalars())


async def links_of(session: AsyncSession, actor: Actor, label_ids: Sequence[int]) -> list[LabelLink]:
    """Links of some labels to projects that the caller sees, oldest first."""
    statement = (
        select(LabelLink)
        .where(longlists.is_in(LabelLink.__table__.c.label_id, label_ids), LabelLink.project_id.in_(visible_ids(actor)))
        .order_by(LabelLink.id)
    )
    return list((await session.execute(statement)).scalars())


async def links_page(
    session: AsyncSession, actor: Actor, *, project_id: int | None, label_id: int | None, offset: int, limit: int
) -> tuple[int, list[tuple[LabelLink, Label]]]:
    """How many links to visible projects there are, and one page of them with their labels, oldest first."""
    conditions: list[ColumnElement[bool]] = [LabelLink.project_id.in_(visible_ids(actor))]
    if project_id is not None:
        conditions.append(LabelLink.project_id == project_id)
    if label_id is not None:
        conditions.append(LabelLink.label_id == label_id)
    total = (await session.execute(select(func.count()).select_from(LabelLink).where(*conditions))).scalar_one()
    statement = select(LabelLink, Label).join(Label, Label.id == LabelLink.label_id).where(*conditions)
    rows = await session.execute(statement.order_by(LabelLink.id).offset(offset).limit(limit))
    return total, [(row[0], row[1]) for row in rows]


async def link(session: AsyncSession, actor: Actor, link_id: int) -> tuple[LabelLink, Label] | None:
    """One link to a visible project, with its label."""
    statement = (
        select(LabelLink, Label)
        .join(Label, Label.id == LabelLink.label_id)
        .where(LabelLink.id == link_id, LabelLink.project_id.in_(visible_ids(actor)))
    )
    row = (await session.execute(statement)).one_or_none()
    return None if row is None else (row[0], row[1])


async def same_link(session: AsyncSession, label_id: int, project_id: int, from_name: str) -> LabelLink | None:
    """The link of a label to a control of a project."""
    statement = select(LabelLink).where(
        LabelLink.label_id == label_id, LabelLink.project_id == project_id, LabelLink.from_name == from_name
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def values_of(session: AsyncSession, project_id: int) -> list[tuple[str, Any]]:
    """The labels that are linked to a project: name of the control, and value."""
    statement = (
        select(LabelLink.from_name, Label.value)
        .join(Label, Label.id == LabelLink.label_id)
        .where(LabelLink.project_id == project_id)
    )
    return [(row[0], row[1]) for row in await session.execute(statement)]


async def managed_ids(session: AsyncSession, actor: Actor) -> list[int]:
    """Every project that the caller sees."""
    return list((await session.execute(visible_ids(actor).order_by("id"))).scalars())


# Results that may hold a label. The search is a coarse one, so that few results are read that do not hold it.


def _may_hold(result: ColumnElement[Any], word: str) -> ColumnElement[bool]:
    """Whether a result has the word in it, or an escape in the place of one of its characters."""
    text = cast(result, Text)
    return or_(textsearch.contains(text, word), textsearch.contains(text, "\\"))


async def annotations_with(
    session: AsyncSession, projects: Sequence[int], word: str, *, after: int, limit: int
) -> Sequence[AnyRow]:
    """The next annotations of some projects, by id, that may hold a label: id, task and result."""
    statement = select(ANNOTATION.c.id, ANNOTATION.c.task_id, ANNOTATION.c.result).where(
        longlists.is_in(ANNOTATION.c.project_id, projects),
        ANNOTATION.c.deleted_at.is_(None),
        ANNOTATION.c.id > after,
        _may_hold(ANNOTATION.c.result, word),
    )
    return (await session.execute(statement.order_by(ANNOTATION.c.id).limit(limit))).all()


async def hold_annotations(session: AsyncSession, rows: Sequence[AnyRow]) -> Sequence[AnyRow]:
    """The same annotations as they are now, locked after their tasks, as everything that changes both does."""
    await tasks.hold_some(session, sorted({row.task_id for row in rows}))
    statement = (
        select(ANNOTATION.c.id, ANNOTATION.c.task_id, ANNOTATION.c.project_id, ANNOTATION.c.rev, ANNOTATION.c.result)
        .where(longlists.is_in(ANNOTATION.c.id, [row.id for row in rows]), ANNOTATION.c.deleted_at.is_(None))
        .order_by(ANNOTATION.c.id)
        .with_for_update()
    )
    return (await session.execute(statement)).all()


async def rewrite_annotations(session: AsyncSession, changed: Sequence[Rewritten], *, user_id: int | None) -> None:
    """Give locked annotations other results; what they held stays as a revision."""
    moment = now()
    rows = [row for row, _ in changed]
    await bulk.insert(
        session,
        REVISION,
        {
            "annotation_id": [row.id for row in rows],
            "project_id": [row.project_id for row in rows],
            "rev": [row.rev for row in rows],
            "result": [row.result for row in rows],
        },
        {"actor_id": user_id, "created_at": moment},
    )
    connection = await session.connection()
    change = update(ANNOTATION).where(ANNOTATION.c.id == bindparam("row_id"))
    await connection.execute(
        change.values(
            result=bindparam("text", type_=ANNOTATION.c.result.type),
            rev=ANNOTATION.c.rev + 1,
            updated_at=moment,
            updated_by_id=user_id,
        ),
        [{"row_id": row.id, "text": text} for row, text in changed],
    )
    touched = longlists.is_in(TASK.c.id, {row.task_id for row in rows})
    await session.execute(update(TASK).where(touched).values(updated_at=moment))


async def drafts_with(
    session: AsyncSession, projects: Sequence[int], word: str, *, after: int, limit: int
) -> Sequence[AnyRow]:
    """The next drafts of some projects, by id, that may hold a label."""
    statement = (
        select(DRAFT.c.id, DRAFT.c.result)
        .join(TASK, TASK.c.id == DRAFT.c.task_id)
        .where(longlists.is_in(TASK.c.project_id, projects), DRAFT.c.id > after, _may_hold(DRAFT.c.result, word))
        .order_by(DRAFT.c.id)
        .limit(limit)
    )
    return (await session.execute(statement)).all()


async def hold_drafts(session: AsyncSession, rows: Sequence[AnyRow]) -> Sequence[AnyRow]:
    """The same drafts as they are now, locked."""
    statement = select(DRAFT.c.id, DRAFT.c.result).where(longlists.is_in(DRAFT.c.id, [row.id for row in rows]))
    return (await session.execute(statement.order_by(DRAFT.c.id).with_for_update())).all()


async def rewrite_drafts(session: AsyncSession, changed: Sequence[Rewritten]) -> None:
    """Give locked drafts other results."""
    connection = await session.connection()
    change = update(DRAFT).where(DRAFT.c.id == bindparam("row_id"))
    await connection.execute(
        change.values(result=bindparam("text", type_=DRAFT.c.result.type), rev=DRAFT.c.rev + 1, updated_at=now()),
        [{"row_id": row.id, "text": text} for row, text in changed],
    )
