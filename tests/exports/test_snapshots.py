"""Export snapshots: what they hold, conversions, downloads, removal."""

import csv
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.fixtures.databases import PinnedDatabase
from tests.fixtures.making import SPANS, Make, choice, created
from tests.fixtures.people import People
from tests.fixtures.sites import OpenSite, Site


def _files(site: Site) -> list[str]:
    root: Path = site.app.state.settings.data_dir / "export"
    return sorted(path.name for path in root.rglob("*") if path.is_file())


async def _project(make: Make) -> tuple[Any, list[int]]:
    """Three tasks: one annotated, one skipped, one untouched."""
    project = await make.project()
    ids = await make.imported(project, [{"text": "a", "n": 1}, {"text": "b"}, {"text": "c"}])
    await make.annotation(ids[0], lead_time=1.5)
    await make.skip(ids[1])
    return project, ids


async def _snapshot(client: httpx.AsyncClient, project: Any, **body: Any) -> Any:
    return await created(await client.post(f"/api/projects/{project['id']}/exports", json=body))


async def _content(client: httpx.AsyncClient, project: Any, snapshot: Any, **query: Any) -> httpx.Response:
    path = f"/api/projects/{project['id']}/exports/{snapshot['id']}/download"
    return await client.get(path, params=query)


async def _tasks(client: httpx.AsyncClient, project: Any, **body: Any) -> list[Any]:
    answer = await _content(client, project, await _snapshot(client, project, **body))
    assert answer.status_code == 200, answer.text
    found: list[Any] = answer.json()
    return found


async def test_a_small_one_is_there_at_once(client: httpx.AsyncClient, make: Make, people: People) -> None:
    project, ids = await _project(make)
    made = await _snapshot(client, project, title="First")
    assert (made["title"], made["status"], made["created_by"]["id"]) == ("First", "completed", people.owner.id)
    assert made["counters"] == {"task_number": 3, "annotation_number": 2}
    assert made["created_at"] <= made["finished_at"]
    answer = await _content(client, project, made)
    assert [task["id"] for task in answer.json()] == ids
    assert hashlib.md5(answer.content, usedforsecurity=False).hexdigest() == made["md5"]
    assert len(answer.content) == made["size"]
    name = answer.headers["filename"]
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["content-type"] == "application/json"
    assert name.startswith(f"project-{project['id']}-at-")
    path = f"/api/projects/{project['id']}/exports"
    shown = await make.read(f"{path}/{made['id']}")
    assert (await make.read(path)) == [shown]
    assert {key: made[key] for key in shown} == shown


async def test_it_shows_the_moment_it_was_made(client: httpx.AsyncClient, make: Make) -> None:
    project, ids = await _project(make)
    made = await _snapshot(client, project)
    before = (await _content(client, project, made)).json()
    await make.annotation(ids[2])
    await client.delete(f"/api/tasks/{ids[0]}")
    await created(
        await client.post(f"/api/projects/{project['id']}/exports/{made['id']}/convert", json={"export_type": "CSV"}),
        200,
    )
    assert (await _content(client, project, made)).json() == before
    rows = list(csv.DictReader(io.StringIO((await _content(client, project, made, exportType="CSV")).text)))
    assert [row["id"] for row in rows] == [str(ids[0]), str(ids[2])]


@pytest.mark.parametrize(
    ("wanted", "places"),
    [
        ({}, [0, 1, 2]),
        ({"annotated": "only"}, [0]),
        ({"annotated": "exclude"}, [1, 2]),
        ({"skipped": "only"}, [1]),
        ({"skipped": "exclude", "annotated": "exclude"}, [2]),
        ({"finished": "only"}, [0]),
        ({"finished": "exclude"}, [1, 2]),
        ({"only_with_annotations": True}, [0, 1]),
        ({"view": 999_999}, [0, 1, 2]),
        ({"view": None, "annotated": None}, [0, 1, 2]),
    ],
)
async def test_options_pick_tasks(client: httpx.AsyncClient, make: Make, wanted: Any, places: list[int]) -> None:
    project, ids = await _project(make)
    found = await _tasks(client, project, task_filter_options=wanted)
    assert [task["id"] for task in found] == [ids[place] for place in places]


