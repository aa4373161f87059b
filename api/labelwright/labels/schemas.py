"""Wire shapes of the labels manager."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from labelwright.core.http import MAX_ID
from labelwright.core.types import Json

MAX_NAME = 512
Id = Annotated[int, Field(ge=1, le=MAX_ID)]


def _told_apart(value: Any) -> Any:
    """Refuse what cannot be a label: it must be a text, a number, or a list of those that is not empty."""
    if not (_is_word(value) or (isinstance(value, list) and value and all(map(_is_label, value)))):
        raise ValueError("A label is a text, or a list of texts.")
    return value


def _is_word(value: Any) -> bool:
    return isinstance(value, (str, int, float)) and not isinstance(value, bool) and value != ""


def _is_label(value: Any) -> bool:
    return _is_word(value) or (isinstance(value, list) and bool(value) and all(map(_is_word, value)))


LabelValue = Annotated[Any, AfterValidator(_told_apart)]


class LabelInput(BaseModel):
    """A label of the organization and the project that it is linked to."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    title: str = Field(min_length=1, max_length=MAX_NAME, examples=["Sparrow"])
    value: Json = Field(
        None, description="What results hold: a text, or a path in a tree.", examples=[["Bird", "Sparrow"]]
    )
    description: str | None = Field(None, max_length=10_000)
    project: Id = Field(examples=[1])
    from_name: str = Field(min_length=1, max_length=MAX_NAME, description="Name of the control.", examples=["species"])


class LabelUpdate(BaseModel):
    """What can be changed of a label; fields left out stay."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    title: str | None = Field(None, min_length=1, max_length=MAX_NAME)
    value: Json = None
    description: str | None = Field(None, max_length=10_000)
    approved: bool | None = None


class LinkInput(BaseModel):
    """A label's place in a project."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    label: Id
    project: Id
    from_name: str = Field(min_length=1, max_length=MAX_NAME)


class LinkUpdate(BaseModel):
    """What can be changed of a link; label and project stay."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    from_name: str | None = Field(None, min_length=1, max_length=MAX_NAME)


class Rename(BaseModel):
    """A label to be replaced in stored results; in every project that the caller manages without `project`."""

    model_config = ConfigDict(extra="ignore")

    project: Id | None = Field(None, examples=[1])
    old_label: LabelValue = Field(examples=["Sparow"])
    new_label: LabelValue = Field(examples=["Sparrow"])


class Renamed(BaseModel):
    """How many annotations were changed; null while the job is not through."""

    annotations_updated: int | None
    job: int = Field(description="The job that does it; see `/api/jobs/{id}`.")


class LinkRead(BaseModel):
    """A link. With `expand=label` the label stands in the place of its id."""

    id: int
    label: Json
    project: int
    from_name: str
    annotations_count: int | None = Field(description="Annotations with the label; told for a single link only.")
    created_at: datetime
    updated_at: datetime


class LabelRead(BaseModel):
    """A label. With `expand=links` its links stand in the place of their ids."""

    id: int
    title: str
    value: Json
    description: str | None
    organization: int
    created_by: int | None
    approved: bool
    approved_by: int | None
    projects: list[int]
    links: list[Json]
    created_at: datetime
    updated_at: datetime


class LabelCreated(LabelRead):
    """A label as it is answered when it was linked."""

    project: int
    from_name: str


class LabelPage(BaseModel):
    """One page of labels."""

    count: int
    next: str | None
    previous: str | None
    results: list[LabelRead]


class LinkPage(BaseModel):
    """One page of links."""

    count: int
    next: str | None
    previous: str | None
    results: list[LinkRead]
