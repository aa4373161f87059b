"""Exports: formats, selection, names, and that they stream."""

import asyncio
import csv
import io
from typing import Any

import httpx
import pytest

from tests.fixtures.making import SPANS, Make, choice, span
from tests.fixtures.people import People
from tests.fixtures.sites import Site


async def _export(client: httpx.AsyncClient, project: Any, **query: Any) -> httpx.Response:
    answer = await client.get(f"/api/projects/{project['id']}/export", params=query)
    assert answer.status_code == 200, answer.text
    return answer


async def _project(make: Make) -> tuple[Any, list[int]]:
    project = await make.project()
    ids = await make.imported(project, [{"text": "a", "n": 1}, {"text": 'b, "c"\n'}, {"text": "d"}])
    await make.annotation(ids[0], lead_time=1.5)
    await make.annotation(ids[1], choice("Negative"))
    return project, ids


async def test_annotated_tasks_only_unless_all_are_asked_for(client: httpx.AsyncClient, make: Make) -> None:
    project, ids = await _project(make)
    assert [task["id"] for task in (await _export(client, project)).json()] == ids[:2]
    for flag in ("true", "True", "1"):
        assert [task["id"] for task in (await _export(client, project, download_all_tasks=flag)).json()] == ids
    everything = await _export(client, project, download_all_tasks="False", exportType="JSON")
    assert [task["id"] for task in everything.json()] == ids[:2]


async def test_json_holds_everything(client: httpx.AsyncClient, make: Make, people: People) -> None:
    project, ids = await _project(make)
    prediction = await make.prediction(ids[0])
    task = (await _export(client, project)).json()[0]
    assert task["data"] == {"text": "a", "n": 1}
    assert task["predictions"] == [prediction["id"]]
    assert (task["total_annotations"], task["inner_id"], task["project"]) == (1, 1, project["id"])
    annotation = task["annotations"][0]
    assert (annotation["result"], annotation["completed_by"]) == (choice(), people.owner.id)
    assert (annotation["lead_time"], annotation["was_cancelled"], annotation["task"]) == (1.5, False, ids[0])


async def test_results_leave_as_they_came(client: httpx.AsyncClient, make: Make) -> None:
    task = await make.task()
    result = '[{"value" :{"n":1e22,"z":1.10,"a":"\\u00e4"}}]'
    await client.post(
        f"/api/tasks/{task['id']}/annotations",
        content=f'{{"result":{result}}}',
        headers={"Content-Type": "application/json"},
    )
    answer = await client.get(f"/api/projects/{task['project']}/export")
    assert f'"result":{result}' in answer.text


@pytest.mark.parametrize(("name", "separator"), [("CSV", ","), ("TSV", "\t")])
async def test_tables_read_back(client: httpx.AsyncClient, make: Make, name: str, separator: str) -> None:
    project, ids = await _project(make)
    answer = await _export(client, project, exportType=name)
    rows = list(csv.DictReader(io.StringIO(answer.text), delimiter=separator))
    assert [row["id"] for row in rows] == [str(task) for task in ids[:2]]
    assert [row["text"] for row in rows] == ["a", 'b, "c"\n']
    assert [row["sentiment"] for row in rows] == ["Positive", "Negative"]
    assert [row["n"] for row in rows] == ["1", ""]
    assert {"annotator", "annotation_id", "created_at", "updated_at", "lead_time"} <= rows[0].keys()


async def test_json_min_is_flat(client: httpx.AsyncClient, make: Make) -> None:
    project, ids = await _project(make)
    rows = (await _export(client, project, exportType="JSON_MIN")).json()
    assert [(row["id"], row["text"], row["sentiment"]) for row in rows] == [
        (ids[0], "a", "Positive"),
        (ids[1], 'b, "c"\n', "Negative"),
    ]


@pytest.mark.parametrize("name", ["JSON", "JSON_MIN", "CSV", "TSV"])
async def test_columns_that_only_some_tasks_have_break_nothing(
    client: httpx.AsyncClient, make: Make, name: str
) -> None:
    project = await make.project(label_config=SPANS)
    ids = await make.imported(project, [{"text": "a", "x": [1]}, {"text": "b", "y": None}, {"text": "c", "id": "own"}])
    await make.annotation(ids[0], [])
    await make.annotation(ids[1], [span("Person", 0, 1)])
    await make.annotation(ids[1], [{"type": "relation", "from_id": "a", "to_id": "b", "direction": "right"}])
    await make.skip(ids[2])
    answer = await _export(client, project, exportType=name, download_all_tasks="true")
    assert answer.text


