"""The labels manager: labels of an organization, their links to projects, and renaming them in results."""

from typing import Any

import httpx
import pytest

from labelwright.labels.schemas import LabelCreated, LabelPage, LabelRead, LinkPage, LinkRead, Renamed
from labelwright.labels.service import renaming
from tests.fixtures.databases import PinnedDatabase
from tests.fixtures.making import Make, choice, created
from tests.fixtures.sites import Site

TREE = (
    '<View><Text name="text" value="$text"/><Taxonomy name="kind" toName="text">'
    '<Choice value="Bird"><Choice value="Owl"/></Choice></Taxonomy></View>'
)


def _path(*labels: list[str]) -> list[Any]:
    value = {"taxonomy": list(labels)}
    return [{"id": "t1", "from_name": "kind", "to_name": "text", "type": "taxonomy", "value": value}]


def _labels(project: Any, *titles: str, from_name: str = "sentiment") -> list[Any]:
    return [{"title": t, "value": [t], "from_name": from_name, "project": project["id"]} for t in titles]


async def test_labels_are_made_once_and_linked_to_each_project(client: httpx.AsyncClient, make: Make) -> None:
    one, other = await make.project(), await make.project()
    first = await created(await client.post("/api/labels/", json=_labels(one, "b", "a")))
    again = await created(await client.post("/api/labels", json=_labels(other, "a", "c", "a")))
    for item in [*first, *again]:
        LabelCreated.model_validate(item)
    assert [item["title"] for item in first] == ["b", "a"]
    assert [item["title"] for item in again] == ["a", "c", "a"]
    assert again[0]["id"] == first[1]["id"] == again[2]["id"]
    assert (again[0]["project"], again[0]["from_name"]) == (other["id"], "sentiment")
    page = await make.read("/api/labels", expand="links")
    LabelPage.model_validate(page)
    assert page["count"] == 3
    shown = next(item for item in page["results"] if item["title"] == "a")
    assert shown["projects"] == [one["id"], other["id"]]
    assert [link["from_name"] for link in shown["links"]] == ["sentiment", "sentiment"]
    LabelRead.model_validate(await make.read(f"/api/labels/{shown['id']}"))
    links = await make.read("/api/label_links", project=one["id"], expand="label")
    LinkPage.model_validate(links)
    assert [link["label"]["title"] for link in links["results"]] == ["a", "b"]


async def test_a_page_of_labels_takes_few_statements(client: httpx.AsyncClient, make: Make, db: PinnedDatabase) -> None:
    project = await make.project()
    await created(await client.post("/api/labels", json=_labels(project, *map(str, range(40)))))
    with db.statements() as seen:
        await make.read("/api/labels", expand="links")
    assert len(seen) <= 4, seen


async def test_a_label_and_a_link_are_changed_and_deleted(client: httpx.AsyncClient, make: Make) -> None:
    project = await make.project()
    one, other = await created(await client.post("/api/labels", json=_labels(project, "a", "b")))
    path = f"/api/labels/{one['id']}"
    changed = (await client.patch(path, json={"title": "z", "approved": True, "value": {"any": 1}})).json()
    me = (await make.read("/api/current-user/whoami"))["id"]
    assert (changed["title"], changed["value"], changed["approved_by"]) == ("z", {"any": 1}, me)
    assert (await client.patch(path, json={"title": "b"})).json()["code"] == "title_taken"
    (link,) = changed["links"]
    body = {"label": one["id"], "project": project["id"], "from_name": "other"}
    fresh = await created(await client.post("/api/label_links", json=body))
    LinkRead.model_validate(fresh)
    assert (await client.post("/api/label_links", json=body)).status_code == 409
    assert (await client.patch(f"/api/label_links/{link}", json={"from_name": "other"})).status_code == 409
    moved = await client.patch(f"/api/label_links/{fresh['id']}", json={"from_name": "third"})
    assert moved.json()["from_name"] == "third"
    assert (await client.delete(f"/api/label_links/{link}")).status_code == 204
    assert (await client.get(f"/api/label_links/{link}")).status_code == 404
    assert (await client.delete(path)).status_code == 204
    assert (await make.read("/api/label_links"))["count"] == 1
    assert (await make.read("/api/labels"))["results"][0]["id"] == other["id"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ([], "non_field_errors"),
        ([{"title": "a", "from_name": "b"}], "0.project"),
        ([{"title": "", "project": 1, "from_name": "a"}], "0.title"),
        ([{"title": "x" * 513, "project": 1, "from_name": "a"}], "0.title"),
        ([{"title": "a", "project": 1, "from_name": "b"}, {"title": "c", "project": 2, "from_name": "b"}], "project"),
    ],
)
async def test_what_is_no_list_of_labels_is_refused(client: httpx.AsyncClient, body: Any, field: str) -> None:
    answer = await client.post("/api/labels", json=body)
    assert (answer.status_code, list(answer.json()["validation_errors"])) == (400, [field]), answer.text


