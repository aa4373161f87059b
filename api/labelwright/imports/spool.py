"""Bodies that are too large for memory: on disk until the job that reads them has ended."""

import os
import secrets
from collections.abc import AsyncIterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from labelwright.core.concurrency import to_thread
from labelwright.imports.files import Uploads

_CHUNKS = 64
"""So many pieces of a body are written at a time: the server gives them out in 64 kB."""


@dataclass(frozen=True, slots=True)
class Spool:
    """A folder beside the uploaded files."""

    root: Path

    @classmethod
    def beside(cls, uploads: Uploads) -> "Spool":
        """The spool that belongs to a folder of uploads."""
        return cls(uploads.root / "spool")

    def path(self, name: str) -> Path:
        """Where a spooled body is; names are the server's own."""
        return self.root / name

    async def receive(self, chunks: AsyncIterable[bytes], *, most: int) -> bytes | str:
        """A body of at most `most` bytes, or the name of the file that a larger one went to, synced to disk."""
        parts: list[bytes] = []
        size = 0
        stream = aiter(chunks)
        async for chunk in stream:
            size += len(chunk)
            parts.append(chunk)
            if size > most:
                break
        if size <= most:
            return b"".join(parts)
        file = await to_thread(self._open)
        name = Path(file.name).name
        try:
            async for chunk in stream:
                parts.append(chunk)
                if len(parts) >= _CHUNKS:
                    await to_thread(file.write, b"".join(parts))
                    parts = []
            await to_thread(_finish, file, b"".join(parts))
        except BaseException:
            file.close()
            self.remove([name])
            raise
        return name

    def keep(self, body: bytes) -> str:
        """Write a body, synced to disk; its name. Blocking."""
        file = self._open()
        _finish(file, body)
        return Path(file.name).name

    def _open(self) -> IO[bytes]:
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self.path(f"{secrets.token_hex(16)}.json").open("xb")

    def remove(self, names: list[str]) -> None:
        """Remove bodies that nobody needs any more. Blocking."""
        for name in names:
            self.path(name).unlink(missing_ok=True)

    def older_than(self, moment: float) -> list[str]:
        """Names of what was last written before a moment (seconds of the epoch). Blocking."""
        if not self.root.is_dir():
            return []
        return [path.name for path in self.root.iterdir() if path.is_file() and path.stat().st_mtime < moment]


def _finish(file: IO[bytes], rest: bytes) -> None:
    with file:
        file.write(rest)
        file.flush()
        os.fsync(file.fileno())