async def test_a_tab_picks_tasks_and_a_foreign_one_does_not(client: httpx.AsyncClient, make: Make) -> None:
    project, ids = await _project(make)
    item = {"filter": "filter:tasks:data.n", "operator": "equal", "value": 1, "type": "Number"}
    data = {"filters": {"conjunction": "and", "items": [item]}}
    tabs = [
        await created(await client.post("/api/dm/views", json={"project": where["id"], "data": data}))
        for where in (project, await make.project())
    ]
    assert [task["id"] for task in await _tasks(client, project, task_filter_options={"view": tabs[0]["id"]})] == ids[
        :1
    ]
    assert len(await _tasks(client, project, task_filter_options={"view": tabs[1]["id"]})) == 3


@pytest.mark.parametrize(
    ("kinds", "left"),
    [
        (None, "ugs"),
        ({}, "ugs"),
        ({"usual": True}, "u"),
        ({"usual": True, "ground_truth": True, "skipped": True}, "ugs"),
        ({"usual": False, "ground_truth": True}, "g"),
        ({"usual": False, "skipped": True}, "s"),
        ({"usual": False}, ""),
    ],
)
async def test_options_pick_annotations(client: httpx.AsyncClient, make: Make, kinds: Any, left: str) -> None:
    task = await make.task()
    ids = {
        "u": (await make.annotation(task))["id"],
        "g": (await make.annotation(task, ground_truth=True))["id"],
        "s": (await make.skip(task["id"]))["id"],
    }
    project = {"id": task["project"]}
    (found,) = await _tasks(client, project, annotation_filter_options=kinds)
    assert {item["id"] for item in found["annotations"]} == {ids[kind] for kind in left}
    only = {"only_with_annotations": True}
    kept = await _tasks(client, project, annotation_filter_options=kinds, task_filter_options=only)
    assert len(kept) == bool(left)


async def test_options_say_how_much_is_told(client: httpx.AsyncClient, make: Make, people: People) -> None:
    task = await make.task()
    await make.annotation(task)
    draft, prediction = await make.draft(task["id"], choice("Negative")), await make.prediction(task)
    project = {"id": task["project"]}
    for options in ({}, {"drafts": {"only_id": True}, "predictions": {"only_id": True}}):
        (found,) = await _tasks(client, project, serialization_options=options)
        assert (found["drafts"], found["predictions"]) == ([draft["id"]], [prediction["id"]])
        assert found["annotations"][0]["completed_by"] == people.owner.id
    whole = {name: {"only_id": False} for name in ("drafts", "predictions", "annotations__completed_by")}
    (found,) = await _tasks(client, project, serialization_options=whole)
    assert found["annotations"][0]["completed_by"] == {
        "id": people.owner.id,
        "email": people.owner.email,
        "first_name": "",
        "last_name": "",
    }
    assert found["drafts"][0]["result"] == choice("Negative")
    assert (found["predictions"][0]["result"], found["predictions"][0]["model_version"]) == (choice(), "v1")


async def test_conversions_are_made_once_and_kept(client: httpx.AsyncClient, make: Make, site: Site) -> None:
    project, ids = await _project(make)
    made = await _snapshot(client, project)
    path = f"/api/projects/{project['id']}/exports/{made['id']}"
    assert (await _content(client, project, made, exportType="CSV")).status_code == 404
    first = await created(await client.post(f"{path}/convert", json={"export_type": "CSV"}), 200)
    again = await created(await client.post(f"{path}/convert", data={"export_type": "csv"}), 200)
    assert first == again == {"export_type": "CSV", "converted_format": first["converted_format"]}
    (shown,) = (await make.read(path))["converted_formats"]
    assert (shown["id"], shown["status"], shown["traceback"]) == (first["converted_format"], "completed", None)
    for name in ("exportType", "export_type"):
        answer = await _content(client, project, made, **{name: "CSV"})
        assert answer.headers["content-type"].startswith("text/csv")
        assert next(iter(csv.DictReader(io.StringIO(answer.text))))["id"] == str(ids[0])
    assert len(_files(site)) == 2


async def test_the_client_without_conversions_gets_them_on_download(client: httpx.AsyncClient, make: Make) -> None:
    project, _ = await _project(make)
    path = f"/api/projects/{project['id']}/exports?interpolate_key_frames=False"
    made = await created(await client.post(path, json={"title": "Older"}))
    answer = await _content(client, project, made, exportType="JSON_MIN")
    assert answer.json()[0]["sentiment"] == "Positive"


