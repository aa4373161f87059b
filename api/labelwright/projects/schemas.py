"""Wire shapes of projects."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from labelwright.core.http import MAX_ID
from labelwright.core.types import Instant, Json
from labelwright.projects.models import Distribution, RejectedWork, Sampling, SkipQueue

SENTIMENT = (
    '<View><Text name="text" value="$text"/><Choices name="sentiment" toName="text">'
    '<Choice value="Positive"/><Choice value="Negative"/></Choices></View>'
)


def _empty_is_none(value: Any) -> Any:
    """Forms send an empty field for nothing."""
    return None if value == "" else value


OptionalBool = Annotated[bool | None, BeforeValidator(_empty_is_none)]
OptionalInt = Annotated[int | None, BeforeValidator(_empty_is_none)]


class AssignmentSettings(BaseModel):
    """Who is handed which tasks."""

    model_config = ConfigDict(extra="ignore")

    label_stream_task_distribution: Distribution | None = Field(
        None,
        description="`auto_distribution`: assigned tasks go to their assignees, others to everybody; "
        "`assigned_only`: annotators see and are handed only what was assigned to them.",
    )


class ReviewSettings(BaseModel):
    """How finished work is reviewed."""

    model_config = ConfigDict(extra="ignore")

    requeue_rejected_tasks_mode: RejectedWork | None = Field(
        None, description="Rejected work goes back (`requeue`), not (`remove`), or as the reviewer says (`flexible`)."
    )
    require_comment_on_reject: OptionalBool = Field(None, description="Whether a rejection needs a reason.")
    only_finished_tasks: OptionalBool = Field(None, description="Whether a task waits until it is complete.")
    review_own_work: OptionalBool = Field(None, description="Whether reviewers may judge their own annotations.")


class ProjectInput(BaseModel):
    """What a client may set. Unknown and read-only fields are ignored, as the published API has it."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    title: str | None = Field(None, max_length=50, description="3 to 50 characters, or empty.", examples=["Reviews"])
    description: str | None = Field(None, max_length=100_000)
    label_config: str | None = Field(None, description="XML of the labeling language.", examples=[SENTIMENT])
    expert_instruction: str | None = Field(
        None, max_length=1_000_000, description="HTML; event attributes are dropped."
    )
    show_instruction: OptionalBool = None
    show_skip_button: OptionalBool = None
    enable_empty_annotation: OptionalBool = None
    show_annotation_history: OptionalBool = None
    show_collab_predictions: OptionalBool = None
    evaluate_predictions_automatically: OptionalBool = None
    reveal_preannotations_interactively: OptionalBool = None
    show_ground_truth_first: OptionalBool = None
    show_overlap_first: OptionalBool = None
    start_training_on_annotation_update: OptionalBool = Field(
        None, description="Whether model backends are told of annotations as they change, to learn from them."
    )
    min_annotations_to_start_training: OptionalInt = Field(
        None, ge=0, le=2**31 - 1, description="Annotated tasks without which a backend does not learn by itself."
    )
    maximum_annotations: OptionalInt = Field(None, ge=1, le=1000, description="Annotators per task (overlap).")
    overlap_cohort_percentage: OptionalInt = Field(None, ge=0, le=100)
    enable_review: OptionalBool = Field(None, description="Whether finished tasks go to review.")
    review_percentage: OptionalInt = Field(None, ge=0, le=100, description="How many of them, in percent.")
    assignment_settings: AssignmentSettings | None = None
    review_settings: ReviewSettings | None = None
    sampling: Sampling | None = None
    skip_queue: SkipQueue | None = None
    model_version: str | None = Field(None, max_length=512)
    color: str | None = Field(None, max_length=16, pattern=r"^(#[0-9a-fA-F]{3,8}|[a-zA-Z]+)?$")
    is_published: OptionalBool = None
    is_draft: OptionalBool = None
    pinned_at: Annotated[Instant | None, BeforeValidator(_empty_is_none)] = None
    control_weights: dict[str, Json] | None = None


class ProjectCreate(ProjectInput):
    """A new project; an empty body is valid."""


class ProjectUpdate(ProjectInput):
    """Fields to change; those left out stay."""


class Creator(BaseModel):
    """Who created a project."""

    id: int
    email: str
    first_name: str
    last_name: str
    avatar: str | None = None


