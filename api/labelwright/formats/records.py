"""Tasks as exports write them: what a JSON export holds, with data and results as the JSON text that is stored.

Structs with published names, as an export makes and writes hundreds of thousands of them: from a row of the database by
position, and to JSON in one call of the encoder.
"""

from collections.abc import Iterable, Iterator, Sequence

import msgspec
from msgspec import UNSET, Raw, UnsetType

JsonText = str | bytes
_NOTHING = Raw(b"{}")


class ExportAnnotation(msgspec.Struct):
    """One annotation; times are texts as the export shows them, `completed_by` an id or an object as JSON bytes.

    The order of the fields up to `project` is that of the columns in `exports.queries`.
    """

    id: int
    result: JsonText
    created_at: str
    updated_at: str
    completed_by: int | bytes | None = None
    was_cancelled: bool = False
    ground_truth: bool = False
    draft_created_at: str | None = None
    lead_time: float | None = None
    result_count: int = 0
    unique_id: str | None = None
    import_id: int | None = None
    last_action: str | None = None
    bulk_created: bool = False
    updated_by: int | None = None
    parent_prediction: int | None = None
    parent_annotation: int | None = None
    task: int = 0
    project: int = 0
    last_created_by: int | None = None
    prediction: Raw = _NOTHING


class ExportTask(msgspec.Struct):
    """One task; `drafts` and `predictions` are JSON lists, an export decides how much they tell.

    Made by position as well, up to `total_predictions`. Only uploaded tasks name their file.
    """

    id: int
    project: int
    data: JsonText
    created_at: str
    updated_at: str
    inner_id: int | None = None
    meta: JsonText = "{}"
    file_upload: str | UnsetType | None = UNSET
    updated_by: int | None = None
    allow_skip: bool = True
    total_annotations: int = 0
    cancelled_annotations: int = 0
    total_predictions: int = 0
    comment_count: int = 0
    unresolved_comment_count: int = 0
    last_comment_updated_at: str | None = None
    comment_authors: Sequence[int] = ()
    drafts: JsonText = "[]"
    predictions: JsonText = "[]"
    annotations: Sequence[ExportAnnotation] = ()


class Writer:
    """An export format: what comes before the tasks, each chunk of them, and what comes behind."""

    def start(self) -> bytes:
        """The beginning of the file."""
        return b""

    def chunk(self, tasks: Sequence[ExportTask]) -> bytes:
        """The part of the file that some tasks make; chunks follow each other. The tasks are the writer's to use up."""
        raise NotImplementedError

    def end(self) -> bytes:
        """The end of the file."""
        return b""

    def release(self) -> None:
        """Let go of temporary files, at the end or when an export is broken off."""


def written(writer: Writer, chunks: Iterable[Sequence[ExportTask]]) -> Iterator[bytes]:
    """The whole file in parts, none of them empty."""
    try:
        yield from filter(None, [writer.start()])
        yield from filter(None, (writer.chunk(tasks) for tasks in chunks))
        yield from filter(None, [writer.end()])
    finally:
        writer.release()
