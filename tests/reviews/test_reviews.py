"""Review: who judges what, what a verdict brings about, and the queue."""

import json
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from labelwright.labeling.queries import returning
from labelwright.operations.verify import problems
from tests.fixtures.databases import PinnedDatabase
from tests.fixtures.making import Make, choice, created
from tests.fixtures.people import People
from tests.fixtures.sites import Site


@pytest.fixture
async def reviewer(site: Site, people: People) -> httpx.AsyncClient:
    """Somebody who judges."""
    return await site.client(people.reviewer)


async def _reviewed(make: Make, count: int = 1, **settings: Any) -> tuple[Any, list[int]]:
    project = await make.project(enable_review=True, **settings)
    return project, await make.tasks(project, count)


async def _judge(client: httpx.AsyncClient, annotation: Any, status: int = 201, **verdict: Any) -> Any:
    body = {"annotation": annotation["id"], **verdict}
    answer = await client.post("/api/annotation-reviews", json=body)
    assert answer.status_code == status, answer.text
    return answer.json()


async def _queued(client: httpx.AsyncClient, project: Any, **query: Any) -> int | None:
    answer = await client.get(f"/api/projects/{project['id']}/review/next", params=query)
    if answer.status_code == 404:
        assert answer.json()["code"] == "no_task"
        return None
    assert answer.status_code == 200, answer.text
    found: int = answer.json()["id"]
    return found


async def _next(client: httpx.AsyncClient, project: Any) -> Any:
    answer = await client.get(f"/api/projects/{project['id']}/next")
    return answer.json() if answer.status_code == 200 else None


async def test_accepted_work_makes_a_task_reviewed(
    make: Make, annotator: httpx.AsyncClient, reviewer: httpx.AsyncClient, people: People
) -> None:
    _, (task,) = await _reviewed(make)
    made = await make.annotation(task, by=annotator)
    assert made["review_state"] == "pending"
    assert (await make.read(f"/api/tasks/{task}"))["reviewed"] is False
    review = await _judge(reviewer, made, accepted=True, comment="Fine", started_at="2026-01-01T12:00:00")
    assert review["started_at"] == "2026-01-01T12:00:00Z"
    assert (review["state"], review["created_by"], review["comment"]) == ("accepted", people.reviewer.id, "Fine")
    shown = await make.read(f"/api/tasks/{task}")
    assert (shown["reviewed"], shown["is_labeled"], shown["reviews_accepted"]) == (True, True, 1)
    assert shown["annotations"][0]["review_state"] == "accepted"


async def test_rejected_work_returns_with_its_reason(
    make: Make, annotator: httpx.AsyncClient, colleague: httpx.AsyncClient, reviewer: httpx.AsyncClient
) -> None:
    project, ids = await _reviewed(make, 2)
    made = await make.annotation(ids[0], choice("Negative"), by=annotator)
    await _judge(reviewer, made, accepted=False, comment="It is praise.")
    assert (await make.read(f"/api/tasks/{ids[0]}"))["is_labeled"] is False
    assert (await _next(colleague, project))["id"] == ids[1], "others do not get it"
    back = await _next(annotator, project)
    assert (back["id"], back["annotations"][0]["review_state"]) == (ids[0], "returned")
    said = (await annotator.get("/api/annotation-reviews", params={"annotation": made["id"]})).json()
    assert [(item["accepted"], item["comment"]) for item in said] == [(False, "It is praise.")]
    assert (await colleague.get("/api/annotation-reviews", params={"annotation": made["id"]})).json() == []
    changed = await annotator.patch(f"/api/annotations/{made['id']}", json={"result": choice("Positive")})
    assert changed.json()["review_state"] == "pending"
    assert (await make.read(f"/api/tasks/{ids[0]}"))["is_labeled"] is True
    assert await _next(annotator, project) is None, "the other one is open at a colleague's"
    assert await _queued(reviewer, project) == ids[0]
    await _judge(reviewer, made, accepted=True)
    assert await _queued(reviewer, project) is None


