"""Predictions as they are shown. Results pass through untouched."""

from typing import Any

from labelwright.core.ago import ago
from labelwright.core.http import stored


def prediction(row: Any) -> dict[str, Any]:
    """A prediction row."""
    return {
        "id": row.id,
        "task": row.task_id,
        "project": row.project_id,
        "result": stored(row.result),
        "score": row.score,
        "model_version": row.model_version,
        "cluster": row.cluster,
        "neighbors": stored(row.neighbors),
        "mislabeling": row.mislabeling,
        "model": None,
        "model_run": None,
        "created_ago": ago(row.created_at),
        "created_at": row.created_at,
        "updated_at": row.updated_at,
    }