@pytest.mark.parametrize(("name", "word"), [("SPACY", "Unknown"), ("COCO", "does not fit"), ("", "Unknown")])
async def test_formats_that_are_none_or_do_not_fit_are_refused(
    client: httpx.AsyncClient, make: Make, name: str, word: str
) -> None:
    project, _ = await _project(make)
    made = await _snapshot(client, project)
    path = f"/api/projects/{project['id']}/exports/{made['id']}"
    answers = [await client.post(f"{path}/convert", json={"export_type": name})]
    if name:
        answers.append(await client.get(f"{path}/download", params={"exportType": name}))
    for answer in answers:
        assert answer.status_code == 400
        assert word in answer.json()["validation_errors"]["exportType"][0]


async def test_results_are_kept_as_they_came(client: httpx.AsyncClient, make: Make) -> None:
    """But for line breaks between their tokens, since a snapshot is a task a line."""
    task = await make.task()
    result = '[{"value" :{"n":1e22,"z":1.10,"a":"\\u00e4"},\n"type":"x"}]'
    body = f'{{"result":{result}}}'
    headers = {"Content-Type": "application/json"}
    await client.post(f"/api/tasks/{task['id']}/annotations", content=body, headers=headers)
    project = {"id": task["project"]}
    made = await _snapshot(client, project)
    text = (await _content(client, project, made)).text
    assert f'"result":{result.replace(chr(10), " ")}' in text
    assert len(text.splitlines()) == 3
    answer = await client.post(
        f"/api/projects/{project['id']}/exports/{made['id']}/convert", json={"export_type": "JSON_MIN"}
    )
    assert answer.status_code == 200, answer.text


async def test_an_empty_project_has_an_empty_snapshot(client: httpx.AsyncClient, make: Make) -> None:
    project = await make.project()
    made = await _snapshot(client, project)
    assert (await _content(client, project, made)).json() == []
    for name, text in (("CSV", ""), ("JSON_MIN", "[]")):
        path = f"/api/projects/{project['id']}/exports/{made['id']}/convert"
        await created(await client.post(path, json={"export_type": name}), 200)
        assert (await _content(client, project, made, exportType=name)).text == text


async def test_deleting_removes_rows_and_files(client: httpx.AsyncClient, make: Make, site: Site) -> None:
    project, _ = await _project(make)
    made = await _snapshot(client, project)
    path = f"/api/projects/{project['id']}/exports/{made['id']}"
    await client.post(f"{path}/convert", json={"export_type": "CSV"})
    assert len(_files(site)) == 2
    assert (await client.delete(path)).status_code == 204
    assert _files(site) == []
    for answer in (await client.get(path), await client.delete(path), await client.get(f"{path}/download")):
        assert answer.status_code == 404
    assert await make.read(f"/api/projects/{project['id']}/exports") == []


async def test_a_file_that_is_gone_is_told(client: httpx.AsyncClient, make: Make, site: Site) -> None:
    project, _ = await _project(make)
    made = await _snapshot(client, project)
    site.app.state.export_keeping.files.remove_project(project["id"])
    answer = await _content(client, project, made)
    assert (answer.status_code, answer.json()["code"]) == (404, "file_gone")


async def test_the_list_is_ordered(client: httpx.AsyncClient, make: Make) -> None:
    project, _ = await _project(make)
    made = [(await _snapshot(client, project, title=title))["id"] for title in ("b", "a", "c")]
    path = f"/api/projects/{project['id']}/exports"
    assert [item["id"] for item in await make.read(path)] == made[::-1]
    assert [item["title"] for item in await make.read(path, ordering="title")] == ["a", "b", "c"]
    assert [item["title"] for item in await make.read(path, ordering="-title")] == ["c", "b", "a"]
    assert (await client.get(path, params={"ordering": "options"})).status_code == 400


async def test_a_list_costs_the_same_however_long_it_is(
    client: httpx.AsyncClient, make: Make, db: PinnedDatabase
) -> None:
    project, _ = await _project(make)
    path = f"/api/projects/{project['id']}/exports"
    counts = []
    for _ in range(2):
        for _ in range(2):
            made = await _snapshot(client, project)
            await client.post(f"{path}/{made['id']}/convert", json={"export_type": "CSV"})
        with db.statements() as seen:
            await make.read(path)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 6


