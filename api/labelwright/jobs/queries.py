"""Statements on jobs. Every write of a worker is fenced by the attempt it stands for."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, delete, func, literal, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core.access import Action, Actor
from labelwright.core.db import is_sqlite, upsert
from labelwright.core.types import DatabaseNow, DatabaseNowPlus
from labelwright.jobs.models import ACTIVE, Job, JobState
from labelwright.jobs.ports import VisibleProjects

MAX_DEATHS = 3
WORKER_NAME = "labelwright worker"
"""By what name the connections of workers are known to PostgreSQL."""

PARKED = f"Its worker died {MAX_DEATHS} times in a row at the same place."


def visible_to(actor: Actor, projects: VisibleProjects) -> ColumnElement[bool]:
    """Jobs of the caller's organization in projects they see; who does not manage projects sees their own only."""
    conditions = [
        Job.organization_id == actor.organization_id,
        or_(Job.project_id.is_(None), Job.project_id.in_(projects)),
    ]
    if not actor.may(Action.MANAGE_PROJECT):
        conditions.append(Job.user_id == actor.id)
    return and_(*conditions)


async def insert(session: AsyncSession, values: dict[str, Any], *, delay: float) -> int | None:
    """Insert a job that is due after so many seconds; None when an unfinished one has the same unique key."""
    moments = {"run_at": DatabaseNowPlus(literal(delay)), "changed_at": DatabaseNow(), "created_at": DatabaseNow()}
    statement = upsert(session, Job).values(**values, **moments).on_conflict_do_nothing().returning(Job.id)
    return (await session.execute(statement)).scalar_one_or_none()


async def by_unique_key(session: AsyncSession, unique_key: str) -> int | None:
    """The unfinished job with this key."""
    statement = select(Job.id).where(Job.unique_key == unique_key, Job.state.in_(ACTIVE))
    return (await session.execute(statement)).scalar_one_or_none()


async def rely_on(session: AsyncSession, unique_key: str) -> tuple[int, bool] | None:
    """The unfinished job with this key, and whether it waits for a later moment.

    It does not let go of the key before the caller's transaction has ended.
    """
    waits = and_(Job.state == JobState.QUEUED, Job.run_at > DatabaseNow())
    statement = select(Job.id, waits).where(Job.unique_key == unique_key, Job.state.in_(ACTIVE))
    row = (await session.execute(statement.with_for_update(read=True, key_share=True))).one_or_none()
    return None if row is None else (row[0], bool(row[1]))


async def let_go(session: AsyncSession, job_id: int) -> None:
    """Give up a job's unique key, after all transactions have ended that rely on it."""
    await session.execute(select(Job.id).where(Job.id == job_id).with_for_update())
    await session.execute(
        update(Job).where(Job.id == job_id).values(unique_key=None).execution_options(synchronize_session=False)
    )


