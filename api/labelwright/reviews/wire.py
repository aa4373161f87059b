"""Reviews as they are shown."""

from typing import Any


def review(row: Any, *, state: str | None = None) -> dict[str, Any]:
    """A review (a model or a row), with what the annotation became by it when that is known."""
    return {
        "id": row.id,
        "annotation": row.annotation_id,
        "task": row.task_id,
        "project": row.project_id,
        "accepted": bool(row.accepted),
        "fixed": bool(row.fixed),
        "comment": row.comment,
        "remove_from_queue": bool(row.removed),
        "annotation_rev": row.annotation_rev,
        "created_by": row.created_by_id,
        "created_at": row.created_at,
        "started_at": row.started_at,
        "state": state,
    }
