"""Annotations: submitting, changing, removing, revisions."""

from typing import Any

import httpx
import pytest

from labelwright.annotations.schemas import AnnotationRead
from tests.fixtures.making import SPANS, Make, choice, span
from tests.fixtures.people import People
from tests.fixtures.sites import Site

UNKNOWN = 999_999_999


async def test_a_result_is_kept_to_the_byte(client: httpx.AsyncClient, make: Make) -> None:
    task = await make.task()
    result = '[ {"value" : {"choices":["Positive"],"n":1e22,"big":123456789012345678901,"f":1.10}, "type":"choices"}]'
    body = f'{{"lead_time": 2, "result": {result}}}'
    path = f"/api/tasks/{task['id']}/annotations/"
    answer = await client.post(path, content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 201
    assert f'"result":{result}' in answer.text
    assert f'"result":{result}' in (await client.get(f"/api/annotations/{answer.json()['id']}")).text


async def test_an_annotation_says_whose_it_is(client: httpx.AsyncClient, make: Make, people: People) -> None:
    annotation = await make.annotation(lead_time=4.25)
    assert annotation["completed_by"] == people.owner.id
    assert annotation["created_username"] == f" {people.owner.email}, {people.owner.id}"
    assert annotation["created_ago"] == "0\u00a0minutes"
    assert (annotation["lead_time"], annotation["was_cancelled"], annotation["result_count"]) == (4.25, False, 1)
    task = await make.read(f"/api/tasks/{annotation['task']}", project=annotation["project"])
    assert task["annotations"][0]["completed_by"]["email"] == people.owner.email
    AnnotationRead.model_validate(annotation)


async def test_an_empty_result_is_fine_and_a_missing_one_only_for_skips(client: httpx.AsyncClient, make: Make) -> None:
    task = await make.task()
    path = f"/api/tasks/{task['id']}/annotations"
    assert (await client.post(path, json={"result": []})).status_code == 201
    for body in ({}, {"result": None}, {"lead_time": 1}):
        refused = await client.post(path, json=body)
        assert refused.json()["validation_errors"] == {"result": ["This field is required."]}
    for flag in ("1", "true", "True"):
        skipped = await client.post(f"{path}/", params={"was_cancelled": flag}, json={})
        assert (skipped.status_code, skipped.json()["was_cancelled"]) == (201, True)
    assert (await client.post(path, json={"was_cancelled": True})).json()["result"] == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"result": {}}, "result"),
        ({"result": "x"}, "result"),
        ({"result": [1]}, "result"),
        ({"result": [[]]}, "result"),
        ({"result": [{"value": 3}]}, "result"),
        ({"result": [{"type": "relation", "from_id": "a"}]}, "result"),
        ({"result": [], "lead_time": -1}, "lead_time"),
        ({"result": [], "lead_time": "long"}, "lead_time"),
        ({"result": [], "was_cancelled": "perhaps"}, "was_cancelled"),
        ({"result": [], "unique_id": "x" * 65}, "unique_id"),
        ({"result": [], "draft_id": "x"}, "draft_id"),
        ({"result": [], "completed_by": 999999}, "completed_by"),
    ],
)
async def test_bad_annotations_are_refused_by_field(
    client: httpx.AsyncClient, make: Make, body: dict[str, Any], field: str
) -> None:
    task = await make.task()
    answer = await client.post(f"/api/tasks/{task['id']}/annotations", json=body)
    assert answer.status_code == 400, answer.text
    assert list(answer.json()["validation_errors"]) == [field]
    assert (await make.read(f"/api/tasks/{task['id']}"))["annotations"] == []


@pytest.mark.parametrize("name", ["parent_prediction", "parent_annotation", "import_id", "draft_id"])
@pytest.mark.parametrize("value", [UNKNOWN, 2**63, -1])
async def test_references_to_nothing_are_no_fault_of_the_server(
    client: httpx.AsyncClient, make: Make, name: str, value: int
) -> None:
    task = await make.task()
    answer = await client.post(f"/api/tasks/{task['id']}/annotations", json={"result": [], name: value})
    # An unknown draft is no harm: it was used up. `import_id` is a number of the client's own.
    expected = 201 if value == UNKNOWN and name in {"draft_id", "import_id"} else 400
    assert answer.status_code == expected, answer.text
    assert expected == 201 or list(answer.json()["validation_errors"]) == [name]


