"""Integers beyond 64 bits: JSON has them, so they are kept to the digit or refused, and never a failure of ours."""

from pathlib import Path
from typing import Any

import pytest

from labelwright.core import json
from tests.fixtures.making import Make
from tests.fixtures.people import People
from tests.fixtures.sites import Site

LONG = 2**70


async def test_what_clients_keep_comes_back_to_the_digit(busy_site: Site, people: People) -> None:
    make = Make(await busy_site.client(people.owner))
    project = await make.project()
    await make.imported(project, [{"text": "a", "n": 1}, {"text": "b", "n": LONG + 1}])
    few = {"filter": "filter:tasks:data.n", "operator": "less", "type": "Number", "value": LONG}
    many = few | {"operator": "in_list", "value": [LONG + step for step in range(200)]}
    for item in (few, many):
        data = {"mine": {"list": [LONG, -LONG]}, "filters": {"conjunction": "and", "items": [item]}}
        made = await make.client.post("/api/dm/views", json={"project": project["id"], "data": data})
        assert (made.status_code, made.json()["data"]["mine"]) == (201, data["mine"])
        view = made.json()["id"]
        assert (await make.client.get(f"/api/dm/views/{view}")).json()["data"]["mine"] == data["mine"]
        assert (await make.client.get(f"/api/tasks?view={view}")).status_code == 200
    label = {"title": "Long", "value": LONG, "project": project["id"], "from_name": "label"}
    made = await make.client.post("/api/labels", json=[label])
    assert (made.status_code, made.json()[0]["value"]) == (201, LONG)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "/api/projects/{project}", {"control_weights": {"label": {"overall": LONG}}}),
        ("PATCH", "/api/projects/{project}", {"control_weights": {"x": LONG}}),
        ("POST", "/api/labels/bulk", {"old_label": LONG, "new_label": "x"}),
        ("PATCH", "/api/current-user/hotkeys", {"custom_hotkeys": {"a:b": {"key": "x", "active": True, "n": LONG}}}),
        ("POST", "/api/webhooks", {"url": "https://example.org", "headers": {"a": LONG}, "project": LONG}),
    ],
)
async def test_nowhere_do_they_fail(busy_site: Site, people: People, method: str, path: str, body: Any) -> None:
    make = Make(await busy_site.client(people.owner))
    project = await make.project()
    answer = await make.client.request(method, path.format(project=project["id"]), json=body)
    assert answer.status_code < 500, answer.text


def test_the_fast_encoder_is_told_how_to_spell_them() -> None:
    for value in ({"a": [1, LONG, (-LONG,)]}, LONG, 2**63, 2**64, [1.5, "x" * 30, None, "1" * 30]):
        assert json.unpacked(json.packed(value).decode()) == json.loads(json.dumps(value).encode())
    with pytest.raises(TypeError):
        json.packed({"a": Path()})
