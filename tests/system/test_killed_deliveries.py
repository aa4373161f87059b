"""Events reach their receivers after kills at any moment of servers and workers: none is lost, doubles have one id."""

import asyncio
import random
import time
from collections import defaultdict
from collections.abc import Callable

import httpx
import pytest

from tests.fixtures.making import SENTIMENT, choice
from tests.fixtures.receivers import Receiver
from tests.fixtures.servers import TOKEN, NewServer, Server, Worker
from tests.system.counting import rows

pytestmark = [pytest.mark.system, pytest.mark.slow]

ROUNDS = 10
TASKS = 40
HEADERS = {"Authorization": f"Token {TOKEN}"}
SETTINGS = {
    "LABELWRIGHT_SSRF_ALLOWED_SUBNETS": "127.0.0.0/8",
    "LABELWRIGHT_WEBHOOK_RETRY_SECONDS": "0.05",
    "LABELWRIGHT_WORKER_HEARTBEAT_SECONDS": "1",
    "LABELWRIGHT_SQLITE_SYNCHRONOUS": "NORMAL",
}


def _followed(server: Server, receiver: Receiver) -> int:
    """A project whose annotations are told."""
    with server.client() as client:
        project = int(client.post("/api/projects", json={"label_config": SENTIMENT}).json()["id"])
        webhook = {
            "url": receiver.url,
            "project": project,
            "send_for_all_actions": False,
            "actions": ["ANNOTATION_CREATED"],
        }
        assert client.post("/api/webhooks", json=webhook).status_code == 201
        return project


async def _label_until_killed(server: Server, project: int, kill: Callable[[], None]) -> set[int]:
    """Submit annotations from several clients while something is killed; ids that were acknowledged."""
    async with httpx.AsyncClient(base_url=server.url, headers=HEADERS, timeout=30) as client:
        path = f"/api/projects/{project}/import?return_task_ids=1"
        tasks = (await client.post(path, json=[{"text": "a"}] * TASKS)).json()["task_ids"]
        acknowledged: set[int] = set()

        async def label(some: list[int]) -> None:
            for task in some:
                try:
                    answer = await client.post(f"/api/tasks/{task}/annotations", json={"result": choice()})
                except httpx.TransportError:
                    return
                acknowledged.add(answer.json()["id"])

        labeling = [asyncio.create_task(label(tasks[number::4])) for number in range(4)]
        await asyncio.sleep(0.05 + random.random() * 0.4)  # noqa: S311 - a moment, no secret
        kill()
        await asyncio.gather(*labeling)
    return acknowledged


async def _assert_all_told(server: Server, receiver: Receiver, acknowledged: set[int]) -> None:
    deadline = time.monotonic() + 60
    while await rows(server, "SELECT id FROM webhook_delivery WHERE state <> 'sent'"):
        assert time.monotonic() < deadline, "events still wait"
        await asyncio.sleep(0.1)
    stored = {row[0] for row in await rows(server, "SELECT id FROM annotation")}
    told = defaultdict(set)
    for event in receiver.received:
        told[event.json["annotation"]["id"]].add(event.id)
    assert acknowledged <= stored
    assert told.keys() == stored, "an event was lost, or one of a rolled back change was told"
    assert {len(ids) for ids in told.values()} == {1}, "a double has another id"


async def test_ten_kills_in_deliveries(new_server: NewServer, receiver: Receiver) -> None:
    server = await new_server(**SETTINGS)
    server.start()
    project = _followed(server, receiver)
    # Slow enough that events still wait when the server dies.
    receiver.seconds = 0.01
    acknowledged: set[int] = set()
    waiting = 0
    for _ in range(ROUNDS):
        acknowledged |= await _label_until_killed(server, project, server.kill)
        waiting += len(await rows(server, "SELECT id FROM webhook_delivery WHERE state = 'pending'"))
        server.start()
    assert waiting > 0, "no kill came before the last event was sent"
    await _assert_all_told(server, receiver, acknowledged)
    assert server.stop() == 0


@pytest.mark.databases("postgres")
async def test_ten_kills_of_workers_in_deliveries(new_server: NewServer, receiver: Receiver) -> None:
    settings = {**SETTINGS, "LABELWRIGHT_EMBEDDED_WORKER": "false"}
    server = await new_server(**settings)
    server.start()
    worker = Worker(server, settings)
    try:
        worker.start()
        project = _followed(server, receiver)
        receiver.seconds = 0.01
        acknowledged: set[int] = set()
        for _ in range(ROUNDS):
            acknowledged |= await _label_until_killed(server, project, worker.kill)
            worker.start()
        await _assert_all_told(server, receiver, acknowledged)
        assert len(acknowledged) == ROUNDS * TASKS
        assert (worker.stop(), server.stop()) == (0, 0)
    finally:
        worker.close()
