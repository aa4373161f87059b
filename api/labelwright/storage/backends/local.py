"""Files on the server's own disk, below the document root."""

import mimetypes
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from labelwright.storage.backends.base import ADDRESS, PAGE, Missing, ObjectInfo, Opened, Unreachable

CHUNK = 1 << 18


def inside(root: Path, relative: str) -> Path | None:
    """The path below a root that a user names; None when it is missing or leads out, by links as well."""
    if "\0" in relative:
        return None
    base = os.path.realpath(root)
    found = os.path.realpath(os.path.join(base, relative.lstrip("/")))  # noqa: PTH118 - ten times as fast
    is_inside = found == base or found.startswith(base.rstrip(os.sep) + os.sep)
    return Path(found) if is_inside and os.path.exists(found) else None  # noqa: PTH110 - as above


class LocalBackend:
    """A folder. Keys are paths relative to the document root."""

    def __init__(self, root: Path, folder: str) -> None:
        """`folder` is the absolute path of the storage."""
        self._root = root.resolve()
        self._folder = Path(folder).resolve()

    def check(self) -> None:
        """The folder must exist and lie strictly below the document root."""
        if not self._folder.is_relative_to(self._root) or self._folder == self._root:
            raise Unreachable(
                f"The path must lie below the document root {self._root}, and not be that folder itself.", field="path"
            )
        if not self._folder.is_dir():
            raise Unreachable(f"Path {self._folder} does not exist.", field="path")

    def pages(self, after: str) -> Iterator[list[ObjectInfo]]:
        """Files below the folder by path."""
        self.check()
        keys = sorted(key for key in self._keys() if key > after)
        for start in range(0, len(keys), PAGE):
            yield [found for key in keys[start : start + PAGE] if (found := self._info(key)) is not None]

    def _keys(self) -> Iterator[str]:
        skipped = len(str(self._root).rstrip(os.sep)) + 1
        for folder, _, names in os.walk(self._folder):
            inner = folder[skipped:].replace(os.sep, "/")
            yield from (key for name in names if _is_text(key := f"{inner}/{name}"))

    def _info(self, key: str) -> ObjectInfo | None:
        path = self._root / key
        # Folders that are links are not walked into, so only the file itself can lead out.
        if path.is_symlink() and inside(self._root, key) is None:
            return None
        try:
            status = path.stat()
        except OSError:
            return None  # removed meanwhile, or a link to nowhere
        return ObjectInfo(key, status.st_size, f"{status.st_mtime_ns:x}-{status.st_size:x}")

    def _path(self, key: str) -> Path:
        path = inside(self._root, key)
        if path is None or not path.is_file() or not path.is_relative_to(self._folder):
            raise Missing(f"{key} does not exist")
        return path

    def read(self, key: str, *, most: int) -> bytes:
        """A whole file."""
        path = self._path(key)
        if path.stat().st_size > most:
            raise Unreachable(f"{key} is larger than {most // 1_000_000} MB")
        return path.read_bytes()

    def open(self, key: str, byte_range: str | None) -> Opened:  # noqa: ARG002 - files are served by path
        """A whole file in pieces."""
        path = self._path(key)
        status = path.stat()
        modified = datetime.fromtimestamp(status.st_mtime, UTC)
        return Opened(_chunks(path), status.st_size, mimetypes.guess_type(path.name)[0], None, None, modified)

    def write(self, key: str, body: bytes) -> None:
        """Write a file so that nobody ever sees half of it."""
        path = self._root / key
        if not path.resolve().is_relative_to(self._folder):
            raise Unreachable(f"{key} is outside of the storage")
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        draft.write_bytes(body)
        draft.replace(path)

    def delete(self, key: str) -> None:
        """Remove a file."""
        path = inside(self._root, key)
        if path is not None and path.is_relative_to(self._folder):
            path.unlink(missing_ok=True)

    def presign(self, key: str, seconds: int) -> None:  # noqa: ARG002 - there is no such thing here
        """Browsers get local files from the server only."""
        return

    def covers(self, key: str) -> bool:
        """Whether a path lies in the folder."""
        return (self._root / key).resolve().is_relative_to(self._folder)

    def key_in(self, name: str) -> str:
        """A file directly in the folder."""
        return (self._folder / name).relative_to(self._root).as_posix()

    def uri(self, key: str) -> str:
        """The address that serves the file."""
        return ADDRESS + quote(key)

    def label(self, key: str) -> str:
        """The full path."""
        return str(self._root / key)


def _is_text(key: str) -> bool:
    """Whether a path can be named: the disk takes any bytes, addresses and databases do not."""
    try:
        key.encode()
    except UnicodeEncodeError:
        return False
    return True


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk
