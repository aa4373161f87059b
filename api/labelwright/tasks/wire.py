"""Tasks as they are shown. Stored JSON passes through untouched."""

import base64
import re
from typing import Any

from labelwright.core import json
from labelwright.core.http import stored
from labelwright.core.types import Json

_SCHEMES = ("s3://", "gs://", "azure-blob://")
_QUOTED = re.compile(r"""(?P<quote>["'])(?P<uri>(?:s3|gs|azure-blob)://.+?)(?P=quote)""", re.DOTALL)


def _is_reviewed(row: Any) -> bool:
    is_complete = row.returned_reviews == 0 or bool(row.is_labeled)
    return row.accepted_reviews > 0 and row.pending_reviews == 0 and is_complete


def task(row: Any) -> dict[str, Any]:
    """The columns of a task (a model or a row) under their published names."""
    return {
        "id": row.id,
        "inner_id": row.inner_id,
        "project": row.project_id,
        "data": data(row.id, row.data),
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
        "agreement": row.agreement,
        "reviewed": _is_reviewed(row),
        "pending_reviews": row.pending_reviews,
        "reviews_accepted": row.accepted_reviews,
        "reviews_rejected": row.returned_reviews + row.rejected_reviews,
        "comment_count": 0,
        "unresolved_comment_count": 0,
        "comment_authors": [],
        "last_comment_updated_at": None,
    }


def data(task_id: int, text: str) -> Any:
    """Task data for readers: what lies in a storage gets an address of ours, everything else passes untouched."""
    if not any(scheme in text for scheme in _SCHEMES):
        return stored(text)
    return stored(json.dumps(_resolved(task_id, json.parse(text.encode()))))


def _resolved(task_id: int, value: Json) -> Json:
    if isinstance(value, str):
        return _address(task_id, value)
    if isinstance(value, dict):
        return {key: _resolved(task_id, item) for key, item in value.items()}
    if isinstance(value, list):
        return [_resolved(task_id, item) for item in value]
    return value


def _address(task_id: int, text: str) -> str:
    """A text that is an address, or HTML with addresses in quotes."""
    if text.startswith(_SCHEMES):
        return _link(task_id, text)
    return _QUOTED.sub(lambda found: f"{found['quote']}{_link(task_id, found['uri'])}{found['quote']}", text)


def _link(task_id: int, uri: str) -> str:
    return f"/tasks/{task_id}/resolve/?fileuri={base64.b64encode(uri.encode()).decode()}"


def holds(value: Json, uri: str) -> bool:
    """Whether task data shows an address of a storage, so that a link to it was made for its readers."""
    if isinstance(value, str):
        return value == uri if value.startswith(_SCHEMES) else any(m["uri"] == uri for m in _QUOTED.finditer(value))
    if isinstance(value, dict):
        return any(holds(item, uri) for item in value.values())
    return isinstance(value, list) and any(holds(item, uri) for item in value)