async def test_fixing_accepts_and_keeps_what_was_there(
    make: Make, annotator: httpx.AsyncClient, reviewer: httpx.AsyncClient, site: Site, people: People
) -> None:
    _, (task,) = await _reviewed(make)
    made = await make.annotation(task, choice("Negative"), by=annotator)
    review = await _judge(reviewer, made, accepted=True, result=choice("Positive"))
    assert (review["state"], review["fixed"]) == ("fixed", True)
    shown = await make.read(f"/api/annotations/{made['id']}")
    assert (shown["result"], shown["completed_by"], shown["updated_by"], shown["rev"]) == (
        choice("Positive"),
        people.annotator.id,
        people.reviewer.id,
        2,
    )
    ((kept,),) = await site.sql("SELECT result FROM annotation_revision")
    assert "Negative" in str(kept)
    assert (
        "result"
        in (await _judge(reviewer, await make.annotation(by=annotator), 400, accepted=False, result=[]))[
            "validation_errors"
        ]
    )


async def test_the_second_verdict_is_told_the_first(
    make: Make, annotator: httpx.AsyncClient, reviewer: httpx.AsyncClient, client: httpx.AsyncClient
) -> None:
    _, (task,) = await _reviewed(make)
    made = await make.annotation(task, by=annotator)
    first = await _judge(reviewer, made, accepted=True, annotation_rev=1)
    refused = await _judge(client, made, 412, accepted=False, comment="No")
    assert refused["code"] == "stale"
    assert (refused["current"]["id"], refused["current"]["accepted"]) == (first["id"], True)
    await annotator.patch(f"/api/annotations/{made['id']}", json={"result": choice("Negative")})
    moved = await _judge(reviewer, made, 412, accepted=True, annotation_rev=1)
    assert (moved["current"]["rev"], moved["current"]["result"]) == (2, choice("Negative"))
    await _judge(reviewer, made, accepted=True, annotation_rev=2)


async def test_own_work_is_for_others_to_judge(make: Make, reviewer: httpx.AsyncClient) -> None:
    project, (task,) = await _reviewed(make)
    made = await make.annotation(task, by=reviewer)
    assert await _queued(reviewer, project) is None
    assert "own work" in (await _judge(reviewer, made, 403))["detail"]
    allowed = {"review_settings": {"review_own_work": True}}
    await make.client.patch(f"/api/projects/{project['id']}", json=allowed)
    assert await _queued(reviewer, project) == task
    await _judge(reviewer, made)


async def test_annotators_do_not_judge(make: Make, annotator: httpx.AsyncClient, colleague: httpx.AsyncClient) -> None:
    project, (task,) = await _reviewed(make)
    made = await make.annotation(task, by=annotator)
    await _judge(colleague, made, 403)
    assert (await colleague.get(f"/api/projects/{project['id']}/review/next")).status_code == 403


async def test_returned_work_stays_with_its_annotator_where_others_have_finished_the_task(
    make: Make, annotator: httpx.AsyncClient, colleague: httpx.AsyncClient, reviewer: httpx.AsyncClient
) -> None:
    project, (task, _) = await _reviewed(make, 2)
    made = await make.annotation(task, by=annotator)
    await make.annotation(task, by=colleague)
    await _judge(reviewer, made, accepted=False, comment="Look again")
    assert (await make.read(f"/api/tasks/{task}"))["is_labeled"] is True
    assert [(await _next(annotator, project))["id"] for _ in range(3)] == [task] * 3


async def _leave_organization(make: Make, _project: Any, _task: int, people: People) -> None:
    assert (await make.client.delete(f"/api/users/{people.annotator.id}")).status_code == 204


