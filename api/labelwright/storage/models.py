"""Tables of storages and of what was synchronised."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from labelwright.core.types import Base, CreatedAt, Id, JsonValue, Ref, UpdatedAt, UtcDateTime


class Kind(StrEnum):
    """Kinds of storages that can be connected; values are part of addresses."""

    S3 = "s3"
    LOCAL = "localfiles"


class Direction(StrEnum):
    """Whether tasks come from a storage or annotations go there."""

    IMPORT = "import"
    EXPORT = "export"


class SyncStatus(StrEnum):
    """How the last synchronisation ended, or where it is."""

    INITIALIZED = "initialized"
    QUEUED = "queued"
    IN_PROGRESS = "in_progress"
    FAILED = "failed"
    COMPLETED = "completed"
    COMPLETED_WITH_ERRORS = "completed_with_errors"


def place_of(options: Mapping[str, Any] | None) -> str:
    """Where a storage is, of its options."""
    known = options or {}
    return str(known.get("path") or "/".join(part for part in (known.get("bucket"), known.get("prefix")) if part))


class Storage(Base):
    """A connection of a project to a storage. `options` are those of its kind; credentials are sealed.

    With `sync_minutes` it is synchronised by itself, next at `next_sync`, on behalf of who switched that on.
    """

    __tablename__ = "storage"
    __table_args__ = (
        Index("ix_storage_project_id_kind", "project_id", "direction", "kind"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Id]
    project_id: Mapped[int] = mapped_column(Ref, ForeignKey("project.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(16))
    direction: Mapped[str] = mapped_column(String(8))
    title: Mapped[str | None] = mapped_column(String(256))
    description: Mapped[str | None] = mapped_column(Text)
    regex_filter: Mapped[str | None] = mapped_column(Text)
    use_blob_urls: Mapped[bool] = mapped_column(default=False)
    synchronizable: Mapped[bool] = mapped_column(default=True)
    options: Mapped[dict[str, Any]] = mapped_column(JsonValue, default=dict)
    sealed: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(32), default=SyncStatus.INITIALIZED)
    traceback: Mapped[str | None] = mapped_column(Text)
    last_sync: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_sync_count: Mapped[int | None] = mapped_column(BigInteger)
    last_sync_job_id: Mapped[int | None] = mapped_column(Ref)
    sync_minutes: Mapped[int | None]
    next_sync: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    # No foreign key: to add one, SQLite would have to make this table anew, and what hangs on it would be lost.
    sync_by_id: Mapped[int | None] = mapped_column(Ref)
    meta: Mapped[dict[str, Any]] = mapped_column(JsonValue, default=dict)
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]


class StorageLink(Base):
    """An object of an import storage that became a task; `item` counts the tasks of an object that holds several."""

    __tablename__ = "storage_link"
    __table_args__ = (
        UniqueConstraint("storage_id", "object_key", "item"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Id]
    storage_id: Mapped[int] = mapped_column(Ref, ForeignKey("storage.id", ondelete="CASCADE"))
    object_key: Mapped[str] = mapped_column(Text)
    item: Mapped[int] = mapped_column(default=0)
    etag: Mapped[str | None] = mapped_column(String(128))
    task_id: Mapped[int] = mapped_column(Ref, ForeignKey("task.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[CreatedAt]


class ExportLink(Base):
    """An annotation that was written to an export storage. It outlives the annotation until its object is removed."""

    __tablename__ = "storage_export_link"
    __table_args__ = (
        UniqueConstraint("storage_id", "annotation_id"),
        Index("ix_storage_export_link_annotation_id", "annotation_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Id]
    storage_id: Mapped[int] = mapped_column(Ref, ForeignKey("storage.id", ondelete="CASCADE"))
    annotation_id: Mapped[int] = mapped_column(Ref)
    object_key: Mapped[str] = mapped_column(Text)
    rev: Mapped[int] = mapped_column(BigInteger, default=0)
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]
