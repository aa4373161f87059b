"""Many who label at once while jobs of deliveries come and go: nothing is left behind, each event goes out once."""

import asyncio
import itertools
import random
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from labelwright.core.db import Database
from tests.fixtures.databases import Stage
from tests.fixtures.making import Make, choice
from tests.fixtures.receivers import Receiver
from tests.fixtures.sites import Site, running_site
from tests.webhooks.test_events import subscribe

LABELERS = 4
TASKS = 80


@pytest.fixture
async def busy_site(stage: Stage, own_database_url: str, tmp_path: Path) -> AsyncIterator[Site]:
    """A site with connections of its own, which may call receivers on this machine."""
    database = Database(own_database_url)
    try:
        settings = {"data_dir": tmp_path / "data", "ssrf_allowed_subnets": "127.0.0.0/8"}
        async with running_site(database, stage.people, **settings) as site:
            yield site
    finally:
        await database.close()


async def test_webhooks_that_come_and_go_disturb_no_submit(busy_site: Site) -> None:
    client = await busy_site.client(busy_site.people.owner)
    make = Make(client)
    project = await make.project()
    tasks = await make.tasks(project, 60)
    is_over = False

    async def come_and_go() -> None:
        while not is_over:
            hook = await subscribe(client, "http://127.0.0.1:9/dead", project=project["id"])
            await asyncio.sleep(0.01)
            assert (await client.delete(f"/api/webhooks/{hook['id']}")).status_code == 204

    async def label(some: list[int]) -> None:
        for task in some:
            answer = await client.post(f"/api/tasks/{task}/annotations", json={"result": choice()})
            assert answer.status_code == 201, answer.text

    coming = [asyncio.create_task(come_and_go()) for _ in range(3)]
    await asyncio.gather(*(label(tasks[number::LABELERS]) for number in range(LABELERS)))
    is_over = True
    await asyncio.gather(*coming)
    assert len(await busy_site.sql("SELECT id FROM annotation")) == len(tasks)


@pytest.mark.slow
async def test_no_event_is_left_behind_between_two_jobs(busy_site: Site, receiver: Receiver) -> None:
    client = await busy_site.client(busy_site.people.owner)
    make = Make(client)
    project = await make.project()
    tasks = await make.tasks(project, TASKS)
    events = {"send_for_all_actions": False, "actions": ["ANNOTATION_CREATED"]}
    await subscribe(client, receiver.url, project=project["id"], **events)

    async def label(some: list[int]) -> None:
        for task in some:
            # Pauses about as long as a job lives, so that submits meet its end.
            await asyncio.sleep(random.random() * 0.3)  # noqa: S311 - a pause, no secret
            answer = await client.post(f"/api/tasks/{task}/annotations", json={"result": choice()})
            assert answer.status_code == 201, answer.text

    for half in (tasks[: TASKS // 2], tasks[TASKS // 2 :]):
        await asyncio.gather(*(label(half[number::LABELERS]) for number in range(LABELERS)))
        await busy_site.settled()
    await receiver.until(TASKS, seconds=30)
    told = Counter(event.json["task"]["id"] for event in receiver.received)
    assert told == Counter(tasks)
    assert len({event.id for event in receiver.received}) == TASKS
    await busy_site.settled()
    number_of = {uid: number for number, uid in await busy_site.sql("SELECT id, uid FROM outbox")}
    numbers = [number_of[event.id] for event in receiver.received]
    late = sum(first > second for first, second in itertools.pairwise(numbers))
    assert late < TASKS / 10, "events went out in no order"
    assert await busy_site.sql("SELECT id FROM webhook_delivery WHERE state <> 'sent'") == []
