"""Statements on storages and links."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Table, and_, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.annotations.models import Annotation
from labelwright.core import bulk
from labelwright.core.access import Actor
from labelwright.core.db import upsert
from labelwright.core.types import Base, now
from labelwright.projects.models import Project
from labelwright.projects.service import visible_ids
from labelwright.storage.models import Direction, ExportLink, Kind, Storage, StorageLink

LINK: Table = Base.metadata.tables["storage_link"]


async def get(
    session: AsyncSession, actor: Actor, storage_id: int, *, kind: Kind, direction: Direction, for_update: bool = False
) -> Storage | None:
    """One storage of a visible project."""
    statement = select(Storage).where(
        Storage.id == storage_id,
        Storage.kind == kind,
        Storage.direction == direction,
        Storage.project_id.in_(visible_ids(actor)),
    )
    if for_update:
        statement = statement.with_for_update()
    return (await session.execute(statement)).scalar_one_or_none()


async def of_project(
    session: AsyncSession, project_id: int, direction: Direction, kind: Kind | None = None
) -> list[Storage]:
    """Storages of a project, oldest first; for the caller's own access check."""
    statement = select(Storage).where(Storage.project_id == project_id, Storage.direction == direction)
    if kind is not None:
        statement = statement.where(Storage.kind == kind)
    return list((await session.execute(statement.order_by(Storage.id))).scalars())


async def due(session: AsyncSession, moment: datetime, *, limit: int) -> list[tuple[Storage, int]]:
    """Storages that are to be synchronised by themselves by a moment, locked, with the ids of their organizations."""
    statement = (
        select(Storage, Project.organization_id)
        .join(Project, Project.id == Storage.project_id)
        .where(Storage.next_sync <= moment, Storage.synchronizable.is_(True), Project.deleted_at.is_(None))
        .order_by(Storage.next_sync)
        .limit(limit)
        .with_for_update(of=Storage, skip_locked=True)
    )
    return [(row[0], row[1]) for row in await session.execute(statement)]


async def local_ones(session: AsyncSession, actor: Actor) -> list[Storage]:
    """Local import storages of all projects that the caller sees."""
    statement = select(Storage).where(
        Storage.kind == Kind.LOCAL, Storage.direction == Direction.IMPORT, Storage.project_id.in_(visible_ids(actor))
    )
    return list((await session.execute(statement)).scalars())


async def known_keys(session: AsyncSession, storage_id: int, keys: Sequence[str]) -> set[str]:
    """Which of these objects are tasks already."""
    if not keys:
        return set()
    statement = select(StorageLink.object_key).where(
        StorageLink.storage_id == storage_id, StorageLink.object_key.in_(keys)
    )
    return set((await session.execute(statement)).scalars())


async def insert_links(session: AsyncSession, storage_id: int, columns: dict[str, Sequence[Any]]) -> None:
    """Remember which tasks came from which objects."""
    await bulk.insert(session, LINK, columns, {"storage_id": storage_id, "created_at": now()})


async def count_links(session: AsyncSession, storage_id: int) -> int:
    """How many tasks came from a storage."""
    statement = select(func.count()).select_from(StorageLink).where(StorageLink.storage_id == storage_id)
    return (await session.execute(statement)).scalar_one()


async def unexported(
    session: AsyncSession, storage: Storage, *, after_id: int, limit: int
) -> list[tuple[Annotation, int | None]]:
    """The next annotations of a storage's project with the revision that was written, if one was."""
    statement = (
        select(Annotation, ExportLink.rev)
        .outerjoin(ExportLink, and_(ExportLink.annotation_id == Annotation.id, ExportLink.storage_id == storage.id))
        .where(
            Annotation.project_id == storage.project_id,
            Annotation.deleted_at.is_(None),
            Annotation.id > after_id,
        )
        .order_by(Annotation.id)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in await session.execute(statement)]


async def note_exported(session: AsyncSession, storage_id: int, annotation_id: int, key: str, rev: int) -> None:
    """Remember that an annotation was written."""
    moment = now()
    statement = upsert(session, ExportLink).values(
        storage_id=storage_id,
        annotation_id=annotation_id,
        object_key=key,
        rev=rev,
        created_at=moment,
        updated_at=moment,
    )
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["storage_id", "annotation_id"],
            set_={"rev": rev, "object_key": key, "updated_at": moment},
        )
    )


async def orphans(session: AsyncSession, storage_id: int, limit: int) -> list[tuple[int, str]]:
    """Links of annotations that are gone, with the keys of their objects."""
    alive = select(Annotation.id).where(Annotation.id == ExportLink.annotation_id, Annotation.deleted_at.is_(None))
    statement = (
        select(ExportLink.id, ExportLink.object_key)
        .where(ExportLink.storage_id == storage_id, ~alive.exists())
        .order_by(ExportLink.id)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in await session.execute(statement)]


async def forget_exported(session: AsyncSession, ids: Sequence[int]) -> None:
    """Remove links whose objects are gone."""
    await session.execute(delete(ExportLink).where(ExportLink.id.in_(ids)))


async def project_organization(session: AsyncSession, project_id: int) -> int:
    """The organization of a project."""
    return (await session.execute(select(Project.organization_id).where(Project.id == project_id))).scalar_one()
