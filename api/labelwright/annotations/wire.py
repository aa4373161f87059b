"""Annotations and drafts as they are shown. Results pass through untouched."""

from typing import Any

from labelwright.core.ago import ago
from labelwright.core.http import stored


def created_username(row: Any) -> str:
    """`<first> <last> <email>, <id>`; a nameless user keeps the leading blank that clients know."""
    user_id = row.completed_by_id if hasattr(row, "completed_by_id") else row.user_id
    return f"{row.first_name or ''} {row.last_name or ''}".strip() + f" {row.email or ''}, {user_id}"


def annotation(row: Any, *, expand_author: bool = False) -> dict[str, Any]:
    """An annotation row joined with its author."""
    author: Any = row.completed_by_id
    if expand_author and author is not None:
        author = {"id": author, "email": row.email, "first_name": row.first_name, "last_name": row.last_name}
    return {
        "id": row.id,
        "task": row.task_id,
        "project": row.project_id,
        "completed_by": author,
        "created_username": created_username(row),
        "created_ago": ago(row.created_at),
        "result": stored(row.result),
        "result_count": row.result_count,
        "was_cancelled": bool(row.was_cancelled),
        "ground_truth": bool(row.ground_truth),
        "lead_time": row.lead_time,
        "unique_id": row.unique_id,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
        "updated_by": row.updated_by_id,
        "parent_prediction": row.parent_prediction_id,
        "parent_annotation": row.parent_annotation_id,
        "import_id": row.import_id,
        "last_action": row.last_action,
        "last_created_by": None,
        "bulk_created": bool(row.bulk_created),
        "draft_created_at": row.draft_created_at,
        "rev": row.rev,
    }


def draft(row: Any) -> dict[str, Any]:
    """A draft row joined with its author."""
    return {
        "id": row.id,
        "task": row.task_id,
        "annotation": row.annotation_id,
        "user": row.email,
        "created_username": created_username(row),
        "created_ago": ago(row.created_at),
        "result": stored(row.result),
        "lead_time": row.lead_time,
        "was_postponed": bool(row.was_postponed),
        "import_id": None,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
        "rev": row.rev,
    }
