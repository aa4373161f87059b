"""Snapshots in other formats: kept as files beside them, or made while somebody downloads."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core.access import Action, Actor
from labelwright.core.concurrency import to_thread
from labelwright.core.errors import Conflict, NotFound
from labelwright.core.types import now
from labelwright.exports import queries
from labelwright.exports.files import ExportFiles, Written
from labelwright.exports.models import ConvertedFormat, ExportSnapshot, ExportStatus
from labelwright.exports.service import snapshots, writing
from labelwright.exports.service.snapshots import Keeping
from labelwright.exports.service.writing import MediaSource
from labelwright.formats.catalogue import FORMATS, ExportFormat
from labelwright.formats.interface import Interface
from labelwright.jobs import service as jobs
from labelwright.projects import service as projects
from labelwright.projects.models import Project

CONVERT_JOB = "export.convert"
GONE = "The file of this snapshot is gone. Make the snapshot again."


@dataclass(frozen=True, slots=True)
class Download:
    """A file to be sent, or the parts of one that is made meanwhile."""

    name: str
    entry: ExportFormat
    path: Path | None = None
    parts: AsyncGenerator[bytes] | None = None


async def convert(
    keeping: Keeping, actor: Actor, project_id: int, snapshot_id: int, export_type: str, read_media: MediaSource
) -> ConvertedFormat:
    """Have a snapshot in a format as well; one that is there or under way is returned as it is."""
    async with keeping.database.read() as session:
        project = await projects.get(session, actor, project_id, Action.EXPORT)
        snapshot = await snapshots.find(session, actor, project_id, snapshot_id)
        entry, interface = format_of(project, export_type)
        found = await queries.conversion(session, snapshot.id, entry.name)
    if snapshot.status != ExportStatus.COMPLETED:
        raise Conflict(f"The snapshot is {snapshot.status}, not completed.", code="not_completed")
    if found is not None and found.status != ExportStatus.FAILED:
        return found
    path = await file_of(keeping.files, snapshot)
    if snapshot.task_count > keeping.most_at_once or entry.has_pictures:
        async with keeping.database.write() as session:
            return await _enqueue(session, actor, await projects.get(session, actor, project_id), snapshot, entry)
    parts = writing.stream(writing.of_file(path), entry, interface, project_id, read_media)
    made = await keeping.files.write(project_id, writing.file_name(project_id, entry), parts)
    async with keeping.database.write() as session:
        await snapshots.find(session, actor, project_id, snapshot_id)
        return await _add(session, snapshot, entry, completed(made))


def completed(made: Written) -> dict[str, object]:
    """The columns of a finished conversion."""
    return {
        "status": ExportStatus.COMPLETED,
        "file": made.name,
        "size": made.size,
        "error": None,
        "finished_at": now(),
    }


async def _add(
    session: AsyncSession, snapshot: ExportSnapshot, entry: ExportFormat, values: dict[str, object]
) -> ConvertedFormat:
    kept = {"snapshot_id": snapshot.id, "export_type": entry.name, **values}
    return await session.get_one(ConvertedFormat, await queries.add_conversion(session, kept))


async def _enqueue(
    session: AsyncSession, actor: Actor, project: Project, snapshot: ExportSnapshot, entry: ExportFormat
) -> ConvertedFormat:
    row = await _add(session, snapshot, entry, {"status": ExportStatus.IN_PROGRESS, "size": 0})
    row.job_id = await jobs.enqueue(
        session,
        CONVERT_JOB,
        {"conversion_id": row.id},
        organization_id=project.organization_id,
        project_id=project.id,
        user_id=actor.id,
        unique_key=f"{CONVERT_JOB}:{row.id}",
        total=snapshot.task_count * (2 if entry.needs_columns else 1),
        message=f"Waiting to convert “{snapshot.title[:200]}” to {entry.title}",
    )
    await session.flush()
    return row


def format_of(project: Project, export_type: str) -> tuple[ExportFormat, Interface]:
    """A format by its name, and what it needs to know of the project; refuses one that does not fit."""
    interface = Interface.of(project.parsed_label_config)
    return writing.format_named(export_type, interface), interface


async def file_of(files: ExportFiles, snapshot: ExportSnapshot) -> Path:
    """The file of a completed snapshot; 404 when it is gone."""
    path = await to_thread(files.path, snapshot.project_id, snapshot.file) if snapshot.file else None
    if path is None:
        raise NotFound(GONE, code="file_gone")
    return path


async def download(
    keeping: Keeping, actor: Actor, project_id: int, snapshot_id: int, export_type: str, read_media: MediaSource
) -> Download:
    """A snapshot's file in a format; 404 until it was made.

    For a snapshot that was ordered by a client without conversions, another format is made while it is downloaded.
    """
    async with keeping.database.read() as session:
        project = await projects.get(session, actor, project_id, Action.EXPORT)
        snapshot = await snapshots.find(session, actor, project_id, snapshot_id)
        entry, interface = format_of(project, export_type)
        converted = await queries.conversion(session, snapshot.id, entry.name)
    if snapshot.status != ExportStatus.COMPLETED:
        raise NotFound(f"The snapshot is {snapshot.status}, not completed.", code="not_completed")
    path = await file_of(keeping.files, snapshot)
    if entry is FORMATS["JSON"]:
        return Download(path.name, entry, path=path)
    if converted is None and snapshot.converts_on_download:
        parts = writing.stream(writing.of_file(path), entry, interface, project_id, read_media)
        return Download(writing.file_name(project_id, entry), entry, parts=parts)
    if converted is None or converted.file is None:
        raise NotFound(f"The snapshot was not converted to {entry.name}. Convert it first.", code="not_converted")
    found = await to_thread(keeping.files.path, project_id, converted.file)
    if found is None:
        raise NotFound(GONE, code="file_gone")
    return Download(found.name, entry, path=found)
