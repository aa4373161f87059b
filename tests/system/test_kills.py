"""What was acknowledged survives a kill at any moment; what was not has left nothing half done."""

import asyncio
import random
import uuid
from typing import Any

import httpx
import pytest

from tests.fixtures.making import SENTIMENT, choice
from tests.fixtures.servers import TOKEN, NewServer, Server
from tests.system.counting import assert_counters_agree, rows

pytestmark = [pytest.mark.system, pytest.mark.slow]

PATIENCE_SECONDS = 20
ROUNDS = 10
BATCH = 40
HEADERS = {"Authorization": f"Token {TOKEN}"}


class Work:
    """Imports and annotations, and what the server said about them."""

    def __init__(self, server: Server, project: int, tasks: list[int]) -> None:
        self._server = server
        self._project = project
        self._tasks = tasks
        self.imported: set[str] = set()
        self.annotated: set[str] = set()
        self.sent: set[str] = set()

    async def until_killed(self, seconds: float) -> None:
        """Work with several hands and kill the server in the middle, once it has acknowledged something."""
        before = self._done()
        async with httpx.AsyncClient(base_url=self._server.url, headers=HEADERS, timeout=30) as client:
            hands = [asyncio.create_task(self._import(client)) for _ in range(2)]
            hands += [asyncio.create_task(self._annotate(client)) for _ in range(4)]
            await asyncio.sleep(seconds)
            await self._progress(before)
            self._server.kill()
            await asyncio.gather(*hands)

    def _done(self) -> int:
        return len(self.imported) + len(self.annotated)

    async def _progress(self, before: int) -> None:
        """On a busy machine a moment may be too short for anything."""
        for _ in range(PATIENCE_SECONDS * 20):
            if self._done() > before:
                return
            await asyncio.sleep(0.05)

    async def _import(self, client: httpx.AsyncClient) -> None:
        while True:
            batch = uuid.uuid4().hex
            self.sent.add(batch)
            items = [{"text": f"{batch} {number}", "batch": batch} for number in range(BATCH)]
            try:
                answer = await client.post(f"/api/projects/{self._project}/import", json=items)
            except httpx.TransportError:
                return
            assert answer.status_code == 201, answer.text
            self.imported.add(batch)

    async def _annotate(self, client: httpx.AsyncClient) -> None:
        while True:
            unique_id = uuid.uuid4().hex
            body: Any = {"result": choice(), "unique_id": unique_id}
            task = random.choice(self._tasks)  # noqa: S311 - a work load, no secret
            try:
                answer = await client.post(f"/api/tasks/{task}/annotations", json=body)
            except httpx.TransportError:
                return
            assert answer.status_code == 201, answer.text
            self.annotated.add(unique_id)


async def test_ten_kills_lose_nothing_that_was_acknowledged(new_server: NewServer) -> None:
    server = await new_server()
    server.start()
    async with httpx.AsyncClient(base_url=server.url, headers=HEADERS) as client:
        project = (await client.post("/api/projects", json={"label_config": SENTIMENT})).json()["id"]
        answer = await client.post(
            f"/api/projects/{project}/import?return_task_ids=1", json=[{"text": f"seed {n}"} for n in range(50)]
        )
    work = Work(server, project, answer.json()["task_ids"])
    for number in range(ROUNDS):
        before = (len(work.imported), len(work.annotated))
        await work.until_killed(0.3 + random.random() * 0.5)  # noqa: S311 - a moment, no secret
        assert (len(work.imported), len(work.annotated)) > before, f"nothing happened in round {number}"
        server.start()
    column = "data ->> 'batch'" if server.database_url else "json_extract(data, '$.batch')"
    batches = dict(
        await rows(server, f"SELECT {column}, count(*) FROM task WHERE {column} IS NOT NULL GROUP BY {column}")
    )
    assert set(batches.values()) == {BATCH}, "an import was left half done"
    assert work.imported <= batches.keys() <= work.sent
    kept = {row[0] for row in await rows(server, "SELECT unique_id FROM annotation")}
    assert work.annotated <= kept
    imports = await rows(server, "SELECT task_count, status FROM project_import WHERE task_count = 40")
    assert len(imports) == len(batches), "records of imports and their tasks go together"
    await assert_counters_agree(server)
    assert server.stop() == 0
