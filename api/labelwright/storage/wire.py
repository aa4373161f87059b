"""Storages as they are shown. Keys never are."""

from typing import Any

from labelwright.storage.models import Direction, Kind, Storage
from labelwright.storage.schemas import LocalOptions, S3Options

_OF_IMPORTS = {"recursive_scan", "presign", "presign_ttl"}
_OF_EXPORTS = {"can_delete_objects"}


def storage(row: Storage) -> dict[str, Any]:
    """A storage under its published names."""
    model = S3Options if row.kind == Kind.S3 else LocalOptions
    foreign = _OF_EXPORTS if row.direction == Direction.IMPORT else _OF_IMPORTS
    shown = model.model_validate(row.options).model_dump(exclude=foreign)
    if row.kind == Kind.S3:
        shown["has_credentials"] = row.sealed is not None
    return shown | {
        "id": row.id,
        "type": row.kind,
        "project": row.project_id,
        "title": row.title,
        "description": row.description,
        "regex_filter": row.regex_filter,
        "use_blob_urls": row.use_blob_urls,
        "synchronizable": row.synchronizable,
        "status": row.status,
        "traceback": row.traceback,
        "last_sync": row.last_sync,
        "last_sync_count": row.last_sync_count,
        "last_sync_job": str(row.last_sync_job_id) if row.last_sync_job_id is not None else None,
        "sync_minutes": row.sync_minutes,
        "next_sync": row.next_sync,
        "meta": row.meta,
        "created_at": row.created_at,
    }
