"""Writing a backup while the server works on: one moment of the database, then the uploads that its rows name."""

import gzip
import io
import os
import tarfile
import tempfile
from pathlib import Path

from sqlalchemy import Table, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright import models
from labelwright.core.db import Database, is_sqlite
from labelwright.core.migrate import HEAD
from labelwright.core.types import Base, now
from labelwright.core.version import VERSION
from labelwright.imports.files import Uploads
from labelwright.operations.archive import FILES, MANIFEST, TABLES, Entry, Manifest, encoded, sha256_of
from labelwright.tasks.models import FileUpload

BATCH = 1000
assert models  # noqa: S101 - importing it puts every table into the metadata


async def write(database: Database, uploads: Uploads, target: Path) -> Manifest:
    """Write a backup to `target`, which comes into being when it is complete; returns what is in it."""
    manifest = Manifest(version=VERSION, schema=HEAD, created_at=now().isoformat())
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with tarfile.open(draft, "x") as tar:
            async with database.snapshot() as session:
                if not is_sqlite(session):
                    await session.execute(text("SET LOCAL statement_timeout = 0"))
                for table in Base.metadata.sorted_tables:
                    manifest.tables[str(table.name)] = await _add_table(session, table, tar, target.parent)
                manifest.sequences = await _sequences(session)
                names = (await session.execute(select(FileUpload.project_id, FileUpload.stored_name))).all()
            for project_id, name in names:
                _add_file(tar, uploads, project_id, name, manifest)
            content = manifest.dump()
            head = tarfile.TarInfo(MANIFEST)
            head.size = len(content)
            tar.addfile(head, io.BytesIO(content))
        with draft.open("rb") as file:
            os.fsync(file.fileno())
        draft.rename(target)
    except OSError as error:
        if error.filename in (None, str(draft)):
            # Who asked for a backup knows it by its own name; a full disk gives none at all.
            error.filename = str(target)
        raise
    finally:
        draft.unlink(missing_ok=True)
    return manifest


async def _add_table(session: AsyncSession, table: Table, tar: tarfile.TarFile, beside: Path) -> Entry:
    """One table, row by row through a file: a tar must know lengths in advance."""
    count = 0
    with tempfile.TemporaryFile(dir=beside) as spool:
        with gzip.GzipFile(fileobj=spool, mode="wb", compresslevel=1, mtime=0) as lines:
            rows = await session.stream(
                select(table).order_by(*table.primary_key.columns), execution_options={"yield_per": BATCH}
            )
            async for row in rows:
                lines.write(encoded(row))
                count += 1
        spool.seek(0)
        length, digest = sha256_of(spool)
        spool.seek(0)
        member = tarfile.TarInfo(f"{TABLES}{table.name}.jsonl.gz")
        member.size = length
        tar.addfile(member, spool)
    return Entry(count, digest)


def _add_file(tar: tarfile.TarFile, uploads: Uploads, project_id: int, name: str, manifest: Manifest) -> None:
    path = uploads.path(project_id, name)
    shown = f"{project_id}/{name}"
    if path is None:
        manifest.missing.append(shown)
        return
    with path.open("rb") as file:
        length, digest = sha256_of(file)
        file.seek(0)
        member = tarfile.TarInfo(f"{FILES}{shown}")
        member.size = length
        tar.addfile(member, file)
    manifest.files[shown] = Entry(length, digest)


async def _sequences(session: AsyncSession) -> dict[str, int]:
    """The last id each table has given out, so that no id is ever used twice."""
    if is_sqlite(session):
        found = await session.execute(text("SELECT name, seq FROM sqlite_sequence"))
        return {str(name): int(last) for name, last in found.all()}
    found = await session.execute(
        text("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = current_schema()")
    )
    known = {f"{table.name}_id_seq": str(table.name) for table in Base.metadata.sorted_tables}
    return {known[name]: int(last) for name, last in found.all() if name in known and last is not None}
