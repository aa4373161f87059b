"""Many tasks labeled at once, and many annotations deleted at once."""

from typing import Any

import httpx
import pytest

from labelwright.annotations.service import bulk
from labelwright.core.outbox import Event
from labelwright.tasks import service as tasks_service
from tests.fixtures.databases import PinnedDatabase
from tests.fixtures.making import Make, choice, created
from tests.fixtures.people import People
from tests.fixtures.sites import Site

BULK, DELETE = "/api/annotations/bulk", "/api/annotations/bulk-delete"


async def _right(db: PinnedDatabase, project: Any) -> None:
    """No counter is off."""
    async with db.read() as session:
        assert await tasks_service.drift(session, project["id"], skips_count=False) == []


async def test_work_is_saved_on_each_task(
    make: Make, annotator: httpx.AsyncClient, site: Site, db: PinnedDatabase, people: People
) -> None:
    project = await make.project(maximum_annotations=2, enable_review=True)
    tasks = await make.tasks(project, 3)
    await make.draft(tasks[0], by=annotator)
    await make.annotation(tasks[1], choice("Negative"))
    made = await created(await annotator.post(BULK, json={"tasks": tasks[:2], "result": choice(), "lead_time": 3}))
    assert [one.keys() for one in made] == [{"id"}, {"id"}]
    for task, one in zip(tasks, made, strict=False):
        read = await make.read(f"/api/annotations/{one['id']}")
        assert (read["task"], read["completed_by"], read["result"]) == (task, people.annotator.id, choice())
        assert (read["bulk_created"], read["lead_time"], read["review_state"]) == (True, 3, "pending")
    assert (await annotator.get(f"/api/tasks/{tasks[0]}/drafts")).json() == []
    await site.settled()
    assert (await make.read(f"/api/tasks/{tasks[1]}"))["agreement"] == 0
    assert (await make.read(f"/api/projects/{project['id']}"))["finished_task_number"] == 1
    await _right(db, project)

    gone = await created(
        await annotator.post(DELETE, json={"ids": [one["id"] for one in made], "project": project["id"]}), 200
    )
    assert gone == {"deleted_count": 2}
    await site.settled()
    assert (await make.read(f"/api/tasks/{tasks[1]}"))["agreement"] is None
    await _right(db, project)


async def test_tasks_are_selected_and_skipped(make: Make, db: PinnedDatabase) -> None:
    project = await make.project()
    tasks = await make.tasks(project, 3)
    chosen = {"all": True, "excluded": tasks[:1]}
    body = {"project": project["id"], "selected_items": chosen, "was_cancelled": True}
    assert len(await created(await make.client.post(BULK, json=body))) == 2
    assert (await make.read(f"/api/projects/{project['id']}"))["skipped_annotations_number"] == 2
    await _right(db, project)


async def test_what_cannot_be_done_is_refused_and_nothing_is_saved(
    make: Make, annotator: httpx.AsyncClient, stranger: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, elsewhere = await make.project(), await make.project()
    (one,), (other,) = await make.tasks(project, 1), await make.tasks(elsewhere, 1)
    for client, body, field in (
        (make.client, {"tasks": [one]}, "result"),
        (make.client, {"result": choice()}, "tasks"),
        (make.client, {"result": choice(), "selected_items": {"all": True}}, "project"),
        (make.client, {"result": choice(), "tasks": [one, other]}, "tasks"),
        (make.client, {"result": choice(), "tasks": [one, 10**9]}, "tasks"),
        (make.client, {"result": {}, "tasks": [one]}, "result"),
        (make.client, {"result": choice(), "tasks": [0]}, "tasks.0"),
        (make.client, {"result": choice(), "tasks": [one], "completed_by": 10**9}, "completed_by"),
        (stranger, {"result": choice(), "tasks": [one]}, "tasks"),
    ):
        refused = await client.post(BULK, json=body)
        assert (refused.status_code, refused.json()["validation_errors"].keys()) == (400, {field}), body
    monkeypatch.setattr(bulk, "MOST_BYTES", 10)
    assert (await make.client.post(BULK, json={"result": choice(), "tasks": [one]})).status_code == 413
    assert (await make.read(f"/api/projects/{project['id']}"))["total_annotations_number"] == 0

    own = await make.annotation(one)
    body = {"ids": [own["id"]], "project": project["id"]}
    assert (await stranger.post(DELETE, json=body)).status_code == 404
    assert (await created(await annotator.post(DELETE, json=body), 200))["deleted_count"] == 0, "not theirs"
    wrong = {"ids": [own["id"]], "project": elsewhere["id"]}
    assert (await created(await make.client.post(DELETE, json=wrong), 200))["deleted_count"] == 0
    assert (await make.client.get(f"/api/annotations/{own['id']}")).status_code == 200
    assert (await make.client.post(DELETE, json={"ids": [], "project": project["id"]})).status_code == 400


async def test_who_only_sees_assigned_tasks_labels_those(
    make: Make, annotator: httpx.AsyncClient, people: People
) -> None:
    settings = {"label_stream_task_distribution": "assigned_only"}
    project = await make.project(assignment_settings=settings)
    tasks = await make.tasks(project, 2)
    assigned = {"selectedItems": {"included": tasks[:1]}, "users": [people.annotator.id]}
    await created(await make.client.post(f"/api/projects/{project['id']}/tasks/assignees", json=assigned), 200)
    everything = {"project": project["id"], "selected_items": {"all": True}, "result": choice()}
    assert len(await created(await annotator.post(BULK, json=everything))) == 1
    refused = await annotator.post(BULK, json={"tasks": tasks, "result": choice()})
    assert (refused.status_code, refused.json()["validation_errors"].keys()) == (400, {"tasks"})


async def test_it_is_told_to_webhooks(make: Make, site: Site, db: PinnedDatabase) -> None:
    project = await make.project()
    tasks = await make.tasks(project, 2)
    webhook = {"url": "http://1.1.1.1/", "project": project["id"], "send_for_all_actions": True}
    await created(await make.client.post("/api/webhooks", json=webhook))
    made = await created(await make.client.post(BULK, json={"tasks": tasks, "result": choice()}))
    body = {"ids": [one["id"] for one in made], "project": project["id"]}
    await created(await make.client.post(DELETE, json=body), 200)
    told = [event for (event,) in await site.sql("SELECT event FROM outbox ORDER BY id")]
    assert told == [Event.ANNOTATIONS_CREATED, Event.ANNOTATIONS_DELETED]
