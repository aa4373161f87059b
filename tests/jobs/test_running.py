"""Jobs with both runners: committed or not, tried again, cancelled, handed back, taken over, parked."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from labelwright.core.db import Database
from labelwright.jobs import execution, runners, service
from labelwright.jobs.models import Job
from labelwright.jobs.registry import Registry
from labelwright.jobs.runners import runner_for, working
from labelwright.projects.service import visible_ids
from labelwright.users.service import by_ids
from tests.fixtures.databases import Stage
from tests.fixtures.people import People
from tests.jobs.handlers import NOTE, Counting


@pytest.fixture
async def database(own_database_url: str) -> AsyncIterator[Database]:
    """A database with connections of its own."""
    opened = Database(own_database_url)
    yield opened
    await opened.close()


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> Counting:
    """The handler under watch; trying again comes soon."""
    monkeypatch.setattr(execution, "FIRST_DELAY_SECONDS", 0.02)
    return Counting()


@asynccontextmanager
async def _working(database: Database, counting: Counting, *, heartbeat: float = 1) -> AsyncIterator[None]:
    async with working(runner_for(database, Registry(counting), heartbeat_seconds=heartbeat)):
        yield


async def _enqueue(database: Database, people: People, count: int = 3, **more: Any) -> int:
    async with database.write() as session:
        organization = people.owner.organization_id
        return await service.enqueue(session, "counting", {"count": count}, organization_id=organization, **more)


async def _ended(database: Database, job_id: int) -> Job:
    assert await service.wait(database, job_id, seconds=20)
    async with database.read() as session:
        job = await session.get(Job, job_id)
    assert job is not None
    return job


async def _counted(database: Database) -> list[int]:
    async with database.read() as session:
        rows = await session.execute(text("SELECT account FROM login_failure WHERE address = 'job' ORDER BY id"))
    return [int(row[0]) for row in rows]


async def _actor(database: Database, people: People) -> Any:
    from labelwright.core.access import Actor, Role

    owner = people.owner
    async with database.read() as session:
        assert owner.id in await by_ids(session, {owner.id})
    return Actor(owner.id, owner.email, owner.organization_id, Role.OWNER)


async def test_what_is_committed_is_done(database: Database, people: People, counting: Counting) -> None:
    async with _working(database, counting):
        job = await _ended(database, await _enqueue(database, people))
    assert (job.state, job.done, job.attempt, job.error) == ("completed", 3, 1, None)
    assert job.started_at is not None
    assert job.finished_at is not None
    assert await _counted(database) == [0, 1, 2]


async def test_what_is_rolled_back_is_not(database: Database, people: People, counting: Counting) -> None:
    async def enqueue_and_fail() -> None:
        async with database.write() as session:
            await service.enqueue(session, "counting", {"count": 1}, organization_id=people.owner.organization_id)
            raise LookupError

    async with _working(database, counting):
        with pytest.raises(LookupError):
            await enqueue_and_fail()
        await _ended(database, await _enqueue(database, people, count=2))
    assert await _counted(database) == [0, 1]


async def test_the_same_work_is_not_queued_twice(database: Database, people: People, counting: Counting) -> None:
    first = await _enqueue(database, people, unique_key="one")
    assert await _enqueue(database, people, unique_key="one") == first
    async with _working(database, counting):
        await _ended(database, first)
        assert await _enqueue(database, people, unique_key="one") > first


async def test_a_fault_that_passes_is_tried_again_from_the_cursor(
    database: Database, people: People, counting: Counting
) -> None:
    counting.fail_at = {1: 2, 2: 3}
    async with _working(database, counting):
        job = await _ended(database, await _enqueue(database, people))
    assert (job.state, job.attempt, counting.undone) == ("completed", 6, [])
    assert await _counted(database) == [0, 1, 2]


async def test_a_fault_that_stays_ends_the_job_and_undoes_it(
    database: Database, people: People, counting: Counting
) -> None:
    counting.fail_at = {1: 99}
    async with _working(database, counting):
        job = await _ended(database, await _enqueue(database, people))
    assert (job.state, job.attempt) == ("failed", 4)
    assert job.error == "The server failed (RuntimeError); its log has the rest."
    assert counting.undone == [("failed", job.error)]
    assert await _counted(database) == []


async def test_what_is_hopeless_is_not_tried_again(database: Database, people: People, counting: Counting) -> None:
    counting.hopeless_at = 2
    async with _working(database, counting):
        job = await _ended(database, await _enqueue(database, people))
    assert (job.state, job.attempt, job.error) == ("failed", 1, "2 cannot be counted")
    assert await _counted(database) == []


async def test_a_running_job_is_cancelled_at_its_next_batch(
    database: Database, people: People, counting: Counting
) -> None:
    actor = await _actor(database, people)
    counting.hold_at = 1
    async with _working(database, counting):
        job_id = await _enqueue(database, people)
        await asyncio.wait_for(counting.holding.wait(), 20)
        async with database.write() as session:
            await service.cancel(session, actor, visible_ids(actor), job_id)
        counting.release.set()
        job = await _ended(database, job_id)
    assert (job.state, counting.undone) == ("cancelled", [("cancelled", "")])
    assert await _counted(database) == []


async def test_a_waiting_job_is_cancelled_with_its_cleaning_up(
    database: Database, people: People, counting: Counting
) -> None:
    actor = await _actor(database, people)
    job_id = await _enqueue(database, people)
    async with database.write() as session:
        await session.execute(NOTE, {"what": "7"})
        await service.cancel(session, actor, visible_ids(actor), job_id)
    async with _working(database, counting):
        job = await _ended(database, job_id)
    assert (job.state, counting.undone) == ("cancelled", [("cancelled", "")])
    assert await _counted(database) == []


async def test_a_worker_that_stops_hands_its_job_to_the_next(
    database: Database, people: People, counting: Counting
) -> None:
    counting.hold_at = 1
    async with _working(database, counting):
        job_id = await _enqueue(database, people, count=5)
        await asyncio.wait_for(counting.holding.wait(), 20)
        asyncio.get_running_loop().call_later(0.2, counting.release.set)
    async with database.read() as session:
        job = await session.get(Job, job_id)
    assert job is not None
    assert job.state == "queued"
    async with _working(database, counting):
        job = await _ended(database, job_id)
    assert (job.state, job.deaths) == ("completed", 0)
    assert await _counted(database) == [0, 1, 2, 3, 4]


async def test_a_job_that_outlasts_the_end_of_its_worker_is_taken_up_by_the_next(
    database: Database, people: People, counting: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runners, "DRAIN_SECONDS", 0.2)
    counting.hold_at = 1  # and nobody lets go of it
    async with _working(database, counting):
        job_id = await _enqueue(database, people, count=4)
        await asyncio.wait_for(counting.holding.wait(), 20)
    counting.hold_at = None
    async with _working(database, counting):
        job = await _ended(database, job_id)
    assert (job.state, job.deaths) == ("completed", 0)
    assert await _counted(database) == [0, 1, 2, 3]


async def test_a_worker_that_was_overtaken_writes_nothing_more(
    database: Database, people: People, counting: Counting
) -> None:
    counting.hold_at = 1
    async with _working(database, counting):
        job_id = await _enqueue(database, people, count=5)
        await asyncio.wait_for(counting.holding.wait(), 20)
        async with database.write() as session:
            # As if this worker had been silent for too long and another one had taken the job up.
            await session.execute(text("UPDATE job SET attempt = attempt + 1 WHERE id = :id"), {"id": job_id})
            if not database.is_sqlite:
                await session.execute(
                    text("UPDATE pgqueuer SET heartbeat = now(), queue_manager_id = gen_random_uuid()")
                )
        counting.release.set()
        if not database.is_sqlite:
            await asyncio.sleep(0.3)
            assert await _counted(database) == [0, 1]
        # On SQLite nobody else can have it; elsewhere the other one has died meanwhile. So it is taken up once more.
        job = await _ended(database, job_id)
    assert (job.state, job.attempt) == ("completed", 3)
    assert await _counted(database) == [0, 1, 2, 3, 4]


async def test_a_job_that_kills_its_workers_is_parked_until_somebody_looks(
    database: Database, people: People, counting: Counting
) -> None:
    actor = await _actor(database, people)
    job_id = await _enqueue(database, people)
    async with database.write() as session:
        await session.execute(text("UPDATE job SET state = 'running', deaths = 2"))
    async with _working(database, counting):
        job = await _ended(database, job_id)
        assert (job.state, await _counted(database)) == ("parked", [])
        assert "died 3 times" in str(job.error)
        async with database.write() as session:
            await service.retry(session, actor, visible_ids(actor), job_id)
        job = await _ended(database, job_id)
    assert (job.state, job.error) == ("completed", None)
    assert await _counted(database) == [0, 1, 2]


async def test_two_workers_share_the_work(stage: Stage, own_database_url: str, people: People) -> None:
    if stage.kind == "sqlite":
        pytest.skip("an embedded database has one process")
    databases = [Database(own_database_url) for _ in range(2)]
    countings = [Counting(), Counting()]
    try:
        # Patient, so that a busy machine takes no living worker for a dead one.
        first, second = (_working(*pair, heartbeat=30) for pair in zip(databases, countings, strict=True))
        async with first, second:
            ids = [await _enqueue(databases[0], people, count=1) for _ in range(20)]
            ended = [await _ended(databases[0], job_id) for job_id in ids]
        assert {job.state for job in ended} == {"completed"}
        assert {job.attempt for job in ended} == {1}
        assert await _counted(databases[0]) == [0] * 20
    finally:
        for database in databases:
            await database.close()


async def _patiently(work: Callable[[], Awaitable[int]]) -> int:
    """Do what may meet a connection whose end nobody has noticed yet, as a client that tries again would."""
    for _ in range(100):
        try:
            return await work()
        except (DBAPIError, asyncpg.InternalClientError):
            await asyncio.sleep(0.05)
    raise TimeoutError


@pytest.mark.databases("postgres")
async def test_a_worker_comes_back_when_the_database_does(
    database: Database, people: People, counting: Counting
) -> None:
    async with _working(database, counting):
        await _ended(database, await _enqueue(database, people, count=1))
        async with database.read() as session:
            await session.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )
        job = await _ended(database, await _patiently(lambda: _enqueue(database, people, count=2)))
    assert job.state == "completed"
    assert await _counted(database) == [0, 0, 1]
