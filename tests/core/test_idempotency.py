"""A request that is sent again does nothing and gets the first answer."""

import asyncio
import json
from typing import Any

import httpx
import pytest

from tests.fixtures.making import Make, choice
from tests.fixtures.sites import Site


def _key(value: str) -> dict[str, str]:
    return {"Idempotency-Key": value}


async def test_a_repeat_gets_the_first_answer(client: httpx.AsyncClient, make: Make) -> None:
    project = await make.project()
    task = await make.task(project)
    posts: dict[str, Any] = {
        f"/api/tasks/{task['id']}/annotations": {"result": choice()},
        f"/api/projects/{project['id']}/import?return_task_ids=1": [{"text": "a"}, {"text": "b"}],
        "/api/projects": {"title": "Once"},
        "/api/users": {"email": "once@example.com"},
        "/api/tasks": {"project": project["id"], "data": {"text": "c"}},
        "/api/predictions": {"task": task["id"], "result": choice()},
        f"/api/projects/{project['id']}/import/predictions": [{"task": task["id"], "result": choice()}],
    }
    for path, body in posts.items():
        first = await client.post(path, json=body, headers=_key("once"))
        again = await client.post(path, json=body, headers=_key("once"))
        assert (first.status_code, again.status_code) == (201, 201), (path, first.text, again.text)
        assert again.json() == first.json()
        assert again.headers.get("etag") == first.headers.get("etag")
        assert (again.headers["idempotency-replayed"], "idempotency-replayed" in first.headers) == ("true", False)
    shown = await make.read(f"/api/projects/{project['id']}")
    assert (shown["task_number"], shown["total_annotations_number"], shown["total_predictions_number"]) == (4, 1, 2)


async def test_another_key_is_another_request(client: httpx.AsyncClient, make: Make) -> None:
    project = await make.project()
    path = f"/api/projects/{project['id']}/import"
    for headers in (_key("a"), _key("b"), {}, {}):
        assert (await client.post(path, json=[{"text": "a"}], headers=headers)).status_code == 201
    assert (await make.read(f"/api/projects/{project['id']}"))["task_number"] == 4


async def test_files_are_imported_once(client: httpx.AsyncClient, make: Make) -> None:
    """Their boundary differs each time."""
    project = await make.project()
    path = f"/api/projects/{project['id']}/import"
    for _ in range(2):
        answer = await client.post(path, files={"a": ("a.json", b'[{"text":"a"}]')}, headers=_key("file"))
        assert answer.json()["task_count"] == 1
    assert (await make.read(f"/api/projects/{project['id']}"))["task_number"] == 1


async def test_another_body_is_a_422(client: httpx.AsyncClient, make: Make) -> None:
    task = await make.task()
    path = f"/api/tasks/{task['id']}/annotations"
    await client.post(path, json={"result": choice()}, headers=_key("k"))
    answer = await client.post(path, json={"result": choice("Negative")}, headers=_key("k"))
    assert (answer.status_code, answer.json()["code"]) == (422, "key_reused")


async def test_a_refused_request_is_not_remembered(client: httpx.AsyncClient, make: Make) -> None:
    project = await make.project()
    path = f"/api/projects/{project['id']}/import"
    assert (await client.post(path, json=[{"other": "a"}], headers=_key("k"))).status_code == 400
    assert (await client.post(path, json=[{"text": "a"}], headers=_key("k"))).status_code == 201


async def test_everybody_has_keys_of_their_own(make: Make, annotator: httpx.AsyncClient) -> None:
    task = await make.task(await make.project(maximum_annotations=2))
    path = f"/api/tasks/{task['id']}/annotations"
    answers = [
        await person.post(path, json={"result": choice()}, headers=_key("k")) for person in (make.client, annotator)
    ]
    assert len({answer.json()["id"] for answer in answers}) == 2


@pytest.mark.parametrize("key", ["", "x" * 256])
async def test_a_key_has_a_length(client: httpx.AsyncClient, key: str) -> None:
    answer = await client.post("/api/projects", json={}, headers=_key(key))
    assert (answer.status_code, list(answer.json()["validation_errors"])) == (400, ["Idempotency-Key"])


async def test_after_a_day_a_key_is_new(site: Site, client: httpx.AsyncClient, make: Make) -> None:
    task = await make.task(await make.project())
    path = f"/api/tasks/{task['id']}/annotations"
    first = await client.post(path, json={"result": choice()}, headers=_key("k"))
    await site.sql("UPDATE idempotency_key SET created_at = '2020-01-01 00:00:00.000000'")
    second = await client.post(path, json={"result": choice()}, headers=_key("k"))
    assert second.json()["id"] != first.json()["id"]
    third = await client.post(path, json={"result": choice()}, headers=_key("k"))
    assert third.json()["id"] == second.json()["id"]


async def test_secrets_are_not_kept(site: Site, client: httpx.AsyncClient) -> None:
    assert (await client.post("/api/token", headers=_key("k"))).status_code == 201
    assert await site.sql("SELECT 1 FROM idempotency_key") == []


async def test_of_many_at_once_one_is_carried_out(busy_site: Site) -> None:
    client = await busy_site.client(busy_site.people.owner)
    make = Make(client)
    project = await make.project()
    path = f"/api/projects/{project['id']}/import"
    body = json.dumps([{"text": str(number)} for number in range(500)])
    headers = {**_key("many"), "Content-Type": "application/json"}
    answers = await asyncio.gather(*(client.post(path, content=body, headers=headers) for _ in range(8)))
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert 201 in {answer.status_code for answer in answers}
    assert (await client.post(path, content=body, headers=headers)).status_code == 201
    assert (await make.read(f"/api/projects/{project['id']}"))["task_number"] == 500
