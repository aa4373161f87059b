"""Items of histories as they are shown. Results pass through untouched."""

from typing import Any

from labelwright.core.http import stored
from labelwright.core.types import AnyRow
from labelwright.history.versions import Item


def item(annotation: AnyRow, found: Item, *, organization_id: int) -> dict[str, Any]:
    """An item of an annotation's history."""
    return {
        "id": found.id.number,
        "annotation_id": annotation.id,
        "task_id": annotation.task_id,
        "project_id": annotation.project_id,
        "organization_id": organization_id,
        "action": found.action,
        "annotation_rev": found.rev,
        "created_by": found.created_by_id,
        "created_at": found.created_at,
        "result": stored(found.result),
        "lead_time": found.lead_time,
        "was_cancelled": found.was_cancelled,
        "review_id": found.review_id,
        "comment": found.comment or None,
        "comment_id": None,
        "draft_id": None,
        "started_at": None,
    }
