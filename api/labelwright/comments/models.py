"""Tables of comments."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from labelwright.core.types import Base, CreatedAt, Id, JsonValue, Ref, UpdatedAt, UtcDateTime


class Comment(Base):
    """A remark on a task, on an annotation of it, or on a region of that (`region_ref`)."""

    __tablename__ = "comment"
    __table_args__ = (
        Index("ix_comment_task_id", "task_id", "id"),
        Index("ix_comment_annotation_id", "annotation_id"),
        Index("ix_comment_project_created", "project_id", "created_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Id]
    project_id: Mapped[int] = mapped_column(Ref, ForeignKey("project.id", ondelete="CASCADE"))
    task_id: Mapped[int] = mapped_column(Ref, ForeignKey("task.id", ondelete="CASCADE"))
    annotation_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("annotation.id", ondelete="CASCADE"))
    draft_id: Mapped[int | None] = mapped_column(
        Ref, ForeignKey("annotation_draft.id", ondelete="SET NULL"), index=True
    )
    created_by_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("user.id", ondelete="SET NULL"))
    text: Mapped[str] = mapped_column(Text)
    region_ref: Mapped[Any] = mapped_column(JsonValue, nullable=True)
    classifications: Mapped[Any] = mapped_column(JsonValue, nullable=True)
    is_resolved: Mapped[bool] = mapped_column(default=False)
    resolved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]


class Mention(Base):
    """Somebody who is named in a comment."""

    __tablename__ = "comment_mention"

    comment_id: Mapped[int] = mapped_column(Ref, ForeignKey("comment.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(Ref, ForeignKey("user.id", ondelete="CASCADE"), primary_key=True, index=True)
