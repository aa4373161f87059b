"""Statements on tabs, and the ones that run a selection of tasks."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core.access import Actor
from labelwright.core.types import AnyRow
from labelwright.filters.service import Selection
from labelwright.projects.models import Project
from labelwright.projects.service import visible_to
from labelwright.views.models import View

LARGEST_LIST = 10_000


def _visible(actor: Actor) -> Select[View]:
    return select(View).join(Project, Project.id == View.project_id).where(visible_to(actor))


async def get(session: AsyncSession, actor: Actor, view_id: int) -> View | None:
    """One tab of a project the caller can see."""
    return (await session.execute(_visible(actor).where(View.id == view_id))).scalar_one_or_none()


async def visible(session: AsyncSession, actor: Actor) -> list[View]:
    """The tabs of the projects that the caller can see, by project and in order."""
    statement = _visible(actor).order_by(View.project_id, View.position, View.id).limit(LARGEST_LIST)
    return list((await session.execute(statement)).scalars())


async def of_project(session: AsyncSession, project_id: int) -> list[View]:
    """The tabs of a project, in order."""
    statement = select(View).where(View.project_id == project_id).order_by(View.position, View.id)
    return list((await session.execute(statement)).scalars())


async def large_projects(session: AsyncSession, *, above: int) -> list[Project]:
    """Projects with tabs and more than `above` tasks."""
    with_tabs = select(View.project_id)
    large = (Project.task_number > above, Project.deleted_at.is_(None), Project.id.in_(with_tabs))
    return list((await session.execute(select(Project).where(*large).order_by(Project.id))).scalars())


async def count(session: AsyncSession, project_id: int) -> int:
    """How many tabs a project has."""
    statement = select(func.count()).select_from(View).where(View.project_id == project_id)
    return (await session.execute(statement)).scalar_one()


async def next_position(session: AsyncSession, project_id: int) -> int:
    """The place after a project's last tab."""
    statement = select(func.coalesce(func.max(View.position) + 1, 0)).where(View.project_id == project_id)
    return (await session.execute(statement)).scalar_one()


async def delete_one(session: AsyncSession, view_id: int) -> None:
    """Remove a tab."""
    await session.execute(delete(View).where(View.id == view_id))


async def delete_of_project(session: AsyncSession, project_id: int) -> int:
    """Remove every tab of a project; returns how many."""
    result: Any = await session.execute(delete(View).where(View.project_id == project_id))
    return int(result.rowcount)


async def totals(session: AsyncSession, selection: Selection) -> tuple[int, int, int]:
    """How many tasks a selection has, with how many annotations and predictions."""
    row: AnyRow = (await session.execute(selection.totals())).one()
    return int(row[0]), int(row[1]), int(row[2])


async def page_ids(session: AsyncSession, selection: Selection, *, offset: int, limit: int) -> Sequence[int]:
    """Ids of one page of a selection, in order."""
    return (await session.execute(selection.ids().offset(offset).limit(limit))).scalars().all()


async def all_ids(session: AsyncSession, selection: Selection) -> list[int]:
    """Ids of a selection, in order."""
    return list((await session.execute(selection.ids())).scalars())
