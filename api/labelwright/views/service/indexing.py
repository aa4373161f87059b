"""Indexes on the fields that tabs of large projects filter and sort by."""

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core.access import Actor
from labelwright.core.db import Database
from labelwright.core.errors import Invalid
from labelwright.filters import indexes, indexing
from labelwright.filters.indexes import Key
from labelwright.jobs import service as jobs
from labelwright.projects import service as projects
from labelwright.projects.models import Project
from labelwright.views import queries
from labelwright.views.service import asking

INDEX_JOB = "filters.index"


async def order(session: AsyncSession, actor: Actor, project: Project, data: dict[str, Any], *, above: int) -> None:
    """Have the fields of a saved tab indexed that are not, in a project with more than `above` tasks."""
    if project.task_number <= above:
        return
    keys = _keys(data, await _learned(session, project.id))
    names = await indexing.lacking(session, project.id, keys) if keys else []
    if names:
        await _enqueue(session, project, names, user_id=actor.id)


async def order_due(database: Database, *, above: int) -> None:
    """The same for projects that became large after their tabs were saved, or came out of a backup."""
    due: list[tuple[Project, list[str]]] = []
    async with database.read() as session:
        for project in await queries.large_projects(session, above=above):
            names = await indexing.lacking(session, project.id, await wanted(session, project.id) or ())
            if names:
                due.append((project, names))
    for project, names in due:
        async with database.write() as session:
            await _enqueue(session, project, names)


async def _enqueue(
    session: AsyncSession, project: Project, names: Sequence[str], *, user_id: int | None = None
) -> None:
    # A job for other fields may have read the tabs already: it does not stand for this one.
    digest = hashlib.sha256(" ".join(names).encode()).hexdigest()[:16]
    await jobs.enqueue(
        session,
        INDEX_JOB,
        {"project_id": project.id},
        organization_id=project.organization_id,
        project_id=project.id,
        user_id=user_id,
        unique_key=f"{INDEX_JOB}:{project.id}:{digest}",
        message="Indexing the fields of saved tabs",
    )


async def wanted(session: AsyncSession, project_id: int) -> Sequence[Key] | None:
    """The fields that the tabs of a project filter and sort by, of those changed last first; None when it is gone."""
    project = await session.get(Project, project_id)
    if project is None or project.deleted_at is not None:
        return None
    learned = await _learned(session, project_id)
    tabs = sorted(await queries.of_project(session, project_id), key=lambda tab: tab.updated_at, reverse=True)
    return [key for tab in tabs for key in _keys(tab.data, learned)]


async def _learned(session: AsyncSession, project_id: int) -> dict[str, str | None]:
    return {column.name: column.value_type for column in await projects.known_columns(session, project_id)}


def _keys(data: dict[str, Any], learned: dict[str, str | None]) -> list[Key]:
    try:
        asked = asking.query_of(data)
    except Invalid:
        # A tab of long ago whose filter is refused today: nobody can run it.
        return []
    return sorted(indexes.wanted_by(asked, learned))
