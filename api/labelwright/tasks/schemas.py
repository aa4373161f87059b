"""Wire shapes of tasks."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from labelwright.core.types import Json


class TaskInput(BaseModel):
    """What a client may set; everything else is ignored."""

    model_config = ConfigDict(extra="ignore")

    overlap: int | None = Field(None, ge=1, le=1000)
    allow_skip: bool | None = None


class TaskCreate(TaskInput):
    """A new task."""

    data: dict[str, Json] = Field(examples=[{"text": "A lovely little phone."}])
    meta: dict[str, Json] | list[Json] | None = None
    project: int | None = Field(None, ge=1, le=2**63 - 1)


class TaskUpdate(TaskInput):
    """Fields to change; those left out stay."""

    data: dict[str, Json] | None = None
    meta: dict[str, Json] | list[Json] | None = None


class TaskRead(BaseModel):
    """A task. `annotations`, `predictions` and `drafts` are lists of objects."""

    model_config = ConfigDict(extra="allow")

    id: int
    inner_id: int
    project: int
    data: dict[str, Json]
    meta: Json
    is_labeled: bool
    overlap: int
    allow_skip: bool
    total_annotations: int
    cancelled_annotations: int
    total_predictions: int
    file_upload: Any
    storage_filename: str | None
    created_at: datetime
    updated_at: datetime
    updated_by: Any
    annotations: list[Json]
    predictions: list[Json]
    drafts: list[Json]
