"""Exports of labelled pictures."""

import time

import orjson
from tests.bench.client import Connection
from tests.bench.rows import BOXES, Figure, box, make_project, ok
from tests.bench.server import TOKEN, Server

IMAGES = 10_000
REGIONS = 10


async def labelled_pictures(server: Server) -> int:
    """10,000 pictures with ten boxes each."""
    result = [box(number) for number in range(REGIONS)]
    async with Connection(server.base, TOKEN) as connection:
        project = await make_project(connection, BOXES, "Pictures")
        for batch in range(IMAGES // 5000):
            items = [
                {"data": {"image": f"https://example.org/{batch}-{n}.jpg"}, "annotations": [{"result": result}]}
                for n in range(5000)
            ]
            ok(await connection.call("POST", f"/api/projects/{project}/import", orjson.dumps(items)), 201)
        return project


async def export_coco(server: Server) -> list[Figure]:
    """COCO of 10,000 pictures with ten boxes each."""
    project = await labelled_pictures(server)
    async with Connection(server.base, TOKEN) as connection:
        await connection.call("GET", f"/api/projects/{project}/export?exportType=COCO&ids=1")
        before, began, size = server.memory_mb(), time.perf_counter(), 0
        async for _, chunk in connection.stream("GET", f"/api/projects/{project}/export?exportType=COCO"):
            size += len(chunk)
        seconds = time.perf_counter() - began
        grown = server.memory_mb() - before
    if size < 500_000:
        raise RuntimeError("the export is too small to be true")
    return [
        Figure("export of 10,000 pictures with 10 boxes each as COCO", seconds, "s", 10, at_most=True),
        Figure("COCO export: memory growth", grown, "MB", 30, at_most=True),
    ]
