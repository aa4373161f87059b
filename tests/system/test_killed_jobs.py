"""Jobs end by themselves after kills at any moment of servers and workers; nothing is lost, nothing doubled."""

import asyncio
import json
import random
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.fixtures.making import SENTIMENT
from tests.fixtures.servers import TOKEN, NewServer, Server, Worker
from tests.system.counting import assert_counters_agree, rows

pytestmark = [pytest.mark.system, pytest.mark.slow]

ROUNDS = 10
TASKS = 15_000
FILES = 1500
HEADERS = {"Authorization": f"Token {TOKEN}"}
SETTINGS = {
    "LABELWRIGHT_MAX_IMPORT_TASKS": "100",
    "LABELWRIGHT_WORKER_HEARTBEAT_SECONDS": "1",
    "LABELWRIGHT_SQLITE_SYNCHRONOUS": "NORMAL",
}


def _project(server: Server) -> int:
    with server.client() as client:
        return int(client.post("/api/projects", json={"label_config": SENTIMENT}).json()["id"])


async def _texts(server: Server) -> Counter[str]:
    column = "data ->> 'text'" if server.database_url else "json_extract(data, '$.text')"
    return Counter(row[0] for row in await rows(server, f"SELECT {column} FROM task"))


async def _import_and_kill(server: Server, project: int, number: int, kill: Callable[[], None]) -> Any:
    """One import that is killed in the middle; its acknowledgement."""
    items = [{"text": f"{number}-{place}"} for place in range(TASKS)]
    with server.client() as client:
        answer = client.post(f"/api/projects/{project}/import", json=items)
        assert answer.status_code == 201, answer.text
    await asyncio.sleep(random.random() * 1.2)  # noqa: S311 - a moment, no secret
    kill()
    return answer.json()


async def _assert_complete(server: Server, imports: list[Any]) -> None:
    texts = await _texts(server)
    expected = {f"{number}-{place}" for number in range(len(imports)) for place in range(TASKS)}
    assert set(texts) == expected
    assert set(texts.values()) == {1}, "a task was doubled"
    assert {row[0] for row in await rows(server, "SELECT task_count FROM project_import")} == {TASKS}
    await assert_counters_agree(server)


async def test_ten_kills_in_imports(new_server: NewServer) -> None:
    server = await new_server(**SETTINGS)
    server.start()
    project = _project(server)
    imports, attempts = [], []
    for number in range(ROUNDS):
        imports.append(await _import_and_kill(server, project, number, server.kill))
        server.start()
        job = server.ended(imports[-1]["job"])
        assert (job["state"], job["done"], job["total"]) == ("completed", TASKS, TASKS)
        attempts.append(job["attempt"])
    assert max(attempts) > 1, "no kill came in the middle of a job"
    await _assert_complete(server, imports)
    assert server.stop() == 0


async def test_ten_kills_in_synchronisations(new_server: NewServer) -> None:
    server = await new_server(
        **SETTINGS,
        LABELWRIGHT_LOCAL_FILES_SERVING_ENABLED="true",
        LABELWRIGHT_LOCAL_FILES_DOCUMENT_ROOT="/",
    )
    folder = server.folder / "objects"
    folder.mkdir(parents=True)
    server.start()
    with server.client() as client:
        project = _project(server)
        body = {"project": project, "path": str(folder)}
        storage = client.post("/api/storages/localfiles", json=body).json()["id"]
    attempts = []
    for number in range(ROUNDS):
        for place in range(FILES):
            (folder / f"{number}-{place:05}.json").write_text(json.dumps({"text": f"{number}-{place}"}))
        syncing = asyncio.create_task(_sync(server, storage))
        await asyncio.sleep(0.05 + random.random() * 0.8)  # noqa: S311 - a moment, no secret
        server.kill()
        await syncing
        server.start()
        job = await _sync(server, storage)
        attempts.append(server.ended(job)["attempt"])
        with server.client() as client:
            shown = client.get(f"/api/storages/localfiles/{storage}").json()
        assert (shown["status"], shown["traceback"]) == ("completed", None)
    assert max(attempts) > 1, "no kill came in the middle of a job"
    await _assert_synchronised(server)
    assert server.stop() == 0


@pytest.mark.databases("postgres")
async def test_ten_kills_of_workers_in_synchronisations(new_server: NewServer) -> None:
    settings = {
        **SETTINGS,
        "LABELWRIGHT_EMBEDDED_WORKER": "false",
        "LABELWRIGHT_LOCAL_FILES_SERVING_ENABLED": "true",
        "LABELWRIGHT_LOCAL_FILES_DOCUMENT_ROOT": "/",
    }
    server = await new_server(**settings)
    folder = server.folder / "objects"
    folder.mkdir(parents=True)
    server.start()
    workers = [Worker(server, settings), Worker(server, settings)]
    try:
        for worker in workers:
            worker.start()
        with server.client() as client:
            body = {"project": _project(server), "path": str(folder)}
            storage = client.post("/api/storages/localfiles", json=body).json()["id"]
        for number in range(ROUNDS):
            for place in range(FILES):
                (folder / f"{number}-{place:05}.json").write_text(json.dumps({"text": f"{number}-{place}"}))
            syncing = asyncio.create_task(_sync(server, storage))
            await asyncio.sleep(0.05 + random.random() * 0.8)  # noqa: S311 - a moment, no secret
            workers[number % 2].kill()
            assert server.ended(await syncing)["state"] == "completed"
            workers[number % 2].start()
        await _assert_synchronised(server)
        assert [worker.stop() for worker in workers] == [0, 0]
        assert server.stop() == 0
    finally:
        for worker in workers:
            worker.close()


