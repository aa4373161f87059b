"""Comments on tasks, annotations and regions."""

import csv
import io
from typing import Any

import httpx
import pytest

from labelwright.comments import service
from tests.fixtures.making import Make, choice
from tests.fixtures.people import People
from tests.fixtures.sites import Site


async def _say(client: httpx.AsyncClient, status: int = 201, **fields: Any) -> Any:
    answer = await client.post("/api/comments", json={"text": "Why?", **fields})
    assert answer.status_code == status, answer.text
    return answer.json() if status == 201 else answer.json()["validation_errors"]


async def test_a_comment_is_made_read_resolved_and_deleted(
    make: Make, client: httpx.AsyncClient, annotator: httpx.AsyncClient, people: People
) -> None:
    project = await make.project()
    (task,) = await make.tasks(project, 1)
    made = await make.annotation(task, by=annotator)
    said = await _say(client, annotation=made["id"], mentions=[people.annotator.id])
    assert (said["task"], said["created_by"], said["is_resolved"]) == (task, people.owner.id, False)
    named = (await annotator.get("/api/comments", params={"mentioned": "true"})).json()
    assert [(item["id"], item["mentions"]) for item in named] == [(said["id"], [people.annotator.id])]
    refused = await annotator.patch(f"/api/comments/{said['id']}", json={"text": "Because"})
    assert refused.status_code == 403
    resolved = await annotator.patch(f"/api/comments/{said['id']}", json={"is_resolved": True})
    assert resolved.json()["resolved_at"] is not None
    row = (await make.read("/api/tasks", project=project["id"]))["tasks"][0]
    assert (row["comment_count"], row["unresolved_comment_count"], row["comment_authors"]) == (1, 0, [people.owner.id])
    shown = (await client.get(f"/api/comments/{said['id']}", params={"expand_created_by": "true"})).json()
    assert shown["created_by"]["email"] == people.owner.email
    assert (await annotator.delete(f"/api/comments/{said['id']}")).status_code == 403
    assert (await client.delete(f"/api/comments/{said['id']}")).status_code == 204
    assert (await client.get(f"/api/comments/{said['id']}")).status_code == 404


async def test_a_region_must_be_there(make: Make, client: httpx.AsyncClient) -> None:
    result = choice()
    made = await make.annotation(result=result)
    said = await _say(client, annotation=made["id"], region_ref={"regionId": result[0]["id"]})
    assert said["region_ref"] == {"regionId": result[0]["id"]}
    assert "region_ref" in await _say(client, 400, annotation=made["id"], region_ref={"regionId": "gone"})
    assert "region_ref" in await _say(client, 400, task=made["task"], region_ref={"regionId": result[0]["id"]})
    moved = await client.patch(f"/api/comments/{said['id']}", json={"region_ref": {"regionId": "gone"}})
    assert moved.status_code == 400


async def test_what_cannot_be_commented_on_is_told(make: Make, client: httpx.AsyncClient, people: People) -> None:
    made = await make.annotation()
    assert "annotation" in await _say(client, 400)
    assert "annotation" in await _say(client, 400, annotation=999_999)
    assert "draft" in await _say(client, 400, draft=999_999)
    assert "text" in await _say(client, 400, annotation=made["id"], text="  ")
    assert "text" in await _say(client, 400, annotation=made["id"], text="x" * 10_001)
    assert "mentions" in await _say(client, 400, annotation=made["id"], mentions=[people.stranger.id])


async def test_annotators_read_what_concerns_them(
    make: Make, client: httpx.AsyncClient, annotator: httpx.AsyncClient, colleague: httpx.AsyncClient, site: Site
) -> None:
    project = await make.project(maximum_annotations=2)
    (task,) = await make.tasks(project, 1)
    made = await make.annotation(task, by=annotator)
    on_work, on_task = await _say(client, annotation=made["id"]), await _say(client, task=task)
    seen = (await colleague.get("/api/comments", params={"task": task})).json()
    assert [item["id"] for item in seen] == [on_task["id"]]
    assert (await colleague.get(f"/api/comments/{on_work['id']}")).status_code == 404
    seen = (await annotator.get("/api/comments", params={"projects": project["id"], "ordering": "-id"})).json()
    assert [item["id"] for item in seen] == [on_task["id"], on_work["id"]]
    row = (await colleague.get("/api/tasks", params={"project": project["id"]})).json()["tasks"][0]
    assert row["comment_count"] == 1
    assert await site.sql("SELECT count(*) FROM comment") == [(2,)]


async def test_a_draft_of_ones_own_is_commented_on(make: Make, annotator: httpx.AsyncClient) -> None:
    project = await make.project()
    (task,) = await make.tasks(project, 1)
    draft = await make.draft(task, by=annotator)
    said = await _say(annotator, draft=draft["id"])
    assert (said["task"], said["draft"]) == (task, draft["id"])
    await make.annotation(task, by=annotator)
    assert (await annotator.get(f"/api/comments/{said['id']}")).json()["draft"] is None


async def test_the_table_holds_what_one_reads(
    make: Make,
    client: httpx.AsyncClient,
    annotator: httpx.AsyncClient,
    colleague: httpx.AsyncClient,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(service, "CHUNK", 2)
    project = await make.project(maximum_annotations=2)
    (task,) = await make.tasks(project, 1)
    made = await make.annotation(task, by=annotator)
    said = [await _say(client, annotation=made["id"], text=f"T{number}") for number in range(5)]
    on_task = await _say(client, task=task, text="+1")

    async def rows(reader: httpx.AsyncClient, **query: Any) -> list[dict[str, str]]:
        answer = await reader.get("/api/comments/export", params=query)
        assert answer.headers["content-type"].startswith("text/csv")
        return list(csv.DictReader(io.StringIO(answer.text)))

    ids = [str(item["id"]) for item in (*said, on_task)]
    assert [row["id"] for row in await rows(client)] == [row["id"] for row in await rows(annotator)] == ids
    assert [(row["id"], row["text"]) for row in await rows(colleague)] == [(ids[-1], "'+1")]
    assert [row["id"] for row in await rows(client, annotation=made["id"])] == ids[:5]
    assert await rows(client, projects=10**9) == []
    refused = await client.get("/api/comments/export", params={"tz": "../Mars"})
    assert (refused.status_code, refused.json()["validation_errors"].keys()) == (400, {"tz"})
