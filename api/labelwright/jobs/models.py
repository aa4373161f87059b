"""The table of jobs."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from labelwright.core.types import Base, CreatedAt, Id, JsonValue, Ref, UtcDateTime


class JobState(StrEnum):
    """Where a job stands. PARKED: it killed its worker again and again, and waits for somebody to look."""

    QUEUED = "queued"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"
    PARKED = "parked"


ACTIVE = (JobState.QUEUED, JobState.RUNNING)
_IS_ACTIVE = text("state IN ('queued', 'running')")


class Job(Base):
    """One piece of long work. The row is ours; who runs it is the runner's business.

    `run` counts how often it was put into the queue, `attempt` how often a worker took it up: a worker that is behind
    either has been overtaken and writes nothing. `deaths` and `failures` are counted since the last progress. `ending`
    says how the job is to end once what it did has been undone.
    """

    __tablename__ = "job"
    __table_args__ = (
        Index("ix_job_due", "state", "run_at", "id"),
        Index("ix_job_changed", "organization_id", "changed_at"),
        Index("ix_job_project_id_id", "project_id", "id"),
        Index("uq_job_unique_key", "unique_key", unique=True, postgresql_where=_IS_ACTIVE, sqlite_where=_IS_ACTIVE),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(64))
    arguments: Mapped[dict[str, Any]] = mapped_column(JsonValue, default=dict)
    unique_key: Mapped[str | None] = mapped_column(String(255))
    organization_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("organization.id", ondelete="CASCADE"))
    project_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("project.id", ondelete="SET NULL"))
    user_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("user.id", ondelete="SET NULL"))
    state: Mapped[str] = mapped_column(String(16), default=JobState.QUEUED)
    done: Mapped[int] = mapped_column(BigInteger, default=0)
    total: Mapped[int | None] = mapped_column(BigInteger)
    message: Mapped[str] = mapped_column(Text, default="")
    cursor: Mapped[dict[str, Any]] = mapped_column(JsonValue, default=dict)
    ending: Mapped[str | None] = mapped_column(String(16))
    error: Mapped[str | None] = mapped_column(Text)
    run: Mapped[int] = mapped_column(default=1)
    attempt: Mapped[int] = mapped_column(default=0)
    failures: Mapped[int] = mapped_column(default=0)
    deaths: Mapped[int] = mapped_column(default=0)
    run_at: Mapped[datetime] = mapped_column(UtcDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[CreatedAt]
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
