"""Histories, as clients read them."""

import httpx
import pytest

from labelwright.states.schemas import StepPage
from tests.fixtures.making import Make, choice
from tests.fixtures.people import People


async def test_what_became_of_an_object_is_told(client: httpx.AsyncClient, make: Make, people: People) -> None:
    task = await make.task()
    made = await make.annotation(task)
    await client.patch(f"/api/annotations/{made['id']}", json={"result": choice("Negative")})
    states = {}
    for entity, number in (("project", task["project"]), ("task", task["id"]), ("annotation", made["id"])):
        page = await make.read(f"/api/fsm/entities/{entity}/{number}/history")
        StepPage.model_validate(page)
        assert page["count"] == len(page["results"])
        states[entity] = [(step["previous_state"], step["state"]) for step in page["results"]]
    assert states == {
        "project": [(None, "CREATED")],
        "task": [(None, "CREATED"), ("CREATED", "COMPLETED")],
        "annotation": [(None, "SUBMITTED"), ("SUBMITTED", "SUBMITTED")],
    }
    (step,) = (await make.read(f"/api/fsm/entities/project/{task['project']}/history"))["results"]
    assert step["triggered_by"]["email"] == people.owner.email


async def test_a_history_is_filtered_and_paged(client: httpx.AsyncClient, make: Make) -> None:
    task = await make.task()
    await make.annotation(task)
    path = f"/api/fsm/entities/task/{task['id']}/history"
    newest = await make.read(path, ordering="-created_at", page_size=1)
    assert ([step["state"] for step in newest["results"]], newest["count"]) == (["COMPLETED"], 2)
    assert (await make.read(path, page=9))["results"] == []
    for query, count in (
        ({"state": "CREATED"}, 1),
        ({"previous_state": "CREATED"}, 1),
        ({"transition_name": "task_completed"}, 1),
        ({"triggered_by": 1}, 0),
        ({"created_at_from": "2100-01-01T00:00:00Z"}, 0),
        ({"created_at_to": "2100-01-01T00:00:00Z"}, 2),
    ):
        assert (await make.read(path, **query))["count"] == count, query


@pytest.mark.parametrize("query", [{"created_at_from": "2026-01-01T00:00:00"}, {"created_at_to": "soon"}])
async def test_a_time_without_a_zone_is_refused(client: httpx.AsyncClient, make: Make, query: dict[str, str]) -> None:
    task = await make.task()
    answer = await client.get(f"/api/fsm/entities/task/{task['id']}/history", params=query)
    assert (answer.status_code, list(answer.json()["validation_errors"])) == (400, list(query))


async def test_there_is_no_transition_to_run(client: httpx.AsyncClient, make: Make) -> None:
    task = await make.task()
    path = f"/api/fsm/entities/task/{task['id']}"
    answer = await client.post(f"{path}/transition", json={"transition_name": "complete"})
    assert (answer.status_code, list(answer.json()["validation_errors"])) == (400, ["transition_name"])
    assert (await client.get("/api/fsm/entities/user/1/history")).status_code == 404
