"""Exports: formats, selection, names, and that they stream."""

import asyncio
import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.fixtures.making import BOXES, SPANS, Make, choice, created, span
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


COMPLETED = {
    "conjunction": "and",
    "items": [{"filter": "filter:tasks:completed", "operator": "equal", "value": True, "type": "Boolean"}],
}


async def test_filters_pick_tasks(client: httpx.AsyncClient, make: Make) -> None:
    """By query, by body with either spelling of the format, and by a tab."""
    project, ids = await _project(make)
    path = f"/api/projects/{project['id']}/export"
    query = json.dumps({"filters": COMPLETED})
    assert [task["id"] for task in (await _export(client, project, query=query)).json()] == ids[:2]
    body = {"filters": COMPLETED, "exportType": "CSV", "download_all_tasks": True}
    rows = list(csv.DictReader(io.StringIO((await client.post(path, json=body)).text)))
    assert [row["id"] for row in rows] == [str(task) for task in ids[:2]]
    data = {"filters": {"conjunction": "and", "items": [
        {"filter": "filter:tasks:data.n", "operator": "equal", "value": 1, "type": "Number"}]}}  # fmt: skip
    view = await created(await client.post("/api/dm/views", json={"project": project["id"], "data": data}))
    assert [task["id"] for task in (await _export(client, project, view=view["id"])).json()] == ids[:1]
    assert (await client.post(path, json={"view": view["id"], "filters": COMPLETED})).json()[0]["id"] == ids[0]
    none = {"conjunction": "and", "items": [{**COMPLETED["items"][0], "value": False}]}  # type: ignore[dict-item]
    assert (await client.post(path, json={"filters": none})).json() == []


async def test_wrong_filters_and_tabs_are_refused(client: httpx.AsyncClient, make: Make) -> None:
    project, _ = await _project(make)
    path = f"/api/projects/{project['id']}/export"
    wrong = {"conjunction": "and", "items": [{**COMPLETED["items"][0], "filter": "filter:tasks:password"}]}  # type: ignore[dict-item]
    assert (await client.post(path, json={"filters": wrong})).status_code == 400
    assert (await client.get(path, params={"query": "{"})).status_code == 400
    assert (await client.get(path, params={"view": 999_999})).status_code == 404


async def test_unknown_ids_give_an_empty_export(client: httpx.AsyncClient, make: Make) -> None:
    project, _ = await _project(make)
    other = await make.annotation()
    for ids in ("999999999", str(other["task"])):
        assert (await _export(client, project, **{"ids[]": ids})).json() == []


@pytest.mark.parametrize("ids", ["x", "1.5", "1;2", "0", "-1", str(2**63), "9" * 400])
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


async def test_the_formats_that_fit_are_listed_first(client: httpx.AsyncClient, make: Make) -> None:
    project = await make.project(label_config=SPANS)
    listed = await make.read(f"/api/projects/{project['id']}/export/formats/")
    fitting = [item["name"] for item in listed if not item.get("disabled")]
    assert fitting == ["JSON", "JSON_MIN", "CSV", "TSV", "CONLL2003"]
    assert [item["name"] for item in listed[:5]] == fitting
    assert all({"name", "title", "description", "link"} <= item.keys() for item in listed)


async def test_the_formats_are_those_of_the_published_api_in_their_order(make: Make) -> None:
    polygons = BOXES.replace("RectangleLabels", "PolygonLabels")
    project = await make.project(label_config=polygons)
    listed = await make.read(f"/api/projects/{project['id']}/export/formats/")
    shapes = ["COCO", "COCO_WITH_IMAGES", "YOLO", "YOLO_WITH_IMAGES", "YOLO_OBB", "YOLO_OBB_WITH_IMAGES"]
    rest = ["CONLL2003", "VOC", "BRUSH_TO_NUMPY", "BRUSH_TO_PNG", "ASR_MANIFEST", "BRUSH_TO_COCO", "DOCLANG"]
    assert [item["name"] for item in listed] == ["JSON", "JSON_MIN", "CSV", "TSV", *shapes, *rest]
    assert [item["name"] for item in listed if item.get("disabled")] == rest


