"""Synchronisation with S3, and what the S3 server beside it can do at all: it is the slower of the two."""

import asyncio
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import orjson
from tests.bench.client import Connection
from tests.bench.jobs import ended
from tests.bench.rows import CONFIG, Figure, make_project, ok
from tests.bench.server import TOKEN, Server, free_port

OBJECTS = 3000
LISTS = 60
TASKS_OF_LIST = 1000
AT_ONCE = 16
_KEYS = {"aws_access_key_id": "AKIAEXAMPLEEXAMPLE00", "aws_secret_access_key": "no secret at all"}


@contextmanager
def _store() -> Iterator[str]:
    """An S3 server as a process of its own; its URL."""
    port = free_port()
    command = [sys.executable, "-c", "from moto.server import main; main()", "-p", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(400):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


async def _each(url: str, method: str, bodies: dict[str, bytes | None]) -> float:
    """Ask the bare S3 server about these paths, several at once; seconds."""
    paths = iter(bodies.items())

    async def hand() -> None:
        for path, body in paths:
            # This server ends every connection after its answer.
            async with Connection(url, TOKEN) as connection:
                answer = await connection.call(method, path, body)
            if answer.status != 200:
                raise RuntimeError(f"{method} {path}: {answer.status}")

    began = time.perf_counter()
    await asyncio.gather(*(hand() for _ in range(AT_ONCE)))
    return time.perf_counter() - began


async def synchronise(server: Server) -> list[Figure]:
    """3,000 objects of one task each, and 60 objects of 1,000 tasks each."""
    single = {f"/single/{n:05}.json": orjson.dumps({"text": f"Sentence number {n}."}) for n in range(OBJECTS)}
    lists = {
        f"/lists/{n:05}.json": orjson.dumps([{"text": f"Sentence {n}-{m}."} for m in range(TASKS_OF_LIST)])
        for n in range(LISTS)
    }
    with _store() as store:
        await _each(store, "PUT", {"/single": b"", "/lists": b""})
        await _each(store, "PUT", {**single, **lists})
        bare = await _each(store, "GET", dict.fromkeys(single))
        return [
            Figure(f"limit of this S3 server: GET, {AT_ONCE} at once", OBJECTS / bare, "objects/s"),
            await _synchronised(server, store, "single", OBJECTS, f"{OBJECTS:,} S3 objects of one task each"),
            await _synchronised(
                server, store, "lists", LISTS * TASKS_OF_LIST, f"{LISTS} S3 objects of {TASKS_OF_LIST:,} tasks each"
            ),
        ]


async def _synchronised(server: Server, store: str, bucket: str, tasks: int, what: str) -> Figure:
    async with Connection(server.base, TOKEN) as connection:
        project = await make_project(connection, CONFIG, "Bucket")
        settings = {"project": project, "bucket": bucket, "s3_endpoint": store, "region_name": "us-east-1", **_KEYS}
        storage = ok(await connection.call("POST", "/api/storages/s3", orjson.dumps(settings)), 201)["id"]
        began = time.perf_counter()
        answer = ok(await connection.call("POST", f"/api/storages/s3/{storage}/sync"), 200)
        await ended(connection, int(answer["last_sync_job"]))
        seconds = time.perf_counter() - began
        stored = ok(await connection.call("GET", f"/api/projects/{project}"), 200)["task_number"]
    if stored != tasks:
        raise RuntimeError(f"{stored} tasks of {tasks}")
    return Figure(f"synchronisation of {what}", tasks / seconds, "tasks/s", 3000)
