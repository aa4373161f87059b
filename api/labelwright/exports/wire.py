"""Snapshots as they are shown."""

from typing import Any

from labelwright.exports.models import ConvertedFormat
from labelwright.exports.service.snapshots import Shown, options_of


def snapshot(shown: Shown) -> dict[str, Any]:
    """A snapshot under its published names."""
    row, creator = shown.row, shown.creator
    return {
        "id": row.id,
        "title": row.title,
        "created_by": creator
        and {
            "id": creator.id,
            "email": creator.email,
            "first_name": creator.first_name,
            "last_name": creator.last_name,
            "avatar": None,
        },
        "created_at": row.created_at,
        "finished_at": row.finished_at,
        "status": row.status,
        "md5": row.md5,
        "counters": {"task_number": row.task_count, "annotation_number": row.annotation_count},
        "converted_formats": [_conversion(item) for item in shown.conversions],
        "size": row.size,
        "job": row.job_id,
        "error": row.error,
    }


def _conversion(row: ConvertedFormat) -> dict[str, Any]:
    return {
        "id": row.id,
        "export_type": row.export_type,
        "status": row.status,
        "traceback": row.error,
        "size": row.size,
        "job": row.job_id,
    }


def created(shown: Shown) -> dict[str, Any]:
    """The same with the options it was asked for with."""
    options = options_of(shown.row).model_dump(exclude={"title"})
    return snapshot(shown) | {name: value or {} for name, value in options.items()}
