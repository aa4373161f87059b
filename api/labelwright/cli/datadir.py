"""The data directory: made at first start, one server at a time."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy.engine import make_url

from labelwright.cli.failing import fail
from labelwright.core.settings import Settings


def find(settings: Settings) -> None:
    """End the command unless there is what it is to look at: it makes nothing where a name was mistyped."""
    folder = settings.data_dir
    if not folder.is_dir():
        fail(f"the data directory {folder} is not there")
    if settings.is_sqlite:
        file = make_url(settings.url).database
        if file and not Path(file).is_file():
            fail(f"the database {file} is not there")
    prepare(settings)


def prepare(settings: Settings) -> None:
    """Make the data directory (mode 0700); one that cannot be written ends the command."""
    folder = settings.data_dir
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = folder / f".write-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        fail(f"the data directory {folder} is not writable: {error.strerror}")


def probe_database(settings: Settings) -> None:
    """End the command when the file of an embedded database cannot be opened.

    Asked before the event loop runs: a driver that fails to connect there leaves a thread which may outlive the loop.
    """
    if not settings.is_sqlite:
        return
    try:
        with closing(sqlite3.connect(make_url(settings.url).database or "")) as connection:
            connection.execute("PRAGMA schema_version")
    except sqlite3.Error as error:
        fail(f"the database does not work: {error}")


@contextmanager
def exclusive(settings: Settings) -> Iterator[None]:
    """Hold the data directory of an embedded database, so that no second server works on it."""
    if not settings.is_sqlite:
        yield
        return
    import fcntl

    path: Path = settings.data_dir / "server.lock"
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            fail(f"another server runs on the data directory {settings.data_dir}")
        yield
