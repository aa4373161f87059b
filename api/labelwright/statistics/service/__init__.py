"""Rules about statistics: when a project is counted, and what is shown of it."""

from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core.access import Action, Actor
from labelwright.core.concurrency import to_thread
from labelwright.core.db import Database
from labelwright.core.errors import Invalid
from labelwright.core.types import AnyRow, now
from labelwright.jobs import service as jobs
from labelwright.projects import service as projects
from labelwright.statistics import days as calendar
from labelwright.statistics import queries
from labelwright.statistics.dashboard import Dashboard, People, build, person
from labelwright.statistics.days import Day
from labelwright.users import service as users

COUNT_JOB = "statistics.count"
DUE_BATCH = 100
LEFT_ALONE = timedelta(minutes=2)


async def order(session: AsyncSession, project_id: int, *, actor: Actor | None = None) -> int:
    """Have a project counted by a job; returns its id. Without an actor it is the server's own."""
    whose = "asked" if actor else "due"
    return await jobs.enqueue(
        session,
        COUNT_JOB,
        {"project_id": project_id},
        organization_id=actor.organization_id if actor else None,
        project_id=project_id,
        user_id=actor.id if actor else None,
        unique_key=f"{COUNT_JOB}:{project_id}:{whose}",
        message="Waiting to count a project",
    )


async def refresh(session: AsyncSession, actor: Actor, project_id: int) -> int:
    """Have a project counted for somebody who sees all of its annotations; returns the job's id."""
    project = await projects.get(session, actor, project_id, Action.SEE_ALL_ANNOTATIONS)
    return await order(session, project.id, actor=actor)


async def order_due(database: Database) -> None:
    """Put the counting of projects that changed into the queue, each once."""
    async with database.read() as session:
        found = await queries.due(session, now(), limit=DUE_BATCH)
    for project_id in found:
        async with database.write() as session:
            await order(session, project_id)


async def dashboard(
    session: AsyncSession, actor: Actor, project_id: int, first: date | None, last: date | None
) -> Dashboard:
    """All that the dashboard of a project shows, from one day to another, both included."""
    if first is not None and last is not None and first > last:
        raise Invalid(to="The last day comes before the first.")
    project = await projects.get(session, actor, project_id, Action.SEE_ALL_ANNOTATIONS)
    state = await queries.state(session, project.id)
    rows = await queries.days(session, project.id, first, last)
    found = await to_thread(_decoded, rows)
    whole = await to_thread(calendar.total, list(found.values()))
    return await to_thread(build, project, state, found, whole, await _people(session, whole), first, last)


def _decoded(rows: list[AnyRow]) -> dict[date, Day]:
    return {row.day: calendar.decode(row.counts) for row in rows}


async def _people(session: AsyncSession, whole: Day) -> People:
    ids = {*whole.people, *whole.reviewers}
    for pair in whole.pairs:
        ids |= {pair.user_a, pair.user_b}
    ids |= {pair.user for pair in whole.models}
    return {user_id: person(user) for user_id, user in (await users.by_ids(session, ids)).items() if user_id}


def due_after(seconds: float) -> timedelta:
    """How long a project that took so long to count is left alone: counting takes a twentieth of the time at most."""
    return max(LEFT_ALONE, timedelta(seconds=seconds * 20))