async def _leave_project(make: Make, project: Any, _task: int, people: People) -> None:
    path = f"/api/projects/{project['id']}/members"
    for person in (people.annotator, people.colleague, people.reviewer):
        await created(await make.client.post(path, json={"user": person.id}))
    assert (await make.client.delete(path, params={"user": people.annotator.id})).status_code == 204


async def _shut_out(make: Make, project: Any, _task: int, people: People) -> None:
    path = f"/api/projects/{project['id']}/members/bulk"
    await created(await make.client.post(path, json={"included": [people.colleague.id, people.reviewer.id]}), 200)


async def _give_to_colleague(make: Make, project: Any, task: int, people: People) -> None:
    path = f"/api/projects/{project['id']}/tasks/{task}/assignees"
    await created(await make.client.post(path, json={"users": [people.annotator.id]}), 200)
    await created(await make.client.patch(path, json={"users": [people.colleague.id]}), 200)


@pytest.mark.parametrize("part", [_leave_organization, _leave_project, _shut_out, _give_to_colleague])
@pytest.mark.parametrize("is_rejected_before", [True, False])
async def test_returned_work_of_somebody_who_is_gone_is_open_to_others(
    make: Make,
    site: Site,
    annotator: httpx.AsyncClient,
    colleague: httpx.AsyncClient,
    reviewer: httpx.AsyncClient,
    people: People,
    part: Any,
    is_rejected_before: bool,
) -> None:
    project, (task,) = await _reviewed(make)
    made = await make.annotation(task, choice("Negative"), by=annotator)
    if is_rejected_before:
        await _judge(reviewer, made, accepted=False, comment="No")
        assert (await _next(annotator, project))["id"] == task
        assert await _next(colleague, project) is None
    await part(make, project, task, people)
    if not is_rejected_before:
        await _judge(reviewer, made, accepted=False, comment="No")
    assert await _next(annotator, project) is None
    assert (await _next(colleague, project))["id"] == task
    assert await _next(reviewer, project) is None, "one annotator is enough"
    other = await make.annotation(task, by=colleague)
    shown = await make.read(f"/api/tasks/{task}")
    states = {annotation["id"]: annotation["review_state"] for annotation in shown["annotations"]}
    assert (shown["is_labeled"], states) == (True, {made["id"]: "returned", other["id"]: "pending"})
    assert await _next(annotator, project) is None
    await _judge(reviewer, other, accepted=True)
    assert (await make.read(f"/api/tasks/{task}"))["reviewed"] is True, "nobody is waited for"
    item = {"filter": "filter:tasks:reviewed", "operator": "equal", "type": "Boolean", "value": True}
    query = {"project": project["id"], "query": json.dumps({"filters": {"conjunction": "and", "items": [item]}})}
    assert [found["id"] for found in (await make.read("/api/tasks", **query))["tasks"]] == [task]
    assert [line async for line in problems(site.database, site.app.state.uploads)] == []


async def test_whose_returned_work_is_awaited_is_asked_of_one_member_at_a_time(
    make: Make, site: Site, annotator: httpx.AsyncClient, reviewer: httpx.AsyncClient
) -> None:
    if site.database.is_sqlite:
        pytest.skip("SQLite carries out subqueries as they stand")
    _, (task,) = await _reviewed(make)
    await _judge(reviewer, await make.annotation(task, by=annotator), accepted=False, comment="No")
    assert isinstance(site.database, PinnedDatabase)
    statement = select(returning.TASK.c.id, returning.annotators())
    compiled = statement.compile(dialect=site.database.connection.dialect, compile_kwargs={"literal_binds": True})
    plan = [row[0] for row in await site.sql(f"EXPLAIN {compiled}")]
    (line,) = [line for line in plan if "review_state" in line]
    assert "hashed" not in line, "that is a look at all members for each task"


