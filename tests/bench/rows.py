"""The measured rows. Each is one kind of work, driven over HTTP with the client on the same machine."""

import asyncio
import itertools
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from tests.bench.client import Connection
from tests.bench.server import TOKEN, Server

CONFIG = (
    '<View><Text name="text" value="$text"/><Choices name="sentiment" toName="text">'
    '<Choice value="Positive"/><Choice value="Negative"/></Choices></View>'
)
BOXES = (
    '<View><Image name="image" value="$image"/><RectangleLabels name="box" toName="image">'
    '<Label value="Car"/><Label value="Person"/></RectangleLabels></View>'
)
LOOP_SECONDS = 8.0
LOOP_TARGETS = {1: 150.0, 8: 300.0, 32: 350.0}
CHOICE = [
    {
        "id": "c1",
        "from_name": "sentiment",
        "to_name": "text",
        "type": "choices",
        "origin": "manual",
        "value": {"choices": ["Positive"]},
    }
]


def box(number: int) -> dict[str, Any]:
    """One box of an annotated picture."""
    return {
        "id": f"region{number}",
        "from_name": "box",
        "to_name": "image",
        "type": "rectanglelabels",
        "origin": "manual",
        "original_width": 800,
        "original_height": 600,
        "image_rotation": 0,
        "value": {"x": 12.5, "y": 30.25, "width": 25.125, "height": 10, "rotation": 0, "rectanglelabels": ["Car"]},
    }


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure with its target."""

    row: str
    value: float
    unit: str
    target: float | None = None
    at_most: bool = False

    @property
    def holds(self) -> bool | None:
        """Whether the target is met; None without one."""
        if self.target is None:
            return None
        return self.value <= self.target if self.at_most else self.value >= self.target


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which a share of the others lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


async def make_project(connection: Connection, config: str, title: str, **settings: Any) -> int:
    """A project with a config; its id."""
    body = orjson.dumps({"title": title, "label_config": config, **settings})
    answer = await connection.call("POST", "/api/projects", body)
    return ok(answer, 201)["id"]  # type: ignore[no-any-return]


def ok(answer: Any, status: int) -> Any:
    """The JSON of an answer that must have this status."""
    if answer.status != status:
        raise RuntimeError(f"{answer.status}: {answer.body[:500]!r}")
    return answer.json() if answer.body else None


async def import_small(server: Server) -> list[Figure]:
    """Small text tasks as JSON bodies of 10,000."""
    bodies = [
        orjson.dumps(
            [{"text": f"Sentence number {batch * 10_000 + n} of a corpus of short texts."} for n in range(10_000)]
        )
        for batch in range(5)
    ]
    async with Connection(server.base, TOKEN) as connection:
        project = await make_project(connection, CONFIG, "Import")
        ok(await connection.call("POST", f"/api/projects/{project}/import", bodies[0]), 201)
        began = time.perf_counter()
        for body in bodies:
            ok(await connection.call("POST", f"/api/projects/{project}/import", body), 201)
        seconds = time.perf_counter() - began
    return [
        Figure(
            "import of small JSON tasks, batches of 10,000",
            50_000 / seconds,
            "tasks/s",
            12_000 if server.database_url is None else 20_000,
        )
    ]


async def import_annotated(server: Server) -> list[Figure]:
    """10,000 tasks with an annotation of five boxes each."""
    result = [box(n) for n in range(5)]
    body = orjson.dumps(
        [
            {"data": {"image": f"https://example.org/{n}.jpg"}, "annotations": [{"result": result}]}
            for n in range(10_000)
        ]
    )
    async with Connection(server.base, TOKEN) as connection:
        project = await make_project(connection, BOXES, "Annotated")
        began = time.perf_counter()
        ok(await connection.call("POST", f"/api/projects/{project}/import", body), 201)
        seconds = time.perf_counter() - began
    return [Figure("import of 10,000 annotated tasks, 5 regions each", 10_000 / seconds, "tasks/s", 4_000)]


async def big_project(server: Server) -> int:
    """100,000 annotated tasks with one choice each."""
    async with Connection(server.base, TOKEN) as connection:
        project = await make_project(connection, CONFIG, "Large")
        for batch in range(10):
            items = [
                {"data": {"text": f"Sentence {batch}-{n}", "n": n}, "annotations": [{"result": CHOICE}]}
                for n in range(10_000)
            ]
            ok(await connection.call("POST", f"/api/projects/{project}/import", orjson.dumps(items)), 201)
        return project


async def export_and_page(server: Server) -> list[Figure]:
    """Export of 100,000 annotated tasks, and the first data page of that project."""
    project = await big_project(server)
    async with Connection(server.base, TOKEN) as connection:
        await connection.call("GET", f"/api/projects/{project}/export?exportType=JSON&ids=1")
        before, began, first, size = server.memory_mb(), time.perf_counter(), 0.0, 0
        async for _, chunk in connection.stream("GET", f"/api/projects/{project}/export?exportType=JSON"):
            first = first or time.perf_counter() - began
            size += len(chunk)
        seconds = time.perf_counter() - began
        grown = server.memory_mb() - before
        pages = []
        for _ in range(40):
            at = time.perf_counter()
            ok(await connection.call("GET", f"/api/tasks?project={project}&page=1&page_size=30"), 200)
            pages.append(time.perf_counter() - at)
    if size < 10_000_000:
        raise RuntimeError("the export is too small to be true")
    return [
        Figure("export of 100,000 annotated tasks as JSON", 100_000 / seconds, "tasks/s", 50_000),
        Figure("export: first byte", first * 1000, "ms", 50, at_most=True),
        Figure("export: memory growth", grown, "MB", 30, at_most=True),
        Figure("first data page at 100,000 tasks, p50", percentile(pages, 0.5) * 1000, "ms", 10, at_most=True),
    ]


async def label_loop(
    server: Server, annotators: int, *, seconds: float = LOOP_SECONDS, others: Sequence[Server] = ()
) -> list[Figure]:
    """`next` and submit in a loop by several annotators on one project at overlap 1, spread over all servers."""
    async with Connection(server.base, TOKEN) as connection:
        project = await make_project(connection, CONFIG, f"Loop {annotators}")
        tasks = [{"text": f"Sentence number {n}"} for n in range(20_000)]
        ok(await connection.call("POST", f"/api/projects/{project}/import", orjson.dumps(tasks)), 201)
        people = [await member(connection, server, f"a{project}-{n}@example.org") for n in range(annotators)]
    loops: list[float] = []
    nexts: list[float] = []
    seen: Counter[int] = Counter()
    body = orjson.dumps({"result": CHOICE, "lead_time": 1.5})
    began = time.perf_counter()
    cpu = server.cpu_seconds()

    async def annotate(token: str, through: Server) -> None:
        async with Connection(through.base, token) as connection:
            while time.perf_counter() - began < seconds:
                at = time.perf_counter()
                task = ok(await connection.call("GET", f"/api/projects/{project}/next"), 200)["id"]
                nexts.append(time.perf_counter() - at)
                ok(await connection.call("POST", f"/api/tasks/{task}/annotations", body), 201)
                loops.append(time.perf_counter() - at)
                seen[task] += 1

    servers = itertools.cycle((server, *others))
    await asyncio.gather(*(annotate(person.token, next(servers)) for person in people))
    elapsed = time.perf_counter() - began
    cpu = server.cpu_seconds() - cpu
    async with Connection(server.base, TOKEN) as connection:
        stored = ok(await connection.call("GET", f"/api/projects/{project}"), 200)["total_annotations_number"]
    lost, doubled = len(loops) - stored, sum(1 for count in seen.values() if count > 1)
    if lost or doubled:
        raise RuntimeError(f"{lost} annotations lost, {doubled} tasks given twice")
    name = f"label loop, {annotators} annotator{'s' if annotators > 1 else ''}"
    return [
        Figure(
            name, len(loops) / elapsed, "annotations/s", LOOP_TARGETS.get(annotators) if server.database_url else None
        ),
        Figure(
            f"{name}: next + submit p95",
            percentile(loops, 0.95) * 1000,
            "ms",
            100 if annotators == 8 else None,
            at_most=True,
        ),
        Figure(f"{name}: next p50", percentile(nexts, 0.5) * 1000, "ms"),
        Figure(f"{name}: server CPU per annotation", cpu / len(loops) * 1000, "ms"),
    ]


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the organization."""

    id: int
    token: str