async def test_an_older_name_is_understood(client: httpx.AsyncClient, make: Make) -> None:
    project, _ = await _project(make)
    assert (await _export(client, project, exportType="CSV_OLD")).headers["content-type"].startswith("text/csv")


async def test_videos_are_filled_on_request(client: httpx.AsyncClient, make: Make) -> None:
    task = await make.task()
    key = {"enabled": True, "x": 0, "y": 0, "width": 1, "height": 1, "rotation": 0, "time": 0}
    value = {"framesCount": 3, "duration": 1, "sequence": [{**key, "frame": 1}, {**key, "frame": 3, "x": 8}]}
    await make.annotation(task, [{"id": "v", "type": "videorectangle", "value": value}])
    for flag, frames in (("false", [1, 3]), ("true", [1, 2, 3])):
        (found,) = (await _export(client, {"id": task["project"]}, interpolate_key_frames=flag)).json()
        sequence = found["annotations"][0]["result"][0]["value"]["sequence"]
        assert [frame["frame"] for frame in sequence] == frames


async def test_a_format_that_does_not_fit_is_a_400(client: httpx.AsyncClient, make: Make) -> None:
    project, _ = await _project(make)
    answer = await client.get(f"/api/projects/{project['id']}/export", params={"exportType": "COCO"})
    assert answer.status_code == 400
    assert "does not fit" in answer.json()["validation_errors"]["exportType"][0]


BOX = {
    "id": "b1",
    "from_name": "label",
    "to_name": "image",
    "type": "rectanglelabels",
    "original_width": 4,
    "original_height": 2,
    "value": {"x": 0, "y": 0, "width": 50, "height": 50, "rotation": 0, "rectanglelabels": ["Car"]},
}


async def _pictures(make: Make) -> tuple[Any, bytes]:
    """A project with an uploaded picture, and two whose pictures cannot be had; the picture."""
    project = await make.project(label_config=BOXES)
    picture = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"
    files = {"file": ("cat.gif", picture)}
    await created(await make.client.post(f"/api/projects/{project['id']}/import", files=files))
    other = [{"image": "/data/upload/999/secret.png"}, {"image": "http://127.0.0.1:1/a.png"}]
    await make.imported(project, other)
    for task in await make.read(f"/api/projects/{project['id']}/tasks"):
        await make.annotation(task["id"], [BOX])
    return project, picture


def _unzip(answer: httpx.Response) -> dict[str, bytes]:
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("name", ["COCO", "YOLO", "YOLO_OBB", "VOC"])
async def test_archives_have_an_entry_for_each_picture(client: httpx.AsyncClient, make: Make, name: str) -> None:
    project, _ = await _pictures(make)
    files = _unzip(await _export(client, project, exportType=name))
    if name == "COCO":
        found = json.loads(files["result.json"])
        assert (len(found["images"]), len(found["annotations"])) == (3, 3)
        assert found["annotations"][0]["bbox"] == [0, 0, 2, 1]
    else:
        folder = "Annotations/" if name == "VOC" else "labels/"
        assert len([file for file in files if file.startswith(folder) and not file.endswith("/")]) == 3
    assert not [file for file in files if file.startswith("images/") and not file.endswith("/")]


async def test_pictures_come_from_the_own_project_and_the_rest_is_listed(client: httpx.AsyncClient, make: Make) -> None:
    project, picture = await _pictures(make)
    files = _unzip(await _export(client, project, exportType="YOLO_WITH_IMAGES"))
    held = [name for name in files if name.startswith("images/") and not name.endswith("/")]
    assert [files[name] for name in held] == [picture]
    assert held[0].endswith("-cat.gif")
    assert f"labels/{Path(held[0]).stem}.txt" in files
    missing = files["missing-images.txt"].decode().splitlines()
    assert sorted(line.split("\t")[1] for line in missing) == [
        "/data/upload/999/secret.png",
        "http://127.0.0.1:1/a.png",
    ]


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
