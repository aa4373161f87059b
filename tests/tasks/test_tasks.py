"""Tasks: creating, changing, removing, and the counters that follow."""

from typing import Any

import httpx
import pytest

from labelwright.tasks.schemas import TaskRead
from tests.fixtures.making import BOXES, Make, choice
from tests.fixtures.people import People


async def test_a_task_is_made_through_either_door(client: httpx.AsyncClient, make: Make) -> None:
    project = await make.project()
    first = await client.post("/api/tasks/", json={"data": {"text": "a"}, "project": project["id"]})
    second = await client.post(f"/api/projects/{project['id']}/tasks", json={"data": {"text": "b"}})
    assert first.status_code == second.status_code == 201
    assert (first.json()["inner_id"], second.json()["inner_id"]) == (1, 2)
    assert (await make.read(f"/api/projects/{project['id']}"))["task_number"] == 2


async def test_ids_may_come_as_text_and_bodies_as_forms(client: httpx.AsyncClient, make: Make) -> None:
    project = await make.project()
    body = {"data": {"text": "a"}, "project": str(project["id"]), "overlap": "2"}
    answer = await client.post("/api/tasks", json=body)
    assert (answer.status_code, answer.json()["overlap"]) == (201, 2)
    form = {"data": '{"text": "b"}', "project": str(project["id"])}
    answer = await client.post("/api/tasks", data=form)
    assert (answer.status_code, answer.json()["data"]) == (201, {"text": "b"})


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "data"),
        ({"data": {}}, "data"),
        ({"data": []}, "data"),
        ({"data": "text"}, "data"),
        ({"data": {"other": "key"}}, "data"),
        ({"data": {"text": "a"}, "overlap": 0}, "overlap"),
        ({"data": {"text": "a"}, "overlap": "x"}, "overlap"),
        ({"data": {"text": "a"}, "meta": "x"}, "meta"),
    ],
)
async def test_bad_tasks_are_refused_by_field(
    client: httpx.AsyncClient, make: Make, body: dict[str, Any], field: str
) -> None:
    project = await make.project()
    answer = await client.post("/api/tasks", json={**body, "project": project["id"]})
    assert answer.status_code == 400
    assert {name.split(".")[0] for name in answer.json()["validation_errors"]} == {field}
    assert (await make.read(f"/api/projects/{project['id']}"))["task_number"] == 0


@pytest.mark.parametrize("project", [None, "x", 0, -1, 2**63, [1]])
async def test_an_impossible_project_is_refused_by_name(client: httpx.AsyncClient, project: Any) -> None:
    answer = await client.post("/api/tasks", json={"data": {"text": "a"}, "project": project})
    assert answer.status_code == 400
    assert list(answer.json()["validation_errors"]) == ["project"]


async def test_data_keeps_values_types_and_text(client: httpx.AsyncClient, make: Make) -> None:
    project = await make.project(label_config="<View></View>")
    data = {
        "text": " leading \u200b \U0001f41d \r\n",
        "whole": 9007199254740993,
        "half": 0.5,
        "nested": {"list": [1, "1", None, True, {"a\\b": ""}]},
        'quote\'s "key" $.x': 1,
        "": "empty key",
    }
    task = await make.task(project, data)
    assert task["data"] == data
    assert (await make.read(f"/api/tasks/{task['id']}"))["data"] == data


async def test_a_task_is_changed_but_stays_in_its_project(client: httpx.AsyncClient, make: Make) -> None:
    task, elsewhere = await make.task(), await make.project()
    path = f"/api/tasks/{task['id']}"
    body = {
        "data": {"text": "new", "more": 1},
        "meta": {"source": "s"},
        "project": elsewhere["id"],
        "is_labeled": True,
        "inner_id": 77,
        "total_annotations": 5,
    }
    changed = (await client.patch(path, json=body)).json()
    assert (changed["data"], changed["meta"]) == ({"text": "new", "more": 1}, {"source": "s"})
    assert (changed["project"], changed["is_labeled"], changed["inner_id"]) == (task["project"], False, 1)
    assert changed["total_annotations"] == 0
    summary = await make.read(f"/api/projects/{task['project']}/summary")
    assert summary["all_data_columns"] == {"text": 1, "more": 1}


async def test_changed_data_must_fit_the_config(client: httpx.AsyncClient, make: Make) -> None:
    task = await make.task()
    answer = await client.patch(f"/api/tasks/{task['id']}", json={"data": {"other": 1}})
    assert "data" in answer.json()["validation_errors"]
    assert (await make.read(f"/api/tasks/{task['id']}"))["data"] == task["data"]


async def test_the_name_of_a_nameless_value_is_the_configs(make: Make) -> None:
    project = await make.project(label_config=BOXES)
    task = await make.task(project, {"$undefined$": "https://example.org/a.png"})
    assert task["data"] == {"image": "https://example.org/a.png"}


async def test_a_deleted_task_takes_everything_with_it(client: httpx.AsyncClient, make: Make) -> None:
    annotation = await make.annotation()
    prediction = await make.prediction(annotation["task"])
    path = f"/api/tasks/{annotation['task']}"
    assert (await client.delete(path)).status_code == 204
    assert (await client.delete(path)).status_code == 404
    assert (await client.get(f"/api/annotations/{annotation['id']}")).status_code == 404
    assert (await client.get(f"/api/predictions/{prediction['id']}")).status_code == 404
    project = await make.read(f"/api/projects/{annotation['project']}")
    counters = [name for name in project if name.endswith("_number") or name == "num_tasks_with_annotations"]
    assert {name: project[name] for name in counters} == dict.fromkeys(counters, 0)


