"""A zip file that is written as a stream: what is finished leaves, nothing waits for the whole."""

import hashlib
import re
import zipfile
from typing import IO, Any
from urllib.parse import parse_qs, unquote, urlsplit

MAX_STEM = 200
_UNSAFE = re.compile(r"[^\w.\-]+")


class _Outlet:
    """Where the zip file goes: a buffer that is emptied again and again, so it cannot seek."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""

    def drain(self) -> bytes:
        parts, self._parts = self._parts, []
        return b"".join(parts)


class Archive:
    """A zip file under way."""

    def __init__(self) -> None:
        """Begin an empty one."""
        self._outlet = _Outlet()
        outlet: Any = self._outlet  # all that zipfile asks of a file
        self._zip = zipfile.ZipFile(outlet, "w", zipfile.ZIP_DEFLATED, compresslevel=1)

    def add(self, name: str, content: bytes | str) -> None:
        """Add a small file."""
        self._zip.writestr(name, content)

    def folder(self, name: str) -> None:
        """Add an empty folder."""
        self._zip.mkdir(name)

    def open(self, name: str) -> IO[bytes]:
        """A file to be written in parts; no other can be added meanwhile."""
        return self._zip.open(name, "w", force_zip64=True)

    def close(self) -> None:
        """Write the directory of the archive; nothing happens the second time."""
        self._zip.close()

    def drain(self) -> bytes:
        """What has been written since the last call."""
        return self._outlet.drain()


class Names:
    """Names of pictures inside an archive: built by us, unique, without a path."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def of(self, url: str, task_id: int) -> str:
        """The name of the picture at an address.

        An uploaded file keeps its stored name, which is unique; others get eight hex digits of their address in front,
        as the published format has it. A picture that several tasks show is told apart by the task.
        """
        name = file_name(url)
        if not url.startswith("/data/upload/"):
            name = f"{hashlib.sha256(url.encode()).hexdigest()[:8]}__{name}"
        stem, dot, suffix = name.rpartition(".")
        stem, suffix = (stem[:MAX_STEM], suffix[:20]) if dot else (name[:MAX_STEM], "")
        name = f"{stem}.{suffix}" if dot else stem
        if stem in self._taken:
            stem = f"{stem}-{task_id}"
            name = f"{stem}.{suffix}" if dot else stem
        self._taken.add(stem)
        return name


def file_name(url: str) -> str:
    """The file name that an address ends in, without anything that a file system would trip over."""
    parts = urlsplit(url)
    path = parts.path
    if path.rstrip("/").endswith("/local-files"):
        path = parse_qs(parts.query).get("d", [path])[0]
    name = unquote(path).replace("\\", "/").rstrip("/").rpartition("/")[2]
    return _UNSAFE.sub("_", name).lstrip(".") or "file"
