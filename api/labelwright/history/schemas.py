"""Wire shapes of histories."""

from datetime import datetime

from pydantic import BaseModel, Field

from labelwright.annotations.schemas import RESULT_EXAMPLE
from labelwright.core.types import Json
from labelwright.history.versions import Action


class HistoryRead(BaseModel):
    """A version of an annotation, or a verdict on one."""

    id: int
    annotation_id: int
    task_id: int
    project_id: int
    organization_id: int
    action: Action = Field(description="Why it is there. `prediction`: made of a prediction in bulk.")
    annotation_rev: int = Field(description="Revision of the annotation that it made, or that was judged.")
    created_by: int | None = Field(description="Null when it is not known any more.")
    created_at: datetime
    result: list[Json] = Field(examples=[RESULT_EXAMPLE])
    lead_time: float | None
    was_cancelled: bool
    review_id: int | None
    comment: str | None = Field(description="What the reviewer said.")
    comment_id: None = None
    draft_id: None = None
    started_at: None = None


class HistoryPage(BaseModel):
    """One page of the history of a project."""

    count: int
    next: str | None
    previous: str | None
    results: list[HistoryRead]


class Removed(BaseModel):
    """How many versions are gone."""

    removed: int
