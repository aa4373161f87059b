"""Writes JSON: every task with its annotations, as they can be imported again.

Data and results pass through as stored; only the frame around them is made here.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import UNSET, Raw

from labelwright.formats.records import ExportTask, JsonText, Writer

_encode = msgspec.json.Encoder().encode


class JsonWriter(Writer):
    """The format JSON."""

    def __init__(self) -> None:
        self._is_first = True

    def start(self) -> bytes:
        """Opens the list."""
        return b"["

    def chunk(self, tasks: Sequence[ExportTask]) -> bytes:
        """The elements of some tasks, with the comma that joins them to those before."""
        if not tasks:
            return b""
        for task in tasks:
            _make_ready(task)
        text = _encode(tasks)[1:-1]
        if self._is_first:
            self._is_first = False
            return text
        return b"," + text

    def end(self) -> bytes:
        """Closes the list."""
        return b"]"


def task_text(task: ExportTask) -> bytes:
    """One task as JSON."""
    _make_ready(task)
    return _encode(task)


def _make_ready(task: ExportTask) -> None:
    """Have the encoder pass stored JSON through."""
    task.data, task.meta = _stored(task.data), _stored(task.meta)
    task.drafts, task.predictions = _stored(task.drafts), _stored(task.predictions)
    if task.file_upload is None:
        task.file_upload = UNSET
    for annotation in task.annotations:
        annotation.result = _stored(annotation.result)
        if isinstance(annotation.completed_by, bytes):
            annotation.completed_by = _stored(annotation.completed_by)


def _stored(text: JsonText) -> Any:
    """Stored JSON for the encoder, which knows nothing of what is in it."""
    return Raw(text)
