"""What is told of what happens, and to whom."""

import base64
import hashlib
import hmac
import time
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from labelwright.core import outbox
from labelwright.core.outbox import Event
from tests.fixtures.databases import PinnedDatabase
from tests.fixtures.making import SENTIMENT, Make, choice, created
from tests.fixtures.people import People
from tests.fixtures.receivers import Receiver
from tests.fixtures.sites import OpenSite, Site


@pytest.fixture
async def site(open_site: OpenSite) -> Site:
    """A site that may call receivers on this machine, and does not wait long."""
    return await open_site(ssrf_allowed_subnets="127.0.0.0/8", webhook_retry_seconds=0.05)


async def subscribe(client: httpx.AsyncClient, url: str, **fields: Any) -> Any:
    """A webhook."""
    return await created(await client.post("/api/webhooks", json={"url": url, **fields}))


async def test_a_submit_is_told_with_annotation_task_and_project(site: Site, make: Make, receiver: Receiver) -> None:
    project = await make.project()
    hook = await subscribe(make.client, receiver.url, project=project["id"])
    task = await make.task(project, {"text": "Zażółć gęślą jaźń 1e22", "n": 10**20})
    annotation = await make.annotation(task)
    first, second = await receiver.until(2)
    assert first.json["action"] == "TASKS_CREATED"
    assert [found["id"] for found in first.json["tasks"]] == [task["id"]]
    body = second.json
    assert list(body) == ["action", "annotation", "task", "project"]
    assert body["action"] == "ANNOTATION_CREATED"
    assert body["annotation"] == {**annotation, "created_ago": body["annotation"]["created_ago"]}
    assert body["annotation"]["task"] == body["task"]["id"] == task["id"]
    assert body["task"]["data"] == task["data"]
    assert body["task"]["total_annotations"] == 1
    assert body["project"]["id"] == project["id"]
    assert body["project"]["label_config"] == SENTIMENT
    await site.settled()
    log = await make.read(f"/api/webhooks/{hook['id']}/deliveries")
    assert [(one["action"], one["state"], one["attempts"], one["status"]) for one in log["results"]] == [
        ("ANNOTATION_CREATED", "sent", 1, 200),
        ("TASKS_CREATED", "sent", 1, 200),
    ]
    assert [one["event_id"] for one in log["results"]] == [second.id, first.id]
    assert log["results"][0]["excerpt"] == "thanks"


async def test_every_event_has_its_published_name_and_shape(site: Site, make: Make, receiver: Receiver) -> None:
    await subscribe(make.client, receiver.url)
    project = await make.project()
    ids = await make.imported(project, [{"data": {"text": "a"}, "annotations": [{"result": choice()}]}, {"text": "b"}])
    annotation = await make.annotation(ids[1])
    path = f"/api/annotations/{annotation['id']}"
    await created(await make.client.patch(path, json={"result": choice("Negative")}), 200)
    await make.client.delete(path)
    await make.prediction(ids[1])
    actions = f"/api/dm/actions?project={project['id']}&id="
    everything = {"selectedItems": {"all": True, "excluded": []}}
    await created(await make.client.post(f"{actions}predictions_to_annotations", json=everything), 200)
    await created(await make.client.post(f"{actions}delete_tasks_annotations", json=everything), 200)
    await created(await make.client.patch(f"/api/projects/{project['id']}", json={"title": "Changed"}), 200)
    await make.client.delete(f"/api/tasks/{ids[0]}")
    await created(await make.client.post(f"{actions}delete_tasks", json=everything), 200)
    await make.client.delete(f"/api/projects/{project['id']}")
    found = await receiver.until_true(lambda: "PROJECT_DELETED" in receiver.actions)
    assert [(one.action, sorted(set(one.json) - {"action"})) for one in found] == [
        ("PROJECT_CREATED", ["project"]),
        ("TASKS_CREATED", ["project", "tasks"]),
        ("ANNOTATIONS_CREATED", ["annotation", "project", "task"]),
        ("ANNOTATION_CREATED", ["annotation", "project", "task"]),
        ("ANNOTATION_UPDATED", ["annotation", "project", "task"]),
        ("ANNOTATIONS_DELETED", ["annotations", "project"]),
        ("ANNOTATIONS_CREATED", ["annotation", "project", "task"]),
        ("ANNOTATIONS_DELETED", ["annotations", "project"]),
        ("PROJECT_UPDATED", ["project"]),
        ("TASKS_DELETED", ["project", "tasks"]),
        ("TASKS_DELETED", ["project", "tasks"]),
        ("PROJECT_DELETED", ["project"]),
    ]
    assert [task["id"] for task in found[1].json["tasks"]] == ids
    assert found[2].json["annotation"][0]["task"] == found[2].json["task"][0]["id"] == ids[0]
    assert found[4].json["annotation"]["result"][0]["value"] == {"choices": ["Negative"]}
    assert found[5].json["annotations"] == [{"id": annotation["id"]}]
    assert len(found[7].json["annotations"]) == 2
    assert found[8].json["project"]["title"] == "Changed"
    assert found[9].json["tasks"] == [{"id": ids[0]}]
    assert found[11].json["project"] == {"id": project["id"]}
    assert len({one.id for one in found}) == len(found)


