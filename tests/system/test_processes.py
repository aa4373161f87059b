"""Starting, stopping, and sharing."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator

import httpx
import pytest

from tests.fixtures.making import SENTIMENT
from tests.fixtures.servers import EMAIL, PASSWORD, TOKEN, NewServer, Server, Worker, labelwright
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


@pytest.fixture
async def pair(new_server: NewServer) -> AsyncIterator[tuple[Server, Server]]:
    """Two servers on one database and data directory; only the second takes jobs up."""
    key = {"LABELWRIGHT_SECRET_KEY": "a key that both of them have, long enough"}
    one = await new_server(**key, LABELWRIGHT_EMBEDDED_WORKER="false")
    await asyncio.to_thread(one.start)
    other = Server(one.folder, one.database_url, key)
    await asyncio.to_thread(other.start)
    yield one, other
    other.close()


def _gauge(server: Server, name: str) -> float:
    lines = httpx.get(f"{server.url}/metrics").text.splitlines()
    (line,) = [line for line in lines if line.startswith(f"{name} ")]
    return float(line.split()[-1])


@pytest.mark.databases("postgres")
class TestTwoServers:
    """What one of two servers on one database does holds for the other."""

    def test_a_session_and_its_end(self, pair: tuple[Server, Server]) -> None:
        one, other = pair
        with httpx.Client(base_url=one.url) as here, httpx.Client(base_url=other.url) as there:
            assert here.post("/api/session", json={"email": EMAIL, "password": PASSWORD}).status_code == 200
            there.cookies.update(here.cookies)
            assert there.get("/api/projects").status_code == 200
            assert there.delete("/api/session").status_code == 204
            assert here.get("/api/projects").status_code == 401

    def test_failed_sign_ins_count_together(self, pair: tuple[Server, Server]) -> None:
        body = {"email": "nobody@example.org", "password": "wrong"}
        statuses = [httpx.post(f"{pair[turn % 2].url}/api/session", json=body).status_code for turn in range(12)]
        assert statuses == [401] * 10 + [429] * 2

    def test_a_task_is_held_for_one(self, pair: tuple[Server, Server]) -> None:
        with pair[0].client() as here, pair[1].client() as there:
            project = here.post("/api/projects", json={"label_config": SENTIMENT}).json()["id"]
            here.post(f"/api/projects/{project}/import", json=[{"text": "a"}, {"text": "b"}])
            member = {"email": "member@example.org", "password": "another long secret"}
            there.post("/api/users", json=member)
            with httpx.Client(base_url=pair[1].url) as colleague:
                colleague.post("/api/session", json=member)
                path = f"/api/projects/{project}/next"
                first = here.get(path).json()["id"]
                assert there.get(path).json()["id"] == first, "the same person on the other server"
                assert colleague.get(path).json()["id"] != first

    def test_a_job_of_one_is_done_by_the_other(self, pair: tuple[Server, Server]) -> None:
        one, other = pair
        with one.client() as here, other.client() as there:
            project = here.post("/api/projects", json={"label_config": SENTIMENT}).json()["id"]
            here.post(f"/api/projects/{project}/import", json=[{"text": "a"}])
            assert here.delete(f"/api/projects/{project}").status_code == 204
            deadline = time.monotonic() + 20
            while (job := here.get("/api/jobs").json()["results"][0])["state"] in ("queued", "running"):
                assert time.monotonic() < deadline, job
                time.sleep(0.05)
            assert (job["kind"], job["state"], job["attempt"]) == ("project.purge", "completed", 1)
            assert there.get(f"/api/jobs/{job['id']}").json()["state"] == "completed"

    def test_workers_are_counted_while_they_live(self, pair: tuple[Server, Server]) -> None:
        one, other = pair
        worker = Worker(one, {"LABELWRIGHT_SECRET_KEY": "a key that both of them have, long enough"})
        try:
            worker.start()
            for count in (2, 1):
                deadline = time.monotonic() + 10
                while {_gauge(server, "labelwright_workers") for server in (one, other)} != {count}:
                    assert time.monotonic() < deadline, f"{count} workers live"
                    time.sleep(0.05)
                worker.kill()
        finally:
            worker.close()


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