async def test_an_annotator_reads_labels_only(
    client: httpx.AsyncClient, annotator: httpx.AsyncClient, make: Make
) -> None:
    project = await make.project()
    (label,) = await created(await client.post("/api/labels", json=_labels(project, "a")))
    assert (await annotator.get("/api/labels")).json()["count"] == 1
    assert (await annotator.post("/api/labels", json=_labels(project, "b"))).status_code == 403
    assert (await annotator.delete(f"/api/labels/{label['id']}")).status_code == 403
    rename = {"project": project["id"], "old_label": "a", "new_label": "b"}
    assert (await annotator.post("/api/labels/bulk", json=rename)).status_code == 403


async def test_a_label_is_renamed_in_annotations_and_drafts(
    site: Site, client: httpx.AsyncClient, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renaming, "BATCH", 2)
    project, other = await make.project(), await make.project()
    tasks = await make.tasks(project, 6)
    kept = {"exact": 123456789012345678901234567890, "odd": 'say "Positive"'}
    annotations = [await make.annotation(task, [{**choice()[0], **kept}]) for task in tasks[:5]]
    negative = await make.annotation(tasks[5], choice("Negative"))
    elsewhere = await make.annotation(await make.task(other), choice())
    draft = await make.draft(tasks[0], choice())
    before = await make.read(f"/api/projects/{project['id']}")
    body = {"project": project["id"], "old_label": ["Positive"], "new_label": ["Good"]}
    answer = await created(await client.post("/api/labels/bulk", json=body), 200)
    Renamed.model_validate(answer)
    assert answer["annotations_updated"] == 5
    for annotation in annotations:
        shown = await client.get(f"/api/annotations/{annotation['id']}")
        (item,) = shown.json()["result"]
        assert item["value"] == {"choices": ["Good"]}
        assert item["odd"] == kept["odd"]
        assert str(kept["exact"]) in shown.text
        assert shown.headers["etag"] == '"2"'
    assert (await make.read(f"/api/annotations/{negative['id']}"))["result"] == choice("Negative")
    assert (await make.read(f"/api/annotations/{elsewhere['id']}"))["result"] == choice()
    assert (await make.read(f"/api/drafts/{draft['id']}"))["result"] == choice("Good")
    revisions = await site.sql("SELECT rev, result FROM annotation_revision")
    assert [rev for rev, _ in revisions] == [1] * 5
    assert all("Positive" in str(result) for _, result in revisions)
    after = await make.read(f"/api/projects/{project['id']}")
    for name in ("total_annotations_number", "num_tasks_with_annotations", "finished_task_number", "task_number"):
        assert after[name] == before[name]
    assert (await client.post("/api/labels/bulk", json=body)).json()["annotations_updated"] == 0


async def test_a_label_is_renamed_everywhere_and_whatever_its_spelling(client: httpx.AsyncClient, make: Make) -> None:
    escaped = (
        b'[{"id":"1","from_name":"sentiment","to_name":"text","type":"choices","value":{"choices":["Gr\\u00fcn"]}}]'
    )
    one, other = await make.task(), await make.task()
    path = f"/api/tasks/{one['id']}/annotations"
    headers = {"content-type": "application/json"}
    first = await created(await client.post(path, content=b'{"result":' + escaped + b"}", headers=headers))
    second = await make.annotation(other, choice("Grün"))
    body = {"old_label": "Grün", "new_label": "Green"}
    assert (await client.post("/api/labels/bulk", json=body)).json()["annotations_updated"] == 2
    for annotation in (first, second):
        assert (await make.read(f"/api/annotations/{annotation['id']}"))["result"][0]["value"] == {"choices": ["Green"]}


async def test_a_path_of_a_tree_is_renamed(client: httpx.AsyncClient, make: Make) -> None:
    project = await make.project(label_config=TREE)
    annotation = await make.annotation(await make.task(project), _path(["Bird", "Owl"], ["Bird"]))
    body = {"project": project["id"], "old_label": ["Bird", "Owl"], "new_label": ["Bird", "Eagle owl"]}
    assert (await client.post("/api/labels/bulk", json=body)).json()["annotations_updated"] == 1
    shown = await make.read(f"/api/annotations/{annotation['id']}")
    assert shown["result"] == _path(["Bird", "Eagle owl"], ["Bird"])


@pytest.mark.parametrize("label", [None, [], "", {"a": 1}, [None], [[]], True])
async def test_what_is_no_label_is_not_renamed(client: httpx.AsyncClient, label: Any) -> None:
    answer = await client.post("/api/labels/bulk", json={"old_label": label, "new_label": "b"})
    assert (answer.status_code, list(answer.json()["validation_errors"])) == (400, ["old_label"])


async def test_a_linked_label_counts_as_part_of_a_tree(client: httpx.AsyncClient, make: Make) -> None:
    project = await make.project(label_config=TREE)
    await make.annotation(await make.task(project), _path(["Bird", "Sparrow"]))
    path = f"/api/projects/{project['id']}/validate"
    assert (await client.post(path, json={"label_config": TREE})).status_code == 400
    label = {"title": "Sparrow", "value": ["Bird", "Sparrow"], "from_name": "kind", "project": project["id"]}
    (made,) = await created(await client.post("/api/labels", json=[label]))
    assert (await client.post(path, json={"label_config": TREE})).status_code == 200
    link = await make.read(f"/api/label_links/{made['links'][0]}")
    assert link["annotations_count"] == 1