class ProjectRead(BaseModel):
    """A project with its counters."""

    model_config = ConfigDict(extra="allow")

    id: int
    title: str
    description: str
    label_config: str
    expert_instruction: str
    show_instruction: bool
    show_skip_button: bool
    enable_empty_annotation: bool
    show_annotation_history: bool
    show_collab_predictions: bool
    evaluate_predictions_automatically: bool
    reveal_preannotations_interactively: bool
    show_ground_truth_first: bool
    show_overlap_first: bool
    min_annotations_to_start_training: int
    start_training_on_annotation_update: bool
    maximum_annotations: int
    overlap_cohort_percentage: int
    sampling: str
    skip_queue: str
    model_version: str
    color: str
    is_published: bool
    is_draft: bool
    pinned_at: datetime | None
    enable_review: bool
    review_percentage: int
    organization: int
    created_by: Creator | None
    created_at: datetime
    updated_at: datetime
    control_weights: dict[str, Json]
    parsed_label_config: dict[str, Json]
    config_has_control_tags: bool
    config_suitable_for_bulk_annotation: bool
    task_number: int
    finished_task_number: int
    num_tasks_with_annotations: int
    total_annotations_number: int
    useful_annotation_number: int
    skipped_annotations_number: int
    ground_truth_number: int
    total_predictions_number: int
    queue_total: int = Field(description="Tasks in the caller's label stream, done ones included.")
    queue_done: int
    queue_left: int
    rev: int = Field(description="Also sent as ETag; send it back in If-Match.")


class ProjectPage(BaseModel):
    """A page of projects."""

    count: int
    next: str | None
    previous: str | None
    results: list[ProjectRead]


class ProjectCounts(BaseModel):
    """Only the counters of a project."""

    model_config = ConfigDict(extra="allow")

    id: int
    task_number: int
    finished_task_number: int


class CountsPage(BaseModel):
    """A page of counters."""

    count: int
    next: str | None
    previous: str | None
    results: list[ProjectCounts]


class LabelConfigInput(BaseModel):
    """A label config to check."""

    model_config = ConfigDict(extra="ignore")

    label_config: str = Field(examples=[SENTIMENT])


class LabelConfigChecked(BaseModel):
    """A label config that is valid, with its warnings."""

    label_config: str
    issues: list[dict[str, Any]]


class DuplicateMode(StrEnum):
    """What is copied."""

    SETTINGS = "settings"
    DATA = "settings,data"


class Duplicate(BaseModel):
    """How to copy a project."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    title: str | None = Field(None, max_length=50)
    description: str | None = Field(None, max_length=100_000)
    mode: DuplicateMode = Field(
        DuplicateMode.SETTINGS, description="`settings`, or `settings,data` for the tasks as well."
    )
    include_members: OptionalBool = Field(None, description="Whether who was added to the project is in the copy too.")


class Duplicated(BaseModel):
    """The copy."""

    id: int
    title: str


class Summary(BaseModel):
    """What the tasks and annotations of a project hold."""

    all_data_columns: dict[str, int] = Field(description="Key of task data to number of tasks with it.")
    common_data_columns: list[str] = Field(description="Keys that every task has, sorted.")
    created_labels: dict[str, Any] = Field(default_factory=dict)
    created_annotations: dict[str, Any] = Field(default_factory=dict)


UserId = Annotated[int, Field(ge=1, le=MAX_ID)]


class MemberAdded(BaseModel):
    """Somebody to add to a project."""

    model_config = ConfigDict(extra="ignore")

    user: UserId


class MembersSelected(BaseModel):
    """Several members of the organization: these, or all but those."""

    model_config = ConfigDict(extra="ignore")

    all: bool = False
    included: list[UserId] = Field(default_factory=list, max_length=10_000)
    excluded: list[UserId] = Field(default_factory=list, max_length=10_000)
    search: str = Field("", max_length=200, description="With `all`: text in the e-mail.")
    role: str = Field("", max_length=2, description="With `all`: of this role only.")


class MembersChanged(BaseModel):
    """How many people came or went."""

    detail: str
    count: int


class ProjectPerson(BaseModel):
    """Somebody in a project."""

    id: int
    username: str
    email: str
    first_name: str
    last_name: str
    initials: str
    project_role: str = Field(description="The role in the organization, which holds in every project.")
    implicit_member: bool = Field(description="In it by role or because it is open, without having been added.")
    last_activity: datetime | None


class ProjectPeople(BaseModel):
    """A page of people in a project."""

    count: int
    next: str | None
    previous: str | None
    results: list[ProjectPerson]
