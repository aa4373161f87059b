"""Tables of tasks."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Float, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from labelwright.core.types import Base, CreatedAt, Id, JsonDoc, Ref, UpdatedAt, UtcDateTime

_IS_REVIEWED = "accepted_reviews > 0 AND pending_reviews = 0 AND (returned_reviews = 0 OR {is_labeled})"
"""Whether a task has accepted work, nothing of it awaits a verdict, and it is complete without what was sent back."""

_TOTALS = ("total_annotations", "total_predictions")


class Task(Base):
    """One thing to label. Its counters are recounted from its annotations in the transaction that changes them."""

    __tablename__ = "task"
    __table_args__ = (
        UniqueConstraint("project_id", "inner_id"),
        # Totals stand in the indexes of what filters ask for, so that counting what one finds reads no task; the
        # columns of its condition do, since SQLite goes to the task for those that an index lacks.
        Index("ix_task_totals", "project_id", "id", *_TOTALS),
        Index(
            "ix_task_agreement",
            *("project_id", "agreement", "id", *_TOTALS),
            postgresql_where=text("agreement IS NOT NULL"),
            sqlite_where=text("agreement IS NOT NULL"),
        ),
        Index(
            "ix_task_reviewed",
            *("project_id", "id", *_TOTALS, "accepted_reviews", "pending_reviews", "returned_reviews", "is_labeled"),
            postgresql_where=text(_IS_REVIEWED.format(is_labeled="is_labeled")),
            sqlite_where=text(_IS_REVIEWED.format(is_labeled="is_labeled = 1")),
        ),
        # SQLite uses these for a condition of the same words alone, which are those of `is_labeled == false()`.
        Index(
            "ix_task_open",
            *("project_id", "id", *_TOTALS, "is_labeled"),
            postgresql_where=text("NOT is_labeled"),
            sqlite_where=text("is_labeled = 0"),
        ),
        Index(
            "ix_task_open_sampled",
            "project_id",
            "sort_key",
            "id",
            postgresql_where=text("NOT is_labeled"),
            sqlite_where=text("is_labeled = 0"),
        ),
        Index(
            "ix_task_to_review",
            *("project_id", "id", "is_labeled", "pending_reviews"),
            postgresql_where=text("pending_reviews > 0"),
            sqlite_where=text("pending_reviews > 0"),
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Id]
    project_id: Mapped[int] = mapped_column(Ref, ForeignKey("project.id", ondelete="CASCADE"))
    inner_id: Mapped[int] = mapped_column(Ref)
    data: Mapped[str] = mapped_column(JsonDoc)
    meta: Mapped[str] = mapped_column(JsonDoc, default="{}")
    overlap: Mapped[int] = mapped_column(default=1)
    allow_skip: Mapped[bool] = mapped_column(default=True)
    is_labeled: Mapped[bool] = mapped_column(default=False)
    total_annotations: Mapped[int] = mapped_column(default=0)
    cancelled_annotations: Mapped[int] = mapped_column(default=0)
    ground_truth_annotations: Mapped[int] = mapped_column(default=0)
    annotators_number: Mapped[int] = mapped_column(default=0)
    total_predictions: Mapped[int] = mapped_column(default=0)
    pending_reviews: Mapped[int] = mapped_column(default=0, server_default="0")
    accepted_reviews: Mapped[int] = mapped_column(default=0, server_default="0")
    returned_reviews: Mapped[int] = mapped_column(default=0, server_default="0")
    rejected_reviews: Mapped[int] = mapped_column(default=0, server_default="0")
    agreement: Mapped[float | None] = mapped_column(Float)
    lead_time_sum: Mapped[float] = mapped_column(Float, default=0.0)
    sort_key: Mapped[float] = mapped_column(Float)
    file_upload_id: Mapped[int | None] = mapped_column(
        Ref, ForeignKey("file_upload.id", ondelete="SET NULL"), index=True
    )
    storage_filename: Mapped[str | None] = mapped_column(Text)
    updated_by_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("user.id", ondelete="SET NULL"))
    completed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]


class LockKind(StrEnum):
    """FULL: open on somebody's screen. SOFT: fetched ahead, may be taken when nothing else is left."""

    FULL = "full"
    SOFT = "soft"


class TaskLock(Base):
    """A task handed out to a user until `expires_at` (database time)."""

    __tablename__ = "task_lock"
    __table_args__ = (
        UniqueConstraint("task_id", "user_id"),
        Index("ix_task_lock_user_project", "user_id", "project_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Id]
    task_id: Mapped[int] = mapped_column(Ref, ForeignKey("task.id", ondelete="CASCADE"))
    project_id: Mapped[int] = mapped_column(Ref, ForeignKey("project.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(Ref, ForeignKey("user.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(8), default=LockKind.FULL)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    created_at: Mapped[CreatedAt]


class AssignmentKind(StrEnum):
    """What somebody is to do with a task; values are the codes on the wire."""

    ANNOTATE = "AN"
    REVIEW = "RE"


class TaskAssignment(Base):
    """A task that was given to somebody, to annotate or to review."""

    __tablename__ = "task_assignment"
    __table_args__ = (
        UniqueConstraint("task_id", "kind", "user_id"),
        Index("ix_task_assignment_project_kind", "project_id", "kind", "user_id", "task_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Id]
    task_id: Mapped[int] = mapped_column(Ref, ForeignKey("task.id", ondelete="CASCADE"))
    project_id: Mapped[int] = mapped_column(Ref, ForeignKey("project.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(Ref, ForeignKey("user.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(2))
    assigned_by_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("user.id", ondelete="SET NULL"))
    created_at: Mapped[CreatedAt]


class FileUpload(Base):
    """An uploaded file. `stored_name` is ours and random, `name` is what the user called it."""

    __tablename__ = "file_upload"

    id: Mapped[Id]
    project_id: Mapped[int] = mapped_column(Ref, ForeignKey("project.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("user.id", ondelete="SET NULL"))
    name: Mapped[str] = mapped_column(Text)
    stored_name: Mapped[str] = mapped_column(String(255), unique=True)
    size: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[CreatedAt]
