"""Operators' commands: backup, restore, verify, doctor."""

import asyncio
import shutil
import time
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import typer
from sqlalchemy import text

from labelwright.cli.datadir import exclusive, find, prepare, probe_database
from labelwright.cli.failing import fail, plainly, settings_of
from labelwright.core import migrate
from labelwright.core.db import Database, open_database
from labelwright.core.settings import Settings
from labelwright.core.types import now
from labelwright.imports.files import Uploads
from labelwright.operations import backup as backups
from labelwright.operations import restore as restores
from labelwright.operations import verify as verifying
from labelwright.operations.archive import BadBackup

T = TypeVar("T")
Overrides = Mapping[str, Any]
FREE_MB = 100
SKEW_SECONDS = 5


def _with_database(settings: Settings, work: Callable[[Database, Uploads], Awaitable[T]]) -> T:
    async def run() -> T:
        database = open_database(settings)
        try:
            return await work(database, Uploads(settings.data_dir / "upload"))
        finally:
            await database.close()

    return asyncio.run(run())


def backup(overrides: Overrides, file: Path) -> None:
    """Write a backup, also while a server runs."""
    settings = settings_of(overrides)
    if file.exists():
        fail(f"{file} exists; a backup overwrites nothing")
    with plainly():
        find(settings)
        probe_database(settings)
        _refuse_other_schema(settings)
        manifest = _with_database(settings, lambda database, uploads: backups.write(database, uploads, file))
    rows = sum(entry.count for entry in manifest.tables.values())
    typer.echo(f"{file}: {rows:,} rows, {len(manifest.files):,} files, schema {manifest.schema}")
    for name in manifest.missing:
        typer.echo(f"warning: the upload {name} is not on the disk", err=True)
    if settings.secret_key is None:
        typer.echo(
            f"The server's key is not in it: keep a copy of {settings.data_dir / 'secret.key'} apart. Without it "
            "tokens and storage keys have to be made anew."
        )


def restore(overrides: Overrides, file: Path) -> None:
    """Restore a backup into an empty target."""
    settings = settings_of(overrides)
    with plainly():
        prepare(settings)
        probe_database(settings)
        with exclusive(settings):
            try:
                manifest = _with_database(settings, lambda database, uploads: restores.read(database, uploads, file))
            except BadBackup as error:
                fail(f"{file}: {error}")
            except restores.NotEmpty as error:
                fail(f"the target is not empty: {error}")
    rows = sum(entry.count for entry in manifest.tables.values())
    typer.echo(f"restored {rows:,} rows and {len(manifest.files):,} files of {manifest.created_at}")


def verify(overrides: Overrides, *, fix: bool) -> None:
    """Print what is off with the stored data; exit code 1 when something is."""
    settings = settings_of(overrides)
    with plainly():
        find(settings)
        probe_database(settings)
        _refuse_other_schema(settings)
        lines = _with_database(settings, lambda database, uploads: _verify(database, uploads, fix=fix))
    for line in lines:
        typer.echo(line)
    typer.echo(f"{len(lines)} problems" if lines else "everything agrees")
    if any(not line.endswith("(mended)") for line in lines):
        raise typer.Exit(1)


async def _verify(database: Database, uploads: Uploads, *, fix: bool) -> list[str]:
    return [line async for line in verifying.problems(database, uploads, fix=fix)]


def _refuse_other_schema(settings: Settings) -> None:
    found = _with_database(settings, lambda database, _uploads: migrate.current_revision(database))
    if found != migrate.HEAD:
        known = f"has the schema {found}" if found else "is empty"
        fail(f"the database {known}, this release works on {migrate.HEAD}: run `labelwright migrate`")


def doctor(overrides: Overrides, *, recount: bool) -> None:
    """Look at what a server needs, one line for each check; exit code 1 when something is wrong."""
    settings = settings_of(overrides)
    with plainly():
        find(settings)
        probe_database(settings)
        checks = _with_database(settings, lambda database, _uploads: _examine(database, settings))
    for name, is_well, found in checks:
        typer.echo(f"{'ok   ' if is_well else 'WRONG'} {name}: {found}")
    if recount:
        verify(overrides, fix=True)
    if not all(is_well for _, is_well, _ in checks):
        raise typer.Exit(1)


async def _examine(database: Database, settings: Settings) -> list[tuple[str, bool, str]]:
    free = shutil.disk_usage(settings.data_dir).free // 1_000_000
    began = time.perf_counter()
    async with database.read() as session:
        version = "sqlite_version()" if database.is_sqlite else "current_setting('server_version')"
        found = (await session.execute(text(f"SELECT {version}"))).scalar_one()
        took = (time.perf_counter() - began) * 1000
        clock = None if database.is_sqlite else (await session.execute(text("SELECT now()"))).scalar_one()
    revision = await migrate.current_revision(database)
    checks = [
        ("data directory", True, str(settings.data_dir)),
        ("free space", free >= FREE_MB, f"{free:,} MB"),
        ("database", True, f"{'SQLite' if database.is_sqlite else 'PostgreSQL'} {found}, answered in {took:.0f} ms"),
        ("schema", revision == migrate.HEAD, f"{revision or 'empty'}, this release has {migrate.HEAD}"),
    ]
    if clock is not None:
        skew = abs((now() - clock).total_seconds())
        checks.append(("clock", skew <= SKEW_SECONDS, f"{skew:.1f} s apart from the database's"))
    return checks
