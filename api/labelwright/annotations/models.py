"""Tables of annotations."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Float, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from labelwright.core.types import Base, CreatedAt, Id, JsonText, Ref, UpdatedAt, UtcDateTime


class ReviewState(StrEnum):
    """Where an annotation stands in review; none at all when it is not to be reviewed."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    FIXED = "fixed"
    """Corrected by the reviewer, and accepted so."""

    RETURNED = "returned"
    """Rejected, and back with its annotator: the task counts as open until it is changed."""

    REJECTED = "rejected"
    """Rejected for good: the task counts as done without it."""


class Annotation(Base):
    """Somebody's labels for a task. `result` is JSON text, kept to the byte."""

    __tablename__ = "annotation"
    __table_args__ = (
        Index("ix_annotation_task_id_id", "task_id", "id"),
        Index("ix_annotation_project_completed_by", "project_id", "completed_by_id"),
        Index("ix_annotation_project_updated_at", "project_id", "updated_at"),
        Index(
            "ix_annotation_project_created_at",
            *("project_id", "created_at", "id"),
            postgresql_where=text("deleted_at IS NULL"),
            sqlite_where=text("deleted_at IS NULL"),
        ),
        Index(
            "uq_annotation_unique_id",
            "unique_id",
            unique=True,
            postgresql_where=text("deleted_at IS NULL"),
            sqlite_where=text("deleted_at IS NULL"),
        ),
        Index(
            "ix_annotation_pending",
            *("project_id", "completed_by_id", "task_id"),
            postgresql_where=text("review_state = 'pending'"),
            sqlite_where=text("review_state = 'pending'"),
        ),
        Index(
            "ix_annotation_returned",
            "project_id",
            "completed_by_id",
            postgresql_where=text("review_state = 'returned'"),
            sqlite_where=text("review_state = 'returned'"),
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Id]
    task_id: Mapped[int] = mapped_column(Ref, ForeignKey("task.id", ondelete="CASCADE"))
    project_id: Mapped[int] = mapped_column(Ref, ForeignKey("project.id", ondelete="CASCADE"))
    completed_by_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("user.id", ondelete="SET NULL"))
    updated_by_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("user.id", ondelete="SET NULL"))
    result: Mapped[str] = mapped_column(JsonText)
    result_count: Mapped[int] = mapped_column(default=0)
    was_cancelled: Mapped[bool] = mapped_column(default=False)
    ground_truth: Mapped[bool] = mapped_column(default=False)
    lead_time: Mapped[float | None] = mapped_column(Float)
    unique_id: Mapped[str | None] = mapped_column(String(64))
    import_id: Mapped[int | None] = mapped_column(Ref)
    last_action: Mapped[str | None] = mapped_column(String(128))
    review_state: Mapped[str | None] = mapped_column(String(10))
    bulk_created: Mapped[bool] = mapped_column(default=False)
    draft_created_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    parent_annotation_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("annotation.id", ondelete="SET NULL"))
    parent_prediction_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("prediction.id", ondelete="SET NULL"))
    rev: Mapped[int] = mapped_column(default=1)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]


class AnnotationDraft(Base):
    """Unfinished work of one user: new (no annotation) or on an existing annotation; one of each at most."""

    __tablename__ = "annotation_draft"
    __table_args__ = (
        Index(
            "uq_annotation_draft_new",
            "task_id",
            "user_id",
            unique=True,
            postgresql_where=text("annotation_id IS NULL"),
            sqlite_where=text("annotation_id IS NULL"),
        ),
        Index(
            "uq_annotation_draft_of_annotation",
            "annotation_id",
            "user_id",
            unique=True,
            postgresql_where=text("annotation_id IS NOT NULL"),
            sqlite_where=text("annotation_id IS NOT NULL"),
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Id]
    task_id: Mapped[int] = mapped_column(Ref, ForeignKey("task.id", ondelete="CASCADE"), index=True)
    annotation_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("annotation.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(Ref, ForeignKey("user.id", ondelete="CASCADE"), index=True)
    result: Mapped[str] = mapped_column(JsonText)
    lead_time: Mapped[float | None] = mapped_column(Float)
    was_postponed: Mapped[bool] = mapped_column(default=False)
    rev: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]


class Change(StrEnum):
    """Why an annotation was changed; the values are those of the published history."""

    UPDATED = "updated"
    SKIPPED = "skipped"
    FIXED = "fixed_and_accepted"


class AnnotationRevision(Base):
    """What an annotation held at revision `rev`, and the change by which it became the next one: who, when and why.

    Only ever added to. Rows of before there were histories tell no reason: they are plain updates.
    """

    __tablename__ = "annotation_revision"
    __table_args__ = (
        UniqueConstraint("annotation_id", "rev"),
        Index("ix_annotation_revision_project_created_at", "project_id", "created_at", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Id]
    annotation_id: Mapped[int] = mapped_column(Ref, ForeignKey("annotation.id", ondelete="CASCADE"))
    project_id: Mapped[int] = mapped_column(Ref, server_default="0")
    """That of the annotation, which never changes, so that the history of a project is read in its order."""

    rev: Mapped[int]
    result: Mapped[str] = mapped_column(JsonText)
    lead_time: Mapped[float | None] = mapped_column(Float)
    was_cancelled: Mapped[bool | None]
    change: Mapped[str | None] = mapped_column(String(20))
    actor_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("user.id", ondelete="SET NULL"))
    created_at: Mapped[CreatedAt]


class AgreementScore(Base):
    """How far two annotators of a task agree at one control, 0 to 1.

    Where each chose one label these are kept, with the weight 1 / (labels of the task - 1), from which reliability
    over many tasks is told. `user_a_id` is the smaller id.
    """

    __tablename__ = "agreement_score"
    __table_args__ = (
        Index("ix_agreement_score_project_control", "project_id", "control", "user_a_id", "user_b_id"),
        Index("ix_agreement_score_user_b_id", "user_b_id"),
        Index("ix_agreement_score_user_a_id", "user_a_id"),
    )

    task_id: Mapped[int] = mapped_column(Ref, ForeignKey("task.id", ondelete="CASCADE"), primary_key=True)
    control: Mapped[str] = mapped_column(Text, primary_key=True)
    user_a_id: Mapped[int] = mapped_column(Ref, ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    user_b_id: Mapped[int] = mapped_column(Ref, ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    project_id: Mapped[int] = mapped_column(Ref, ForeignKey("project.id", ondelete="CASCADE"))
    score: Mapped[float] = mapped_column(Float)
    label_a: Mapped[str | None] = mapped_column(Text)
    label_b: Mapped[str | None] = mapped_column(Text)
    weight: Mapped[float | None] = mapped_column(Float)