async def test_a_file_is_sent_as_a_download_that_nobody_keeps(client: httpx.AsyncClient, make: Make) -> None:
    project, _ = await _project(make)
    made = await _snapshot(client, project)
    answer = await _content(client, project, made)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "no-store" in answer.headers["cache-control"]
    path = f"/api/projects/{project['id']}/exports/{made['id']}/download"
    part = await client.get(path, headers={"Range": "bytes=0-9"})
    assert (part.status_code, part.content) == (206, answer.content[:10])


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"title": "x" * 2049}, "title"),
        ({"task_filter_options": {"skipped": "maybe"}}, "task_filter_options.skipped"),
        ({"task_filter_options": {"reviewed": "only"}}, "task_filter_options.reviewed"),
        ({"task_filter_options": {"view": 0}}, "task_filter_options.view"),
        ({"annotation_filter_options": {"usual": "x"}}, "annotation_filter_options.usual"),
        ({"serialization_options": {"drafts": 3}}, "serialization_options.drafts"),
        ({"task_filter_options": [1]}, "task_filter_options"),
    ],
)
async def test_senseless_options_are_a_400(client: httpx.AsyncClient, make: Make, body: Any, field: str) -> None:
    project = await make.project()
    answer = await client.post(f"/api/projects/{project['id']}/exports", json=body)
    assert answer.status_code == 400
    assert field in answer.json()["validation_errors"]


async def test_forms_and_empty_bodies_are_taken(client: httpx.AsyncClient, make: Make) -> None:
    project, ids = await _project(make)
    path = f"/api/projects/{project['id']}/exports/"
    form = {"title": "By form", "task_filter_options": json.dumps({"annotated": "only"})}
    made = await created(await client.post(path, data=form))
    assert [task["id"] for task in (await _content(client, project, made)).json()] == ids[:1]
    untitled = await created(await client.post(path))
    assert untitled["title"].startswith("Reviews at 20")
    assert untitled["annotation_filter_options"] == {}


async def test_a_repeat_makes_one_snapshot(client: httpx.AsyncClient, make: Make) -> None:
    project, _ = await _project(make)
    path = f"/api/projects/{project['id']}/exports"
    answers = [await client.post(path, json={}, headers={"Idempotency-Key": "once"}) for _ in range(2)]
    assert answers[0].json()["id"] == answers[1].json()["id"]
    assert len(await make.read(path)) == 1


async def test_reviewers_make_snapshots_and_annotators_do_not(
    make: Make, site: Site, people: People, annotator: httpx.AsyncClient
) -> None:
    project, _ = await _project(make)
    reviewer = await site.client(people.reviewer)
    made = await _snapshot(reviewer, project)
    path = f"/api/projects/{project['id']}/exports"
    assert (await annotator.get(path)).status_code == 403
    assert (await annotator.post(path, json={})).status_code == 403
    assert (await annotator.get(f"{path}/{made['id']}/download")).status_code == 403


async def test_a_snapshot_is_found_in_its_project_only(client: httpx.AsyncClient, make: Make) -> None:
    project, _ = await _project(make)
    made = await _snapshot(client, project)
    other = await make.project()
    assert (await _content(client, other, made)).status_code == 404


@pytest.mark.parametrize(
    ("address", "status"),
    [("/export/{}-at-x.json", 200), ("/export/{}", 422), ("/export/x-1", 422), ("", 422), ("/export/999999-a", 404)],
)
async def test_a_proxy_asks_who_may_have_a_file(
    client: httpx.AsyncClient, make: Make, address: str, status: int
) -> None:
    project = await make.project()
    headers = {"X-Original-URI": address.format(project["id"])}
    assert (await client.get("/api/auth/export", headers=headers)).status_code == status


async def test_old_ones_go_when_another_is_made(open_site: OpenSite) -> None:
    site = await open_site(export_kept_days=7)
    client = await site.client(site.people.owner)
    make = Make(client)
    project, _ = await _project(make)
    old, newer = await _snapshot(client, project), await _snapshot(client, project)
    for snapshot, moment in ((old, "2020-01-01 00:00:00.000000"), (newer, None)):
        if moment:
            value = f"'{moment}'" if site.database.is_sqlite else f"timestamptz '{moment}+00'"
            await site.sql(f"UPDATE export_snapshot SET finished_at = {value} WHERE id = :id", id=snapshot["id"])
    await _snapshot(client, project)
    left = [item["id"] for item in await make.read(f"/api/projects/{project['id']}/exports")]
    assert old["id"] not in left
    assert newer["id"] in left
    assert len(_files(site)) == 2


async def test_texts_are_converted_to_conll(client: httpx.AsyncClient, make: Make) -> None:
    project = await make.project(label_config=SPANS)
    await make.tasks(project, 2)
    made = await _snapshot(client, project)
    path = f"/api/projects/{project['id']}/exports/{made['id']}/convert"
    await created(await client.post(path, json={"export_type": "CONLL2003"}), 200)
    assert (await _content(client, project, made, exportType="CONLL2003")).text.startswith("-DOCSTART-")
