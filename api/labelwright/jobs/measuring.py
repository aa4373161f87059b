"""What `/metrics` shows of jobs and their workers."""

from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core import telemetry
from labelwright.core.db import is_sqlite
from labelwright.jobs import service
from labelwright.jobs.models import JobState


async def measure(session: AsyncSession, *, works_here: bool) -> None:
    """Set the gauges. `works_here` tells whether this process takes jobs up, which only an embedded one must know."""
    telemetry.jobs.clear()
    telemetry.job_age.clear()
    moment = await service.database_now(session)
    for kind, state, count, due in await service.depth(session):
        telemetry.jobs.labels(kind, state).set(count)
        if state == JobState.QUEUED:
            waiting = 0.0 if due is None else max((moment - due).total_seconds(), 0.0)
            telemetry.job_age.labels(kind).set(waiting)
    telemetry.workers.set(int(works_here) if is_sqlite(session) else await service.count_workers(session))
