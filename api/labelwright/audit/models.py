"""The table of the activity log."""

from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from labelwright.core.types import Base, CreatedAt, Id, JsonValue, Ref


class LogEntry(Base):
    """One thing that somebody did; only ever added to, and forgotten after a time.

    Nobody stands in `actor_id` for what was done on the command line. `subject_id` and `project_id` are no foreign
    keys: the entry outlives what it tells of.
    """

    __tablename__ = "activity_log"
    __table_args__ = (
        Index("ix_activity_log_organization_id_id", "organization_id", "id"),
        Index("ix_activity_log_created_at", "created_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Id]
    organization_id: Mapped[int] = mapped_column(Ref, ForeignKey("organization.id", ondelete="CASCADE"))
    actor_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("user.id", ondelete="SET NULL"), index=True)
    deed: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str] = mapped_column(String(16))
    subject_id: Mapped[int | None] = mapped_column(Ref)
    name: Mapped[str] = mapped_column(Text, default="")
    project_id: Mapped[int | None] = mapped_column(Ref)
    details: Mapped[dict[str, Any]] = mapped_column(JsonValue, default=dict)
    method: Mapped[str] = mapped_column(String(16), default="")
    path: Mapped[str] = mapped_column(Text, default="")
    request_id: Mapped[str] = mapped_column(String(36), default="")
    address: Mapped[str] = mapped_column(String(64), default="")
    created_at: Mapped[CreatedAt]
