"""The table of the label stream's history."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from labelwright.core.types import Base, CreatedAt, Id, Ref


class StreamVisit(Base):
    """A task that the label stream handed to a user; the annotation they made of it is looked up when it is read."""

    __tablename__ = "stream_visit"
    __table_args__ = (
        Index("ix_stream_visit_project_id_user_id", "project_id", "user_id", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Id]
    project_id: Mapped[int] = mapped_column(Ref, ForeignKey("project.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(Ref, ForeignKey("user.id", ondelete="CASCADE"))
    task_id: Mapped[int] = mapped_column(Ref, ForeignKey("task.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[CreatedAt]
