"""Tables of reviews."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from labelwright.core.types import Base, CreatedAt, Id, Ref, UpdatedAt, UtcDateTime


class Review(Base):
    """A reviewer's verdict on an annotation as it was at revision `annotation_rev`."""

    __tablename__ = "review"
    __table_args__ = (
        Index("ix_review_annotation_id", "annotation_id", "id"),
        Index("ix_review_task_id", "task_id"),
        Index("ix_review_project_created", "project_id", "created_at", "id"),
        Index("ix_review_project_reviewer", "project_id", "created_by_id", "task_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Id]
    annotation_id: Mapped[int] = mapped_column(Ref, ForeignKey("annotation.id", ondelete="CASCADE"))
    task_id: Mapped[int] = mapped_column(Ref, ForeignKey("task.id", ondelete="CASCADE"))
    project_id: Mapped[int] = mapped_column(Ref, ForeignKey("project.id", ondelete="CASCADE"))
    created_by_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("user.id", ondelete="SET NULL"))
    accepted: Mapped[bool]
    fixed: Mapped[bool] = mapped_column(default=False)
    removed: Mapped[bool] = mapped_column(default=False)
    comment: Mapped[str] = mapped_column(Text, default="")
    annotation_rev: Mapped[int]
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]


class ReviewLock(Base):
    """A task on a reviewer's screen until `expires_at` (database time); one reviewer at a time."""

    __tablename__ = "review_lock"

    task_id: Mapped[int] = mapped_column(Ref, ForeignKey("task.id", ondelete="CASCADE"), primary_key=True)
    project_id: Mapped[int] = mapped_column(Ref, ForeignKey("project.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(Ref, ForeignKey("user.id", ondelete="CASCADE"))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
