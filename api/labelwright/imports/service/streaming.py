"""From files on disk to task records, a thousand at a time: memory stays flat whatever their size. Run in a thread."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import IO, Any

import msgspec
import orjson

from labelwright.core import json
from labelwright.core.errors import Invalid
from labelwright.formats.csv_table import (
    as_number,
    column_names,
    explained,
    is_number,
    rows_of_width,
)
from labelwright.formats.json_tasks import read_json
from labelwright.formats.tasks import MAX_ERRORS, MAX_KEYS, ItemProblem, RefusedItems, TaskRecord, UnreadableFile
from labelwright.imports import files
from labelwright.imports.service import reading
from labelwright.imports.service.reading import Source
from labelwright.labelconfig import UNDEFINED, LabelConfig, first_data_key

BATCH = 1000
_BOM = b"\xef\xbb\xbf"
_PLACE = re.compile(r"^\[(\d+)\]")
_encoder = msgspec.json.Encoder(decimal_format="number")


@dataclass(frozen=True, slots=True)
class StoredSource:
    """A file on disk. `place` is its place among the files of the request, None for a body; `url` its own address."""

    name: str
    path: Path
    place: int | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Some tasks of one file; `first` counts the tasks of the whole import before them."""

    records: list[TaskRecord]
    first: int
    place: int | None


def batches(sources: Sequence[StoredSource], config: LabelConfig | None, *, skip: int = 0) -> Iterator[Batch]:
    """The tasks of files in order, without the first `skip` of them; refuses what the readers in memory refuse."""
    first = 0
    for source in sources:
        records = _records(source, config, first)
        while batch := list(islice(records, BATCH)):
            begin = first
            first += len(batch)
            if first > skip:
                yield Batch(batch[max(skip - begin, 0) :], max(begin, skip), source.place)


def _records(source: StoredSource, config: LabelConfig | None, first: int) -> Iterator[TaskRecord]:
    kind = files.extension(source.name)
    try:
        if kind in {".json", ".jsonl"}:
            yield from _json(source.path, first)
        elif kind in {".csv", ".tsv"}:
            yield from _table(source.path, kind)
        elif kind == ".txt":
            yield from _lines(source.path, (first_data_key(config) if config else None) or UNDEFINED)
        else:
            content = source.path.read_bytes() if kind in files.DOCUMENTS else b""
            parsed = reading.read_files([Source(source.name, content=content, url=source.url)], config)
            yield from parsed.records
    except UnreadableFile as error:
        raise Invalid(non_field_errors=f"{source.name}: {error}") from error
    except RefusedItems as error:
        raise Invalid(non_field_errors=[f"{source.name}: {problem}" for problem in error.problems]) from error


def _json(path: Path, first: int) -> Iterator[TaskRecord]:
    """Tasks of a list, of one object, or of one object after the other."""
    import ijson

    with path.open("rb") as file:
        start = file.read(3)
        file.seek(len(_BOM) if start == _BOM else 0)
        is_list = _first_byte(file) == b"["
        items = ijson.items(file, "item" if is_list else "", multiple_values=not is_list)
        texts = _texts(items)
        while chunk := list(islice(texts, BATCH)):
            yield from _read(chunk, first)
            first += len(chunk)


def _first_byte(file: IO[bytes]) -> bytes:
    """The first byte that is no blank; the file stands before it afterwards."""
    while True:
        byte = file.read(1)
        if not byte.isspace():
            file.seek(-len(byte), 1)
            return byte


def _texts(items: Iterable[Any]) -> Iterator[bytes]:
    from ijson import JSONError

    try:
        for item in items:
            yield _text(item)
    except (JSONError, UnicodeDecodeError) as error:
        raise UnreadableFile(f"JSON parse error - {str(error).splitlines()[0] if str(error) else 'no text'}") from error
    except RecursionError as error:
        raise UnreadableFile(f"JSON is nested deeper than {json.MAX_DEPTH} levels.") from error


def _text(value: Any) -> bytes:
    """A value as JSON again. Integers of any size and decimals keep their value; only their spelling may change."""
    try:
        return _encoder.encode(value)
    except OverflowError:
        return _slow_text(value).encode()


def _slow_text(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(key)}:{_slow_text(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_slow_text, value)) + "]"
    return str(value) if isinstance(value, Decimal) else json.dumps(value)


