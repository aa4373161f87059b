"""Tasks as exports write them: what a JSON export holds, with data and results as the JSON text that is stored."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

JsonText = str | bytes


@dataclass(slots=True)
class ExportAnnotation:
    """One annotation; times are texts as the export shows them, `completed_by` an id or an object as JSON bytes.

    Exports make them by position from rows of the database: the order of the fields is that of `exports.queries`.
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
    last_created_by: int | None = None


@dataclass(slots=True)
class ExportTask:
    """One task; `drafts` and `predictions` are JSON lists, an export decides how much they tell.

    Made by position as well, up to `total_predictions`.
    """

    id: int
    project: int
    data: JsonText
    created_at: str
    updated_at: str
    inner_id: int | None = None
    meta: JsonText = "{}"
    file_upload: str | None = None
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
    annotations: Sequence[ExportAnnotation] = field(default_factory=list)


class Writer:
    """An export format: what comes before the tasks, each chunk of them, and what comes behind."""

    def start(self) -> bytes:
        """The beginning of the file."""
        return b""

    def chunk(self, tasks: Sequence[ExportTask]) -> bytes:
        """The part of the file that some tasks make; chunks follow each other."""
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
