"""The rows of the data manager: first pages of filtered and sorted tabs of a large project."""

import time
from typing import Any

import orjson
from tests.bench.client import Connection
from tests.bench.jobs import settled
from tests.bench.rows import CONFIG, Figure, make_project, ok, percentile
from tests.bench.server import TOKEN, Server

TASKS = 100_000
PAGES = 30
RARE = [{"filter": "filter:tasks:data.price", "operator": "greater", "type": "Number", "value": 990}]
WORDS = [{"filter": "filter:tasks:data.text", "operator": "contains", "type": "String", "value": "number 4321"}]
OPEN = [{"filter": "filter:tasks:completed", "operator": "equal", "type": "Boolean", "value": False}]
PRICED = ["-tasks:data.price"]
TABS: tuple[tuple[str, list[Any], list[str]], ...] = (
    ("a number filter, sorted by it", RARE, PRICED),
    ("text contains", WORDS, []),
    ("open tasks, newest first", OPEN, ["-tasks:id"]),
    ("all tasks, sorted by a field", [], PRICED),
)


async def first_pages(server: Server) -> list[Figure]:
    """The first page of each tab at 100,000 tasks, totals included."""
    async with Connection(server.base, TOKEN) as connection:
        project = await make_project(connection, CONFIG, "Tabs")
        for start in range(0, TASKS, 10_000):
            tasks = [
                {"text": f"Sentence number {n} of a corpus of short texts.", "price": n * 7919 % 1000}
                for n in range(start, start + 10_000)
            ]
            ok(await connection.call("POST", f"/api/projects/{project}/import", orjson.dumps(tasks)), 201)
        return [await first_page(connection, project, *tab, at_most=_target(server, tab[1])) for tab in TABS]


def _target(server: Server, items: list[Any]) -> float | None:
    """What is promised of fields with an index: SQLite has none for searching text."""
    return None if items is WORDS and server.database_url is None else 30


async def first_page(
    connection: Connection,
    project: int,
    name: str,
    items: list[Any],
    ordering: list[str],
    *,
    at_most: float | None = 30,
) -> Figure:
    """The first page of a new tab, asked for again and again."""
    data = {"filters": {"conjunction": "and", "items": items}, "ordering": ordering}
    body = orjson.dumps({"project": project, "data": data})
    view = ok(await connection.call("POST", "/api/dm/views", body), 201)["id"]
    await settled(connection, project)  # the job that indexes what the tab filters by
    times: list[float] = []
    for _ in range(PAGES):
        at = time.perf_counter()
        page = ok(await connection.call("GET", f"/api/tasks?view={view}&page=1&page_size=30"), 200)
        times.append(time.perf_counter() - at)
    if not page["tasks"]:
        raise RuntimeError(f"{name}: the filter finds nothing")
    return Figure(
        f"first page at 100,000 tasks: {name}, p50", percentile(times, 0.5) * 1000, "ms", at_most, at_most=True
    )