async def test_all_tasks_that_are_deleted_at_once_are_told(site: Site, make: Make, receiver: Receiver) -> None:
    project = await make.project()
    ids = await make.tasks(project, 3)
    await subscribe(make.client, receiver.url, project=project["id"])
    assert (await make.client.delete(f"/api/projects/{project['id']}/tasks")).status_code == 204
    (told,) = await receiver.until(1)
    assert (told.action, told.json["tasks"]) == ("TASKS_DELETED", [{"id": task} for task in ids])


async def test_a_projects_webhook_is_told_of_its_project_alone(site: Site, make: Make, receiver: Receiver) -> None:
    project = await make.project()
    await subscribe(make.client, receiver.url, project=project["id"])
    await make.task()
    await make.task(project)
    await make.client.delete(f"/api/projects/{project['id']}")
    await site.settled()
    assert receiver.actions == ["TASKS_CREATED"]
    assert receiver.received[0].json["project"]["id"] == project["id"]


async def test_a_webhook_is_told_of_the_events_it_names(site: Site, make: Make, receiver: Receiver) -> None:
    fields = {"send_for_all_actions": False, "actions": ["ANNOTATION_UPDATED"], "send_payload": False}
    await subscribe(make.client, receiver.url, **fields)
    annotation = await make.annotation()
    await make.client.patch(f"/api/annotations/{annotation['id']}", json={"lead_time": 2})
    (found,) = await receiver.until(1)
    await site.settled()
    assert (found.body, len(receiver.received)) == (b'{"action":"ANNOTATION_UPDATED"}', 1)


async def test_a_webhook_that_is_off_is_told_nothing(site: Site, make: Make, receiver: Receiver) -> None:
    hook = await subscribe(make.client, receiver.url, is_active=False)
    await make.annotation()
    await site.settled()
    assert receiver.received == []
    assert (await make.read(f"/api/webhooks/{hook['id']}/deliveries"))["count"] == 0


async def test_what_is_refused_is_not_told(site: Site, make: Make, receiver: Receiver) -> None:
    await subscribe(make.client, receiver.url)
    task = await make.task()
    await make.client.post(f"/api/tasks/{task['id']}/annotations", json={"result": "no list"})
    await make.client.post(f"/api/tasks/{task['id']}/annotations", json={"result": [], "parent_prediction": 99})
    repeated = {"unique_id": "one", "result": []}
    for _ in range(2):
        await make.client.post(f"/api/tasks/{task['id']}/annotations", json=repeated)
    await site.settled()
    assert receiver.actions == ["PROJECT_CREATED", "TASKS_CREATED", "ANNOTATION_CREATED"]


async def test_deliveries_are_signed_and_carry_the_users_headers(site: Site, make: Make, receiver: Receiver) -> None:
    hook = await subscribe(make.client, receiver.url, headers={"Authorization": "Bearer abc", "X-Count": 3})
    assert hook["headers"] == {"Authorization": "Bearer abc", "X-Count": "3"}
    renewed = await created(await make.client.post(f"/api/webhooks/{hook['id']}/secret"), 200)
    assert renewed["secret"] != hook["secret"]
    await make.project()
    (found,) = await receiver.until(1)
    assert (found.headers["authorization"], found.headers["x-count"]) == ("Bearer abc", "3")
    assert (found.headers["content-type"], found.headers["webhook-attempt"]) == ("application/json", "1")
    assert abs(int(found.headers["webhook-timestamp"]) - time.time()) < 30
    signed = f"{found.id}.{found.headers['webhook-timestamp']}.".encode() + found.body
    key = base64.b64decode(renewed["secret"].removeprefix("whsec_"))
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert found.headers["webhook-signature"] == f"v1,{expected}"
    stored = str(await site.sql("SELECT * FROM webhook"))
    assert renewed["secret"] not in stored
    assert "Bearer abc" not in stored


