"""Reviews as they are shown."""

from typing import Any

from labelwright.annotations.items import Versions


def review(row: Any, versions: Versions) -> dict[str, Any]:
    """A review (a model or a row) with its place in the history of its annotation."""
    judged = versions.item(row.annotation_rev)
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
        "last_annotation_history": judged,
        "previous_annotation_history": judged,
        "fixed_annotation_history": versions.item(row.annotation_rev + 1) if row.fixed else None,
        "state": None,
    }
