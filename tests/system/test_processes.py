"""Starting, stopping, and sharing."""

import asyncio
import signal

import httpx
import pytest

from tests.fixtures.making import SENTIMENT
from tests.fixtures.servers import TOKEN, NewServer, Server, labelwright
from tests.system.counting import assert_counters_agree
from tests.tools.postgres import Postgres

pytestmark = [pytest.mark.system, pytest.mark.slow]

HEADERS = {"Authorization": f"Token {TOKEN}"}


async def test_being_told_to_stop_finishes_what_is_under_way(new_server: NewServer) -> None:
    server = await new_server()
    server.start()
    async with httpx.AsyncClient(base_url=server.url, headers=HEADERS, timeout=60) as client:
        project = (await client.post("/api/projects", json={"label_config": SENTIMENT})).json()["id"]
        items = [{"text": f"Text {number}"} for number in range(20_000)]
        under_way = asyncio.create_task(client.post(f"/api/projects/{project}/import", json=items))
        await asyncio.sleep(0.25)
        server.process.send_signal(signal.SIGTERM)
        answer = await under_way
        assert (answer.status_code, answer.json()["task_count"]) == (201, 20_000)
    assert await asyncio.to_thread(server.process.wait, 40) == 0
    server.start()
    with server.client() as client_again:
        assert client_again.get(f"/api/projects/{project}").json()["task_number"] == 20_000
    assert server.stop() == 0


@pytest.mark.databases("sqlite")
async def test_a_second_server_on_one_data_directory_is_refused(new_server: NewServer) -> None:
    server = await new_server()
    server.start()
    for command in (["start", "--port", "0", "--no-browser"], ["migrate"]):
        done = labelwright(*command, *server.target)
        assert done.returncode == 2
        assert "another server runs" in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1
    with server.client() as client:
        assert client.get("/api/projects").status_code == 200


async def test_many_writers_at_once_get_no_error(new_server: NewServer) -> None:
    server = await new_server()
    server.start()
    limits = httpx.Limits(max_connections=32)
    async with httpx.AsyncClient(base_url=server.url, headers=HEADERS, timeout=60, limits=limits) as client:
        project = (await client.post("/api/projects", json={"label_config": SENTIMENT})).json()["id"]

        async def write(writer: int) -> list[int]:
            answers = []
            for number in range(8):
                body = {"data": {"text": f"{writer}.{number}"}, "project": project}
                answers.append((await client.post("/api/tasks", json=body)).status_code)
            return answers

        statuses = [status for answers in await asyncio.gather(*map(write, range(32))) for status in answers]
        assert set(statuses) == {201}
        shown = (await client.get(f"/api/projects/{project}")).json()
        assert shown["task_number"] == 32 * 8
    await assert_counters_agree(server)


@pytest.mark.databases("postgres")
async def test_a_restarted_database_needs_no_restarted_server(new_server: NewServer) -> None:
    """On a PostgreSQL of its own, since others use the shared one."""
    postgres = await asyncio.to_thread(Postgres.start)
    server: Server | None = None
    try:
        server = await new_server()
        server.database_url = postgres.url("postgres")
        await asyncio.to_thread(server.start)
        async with httpx.AsyncClient(base_url=server.url, headers=HEADERS, timeout=60) as client:
            project = (await client.post("/api/projects", json={"title": "Before"})).json()["id"]
            restarting = asyncio.create_task(asyncio.to_thread(postgres.restart))
            statuses = set()
            while not restarting.done():
                statuses.add((await client.get(f"/api/projects/{project}")).status_code)
                await asyncio.sleep(0.02)
            await restarting
            assert statuses <= {200, 503}, statuses
            answer = await client.post("/api/projects", json={"title": "After"})
            assert answer.status_code == 201, answer.text
            assert (await client.get("/api/projects")).json()["count"] == 2
            assert (await client.get("/ready")).status_code == 200
        assert await asyncio.to_thread(server.stop) == 0
    finally:
        if server is not None:
            server.close()
        await asyncio.to_thread(postgres.stop)
