"""Drafts: unfinished work of one user."""

import httpx
import pytest

from labelwright.annotations.schemas import DraftRead
from tests.fixtures.making import Make, choice
from tests.fixtures.people import People


async def test_a_draft_is_shown_as_clients_know_it(client: httpx.AsyncClient, make: Make, people: People) -> None:
    task = await make.task()
    draft = await make.draft(task["id"], lead_time=1.5)
    shown = (await client.get(f"/api/drafts/{draft['id']}/")).json()
    assert (shown["annotation"], shown["user"], shown["lead_time"]) == (None, people.owner.email, 1.5)
    assert (shown["created_ago"], shown["result"]) == ("0\u00a0minutes", choice())
    assert [item["id"] for item in (await client.get(f"/api/tasks/{task['id']}/drafts")).json()] == [draft["id"]]
    DraftRead.model_validate(shown)


async def test_a_second_save_replaces_the_first(make: Make, client: httpx.AsyncClient) -> None:
    task = await make.task()
    first = await make.draft(task["id"])
    second = await make.draft(task["id"], choice("Negative"))
    assert first["id"] == second["id"]
    assert second["rev"] > first["rev"]
    assert (await make.read(f"/api/tasks/{task['id']}"))["drafts"][0]["result"] == choice("Negative")


async def test_a_draft_changes_neither_task_nor_annotation(make: Make, client: httpx.AsyncClient) -> None:
    annotation = await make.annotation()
    before = await make.read(f"/api/tasks/{annotation['task']}")
    await make.draft(annotation["task"])
    await client.post(f"/api/tasks/{annotation['task']}/annotations/{annotation['id']}/drafts", json={"result": []})
    after = await make.read(f"/api/tasks/{annotation['task']}")
    assert (before["updated_at"], before["annotations"]) == (after["updated_at"], after["annotations"])


async def test_drafts_are_their_authors_own(
    make: Make, client: httpx.AsyncClient, annotator: httpx.AsyncClient
) -> None:
    task = await make.task()
    draft = await make.draft(task["id"], by=annotator)
    path = f"/api/drafts/{draft['id']}"
    for method in ("GET", "PATCH", "DELETE"):
        assert (await client.request(method, path, json={"result": []})).status_code == 404
    assert (await client.get(f"/api/tasks/{task['id']}/drafts")).json() == []
    assert (await annotator.get(path)).status_code == 200


async def test_submitting_uses_the_draft_up(make: Make, client: httpx.AsyncClient) -> None:
    task = await make.task()
    draft = await make.draft(task["id"])
    await make.annotation(task, draft_id=draft["id"])
    assert (await client.get(f"/api/drafts/{draft['id']}")).status_code == 404


async def test_a_draft_of_another_task_refuses_and_stays(make: Make, client: httpx.AsyncClient) -> None:
    first, second = await make.tasks(await make.project(), 2)
    draft = await make.draft(first)
    body = {"result": choice(), "draft_id": draft["id"]}
    answer = await client.post(f"/api/tasks/{second}/annotations", json=body)
    assert answer.status_code == 403
    assert (await client.get(f"/api/drafts/{draft['id']}")).status_code == 200
    assert (await make.read(f"/api/tasks/{second}"))["annotations"] == []


async def test_drafts_on_an_annotation_go_when_it_changes(
    make: Make, client: httpx.AsyncClient, people: People
) -> None:
    annotation = await make.annotation()
    path = f"/api/tasks/{annotation['task']}/annotations/{annotation['id']}/drafts/"
    draft = (await client.post(path, json={"result": choice("Negative")})).json()
    assert draft["annotation"] == annotation["id"]
    await client.patch(f"/api/annotations/{annotation['id']}", json={"result": choice("Negative")})
    assert (await client.get(f"/api/drafts/{draft['id']}")).status_code == 404


async def test_a_draft_is_changed_and_thrown_away(make: Make, client: httpx.AsyncClient) -> None:
    draft = await make.draft((await make.task())["id"], lead_time=1)
    path = f"/api/drafts/{draft['id']}"
    changed = (await client.patch(path, json={"result": choice("Negative")})).json()
    assert (changed["result"], changed["lead_time"]) == (choice("Negative"), 1)
    stale = await client.patch(path, json={"result": []}, headers={"If-Match": f'"{draft["rev"]}"'})
    assert stale.status_code == 412
    assert stale.json()["current"]["result"] == choice("Negative")
    assert (await client.patch(path, json={})).status_code == 400
    assert (await client.delete(path)).status_code == 204
    assert (await client.get(path)).status_code == 404


async def test_an_annotation_of_another_task_takes_no_draft(make: Make, client: httpx.AsyncClient) -> None:
    annotation, other = await make.annotation(), await make.task()
    path = f"/api/tasks/{other['id']}/annotations/{annotation['id']}/drafts"
    assert (await client.post(path, json={"result": []})).status_code == 404


@pytest.mark.parametrize("result", ['"x"', "[1]", "{}", "[[]]"])
async def test_a_bad_result_is_refused(make: Make, client: httpx.AsyncClient, result: str) -> None:
    task = await make.task()
    answer = await client.post(
        f"/api/tasks/{task['id']}/drafts",
        content=f'{{"result": {result}}}',
        headers={"Content-Type": "application/json"},
    )
    assert list(answer.json()["validation_errors"]) == ["result"]
    assert (await client.get(f"/api/tasks/{task['id']}/drafts")).json() == []


async def test_an_annotation_is_taken_back_into_a_draft(
    make: Make, client: httpx.AsyncClient, annotator: httpx.AsyncClient
) -> None:
    task = await make.task()
    made = await make.annotation(task, choice("Negative"), by=annotator, lead_time=3.5)
    path = f"/api/annotations/{made['id']}/convert-to-draft"
    assert (await client.post(path)).status_code == 403
    answer = await annotator.post(path)
    assert answer.status_code == 201, answer.text
    draft = answer.json()
    assert (draft["result"], draft["annotation"], draft["lead_time"]) == (choice("Negative"), None, 3.5)
    assert (await annotator.get(f"/api/drafts/{draft['id']}/")).json()["result"] == choice("Negative")
    assert (await client.get(f"/api/annotations/{made['id']}")).status_code == 404
    shown = await make.read(f"/api/tasks/{task['id']}")
    assert (shown["total_annotations"], shown["is_labeled"]) == (0, False)
    again = await make.annotation(task, by=annotator)
    await make.draft(task["id"], by=annotator)
    refused = await annotator.post(f"/api/annotations/{again['id']}/convert-to-draft")
    assert (refused.status_code, refused.json()["code"]) == (409, "draft_exists")
    assert (await make.read(f"/api/annotations/{again['id']}"))["result"] == choice()
