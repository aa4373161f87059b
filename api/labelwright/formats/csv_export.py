"""Writes CSV and TSV: flat records as a table. Texts are quoted and numbers bare; lists and objects are JSON texts.

The columns are needed before the first row, so a first pass over the tasks collects them.
"""

from collections.abc import Iterable, Sequence

import orjson

from labelwright.formats.flat import FlatRecord, flat_records
from labelwright.formats.records import ExportTask, Writer

_NUMBER_STARTS = frozenset(b"-0123456789")


def collect_columns(tasks: Iterable[ExportTask], columns: set[str]) -> None:
    """Add the columns that some tasks need."""
    for record in flat_records(tasks):
        columns.update(_row(record))


class TableWriter(Writer):
    """The formats CSV and TSV; the columns are those collected, sorted by name."""

    def __init__(self, columns: Iterable[str], *, separator: str = ",") -> None:
        self._columns = sorted(columns)
        self._separator = separator

    def start(self) -> bytes:
        """The header line; nothing when there are no columns."""
        return self._line(map(_quoted, self._columns)) if self._columns else b""

    def chunk(self, tasks: Sequence[ExportTask]) -> bytes:
        """The lines of some tasks."""
        lines = []
        for record in flat_records(tasks):
            row = _row(record)
            lines.append(self._line(_cell(row[name]) if name in row else '""' for name in self._columns))
        return b"".join(lines)

    def _line(self, cells: Iterable[str]) -> bytes:
        return (self._separator.join(cells) + "\n").encode()


def _row(record: FlatRecord) -> dict[str, bytes]:
    """Columns of a record. A field named like a control or a fact moves aside, so that none is lost."""
    facts = dict(record.facts)
    if "annotator" in facts:
        facts["annotator"] = orjson.dumps(facts["annotator"].decode())
    taken = record.answers.keys() | facts.keys()
    row = {(f"_data_{name}" if name in taken else name): value for name, value in record.data.items()}
    row.update(record.answers)
    for name, value in record.answers.items():
        transcript = _transcript(value)
        if transcript is not None:
            row[f"{name}_transcript"] = transcript
    return {**row, **facts}


def _transcript(value: bytes) -> bytes | None:
    """A conversation as lines of role and words; None for other answers."""
    if not value.startswith(b"[{") or b'"role"' not in value:
        return None
    messages = orjson.loads(value)
    if not all(isinstance(message, dict) and "role" in message and "content" in message for message in messages):
        return None
    return orjson.dumps("\n".join(f"{message['role']}: {message['content']}" for message in messages))


def _cell(value: bytes) -> str:
    if value[0] in _NUMBER_STARTS:
        return value.decode()
    if value.startswith(b'"'):
        return _quoted(orjson.loads(value))
    return _quoted("" if value == b"null" else value.decode())


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
