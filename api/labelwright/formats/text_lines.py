"""Reads tasks from plain text: one a line, or one for a whole document."""

import re

import orjson

from labelwright.formats.tasks import TaskRecord, decoded

_LINE_END = re.compile(r"\r\n|\r|\n")


def read_lines(body: bytes, key: str) -> list[TaskRecord]:
    """One task for each line, blank ones too, under the data key; the line end closing the file adds none."""
    lines = _LINE_END.split(decoded(body))
    if lines[-1] == "":
        lines.pop()
    return [_task(key, line) for line in lines]


def read_document(body: bytes, key: str) -> list[TaskRecord]:
    """One task with the whole text under the data key."""
    return [_task(key, decoded(body))]


def _task(key: str, text: str) -> TaskRecord:
    return TaskRecord(orjson.dumps({key: text}))