async def test_an_annotation_names_what_it_was_made_from(client: httpx.AsyncClient, make: Make) -> None:
    task, other = await make.task(), await make.task()
    for name, parent in (
        ("parent_prediction", await make.prediction(task)),
        ("parent_annotation", await make.annotation(task)),
    ):
        made = await make.annotation(task, **{name: parent["id"]})
        assert made[name] == parent["id"]
        refused = await client.post(f"/api/tasks/{other['id']}/annotations", json={"result": [], name: parent["id"]})
        assert list(refused.json()["validation_errors"]) == [name]


async def test_a_form_makes_an_annotation(client: httpx.AsyncClient, make: Make) -> None:
    task = await make.task()
    form = {"result": '[{"type": "choices", "value": {"choices": ["Positive"]}}]', "lead_time": "1.5"}
    answer = await client.post(f"/api/tasks/{task['id']}/annotations", data=form)
    assert answer.status_code == 201, answer.text
    assert (answer.json()["lead_time"], answer.json()["result"][0]["type"]) == (1.5, "choices")


async def test_fields_left_out_of_a_change_stay(client: httpx.AsyncClient, make: Make, people: People) -> None:
    annotation = await make.annotation(lead_time=3)
    path = f"/api/annotations/{annotation['id']}/"
    changed = (await client.patch(path, json={"result": choice("Negative")})).json()
    assert (changed["result"], changed["lead_time"]) == (choice("Negative"), 3)
    assert changed["updated_by"] == people.owner.id
    changed = (await client.patch(path, json={"ground_truth": True})).json()
    assert (changed["result"], changed["ground_truth"]) == (choice("Negative"), True)


async def test_foreign_keys_cannot_be_written(client: httpx.AsyncClient, make: Make, people: People) -> None:
    annotation, other = await make.annotation(), await make.task()
    body = {"task": other["id"], "project": other["project"], "completed_by": people.annotator.id, "id": 1, "rev": 50}
    changed = (await client.patch(f"/api/annotations/{annotation['id']}", json=body)).json()
    kept = ("id", "task", "project", "completed_by")
    assert [changed[name] for name in kept] == [annotation[name] for name in kept]


async def test_a_stale_revision_is_a_412_with_the_stored_one(client: httpx.AsyncClient, make: Make) -> None:
    annotation = await make.annotation()
    path = f"/api/annotations/{annotation['id']}"
    tag = (await client.get(path)).headers["etag"]
    first = await client.patch(path, json={"result": choice("Negative")}, headers={"If-Match": tag})
    assert first.status_code == 200
    assert first.headers["etag"] != tag
    stale = await client.patch(path, json={"result": []}, headers={"If-Match": tag})
    assert (stale.status_code, stale.json()["code"]) == (412, "stale")
    assert stale.json()["current"]["result"] == choice("Negative")
    assert (await client.get(path)).json()["result"] == choice("Negative")
    assert (await client.patch(path, json={"result": []})).status_code == 200


async def test_what_an_annotation_held_is_kept(client: httpx.AsyncClient, make: Make, site: Site) -> None:
    annotation = await make.annotation()
    for label in ("Negative", "Positive"):
        await client.patch(f"/api/annotations/{annotation['id']}", json={"result": choice(label)})
    rows = await site.sql("SELECT rev, result FROM annotation_revision ORDER BY rev")
    assert [row[0] for row in rows] == [1, 2]
    assert ["Positive" in str(rows[0][1]), "Negative" in str(rows[1][1])] == [True, True]


async def test_a_deleted_annotation_is_gone_for_every_reader(client: httpx.AsyncClient, make: Make) -> None:
    annotation = await make.annotation(unique_id="one-of-its-kind")
    path = f"/api/annotations/{annotation['id']}"
    assert (await client.delete(path)).status_code == 204
    for method in ("GET", "PATCH", "DELETE"):
        assert (await client.request(method, path, json={})).status_code == 404
    assert (await client.get(f"/api/tasks/{annotation['task']}/annotations")).json() == []
    assert (await make.read(f"/api/tasks/{annotation['task']}"))["annotations"] == []
    export = await client.get(f"/api/projects/{annotation['project']}/export", params={"download_all_tasks": "true"})
    assert [task["annotations"] for task in export.json()] == [[]]
    again = await make.annotation(annotation["task"], unique_id="one-of-its-kind")
    assert again["id"] != annotation["id"]


