"""Rules about jobs: putting them into the queue, what their workers write, cancelling and trying again."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Any, Final, Literal

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core import events
from labelwright.core.access import Actor
from labelwright.core.db import Database, is_sqlite
from labelwright.core.errors import Conflict, NotFound
from labelwright.core.pagination import Page
from labelwright.core.types import DatabaseNow, now
from labelwright.jobs import queries
from labelwright.jobs.models import ACTIVE, Job, JobState
from labelwright.jobs.ports import VisibleProjects

ENTRYPOINT = "labelwright"
"""The one name under which all kinds of jobs wait in PostgreSQL's queue."""

POLL_SECONDS = 0.1

KEPT = timedelta(days=30)
"""How long jobs are shown after they ended."""


class _Overtaken(Enum):
    TOKEN = 0


OVERTAKEN: Final = _Overtaken.TOKEN
"""The answer to a worker whose job is in other hands."""

Ending = str | None | Literal[_Overtaken.TOKEN]


@dataclass(frozen=True, slots=True)
class JobQueued:
    """A job waits for a worker."""

    job_id: int


async def enqueue(
    session: AsyncSession,
    kind: str,
    arguments: dict[str, Any],
    *,
    organization_id: int | None,
    project_id: int | None = None,
    user_id: int | None = None,
    unique_key: str | None = None,
    total: int | None = None,
    message: str = "",
    delay: float = 0.0,
) -> int:
    """Put a job into the queue, in the caller's transaction: committed or rolled back with it. Returns its id.

    While a job with the same unique key is unfinished, that one is returned and nothing is added. Without an
    organization it is the server's own and shown to nobody. `delay` is in seconds.
    """
    values = {
        "kind": kind,
        "arguments": arguments,
        "organization_id": organization_id,
        "project_id": project_id,
        "user_id": user_id,
        "unique_key": unique_key,
        "total": total,
        "message": message,
    }
    job_id = await queries.insert(session, values, delay=delay)
    if job_id is None:
        assert unique_key is not None  # noqa: S101 - nothing else can conflict
        found = await queries.by_unique_key(session, unique_key)
        # It may have ended between the two statements: then there is room for a new one.
        return found or await enqueue(
            session,
            kind,
            arguments,
            organization_id=organization_id,
            project_id=project_id,
            user_id=user_id,
            unique_key=unique_key,
            total=total,
            message=message,
            delay=delay,
        )
    await _announce(session, job_id, run=1, delay=delay)
    return job_id


async def ensure(
    session: AsyncSession, kind: str, arguments: dict[str, Any], *, unique_key: str, delay: float = 0.0
) -> None:
    """Have the server's own job of this key look at what the caller's transaction leaves to it.

    Without a delay one that waits runs now. One that runs already will see what was left when it ends by `let_go`,
    which waits for this transaction.
    """
    while (found := await queries.rely_on(session, unique_key)) is None:
        values = {"kind": kind, "arguments": arguments, "unique_key": unique_key}
        job_id = await queries.insert(session, values, delay=delay)
        if job_id is not None:
            await _announce(session, job_id, run=1, delay=delay)
            return
        # Somebody else has put it into the queue between the two statements.
    job_id, waits = found
    if waits and not delay and (run := await queries.hasten(session, job_id)) is not None:
        await _announce(session, job_id, run=run)


async def _announce(session: AsyncSession, job_id: int, *, run: int, delay: float = 0.0) -> None:
    """Tell whoever runs jobs: PostgreSQL's queue in this transaction, the runner of this process after it."""
    events.publish(session, JobQueued(job_id))
    if is_sqlite(session):
        return
    from pgqueuer.adapters.persistence.queries import Queries

    connection = (await (await session.connection()).get_raw_connection()).driver_connection
    # SQLAlchemy opens the driver's transaction at its first statement; before that this would commit by itself.
    assert connection is not None  # noqa: S101 - a live session has one
    assert connection.is_in_transaction()  # noqa: S101 - the job row was inserted just now
    await Queries.from_asyncpg_connection(connection).enqueue(
        ENTRYPOINT, f"{job_id} {run}".encode(), execute_after=timedelta(seconds=delay) if delay else None
    )


async def get(session: AsyncSession, actor: Actor, projects: VisibleProjects, job_id: int) -> Job:
    """A job the caller may see; else 404."""
    job = await queries.get(session, actor, projects, job_id)
    if job is None:
        raise NotFound("No Job matches the given query.")
    return job


async def page(
    session: AsyncSession,
    actor: Actor,
    projects: VisibleProjects,
    page: Page,
    *,
    project_id: int | None,
    states: Sequence[JobState],
) -> tuple[int, list[Job]]:
    """How many jobs the caller may see, and one page of them."""
    return await queries.page(
        session, actor, projects, project_id=project_id, states=states, offset=page.offset, limit=page.size
    )


