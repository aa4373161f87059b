"""What a start, and every hour after it, finds undone: files without a row, projects deleted whose purge has failed."""

import asyncio
import time

import structlog

from labelwright.core.concurrency import to_thread
from labelwright.core.db import Database
from labelwright.imports import purge, queries
from labelwright.imports.files import Uploads
from labelwright.imports.spool import Spool

log = structlog.get_logger()

SETTLED_SECONDS = 24 * 3600
"""A file younger than this may belong to an import that is still under way, here or on another replica."""


async def tidy(database: Database, uploads: Uploads, *, is_start: bool = False) -> None:
    """Finish what a killed process left: have deleted projects purged, remove files that no row stands for.

    At the start of the only process nothing is under way, so that every such file is an orphan.
    """
    async with database.read() as session:
        deleted = await queries.deleted_projects(session)
    for organization_id, project_id in deleted:
        async with database.write() as session:
            await purge.order_for(session, organization_id, project_id)
    age = 0 if is_start and database.is_sqlite else SETTLED_SECONDS
    started = time.time()
    for project_id in await to_thread(uploads.projects):
        names = await to_thread(uploads.older_than, project_id, started - age)
        async with database.read() as session:
            known = await queries.stored_names(session, project_id)
        orphans = [name for name in names if name not in known]
        if orphans:
            log.info("removing files without a row", project=project_id, files=len(orphans))
            await to_thread(uploads.remove, project_id, orphans)
        await asyncio.sleep(0)
    spool = Spool.beside(uploads)
    bodies = await to_thread(spool.older_than, started - age)
    async with database.read() as session:
        needed = await queries.spooled(session)
    await to_thread(spool.remove, [name for name in bodies if name not in needed])
