"""Writes JSON_MIN: a list of flat records, data and answers side by side.

A control named like a data field takes its place, as clients of this format expect.
"""

from collections.abc import Sequence

import orjson

from labelwright.formats.flat import flat_records
from labelwright.formats.records import ExportTask, Writer


class JsonMinWriter(Writer):
    """The format JSON_MIN."""

    def __init__(self) -> None:
        self._is_first = True

    def start(self) -> bytes:
        """Opens the list."""
        return b"["

    def chunk(self, tasks: Sequence[ExportTask]) -> bytes:
        """The records of some tasks, with the comma that joins them to those before."""
        records = [
            {
                name: orjson.Fragment(value)
                for part in (record.data, {"id": record.facts["id"]}, record.answers, record.facts)
                for name, value in part.items()
            }
            for record in flat_records(tasks)
        ]
        if not records:
            return b""
        text = orjson.dumps(records)[1:-1]
        if self._is_first:
            self._is_first = False
            return text
        return b"," + text

    def end(self) -> bytes:
        """Closes the list."""
        return b"]"
