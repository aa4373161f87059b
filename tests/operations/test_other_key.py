"""A server that runs with another key than the one under which secrets were sealed, as after a restore without it."""

from typing import Any

import httpx

from tests.fixtures.buckets import Buckets
from tests.fixtures.making import Make, created
from tests.fixtures.people import People
from tests.fixtures.sites import OpenSite

ANOTHER = "a key of later that has more than 32 characters"
LOCAL = ("127.0.0.0/8",)


async def _refused(answer: httpx.Response) -> None:
    assert (answer.status_code, answer.json()["code"]) == (409, "sealed_elsewhere"), answer.text
    assert "another server key" in answer.json()["detail"]


async def test_what_was_sealed_is_said_to_be_lost_and_can_be_given_anew(
    open_site: OpenSite, people: People, buckets: Buckets
) -> None:
    make = Make(await (await open_site(ssrf_allowed_subnets=LOCAL)).client(people.owner))
    project = await make.project()
    hook: dict[str, Any] = {"url": "http://1.1.1.1/", "project": project["id"], "is_active": False}
    hook = await created(await make.client.post("/api/webhooks", json={**hook, "headers": {"X-Key": "secret"}}))
    keys = {"bucket": buckets.bucket({"1.json": '{"text": "one"}'}), **buckets.settings}
    storage = await created(await make.client.post("/api/storages/s3", json={"project": project["id"], **keys}))

    client = await (await open_site(secret_key=ANOTHER, ssrf_allowed_subnets=LOCAL)).client(people.owner)
    await _refused(await client.get("/api/current-user/token"))
    fresh = (await created(await client.post("/api/current-user/reset-token")))["token"]
    client.headers["Authorization"] = f"Token {fresh}"
    assert (await client.get("/api/current-user/token")).json() == {"token": fresh}

    (shown,) = (await client.get("/api/webhooks", params={"project": project["id"]})).json()
    assert (shown["id"], shown["headers"]) == (hook["id"], {})
    await _refused(await client.post(f"/api/webhooks/{hook['id']}/test"))
    again = await client.patch(f"/api/webhooks/{hook['id']}", json={"headers": {"X-Key": "new"}})
    assert (again.status_code, again.json()["headers"]) == (200, {"X-Key": "new"})

    path = f"/api/storages/s3/{storage['id']}"
    assert (await client.get(path)).status_code == 200
    assert (await client.patch(path, json=buckets.settings)).status_code == 200
