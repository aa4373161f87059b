"""Wire shapes of exports."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, model_validator

from labelwright.core.http import MAX_ID
from labelwright.exports.models import ExportStatus
from labelwright.views.schemas import MAX_IDS, TaskQuery

Id = Annotated[int, Field(ge=1, le=MAX_ID)]
FormatName = Annotated[
    str,
    Field(
        max_length=50,
        validation_alias=AliasChoices("export_type", "exportType"),
        description="A name from the list of formats.",
        examples=["CSV"],
    ),
]
OnlyOrExclude = Annotated[Literal["only", "exclude"] | None, Field(description="`only` these, or all but these.")]


class ExportRequest(TaskQuery):
    """What to export: a format, and which tasks by filter, tab, selection or ids."""

    export_type: FormatName = "JSON"
    download_all_tasks: bool = Field(False, description="Tasks without annotations as well.")
    interpolate_key_frames: bool = Field(False, description="Fill the frames between the key frames of videos.")
    ids: list[Id] | None = Field(None, max_length=MAX_IDS, description="Only these tasks.")
    view: Id | None = Field(None, description="Only tasks that a tab's filter leaves.")


class TaskFilter(BaseModel):
    """Which tasks a snapshot holds; all of them unless something is said."""

    model_config = ConfigDict(extra="ignore")

    view: Id | None = Field(None, description="What a tab's filter leaves. A tab that is not there filters nothing.")
    skipped: OnlyOrExclude = Field(None, description="Tasks that somebody skipped.")
    finished: OnlyOrExclude = Field(None, description="Tasks that need no more annotations.")
    annotated: OnlyOrExclude = Field(None, description="Tasks with an annotation that is no skip.")
    only_with_annotations: bool = Field(False, description="No tasks of whose annotations none is exported.")
    reviewed: None = Field(None, description="Reviews are not kept: anything but null is refused.")


class AnnotationFilter(BaseModel):
    """Which annotations a snapshot holds: those of any kind that is true. All kinds without this object."""

    model_config = ConfigDict(extra="ignore")

    usual: bool = Field(True, description="Neither skips nor ground truth.")
    ground_truth: bool = Field(False, description="Ground truth.")
    skipped: bool = Field(False, description="Skips.")
    reviewed: None = Field(None, description="Reviews are not kept: anything but null is refused.")

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, values: Any) -> Any:
        """A null says nothing, as in the published API."""
        if isinstance(values, dict):
            return {key: value for key, value in values.items() if value is not None}
        return values


class OnlyId(BaseModel):
    """Ids, or whole objects."""

    model_config = ConfigDict(extra="ignore")

    only_id: bool = False


class Serialization(BaseModel):
    """How much a snapshot tells; ids where nothing is said."""

    model_config = ConfigDict(extra="ignore")

    drafts: OnlyId | None = None
    predictions: OnlyId | None = None
    annotations__completed_by: OnlyId | None = Field(None, description="Who annotated: their id, or name and e-mail.")
    interpolate_key_frames: bool = Field(False, description="Fill the frames between the key frames of videos.")

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, values: Any) -> Any:
        """A null says nothing."""
        if isinstance(values, dict):
            return {key: value for key, value in values.items() if value is not None}
        return values


_OPTIONS = ("task_filter_options", "annotation_filter_options", "serialization_options")


class SnapshotOptions(BaseModel):
    """What a snapshot holds."""

    model_config = ConfigDict(extra="ignore")

    task_filter_options: TaskFilter = Field(default_factory=TaskFilter, examples=[{"finished": "only"}])
    annotation_filter_options: AnnotationFilter | None = Field(None, examples=[{"usual": True, "ground_truth": True}])
    serialization_options: Serialization = Field(
        default_factory=Serialization, examples=[{"predictions": {"only_id": False}}]
    )

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, values: Any) -> Any:
        """Null or an empty object says nothing about its options."""
        if isinstance(values, dict):
            return {key: value for key, value in values.items() if value or key not in _OPTIONS}
        return values


class SnapshotCreate(SnapshotOptions):
    """A snapshot to be made."""

    title: str | None = Field(None, max_length=2048, description="The project's title and the moment unless given.")


class ConvertRequest(BaseModel):
    """A format to convert a snapshot to."""

    model_config = ConfigDict(extra="ignore")

    export_type: FormatName


class ConvertRead(BaseModel):
    """The conversion that was asked for."""

    export_type: str
    converted_format: int = Field(description="Its id among the snapshot's `converted_formats`.")


class ConvertedRead(BaseModel):
    """A snapshot in another format."""

    id: int
    export_type: str
    status: ExportStatus
    traceback: str | None = Field(description="Why it failed.")
    size: int = Field(description="Bytes.")
    job: int | None = Field(description="The job that makes it, if it is large.")


class Counters(BaseModel):
    """How much a snapshot holds."""

    task_number: int
    annotation_number: int


class SnapshotRead(BaseModel):
    """A snapshot."""

    id: int
    title: str
    created_by: dict[str, Any] | None
    created_at: datetime
    finished_at: datetime | None
    status: ExportStatus
    md5: str = Field(description="Of the JSON file.")
    counters: Counters
    converted_formats: list[ConvertedRead]
    size: int = Field(description="Bytes of the JSON file.")
    job: int | None = Field(description="The job that makes it, if it is large.")
    error: str | None = Field(description="Why it failed.")


class SnapshotCreated(SnapshotRead):
    """The same with the options it was asked for with."""

    task_filter_options: dict[str, Any]
    annotation_filter_options: dict[str, Any]
    serialization_options: dict[str, Any]