async def _assert_synchronised(server: Server) -> None:
    texts = await _texts(server)
    assert set(texts) == {f"{number}-{place}" for number in range(ROUNDS) for place in range(FILES)}
    assert set(texts.values()) == {1}, "an object became two tasks"
    assert len(await rows(server, "SELECT id FROM storage_link")) == ROUNDS * FILES
    await assert_counters_agree(server)


async def _sync(server: Server, storage: int) -> int:
    """Ask for a synchronisation; the id of its job, 0 when the server was killed meanwhile."""
    async with httpx.AsyncClient(base_url=server.url, headers=HEADERS, timeout=30) as client:
        try:
            answer = await client.post(f"/api/storages/localfiles/{storage}/sync")
        except httpx.TransportError:
            return 0
        assert answer.status_code == 200, answer.text
        return int(answer.json()["last_sync_job"])


@pytest.mark.databases("postgres")
async def test_ten_kills_of_workers(new_server: NewServer) -> None:
    settings = {**SETTINGS, "LABELWRIGHT_EMBEDDED_WORKER": "false"}
    server = await new_server(**settings)
    server.start()
    workers = [Worker(server, settings), Worker(server, settings)]
    try:
        for worker in workers:
            worker.start()
        project = _project(server)
        imports = []
        for number in range(ROUNDS):
            killed = workers[number % 2]
            imports.append(await _import_and_kill(server, project, number, killed.kill))
            job = server.ended(imports[-1]["job"])
            assert (job["state"], job["done"]) == ("completed", TASKS)
            killed.start()
        await _assert_complete(server, imports)
        assert [worker.stop() for worker in workers] == [0, 0]
        assert server.stop() == 0
    finally:
        for worker in workers:
            worker.close()


@pytest.mark.databases("postgres")
async def test_without_a_worker_jobs_wait_for_one(new_server: NewServer) -> None:
    settings = {**SETTINGS, "LABELWRIGHT_EMBEDDED_WORKER": "false"}
    server = await new_server(**settings)
    server.start()
    project = _project(server)
    with server.client() as client:
        job = client.post(f"/api/projects/{project}/import", json=[{"text": "a"}] * 200).json()["job"]
        await asyncio.sleep(1)
        assert client.get(f"/api/jobs/{job}").json()["state"] == "queued"
    worker = Worker(server, settings)
    try:
        worker.start()
        assert server.ended(job)["state"] == "completed"
        assert worker.stop() == 0
    finally:
        worker.close()


@pytest.mark.databases("postgres")
async def test_two_servers_honour_each_others_jobs(new_server: NewServer) -> None:
    first = await new_server(**SETTINGS)
    first.start()
    second = Server(first.folder / "second", first.database_url, {**SETTINGS, "LABELWRIGHT_SECRET_KEY": _key(first)})
    (first.folder / "second").mkdir()
    (second.data_dir).symlink_to(first.data_dir)
    try:
        second.start()
        project = _project(first)
        items = [{"text": f"0-{place}"} for place in range(TASKS)]
        with first.client() as one, second.client() as other:
            import_ = one.post(f"/api/projects/{project}/import", json=items).json()
            assert other.get(f"/api/jobs/{import_['job']}").json()["kind"] == "import"
            assert other.post(f"/api/jobs/{import_['job']}/cancel").status_code == 200
        assert first.ended(import_["job"])["state"] == "cancelled"
        assert await _texts(first) == Counter()
        await assert_counters_agree(first)
        assert (second.stop(), first.stop()) == (0, 0)
    finally:
        second.close()


def _key(server: Server) -> str:
    return (server.data_dir / "secret.key").read_text().strip()


async def test_an_open_stream_does_not_hold_a_stop_up(new_server: NewServer) -> None:
    server = await new_server()
    server.start()
    async with (
        httpx.AsyncClient(base_url=server.url, headers=HEADERS, timeout=30) as client,
        client.stream("GET", "/api/jobs/events") as answer,
    ):
        assert answer.status_code == 200
        started = time.monotonic()
        assert await asyncio.to_thread(server.stop) == 0
        assert time.monotonic() - started < 10


async def test_a_server_that_is_told_to_stop_hands_its_job_back(new_server: NewServer) -> None:
    server = await new_server(**SETTINGS)
    server.start()
    project = _project(server)
    items = [{"text": f"0-{place}"} for place in range(TASKS)]
    with server.client() as client:
        import_ = client.post(f"/api/projects/{project}/import", json=items).json()
    await asyncio.sleep(0.4)
    assert server.stop() == 0
    states = await rows(server, "SELECT state, deaths FROM job")
    assert [tuple(row) for row in states] in ([("queued", 0)], [("completed", 0)])
    server.start()
    assert server.ended(import_["job"])["state"] == "completed"
    await _assert_complete(server, [import_])
    assert server.stop() == 0