async def test_a_large_import_is_told_in_parts_of_bounded_size(site: Site, make: Make, receiver: Receiver) -> None:
    project = await make.project()
    await subscribe(make.client, receiver.url, project=project["id"])
    ids = await make.tasks(project, 450)
    large = await make.imported(project, [{"text": "x" * 20_000}] * 60)
    found = await receiver.until(4)
    await site.settled()
    assert [len(one.json["tasks"]) for one in found] == [200, 200, 50, 60]
    assert [task["id"] for one in found[:3] for task in one.json["tasks"]] == ids
    assert found[3].json["tasks"] == [{"id": identifier} for identifier in large]
    assert found[3].json["is_complete"] is False
    assert max(len(one.body) for one in found) < 1_100_000


async def test_nothing_is_written_where_nobody_listens(
    site: Site, make: Make, receiver: Receiver, people: People, stranger: httpx.AsyncClient
) -> None:
    await subscribe(stranger, receiver.url)
    elsewhere = await make.project()
    await subscribe(make.client, receiver.url, project=elsewhere["id"])
    await make.annotation()
    await site.settled()
    assert receiver.received == []
    assert await site.sql("SELECT * FROM outbox") == []


async def test_a_submit_costs_no_statement_more_where_nobody_listens(site: Site, make: Make) -> None:
    first, second = await make.task(), await make.task()
    database = site.database
    assert isinstance(database, PinnedDatabase)
    with database.statements() as unheard:
        await make.annotation(first)
    database.outbox = None
    with database.statements() as without:
        await make.annotation(second)
    assert unheard == without
    assert sum("webhook" in statement for statement in unheard) == 1


async def test_a_domain_may_give_what_is_told_itself(site: Site, make: Make, receiver: Receiver) -> None:
    project = await make.project()
    await subscribe(make.client, receiver.url, project=project["id"])
    links = {"label_link": [{"id": 1, "from_name": "label"}]}
    async with site.database.write() as session:
        outbox.record(session, Event.LABEL_LINK_CREATED, project["id"], payload=links)
    (found,) = await receiver.until(1)
    assert (found.action, found.json["label_link"]) == ("LABEL_LINK_CREATED", links["label_link"])
    assert found.json["project"]["id"] == project["id"]


async def test_links_of_labels_are_told(site: Site, make: Make, receiver: Receiver) -> None:
    project = await make.project()
    await subscribe(make.client, receiver.url, project=project["id"])
    items = [{"title": title, "value": title, "from_name": "s", "project": project["id"]} for title in ("A", "B")]
    made = (await make.client.post("/api/labels", json=items)).json()
    assert (await make.client.post("/api/labels", json=items)).status_code == 201, "known ones are told no second time"
    (link,) = made[0]["links"]
    await make.client.patch(f"/api/label_links/{link}", json={"from_name": "t"})
    await make.client.delete(f"/api/labels/{made[0]['id']}")
    told = await receiver.until(3)
    assert [one.action for one in told] == ["LABEL_LINK_CREATED", "LABEL_LINK_UPDATED", "LABEL_LINK_DELETED"]
    assert len(told[0].json["label_link"]) == 2
    assert told[1].json["label_link"]["from_name"] == "t"
    assert told[2].json["label_link"] == [{"id": link}]


async def test_what_is_rolled_back_is_not_told(site: Site, make: Make, receiver: Receiver) -> None:
    project = await make.project()
    await subscribe(make.client, receiver.url, project=project["id"])

    async def fail() -> None:
        async with site.database.write() as session:
            outbox.record(session, Event.TASKS_DELETED, project["id"], [1])
            await session.execute(text("SELECT nothing"))

    with pytest.raises(DBAPIError):
        await fail()
    await site.settled()
    assert await site.sql("SELECT id FROM outbox") == []