async def test_who_comes_back_has_their_returned_work_back(
    make: Make, annotator: httpx.AsyncClient, colleague: httpx.AsyncClient, reviewer: httpx.AsyncClient, people: People
) -> None:
    project, (task,) = await _reviewed(make)
    made = await make.annotation(task, by=annotator)
    await _judge(reviewer, made, accepted=False, comment="No")
    await _leave_project(make, project, task, people)
    await make.client.post(f"/api/projects/{project['id']}/members", json={"user": people.annotator.id})
    assert await _next(colleague, project) is None
    assert (await _next(annotator, project))["id"] == task


async def test_another_returned_task_is_handed_out_when_the_first_is_not_theirs_any_more(
    make: Make, annotator: httpx.AsyncClient, reviewer: httpx.AsyncClient, people: People
) -> None:
    project, ids = await _reviewed(make, 2)
    for task in ids:
        await _judge(reviewer, await make.annotation(task, by=annotator), accepted=False, comment="No")
    await _give_to_colleague(make, project, ids[0], people)
    assert (await _next(annotator, project))["id"] == ids[1]


@pytest.mark.parametrize(
    ("mode", "asked", "becomes", "is_labeled"),
    [
        ("requeue", {}, "returned", False),
        ("remove", {}, "rejected", True),
        ("flexible", {}, "returned", False),
        ("flexible", {"reject_action": "remove"}, "rejected", True),
        ("flexible", {"remove_from_queue": True}, "rejected", True),
    ],
)
async def test_what_becomes_of_rejected_work(
    make: Make,
    annotator: httpx.AsyncClient,
    reviewer: httpx.AsyncClient,
    mode: str,
    asked: dict[str, Any],
    becomes: str,
    is_labeled: bool,
) -> None:
    _, (task,) = await _reviewed(make, review_settings={"requeue_rejected_tasks_mode": mode})
    made = await make.annotation(task, by=annotator)
    assert (await _judge(reviewer, made, accepted=False, comment="No", **asked))["state"] == becomes
    shown = await make.read(f"/api/tasks/{task}")
    assert (shown["is_labeled"], shown["reviewed"], shown["reviews_rejected"]) == (is_labeled, False, 1)


async def test_a_rejection_says_why(make: Make, annotator: httpx.AsyncClient, reviewer: httpx.AsyncClient) -> None:
    project, ids = await _reviewed(make, 2)
    made = await make.annotation(ids[0], by=annotator)
    assert "comment" in (await _judge(reviewer, made, 400, accepted=False))["validation_errors"]
    assert "comment" in (await _judge(reviewer, made, 400, accepted=False, comment="  "))["validation_errors"]
    asked = await _judge(reviewer, made, 400, accepted=False, comment="No", reject_action="remove")
    assert "reject_action" in asked["validation_errors"]
    assert (await make.read(f"/api/annotations/{made['id']}"))["review_state"] == "pending"
    free = {"review_settings": {"require_comment_on_reject": False}}
    assert (await make.client.patch(f"/api/projects/{project['id']}", json=free)).status_code == 200
    await _judge(reviewer, made, accepted=False)


@pytest.mark.parametrize("percentage", [0, 30, 100])
async def test_a_share_is_reviewed_settled_by_task(make: Make, annotator: httpx.AsyncClient, percentage: int) -> None:
    _, ids = await _reviewed(make, 60, review_percentage=percentage)
    states = [(await make.annotation(task, by=annotator))["review_state"] for task in ids]
    picked = sum(state == "pending" for state in states) / len(ids) * 100
    assert abs(picked - percentage) <= (0 if percentage in (0, 100) else 20)
    again = [(await make.annotation(task))["review_state"] for task in ids[:10]]
    assert again == states[:10], "the same for all annotations of a task"


async def test_shares_are_percentages(client: httpx.AsyncClient, make: Make) -> None:
    project = await make.project()
    for wrong in (-1, 101, "many"):
        answer = await client.patch(f"/api/projects/{project['id']}", json={"review_percentage": wrong})
        assert answer.status_code == 400, wrong
        assert "review_percentage" in answer.json()["validation_errors"]


