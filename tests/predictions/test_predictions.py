"""Predictions: one by one, and many at once."""

from typing import Any

import httpx
import pytest

from labelwright.predictions.schemas import PredictionRead
from tests.fixtures.making import Make, choice


async def test_a_prediction_lives_and_dies(client: httpx.AsyncClient, make: Make) -> None:
    task = await make.task()
    prediction = await make.prediction(task, score=0.25, model_version="v1")
    path = f"/api/predictions/{prediction['id']}/"
    shown = (await client.get(path)).json()
    assert (shown["task"], shown["project"], shown["score"]) == (task["id"], task["project"], 0.25)
    PredictionRead.model_validate(shown)
    changed = (await client.patch(path, json={"score": 0.75, "model_version": 2})).json()
    assert (changed["score"], changed["model_version"], changed["result"]) == (0.75, "2", choice())
    listed = (await client.get("/api/predictions/", params={"task": task["id"]})).json()
    assert [item["id"] for item in listed] == [prediction["id"]]
    assert (await client.delete(path)).status_code == 204
    assert (await client.get(path)).status_code == 404
    assert (await make.read(f"/api/projects/{task['project']}"))["total_predictions_number"] == 0
    assert (await make.read(f"/api/tasks/{task['id']}"))["total_predictions"] == 0


async def test_one_item_may_stand_for_a_list_and_unknown_keys_stay(make: Make) -> None:
    item = {**choice()[0], "model_version": "inner", "odd": {"a": [1]}}
    prediction = await make.prediction(result=item)
    assert prediction["result"] == [item]


async def test_ids_may_come_as_text(client: httpx.AsyncClient, make: Make) -> None:
    task = await make.task()
    answer = await client.post("/api/predictions", json={"task": str(task["id"]), "result": []})
    assert (answer.status_code, answer.json()["model_version"], answer.json()["score"]) == (201, "", None)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"result": []}, "task"),
        ({"task": 999_999, "result": []}, "task"),
        ({"task": "x", "result": []}, "task"),
        ({"task": 2**63, "result": []}, "task"),
        ({"task": None, "result": []}, "task"),
        ({}, "result"),
        ({"result": None}, "result"),
        ({"result": 5}, "result"),
        ({"result": [5]}, "result"),
        ({"result": [], "score": "high"}, "score"),
        ({"result": [], "model_version": "v" * 513}, "model_version"),
        ({"result": [], "cluster": 2**40}, "cluster"),
    ],
)
async def test_bad_predictions_are_refused_by_field(
    client: httpx.AsyncClient, make: Make, body: dict[str, Any], field: str
) -> None:
    task = await make.task()
    if field != "task":
        body = {**body, "task": task["id"]}
    answer = await client.post("/api/predictions", json=body)
    assert answer.status_code == 400, answer.text
    assert list(answer.json()["validation_errors"]) == [field]
    assert (await make.read(f"/api/tasks/{task['id']}"))["total_predictions"] == 0


async def test_annotators_read_but_do_not_write(make: Make, annotator: httpx.AsyncClient) -> None:
    prediction = await make.prediction()
    assert (await annotator.get(f"/api/predictions/{prediction['id']}")).status_code == 200
    assert (await annotator.delete(f"/api/predictions/{prediction['id']}")).status_code == 403


class TestImport:
    """`POST /api/projects/{id}/import/predictions`."""

    async def test_many_at_once_with_defaults(self, client: httpx.AsyncClient, make: Make) -> None:
        project = await make.project()
        ids = await make.tasks(project, 3)
        items = [{"task": ids[0], "result": choice()}, {"task": ids[0], "result": [], "score": 0.5}]
        items += [{"task": str(ids[2]), "result": choice()[0], "model_version": "v9"}]
        path = f"/api/projects/{project['id']}/import/predictions"
        answer = await client.post(path, json=items)
        assert (answer.status_code, answer.json()) == (201, {"created": 3})
        first = (await client.get("/api/predictions", params={"task": ids[0]})).json()
        assert [(item["model_version"], item["score"]) for item in first] == [("undefined", None), ("undefined", 0.5)]
        shown = await make.read(f"/api/projects/{project['id']}")
        assert (shown["total_predictions_number"], shown["model_version"]) == (3, "v9")
        assert [(await make.read(f"/api/tasks/{task}"))["total_predictions"] for task in ids] == [2, 0, 1]

    async def test_all_or_nothing(self, client: httpx.AsyncClient, make: Make) -> None:
        project, elsewhere = await make.project(), await make.task()
        ids = await make.tasks(project, 1)
        path = f"/api/projects/{project['id']}/import/predictions"
        good = {"task": ids[0], "result": choice()}
        for bad, field in (
            ({"task": elsewhere["id"], "result": []}, "task"),
            ({"task": ids[0]}, "[1].result"),
            ({"result": []}, "[1].task"),
            ({"task": ids[0], "result": [3]}, "[1].result"),
        ):
            answer = await client.post(path, json=[good, bad])
            assert answer.status_code == 400
            assert list(answer.json()["validation_errors"]) == [field]
        assert (await make.read(f"/api/projects/{project['id']}"))["total_predictions_number"] == 0

    @pytest.mark.parametrize("body", ["{}", "[1]", '"x"', "null", "", "["])
    async def test_what_is_no_list_of_objects_is_refused(
        self, client: httpx.AsyncClient, make: Make, body: str
    ) -> None:
        project = await make.project()
        answer = await client.post(
            f"/api/projects/{project['id']}/import/predictions",
            content=body,
            headers={"Content-Type": "application/json"},
        )
        assert (answer.status_code, list(answer.json()["validation_errors"])) == (400, ["non_field_errors"])

    async def test_an_empty_list_creates_nothing(self, client: httpx.AsyncClient, make: Make) -> None:
        project = await make.project()
        answer = await client.post(f"/api/projects/{project['id']}/import/predictions/", json=[])
        assert (answer.status_code, answer.json()) == (201, {"created": 0})
