"""Jobs as they are shown."""

from typing import Any

from labelwright.jobs.models import ACTIVE, Job, JobState


def job(row: Job) -> dict[str, Any]:
    """A job under its published names; arguments and cursor are the server's own."""
    return {
        "id": row.id,
        "kind": row.kind,
        "state": row.state,
        "project": row.project_id,
        "created_by": row.user_id,
        "done": row.done,
        "total": row.total,
        "message": row.message,
        "error": row.error,
        "is_cancelling": row.state in ACTIVE and row.ending == JobState.CANCELLED,
        "attempt": row.attempt,
        "run_at": row.run_at,
        "created_at": row.created_at,
        "started_at": row.started_at,
        "finished_at": row.finished_at,
        "changed_at": row.changed_at,
    }