async def test_all_tasks_of_a_project_go_at_once(client: httpx.AsyncClient, make: Make) -> None:
    project, other = await make.project(), await make.task()
    await make.annotation((await make.tasks(project, 5))[0])
    assert (await client.delete(f"/api/projects/{project['id']}/tasks/")).status_code == 204
    shown = await make.read(f"/api/projects/{project['id']}")
    assert (shown["task_number"], shown["total_annotations_number"]) == (0, 0)
    assert (await make.read(f"/api/projects/{project['id']}/summary"))["all_data_columns"] == {}
    assert (await client.get(f"/api/tasks/{other['id']}")).status_code == 200


@pytest.mark.parametrize("task_id", ["0", "-1", "abc", "1.5", str(2**63), "9" * 30, "1e3", "%00"])
async def test_what_cannot_be_an_id_is_a_404(client: httpx.AsyncClient, task_id: str) -> None:
    for method in ("GET", "PATCH", "DELETE"):
        answer = await client.request(method, f"/api/tasks/{task_id}", json={})
        assert (answer.status_code, answer.json()["status_code"]) == (404, 404)


class TestIsLabeled:
    """When a task counts as done."""

    async def test_one_annotation_is_enough_at_overlap_one(self, make: Make) -> None:
        annotation = await make.annotation()
        assert (await make.read(f"/api/tasks/{annotation['task']}"))["is_labeled"] is True

    async def test_annotators_count_not_annotations(
        self, make: Make, annotator: httpx.AsyncClient, people: People
    ) -> None:
        task = await make.task(await make.project(maximum_annotations=2))
        await make.annotation(task)
        await make.annotation(task)
        assert (await make.read(f"/api/tasks/{task['id']}"))["is_labeled"] is False
        last = await make.annotation(task, by=annotator)
        assert last["completed_by"] == people.annotator.id
        assert (await make.read(f"/api/tasks/{task['id']}"))["is_labeled"] is True

    async def test_a_skip_counts_for_nothing(self, make: Make) -> None:
        task = await make.task()
        await make.skip(task["id"])
        shown = await make.read(f"/api/tasks/{task['id']}")
        counted = (shown["is_labeled"], shown["total_annotations"], shown["cancelled_annotations"])
        assert counted == (False, 0, 1)

    async def test_a_skip_counts_where_skips_are_ignored(self, make: Make) -> None:
        task = await make.task(await make.project(skip_queue="IGNORE_SKIPPED"))
        await make.skip(task["id"])
        assert (await make.read(f"/api/tasks/{task['id']}"))["is_labeled"] is True

    async def test_a_ground_truth_is_enough_at_any_overlap(self, make: Make) -> None:
        task = await make.task(await make.project(maximum_annotations=3))
        await make.annotation(task, ground_truth=True)
        assert (await make.read(f"/api/tasks/{task['id']}"))["is_labeled"] is True
        project = await make.read(f"/api/projects/{task['project']}")
        assert (project["ground_truth_number"], project["num_tasks_with_annotations"]) == (1, 0)

    async def test_deleting_the_annotation_opens_the_task_again(self, make: Make, client: httpx.AsyncClient) -> None:
        annotation = await make.annotation()
        await client.delete(f"/api/annotations/{annotation['id']}")
        assert (await make.read(f"/api/tasks/{annotation['task']}"))["is_labeled"] is False
        assert (await make.read(f"/api/projects/{annotation['project']}"))["finished_task_number"] == 0

    async def test_more_overlap_of_one_task_opens_it_again(self, make: Make, client: httpx.AsyncClient) -> None:
        annotation = await make.annotation()
        changed = await client.patch(f"/api/tasks/{annotation['task']}", json={"overlap": 2})
        assert changed.json()["is_labeled"] is False
        assert (await make.read(f"/api/projects/{annotation['project']}"))["finished_task_number"] == 0


async def test_answers_are_what_the_document_says(make: Make) -> None:
    task = await make.task()
    await make.annotation(task)
    await make.prediction(task)
    TaskRead.model_validate(task)
    TaskRead.model_validate(await make.read(f"/api/tasks/{task['id']}"))


async def test_a_task_is_completed_when_it_is_labeled_and_not_any_more_when_it_is_not(
    client: httpx.AsyncClient, make: Make
) -> None:
    async def completed_at(task_id: int) -> str | None:
        found: str | None = (await make.read(f"/api/tasks/{task_id}"))["completed_at"]
        return found

    project = await make.project()
    (task_id,) = await make.tasks(project, 1)
    assert await completed_at(task_id) is None
    annotation = await make.annotation(task_id)
    assert await completed_at(task_id) == annotation["created_at"]
    await client.patch(f"/api/annotations/{annotation['id']}", json={"result": [], "lead_time": 3})
    assert await completed_at(task_id) == annotation["created_at"]
    address = f"/api/projects/{project['id']}"
    for overlap, expected in ((2, None), (1, annotation["created_at"])):
        await client.patch(address, json={"maximum_annotations": overlap})
        assert await completed_at(task_id) == expected
    await client.delete(f"/api/annotations/{annotation['id']}")
    assert await completed_at(task_id) is None


async def test_imported_tasks_are_completed_when_their_last_annotation_was_made(make: Make) -> None:
    made = ["2025-01-02T03:04:05Z", "2025-02-03T04:05:06.5Z"]
    annotations = [{"result": choice(), "created_at": moment} for moment in made]
    items = [{"data": {"text": "a"}, "annotations": annotations}, {"data": {"text": "b"}}]
    ids = await make.imported(await make.project(), items)
    shown = [(await make.read(f"/api/tasks/{task_id}"))["completed_at"] for task_id in ids]
    assert shown == ["2025-02-03T04:05:06.500000Z", None]
