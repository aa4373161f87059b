"""Wire shapes of the data manager."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from labelwright.core.http import MAX_ID
from labelwright.core.types import Json
from labelwright.tasks.schemas import TaskRead

MAX_IDS = 100_000
MAX_NAME = 1000
MAX_VERSIONS = 1000
FILTERS = {
    "conjunction": "and",
    "items": [{"filter": "filter:tasks:data.price", "operator": "greater", "type": "Number", "value": 50}],
}

ModelVersion = Annotated[str, Field(max_length=MAX_NAME)]
Number = Annotated[int, Field(ge=0, le=MAX_ID)]


class SelectedItems(BaseModel):
    """Which tasks are meant: some, or all but some."""

    model_config = ConfigDict(extra="ignore")

    all: bool = False
    included: list[Number] = Field(default_factory=list, max_length=MAX_IDS)
    excluded: list[Number] = Field(default_factory=list, max_length=MAX_IDS)


class TaskQuery(BaseModel):
    """Which tasks, in which order: a filter, an ordering, a selection among what they leave."""

    model_config = ConfigDict(extra="ignore")

    filters: Json = Field(None, description="`{conjunction, items}`; items may be groups.", examples=[FILTERS])
    ordering: list[str] | None = Field(
        None, max_length=100, description="`tasks:column`, or `-tasks:column` to descend.", examples=[["-tasks:id"]]
    )
    selectedItems: SelectedItems | None = None  # noqa: N815 - published name

    @property
    def is_plain(self) -> bool:
        """Whether every task is meant, by id."""
        return not self.filters and not self.ordering and self.selectedItems is None


class ActionBody(TaskQuery):
    """What an action is called with."""

    model_version: ModelVersion | list[ModelVersion] | None = Field(
        None,
        max_length=MAX_VERSIONS,
        description="Whose predictions become annotations (`predictions_to_annotations`); the newest unless given.",
        examples=["v2"],
    )


class TaskPage(BaseModel):
    """A page of the data manager; the totals count all tasks that the filter leaves."""

    total: int
    total_annotations: int
    total_predictions: int
    tasks: list[TaskRead]


class ViewInput(BaseModel):
    """A tab. `data` holds filters, ordering, and whatever a client keeps about how it is shown."""

    model_config = ConfigDict(extra="ignore")

    project: int | None = Field(None, ge=1, le=MAX_ID, examples=[1])
    data: dict[str, Json] | None = Field(
        None, examples=[{"title": "Expensive", "filters": FILTERS, "ordering": ["-tasks:data.price"]}]
    )


class ViewRead(BaseModel):
    """A tab of a project."""

    id: int
    project: int
    user: int | None = Field(description="Who made it.")
    order: int
    data: dict[str, Any]


class ViewsOrder(BaseModel):
    """Tabs of a project in the order in which they shall stand."""

    model_config = ConfigDict(extra="ignore")

    project: int = Field(ge=1, le=MAX_ID)
    ids: list[Number] = Field(max_length=MAX_IDS)


class ViewsReset(BaseModel):
    """Whose tabs shall go."""

    model_config = ConfigDict(extra="ignore")

    project: int | None = Field(None, ge=1, le=MAX_ID)


class Column(BaseModel):
    """A column that tasks can be shown, filtered and sorted by."""

    model_config = ConfigDict(extra="allow")

    id: str
    title: str
    type: str
    target: str
    help: str = ""
    parent: str | None = None
    children: list[str] | None = None
    visibility_defaults: dict[str, bool]
    value_type: str = Field(description="As what its values filter and sort.")


class Columns(BaseModel):
    """The columns of a project."""

    columns: list[Column]
