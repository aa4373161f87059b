"""Wire shapes of comments."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from labelwright.core.http import MAX_ID
from labelwright.core.types import Json

MAX_TEXT = 10_000
Number = Annotated[int, Field(ge=1, le=MAX_ID)]
REGION = {"regionId": "Dx_aB3"}


class CommentFields(BaseModel):
    """What a client may set."""

    model_config = ConfigDict(extra="ignore")

    text: str | None = Field(None, min_length=1, max_length=MAX_TEXT, examples=["Decades count as dates."])
    region_ref: dict[str, Json] | None = Field(
        None, description="A region of the annotation: `{regionId}`.", examples=[REGION]
    )
    classifications: Json = None
    is_resolved: bool | None = None
    mentions: list[Number] | None = Field(None, max_length=100, description="Ids of people in the project.")


class CommentCreate(CommentFields):
    """A comment on an annotation, on a draft of one's own, or on a task."""

    annotation: Number | None = None
    draft: Number | None = None
    task: Number | None = Field(None, description="For a remark on the task as such.")


class CommentUpdate(CommentFields):
    """Fields to change; those left out stay."""


class CommentRead(BaseModel):
    """A comment."""

    id: int
    project: int
    task: int
    annotation: int | None
    draft: int | None
    text: str
    region_ref: Json
    classifications: Json
    is_resolved: bool
    resolved_at: datetime | None
    mentions: list[int]
    created_by: Any = Field(description="User id, or with `expand_created_by` an object with id, email and names.")
    created_at: datetime
    updated_at: datetime
