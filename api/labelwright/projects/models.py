"""Tables of projects."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, false, true
from sqlalchemy.orm import Mapped, mapped_column

from labelwright.core.types import Base, CreatedAt, Id, JsonValue, Ref, UpdatedAt, UtcDateTime


class Sampling(StrEnum):
    """In which order tasks are handed out."""

    SEQUENTIAL = "Sequential sampling"
    UNIFORM = "Uniform sampling"
    UNCERTAINTY = "Uncertainty sampling"


class SkipQueue(StrEnum):
    """What becomes of a skipped task."""

    FOR_ME = "REQUEUE_FOR_ME"
    FOR_OTHERS = "REQUEUE_FOR_OTHERS"
    IGNORE = "IGNORE_SKIPPED"


class Distribution(StrEnum):
    """Who is handed which tasks; the values are those of the published settings."""

    AUTOMATIC = "auto_distribution"
    """A task that was assigned goes to its assignees, any other to everybody."""

    ASSIGNED_ONLY = "assigned_only"
    """Annotators see and are handed what was assigned to them, nothing else."""


class RejectedWork(StrEnum):
    """What becomes of a rejected annotation; the values are those of the published settings."""

    REQUEUE = "requeue"
    """It goes back to its annotator."""

    REMOVE = "remove"
    """It is rejected for good."""

    FLEXIBLE = "flexible"
    """The reviewer says which."""


class Project(Base):
    """A label config with its settings. Counters change in the transaction of the rows that they count."""

    __tablename__ = "project"
    __table_args__ = (
        Index("ix_project_organization_deleted", "organization_id", "deleted_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Id]
    organization_id: Mapped[int] = mapped_column(Ref, ForeignKey("organization.id", ondelete="CASCADE"))
    created_by_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("user.id", ondelete="SET NULL"))
    title: Mapped[str] = mapped_column(String(50), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    label_config: Mapped[str] = mapped_column(Text)
    parsed_label_config: Mapped[dict[str, Any]] = mapped_column(JsonValue, default=dict)
    control_weights: Mapped[dict[str, Any]] = mapped_column(JsonValue, default=dict)
    config_has_control_tags: Mapped[bool] = mapped_column(default=False)
    config_suitable_for_bulk_annotation: Mapped[bool] = mapped_column(default=False)
    expert_instruction: Mapped[str] = mapped_column(Text, default="")
    show_instruction: Mapped[bool] = mapped_column(default=False)
    show_skip_button: Mapped[bool] = mapped_column(default=True)
    enable_empty_annotation: Mapped[bool] = mapped_column(default=True)
    show_annotation_history: Mapped[bool] = mapped_column(default=False)
    show_collab_predictions: Mapped[bool] = mapped_column(default=True)
    evaluate_predictions_automatically: Mapped[bool] = mapped_column(default=False)
    reveal_preannotations_interactively: Mapped[bool] = mapped_column(default=False)
    show_ground_truth_first: Mapped[bool] = mapped_column(default=False)
    show_overlap_first: Mapped[bool] = mapped_column(default=False)
    min_annotations_to_start_training: Mapped[int] = mapped_column(default=0)
    start_training_on_annotation_update: Mapped[bool] = mapped_column(default=False)
    maximum_annotations: Mapped[int] = mapped_column(default=1)
    overlap_cohort_percentage: Mapped[int] = mapped_column(default=100)
    enable_review: Mapped[bool] = mapped_column(default=False, server_default=false())
    review_percentage: Mapped[int] = mapped_column(default=100, server_default="100")
    rejected_work: Mapped[str] = mapped_column(
        String(10), default=RejectedWork.REQUEUE, server_default=RejectedWork.REQUEUE
    )
    require_comment_on_reject: Mapped[bool] = mapped_column(default=True, server_default=true())
    review_only_finished: Mapped[bool] = mapped_column(default=False, server_default=false())
    review_own_work: Mapped[bool] = mapped_column(default=False, server_default=false())
    sampling: Mapped[str] = mapped_column(String(32), default=Sampling.SEQUENTIAL)
    distribution: Mapped[str] = mapped_column(
        String(32), default=Distribution.AUTOMATIC, server_default=Distribution.AUTOMATIC
    )
    skip_queue: Mapped[str] = mapped_column(String(32), default=SkipQueue.FOR_OTHERS)
    model_version: Mapped[str] = mapped_column(Text, default="")
    color: Mapped[str] = mapped_column(String(16), default="#FFFFFF")
    is_published: Mapped[bool] = mapped_column(default=False)
    is_draft: Mapped[bool] = mapped_column(default=False)
    pinned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    next_inner_id: Mapped[int] = mapped_column(Ref, default=1)
    task_number: Mapped[int] = mapped_column(default=0)
    finished_task_number: Mapped[int] = mapped_column(default=0)
    num_tasks_with_annotations: Mapped[int] = mapped_column(default=0)
    total_annotations_number: Mapped[int] = mapped_column(default=0)
    skipped_annotations_number: Mapped[int] = mapped_column(default=0)
    ground_truth_number: Mapped[int] = mapped_column(default=0)
    total_predictions_number: Mapped[int] = mapped_column(default=0)

    rev: Mapped[int] = mapped_column(default=1)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]


class ProjectMember(Base):
    """Someone who was added to a project. A project without any is open to its whole organization."""

    __tablename__ = "project_member"
    __table_args__ = (UniqueConstraint("project_id", "user_id"), {"sqlite_autoincrement": True})

    id: Mapped[Id]
    project_id: Mapped[int] = mapped_column(Ref, ForeignKey("project.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(Ref, ForeignKey("user.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[CreatedAt]


class DataColumn(Base):
    """A key of task data and how many tasks of the project have it; ids keep the order of first sight.

    `value_type` is what its values have been so far (a type of the filter language): once they differ it is String, and
    it stays NULL while all are null or empty.
    """

    __tablename__ = "data_column"
    __table_args__ = (UniqueConstraint("project_id", "name"), {"sqlite_autoincrement": True})

    id: Mapped[Id]
    project_id: Mapped[int] = mapped_column(Ref, ForeignKey("project.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(Text)
    task_count: Mapped[int] = mapped_column(default=0)
    value_type: Mapped[str | None] = mapped_column(String(16))
