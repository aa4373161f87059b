"""Giving tasks to people, and what the label stream and lists make of it."""

from collections import Counter
from typing import Any

import httpx
import pytest

from tests.fixtures.making import Make, choice
from tests.fixtures.people import People
from tests.fixtures.sites import Site

ONLY_ASSIGNED = {"label_stream_task_distribution": "assigned_only"}


async def _assign(client: httpx.AsyncClient, project: Any, **body: Any) -> Any:
    answer = await client.post(f"/api/projects/{project['id']}/tasks/assignees", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()["assignments"]


async def _refused(client: httpx.AsyncClient, project: Any, **body: Any) -> Any:
    answer = await client.post(f"/api/projects/{project['id']}/tasks/assignees", json=body)
    assert answer.status_code == 400, answer.text
    return answer.json()["validation_errors"]


async def _next(client: httpx.AsyncClient, project: Any) -> int | None:
    answer = await client.get(f"/api/projects/{project['id']}/next")
    assert answer.status_code in (200, 404), answer.text
    return answer.json()["id"] if answer.status_code == 200 else None


async def _label(client: httpx.AsyncClient, task: int | None) -> None:
    answer = await client.post(f"/api/tasks/{task}/annotations", json={"result": choice()})
    assert answer.status_code == 201, answer.text


async def test_assigned_tasks_come_first_and_to_their_assignee_alone(
    make: Make, client: httpx.AsyncClient, annotator: httpx.AsyncClient, colleague: httpx.AsyncClient, people: People
) -> None:
    project = await make.project()
    ids = await make.tasks(project, 3)
    assert await _assign(client, project, users=[people.annotator.id], selectedItems={"included": [ids[2]]}) == 1
    assert await _next(annotator, project) == ids[2]
    assert [await _next(colleague, project)] == [ids[0]]
    await _label(colleague, ids[0])
    assert await _next(colleague, project) == ids[1]
    await _label(colleague, ids[1])
    assert await _next(colleague, project) is None, "the last one is somebody else's"


async def test_where_work_is_by_assignment_other_tasks_do_not_exist(
    make: Make, client: httpx.AsyncClient, annotator: httpx.AsyncClient, colleague: httpx.AsyncClient, people: People
) -> None:
    project = await make.project(assignment_settings=ONLY_ASSIGNED)
    assert project["assignment_settings"]["label_stream_task_distribution"] == "assigned_only"
    ids = await make.tasks(project, 3)
    await _assign(client, project, users=[people.annotator.id], selectedItems={"included": ids[1:2]})
    listed = await annotator.get("/api/tasks", params={"project": project["id"]})
    assert [task["id"] for task in listed.json()["tasks"]] == ids[1:2]
    assert listed.json()["total"] == 1
    plain = await annotator.get(f"/api/projects/{project['id']}/tasks")
    assert [task["id"] for task in plain.json()] == ids[1:2]
    assert (await annotator.get(f"/api/tasks/{ids[0]}")).status_code == 404
    submitted = await annotator.post(f"/api/tasks/{ids[0]}/annotations", json={"result": choice()})
    assert submitted.status_code == 404
    assert await _next(annotator, project) == ids[1]
    assert await _next(colleague, project) is None
    assert len((await make.read("/api/tasks", project=project["id"]))["tasks"]) == 3, "managers see all"


async def test_tasks_are_spread_in_turn(make: Make, client: httpx.AsyncClient, people: People) -> None:
    project = await make.project(maximum_annotations=2)
    ids = await make.tasks(project, 9)
    users = [people.annotator.id, people.colleague.id, people.manager.id]
    assert await _assign(client, project, users=users, users_per_task=2, selectedItems={"all": True}) == 18
    shares: Counter[int] = Counter()
    for task in ids:
        given = (await client.get(f"/api/projects/{project['id']}/tasks/{task}/assignees")).json()
        assert len({row["assignee"] for row in given}) == 2
        shares.update(row["assignee"] for row in given)
    assert set(shares.values()) == {6}


async def test_assigning_by_filter_and_again_changes_nothing(
    make: Make, client: httpx.AsyncClient, people: People
) -> None:
    project = await make.project()
    ids = await make.imported(project, [{"text": "x", "price": n} for n in range(4)])
    cheap = {
        "conjunction": "and",
        "items": [{"filter": "filter:tasks:data.price", "operator": "less", "type": "Number", "value": 2}],
    }
    assert await _assign(client, project, users=[people.annotator.id], filters=cheap) == 2
    assert await _assign(client, project, users=[people.annotator.id], filters=cheap) == 0
    mine = {
        "filters": {
            "conjunction": "and",
            "items": [
                {
                    "filter": "filter:tasks:assignees",
                    "operator": "contains",
                    "type": "List",
                    "value": people.annotator.id,
                }
            ],
        }
    }
    view = await client.post("/api/dm/views", json={"project": project["id"], "data": mine})
    found = await make.read("/api/tasks", view=view.json()["id"])
    assert [task["id"] for task in found["tasks"]] == ids[:2]
    assert await _assign(client, project, users=[people.colleague.id], filters=cheap, replace=True) == 2
    assert (await make.read("/api/tasks", view=view.json()["id"]))["tasks"] == []


async def test_one_task_is_given_replaced_and_taken(make: Make, client: httpx.AsyncClient, people: People) -> None:
    project = await make.project()
    (task,) = await make.tasks(project, 1)
    path = f"/api/projects/{project['id']}/tasks/{task}/assignees"
    given = await client.post(path, json={"type": "AN", "users": [people.annotator.id]})
    assert (given.json()["assignee"], given.json()["task"], given.json()["type"]) == (people.annotator.id, task, "AN")
    await client.post(path, json={"type": "RE", "users": [people.reviewer.id]})
    replaced = await client.patch(path, json={"type": "AN", "users": [people.colleague.id]})
    assert replaced.json()["assignee"] == people.colleague.id
    assert {(row["assignee"], row["type"]) for row in (await client.get(path)).json()} == {
        (people.colleague.id, "AN"),
        (people.reviewer.id, "RE"),
    }
    assert (await client.delete(path, params={"type": "AN", "users": str(people.colleague.id)})).status_code == 204
    assert [row["type"] for row in (await client.get(path)).json()] == ["RE"]
    assert (await client.patch(path, json={"type": "RE", "users": []})).json() is None
    assert (await client.delete(path, params={"users": "a"})).status_code == 400


async def test_strangers_and_those_who_may_not_are_refused(
    make: Make, client: httpx.AsyncClient, people: People, site: Site
) -> None:
    project = await make.project()
    await make.tasks(project, 1)
    everything = {"selectedItems": {"all": True}}
    assert "no member" in str((await _refused(client, project, users=[people.stranger.id], **everything))["users"])
    assert "role" in str(await _refused(client, project, users=[people.annotator.id], type="RE", **everything))
    assert "users" in await _refused(client, project, users=[], **everything)
    assert "selectedItems" in await _refused(client, project, users=[people.annotator.id])
    assert "type" in await _refused(client, project, users=[people.annotator.id], type="XX", **everything)
    organization = people.owner.organization_id
    removed = await client.delete(f"/api/organizations/{organization}/memberships/{people.colleague.id}")
    assert removed.status_code == 204
    assert "no member" in str(await _refused(client, project, users=[people.colleague.id], **everything))
    assert await site.sql("SELECT 1 FROM task_assignment") == []


@pytest.mark.parametrize("path", ["/api/organizations/{organization}/memberships/{user}", "/api/users/{user}"])
async def test_who_leaves_gives_back_their_tasks(
    make: Make, client: httpx.AsyncClient, annotator: httpx.AsyncClient, people: People, path: str
) -> None:
    project = await make.project()
    ids = await make.tasks(project, 1)
    await _assign(client, project, users=[people.colleague.id], selectedItems={"all": True})
    assert await _next(annotator, project) is None
    gone = path.format(organization=people.owner.organization_id, user=people.colleague.id)
    assert (await client.delete(gone)).status_code == 204
    assert await _next(annotator, project) == ids[0]


async def test_who_may_not_review_any_more_gives_back_what_they_were_to_review(
    make: Make, client: httpx.AsyncClient, annotator: httpx.AsyncClient, people: People, site: Site
) -> None:
    project = await make.project(enable_review=True)
    (task,) = await make.tasks(project, 1)
    await make.annotation(task, by=annotator)
    await _assign(client, project, users=[people.reviewer.id], type="RE", selectedItems={"all": True})
    manager, queue = await site.client(people.manager), f"/api/projects/{project['id']}/review"
    assert (await manager.get(queue)).json()["left"] == 0
    for role, left in (("MA", 0), ("AN", 1)):
        body = {"user_id": people.reviewer.id, "role": role}
        await client.patch(f"/api/organizations/{people.owner.organization_id}/memberships", json=body)
        assert (await manager.get(queue)).json()["left"] == left


async def test_whom_a_project_is_closed_to_give_back_their_tasks(
    make: Make, client: httpx.AsyncClient, annotator: httpx.AsyncClient, people: People
) -> None:
    project = await make.project()
    ids = await make.tasks(project, 2)
    await _assign(client, project, users=[people.colleague.id], selectedItems={"included": ids[:1]})
    await _assign(client, project, users=[people.owner.id], selectedItems={"included": ids[1:]})
    await client.post(f"/api/projects/{project['id']}/members", json={"user": people.annotator.id})
    shown = await make.read("/api/tasks", project=project["id"], query='{"ordering":["tasks:id"]}')
    assert [task["assignees"] for task in shown["tasks"]] == [[], [people.owner.id]]
    assert await _next(annotator, project) == ids[0]


async def test_people_of_a_project(
    make: Make, client: httpx.AsyncClient, annotator: httpx.AsyncClient, colleague: httpx.AsyncClient, people: People
) -> None:
    project = await make.project()
    await make.tasks(project, 1)
    base = f"/api/projects/{project['id']}/members"
    everybody = (await client.get(f"{base}/paginated")).json()
    assert everybody["count"] == 6
    assert {person["implicit_member"] for person in everybody["results"]} == {True}
    assert (await client.post(base, json={"user": people.annotator.id})).status_code == 201
    assert (await colleague.get(f"/api/projects/{project['id']}")).status_code == 404
    assert (await annotator.get(f"/api/projects/{project['id']}")).status_code == 200
    added = (await client.get(f"{base}/paginated", params={"implicit": "false"})).json()
    assert [person["id"] for person in added["results"]] == [people.annotator.id]
    assert "user" in (await client.post(base, json={"user": people.stranger.id})).json()["validation_errors"]
    refused = await _refused(client, project, users=[people.colleague.id], selectedItems={"all": True})
    assert "no member of this project" in str(refused)
    await _assign(client, project, users=[people.annotator.id], selectedItems={"all": True})
    assert (await client.delete(base, params={"user": people.annotator.id})).status_code == 204
    assert (await client.delete(base, params={"user": people.annotator.id})).status_code == 404
    assert await _next(colleague, project) is not None, "their tasks are free again"


async def test_many_people_at_once(make: Make, client: httpx.AsyncClient, people: People) -> None:
    project = await make.project()
    base = f"/api/projects/{project['id']}/members/bulk"
    body = {"all": True, "role": "AN", "excluded": [people.colleague.id]}
    assert (await client.post(base, json=body)).json()["count"] == 1
    assert (await client.post(base, json={"included": [people.colleague.id, people.reviewer.id]})).json()["count"] == 2
    assert (await client.delete(base, params={"included": [people.colleague.id]})).json()["count"] == 1
    assert (await client.delete(base, params={"all": "true"})).json()["count"] == 2


@pytest.mark.parametrize("who", ["annotator", "reviewer"])
async def test_only_managers_assign(who: str, make: Make, site: Site, people: People) -> None:
    project = await make.project()
    await make.tasks(project, 1)
    client = await site.client(getattr(people, who))
    path = f"/api/projects/{project['id']}/tasks/assignees"
    answer = await client.post(path, json={"users": [people.annotator.id], "selectedItems": {"all": True}})
    assert answer.status_code == 403