async def test_reviewers_do_not_get_in_each_others_way(
    make: Make, annotator: httpx.AsyncClient, reviewer: httpx.AsyncClient, client: httpx.AsyncClient, people: People
) -> None:
    project, ids = await _reviewed(make, 3)
    for task in ids:
        await make.annotation(task, by=annotator)
    assert [await _queued(reviewer, project), await _queued(client, project)] == ids[:2]
    assert await _queued(reviewer, project) == ids[0], "the same until it is done"
    assert await _queued(reviewer, project, passed=str(ids[0])) == ids[2]
    assert (await reviewer.delete(f"/api/tasks/{ids[0]}/review-lock")).status_code == 204
    assert await _queued(client, project, passed=f"{ids[1]}") == ids[0]
    given = {"type": "RE", "users": [people.manager.id], "selectedItems": {"included": [ids[2]]}}
    await client.post(f"/api/projects/{project['id']}/tasks/assignees", json=given)
    await reviewer.delete(f"/api/tasks/{ids[2]}/review-lock")
    assert await _queued(reviewer, project) is None, "one is a manager's, the others are open elsewhere"


async def test_the_queue_in_numbers(make: Make, annotator: httpx.AsyncClient, reviewer: httpx.AsyncClient) -> None:
    project, ids = await _reviewed(make, 3)
    made = [await make.annotation(task, by=annotator) for task in ids]
    await _judge(reviewer, made[0])
    await _judge(reviewer, made[1], accepted=False, comment="No")
    shown = (await reviewer.get(f"/api/projects/{project['id']}/review")).json()
    assert shown == {"left": 1, "done": 2}


async def test_only_complete_tasks_when_the_project_says_so(
    make: Make, annotator: httpx.AsyncClient, colleague: httpx.AsyncClient, reviewer: httpx.AsyncClient
) -> None:
    project, (task,) = await _reviewed(make, maximum_annotations=2, review_settings={"only_finished_tasks": True})
    await make.annotation(task, by=annotator)
    assert await _queued(reviewer, project) is None
    await make.annotation(task, by=colleague)
    assert await _queued(reviewer, project) == task


async def test_a_verdict_is_changed_or_taken_back_by_its_reviewer(
    make: Make, annotator: httpx.AsyncClient, reviewer: httpx.AsyncClient
) -> None:
    _, (task,) = await _reviewed(make)
    made = await make.annotation(task, by=annotator)
    first = await _judge(reviewer, made)
    path = "/api/annotation-reviews"
    changed = await reviewer.patch(f"{path}/{first['id']}", json={"accepted": False, "comment": "After all"})
    assert (changed.json()["state"], changed.json()["comment"]) == ("returned", "After all")
    assert (await reviewer.get(f"{path}/{first['id']}")).status_code == 404
    assert (await reviewer.delete(f"{path}/{changed.json()['id']}")).status_code == 204
    assert (await make.read(f"/api/annotations/{made['id']}"))["review_state"] == "pending"
    last = await _judge(reviewer, made, accepted=False, comment="No")
    await annotator.patch(f"/api/annotations/{made['id']}", json={"result": choice("Negative")})
    late = await reviewer.patch(f"{path}/{last['id']}", json={"accepted": True})
    assert (late.status_code, late.json()["code"]) == (409, "verdict_is_past")


