"""Annotations and drafts as they are shown. Results pass through untouched."""

from typing import Any

from labelwright.core.ago import ago
from labelwright.core.http import stored


def created_username(person: Any, user_id: int | None) -> str:
    """`<first> <last> <email>, <id>`; a nameless user keeps the leading blank that clients know."""
    return f"{person.first_name or ''} {person.last_name or ''}".strip() + f" {person.email or ''}, {user_id}"


def annotation(row: Any, *, expand_author: bool = False, author_names: Any = None) -> dict[str, Any]:
    """An annotation row joined with its author, or with the author's names given apart."""
    author: Any = row.completed_by_id
    if expand_author and author is not None:
        author = {"id": author, "email": row.email, "first_name": row.first_name, "last_name": row.last_name}
    return {
        "id": row.id,
        "task": row.task_id,
        "project": row.project_id,
        "completed_by": author,
        "created_username": created_username(author_names or row, row.completed_by_id),
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
        "review_state": row.review_state,
        "rev": row.rev,
    }


def draft(row: Any) -> dict[str, Any]:
    """A draft row joined with its author."""
    return {
        "id": row.id,
        "task": row.task_id,
        "annotation": row.annotation_id,
        "user": row.email,
        "created_username": created_username(row, row.user_id),
        "created_ago": ago(row.created_at),
        "result": stored(row.result),
        "lead_time": row.lead_time,
        "was_postponed": bool(row.was_postponed),
        "import_id": None,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
        "rev": row.rev,
    }
