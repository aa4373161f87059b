"""Heavy work leaves the event loop alone: measured as CPU time of its thread, which other processes cannot blur."""

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from labelwright.core.security import hash_password
from tests.fixtures.making import Make, choice
from tests.fixtures.sites import Site


@contextmanager
def _loop_seconds() -> Iterator[list[float]]:
    """CPU seconds that this thread, on which the loop runs, spends meanwhile."""
    spent: list[float] = []
    started = time.thread_time()
    yield spent
    spent.append(time.thread_time() - started)


async def _warm(make: Make) -> None:
    """Load what loads at first use."""
    project = await make.project()
    await make.imported(project, [{"text": "a"}])
    await make.annotation(await make.task(project))


async def test_checking_a_large_config(make: Make, client: httpx.AsyncClient) -> None:
    await _warm(make)
    unseen = uuid.uuid4()  # checked configs are kept
    labels = "".join(f'<Choice value="{unseen} {number}"/>' for number in range(15_000))
    config = f'<View><Text name="t" value="$t"/><Choices name="c" toName="t">{labels}</Choices></View>'
    wall = time.monotonic()
    with _loop_seconds() as spent:
        answer = await client.post("/api/projects/validate", json={"label_config": config})
    assert answer.status_code == 200
    assert spent[0] < (time.monotonic() - wall) / 2, "most of it must happen in a thread"
    assert spent[0] < 0.25


@pytest.mark.usefixtures("slow_passwords")
async def test_hashing_a_password(client: httpx.AsyncClient, make: Make) -> None:
    await _warm(make)
    body = {"email": "new@example.org", "password": "quite a long secret"}
    await client.post("/api/session", json=body)
    assert (await hash_password("a secret")).startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    with _loop_seconds() as spent:
        await client.post("/api/session", json=body)
    assert spent[0] < 0.05


async def test_reading_a_large_import(busy_site: Site) -> None:
    client = await busy_site.client(busy_site.people.owner)
    make = Make(client)
    await _warm(make)
    project = await make.project()
    work = {"result": [{"id": "a", "type": "choices", "value": {"choices": ["Positive"], "note": "x" * 2000}}]}
    items = [{"data": {"text": f"Text {number}"}, "annotations": [work]} for number in range(4000)]
    request = client.build_request("POST", f"/api/projects/{project['id']}/import", json=items)
    wall = time.monotonic()
    with _loop_seconds() as spent:
        answer = await client.send(request)
    assert answer.status_code == 201, answer.text
    assert spent[0] < max(0.5, (time.monotonic() - wall) * 0.6)


@pytest.mark.slow
async def test_reading_a_large_body_of_a_small_endpoint(client: httpx.AsyncClient, make: Make) -> None:
    await _warm(make)
    project = await make.project()
    body = b'{"title":"Renamed","z":[' + b"[]," * 2_500_000 + b"1]}"
    wall = time.monotonic()
    with _loop_seconds() as spent:
        answer = await client.patch(
            f"/api/projects/{project['id']}", content=body, headers={"Content-Type": "application/json"}
        )
    assert (answer.status_code, answer.json()["title"]) == (200, "Renamed")
    assert spent[0] < (time.monotonic() - wall) / 2, "most of it must happen in a thread"


async def test_labeling_many_tasks_at_once(busy_site: Site) -> None:
    client = await busy_site.client(busy_site.people.owner)
    make = Make(client)
    await _warm(make)
    tasks = await make.tasks(await make.project(), 5000)
    body = {"tasks": tasks, "result": choice()}
    await client.post("/api/annotations/bulk", json={**body, "tasks": tasks[:10]})
    with _loop_seconds() as spent:
        answer = await client.post("/api/annotations/bulk", json=body)
    assert (answer.status_code, len(answer.json())) == (201, 5000)
    assert spent[0] < 1, "statements for a thousand tasks at a time"
