"""Measured work with model backends: one that answers at once, and one that takes its time."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import orjson
from tests.bench.client import Connection
from tests.bench.jobs import ended
from tests.bench.rows import CHOICE, CONFIG, Figure, make_project, ok, percentile
from tests.bench.server import TOKEN, Server

TASKS = 20_000
OPENINGS = 40
SLOW_SECONDS = 5.0


@dataclass
class Backend:
    """Speaks the wire protocol of backends and costs next to nothing: it shares the machine with the server."""

    seconds: float = 0
    port: int = 0

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, request after request."""
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
                length = int(head.partition("content-length: ")[2].partition("\r\n")[0] or 0)
                answer = orjson.dumps(await self._answer(head.split(" ", 2)[1], await reader.readexactly(length)))
                fields = f"Content-Type: application/json\r\nContent-Length: {len(answer)}\r\n\r\n"
                writer.write(b"HTTP/1.1 200 OK\r\n" + fields.encode() + answer)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            writer.close()

    async def _answer(self, path: str, body: bytes) -> dict[str, object]:
        if path != "/predict":
            return {"status": "UP", "model_version": "bench"}
        await asyncio.sleep(self.seconds)
        results = [{"result": CHOICE, "score": 0.5} for _ in orjson.loads(body)["tasks"]]
        return {"results": results, "model_version": "bench"}


@asynccontextmanager
async def _serving(backend: Backend) -> AsyncIterator[Backend]:
    server = await asyncio.start_server(backend.handle, "127.0.0.1", 0, limit=1 << 26)
    backend.port = server.sockets[0].getsockname()[1]
    try:
        yield backend
    finally:
        server.close()


async def _connected(connection: Connection, backend: Backend, tasks: int) -> tuple[int, int]:
    """A project with tasks and this backend; ids of both."""
    project = await make_project(connection, CONFIG, "Predicted")
    for start in range(0, tasks, 5000):
        some = range(start, min(start + 5000, tasks))
        items = [{"text": f"Sentence number {n} of a corpus of short texts."} for n in some]
        ok(await connection.call("POST", f"/api/projects/{project}/import", orjson.dumps(items)), 201)
    body = orjson.dumps({"project": project, "url": backend.url, "title": "Bench"})
    return project, ok(await connection.call("POST", "/api/ml", body), 201)["id"]


async def predict_many(server: Server) -> list[Figure]:
    """All tasks of a project by a job, in requests of 500 tasks."""
    async with _serving(Backend()) as backend, Connection(server.base, TOKEN) as connection:
        project, model = await _connected(connection, backend, TASKS)
        began = time.perf_counter()
        job = ok(await connection.call("POST", f"/api/ml/{model}/predict", b"{}"), 200)["job"]
        await ended(connection, job)
        seconds = time.perf_counter() - began
        stored = ok(await connection.call("GET", f"/api/projects/{project}"), 200)["total_predictions_number"]
    if stored != TASKS:
        raise RuntimeError(f"{stored} predictions of {TASKS} tasks")
    return [Figure("batch predict with a backend that answers at once", TASKS / seconds, "tasks/s", 1000)]


async def open_beside_slow(server: Server) -> list[Figure]:
    """Opening tasks while a backend that takes five seconds is asked about them, as the label page does."""
    async with _serving(Backend(SLOW_SECONDS)) as backend, Connection(server.base, TOKEN) as connection:
        project, _ = await _connected(connection, backend, OPENINGS)
        listed = ok(await connection.call("GET", f"/api/tasks?project={project}&page_size={OPENINGS}"), 200)
        asking, times = [], []
        for task in listed["tasks"]:
            asking.append(asyncio.create_task(_ask(server, task["id"])))
            await asyncio.sleep(0.05)
            at = time.perf_counter()
            ok(await connection.call("GET", f"/api/tasks/{task['id']}"), 200)
            times.append(time.perf_counter() - at)
        waited = await asyncio.gather(*asking)
    if max(waited) < SLOW_SECONDS:
        raise RuntimeError("the backend was not slow")
    row = "opening a task while its backend takes 5 s, p95"
    return [Figure(row, percentile(times, 0.95) * 1000, "ms", 50, at_most=True)]


async def _ask(server: Server, task: int) -> float:
    began = time.perf_counter()
    async with Connection(server.base, TOKEN) as connection:
        await connection.call("POST", f"/api/tasks/{task}/predict")
    return time.perf_counter() - began
