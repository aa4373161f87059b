"""Wire shapes of reviews."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from labelwright.annotations.models import ReviewState
from labelwright.core.http import MAX_ID
from labelwright.core.types import Instant, Json

MAX_COMMENT = 10_000


class Verdict(BaseModel):
    """What a reviewer says of an annotation."""

    model_config = ConfigDict(extra="ignore")

    accepted: bool = Field(True, description="False rejects.")
    comment: str = Field("", max_length=MAX_COMMENT, description="The reason; its annotator sees it.")
    result: list[dict[str, Json]] | None = Field(None, description="With `accepted`: the result as corrected.")
    reject_action: Literal["requeue", "remove"] | None = Field(
        None, description="`requeue` (back to the annotator) or `remove`, where the project leaves it to the reviewer."
    )
    remove_from_queue: bool = Field(False, description="The same as `reject_action: remove`.")
    annotation_rev: int | None = Field(
        None, ge=1, le=MAX_ID, description="Revision of the annotation that was judged; another stored one is a 412."
    )
    last_annotation_history: int | None = Field(
        None, ge=1, le=MAX_ID, description="The same by the item of its history that was judged."
    )
    started_at: Instant | None = None


class ReviewInput(Verdict):
    """A verdict on an annotation."""

    annotation: int = Field(ge=1, le=MAX_ID)


class ReviewUpdate(Verdict):
    """Another verdict by the same reviewer."""

    accepted: bool | None = None  # type: ignore[assignment]  # left out, the verdict stays
    comment: str | None = Field(None, max_length=MAX_COMMENT)  # type: ignore[assignment]


class ReviewRead(BaseModel):
    """A review."""

    id: int
    annotation: int
    task: int
    project: int
    accepted: bool
    fixed: bool = Field(description="Whether the reviewer corrected the result.")
    comment: str
    remove_from_queue: bool
    annotation_rev: int
    created_by: int | None
    created_at: datetime
    started_at: datetime | None
    last_annotation_history: int | None = Field(
        None, description="The item of the annotation's history that was judged."
    )
    previous_annotation_history: int | None = Field(None, description="The same, as it is published.")
    fixed_annotation_history: int | None = Field(None, description="The item that the reviewer's correction made.")
    state: ReviewState | None = Field(None, description="What the annotation became by it; only in answers to writes.")


class ReviewQueue(BaseModel):
    """The caller's review queue of a project."""

    left: int = Field(description="Tasks that await the caller's review.")
    done: int = Field(description="Tasks the caller has reviewed.")
