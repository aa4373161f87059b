"""A start waits for a database that is starting as well, as in containers that are started together."""

import asyncio
import time

import pytest

from labelwright.core import db
from labelwright.core.db import Database
from labelwright.core.errors import Unavailable
from tests.bench.server import free_port
from tests.fixtures.balancer import balancing
from tests.fixtures.shared import Shared

pytestmark = pytest.mark.databases("postgres")


@pytest.fixture(autouse=True)
def _short_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A single look gives up soon, so that it takes several."""
    monkeypatch.setattr(db, "CONNECT_WAIT_SECONDS", 0.1)


async def test_a_database_that_comes_late_is_waited_for(shared: Shared) -> None:
    port = free_port()
    postgres = await asyncio.to_thread(shared.postgres)
    database = Database(f"postgresql+asyncpg://postgres@127.0.0.1:{port}/postgres")
    try:
        waiting = asyncio.create_task(database.wait(20))
        await asyncio.sleep(0.8)
        assert not waiting.done()
        async with balancing(("127.0.0.1", postgres.port), port=port):
            await waiting
            await database.close()
    finally:
        await database.close()


async def test_one_that_never_comes_is_given_up() -> None:
    database = Database(f"postgresql+asyncpg://postgres@127.0.0.1:{free_port()}/postgres")
    began = time.monotonic()
    with pytest.raises(Unavailable, match="does not answer"):
        await database.wait(0.6)
    assert 0.6 <= time.monotonic() - began < 5
    await database.close()
