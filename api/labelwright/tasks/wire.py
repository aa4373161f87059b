"""Tasks as they are shown. Stored JSON passes through untouched."""

from typing import Any

from labelwright.core.http import stored


def task(row: Any) -> dict[str, Any]:
    """The columns of a task (a model or a row) under their published names."""
    return {
        "id": row.id,
        "inner_id": row.inner_id,
        "project": row.project_id,
        "data": stored(row.data),
        "meta": stored(row.meta),
        "is_labeled": bool(row.is_labeled),
        "overlap": row.overlap,
        "allow_skip": bool(row.allow_skip),
        "total_annotations": row.total_annotations,
        "cancelled_annotations": row.cancelled_annotations,
        "total_predictions": row.total_predictions,
        "file_upload": row.file_upload_id,
        "storage_filename": row.storage_filename,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
        "completed_at": row.completed_at,
        "avg_lead_time": row.lead_time_sum / row.total_annotations if row.total_annotations else None,
        "updated_by": row.updated_by_id,
        "ground_truth": row.ground_truth_annotations > 0,
        "comment_count": 0,
        "unresolved_comment_count": 0,
        "comment_authors": [],
        "last_comment_updated_at": None,
    }
