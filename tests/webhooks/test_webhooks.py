"""Making, changing and removing webhooks."""

from typing import Any

import httpx
import pytest

from tests.fixtures.making import Make, created
from tests.fixtures.people import People
from tests.fixtures.sites import Site

PUBLIC = "http://1.1.1.1/labels"
FIELDS = {
    "actions",
    "consecutive_failures",
    "created_at",
    "headers",
    "id",
    "is_active",
    "organization",
    "project",
    "send_for_all_actions",
    "send_payload",
    "updated_at",
    "url",
}


async def test_a_webhook_has_its_published_fields_and_defaults(make: Make, people: People) -> None:
    project = await make.project()
    body = {"url": PUBLIC, "project": project["id"]}
    made = await created(await make.client.post("/api/webhooks", json=body))
    assert made.pop("secret").startswith("whsec_")
    assert made.keys() == FIELDS
    expected = {
        "actions": [],
        "consecutive_failures": 0,
        "headers": {},
        "is_active": True,
        "organization": people.owner.organization_id,
        "project": project["id"],
        "send_for_all_actions": True,
        "send_payload": True,
        "url": PUBLIC,
    }
    assert {name: made[name] for name in expected} == expected
    assert await make.read(f"/api/webhooks/{made['id']}") == made
    assert await make.read("/api/webhooks", project=project["id"]) == [made]
    assert await make.read("/api/webhooks") == [made]
    assert (await make.client.delete(f"/api/webhooks/{made['id']}")).status_code == 204
    assert (await make.client.get(f"/api/webhooks/{made['id']}")).status_code == 404


async def test_fields_left_out_stay_and_the_project_always_does(make: Make) -> None:
    project = await make.project()
    body = {"url": PUBLIC, "project": project["id"], "headers": {"X-A": "1"}, "actions": ["TASKS_CREATED"]}
    made = await created(await make.client.post("/api/webhooks", json=body))
    path = f"/api/webhooks/{made['id']}"
    changed = await created(await make.client.patch(path, json={"project": None, "send_payload": False}), 200)
    assert changed["project"] == project["id"]
    assert (changed["headers"], changed["actions"], changed["send_payload"]) == ({"X-A": "1"}, ["TASKS_CREATED"], False)
    put = {"url": f"{PUBLIC}/2", "headers": {}, "actions": []}
    changed = await created(await make.client.put(path, json=put), 200)
    assert (changed["url"], changed["headers"], changed["actions"]) == (f"{PUBLIC}/2", {}, [])


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "url"),
        ({"url": ""}, "url"),
        ({"url": "ftp://example.org"}, "url"),
        ({"url": "http://"}, "url"),
        ({"url": "http://[::1"}, "url"),
        ({"url": "http://127.0.0.1:9000/"}, "url"),
        ({"url": "http://169.254.169.254/latest"}, "url"),
        ({"url": "http://0x7f.1/"}, "url"),
        ({"url": PUBLIC, "headers": {"Host": "a"}}, "headers"),
        ({"url": PUBLIC, "headers": {"A": "a\r\nB: b"}}, "headers"),
        ({"url": PUBLIC, "headers": {"A": {"b": 1}}}, "headers"),
        ({"url": PUBLIC, "headers": {"Webhook-Signature": "v1,a"}}, "headers"),
        ({"url": PUBLIC, "headers": {f"A{number}": "" for number in range(21)}}, "headers"),
        ({"url": PUBLIC, "headers": []}, "headers"),
        ({"url": PUBLIC, "actions": ["LUNCH"]}, "actions"),
        ({"url": PUBLIC, "actions": ["PING"]}, "actions"),
        ({"url": PUBLIC, "actions": ["PROJECT_CREATED"], "project": 0}, "actions"),
    ],
)
async def test_bad_input_is_a_400_that_names_the_field(
    make: Make, site: Site, body: dict[str, Any], field: str
) -> None:
    if body.get("project") == 0:
        body = {**body, "project": (await make.project())["id"]}
    answer = await make.client.post("/api/webhooks", json=body)
    assert (answer.status_code, list(answer.json()["validation_errors"])) == (400, [field]), answer.text
    assert await site.sql("SELECT id FROM webhook") == []


async def test_a_refused_address_names_the_setting(make: Make) -> None:
    answer = await make.client.post("/api/webhooks", json={"url": "http://10.0.0.1/"})
    assert "SSRF_ALLOWED_SUBNETS" in answer.json()["validation_errors"]["url"][0]


async def test_managers_have_those_of_their_projects_only(site: Site, make: Make, people: People) -> None:
    project = await make.project()
    whole = await created(await make.client.post("/api/webhooks", json={"url": PUBLIC, "is_active": False}))
    manager = await site.client(people.manager)
    refused = await manager.post("/api/webhooks", json={"url": PUBLIC})
    assert refused.status_code == 403
    own = await created(await manager.post("/api/webhooks", json={"url": PUBLIC, "project": project["id"]}))
    assert [hook["id"] for hook in (await manager.get("/api/webhooks")).json()] == [own["id"]]
    assert (await manager.patch(f"/api/webhooks/{whole['id']}", json={})).status_code == 404
    assert len(await make.read("/api/webhooks")) == 2


@pytest.mark.parametrize("part", ["reviewer", "annotator"])
async def test_who_does_not_manage_projects_has_none(site: Site, make: Make, people: People, part: str) -> None:
    hook = await created(await make.client.post("/api/webhooks", json={"url": PUBLIC, "is_active": False}))
    client: httpx.AsyncClient = await site.client(getattr(people, part))
    for method, path in (
        ("GET", ""),
        ("POST", ""),
        ("GET", "/info"),
        ("GET", f"/{hook['id']}"),
        ("PATCH", f"/{hook['id']}"),
        ("DELETE", f"/{hook['id']}"),
        ("POST", f"/{hook['id']}/test"),
        ("POST", f"/{hook['id']}/secret"),
        ("GET", f"/{hook['id']}/deliveries"),
        ("POST", f"/{hook['id']}/deliveries/1/redeliver"),
    ):
        answer = await client.request(method, f"/api/webhooks{path}", json={"url": PUBLIC})
        assert answer.status_code == 403, (method, path)


async def test_info_tells_the_published_events(make: Make) -> None:
    info = await make.read("/api/webhooks/info")
    assert len(info) == 12
    assert info["TASKS_CREATED"].keys() == {"name", "description", "key", "organization-only"}
    assert info["TASKS_CREATED"]["key"] == "tasks"
    only = await make.read("/api/webhooks/info", **{"organization-only": "true"})
    assert list(only) == ["PROJECT_CREATED", "PROJECT_DELETED"]
    others = await make.read("/api/webhooks/info", **{"organization-only": "false"})
    assert len(others) == 10
