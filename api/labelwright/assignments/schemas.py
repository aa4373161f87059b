"""Wire shapes of assignments."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from labelwright.core.http import MAX_ID
from labelwright.tasks.models import AssignmentKind
from labelwright.views.schemas import SelectedItems

UserIds = Annotated[list[Annotated[int, Field(ge=1, le=MAX_ID)]], Field(max_length=1000, examples=[[2, 3]])]
Kind = Annotated[AssignmentKind, Field(description="`AN` to annotate, `RE` to review.")]


class Assign(BaseModel):
    """Give one task to people."""

    model_config = ConfigDict(extra="ignore")

    type: Kind = AssignmentKind.ANNOTATE
    users: UserIds


class BulkAssign(Assign):
    """Give many tasks to people: all of them to each, or spread evenly."""

    selected_items: SelectedItems | None = Field(
        None, alias="selectedItems", description="`{all: true, excluded: []}` or `{all: false, included: []}`."
    )
    filters: dict[str, Any] | None = Field(None, description="A filter of the data manager.")
    view: int | None = Field(None, ge=1, le=MAX_ID, description="A tab whose filter holds as well.")
    users_per_task: int | None = Field(
        None, ge=1, le=1000, description="Spread the tasks in turn so that each gets this many of the users."
    )
    replace: bool = Field(False, description="Take the tasks away from whom they were assigned to before.")


class Assigned(BaseModel):
    """What came of an assignment."""

    model_config = ConfigDict(serialize_by_alias=True)

    assignments: int = Field(description="New ones; who had a task already is not counted.")
    is_async: bool = Field(False, alias="async", description="Always false: they are made when the answer comes.")


class AssignmentRead(BaseModel):
    """One assignment."""

    id: int
    task: int
    assignee: int
    type: AssignmentKind
    created_at: datetime
