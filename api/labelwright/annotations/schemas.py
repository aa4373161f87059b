"""Wire shapes of annotations and drafts."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from labelwright.annotations.models import ReviewState
from labelwright.core.types import Json

MAX_ID = 2**63 - 1
Id = Annotated[int, Field(ge=1, le=MAX_ID)]

RESULT_EXAMPLE = [
    {
        "id": "Dx_aB3",
        "from_name": "sentiment",
        "to_name": "text",
        "type": "choices",
        "value": {"choices": ["Positive"]},
    }
]


class AnnotationInput(BaseModel):
    """What a client may set. `result` is kept to the byte."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    result: list[dict[str, Json]] | None = Field(None, examples=[RESULT_EXAMPLE])
    lead_time: float | None = Field(None, ge=0, description="Seconds spent.")
    was_cancelled: bool | None = Field(None, description="True for a skip.")
    ground_truth: bool | None = None
    draft_id: int | None = Field(None, ge=1, le=MAX_ID, description="A draft that this annotation replaces.")
    unique_id: str | None = Field(None, max_length=64, description="A repeat with the same value creates nothing.")
    parent_prediction: int | None = Field(None, ge=1, le=MAX_ID, description="A prediction of the same task.")
    parent_annotation: int | None = Field(None, ge=1, le=MAX_ID, description="An annotation of the same task.")
    completed_by: int | None = Field(None, ge=1, le=MAX_ID, description="Somebody else: for owners and administrators.")
    import_id: int | None = Field(None, ge=0, le=MAX_ID)
    last_action: str | None = Field(None, max_length=128)


class TasksSelected(BaseModel):
    """Tasks of a project: some, or all but some."""

    model_config = ConfigDict(extra="ignore")

    all: bool = False
    included: list[Id] = Field(default_factory=list, max_length=10_000)
    excluded: list[Id] = Field(default_factory=list, max_length=10_000)


class BulkInput(BaseModel):
    """The same work for many tasks. `result` is kept to the byte."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    result: list[dict[str, Json]] | None = Field(None, examples=[RESULT_EXAMPLE])
    tasks: list[Id] | None = Field(None, max_length=10_000, description="Of one project.", examples=[[1, 2]])
    task: Id | None = Field(None, description="One task.")
    project: int | None = Field(None, ge=1, le=MAX_ID, description="Whose tasks `selected_items` are.")
    selected_items: TasksSelected | None = None
    lead_time: float | None = Field(None, ge=0, description="Seconds spent, on each.")
    was_cancelled: bool | None = Field(None, description="True for skips.")
    ground_truth: bool | None = None
    completed_by: int | None = Field(None, ge=1, le=MAX_ID, description="Somebody else: for owners and administrators.")


class Made(BaseModel):
    """An annotation that was made."""

    id: int = Field(examples=[4790])


class BulkDelete(BaseModel):
    """Annotations of a project."""

    model_config = ConfigDict(extra="ignore")

    ids: list[Id] = Field(min_length=1, max_length=10_000, examples=[[4790, 4791]])
    project: int = Field(ge=1, le=MAX_ID, examples=[1])


class BulkDeleted(BaseModel):
    """How many annotations are gone."""

    deleted_count: int = Field(examples=[2])


class AnnotationRead(BaseModel):
    """An annotation."""

    model_config = ConfigDict(extra="allow")

    id: int
    task: int
    project: int
    completed_by: Json = Field(description="User id, or an object with id, email and names.")
    created_username: str
    created_ago: str
    result: list[Json]
    result_count: int
    was_cancelled: bool
    ground_truth: bool
    lead_time: float | None
    unique_id: str | None
    created_at: datetime
    updated_at: datetime
    updated_by: int | None
    parent_prediction: int | None
    parent_annotation: int | None
    import_id: int | None
    last_action: str | None
    bulk_created: bool
    draft_created_at: datetime | None
    review_state: ReviewState | None = Field(description="Where it stands in review; null when it needs none.")
    rev: int = Field(description="Also sent as ETag; send it back in If-Match.")


class DraftInput(BaseModel):
    """Unfinished work."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    result: list[dict[str, Json]] | None = Field(None, examples=[RESULT_EXAMPLE])
    lead_time: float | None = Field(None, ge=0, description="Seconds spent.")
    was_postponed: bool | None = None


class DraftRead(BaseModel):
    """A draft."""

    id: int
    task: int
    annotation: int | None
    user: str = Field(description="E-mail of its author.")
    created_username: str
    created_ago: str
    result: list[Json]
    lead_time: float | None
    was_postponed: bool
    import_id: None
    created_at: datetime
    updated_at: datetime
    rev: int


class AnnotatorRead(BaseModel):
    """Somebody who has annotations in a project."""

    id: int
    username: str
    email: str
    first_name: str
    last_name: str
    avatar: None = None
