"""The rows of team work: reviews, assignment, agreement and the dashboard of a large project."""

import asyncio
import sqlite3
import time
from collections.abc import Sequence
from typing import Any

import asyncpg
import orjson
from tests.bench.client import Connection
from tests.bench.jobs import ended
from tests.bench.rows import BOXES, CHOICE, CONFIG, Figure, box, make_project, member, ok, percentile
from tests.bench.server import TOKEN, Server
from tests.bench.views import first_page

TASKS = 100_000
PAGES = 30
SUBMITS = 60
REGIONS = 20
DISPUTED = [{"filter": "filter:tasks:agreement", "operator": "less", "type": "Number", "value": 0.5}]
REVIEWED = [{"filter": "filter:tasks:reviewed", "operator": "equal", "type": "Boolean", "value": True}]
# As if reviews had been asked for from the start: every second task is done, and every tenth of the others awaits one.
_SETTLE = (
    "UPDATE annotation SET review_state = 'accepted' WHERE task_id % 2 = 0",
    "UPDATE annotation SET review_state = 'pending' WHERE task_id % 10 = 1",
    "UPDATE task SET pending_reviews = 3 WHERE id % 10 = 1",
    "UPDATE task SET accepted_reviews = 3 WHERE id % 2 = 0",
)


async def large_team(server: Server) -> tuple[int, list[int], str]:
    """100,000 tasks with an annotation of each of three people; the project, the people, a reviewer's token."""
    async with Connection(server.base, TOKEN) as connection:
        people = [await member(connection, server, f"team{n}@example.org") for n in range(3)]
        reviewer = await member(connection, server, "reviewer@example.org", role="RE")
        project = await make_project(connection, CONFIG, "Team", enable_review=True, maximum_annotations=3)
        for start in range(0, TASKS, 5000):
            items = [_task(n, [person.id for person in people]) for n in range(start, start + 5000)]
            ok(await connection.call("POST", f"/api/projects/{project}/import", orjson.dumps(items)), 201)
    return project, [person.id for person in people], reviewer.token


def _task(number: int, people: Sequence[int]) -> dict[str, Any]:
    chosen = [{**CHOICE[0], "value": {"choices": ["Positive" if number % 3 else "Negative"]}}]
    annotations = [
        {"result": CHOICE if place else chosen, "completed_by": person, "lead_time": 2.5 + number % 7}
        for place, person in enumerate(people)
    ]
    return {"data": {"text": f"Sentence number {number}", "n": number}, "annotations": annotations}


async def settle_reviews(server: Server) -> None:
    """Write verdicts straight into the database: half a million calls would take longer than all the rest."""
    if server.database_url is None:
        with sqlite3.connect(server.data_dir / "labelwright.sqlite3", timeout=60) as database:
            for statement in _SETTLE:
                database.execute(statement)
        database.close()
        return
    await _execute(server.database_url, *_SETTLE, "ANALYZE")


async def tidy(server: Server) -> None:
    """What autovacuum does within a minute of a large change: count rows, and mark pages that all may see."""
    if server.database_url is not None:
        await _execute(server.database_url, "VACUUM (ANALYZE)")


async def _execute(url: str, *statements: str) -> None:
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    for statement in statements:
        await connection.execute(statement)
    await connection.close()


async def team_pages(server: Server) -> list[Figure]:
    """What managers and reviewers wait for at 100,000 tasks with three annotations each."""
    project, people, reviewer = await large_team(server)
    await settle_reviews(server)
    base = f"/api/projects/{project}"
    async with Connection(server.base, TOKEN) as connection:
        began = time.perf_counter()
        job = ok(await connection.call("POST", f"{base}/dashboard/refresh"), 202)["job"]
        await ended(connection, job)
        figures = [Figure("statistics of 100,000 tasks x 3 annotations, by a job", time.perf_counter() - began, "s")]
        figures.append(await _asked(connection, f"{base}/dashboard", "dashboard", at_most=200))
        figures.append(await _assigned(connection, base, people))
    async with Connection(server.base, reviewer) as reviewing:
        figures.append(await _asked(reviewing, f"{base}/review/next", "next task to review"))
        figures.append(await _asked(reviewing, f"{base}/review", "review queue in numbers"))
    mine = [{"filter": "filter:tasks:assignees", "operator": "contains", "type": "List", "value": people[0]}]
    tabs: tuple[tuple[str, list[Any], list[str]], ...] = (
        ("disputed tasks by agreement", DISPUTED, ["tasks:agreement"]),
        ("reviewed tasks", REVIEWED, []),
        ("tasks of an assignee", mine, []),
    )
    async with Connection(server.base, TOKEN) as connection:
        figures.append(await first_page(connection, project, "tasks just assigned to somebody", mine, [], at_most=None))
        await tidy(server)
        return figures + [await first_page(connection, project, *tab, at_most=20) for tab in tabs]


async def _asked(connection: Connection, path: str, name: str, *, at_most: float = 20) -> Figure:
    times = []
    for _ in range(PAGES):
        at = time.perf_counter()
        ok(await connection.call("GET", path), 200)
        times.append(time.perf_counter() - at)
    row = f"{name} at 100,000 tasks x 3 annotations, p50"
    return Figure(row, percentile(times, 0.5) * 1000, "ms", at_most, at_most=True)


async def _assigned(connection: Connection, base: str, people: Sequence[int]) -> Figure:
    wanted = {
        "selectedItems": {"all": True, "excluded": []},
        "type": "AN",
        "users": people,
        "users_per_task": 1,
    }
    began = time.perf_counter()
    made = ok(await connection.call("POST", f"{base}/tasks/assignees", orjson.dumps(wanted)), 200)
    seconds = time.perf_counter() - began
    if made["assignments"] != TASKS:
        raise RuntimeError(str(made))
    return Figure("assigning 100,000 tasks to three people in turn", seconds, "s", 5, at_most=True)


async def agreement_on_submit(server: Server) -> list[Figure]:
    """What comparing costs when an annotation of 20 boxes is submitted: tasks with two others of it, and with none."""
    async with Connection(server.base, TOKEN) as connection:
        people = [await member(connection, server, f"compared{n}@example.org") for n in range(2)]
        project = await make_project(connection, BOXES, "Compared", maximum_annotations=3)
        result = [_placed(n) for n in range(REGIONS)]
        others = [{"result": result, "completed_by": person.id} for person in people]
        data = {"image": "https://example.org/1.jpg"}
        items = [{"data": data, "annotations": others if n % 2 else []} for n in range(2 * SUBMITS)]
        path = f"/api/projects/{project}/import?return_task_ids=1"
        tasks = ok(await connection.call("POST", path, orjson.dumps(items)), 201)["task_ids"]
        await asyncio.sleep(2)  # the job that compares what was imported
        body = orjson.dumps({"result": result, "lead_time": 1.5})
        times: tuple[list[float], list[float]] = ([], [])
        for place, task in enumerate(tasks):
            at = time.perf_counter()
            ok(await connection.call("POST", f"/api/tasks/{task}/annotations", body), 201)
            times[place % 2].append(time.perf_counter() - at)
    alone, compared = (percentile(some, 0.5) * 1000 for some in times)
    return [
        Figure("submit of 20 boxes, p50", alone, "ms"),
        Figure("the same, compared with two others: extra", compared - alone, "ms", 3, at_most=True),
    ]


def _placed(number: int) -> dict[str, Any]:
    """One of many boxes beside each other, some of them touching."""
    found = box(number)
    found["value"] = {**found["value"], "x": number % 5 * 18, "y": number // 5 * 9}
    return found
