"""Wire shapes of imports."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict


class ImportRead(BaseModel):
    """What an import created."""

    model_config = ConfigDict(extra="allow")

    task_count: int
    annotation_count: int | None
    prediction_count: int | None
    duration: float
    file_upload_ids: list[int]
    could_be_tasks_list: bool
    found_formats: Any
    data_columns: list[str]


class ImportRecord(BaseModel):
    """The record of an import."""

    id: int
    project: int
    status: str
    task_count: int
    annotation_count: int
    prediction_count: int
    duration: float
    file_upload_ids: list[int]
    found_formats: dict[str, int]
    data_columns: list[str]
    warnings: list[dict[str, Any]]
    error: str | None
    created_at: datetime
    updated_at: datetime
    finished_at: datetime | None