def _read(texts: list[bytes], first: int) -> list[TaskRecord]:
    """Tasks of some texts; places in refusals are those in the whole import."""
    try:
        return read_json(b"[%b]" % b",".join(texts))
    except RefusedItems as error:
        raise RefusedItems([ItemProblem(item.index + first, item.reason) for item in error.problems]) from error
    except UnreadableFile as error:
        raise UnreadableFile(_PLACE.sub(lambda found: f"[{int(found[1]) + first}]", error.reason)) from error


def _table(path: Path, kind: str) -> Iterator[TaskRecord]:
    """Tasks of rows. A first reading finds which columns hold numbers only."""
    separator = "\t" if kind == ".tsv" else _separator(path)
    header, numeric = _columns(path, separator)
    names = column_names(header)
    for row in rows_of_width(islice(_rows(path, separator), 1, None), len(names)):
        cells = [as_number(cell) if typed and cell else cell for cell, typed in zip(row, numeric, strict=True)]
        yield TaskRecord(orjson.dumps(dict(zip(names, cells, strict=True))))


def _separator(path: Path) -> str:
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        line = file.readline(1 << 20)
    return ";" if line.count(";") > line.count(",") else ","


def _columns(path: Path, separator: str) -> tuple[list[str], list[bool]]:
    """The header, and for each column whether every filled cell of it is a number."""
    rows = _rows(path, separator)
    header = next(rows, None)
    if header is None:
        raise UnreadableFile("the file has no header line", line=1)
    if len(header) > MAX_KEYS:
        raise UnreadableFile(f"a table may have at most {MAX_KEYS:,} columns", line=1)
    numeric, filled = [True] * len(header), [False] * len(header)
    open_columns = set(range(len(header)))
    for row in rows_of_width(rows, len(header)):
        for column in tuple(open_columns):
            if cell := row[column]:
                filled[column] = True
                if not is_number(cell):
                    numeric[column] = False
                    open_columns.discard(column)
    return header, [is_numeric and is_filled for is_numeric, is_filled in zip(numeric, filled, strict=True)]


def _rows(path: Path, separator: str) -> Iterator[list[str]]:
    """Rows with at least one cell. A long row, broken quoting, other bytes than UTF-8 are refused with the line."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, delimiter=separator, strict=True)
        width = None
        while True:
            try:
                row = next(reader, None)
            except csv.Error as error:
                raise UnreadableFile(explained(error), line=max(reader.line_num, 1)) from error
            except UnicodeDecodeError as error:
                raise UnreadableFile("the file is not UTF-8 text", line=reader.line_num + 1) from error
            if row is None:
                return
            if not row:
                continue
            if any("\0" in cell for cell in row):
                raise UnreadableFile("a NUL character is not allowed", line=reader.line_num)
            width = width or len(row)
            if len(row) > width:
                raise UnreadableFile(f"{len(row)} cells, but the header has {width}", line=reader.line_num)
            yield row


def _lines(path: Path, key: str) -> Iterator[TaskRecord]:
    with path.open(encoding="utf-8-sig") as file:
        number = 0
        try:
            for number, line in enumerate(file, start=1):
                text = line.removesuffix("\n")
                if "\0" in text:
                    raise UnreadableFile("a NUL character is not allowed", line=number)
                yield TaskRecord(orjson.dumps({key: text}))
        except UnicodeDecodeError as error:
            raise UnreadableFile("the file is not UTF-8 text", line=number + 1) from error


def count(sources: Sequence[StoredSource], config: LabelConfig | None) -> int:
    """How many tasks files hold."""
    return sum(len(batch.records) for batch in batches(sources, config))


class Problems:
    """What is wrong with an import, up to a hundred texts."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.texts: list[str] = []

    def collect(self, work: Callable[[], Any]) -> Any:
        """The outcome of some checks; None when they refuse, with their reasons kept."""
        try:
            return work()
        except Invalid as error:
            found = [
                text if name == "non_field_errors" else f"{name}: {text}"
                for name, texts in (error.fields or {}).items()
                for text in texts
            ]
            self.texts = (self.texts + found)[:MAX_ERRORS]
            return None

    @property
    def is_full(self) -> bool:
        """Whether more would help nobody."""
        return len(self.texts) >= MAX_ERRORS
