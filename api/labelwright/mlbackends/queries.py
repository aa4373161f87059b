"""Statements on model backends."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core import longlists
from labelwright.core.access import Actor
from labelwright.core.types import AnyRow
from labelwright.mlbackends.models import MlBackend
from labelwright.projects.service import visible_ids
from labelwright.tasks.models import Task

TASK = Task.__table__


async def get(session: AsyncSession, actor: Actor, backend_id: int, *, for_update: bool = False) -> MlBackend | None:
    """One backend of a visible project."""
    statement = select(MlBackend).where(MlBackend.id == backend_id, MlBackend.project_id.in_(visible_ids(actor)))
    if for_update:
        statement = statement.with_for_update()
    return (await session.execute(statement)).scalar_one_or_none()


async def by_id(session: AsyncSession, backend_id: int) -> MlBackend | None:
    """One backend, for a job."""
    return await session.get(MlBackend, backend_id, populate_existing=True)


async def visible(session: AsyncSession, actor: Actor, project_id: int | None) -> list[MlBackend]:
    """Backends of visible projects, or of one, oldest first."""
    statement = select(MlBackend).where(MlBackend.project_id.in_(visible_ids(actor)))
    if project_id is not None:
        statement = statement.where(MlBackend.project_id == project_id)
    return list((await session.execute(statement.order_by(MlBackend.id))).scalars())


async def of_project(session: AsyncSession, project_id: int) -> list[MlBackend]:
    """Backends of a project, oldest first; access is the caller's to check."""
    statement = select(MlBackend).where(MlBackend.project_id == project_id).order_by(MlBackend.id)
    return list((await session.execute(statement)).scalars())


async def titles(session: AsyncSession, project_id: int) -> list[str]:
    """Titles of a project's backends: each stands for the version its model has."""
    statement = select(MlBackend.title).where(MlBackend.project_id == project_id, MlBackend.title != "")
    return list((await session.execute(statement)).scalars())


async def note(session: AsyncSession, backend_id: int, values: dict[str, Any]) -> None:
    """Note what a call has shown."""
    await session.execute(
        update(MlBackend)
        .where(MlBackend.id == backend_id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )


async def tasks_after(
    session: AsyncSession, project_id: int, after: int, limit: int, ids: Sequence[int] | None
) -> Sequence[AnyRow]:
    """The next tasks of a project by id, or of some of them."""
    statement = select(TASK).where(TASK.c.project_id == project_id, TASK.c.id > after)
    if ids is not None:
        statement = statement.where(longlists.is_in(TASK.c.id, ids))
    return (await session.execute(statement.order_by(TASK.c.id).limit(limit))).all()
