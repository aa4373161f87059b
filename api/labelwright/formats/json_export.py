"""Writes JSON: every task with its annotations, as they can be imported again.

Data and results pass through as stored; only the frame around them is made here, in one call of the encoder a chunk.
"""

from collections.abc import Sequence

import orjson

from labelwright.formats.records import ExportAnnotation, ExportTask, Writer


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
        text = orjson.dumps([task_object(task) for task in tasks])[1:-1]
        if self._is_first:
            self._is_first = False
            return text
        return b"," + text

    def end(self) -> bytes:
        """Closes the list."""
        return b"]"


def task_object(task: ExportTask) -> dict[str, object]:
    """One task as the encoder takes it. Only uploaded tasks name their file."""
    fragment = orjson.Fragment
    file_upload = {} if task.file_upload is None else {"file_upload": task.file_upload}
    return {
        "id": task.id,
        "annotations": [_annotation(annotation, task) for annotation in task.annotations],
        **file_upload,
        "drafts": fragment(task.drafts),
        "predictions": fragment(task.predictions),
        "data": fragment(task.data),
        "meta": fragment(task.meta),
        "created_at": task.created_at,
        "updated_at": task.updated_at,
        "allow_skip": task.allow_skip,
        "inner_id": task.inner_id,
        "total_annotations": task.total_annotations,
        "cancelled_annotations": task.cancelled_annotations,
        "total_predictions": task.total_predictions,
        "comment_count": task.comment_count,
        "unresolved_comment_count": task.unresolved_comment_count,
        "last_comment_updated_at": task.last_comment_updated_at,
        "project": task.project,
        "updated_by": task.updated_by,
        "comment_authors": list(task.comment_authors),
    }


def _annotation(annotation: ExportAnnotation, task: ExportTask) -> dict[str, object]:
    author = annotation.completed_by
    return {
        "id": annotation.id,
        "completed_by": orjson.Fragment(author) if isinstance(author, bytes) else author,
        "result": orjson.Fragment(annotation.result),
        "was_cancelled": annotation.was_cancelled,
        "ground_truth": annotation.ground_truth,
        "created_at": annotation.created_at,
        "updated_at": annotation.updated_at,
        "draft_created_at": annotation.draft_created_at,
        "lead_time": annotation.lead_time,
        "prediction": {},
        "result_count": annotation.result_count,
        "unique_id": annotation.unique_id,
        "import_id": annotation.import_id,
        "last_action": annotation.last_action,
        "bulk_created": annotation.bulk_created,
        "task": task.id,
        "project": task.project,
        "updated_by": annotation.updated_by,
        "parent_prediction": annotation.parent_prediction,
        "parent_annotation": annotation.parent_annotation,
        "last_created_by": annotation.last_created_by,
    }
