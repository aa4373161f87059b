"""Reads tasks from CSV and TSV: a row becomes a task, a column a key of its data.

Numbers are typed by column: where every filled cell is written as JSON would write that number back, the cells become
numbers; else all of them stay text. So `007`, `1e5`, `1_000`, `+1`, `1.50` and integers that a double cannot hold come
back exactly as they were sent, and a column of words with a `42` in it stays a column of words. Empty cells are "".
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

import orjson

from labelwright.formats.tasks import MAX_KEYS, TaskRecord, UnreadableFile, decoded

MAX_CELL = 10_000_000

# The reader's limit is one for the process; its default of 128 kB is too low for documents in a cell.
csv.field_size_limit(MAX_CELL)

_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,14}")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+")

Cell = str | int | float


def read_csv(body: bytes) -> list[TaskRecord]:
    """Tasks of a comma or semicolon separated file; refuses what is no table, naming the line."""
    text = decoded(body)
    first_line = text[: text.find("\n")] if "\n" in text else text
    return _read(text, ";" if first_line.count(";") > first_line.count(",") else ",")


def read_tsv(body: bytes) -> list[TaskRecord]:
    """Tasks of a tab separated file; refuses what is no table, naming the line."""
    return _read(decoded(body), "\t")


def _read(text: str, separator: str) -> list[TaskRecord]:
    rows = _rows(text, separator)
    header = next(rows, None)
    if header is None:
        raise UnreadableFile("the file has no header line", line=1)
    if len(header) > MAX_KEYS:
        raise UnreadableFile(f"a table may have at most {MAX_KEYS:,} columns", line=1)
    names = column_names(header)
    columns = [_typed(column) for column in zip(*rows_of_width(rows, len(names)), strict=True)]
    return [TaskRecord(orjson.dumps(dict(zip(names, row, strict=True)))) for row in zip(*columns, strict=True)]


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    """Rows with at least one cell. A short or long row, or broken quoting, is refused with its line."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    width = None
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise UnreadableFile(explained(error), line=max(reader.line_num, 1)) from error
        if row is None:
            return
        if not row:
            continue
        if width is None:
            width = len(row)
        elif len(row) > width:
            raise UnreadableFile(f"{len(row)} cells, but the header has {width}", line=reader.line_num)
        yield row


def rows_of_width(rows: Iterable[list[str]], width: int) -> Iterator[list[str]]:
    """Rows with missing cells at the end filled as empty."""
    for row in rows:
        yield row if len(row) == width else row + [""] * (width - len(row))


def explained(error: csv.Error) -> str:
    """What is wrong with a table, in words for whoever wrote it."""
    text = str(error)
    if "field larger than field limit" in text:
        return f"a cell may hold at most {MAX_CELL:,} characters"
    if "expected after" in text:
        return "a quoted cell is followed by more text; quotes inside a cell are doubled"
    if "unexpected end of data" in text:
        return "a quoted cell is not closed"
    return text


def column_names(header: Sequence[str]) -> list[str]:
    """Column names made unique: a nameless column is told by its place, a repeated name by its turn."""
    taken: set[str] = set()
    names: list[str] = []
    for place, cell in enumerate(header):
        name = base = cell or f"Unnamed: {place}"
        turn = 0
        while name in taken:
            turn += 1
            name = f"{base}.{turn}"
        taken.add(name)
        names.append(name)
    return names


def _typed(column: tuple[str, ...]) -> Sequence[Cell]:
    if any(cell and not is_number(cell) for cell in column) or not any(column):
        return column
    return [as_number(cell) if cell else "" for cell in column]


def is_number(cell: str) -> bool:
    """Whether a cell is written as JSON would write the number back; the rule for both ways of reading a table."""
    if _INTEGER.fullmatch(cell):
        return True
    return len(cell) <= 25 and _DECIMAL.fullmatch(cell) is not None and repr(float(cell)) == cell


def as_number(cell: str) -> int | float:
    """The number of a cell for which `is_number` holds."""
    return float(cell) if "." in cell else int(cell)
