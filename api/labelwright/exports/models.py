"""Tables of export snapshots."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from labelwright.core.types import Base, CreatedAt, Id, JsonValue, Ref, UtcDateTime


class ExportStatus(StrEnum):
    """How far a snapshot or a conversion is."""

    CREATED = "created"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    FAILED = "failed"


class ExportSnapshot(Base):
    """What a project held at one moment, kept as a file of JSON with a task a line.

    `options` are those it was asked for with. `file` is there once it is completed. `converts_on_download`: whoever
    asked has no call for conversions, so a download in another format makes one.
    """

    __tablename__ = "export_snapshot"

    id: Mapped[Id]
    project_id: Mapped[int] = mapped_column(Ref, ForeignKey("project.id", ondelete="CASCADE"), index=True)
    created_by_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("user.id", ondelete="SET NULL"))
    title: Mapped[str] = mapped_column(String(2048))
    options: Mapped[dict[str, Any]] = mapped_column(JsonValue, default=dict)
    converts_on_download: Mapped[bool] = mapped_column(default=False)
    status: Mapped[str] = mapped_column(String(16), default=ExportStatus.CREATED)
    task_count: Mapped[int] = mapped_column(default=0)
    annotation_count: Mapped[int] = mapped_column(default=0)
    file: Mapped[str | None] = mapped_column(String(255))
    size: Mapped[int] = mapped_column(BigInteger, default=0)
    md5: Mapped[str] = mapped_column(String(32), default="")
    error: Mapped[str | None] = mapped_column(Text)
    job_id: Mapped[int | None] = mapped_column(Ref)
    created_at: Mapped[CreatedAt]
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ConvertedFormat(Base):
    """A snapshot in another format."""

    __tablename__ = "export_converted_format"
    __table_args__ = (UniqueConstraint("snapshot_id", "export_type"), {"sqlite_autoincrement": True})

    id: Mapped[Id]
    snapshot_id: Mapped[int] = mapped_column(Ref, ForeignKey("export_snapshot.id", ondelete="CASCADE"))
    export_type: Mapped[str] = mapped_column(String(64))
    status: Mapped[str] = mapped_column(String(16), default=ExportStatus.CREATED)
    file: Mapped[str | None] = mapped_column(String(255))
    size: Mapped[int] = mapped_column(BigInteger, default=0)
    error: Mapped[str | None] = mapped_column(Text)
    job_id: Mapped[int | None] = mapped_column(Ref)
    created_at: Mapped[CreatedAt]
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