async def hasten(session: AsyncSession, job_id: int) -> int | None:
    """Have a job that waits for a later moment run now; its new run number, None when it does not wait."""
    statement = (
        update(Job)
        .where(Job.id == job_id, Job.state == JobState.QUEUED, Job.run_at > DatabaseNow())
        .values(run=Job.run + 1, run_at=DatabaseNow(), changed_at=DatabaseNow())
        .returning(Job.run)
        .execution_options(synchronize_session=False)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def get(session: AsyncSession, actor: Actor, projects: VisibleProjects, job_id: int) -> Job | None:
    """One visible job."""
    statement = select(Job).where(Job.id == job_id, visible_to(actor, projects))
    return (await session.execute(statement)).scalar_one_or_none()


async def page(
    session: AsyncSession,
    actor: Actor,
    projects: VisibleProjects,
    *,
    project_id: int | None,
    states: Sequence[str],
    offset: int,
    limit: int,
) -> tuple[int, list[Job]]:
    """How many visible jobs there are, and one page of them, newest first."""
    condition = visible_to(actor, projects)
    if project_id is not None:
        condition = and_(condition, Job.project_id == project_id)
    if states:
        condition = and_(condition, Job.state.in_(states))
    total = (await session.execute(select(func.count()).select_from(Job).where(condition))).scalar_one()
    rows = await session.execute(select(Job).where(condition).order_by(Job.id.desc()).offset(offset).limit(limit))
    return total, list(rows.scalars())


async def changed_since(
    session: AsyncSession, actor: Actor, projects: VisibleProjects, since: datetime | None, limit: int
) -> list[Job]:
    """Visible jobs that changed after a moment (unfinished ones without it), in the order of their changes."""
    recent = Job.state.in_(ACTIVE) if since is None else Job.changed_at > since
    statement = select(Job).where(visible_to(actor, projects), recent).order_by(Job.changed_at, Job.id).limit(limit)
    return list((await session.execute(statement)).scalars())


async def due(session: AsyncSession, *, limit: int, with_running: bool) -> list[tuple[int, int]]:
    """Ids and run numbers of jobs that may start; with those a dead worker left running when asked."""
    is_due = and_(Job.state == JobState.QUEUED, Job.run_at <= DatabaseNow())
    condition = or_(is_due, Job.state == JobState.RUNNING) if with_running else is_due
    statement = select(Job.id, Job.run).where(condition).order_by(Job.run_at, Job.id).limit(limit)
    return [(row[0], row[1]) for row in await session.execute(statement)]


async def delete_ended(session: AsyncSession, before: datetime) -> int:
    """Forget jobs that ended before a moment, and what PostgreSQL's queue has noted until then."""
    ended = (JobState.COMPLETED, JobState.FAILED, JobState.CANCELLED)
    result: Any = await session.execute(delete(Job).where(Job.state.in_(ended), Job.finished_at < before))
    if not is_sqlite(session):
        await session.execute(text("DELETE FROM pgqueuer_log WHERE created < :before"), {"before": before})
    return int(result.rowcount)


async def database_now(session: AsyncSession) -> datetime:
    """The moment on the database's clock."""
    return (await session.execute(select(DatabaseNow()))).scalar_one()


async def next_run_at(session: AsyncSession) -> datetime | None:
    """When the next waiting job is due."""
    return (await session.execute(select(func.min(Job.run_at)).where(Job.state == JobState.QUEUED))).scalar_one()


async def depth(session: AsyncSession) -> list[tuple[str, str, int, datetime | None]]:
    """Kind, state and number of the jobs that have not ended, with the earliest moment at which one was due."""
    unfinished = (*ACTIVE, JobState.PARKED)
    due = func.min(case((Job.run_at <= DatabaseNow(), Job.run_at)))
    statement = select(Job.kind, Job.state, func.count(), due).where(Job.state.in_(unfinished))
    rows = await session.execute(statement.group_by(Job.kind, Job.state))
    return [(row[0], row[1], row[2], row[3]) for row in rows]


async def count_workers(session: AsyncSession) -> int:
    """How many processes hold a connection to PostgreSQL's queue: one that is dead holds none."""
    statement = text(
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = :name AND datname = current_database()"
    )
    return int((await session.execute(statement, {"name": WORKER_NAME})).scalar_one())


async def claim(session: AsyncSession, job_id: int, run: int) -> Job | None:
    """Take a job up. One that was running has lost its worker; after `MAX_DEATHS` in a row it is parked."""
    died = case((Job.state == JobState.RUNNING, Job.deaths + 1), else_=Job.deaths)
    statement = (
        update(Job)
        .where(Job.id == job_id, Job.run == run, Job.state.in_(ACTIVE))
        .values(
            attempt=Job.attempt + 1,
            deaths=died,
            state=case((died >= MAX_DEATHS, literal(JobState.PARKED.value)), else_=literal(JobState.RUNNING.value)),
            error=case((died >= MAX_DEATHS, literal(PARKED)), else_=Job.error),
            started_at=func.coalesce(Job.started_at, DatabaseNow()),
            changed_at=DatabaseNow(),
        )
        .returning(Job)
        .execution_options(synchronize_session=False)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def change(session: AsyncSession, job_id: int, attempt: int, values: dict[str, Any]) -> str | bool | None:
    """Change a job that is still in this worker's hands; its ending (None for none), or False when it is not."""
    statement = (
        update(Job)
        .where(Job.id == job_id, Job.attempt == attempt, Job.state == JobState.RUNNING)
        .values(**values, changed_at=DatabaseNow())
        .returning(Job.ending)
        .execution_options(synchronize_session=False)
    )
    row = (await session.execute(statement)).one_or_none()
    return False if row is None else row.ending


async def put_off(session: AsyncSession, job_id: int, attempt: int, seconds: float, values: dict[str, Any]) -> bool:
    """Put a job back into the queue for later."""
    found = await change(
        session,
        job_id,
        attempt,
        {"state": JobState.QUEUED, "run_at": DatabaseNowPlus(literal(seconds)), **values},
    )
    return found is not False


async def state_of(session: AsyncSession, job_id: int, attempt: int) -> Any:
    """Ending and failures of a job in this worker's hands."""
    statement = select(Job.ending, Job.failures).where(
        Job.id == job_id, Job.attempt == attempt, Job.state == JobState.RUNNING
    )
    return (await session.execute(statement)).one_or_none()


async def requeue(session: AsyncSession, job_id: int, states: Sequence[str], values: dict[str, Any]) -> int | None:
    """Put a job into the queue once more, now; its new run number, None when it is in no such state."""
    statement = (
        update(Job)
        .where(Job.id == job_id, Job.state.in_(states))
        .values(
            **values,
            state=JobState.QUEUED,
            run=Job.run + 1,
            run_at=DatabaseNow(),
            changed_at=DatabaseNow(),
            finished_at=None,
        )
        .returning(Job.run)
        .execution_options(synchronize_session=False)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def ask_to_end(session: AsyncSession, job_id: int) -> bool:
    """Ask the worker of a running job to cancel it."""
    statement = (
        update(Job)
        .where(Job.id == job_id, Job.state == JobState.RUNNING, Job.ending.is_(None))
        .values(ending=JobState.CANCELLED, changed_at=DatabaseNow())
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    )
    return (await session.execute(statement)).scalar_one_or_none() is not None
