"""What the dashboard shows, against what the annotations say."""

import csv
import io
import random
from collections import Counter
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from labelwright.core.types import now
from labelwright.statistics import service
from labelwright.statistics.schemas.dashboard import DashboardRead
from tests.fixtures.databases import PinnedDatabase
from tests.fixtures.making import Make, choice, created
from tests.fixtures.people import People
from tests.fixtures.sites import Site


class Counted:
    """Reads the statistics of a project after having it counted."""

    def __init__(self, make: Make, site: Site) -> None:
        self._make, self._site = make, site

    async def __call__(self, project: Any, **query: Any) -> Any:
        path = f"/api/projects/{project['id']}/dashboard"
        await created(await self._make.client.post(f"{path}/refresh"), 202)
        await self._site.settled()
        found = await self._make.read(path, **query)
        DashboardRead.model_validate(found)
        return found


@pytest.fixture
def counted(make: Make, site: Site) -> Counted:
    """Counts and reads."""
    return Counted(make, site)


def _by_email(rows: Any) -> dict[str, Any]:
    return {row["user"]["email"]: row for row in rows}


async def test_a_project_that_was_never_counted_says_so(make: Make) -> None:
    project = await make.project()
    found = await make.read(f"/api/projects/{project['id']}/dashboard")
    DashboardRead.model_validate(found)
    assert (found["computed_at"], found["days"], found["totals"]["submitted"]) == (None, [], 0)


async def test_the_work_of_each_is_shown(
    make: Make, annotator: httpx.AsyncClient, counted: Counted, people: People
) -> None:
    project = await make.project(maximum_annotations=2)
    tasks = await make.tasks(project, 4)
    for task, label, seconds in zip(tasks[:3], ("Positive", "Positive", "Negative"), (10, 12, 11), strict=True):
        await make.annotation(task, choice(label), lead_time=seconds)
    for task, label in zip(tasks[:2], ("Positive", "Negative"), strict=True):
        await make.annotation(task, choice(label), by=annotator, lead_time=4000 if label == "Negative" else 10)
    await make.skip(tasks[3], by=annotator)
    found = await counted(project)
    totals = found["totals"]
    assert (totals["tasks"], totals["finished"], totals["submitted"], totals["skipped"]) == (4, 2, 5, 1)
    assert (totals["agreement"], totals["compared_tasks"], totals["disputed_tasks"]) == (0.5, 2, 1)
    assert totals["median_lead_time"] == pytest.approx(11, rel=0.026)
    assert totals["idle_beyond"] < 4000
    (day,) = found["days"]
    assert day["day"] == datetime.now(UTC).date().isoformat()
    rows = _by_email(found["annotators"])
    owner, other = rows[people.owner.email], rows[people.annotator.email]
    assert (owner["submitted"], owner["skipped"], owner["active_days"], owner["per_day"]) == (3, 0, 1, 3)
    assert owner["lead_time"] == pytest.approx(33, rel=0.026)
    assert (other["submitted"], other["skipped"]) == (2, 1)
    assert other["lead_time"] == pytest.approx(10, rel=0.026), "who was away for an hour did not work for an hour"
    assert found["labels"] == [
        {
            "control": "sentiment",
            "total": 5,
            "others": 0,
            "labels": [{"label": "Positive", "count": 3}, {"label": "Negative", "count": 2}],
        }
    ]
    (pair,) = found["agreement"]["pairs"]
    assert (pair["users"], pair["tasks"], pair["score"]) == ([people.owner.id, people.annotator.id], 2, 0.5)
    assert pair["kappa"] == {"sentiment": 0}, "one of two by chance: Positive for both is the only label of the first"
    (control,) = found["agreement"]["controls"]
    assert (control["comparisons"], control["score"], control["alpha"]) == (2, 0.5, 0)


async def test_models_stand_beside_annotators(
    make: Make, annotator: httpx.AsyncClient, counted: Counted, people: People
) -> None:
    project = await make.project()
    tasks = await make.tasks(project, 2)
    for task, label in zip(tasks, ("Positive", "Negative"), strict=True):
        await make.annotation(task, choice(label), by=annotator)
        await make.prediction(task, result=choice("Positive"), model_version="v1")
    agreement = (await counted(project))["agreement"]
    assert [user["id"] for user in agreement["users"]] == [people.annotator.id]
    (model,) = agreement["models"]
    assert model == {
        "version": "v1",
        "users": [{"user": people.annotator.id, "tasks": 2, "score": 0.5, "kappa": {"sentiment": 0}}],
    }
    path = f"/api/projects/{project['id']}/dashboard/export"
    table = csv.DictReader(io.StringIO((await make.client.get(path, params={"table": "agreement"})).text))
    assert [(row["annotator"], row["other"], row["score"]) for row in table] == [
        ("model:v1", people.annotator.email, "0.5")
    ]


