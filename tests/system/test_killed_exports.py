"""Exports that jobs make end by themselves after kills at any moment; their files are whole, and nothing is doubled."""

import asyncio
import json
import random
from collections.abc import Callable
from typing import Any

import pytest

from tests.fixtures.making import SENTIMENT
from tests.fixtures.servers import NewServer, Server, Worker

pytestmark = [pytest.mark.system, pytest.mark.slow]

ROUNDS = 10
TASKS = 15_000
SETTINGS = {
    "LABELWRIGHT_MAX_EXPORT_TASKS": "100",
    "LABELWRIGHT_WORKER_HEARTBEAT_SECONDS": "1",
    "LABELWRIGHT_SQLITE_SYNCHRONOUS": "NORMAL",
}


def _project(server: Server) -> int:
    items = [{"text": f"text number {place}"} for place in range(TASKS)]
    with server.client() as client:
        project = int(client.post("/api/projects", json={"label_config": SENTIMENT}).json()["id"])
        assert client.post(f"/api/projects/{project}/import", json=items).status_code == 201
    return project


async def _order_and_kill(server: Server, path: str, body: Any, kill: Callable[[], None]) -> Any:
    with server.client() as client:
        answer = client.post(path, json=body)
        assert answer.status_code in {200, 201}, answer.text
    await asyncio.sleep(random.random() * 0.4)  # noqa: S311 - a moment, no secret
    kill()
    return answer.json()


def _assert_whole(server: Server, path: str) -> None:
    with server.client() as client:
        tasks = json.loads(client.get(f"{path}/download").content)
    assert len({task["id"] for task in tasks}) == len(tasks) == TASKS


def _names(server: Server, project: int) -> set[str]:
    return {path.name for path in (server.data_dir / "export" / str(project)).iterdir()}


async def test_ten_kills_of_a_server_in_exports(new_server: NewServer) -> None:
    """In turn snapshots and conversions of the one before."""
    server = await new_server(**SETTINGS)
    server.start()
    project = _project(server)
    base = f"/api/projects/{project}/exports"
    attempts = []
    for _ in range(ROUNDS // 2):
        snapshot = await _order_and_kill(server, base, {}, server.kill)
        server.start()
        job = server.ended(snapshot["job"])
        assert (job["state"], job["done"], job["total"]) == ("completed", TASKS, TASKS)
        attempts.append(job["attempt"])
        path = f"{base}/{snapshot['id']}"
        _assert_whole(server, path)
        await _order_and_kill(server, f"{path}/convert", {"export_type": "CSV"}, server.kill)
        server.start()
        with server.client() as client:
            (conversion,) = client.get(path).json()["converted_formats"]
            job = server.ended(conversion["job"])
            assert (job["state"], job["done"]) == ("completed", 2 * TASKS)
            table = client.get(f"{path}/download", params={"exportType": "CSV"}).text
        assert table.count("\n") == TASKS + 1
        attempts.append(job["attempt"])
    assert max(attempts) > 1, "no kill came in the middle of a job"
    if not server.database_url:
        # The embedded server knows at its start that nobody else writes here.
        assert server.stop() == 0
        server.start()
        await asyncio.sleep(1)
        assert len(_names(server, project)) == ROUNDS
    assert server.stop() == 0


@pytest.mark.databases("postgres")
async def test_ten_kills_of_workers_in_exports(new_server: NewServer) -> None:
    settings = {**SETTINGS, "LABELWRIGHT_EMBEDDED_WORKER": "false"}
    server = await new_server(**settings)
    server.start()
    workers = [Worker(server, settings), Worker(server, settings)]
    try:
        for worker in workers:
            worker.start()
        project = _project(server)
        base = f"/api/projects/{project}/exports"
        for number in range(ROUNDS):
            killed = workers[number % 2]
            snapshot = await _order_and_kill(server, base, {}, killed.kill)
            assert server.ended(snapshot["job"])["state"] == "completed"
            _assert_whole(server, f"{base}/{snapshot['id']}")
            killed.start()
        assert [worker.stop() for worker in workers] == [0, 0]
        assert server.stop() == 0
    finally:
        for worker in workers:
            worker.close()