class TestUniqueId:
    """A repeat creates nothing."""

    async def test_the_same_user_gets_the_same_annotation(self, make: Make) -> None:
        task = await make.task()
        first = await make.annotation(task, unique_id="u-1")
        second = await make.annotation(task, unique_id="u-1")
        assert first["id"] == second["id"]
        assert (await make.read(f"/api/tasks/{task['id']}"))["total_annotations"] == 1

    async def test_somebody_else_or_another_task_is_a_conflict(
        self, client: httpx.AsyncClient, make: Make, annotator: httpx.AsyncClient
    ) -> None:
        project = await make.project()
        first, second = await make.tasks(project, 2)
        await make.annotation(first, unique_id="u-1")
        body = {"result": [], "unique_id": "u-1"}
        assert (await annotator.post(f"/api/tasks/{first}/annotations", json=body)).status_code == 409
        assert (await client.post(f"/api/tasks/{second}/annotations", json=body)).status_code == 409
        shown = await make.read(f"/api/projects/{project['id']}")
        assert shown["total_annotations_number"] == 1


class TestCompletedBy:
    """Only owners and administrators annotate in another's name."""

    async def test_an_owner_names_a_member(self, make: Make, people: People) -> None:
        annotation = await make.annotation(completed_by=people.annotator.id)
        assert annotation["completed_by"] == people.annotator.id

    async def test_of_others_it_is_ignored(self, make: Make, annotator: httpx.AsyncClient, people: People) -> None:
        annotation = await make.annotation(await make.task(), by=annotator, completed_by=people.owner.id)
        assert annotation["completed_by"] == people.annotator.id

    async def test_a_foreigner_cannot_be_named(self, client: httpx.AsyncClient, make: Make, people: People) -> None:
        task = await make.task()
        body = {"result": [], "completed_by": people.stranger.id}
        answer = await client.post(f"/api/tasks/{task['id']}/annotations", json=body)
        assert answer.json()["validation_errors"] == {
            "completed_by": [f'Invalid pk "{people.stranger.id}" - object does not exist.']
        }

    async def test_ground_truth_is_set_by_reviewers_only(self, make: Make, annotator: httpx.AsyncClient) -> None:
        annotation = await make.annotation(await make.task(), by=annotator, ground_truth=True)
        assert annotation["ground_truth"] is False


class TestWhatAnnotatorsSee:
    """Annotators see their own work only."""

    async def test_annotations_of_others_do_not_exist_for_them(
        self, client: httpx.AsyncClient, make: Make, annotator: httpx.AsyncClient
    ) -> None:
        task = await make.task(await make.project(maximum_annotations=2))
        others = await make.annotation(task)
        own = await make.annotation(task, by=annotator)
        listed = (await annotator.get(f"/api/tasks/{task['id']}/annotations/")).json()
        assert [item["id"] for item in listed] == [own["id"]]
        assert [item["id"] for item in (await annotator.get(f"/api/tasks/{task['id']}")).json()["annotations"]] == [
            own["id"]
        ]
        for method in ("GET", "PATCH", "DELETE"):
            answer = await annotator.request(method, f"/api/annotations/{others['id']}", json={"result": []})
            assert answer.status_code == 404
        assert len((await client.get(f"/api/tasks/{task['id']}/annotations")).json()) == 2


async def test_unknown_keys_of_results_survive(make: Make) -> None:
    project = await make.project(label_config=SPANS)
    result = [{**span("Person", 0, 4), "model_version": "m", "meta": {"text": ["note"]}, "odd": [None]}]
    annotation = await make.annotation(await make.task(project), result)
    assert (await make.read(f"/api/annotations/{annotation['id']}"))["result"] == result


async def test_a_projects_annotators_are_listed(
    make: Make, client: httpx.AsyncClient, annotator: httpx.AsyncClient, people: People
) -> None:
    project = await make.project(maximum_annotations=3)
    task = await make.task(project)
    path = f"/api/projects/{project['id']}/annotators/"
    assert await make.read(path) == []
    await make.annotation(task)
    await make.annotation(task, by=annotator)
    await make.annotation(task, by=annotator)
    assert {one["email"] for one in await make.read(path)} == {people.owner.email, people.annotator.email}
    assert len(await make.read(path)) == 2
    assert (await annotator.get(path)).status_code == 403
