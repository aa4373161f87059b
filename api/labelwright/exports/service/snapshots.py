"""Snapshots of a project: making, finding, removing. Small ones are made in the request, large ones by a job."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core import audit
from labelwright.core.access import Action, Actor
from labelwright.core.audit import Deed, Note, Subject
from labelwright.core.concurrency import to_thread
from labelwright.core.db import Database
from labelwright.core.errors import Invalid, NotFound
from labelwright.core.types import now
from labelwright.exports import queries
from labelwright.exports.files import ExportFiles, Written
from labelwright.exports.models import ConvertedFormat, ExportSnapshot, ExportStatus
from labelwright.exports.schemas import SnapshotCreate
from labelwright.exports.service import selecting, writing
from labelwright.exports.service.selecting import Selection
from labelwright.formats.catalogue import FORMATS
from labelwright.formats.snapshot import SnapshotWriter
from labelwright.jobs import service as jobs
from labelwright.projects import service as projects
from labelwright.projects.models import Project
from labelwright.users import service as users
from labelwright.users.models import User

SNAPSHOT_JOB = "export.snapshot"
ORDERINGS = queries.ORDERINGS


@dataclass(frozen=True, slots=True)
class Keeping:
    """Where snapshots are kept, and the most tasks of one that is made in the request."""

    database: Database
    files: ExportFiles
    most_at_once: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A snapshot with what an answer tells of it."""

    row: ExportSnapshot
    creator: User | None
    conversions: Sequence[ConvertedFormat] = ()


async def create(
    keeping: Keeping, actor: Actor, project_id: int, body: SnapshotCreate, *, converts_on_download: bool = False
) -> Shown:
    """Keep what the project holds now; refuses what the caller may not export."""
    async with keeping.database.read() as session:
        project = await projects.get(session, actor, project_id, Action.EXPORT)
        selection = await selecting.of_options(session, actor, project, body)
        count = await queries.count_up_to(session, project.id, selection.where, keeping.most_at_once + 1)
    options = body.model_dump(exclude={"title"}, exclude_none=True)
    row = ExportSnapshot(
        project_id=project.id,
        created_by_id=actor.id,
        title=body.title or f"{project.title} at {now():%Y-%m-%d %H:%M}"[:2048],
        options=options,
        converts_on_download=converts_on_download,
        status=ExportStatus.IN_PROGRESS,
        created_at=now(),
    )
    if count <= keeping.most_at_once:
        writer = SnapshotWriter()
        parts = parts_of(keeping.database, selection, writer)
        complete(row, await keeping.files.write(project.id, _file_name(project.id), parts), writer)
    async with keeping.database.write() as session:
        # Once more: it may have been deleted while its tasks were read.
        project = await projects.get(session, actor, project_id, Action.EXPORT)
        session.add(row)
        await session.flush()
        if row.status == ExportStatus.IN_PROGRESS:
            await _enqueue(session, actor, project, row)
        creator = (await users.by_ids(session, [actor.id])).get(actor.id)
    return Shown(row, creator)


async def _enqueue(session: AsyncSession, actor: Actor, project: Project, row: ExportSnapshot) -> None:
    row.job_id = await jobs.enqueue(
        session,
        SNAPSHOT_JOB,
        {"snapshot_id": row.id},
        organization_id=project.organization_id,
        project_id=project.id,
        user_id=actor.id,
        unique_key=f"{SNAPSHOT_JOB}:{row.id}",
        message=f"Waiting to export “{row.title[:200]}”",
    )
    await session.flush()


async def parts_of(database: Database, selection: Selection, writer: SnapshotWriter) -> AsyncGenerator[bytes]:
    """The file of a snapshot. All statements see one moment; memory holds one chunk."""
    async with (
        database.snapshot() as session,
        aclosing(writing.written(selecting.chunks(session, selection), writer)) as parts,
    ):
        async for part in parts:
            yield part


async def count(session: AsyncSession, selection: Selection) -> int:
    """How many tasks a selection has."""
    return await queries.count_up_to(session, selection.project_id, selection.where, None)


def _file_name(project_id: int) -> str:
    return writing.file_name(project_id, FORMATS["JSON"])


def complete(row: ExportSnapshot, made: Written, writer: SnapshotWriter) -> None:
    """Note the finished file of a snapshot."""
    row.file, row.size, row.md5 = made.name, made.size, made.md5
    row.task_count, row.annotation_count = writer.tasks, writer.annotations
    row.status, row.error, row.finished_at = ExportStatus.COMPLETED, None, now()


async def by_job(session: AsyncSession, snapshot_id: int) -> ExportSnapshot | None:
    """A snapshot for the job that makes it, whoever may see it."""
    return await session.get(ExportSnapshot, snapshot_id)


async def listed(session: AsyncSession, actor: Actor, project_id: int, ordering: str) -> list[Shown]:
    """Snapshots of a project, newest first unless another order is asked for."""
    project = await projects.get(session, actor, project_id, Action.EXPORT)
    column = ORDERINGS.get(ordering.removeprefix("-"))
    if column is None:
        raise Invalid(ordering=f"Unknown field {ordering[:50]!r}; use one of {', '.join(ORDERINGS)}.")
    rows = await queries.snapshots(session, project.id, column.desc() if ordering.startswith("-") else column.asc())
    return await _shown(session, rows)


async def find(session: AsyncSession, actor: Actor, project_id: int, snapshot_id: int) -> ExportSnapshot:
    """A snapshot that the caller may export; else 404 or 403."""
    project = await projects.get(session, actor, project_id, Action.EXPORT)
    row = await queries.snapshot(session, project.id, snapshot_id)
    if row is None:
        raise NotFound("No Export matches the given query.")
    return row


async def get(session: AsyncSession, actor: Actor, project_id: int, snapshot_id: int) -> Shown:
    """A snapshot with its conversions."""
    (shown,) = await _shown(session, [await find(session, actor, project_id, snapshot_id)])
    return shown


async def _shown(session: AsyncSession, rows: Sequence[ExportSnapshot]) -> list[Shown]:
    creators = await users.by_ids(session, [row.created_by_id for row in rows])
    converted = await queries.conversions(session, [row.id for row in rows]) if rows else {}
    return [Shown(row, creators.get(row.created_by_id), converted.get(row.id, ())) for row in rows]


async def delete(keeping: Keeping, actor: Actor, project_id: int, snapshot_id: int) -> None:
    """Remove a snapshot, its conversions and their files. A job that is making it notices and stops."""
    async with keeping.database.write() as session:
        row = await find(session, actor, project_id, snapshot_id)
        names = await forget(session, row)
        audit.note(session, Note(Deed.EXPORT_DELETED, Subject.EXPORT, row.id, row.title[:200], project_id))
    await to_thread(keeping.files.remove, project_id, names)


async def forget(session: AsyncSession, row: ExportSnapshot) -> list[str]:
    """Remove the rows of a snapshot; the names of the files that stand alone then."""
    converted = (await queries.conversions(session, [row.id])).get(row.id, [])
    await queries.delete_snapshot(session, row.id)
    return [name for name in (row.file, *(item.file for item in converted)) if name is not None]


def options_of(row: ExportSnapshot) -> SnapshotCreate:
    """The options that a snapshot was asked for with."""
    kept: dict[str, Any] = row.options
    return SnapshotCreate.model_validate(kept)
