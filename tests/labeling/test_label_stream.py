"""Handing out tasks: order, locks, skips, overlap, prefetching."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from labelwright.core.types import now
from labelwright.labeling.queries import PROMISED_SECONDS, SOFT_SECONDS
from tests.fixtures.making import Make, choice
from tests.fixtures.people import People
from tests.fixtures.sites import OpenSite, Site


async def _next(client: httpx.AsyncClient, project: Any, **query: Any) -> int | None:
    answer = await client.get(f"/api/projects/{project['id']}/next", params=query)
    if answer.status_code == 404:
        assert answer.json()["code"] == "no_task"
        return None
    assert answer.status_code == 200, answer.text
    found: int = answer.json()["id"]
    return found


async def _label(client: httpx.AsyncClient, task: int | None) -> Any:
    answer = await client.post(f"/api/tasks/{task}/annotations", json={"result": choice()})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def _expire_locks(site: Site) -> None:
    await site.sql("UPDATE task_lock SET expires_at = '2020-01-01 00:00:00.000000'")


async def test_tasks_come_in_order_until_nothing_is_left(make: Make, annotator: httpx.AsyncClient) -> None:
    project = await make.project()
    ids = await make.tasks(project, 3)
    seen = []
    while (task := await _next(annotator, project)) is not None:
        seen.append(task)
        await _label(annotator, task)
    assert seen == ids


async def test_the_same_task_is_given_until_it_is_done(make: Make, annotator: httpx.AsyncClient) -> None:
    project = await make.project()
    await make.tasks(project, 2)
    assert await _next(annotator, project) == await _next(annotator, project)


async def test_a_handed_out_task_is_nobody_elses(
    make: Make, annotator: httpx.AsyncClient, colleague: httpx.AsyncClient
) -> None:
    project = await make.project()
    ids = await make.tasks(project, 2)
    assert [await _next(annotator, project), await _next(colleague, project)] == ids
    await _label(annotator, ids[0])
    assert await _next(annotator, project) is None


async def test_overlap_lets_several_work_on_one_task(
    make: Make, annotator: httpx.AsyncClient, colleague: httpx.AsyncClient, client: httpx.AsyncClient
) -> None:
    project = await make.project(maximum_annotations=2)
    ids = await make.tasks(project, 2)
    assert [await _next(who, project) for who in (annotator, colleague, client)] == [ids[0], ids[0], ids[1]]
    await _label(annotator, ids[0])
    assert await _next(annotator, project) == ids[1]
    await _label(colleague, ids[0])
    assert await _next(colleague, project) is None, "both places of the second task are taken"


async def test_nobody_gets_a_task_twice(make: Make, annotator: httpx.AsyncClient) -> None:
    project = await make.project(maximum_annotations=3)
    ids = await make.tasks(project, 1)
    await _label(annotator, await _next(annotator, project))
    assert await _next(annotator, project) is None
    assert (await make.read(f"/api/tasks/{ids[0]}"))["is_labeled"] is False


async def test_a_lock_runs_out(
    make: Make, annotator: httpx.AsyncClient, colleague: httpx.AsyncClient, site: Site
) -> None:
    project = await make.project()
    ids = await make.tasks(project, 1)
    assert await _next(annotator, project) == ids[0]
    assert await _next(colleague, project) is None
    await _expire_locks(site)
    assert await _next(colleague, project) == ids[0]


async def test_saving_a_draft_keeps_the_lock(make: Make, annotator: httpx.AsyncClient, site: Site) -> None:
    project = await make.project()
    await make.tasks(project, 1)
    task = await _next(annotator, project)
    moment = "'2099-01-01 00:00:00.000000'"
    await site.sql(f"UPDATE task_lock SET expires_at = {moment}")
    before = (await site.sql("SELECT expires_at FROM task_lock"))[0][0]
    assert task is not None
    await make.draft(task, by=annotator)
    assert (await site.sql("SELECT expires_at FROM task_lock"))[0][0] != before


async def test_a_draft_does_not_bring_a_lost_lock_back(
    make: Make, annotator: httpx.AsyncClient, colleague: httpx.AsyncClient, site: Site
) -> None:
    project = await make.project()
    await make.tasks(project, 1)
    task = await _next(annotator, project)
    await _expire_locks(site)
    assert await _next(colleague, project) == task
    assert task is not None
    await make.draft(task, by=annotator)
    assert await _next(annotator, project) is None


async def test_late_work_is_kept(
    make: Make, annotator: httpx.AsyncClient, colleague: httpx.AsyncClient, site: Site
) -> None:
    project = await make.project()
    await make.tasks(project, 1)
    task = await _next(annotator, project)
    await _expire_locks(site)
    await _label(colleague, await _next(colleague, project))
    await _label(annotator, task)
    assert (await make.read(f"/api/tasks/{task}"))["total_annotations"] == 2


class TestSkips:
    """The three modes of the skip queue."""

    async def test_for_others_it_does_not_come_back_to_me(
        self, make: Make, annotator: httpx.AsyncClient, colleague: httpx.AsyncClient
    ) -> None:
        project = await make.project(skip_queue="REQUEUE_FOR_OTHERS")
        first, second = await make.tasks(project, 2)
        await make.skip(first, by=annotator)
        assert await _next(annotator, project) == second
        await _label(annotator, second)
        assert await _next(annotator, project) is None
        assert (await make.read(f"/api/tasks/{first}"))["is_labeled"] is False
        assert await _next(colleague, project) == first

    async def test_for_me_it_comes_back_after_the_others(
        self, make: Make, client: httpx.AsyncClient, annotator: httpx.AsyncClient
    ) -> None:
        project = await make.project(skip_queue="REQUEUE_FOR_ME")
        first, second = await make.tasks(project, 2)
        assert await _next(annotator, project) == first
        skip = await make.skip(first, by=annotator)
        assert await _next(annotator, project) == second
        await _label(annotator, second)
        assert await _next(annotator, project) == first
        await client.delete(f"/api/annotations/{skip['id']}")
        await _label(annotator, first)
        assert await _next(annotator, project) is None

    async def test_ignored_ones_count_as_labeled(
        self, make: Make, annotator: httpx.AsyncClient, colleague: httpx.AsyncClient
    ) -> None:
        project = await make.project(skip_queue="IGNORE_SKIPPED")
        (task,) = await make.tasks(project, 1)
        await make.skip(task, by=annotator)
        assert await _next(annotator, project) is None
        assert await _next(colleague, project) is None
        assert (await make.read(f"/api/projects/{project['id']}"))["finished_task_number"] == 1

    async def test_changing_the_mode_counts_again(self, make: Make, client: httpx.AsyncClient) -> None:
        project = await make.project(skip_queue="REQUEUE_FOR_OTHERS")
        (task,) = await make.tasks(project, 1)
        await make.skip(task)
        for mode, finished in (("IGNORE_SKIPPED", 1), ("REQUEUE_FOR_ME", 0)):
            changed = await client.patch(f"/api/projects/{project['id']}", json={"skip_queue": mode})
            assert changed.json()["finished_task_number"] == finished


class TestPrefetch:
    """One task more, under a soft lock."""

    async def test_it_is_the_one_after_the_open_one(self, make: Make, annotator: httpx.AsyncClient) -> None:
        project = await make.project()
        first, second, third = await make.tasks(project, 3)
        assert await _next(annotator, project) == first
        assert await _next(annotator, project, prefetch=1, after=first) == second
        assert await _next(annotator, project, prefetch=1, after=first) == second, "one soft lock at most"
        assert await _next(annotator, project) == first, "the open one stays open"
        await _label(annotator, first)
        assert await _next(annotator, project) == second, "what was fetched comes next"
        assert await _next(annotator, project, prefetch=1, after=second) == third

    async def test_others_leave_it_while_it_is_promised(
        self, make: Make, annotator: httpx.AsyncClient, colleague: httpx.AsyncClient
    ) -> None:
        project = await make.project()
        first, second, third = await make.tasks(project, 3)
        await _next(annotator, project)
        await _next(annotator, project, prefetch=1, after=first)
        assert await _next(colleague, project) == third
        await _label(colleague, third)
        assert await _next(colleague, project) is None
        assert (await colleague.post(f"/api/tasks/{second}/lock")).status_code == 409
        assert (await annotator.post(f"/api/tasks/{second}/lock")).status_code == 200

    async def test_later_others_take_it_when_nothing_else_is_left(
        self, site: Site, make: Make, annotator: httpx.AsyncClient, colleague: httpx.AsyncClient
    ) -> None:
        project = await make.project()
        first, second, third = await make.tasks(project, 3)
        await _next(annotator, project)
        await _next(annotator, project, prefetch=1, after=first)
        left = now() + timedelta(seconds=SOFT_SECONDS - PROMISED_SECONDS - 1)
        await site.sql(f"UPDATE task_lock SET expires_at = '{left:%Y-%m-%d %H:%M:%S.%f}' WHERE kind = 'soft'")
        assert await _next(colleague, project) == third
        await _label(colleague, third)
        assert await _next(colleague, project) == second, "nothing else is left"
        opened = await annotator.post(f"/api/tasks/{second}/lock")
        assert (opened.status_code, opened.json()["code"]) == (409, "task_taken")
        await _label(annotator, first)
        assert await _next(annotator, project) is None

    async def test_one_that_is_being_opened_is_kept_while_one_more_is_asked_for(
        self, make: Make, annotator: httpx.AsyncClient, colleague: httpx.AsyncClient
    ) -> None:
        project = await make.project()
        first, second, third = await make.tasks(project, 3)
        await _next(annotator, project)
        await _next(annotator, project, prefetch=1, after=first)
        await _label(annotator, first)
        assert await _next(annotator, project, prefetch=1, after=second) == third
        assert await _next(colleague, project) is None
        assert (await annotator.post(f"/api/tasks/{second}/lock")).status_code == 200

    async def test_opening_makes_it_firm(
        self, make: Make, annotator: httpx.AsyncClient, colleague: httpx.AsyncClient
    ) -> None:
        project = await make.project()
        first, second = await make.tasks(project, 2)
        await _next(annotator, project)
        await _next(annotator, project, prefetch=1, after=first)
        await _label(annotator, first)
        assert (await annotator.post(f"/api/tasks/{second}/lock/")).status_code == 200
        assert await _next(colleague, project) is None

    async def test_letting_go_gives_it_to_others(
        self, make: Make, annotator: httpx.AsyncClient, colleague: httpx.AsyncClient
    ) -> None:
        project = await make.project()
        (task,) = await make.tasks(project, 1)
        await _next(annotator, project)
        assert await _next(colleague, project) is None
        for _ in range(2):
            assert (await annotator.delete(f"/api/tasks/{task}/lock")).status_code == 204
        assert await _next(colleague, project) == task

    async def test_nothing_is_prefetched_from_an_empty_queue(self, make: Make, annotator: httpx.AsyncClient) -> None:
        project = await make.project()
        (task,) = await make.tasks(project, 1)
        await _next(annotator, project)
        assert await _next(annotator, project, prefetch=1, after=task) is None


class TestOrder:
    """Which task comes first."""

    async def test_uniform_sampling_is_a_stored_shuffle(
        self, make: Make, annotator: httpx.AsyncClient, colleague: httpx.AsyncClient
    ) -> None:
        project = await make.project(sampling="Uniform sampling", maximum_annotations=2)
        ids = await make.tasks(project, 12)
        orders = []
        for who in (annotator, colleague):
            seen: list[int] = []
            while (task := await _next(who, project)) is not None:
                seen.append(task)
                await _label(who, task)
            orders.append(seen)
        assert orders[0] == orders[1]
        assert sorted(orders[0]) == ids

    async def test_uncertainty_sampling_begins_with_the_lowest_score(
        self, make: Make, annotator: httpx.AsyncClient
    ) -> None:
        project = await make.project(sampling="Uncertainty sampling")
        ids = await make.tasks(project, 3)
        for task, score in ((ids[0], 0.9), (ids[1], 0.1)):
            await make.prediction(task, score=score)
        seen = []
        while (found := await _next(annotator, project)) is not None:
            seen.append(found)
            await _label(annotator, found)
        assert seen == [ids[1], ids[0], ids[2]]


class TestPredictionsShown:
    """A task comes with the predictions of one model version."""

    async def test_the_newest_unless_one_is_set(
        self, make: Make, client: httpx.AsyncClient, annotator: httpx.AsyncClient
    ) -> None:
        task = await make.task()
        await make.prediction(task, model_version="v1")
        await make.prediction(task, model_version="v2")
        path = f"/api/projects/{task['project']}"
        shown = (await annotator.get(f"{path}/next")).json()["predictions"]
        assert [item["model_version"] for item in shown] == ["v2"]
        await client.patch(path, json={"model_version": "v1"})
        shown = (await annotator.get(f"{path}/next")).json()["predictions"]
        assert [item["model_version"] for item in shown] == ["v1"]


class TestAction:
    """`POST /api/dm/actions?id=next_task`."""

    async def _act(self, client: httpx.AsyncClient, project: Any, body: Any = None) -> int:
        answer = await client.post("/api/dm/actions", params={"project": project["id"], "id": "next_task"}, json=body)
        assert answer.status_code == 200, answer.text
        found: int = answer.json()["id"]
        return found

    async def test_without_a_body_it_is_the_streams_order(self, make: Make, annotator: httpx.AsyncClient) -> None:
        project = await make.project()
        ids = await make.tasks(project, 3)
        assert [await self._act(annotator, project) for _ in range(2)] == [ids[0], ids[0]]

    async def test_newest_first_when_asked(self, make: Make, annotator: httpx.AsyncClient) -> None:
        project = await make.project()
        ids = await make.tasks(project, 3)
        body = {"ordering": ["-tasks:id"], "selectedItems": {"all": True, "excluded": []}, "project": project["id"]}
        assert await self._act(annotator, project, body) == ids[-1]
        await _label(annotator, ids[-1])
        assert await self._act(annotator, project, body) == ids[-2]


class TestHistory:
    """`GET /api/projects/{id}/label-stream-history`."""

    async def _history(self, client: httpx.AsyncClient, project: Any) -> list[tuple[int, int | None]]:
        answer = await client.get(f"/api/projects/{project['id']}/label-stream-history/")
        assert answer.status_code == 200, answer.text
        assert all(list(visit) == ["taskId", "annotationId"] for visit in answer.json())
        return [(visit["taskId"], visit["annotationId"]) for visit in answer.json()]

    async def test_it_follows_what_was_handed_out_and_what_became_of_it(
        self, make: Make, client: httpx.AsyncClient, annotator: httpx.AsyncClient
    ) -> None:
        project = await make.project(maximum_annotations=2)
        one, two, _ = await make.tasks(project, 3)
        assert await self._history(annotator, project) == []
        assert await _next(annotator, project) == await _next(annotator, project) == one
        assert await self._history(annotator, project) == [(one, None)]
        made = await _label(annotator, one)
        assert await _next(annotator, project) == two
        assert await self._history(annotator, project) == [(one, made["id"]), (two, None)]
        assert await self._history(client, project) == []
        await annotator.delete(f"/api/annotations/{made['id']}")
        assert await self._history(annotator, project) == [(one, None), (two, None)]
        await client.delete(f"/api/projects/{project['id']}/tasks")
        assert await self._history(annotator, project) == []

    async def test_what_was_fetched_ahead_counts_when_it_is_opened(
        self, make: Make, annotator: httpx.AsyncClient
    ) -> None:
        project = await make.project()
        one, two = await make.tasks(project, 2)
        await _next(annotator, project)
        assert await _next(annotator, project, prefetch=1, after=one) == two
        assert await self._history(annotator, project) == [(one, None)]
        assert (await annotator.post(f"/api/tasks/{two}/lock")).status_code == 200
        assert await self._history(annotator, project) == [(one, None), (two, None)]

    async def test_it_has_an_end(self, open_site: OpenSite, people: People) -> None:
        site = await open_site(label_stream_history=2)
        make = Make(await site.client(people.owner))
        project = await make.project()
        ids = await make.tasks(project, 3)
        for task in ids:
            await _next(make.client, project)
            await _label(make.client, task)
        assert [task for task, _ in await self._history(make.client, project)] == ids[1:]


@pytest.mark.parametrize("path", ["next", "next/"])
async def test_an_empty_project_says_by_code_that_it_is_done(
    make: Make, annotator: httpx.AsyncClient, path: str
) -> None:
    project = await make.project()
    answer = await annotator.get(f"/api/projects/{project['id']}/{path}")
    assert (answer.status_code, answer.json()["code"]) == (404, "no_task")


async def test_simultaneous_annotators_get_different_tasks(busy_site: Site) -> None:
    import asyncio

    people = busy_site.people
    owner = await busy_site.client(people.owner)
    make = Make(owner)
    project = await make.project()
    ids = await make.tasks(project, 6)
    everybody = (
        people.owner,
        people.administrator,
        people.manager,
        people.reviewer,
        people.annotator,
        people.colleague,
    )
    clients = [await busy_site.client(person) for person in everybody]
    got = await asyncio.gather(*(_next(who, project) for who in clients))
    assert sorted(task for task in got if task is not None) == ids
