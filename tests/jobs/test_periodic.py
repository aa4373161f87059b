"""What is done again and again: by one worker however many there are, with both runners."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta

import pytest

from labelwright.core.db import Database
from labelwright.jobs.registry import Periodic, Registry
from labelwright.jobs.runners import runner_for, working
from labelwright.jobs.runners.timing import cron_of
from tests.fixtures.databases import Stage

SECOND = timedelta(seconds=1)


@pytest.fixture
async def database(own_database_url: str) -> AsyncIterator[Database]:
    """A database with connections of its own."""
    opened = Database(own_database_url)
    yield opened
    await opened.close()


@pytest.mark.parametrize(
    ("seconds", "cron"), [(2, "* * * * * */2"), (60, "*/1 * * * *"), (900, "*/15 * * * *"), (7200, "0 */2 * * *")]
)
def test_intervals_are_cron_expressions(seconds: int, cron: str) -> None:
    assert cron_of(timedelta(seconds=seconds)) == cron


async def test_it_is_done_and_done_again_after_a_fault(database: Database) -> None:
    done = 0
    again = asyncio.Event()

    async def work(given: Database) -> None:
        nonlocal done
        assert given is database
        done += 1
        if done == 1:
            raise RuntimeError("the first time")
        again.set()

    registry = Registry(periodic=[Periodic("test", SECOND, work)])
    async with working(runner_for(database, registry, heartbeat_seconds=1)), asyncio.timeout(15):
        await again.wait()
    before = done
    await asyncio.sleep(1.5)
    assert done == before, "it went on after its worker had stopped"


async def test_many_workers_do_it_once(stage: Stage, own_database_url: str) -> None:
    if own_database_url.startswith("sqlite"):
        pytest.skip("an embedded database has one process")
    moments: list[float] = []
    enough = asyncio.Event()
    loop = asyncio.get_running_loop()

    async def work(_: Database) -> None:
        moments.append(loop.time())
        if len(moments) == 3:
            enough.set()

    async with AsyncExitStack() as closing:
        for _ in range(4):
            database = Database(own_database_url)
            closing.push_async_callback(database.close)
            registry = Registry(periodic=[Periodic("test", SECOND, work)])
            await closing.enter_async_context(working(runner_for(database, registry, heartbeat_seconds=1)))
        async with asyncio.timeout(20):
            await enough.wait()
    gaps = [later - earlier for earlier, later in itertools.pairwise(moments)]
    assert min(gaps) > 0.3, gaps
