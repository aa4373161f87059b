"""Restoring a backup into an empty target: checked whole, then written in one transaction."""

import os
import shutil
from pathlib import Path

from sqlalchemy import Table, func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright import models
from labelwright.core.db import Database, is_sqlite
from labelwright.core.migrate import HEAD, upgrade
from labelwright.core.types import Base
from labelwright.imports.files import Uploads
from labelwright.jobs import service as jobs
from labelwright.operations.archive import BadBackup, Manifest, Reader

BATCH = 1000
assert models  # noqa: S101 - importing it puts every table into the metadata

_FOREIGN_KEYS = text("""
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE contype = 'f' AND connamespace = current_schema()::regnamespace AND conparentid = 0
""")


class NotEmpty(Exception):
    """A target that holds something already; nothing was changed."""


async def read(database: Database, uploads: Uploads, source: Path) -> Manifest:
    """Restore `source`. Nothing is written unless all of it is sound and the target is empty."""
    reader = Reader(source)
    try:
        manifest = reader.manifest
        if manifest.schema != HEAD:
            raise BadBackup(
                f"it has the schema {manifest.schema}, this release {HEAD}: "
                f"restore it with Labelwright {manifest.version}, then upgrade"
            )
        reader.check()
        await upgrade(database)
        if uploads.projects():
            raise NotEmpty(f"{uploads.root} holds files")
        written: list[Path] = []
        try:
            async with database.write() as session:
                await _refuse_full(session)
                await _load(session, reader)
                # One by one, so that what was written before a failure is known.
                written.extend(_put(reader, uploads, name) for name in manifest.files)
        except BaseException:
            for path in written:
                path.unlink(missing_ok=True)
            raise
        return manifest
    finally:
        reader.close()


async def _refuse_full(session: AsyncSession) -> None:
    for table in Base.metadata.sorted_tables:
        if (await session.execute(select(func.count()).select_from(table))).scalar_one():
            raise NotEmpty(f"the table {table.name} has rows")


async def _load(session: AsyncSession, reader: Reader) -> None:
    """All rows, with references checked when all are there."""
    if is_sqlite(session):
        await session.execute(text("PRAGMA defer_foreign_keys = ON"))
        for table in Base.metadata.sorted_tables:
            await _insert(session, table, reader)
        for name, last in reader.manifest.sequences.items():
            await session.execute(
                text("UPDATE sqlite_sequence SET seq = max(seq, :last) WHERE name = :name"),
                {"name": name, "last": last},
            )
            await session.execute(
                text(
                    "INSERT INTO sqlite_sequence (name, seq) SELECT :name, :last "
                    "WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = :name)"
                ),
                {"name": name, "last": last},
            )
    else:
        await session.execute(text("SET LOCAL statement_timeout = 0"))
        keys = (await session.execute(_FOREIGN_KEYS)).all()
        for table_name, key, _ in keys:
            await session.execute(text(f'ALTER TABLE {table_name} DROP CONSTRAINT "{key}"'))
        for table in Base.metadata.sorted_tables:
            await _insert(session, table, reader)
        for table_name, key, definition in keys:
            await session.execute(text(f'ALTER TABLE {table_name} ADD CONSTRAINT "{key}" {definition}'))
        await _advance(session, reader.manifest.sequences)
    await jobs.queue_again(session)


async def _insert(session: AsyncSession, table: Table, reader: Reader) -> None:
    batch = []
    for row in reader.rows(table):
        batch.append(row)
        if len(batch) == BATCH:
            await session.execute(insert(table), batch)
            batch = []
    if batch:
        await session.execute(insert(table), batch)


async def _advance(session: AsyncSession, sequences: dict[str, int]) -> None:
    """Let every sequence go on behind the ids that were given out."""
    for table in Base.metadata.sorted_tables:
        name = f"{table.name}_id_seq"
        if (await session.execute(text("SELECT to_regclass(:name)"), {"name": f'"{name}"'})).scalar_one() is None:
            continue
        highest = (await session.execute(select(func.max(table.c.id)))).scalar_one() or 0
        last = max(highest, sequences.get(table.name, 0))
        if last:
            await session.execute(text("SELECT setval(to_regclass(:name), :last)"), {"name": f'"{name}"', "last": last})


def _put(reader: Reader, uploads: Uploads, name: str) -> Path:
    """Write an upload and sync it; names that lead out of the folder are refused."""
    project, _, stored = name.partition("/")
    if not project.isdigit() or not stored or stored != Path(stored).name or stored in (".", ".."):
        raise BadBackup(f"the name {name!r} in it is none of an upload")
    folder = uploads.folder(int(project))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / stored
    with reader.file(name) as source, path.open("xb") as target:
        shutil.copyfileobj(source, target, 1 << 20)
        target.flush()
        os.fsync(target.fileno())
    return path
