"""Assignments as they are shown."""

from typing import Any

from labelwright.core.types import AnyRow


def assignment(row: AnyRow) -> dict[str, Any]:
    """One assignment."""
    return {
        "id": row.id,
        "task": row.task_id,
        "assignee": row.user_id,
        "type": row.kind,
        "created_at": row.created_at,
    }
