"""The file of a backup: a tar with a manifest, a gzipped file of JSON lines for each table, and uploads as they are.

Rows are what the column types make of them in Python, so that a backup of one kind of database restores into another.
"""

import gzip
import hashlib
import tarfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

import orjson
from sqlalchemy import Date, Table

from labelwright.core import json
from labelwright.core.types import UtcDateTime

FORMAT = 1
MANIFEST = "manifest.json"
TABLES = "tables/"
FILES = "upload/"
CHUNK = 1 << 20


class BadBackup(Exception):
    """A file that is no backup, is damaged, or was made by another release; the text says which."""


@dataclass(slots=True)
class Entry:
    """A member of the archive: how many rows it has, or bytes, and its SHA-256."""

    count: int
    sha256: str


@dataclass(slots=True)
class Manifest:
    """What a backup holds, and what made it."""

    version: str
    schema: str
    created_at: str
    format: int = FORMAT
    tables: dict[str, Entry] = field(default_factory=dict)
    files: dict[str, Entry] = field(default_factory=dict)
    sequences: dict[str, int] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    """Uploads that rows name and the disk did not have."""

    def dump(self) -> bytes:
        """As JSON."""
        return orjson.dumps(asdict(self), option=orjson.OPT_INDENT_2)


def load_manifest(text: bytes) -> Manifest:
    """From JSON; refuses what this release does not read."""
    try:
        found: dict[str, Any] = orjson.loads(text)
        if found.get("format") != FORMAT:
            raise BadBackup(f"this is a backup of format {found.get('format')!r}; this release reads {FORMAT}")
        for part in ("tables", "files"):
            found[part] = {name: Entry(**entry) for name, entry in found[part].items()}
        return Manifest(**found)
    except (orjson.JSONDecodeError, TypeError, KeyError, AttributeError) as error:
        raise BadBackup("its manifest cannot be read") from error


def encoded(row: Any) -> bytes:
    """A row as one JSON line: values in the order of the table's columns."""
    return json.packed(list(row)) + b"\n"


def decoded(table: Table, line: bytes) -> dict[str, Any]:
    """A row from its line."""
    values: list[Any] = json.unpacked(line.decode())
    columns = list(table.columns)
    if len(values) != len(columns):
        raise BadBackup(f"a row of {table.name} has {len(values)} values instead of {len(columns)}")
    return {column.name: _read(column.type, value) for column, value in zip(columns, values, strict=True)}


def _read(kind: object, value: Any) -> Any:
    """A value as its column takes it: JSON knows neither times nor days."""
    if value is None:
        return None
    if isinstance(kind, UtcDateTime):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(kind, Date) else value


def sha256_of(file: IO[bytes]) -> tuple[int, str]:
    """Length and SHA-256 of what is left of a file."""
    digest, length = hashlib.sha256(), 0
    while chunk := file.read(CHUNK):
        digest.update(chunk)
        length += len(chunk)
    return length, digest.hexdigest()


class Reader:
    """An open backup."""

    def __init__(self, path: Path) -> None:
        """Open and read the manifest; see `check` for the rest."""
        try:
            self._tar = tarfile.open(path)  # noqa: SIM115 - closed by `close`
            self.manifest = load_manifest(self._member(MANIFEST).read())
        except tarfile.TarError as error:
            raise BadBackup("it is no backup of Labelwright") from error

    def close(self) -> None:
        """Close the file."""
        self._tar.close()

    def _member(self, name: str) -> IO[bytes]:
        try:
            file = self._tar.extractfile(name)
        except KeyError as error:
            raise BadBackup(f"{name} is missing in it") from error
        if file is None:
            raise BadBackup(f"{name} in it is no file")
        return file

    def check(self) -> None:
        """Compare every member with the manifest, before anything is written anywhere."""
        for part, entries in ((TABLES, self.manifest.tables), (FILES, self.manifest.files)):
            for name, entry in entries.items():
                member = f"{part}{name}.jsonl.gz" if part == TABLES else f"{part}{name}"
                with self._member(member) as file:
                    _, digest = sha256_of(file)
                if digest != entry.sha256:
                    raise BadBackup(f"{member} in it is damaged: its SHA-256 is not that of the manifest")

    def rows(self, table: Table) -> Iterator[dict[str, Any]]:
        """The rows of a table; none for a table that the backup does not know."""
        if table.name not in self.manifest.tables:
            return
        with self._member(f"{TABLES}{table.name}.jsonl.gz") as file, gzip.open(file) as lines:
            for line in lines:
                yield decoded(table, line)

    def file(self, name: str) -> IO[bytes]:
        """An upload."""
        return self._member(f"{FILES}{name}")
