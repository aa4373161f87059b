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
    completed_at: datetime | None = Field(description="When the annotation was made that finished it.")
    avg_lead_time: float | None = Field(description="Seconds.", examples=[14.2])
    ground_truth: bool = Field(description="Whether one of its annotations is.")
    agreement: float | None = Field(description="How far its annotators agree, 0 to 1; null with fewer than two.")
    reviewed: bool = Field(description="Whether work on it was accepted and none is open.")
    pending_reviews: int = Field(description="Annotations that await review.")
    reviews_accepted: int
    reviews_rejected: int
    comment_count: int
    unresolved_comment_count: int
    comment_authors: list[int] = Field(examples=[[7]])
    last_comment_updated_at: datetime | None
    assignees: list[int] = Field(
        default_factory=list,
        description="In lists of the data manager, as `reviewers`: ids of who was given it. Annotators get it empty.",
        examples=[[7, 9]],
    )
    reviewers: list[int] = Field(
        default_factory=list, description="Ids of who judged work on it. Annotators get it empty.", examples=[[8]]
    )
    annotations: list[Json]
    predictions: list[Json]
    drafts: list[Json]
