"""Measured work of background jobs: a large import, a synchronisation."""

import asyncio
import time
from pathlib import Path

import orjson
from tests.bench.client import Connection
from tests.bench.rows import CONFIG, Figure, make_project, ok
from tests.bench.server import TOKEN, Server

TASKS = 100_000
FILES = 20_000


async def ended(connection: Connection, job: int) -> None:
    """Wait until a job is done; raises when it takes minutes."""
    for _ in range(6000):
        shown = ok(await connection.call("GET", f"/api/jobs/{job}"), 200)
        if shown["state"] == "completed":
            return
        await asyncio.sleep(0.05)
    raise RuntimeError(str(shown))


async def settled(connection: Connection, project: int) -> None:
    """Wait until no job of a project waits or runs; raises when that takes minutes."""
    for _ in range(6000):
        page = ok(await connection.call("GET", f"/api/jobs?project={project}&state=queued&state=running"), 200)
        if not page["results"]:
            return
        await asyncio.sleep(0.05)
    raise RuntimeError(str(page))


async def import_by_job(server: Server) -> list[Figure]:
    """100,000 small tasks in one body, from the request to the end of its job."""
    body = orjson.dumps([{"text": f"Sentence number {n} of a corpus of short texts."} for n in range(TASKS)])
    async with Connection(server.base, TOKEN) as connection:
        project = await make_project(connection, CONFIG, "By job")
        before = server.memory_mb()
        began = time.perf_counter()
        answer = ok(await connection.call("POST", f"/api/projects/{project}/import", body), 201)
        await ended(connection, answer["job"])
        seconds = time.perf_counter() - began
    name = "import of 100,000 tasks by a job"
    return [
        Figure(name, TASKS / seconds, "tasks/s", 10_000),
        Figure(f"{name}: peak memory growth", server.peak_mb() - before, "MB"),
    ]


def _folder_of_tasks(folder: Path) -> Path:
    """A folder of small JSON files."""
    folder.mkdir()
    for number in range(FILES):
        (folder / f"{number:06}.json").write_bytes(orjson.dumps({"text": f"Sentence number {number}."}))
    return folder


async def synchronise(server: Server) -> list[Figure]:
    """20,000 JSON files of a folder, one task each; then the same folder again, with nothing new in it."""
    folder = _folder_of_tasks(server.documents / "tasks")
    async with Connection(server.base, TOKEN) as connection:
        project = await make_project(connection, CONFIG, "Folder")
        body = orjson.dumps({"project": project, "path": str(folder)})
        storage = ok(await connection.call("POST", "/api/storages/localfiles", body), 201)["id"]
        figures = []
        for row, target in (("synchronisation of 20,000 JSON files", 3000), ("the same with nothing new", None)):
            began = time.perf_counter()
            answer = ok(await connection.call("POST", f"/api/storages/localfiles/{storage}/sync"), 200)
            await ended(connection, int(answer["last_sync_job"]))
            figures.append(Figure(row, FILES / (time.perf_counter() - began), "objects/s", target))
    return figures