async def cancel(session: AsyncSession, actor: Actor, projects: VisibleProjects, job_id: int) -> Job:
    """Ask a job to stop and undo what it did; refuses one that has ended (409)."""
    job = await get(session, actor, projects, job_id)
    waiting = (JobState.QUEUED, JobState.PARKED)
    # What waits is put into the queue for its cleaning up; what runs is told at its next batch.
    run = await queries.requeue(session, job.id, waiting, {"ending": JobState.CANCELLED, "deaths": 0, "failures": 0})
    if run is not None:
        await _announce(session, job.id, run=run)
    elif not await queries.ask_to_end(session, job.id):
        await session.refresh(job)
        if job.ending is None:
            raise Conflict(f"The job has ended already: {job.state}.", code="job_ended")
    await session.refresh(job)
    return job


async def retry(session: AsyncSession, actor: Actor, projects: VisibleProjects, job_id: int) -> Job:
    """Run a job again that failed, was cancelled or is parked; any other is a 409."""
    job = await get(session, actor, projects, job_id)
    if job.unique_key is not None and await queries.by_unique_key(session, job.unique_key) is not None:
        raise Conflict("The same work is under way already.", code="job_active")
    ended = (JobState.FAILED, JobState.CANCELLED)
    fresh = {"ending": None, "error": None, "deaths": 0, "failures": 0}
    run = await queries.requeue(session, job.id, ended, {**fresh, "cursor": {}, "done": 0, "started_at": None})
    if run is None:
        run = await queries.requeue(session, job.id, (JobState.PARKED,), {"deaths": 0, "failures": 0})
    if run is None:
        raise Conflict(f"Only a job that failed, was cancelled or is parked runs again; this one is {job.state}.")
    await _announce(session, job.id, run=run)
    await session.refresh(job)
    return job


async def queue_again(session: AsyncSession) -> None:
    """Put every job that was under way back into the queue: those who ran it are gone, as after a restore."""
    for job_id in (await session.execute(select(Job.id).where(Job.state.in_(ACTIVE)).order_by(Job.id))).scalars().all():
        run = await queries.requeue(session, job_id, ACTIVE, {"deaths": 0, "failures": 0})
        if run is not None:
            await _announce(session, job_id, run=run)


async def wait(database: Database, job_id: int, *, seconds: float) -> bool:
    """Wait a while for a job to end; whether it has."""
    deadline = asyncio.get_running_loop().time() + seconds
    while True:
        async with database.read() as session:
            job = await session.get(Job, job_id)
        if job is None or job.state not in ACTIVE:
            return True
        if asyncio.get_running_loop().time() > deadline:
            return False
        await asyncio.sleep(POLL_SECONDS)


async def tidy(database: Database) -> None:
    """Forget jobs that ended long ago."""
    async with database.write() as session:
        await queries.delete_ended(session, now() - KEPT)


# What workers write; each says whether the job is still theirs.


async def claim(session: AsyncSession, job_id: int, run: int) -> Job | None:
    """Take a job up; None for one that another worker has, that has ended, or that was parked just now."""
    job = await queries.claim(session, job_id, run)
    if job is None or job.state != JobState.RUNNING:
        return None
    return job


async def save(
    session: AsyncSession, job_id: int, attempt: int, progress: dict[str, Any], *, has_advanced: bool
) -> Ending:
    """Keep progress and cursor; where it went on, deaths and failures before are forgotten."""
    forgotten = {"deaths": 0, "failures": 0} if has_advanced else {}
    found = await queries.change(session, job_id, attempt, progress | forgotten)
    return OVERTAKEN if isinstance(found, bool) else found


async def ending_of(session: AsyncSession, job_id: int, attempt: int) -> Ending:
    """How a running job was asked to end."""
    row = await queries.state_of(session, job_id, attempt)
    return OVERTAKEN if row is None else row.ending


async def failures_of(session: AsyncSession, job_id: int, attempt: int, before: int) -> int:
    """Failures in a row so far."""
    row = await queries.state_of(session, job_id, attempt)
    return before if row is None else int(row.failures)


async def put_off(session: AsyncSession, job_id: int, attempt: int, *, seconds: float, failures: int | None) -> bool:
    """Put a job back into the queue, after a failure or because its worker goes down."""
    values = {} if failures is None else {"failures": failures}
    return await queries.put_off(session, job_id, attempt, seconds, values)


async def begin_ending(session: AsyncSession, job_id: int, attempt: int, ending: JobState, error: str) -> bool:
    """Remember how a job is going to end before anything is undone."""
    return await queries.change(session, job_id, attempt, {"ending": ending, "error": error or None}) is not False


async def finish(session: AsyncSession, job_id: int, attempt: int, state: JobState, error: str | None) -> bool:
    """End a job."""
    values = {"state": state, "error": error, "finished_at": DatabaseNow()}
    if state is JobState.COMPLETED:
        values["ending"] = None
    return await queries.change(session, job_id, attempt, values) is not False


due = queries.due
depth = queries.depth
count_workers = queries.count_workers
WORKER_NAME = queries.WORKER_NAME
let_go = queries.let_go
database_now = queries.database_now
next_run_at = queries.next_run_at
changed_since = queries.changed_since
