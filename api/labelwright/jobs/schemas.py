"""Wire shapes of jobs."""

from datetime import datetime

from pydantic import BaseModel

from labelwright.jobs.models import JobState


class JobRead(BaseModel):
    """A job as users see it."""

    id: int
    kind: str
    state: JobState
    project: int | None
    created_by: int | None
    done: int
    total: int | None
    message: str
    error: str | None
    is_cancelling: bool
    attempt: int
    run_at: datetime
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    changed_at: datetime


class JobPage(BaseModel):
    """One page of jobs."""

    count: int
    next: str | None
    previous: str | None
    results: list[JobRead]
