"""Wire shapes of exports."""

from typing import Annotated

from pydantic import AliasChoices, Field

from labelwright.core.http import MAX_ID
from labelwright.views.schemas import MAX_IDS, TaskQuery

Id = Annotated[int, Field(ge=1, le=MAX_ID)]


class ExportRequest(TaskQuery):
    """What to export: a format, and which tasks by filter, tab, selection or ids."""

    export_type: str = Field(
        "JSON",
        max_length=50,
        validation_alias=AliasChoices("export_type", "exportType"),
        description="A name from the list of formats.",
        examples=["CSV"],
    )
    download_all_tasks: bool = Field(False, description="Tasks without annotations as well.")
    ids: list[Id] | None = Field(None, max_length=MAX_IDS, description="Only these tasks.")
    view: Id | None = Field(None, description="Only tasks that a tab's filter leaves.")
