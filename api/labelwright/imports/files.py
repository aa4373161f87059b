"""Uploaded files: kinds, names, and their place in the data directory."""

import os
import re
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from labelwright.core.errors import Invalid

TASK_FILES = frozenset({".json", ".jsonl", ".csv", ".tsv", ".txt"})
"""Files that hold tasks."""

DOCUMENTS = frozenset({".html", ".htm", ".xml"})
"""Files whose text is the data of one task."""

MEDIA = frozenset(
    {
        ".bmp",
        ".flac",
        ".gif",
        ".jpg",
        ".jpeg",
        ".m4a",
        ".mp3",
        ".mp4",
        ".ogg",
        ".pdf",
        ".png",
        ".svg",
        ".wav",
        ".webm",
        ".webp",
    }
)
"""Files that are one task each, shown by their address."""

SHOWN_INLINE = frozenset(
    {
        ".bmp",
        ".gif",
        ".jpg",
        ".jpeg",
        ".png",
        ".webp",
        ".flac",
        ".m4a",
        ".mp3",
        ".ogg",
        ".wav",
        ".mp4",
        ".webm",
        ".pdf",
        ".txt",
    }
)
"""What a browser may show in its window; everything else is only ever downloaded."""

# First bytes by which a kind is known (file-format specifications of each).
_SIGNATURES: dict[str, tuple[tuple[int, bytes], ...]] = {
    ".bmp": ((0, b"BM"),),
    ".flac": ((0, b"fLaC"), (0, b"ID3")),
    ".gif": ((0, b"GIF8"),),
    ".jpg": ((0, b"\xff\xd8\xff"),),
    ".jpeg": ((0, b"\xff\xd8\xff"),),
    ".m4a": ((4, b"ftyp"),),
    ".mp3": ((0, b"ID3"), (0, b"\xff\xfb"), (0, b"\xff\xf3"), (0, b"\xff\xf2"), (0, b"\xff\xfa")),
    ".mp4": ((4, b"ftyp"),),
    ".ogg": ((0, b"OggS"),),
    ".pdf": ((0, b"%PDF"),),
    ".png": ((0, b"\x89PNG\r\n\x1a\n"),),
    ".wav": ((0, b"RIFF"),),
    ".webm": ((0, b"\x1aE\xdf\xa3"),),
    ".webp": ((0, b"RIFF"),),
}
_UNSAFE = re.compile(r"[^\w.\-]+")
MAX_NAME = 100


def extension(name: str) -> str:
    """The extension of a file name in lower case, with its dot; refuses kinds that are not accepted."""
    found = Path(name).suffix.lower()
    if found not in TASK_FILES | DOCUMENTS | MEDIA:
        raise Invalid(non_field_errors=f"{found or ' '} extension is not supported".replace("  ", " "))
    return found


def check_content(name: str, head: bytes) -> None:
    """Refuse a media file that is not what its name says."""
    signatures = _SIGNATURES.get(Path(name).suffix.lower())
    if signatures and not any(head[start : start + len(mark)] == mark for start, mark in signatures):
        raise Invalid(non_field_errors=f"{name[:MAX_NAME]} is not a {Path(name).suffix.lower()} file")


def stored_name(name: str) -> str:
    """A random prefix and the cleaned name: letters of any script, digits, dot, dash, underscore."""
    cleaned = _UNSAFE.sub("_", Path(name).name).lstrip(".") or "file"
    stem, dot, suffix = cleaned.rpartition(".")
    kept = f"{stem[: MAX_NAME - len(suffix) - 1]}{dot}{suffix}" if stem else cleaned[:MAX_NAME]
    return f"{secrets.token_hex(4)}-{kept}"


@dataclass(frozen=True, slots=True)
class Uploads:
    """The folder of uploaded files, one folder in it for each project."""

    root: Path

    def folder(self, project_id: int) -> Path:
        """Where a project's files are."""
        return self.root / str(project_id)

    def save(self, project_id: int, name: str, content: IO[bytes]) -> tuple[str, int]:
        """Write a file and sync it to disk; returns its stored name and size. Blocking."""
        folder = self.folder(project_id)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        target = folder / stored_name(name)
        content.seek(0)
        with target.open("xb") as file:
            shutil.copyfileobj(content, file, 1 << 20)
            file.flush()
            os.fsync(file.fileno())
            size = file.tell()
        return target.name, size

    def copy(self, project_id: int, name: str, target_id: int, shown_name: str) -> tuple[str, int]:
        """Give another project a stored file under a name of its own; returns that name and the size. Blocking."""
        with (self.folder(project_id) / name).open("rb") as file:
            return self.save(target_id, shown_name, file)

    def path(self, project_id: int, name: str) -> Path | None:
        """The path of a stored file; None when there is none, or the name leads out of its folder."""
        folder = self.folder(project_id).resolve()
        found = (folder / name).resolve()
        return found if found.parent == folder and found.is_file() else None

    def remove(self, project_id: int, names: list[str]) -> None:
        """Remove files that no row stands for. Blocking."""
        for name in names:
            (self.folder(project_id) / name).unlink(missing_ok=True)

    def projects(self) -> list[int]:
        """Ids of the projects that have a folder. Blocking."""
        if not self.root.is_dir():
            return []
        return sorted(int(folder.name) for folder in self.root.iterdir() if folder.name.isdigit())

    def older_than(self, project_id: int, moment: float) -> list[str]:
        """Names of a project's files that were last written before a moment (seconds of the epoch). Blocking."""
        folder = self.folder(project_id)
        return [path.name for path in folder.iterdir() if path.is_file() and path.stat().st_mtime < moment]

    def remove_project(self, project_id: int) -> None:
        """Remove all files of a project. Blocking."""
        shutil.rmtree(self.folder(project_id), ignore_errors=True)


def url_of(project_id: int, name: str) -> str:
    """The address of an uploaded file, as it stands in task data."""
    return f"/data/upload/{project_id}/{name}"
