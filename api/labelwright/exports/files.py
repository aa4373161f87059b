"""Files of snapshots and conversions: their place in the data directory, one folder for each project."""

import hashlib
import os
import secrets
import shutil
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from labelwright.core.concurrency import to_thread

PARTIAL = ".part"
"""The ending of a file that is being written: nothing by such a name is ever handed out."""


@dataclass(frozen=True, slots=True)
class Written:
    """A finished file: its name in the project's folder, its bytes, and their MD5."""

    name: str
    size: int
    md5: str


@dataclass(frozen=True, slots=True)
class ExportFiles:
    """The folder of all exports that are kept."""

    root: Path

    def folder(self, project_id: int) -> Path:
        """Where a project's files are."""
        return self.root / str(project_id)

    async def write(self, project_id: int, name: str, parts: AsyncGenerator[bytes]) -> Written:
        """Write a file in parts, synced to disk. It has its name when it is whole; of a failure nothing stays."""
        file = await to_thread(self._open, project_id)
        path = Path(file.name)
        digest = hashlib.md5(usedforsecurity=False)
        size = 0
        try:
            async with aclosing(parts):
                async for part in parts:
                    await to_thread(_append, file, part, digest)
                    size += len(part)
            await to_thread(_finish, file, path.with_name(name))
        except BaseException:
            _drop(file)
            raise
        return Written(name, size, digest.hexdigest())

    def _open(self, project_id: int) -> IO[bytes]:
        folder = self.folder(project_id)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return (folder / f"{secrets.token_hex(16)}{PARTIAL}").open("xb")

    def path(self, project_id: int, name: str) -> Path | None:
        """The path of a file; None when it is gone."""
        found = self.folder(project_id) / name
        return found if found.is_file() else None

    def remove(self, project_id: int, names: list[str]) -> None:
        """Remove files that no row stands for. Blocking."""
        for name in names:
            (self.folder(project_id) / name).unlink(missing_ok=True)

    def remove_project(self, project_id: int) -> None:
        """Remove all files of a project. Blocking."""
        shutil.rmtree(self.folder(project_id), ignore_errors=True)

    def projects(self) -> list[int]:
        """Ids of the projects that have a folder. Blocking."""
        if not self.root.is_dir():
            return []
        return sorted(int(folder.name) for folder in self.root.iterdir() if folder.name.isdigit())

    def older_than(self, project_id: int, moment: float) -> list[str]:
        """Names of a project's files that were last written before a moment (seconds of the epoch). Blocking."""
        found = []
        for path in self.folder(project_id).iterdir():
            with suppress(FileNotFoundError):  # finished and renamed, or removed, while we look
                if path.stat().st_mtime < moment:
                    found.append(path.name)
        return found


def _append(file: IO[bytes], part: bytes, digest: "hashlib._Hash") -> None:
    file.write(part)
    digest.update(part)


def _drop(file: IO[bytes]) -> None:
    """Close and remove; at once, as the task may be in the middle of being cancelled."""
    file.close()
    Path(file.name).unlink(missing_ok=True)


def _finish(file: IO[bytes], target: Path) -> None:
    with file:
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).rename(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