async def test_reviews_and_ground_truths_are_shown(
    make: Make, annotator: httpx.AsyncClient, counted: Counted, people: People
) -> None:
    project = await make.project(maximum_annotations=2, enable_review=True)
    await make.client.patch(f"/api/projects/{project['id']}", json={"review_settings": {"only_finished_tasks": False}})
    tasks = await make.tasks(project, 3)
    made = [
        await make.annotation(task, choice(label), by=annotator)
        for task, label in zip(tasks, ("Positive", "Negative", "Negative"), strict=True)
    ]
    bodies: tuple[dict[str, Any], ...] = (
        {"accepted": True},
        {"accepted": False, "comment": "No"},
        {"accepted": True, "result": choice("Positive")},
    )
    for annotation, body in zip(made, bodies, strict=True):
        await created(await make.client.post("/api/annotation-reviews", json={"annotation": annotation["id"], **body}))
    for task in tasks[:2]:
        await make.annotation(task, choice("Positive"), ground_truth=True)
    found = await counted(project)
    row = _by_email(found["annotators"])[people.annotator.email]
    assert row["reviews"] == {"pending": 0, "accepted": 1, "fixed": 1, "returned": 1, "rejected": 0}
    assert row["accepted_share"] == pytest.approx(2 / 3, abs=1e-4)
    assert (row["ground_truth_agreement"], row["ground_truths"]) == (0.5, 2)
    assert _by_email(found["annotators"])[people.owner.email]["ground_truths"] == 0
    (reviewer,) = found["reviewers"]
    assert (reviewer["accepted"], reviewer["fixed"], reviewer["rejected"]) == (1, 1, 1)


async def test_days_are_chosen(make: Make, counted: Counted, site: Site) -> None:
    project = await make.project()
    tasks = await make.tasks(project, 3)
    for task, day in zip(tasks, ("2026-01-01", "2026-01-02", "2026-01-05"), strict=True):
        made = await make.annotation(task)
        moment = f"{day} 10:00:00.000000+00:00" if not site.database.is_sqlite else f"{day} 10:00:00.000000"
        await site.sql(f"UPDATE annotation SET created_at = '{moment}' WHERE id = :id", id=made["id"])
        await site.sql(f"UPDATE task SET completed_at = '{moment}' WHERE id = :id", id=task)
    assert [day["day"] for day in (await counted(project))["days"]] == ["2026-01-01", "2026-01-02", "2026-01-05"]
    some = await make.read(f"/api/projects/{project['id']}/dashboard", **{"from": "2026-01-02", "to": "2026-01-04"})
    assert [(day["day"], day["finished"], day["submitted"]) for day in some["days"]] == [("2026-01-02", 1, 1)]
    assert some["totals"]["submitted"] == some["labels"][0]["total"] == 1
    path = f"/api/projects/{project['id']}/dashboard"
    for query, field in (({"from": "soon"}, "from"), ({"from": "2026-02-01", "to": "2026-01-01"}, "to")):
        refused = await make.client.get(path, params=query)
        assert refused.status_code == 400
        assert field in refused.json()["validation_errors"]


async def test_tables_are_given_as_csv(make: Make, annotator: httpx.AsyncClient, counted: Counted) -> None:
    project = await make.project(maximum_annotations=2)
    task = (await make.tasks(project, 1))[0]
    await make.annotation(task, choice("=1+1"))
    await make.annotation(task, choice("Positive"), by=annotator)
    await counted(project)

    async def table(name: str) -> list[dict[str, str]]:
        path = f"/api/projects/{project['id']}/dashboard/export"
        answer = await make.client.get(path, params={"table": name})
        assert answer.headers["content-type"].startswith("text/csv")
        assert f"project-{project['id']}-{name}.csv" in answer.headers["content-disposition"]
        return list(csv.DictReader(io.StringIO(answer.text)))

    assert [row["submitted"] for row in await table("annotators")] == ["1", "1"]
    assert [row["label"] for row in await table("labels")] == ["'=1+1", "Positive"], "no formulas"
    assert [row["tasks"] for row in await table("agreement")] == ["1"]
    assert [row["finished"] for row in await table("days")] == ["1"]
    assert await table("reviewers") == []
    refused = await make.client.get(f"/api/projects/{project['id']}/dashboard/export", params={"table": "all"})
    assert refused.status_code == 400


async def test_annotators_do_not_see_it(make: Make, annotator: httpx.AsyncClient) -> None:
    project = await make.project()
    for path in ("dashboard", "dashboard/export?table=days", "stats/IAA", "stats/lead_time"):
        assert (await annotator.get(f"/api/projects/{project['id']}/{path}")).status_code == 403
    assert (await annotator.post(f"/api/projects/{project['id']}/dashboard/refresh")).status_code == 403


