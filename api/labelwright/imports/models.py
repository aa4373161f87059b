"""Tables of imports."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Float, ForeignKey, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from labelwright.core.types import Base, CreatedAt, Id, JsonValue, Ref, UpdatedAt, UtcDateTime


class ImportStatus(StrEnum):
    """How far an import is."""

    CREATED = "created"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    FAILED = "failed"


class ProjectImport(Base):
    """The record of one import request.

    What a job brings in has reserved the inner ids from `first_inner_id` on, as many as `reserved`: they tell which
    tasks are this import's, and that none is written twice. `sources` names the files that the job reads.
    """

    __tablename__ = "project_import"

    id: Mapped[Id]
    project_id: Mapped[int] = mapped_column(Ref, ForeignKey("project.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("user.id", ondelete="SET NULL"))
    status: Mapped[str] = mapped_column(String(16), default=ImportStatus.CREATED)
    task_count: Mapped[int] = mapped_column(default=0)
    annotation_count: Mapped[int] = mapped_column(default=0)
    prediction_count: Mapped[int] = mapped_column(default=0)
    duration: Mapped[float] = mapped_column(Float, default=0.0)
    file_upload_ids: Mapped[list[int]] = mapped_column(JsonValue, default=list)
    found_formats: Mapped[dict[str, int]] = mapped_column(JsonValue, default=dict)
    data_columns: Mapped[list[str]] = mapped_column(JsonValue, default=list)
    warnings: Mapped[list[dict[str, Any]]] = mapped_column(JsonValue, default=list)
    error: Mapped[str | None] = mapped_column(Text)
    job_id: Mapped[int | None] = mapped_column(Ref)
    sources: Mapped[list[dict[str, Any]]] = mapped_column(JsonValue, default=list, server_default="[]")
    preannotated_from_fields: Mapped[list[str]] = mapped_column(JsonValue, default=list, server_default="[]")
    return_task_ids: Mapped[bool] = mapped_column(default=False, server_default=false())
    could_be_tasks_list: Mapped[bool] = mapped_column(default=False, server_default=false())
    first_inner_id: Mapped[int | None] = mapped_column(Ref)
    reserved: Mapped[int] = mapped_column(default=0, server_default="0")
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]