@pytest.mark.parametrize("name", ["JSON", "JSON_MIN", "CSV", "TSV"])
async def test_an_empty_project_gives_an_empty_file(client: httpx.AsyncClient, make: Make, name: str) -> None:
    answer = await _export(client, await make.project(), exportType=name)
    assert answer.text == ("[]" if name.startswith("JSON") else "")


@pytest.mark.parametrize("form", ["ids[]={0}&ids[]={2}", "ids={0}&ids={2}", "ids={0},{2}", "ids[]={2},{0},{0}"])
async def test_ids_pick_tasks_in_every_form(client: httpx.AsyncClient, make: Make, form: str) -> None:
    project = await make.project()
    ids = await make.tasks(project, 3)
    path = f"/api/projects/{project['id']}/export?download_all_tasks=true&" + form.format(*ids)
    assert [task["id"] for task in (await client.get(path)).json()] == [ids[0], ids[2]]


async def test_unknown_ids_give_an_empty_export(client: httpx.AsyncClient, make: Make) -> None:
    project, _ = await _project(make)
    other = await make.annotation()
    for ids in ("999999999", str(other["task"])):
        assert (await _export(client, project, **{"ids[]": ids})).json() == []


@pytest.mark.parametrize("ids", ["x", "1.5", "1;2", str(2**63), "9" * 400])
async def test_senseless_ids_are_a_400(client: httpx.AsyncClient, make: Make, ids: str) -> None:
    project = await make.project()
    answer = await client.get(f"/api/projects/{project['id']}/export", params={"ids[]": ids})
    assert (answer.status_code, list(answer.json()["validation_errors"])) == (400, ["ids"])


@pytest.mark.parametrize("spelling", ["exportType", "export_type"])
async def test_both_clients_name_the_format(client: httpx.AsyncClient, make: Make, spelling: str) -> None:
    project, _ = await _project(make)
    answer = await _export(client, project, **{spelling: "CSV"})
    assert answer.headers["content-type"].startswith("text/csv")


async def test_an_unknown_format_is_a_400(client: httpx.AsyncClient, make: Make) -> None:
    project = await make.project()
    answer = await client.get(f"/api/projects/{project['id']}/export", params={"exportType": "SPACY"})
    assert (answer.status_code, list(answer.json()["validation_errors"])) == (400, ["exportType"])


async def test_the_file_has_a_name(client: httpx.AsyncClient, make: Make) -> None:
    project, _ = await _project(make)
    answer = await _export(client, project, exportType="JSON_MIN")
    name = answer.headers["filename"]
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert name.startswith(f"project-{project['id']}-at-")
    assert name.endswith(".json")


async def test_the_formats_are_listed_in_order(client: httpx.AsyncClient, make: Make) -> None:
    project = await make.project()
    listed = await make.read(f"/api/projects/{project['id']}/export/formats/")
    assert [item["name"] for item in listed] == ["JSON", "JSON_MIN", "CSV", "TSV"]
    assert all({"name", "title", "description", "link"} <= item.keys() for item in listed)


async def test_reviewers_export_and_annotators_do_not(
    make: Make, site: Site, people: People, annotator: httpx.AsyncClient
) -> None:
    project, _ = await _project(make)
    await _export(await site.client(people.reviewer), project)
    assert (await annotator.get(f"/api/projects/{project['id']}/export")).status_code == 403


async def test_a_long_export_comes_in_parts(busy_site: Site) -> None:
    """Through the raw application: the test client would gather the parts."""
    client = await busy_site.client(busy_site.people.owner)
    make = Make(client)
    project = await make.project()
    await make.imported(project, [{"text": f"Text {number}"} for number in range(4500)])
    parts: list[bytes] = []

    request = iter([{"type": "http.request", "body": b"", "more_body": False}])

    async def receive() -> dict[str, Any]:
        for message in request:
            return message
        # The client stays to the end.
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: Any) -> None:
        if message["type"] == "http.response.body":
            parts.append(message.get("body", b""))

    token = f"Token {busy_site.people.owner.token}".encode()
    scope = {
        "type": "http",
        "method": "GET",
        "path": f"/api/projects/{project['id']}/export",
        "query_string": b"download_all_tasks=true",
        "headers": [(b"authorization", token), (b"host", b"testserver")],
        "scheme": "http",
        "server": ("testserver", 80),
        "client": ("127.0.0.1", 1),
        "http_version": "1.1",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "state": {},
    }
    await busy_site.app(scope, receive, send)
    assert len([part for part in parts if part]) >= 4
    assert b"".join(parts).count(b'"inner_id"') == 4500
