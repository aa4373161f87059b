"""Wire shapes of imports."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from labelwright.core.http import MAX_ID


class ImportRead(BaseModel):
    """What an import created. Of a large one only `import` and `job` are there: ids of its record and of its job."""

    model_config = ConfigDict(extra="allow")

    task_count: int = 0
    annotation_count: int | None = None
    prediction_count: int | None = None
    duration: float = 0.0
    file_upload_ids: list[int] = []
    could_be_tasks_list: bool = False
    found_formats: Any = None
    data_columns: list[str] = []
    import_: int | None = Field(None, alias="import")
    job: int | None = None


class ImportRecord(BaseModel):
    """The record of an import."""

    id: int
    project: int
    job: int | None
    status: str
    task_count: int
    annotation_count: int
    prediction_count: int
    duration: float
    file_upload_ids: list[int]
    found_formats: dict[str, int]
    data_columns: list[str]
    could_be_tasks_list: bool
    preannotated_from_fields: list[str]
    return_task_ids: bool
    commit_to_project: bool
    task_ids: list[int]
    warnings: list[dict[str, Any]]
    error: str | None
    created_at: datetime
    updated_at: datetime
    finished_at: datetime | None


class FileRead(BaseModel):
    """An uploaded file; `file` is its address without the leading part that all have."""

    id: int
    file: str
    size: int


class FileIds(BaseModel):
    """Which files; with `files_as_tasks_list` false each is one task that shows it, else its lines are tasks."""

    model_config = ConfigDict(extra="ignore")

    file_upload_ids: list[Annotated[int, Field(ge=1, le=MAX_ID)]] | None = Field(None, max_length=10_000)
    files_as_tasks_list: bool = True


class Deleted(BaseModel):
    """How many were removed."""

    deleted: int
