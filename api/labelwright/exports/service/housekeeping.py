"""Removing snapshots that are old, and files that no row stands for."""

import time
from datetime import timedelta

import structlog

from labelwright.core.concurrency import to_thread
from labelwright.core.db import Database
from labelwright.core.types import now
from labelwright.exports import queries
from labelwright.exports.files import ExportFiles
from labelwright.exports.service import snapshots

log = structlog.get_logger()

SETTLED_SECONDS = 24 * 3600
"""A file younger than this may be one that another process is writing."""


async def tidy(database: Database, files: ExportFiles, *, kept_days: int) -> None:
    """Remove snapshots that are too old, and what killed processes left."""
    await expire(database, files, kept_days=kept_days)
    started = time.time()
    # The one process of an embedded database has just started: what is there is not being written.
    oldest = started if database.is_sqlite else started - SETTLED_SECONDS
    for project_id in await to_thread(files.projects):
        names = await to_thread(files.older_than, project_id, oldest)
        if not names:
            continue
        async with database.read() as session:
            known = await queries.files_of(session, project_id)
        orphans = [name for name in names if name not in known]
        if orphans:
            log.info("removing exports without a row", project=project_id, files=len(orphans))
            await to_thread(files.remove, project_id, orphans)


async def expire(database: Database, files: ExportFiles, *, kept_days: int) -> None:
    """Remove snapshots that ended more than `kept_days` ago; 0 keeps all."""
    if not kept_days:
        return
    async with database.read() as session:
        expired = await queries.made_before(session, now() - timedelta(days=kept_days))
    for row in expired:
        async with database.write() as session:
            names = await snapshots.forget(session, row)
        await to_thread(files.remove, row.project_id, names)
        log.info("removed an old export snapshot", project=row.project_id, snapshot=row.id)
