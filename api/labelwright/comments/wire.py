"""Comments as they are shown."""

from collections.abc import Sequence
from typing import Any

from labelwright.core.types import AnyRow


def comment(row: AnyRow, mentions: Sequence[int], *, expand_author: bool) -> dict[str, Any]:
    """A comment joined with its author."""
    author: Any = row.created_by_id
    if expand_author and author is not None:
        author = {"id": author, "email": row.email, "first_name": row.first_name, "last_name": row.last_name}
    return {
        "id": row.id,
        "project": row.project_id,
        "task": row.task_id,
        "annotation": row.annotation_id,
        "draft": row.draft_id,
        "text": row.text,
        "region_ref": row.region_ref,
        "classifications": row.classifications,
        "is_resolved": bool(row.is_resolved),
        "resolved_at": row.resolved_at,
        "mentions": list(mentions),
        "created_by": author,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
    }


def summary(rows: Sequence[AnyRow]) -> dict[str, Any]:
    """The comments of one task in numbers, from a row for each author."""
    return {
        "comment_count": sum(row.total for row in rows),
        "unresolved_comment_count": sum(row.unresolved for row in rows),
        "comment_authors": sorted(row.created_by_id for row in rows if row.created_by_id is not None),
        "last_comment_updated_at": max(row.last for row in rows),
    }
