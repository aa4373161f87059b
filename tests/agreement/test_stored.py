"""What is stored of the agreement on tasks, as annotations come, change and go."""

from typing import Any

import httpx
import pytest

from tests.fixtures.making import Make, choice
from tests.fixtures.people import People
from tests.fixtures.sites import Site


@pytest.fixture
async def task(make: Make) -> Any:
    """A task for three."""
    return await make.task(await make.project(maximum_annotations=3))


async def _agreement(make: Make, task: Any) -> Any:
    return (await make.read(f"/api/tasks/{task['id']}"))["agreement"]


async def test_agreement_follows_the_annotations(
    make: Make, task: Any, annotator: httpx.AsyncClient, colleague: httpx.AsyncClient, site: Site, people: People
) -> None:
    await make.annotation(task)
    assert await _agreement(make, task) is None
    second = await make.annotation(task, by=annotator)
    assert await _agreement(make, task) == 1
    third = await make.annotation(task, choice("Negative"), by=colleague)
    assert await _agreement(make, task) == pytest.approx(1 / 3)
    rows = await site.sql("SELECT user_a_id, user_b_id, score, label_a, label_b, weight FROM agreement_score")
    assert set(map(tuple, rows)) == {
        (people.owner.id, people.annotator.id, 1, "Positive", "Positive", 0.5),
        (people.owner.id, people.colleague.id, 0, "Positive", "Negative", 0.5),
        (people.annotator.id, people.colleague.id, 0, "Positive", "Negative", 0.5),
    }
    await colleague.patch(f"/api/annotations/{third['id']}", json={"result": choice("Positive")})
    assert await _agreement(make, task) == 1
    await annotator.patch(f"/api/annotations/{second['id']}", json={"was_cancelled": True})
    assert await site.sql("SELECT count(*) FROM agreement_score") == [(1,)]
    await colleague.delete(f"/api/annotations/{third['id']}")
    assert await _agreement(make, task) is None
    assert await site.sql("SELECT count(*) FROM agreement_score") == [(0,)]


async def test_two_annotations_of_one_annotator_are_one_voice(
    make: Make, task: Any, annotator: httpx.AsyncClient
) -> None:
    await make.annotation(task, choice("Negative"))
    await make.annotation(task, choice("Positive"))
    assert await _agreement(make, task) is None
    await make.annotation(task, choice("Positive"), by=annotator)
    assert await _agreement(make, task) == 1, "the newest counts"


async def test_skips_have_no_say(make: Make, task: Any, annotator: httpx.AsyncClient) -> None:
    await make.annotation(task)
    await make.skip(task["id"], by=annotator)
    assert await _agreement(make, task) is None


async def test_deleting_all_annotations_forgets_it(
    make: Make, task: Any, annotator: httpx.AsyncClient, site: Site
) -> None:
    await make.annotation(task)
    await make.annotation(task, by=annotator)
    query = {"id": "delete_tasks_annotations", "project": task["project"]}
    assert (await make.client.post("/api/dm/actions", params=query, json={})).status_code == 200
    assert await _agreement(make, task) is None
    assert await site.sql("SELECT count(*) FROM agreement_score") == [(0,)]


def _imported(*labels: str, authors: list[str]) -> dict[str, Any]:
    """A task as an import has it, with an annotation of each author."""
    work = zip(labels, authors, strict=True)
    return {
        "data": {"text": "a"},
        "annotations": [{"result": choice(label), "completed_by": {"email": email}} for label, email in work],
    }


async def test_what_is_imported_is_compared_by_a_job(make: Make, site: Site, people: People) -> None:
    project = await make.project()
    authors = [people.owner.email, people.annotator.email]
    same, different, alone = await make.imported(
        project,
        [
            _imported("Positive", "Positive", authors=authors),
            _imported("Positive", "Negative", authors=authors),
            _imported("Positive", authors=authors[:1]),
        ],
    )
    await site.settled()
    assert [await _agreement(make, {"id": task}) for task in (same, different, alone)] == [1, 0, None]
    rows = await site.sql("SELECT task_id, score, weight FROM agreement_score ORDER BY task_id")
    assert list(map(tuple, rows)) == [(same, 1, 1), (different, 0, 1)]


async def test_it_is_computed_anew_on_demand(make: Make, annotator: httpx.AsyncClient, site: Site) -> None:
    project = await make.project(maximum_annotations=2)
    ids = await make.tasks(project, 3)
    for task in ids:
        await make.annotation(task)
        await make.annotation(task, by=annotator)
    await site.sql("DELETE FROM agreement_score")
    await site.sql("UPDATE task SET agreement = NULL")
    query = {"id": "recompute_agreement", "project": project["id"]}
    body = {"selectedItems": {"all": False, "included": ids[1:]}}
    answer = await make.client.post("/api/dm/actions", params=query, json=body)
    assert answer.json()["processed_items"] == 2
    await site.settled()
    assert [await _agreement(make, {"id": task}) for task in ids] == [None, 1, 1]
    assert (await make.read(f"/api/jobs/{answer.json()['job']}"))["done"] == 2
    answer = await make.client.get(f"/api/projects/{project['id']}/update-stats")
    await site.settled()
    assert [await _agreement(make, {"id": task}) for task in ids] == [1, 1, 1]
    assert await site.sql("SELECT count(*) FROM agreement_score") == [(3,)], "once, however often it is done"
    assert (await make.read(f"/api/projects/{project['id']}/dashboard"))["totals"]["compared_tasks"] == 3