async def member(connection: Connection, server: Server, email: str, role: str = "AN") -> Member:
    """A new member of the organization with a token of their own; `role` as the published API shortens it."""
    body = orjson.dumps({"email": email, "password": "bench-password-1"})
    user = ok(await connection.call("POST", "/api/users", body), 201)["id"]
    change = orjson.dumps({"user_id": user, "role": role})
    ok(await connection.call("PATCH", "/api/organizations/1/memberships", change), 200)
    return Member(user, await asyncio.to_thread(_token_of, server, email))


def _token_of(server: Server, email: str) -> str:
    """Sign in and ask for the legacy token, as a script would."""
    import httpx

    with httpx.Client(base_url=server.base) as client:
        client.post("/api/session", json={"email": email, "password": "bench-password-1"}).raise_for_status()
        token: str = client.get("/api/current-user/token").raise_for_status().json()["token"]
        return token


async def hello(server: Server) -> list[Figure]:
    """What the web layer alone can do on this machine."""
    async with Connection(server.base, TOKEN) as connection:
        began, count = time.perf_counter(), 0
        while time.perf_counter() - began < 2:
            await connection.call("GET", "/health")
            count += 1
    return [Figure("limit of this machine: GET /health, 1 client", count / (time.perf_counter() - began), "requests/s")]
