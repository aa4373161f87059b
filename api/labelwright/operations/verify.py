"""Checking stored data: counters against rows, files against rows, rows against each other."""

from collections.abc import AsyncIterator

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core.db import Database, is_sqlite
from labelwright.imports.files import Uploads
from labelwright.projects.models import Project, SkipQueue
from labelwright.tasks import service as tasks
from labelwright.tasks.models import FileUpload

SHOWN = 20
"""Examples that are named of one kind of fault."""

_ASTRAY = {
    "annotation": "annotation a JOIN task t ON t.id = a.task_id",
    "annotation_revision": "annotation_revision a JOIN annotation t ON t.id = a.annotation_id",
    "prediction": "prediction a JOIN task t ON t.id = a.task_id",
    "task_lock": "task_lock a JOIN task t ON t.id = a.task_id",
    "task_assignment": "task_assignment a JOIN task t ON t.id = a.task_id",
    "review": "review a JOIN annotation t ON t.id = a.annotation_id",
}


async def problems(database: Database, uploads: Uploads, *, fix: bool = False) -> AsyncIterator[str]:
    """What is off, one line each; with `fix` counters are put right as they are found."""
    async with database.read() as session:
        projects = (await session.execute(select(Project.id, Project.skip_queue).order_by(Project.id))).all()
    for project_id, skip_queue in projects:
        skips_count = skip_queue == SkipQueue.IGNORE
        async with database.read() as session:
            off = await tasks.drift(session, project_id, skips_count=skips_count)
        for line in off:
            yield f"project {project_id}: {line}" + (" (mended)" if fix else "")
        if off and fix:
            async with database.write() as session:
                await tasks.mend_project(session, project_id, skips_count=skips_count)
    async with database.read() as session:
        async for line in _references(session):
            yield line
        async for line in _files(session, uploads):
            yield line


async def _references(session: AsyncSession) -> AsyncIterator[str]:
    """Rows that point nowhere, or into another project than their task."""
    if is_sqlite(session):
        broken = (await session.execute(text("PRAGMA foreign_key_check"))).all()
        for table, rowid, parent, _ in broken[:SHOWN]:
            yield f"{table} {rowid}: what it refers to in {parent} is not there"
    for name, joined in _ASTRAY.items():
        statement = f"SELECT a.id FROM {joined} WHERE a.project_id <> t.project_id LIMIT {SHOWN}"
        for (identifier,) in (await session.execute(text(statement))).all():
            yield f"{name} {identifier}: belongs to another project than its task"


async def _files(session: AsyncSession, uploads: Uploads) -> AsyncIterator[str]:
    """Uploads that rows name and the disk lacks, and the other way round."""
    rows = (await session.execute(select(FileUpload.id, FileUpload.project_id, FileUpload.stored_name))).all()
    known = {(project_id, name) for _, project_id, name in rows}
    for identifier, project_id, name in rows:
        if uploads.path(project_id, name) is None:
            yield f"file upload {identifier}: {project_id}/{name} is not on the disk"
    for project_id in uploads.projects():
        for path in sorted(uploads.folder(project_id).iterdir()):
            if (project_id, path.name) not in known:
                yield f"{project_id}/{path.name}: no row stands for this file"