class Editing:
    """Random edits through the API, of a project for two."""

    def __init__(self, make: Make, clients: list[httpx.AsyncClient], tasks: list[int], seed: int) -> None:
        self.tasks = tasks
        self._make, self._clients = make, clients
        self._chance = random.Random(seed)  # noqa: S311 - picks test cases
        self._live: list[tuple[int, httpx.AsyncClient]] = []

    async def step(self) -> None:
        """One edit."""
        kind = self._chance.choice([self._add, self._add, self._skip, self._change, self._drop, self._drop_task])
        await kind()

    async def _add(self) -> None:
        client, label = self._chance.choice(self._clients), self._chance.choice(["Positive", "Negative"])
        task = self._chance.choice(self.tasks)
        made = await self._make.annotation(task, choice(label), by=client, lead_time=self._chance.random() * 60)
        self._live.append((made["id"], client))

    async def _skip(self) -> None:
        client = self._chance.choice(self._clients)
        self._live.append(((await self._make.skip(self._chance.choice(self.tasks), by=client))["id"], client))

    async def _change(self) -> None:
        if self._live:
            number, client = self._chance.choice(self._live)
            result = {"result": choice(self._chance.choice(["Positive", "Negative"]))}
            body = self._chance.choice([result, result, {"was_cancelled": True}, {"was_cancelled": False}])
            await client.patch(f"/api/annotations/{number}", json=body)

    async def _drop(self) -> None:
        if self._live:
            number, client = self._live.pop(self._chance.randrange(len(self._live)))
            await client.delete(f"/api/annotations/{number}")

    async def _drop_task(self) -> None:
        if len(self.tasks) > 3:
            gone = self.tasks.pop(self._chance.randrange(len(self.tasks)))
            assert (await self._make.client.delete(f"/api/tasks/{gone}")).status_code == 204


async def _told_by_annotations(make: Make, tasks: list[int]) -> dict[str, Any]:
    """The same numbers from what the API lists."""
    counts: dict[str, Counter[Any]] = {"submitted": Counter(), "skipped": Counter(), "labels": Counter()}
    reads = [await make.read(f"/api/tasks/{task}") for task in tasks]
    annotations = [item for task in tasks for item in await make.read(f"/api/tasks/{task}/annotations")]
    for annotation in annotations:
        counts["skipped" if annotation["was_cancelled"] else "submitted"][annotation["completed_by"]] += 1
        if not annotation["was_cancelled"]:
            counts["labels"].update(label for item in annotation["result"] for label in item["value"]["choices"])
    agreements = [read["agreement"] for read in reads if read["agreement"] is not None]
    return {
        **counts,
        "finished": sum(read["is_labeled"] for read in reads),
        "compared": len(agreements),
        "agreement": pytest.approx(sum(agreements) / len(agreements), abs=1e-4) if agreements else None,
    }


@pytest.mark.parametrize("seed", [1, 2])
async def test_after_any_edits_it_says_what_the_annotations_say(
    make: Make, annotator: httpx.AsyncClient, colleague: httpx.AsyncClient, counted: Counted, seed: int
) -> None:
    project = await make.project(maximum_annotations=2)
    editing = Editing(make, [make.client, annotator, colleague], await make.tasks(project, 5), seed)
    for _ in range(40):
        await editing.step()
    found = await counted(project)
    rows, totals = {row["user"]["id"]: row for row in found["annotators"]}, found["totals"]
    assert await _told_by_annotations(make, editing.tasks) == {
        "submitted": {user: row["submitted"] for user, row in rows.items() if row["submitted"]},
        "skipped": {user: row["skipped"] for user, row in rows.items() if row["skipped"]},
        "labels": {item["label"]: item["count"] for part in found["labels"] for item in part["labels"]},
        "finished": totals["finished_tasks"],
        "compared": totals["compared_tasks"],
        "agreement": totals["agreement"],
    }
    assert (totals["finished"], totals["tasks"]) == (totals["finished_tasks"], len(editing.tasks))


async def test_projects_that_changed_are_counted_by_themselves(make: Make, site: Site, db: PinnedDatabase) -> None:
    project = await make.project()
    idle = await make.project()
    await make.annotation((await make.tasks(project, 1))[0])
    await service.order_due(db)
    await site.settled()
    path = f"/api/projects/{project['id']}/dashboard"
    first = await make.read(path)
    assert first["totals"]["submitted"] == 1
    assert (await make.read(f"/api/projects/{idle['id']}/dashboard"))["computed_at"] is None
    await make.annotation((await make.tasks(project, 1))[0])
    await service.order_due(db)
    await site.settled()
    assert await make.read(path) | {"totals": 0} == first | {"totals": 0}, "not all the time"
    past = (now().replace(year=2020)).strftime("%Y-%m-%d 00:00:00.000000")
    await site.sql(f"UPDATE statistics_state SET due_at = '{past}'")
    await service.order_due(db)
    await site.settled()
    assert (await make.read(path))["totals"]["submitted"] == 2
