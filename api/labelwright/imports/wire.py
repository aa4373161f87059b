"""Imports as they are shown."""

from typing import Any

from labelwright.imports.models import ProjectImport
from labelwright.imports.schemas import ImportRecord

_DERIVED = {"project", "job", "task_ids", "commit_to_project"}


def record(row: ProjectImport, task_ids: list[int]) -> dict[str, Any]:
    """The record of an import under its published names."""
    shown = {name: getattr(row, name) for name in ImportRecord.model_fields if name not in _DERIVED}
    return shown | {
        "project": row.project_id,
        "job": row.job_id,
        "commit_to_project": True,
        "task_ids": task_ids,
    }
