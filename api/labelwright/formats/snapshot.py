"""A snapshot: the JSON export with a task a line, so that it is a file to hand out and a source for other formats.

A line break inside stored JSON can only stand between tokens, as strings must escape it; there it becomes a blank.
"""

from collections.abc import Iterator, Sequence
from typing import IO

import msgspec
import orjson
from msgspec import Raw

from labelwright.formats.json_export import task_text
from labelwright.formats.records import ExportAnnotation, ExportTask, Writer

CHUNK = 2000
CHUNK_BYTES = 32_000_000
"""Tasks, and about so many bytes of them, that are read at a time."""


class SnapshotWriter(Writer):
    """Writes a snapshot. `tasks` and `annotations` count what it holds so far."""

    def __init__(self) -> None:
        self.tasks = self.annotations = 0

    def start(self) -> bytes:
        """Opens the list."""
        return b"["

    def chunk(self, tasks: Sequence[ExportTask]) -> bytes:
        """The lines of some tasks."""
        lines = [b""]
        for task in tasks:
            lines.append(task_text(task).replace(b"\n", b" "))
            self.annotations += len(task.annotations)
        text = b",\n".join(lines)
        if tasks and not self.tasks:
            text = text[1:]
        self.tasks += len(tasks)
        return text if tasks else b""

    def end(self) -> bytes:
        """Closes the list."""
        return b"\n]"


class _Annotation(msgspec.Struct):
    id: int
    result: Raw
    created_at: str
    updated_at: str
    completed_by: Raw
    was_cancelled: bool
    ground_truth: bool
    lead_time: float | None


class _Task(msgspec.Struct):
    id: int
    project: int
    data: Raw
    created_at: str
    updated_at: str
    annotations: list[_Annotation]
    inner_id: int | None = None


_line = msgspec.json.Decoder(_Task)


def read_chunks(file: IO[bytes]) -> Iterator[list[ExportTask]]:
    """The tasks of a snapshot, as much of each as formats other than JSON look at, some at a time."""
    tasks: list[ExportTask] = []
    size = 0
    for line in file:
        text = line.strip(b",\n")
        if text in (b"[", b"]", b"[]"):
            continue
        tasks.append(_task(_line.decode(text)))
        size += len(text)
        if len(tasks) >= CHUNK or size >= CHUNK_BYTES:
            yield tasks
            tasks, size = [], 0
    if tasks:
        yield tasks


def _task(read: _Task) -> ExportTask:
    return ExportTask(
        id=read.id,
        project=read.project,
        data=bytes(read.data),
        created_at=read.created_at,
        updated_at=read.updated_at,
        inner_id=read.inner_id,
        annotations=[
            ExportAnnotation(
                id=item.id,
                result=bytes(item.result),
                created_at=item.created_at,
                updated_at=item.updated_at,
                completed_by=bytes(item.completed_by)
                if bytes(item.completed_by).startswith(b"{")
                else orjson.loads(bytes(item.completed_by)),
                was_cancelled=item.was_cancelled,
                ground_truth=item.ground_truth,
                lead_time=item.lead_time,
            )
            for item in read.annotations
        ],
    )
