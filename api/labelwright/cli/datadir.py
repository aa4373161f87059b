"""The data directory: made at first start, one server at a time."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from labelwright.cli.failing import fail
from labelwright.core.settings import Settings


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