async def test_what_is_not_said_of_a_verdict_stays(
    make: Make, annotator: httpx.AsyncClient, reviewer: httpx.AsyncClient
) -> None:
    _, tasks = await _reviewed(make, 2, review_settings={"requeue_rejected_tasks_mode": "flexible"})
    one, other = [await make.annotation(task, choice("Negative"), by=annotator) for task in tasks]
    path = "/api/annotation-reviews"
    fixed = await _judge(reviewer, one, result=choice("Positive"))
    again = (await reviewer.patch(f"{path}/{fixed['id']}", json={"comment": "Nearly"})).json()
    assert (again["state"], again["fixed"], again["annotation_rev"], again["comment"]) == ("fixed", True, 1, "Nearly")
    history = await make.read("/api/annotation-history", annotation=one["id"])
    assert [(item["action"], item["comment"]) for item in history] == [
        ("submitted", None),
        ("fixed_and_accepted", "Nearly"),
    ]
    back = await reviewer.patch(f"{path}/{again['id']}", json={"accepted": False, "comment": "After all"})
    assert (back.json()["state"], back.json()["annotation_rev"]) == ("returned", 2)
    gone = await _judge(reviewer, other, accepted=False, comment="No", reject_action="remove")
    for body, state in (({"comment": "No use"}, "rejected"), ({"reject_action": "requeue"}, "returned")):
        changed = await reviewer.patch(f"{path}/{gone['id']}", json=body)
        gone = changed.json()
        assert (changed.status_code, gone["state"], gone["comment"]) == (200, state, "No use")


async def test_skips_are_not_reviewed(make: Make, annotator: httpx.AsyncClient, reviewer: httpx.AsyncClient) -> None:
    project, (task,) = await _reviewed(make)
    skip = await make.skip(task, by=annotator)
    assert skip["review_state"] is None
    assert await _queued(reviewer, project) is None
    assert "annotation" in (await _judge(reviewer, skip, 400))["validation_errors"]


async def test_reviewed_work_is_filtered_and_exported(
    make: Make, annotator: httpx.AsyncClient, reviewer: httpx.AsyncClient
) -> None:
    project, ids = await _reviewed(make, 2)
    made = [await make.annotation(task, by=annotator) for task in ids]
    await _judge(reviewer, made[1])
    item = {"filter": "filter:tasks:reviewed", "operator": "equal", "type": "Boolean", "value": True}
    body = {"export_type": "JSON", "filters": {"conjunction": "and", "items": [item]}}
    answer = await make.client.post(f"/api/projects/{project['id']}/export", json=body)
    assert [task["id"] for task in answer.json()] == [ids[1]]


async def test_lists_name_who_was_given_a_task_and_who_judged_it(
    make: Make, client: httpx.AsyncClient, annotator: httpx.AsyncClient, reviewer: httpx.AsyncClient, people: People
) -> None:
    project, (first, second) = await _reviewed(make, 2)
    body = {"users": [people.annotator.id, people.colleague.id], "selectedItems": {"included": [first]}}
    await client.post(f"/api/projects/{project['id']}/tasks/assignees", json=body)
    made = [await make.annotation(first, by=annotator), await make.annotation(first, by=annotator)]
    for annotation in made:
        await _judge(reviewer, annotation, accepted=True)
    listed = (await make.read("/api/tasks", project=project["id"], fields="all"))["tasks"]
    shown = {task["id"]: (task["assignees"], task["reviewers"]) for task in listed}
    given = sorted([people.annotator.id, people.colleague.id])
    assert shown == {first: (given, [people.reviewer.id]), second: ([], [])}
    own = await annotator.get("/api/tasks", params={"project": project["id"], "fields": "all"})
    assert {(*task["assignees"], *task["reviewers"]) for task in own.json()["tasks"]} == {()}, "annotators are not told"


async def test_a_correction_that_was_begun_comes_with_its_task(
    make: Make, annotator: httpx.AsyncClient, reviewer: httpx.AsyncClient
) -> None:
    project, (task,) = await _reviewed(make)
    made = await make.annotation(task, by=annotator)
    saved = await reviewer.post(
        f"/api/tasks/{task}/annotations/{made['id']}/drafts", json={"result": choice("Negative")}
    )
    assert saved.status_code == 201, saved.text
    handed = (await reviewer.get(f"/api/projects/{project['id']}/review/next")).json()
    assert [(draft["id"], draft["annotation"]) for draft in handed["drafts"]] == [(saved.json()["id"], made["id"])]
