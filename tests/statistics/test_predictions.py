"""How far predictions agree, and which labels are taken for which, against what the stored results say."""

import random
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from sklearn.metrics import confusion_matrix, precision_score, recall_score

from labelwright.core.types import now
from labelwright.statistics import service
from labelwright.statistics.service import counting
from tests.fixtures.databases import PinnedDatabase
from tests.fixtures.making import SPANS, Make, choice, created, span
from tests.fixtures.people import People
from tests.fixtures.sites import Site

LABELS = ("Negative", "Positive")


class Stats:
    """Reads the statistics of a project after having it counted."""

    def __init__(self, make: Make, site: Site) -> None:
        self._make, self._site = make, site
        self.path = ""

    async def count(self, project: Any) -> None:
        """Count it anew."""
        self.path = f"/api/projects/{project['id']}"
        await created(await self._make.client.post(f"{self.path}/dashboard/refresh"), 202)
        await self._site.settled()

    async def __call__(self, path: str, **query: Any) -> Any:
        return await self._make.read(f"{self.path}/{path}", **query)


@pytest.fixture
def stats(make: Make, site: Site) -> Stats:
    """Counts and reads."""
    return Stats(make, site)


def _share(one: Sequence[str], other: Sequence[str]) -> Any:
    return pytest.approx(sum(a == b for a, b in zip(one, other, strict=True)) / len(one), abs=1e-4)


async def test_predictions_are_compared_with_annotations_and_each_other(
    make: Make, annotator: httpx.AsyncClient, stats: Stats, people: People
) -> None:
    chance = random.Random(7)  # noqa: S311 - picks test cases
    project = await make.project(maximum_annotations=2)
    tasks = await make.tasks(project, 12)
    mine, theirs, one, two = ([chance.choice(LABELS) for _ in tasks] for _ in range(4))
    for task, a, b, first, second in zip(tasks, mine, theirs, one, two, strict=True):
        await make.annotation(task, choice(a), ground_truth=task in tasks[:4])
        await make.annotation(task, choice(b), by=annotator)
        await make.prediction(task, result=choice(chance.choice(LABELS)), model_version="team/one")
        await make.prediction(task, result=choice(first), model_version="team/one")
        await make.prediction(task, result=choice(second), model_version="two")
    await make.skip(tasks[0], by=annotator)
    await stats.count(project)

    version = quote("team/one", safe="")
    agreed = await stats(f"model-stats/{version}/agreement")
    assert agreed == {"agreement": _share([*one, *one], [*mine, *theirs])}, "of several predictions the newest counts"
    truths = await stats(f"model-stats/{version}/agreement-groundtruth")
    assert truths == {"agreement": _share(one[:4], mine[:4])}
    others = await stats("model-stats/two/prediction")
    assert others == {"average_prediction_agreement_per_model": _share(one, two)}
    owner, other = str(people.owner.id), str(people.annotator.id)
    each = await stats("user-stats/prediction", ids=f"{owner},{other},{people.manager.id}")
    assert each["agreement"] == {
        owner: _share([*mine, *mine], [*one, *two]),
        other: _share([*theirs, *theirs], [*one, *two]),
        str(people.manager.id): None,
    }
    alone = await stats(f"user-stats/{owner}/prediction")
    assert alone == {"average_prediction_agreement_per_user": each["agreement"][owner]}
    assert await stats("model-stats/none/agreement") == {"agreement": None}
    by_label = (await stats(f"user-stats/{owner}/prediction", per_label=True))["average_prediction_agreement_per_user"]
    pairs = list(zip([*mine, *mine], [*one, *two], strict=True))
    assert by_label == {
        label: pytest.approx(
            2 * pairs.count((label, label)) / sum((a == label) + (b == label) for a, b in pairs), abs=1e-4
        )
        for label in LABELS
    }
    refused = await make.client.get(f"{stats.path}/model-stats/two/agreement-groundtruth", params={"per_label": "true"})
    assert (refused.status_code, refused.json()["validation_errors"].keys()) == (400, {"per_label"})


async def test_labels_that_are_taken_for_others_are_told(
    make: Make, annotator: httpx.AsyncClient, stats: Stats
) -> None:
    chance = random.Random(11)  # noqa: S311 - picks test cases
    project = await make.project(maximum_annotations=2)
    await make.client.patch(f"/api/projects/{project['id']}", json={"review_settings": {"review_own_work": True}})
    tasks = await make.tasks(project, 20)
    mine, theirs = ([chance.choice(LABELS) for _ in tasks] for _ in range(2))
    accepted = []
    for number, task in enumerate(tasks):
        own = await make.annotation(task, choice(mine[number]), ground_truth=number < 15)
        made = await make.annotation(task, choice(theirs[number]), by=annotator)
        if number % 3 == 0:
            for annotation in (own, made):
                body = {"annotation": annotation["id"], "accepted": True}
                await created(await make.client.post("/api/annotation-reviews", json=body))
            accepted.append(number)
    await stats.count(project)
    path = "analytics/data-quality/agreement-analysis/confusion-matrix"

    found = await stats(path, mode="ground_truth")
    true, given = mine[:15], theirs[:15]
    assert found["labels"] == list(LABELS)
    assert found["matrix"] == confusion_matrix(true, given, labels=LABELS).tolist()
    scores = [score(true, given, labels=LABELS, average=None).tolist() for score in (precision_score, recall_score)]
    assert found["precision"] == pytest.approx(scores[0], abs=1e-4)
    assert found["recall"] == pytest.approx(scores[1], abs=1e-4)
    assert sum(pair["count"] for pair in found["top_confusion_pairs"]) == sum(
        a != b for a, b in zip(true, given, strict=True)
    )
    assert sum(pair["rate"] for pair in found["top_confusion_pairs"]) == pytest.approx(1, abs=1e-3)

    for mode, some in (("all", range(20)), ("accepted", accepted)):
        found = await stats(path, mode=mode, from_name="sentiment")
        one, other = [mine[n] for n in some], [theirs[n] for n in some]
        assert found["matrix"] == confusion_matrix([*one, *other], [*other, *one], labels=found["labels"]).tolist()
        assert found["precision"] == found["recall"]
        (pair,) = found["top_confusion_pairs"]
        confused = sum(a != b for a, b in zip(one, other, strict=True))
        assert (pair["from_name"], pair["count"], pair["rate"]) == ("sentiment", confused, 1)
    assert await stats(path, from_name="other") == {
        "labels": [],
        "matrix": [],
        "precision": [],
        "recall": [],
        "top_confusion_pairs": [],
    }
    refused = await make.client.get(f"{stats.path}/{path}", params={"mode": "some"})
    assert (refused.status_code, refused.json()["validation_errors"].keys()) == (400, {"mode"})


async def test_the_filters_of_each_find_their_tasks(
    make: Make, annotator: httpx.AsyncClient, stats: Stats, people: People
) -> None:
    project = await make.project()
    tasks = await make.tasks(project, 3)
    await make.annotation(tasks[0], by=annotator)
    await make.annotation(tasks[1])
    await make.prediction(tasks[1], model_version="v1")
    await stats.count(project)
    found = (await stats("stats/data_filter"))["user_filters"]

    async def ids(filters: Any) -> list[int]:
        body = {"project": project["id"], "data": {"title": "Those", "filters": filters}}
        view = await created(await make.client.post("/api/dm/views", json=body))
        return [task["id"] for task in (await make.read("/api/tasks", view=view["id"]))["tasks"]]

    assert {one["id"]: await ids(one["filters"]) for one in found["stats"]} == {
        str(people.owner.id): [tasks[1]],
        str(people.annotator.id): [tasks[0]],
        "model:v1": [tasks[1]],
    }
    assert await ids(found["tasks_with_annotations"]["filters"]) == tasks[:2]


async def test_regions_are_compared_and_old_versions_are_not(
    make: Make, stats: Stats, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "MOST_VERSIONS", 2)
    project = await make.project(label_config=SPANS)
    (task,) = await make.tasks(project, 1)
    await make.annotation(task, [span("Person", 0, 10)])
    for version in ("old", "half", "same"):
        length = {"old": 10, "half": 5, "same": 10}[version]
        await make.prediction(task, result=[span("Person", 0, length)], model_version=version)
    await stats.count(project)
    scores = {v: (await stats(f"model-stats/{v}/agreement"))["agreement"] for v in ("old", "half", "same")}
    assert scores == {"old": None, "half": 0.5, "same": 1}
    assert await stats("model-stats/same/prediction", per_label=True) == {
        "average_prediction_agreement_per_model": None
    }, "only choices meet by label"


async def test_projects_with_new_predictions_are_counted_by_themselves(
    make: Make, site: Site, db: PinnedDatabase, stats: Stats
) -> None:
    project = await make.project()
    tasks = await make.tasks(project, 2)
    stats.path = f"/api/projects/{project['id']}"
    for version, score in (("a", None), ("b", 1)):
        body = [{"task": task, "result": choice(), "model_version": version} for task in tasks]
        await created(await make.client.post(f"{stats.path}/import/predictions", json=body))
        past = now().replace(year=2020).strftime("%Y-%m-%d 00:00:00.000000")
        await site.sql(f"UPDATE statistics_state SET due_at = '{past}'")
        await service.order_due(db)
        await site.settled()
        found = await stats("model-stats/a/prediction")
        assert found == {"average_prediction_agreement_per_model": score}


async def test_a_task_tells_who_agrees_on_it(
    make: Make, annotator: httpx.AsyncClient, colleague: httpx.AsyncClient, stats: Stats, people: People
) -> None:
    project = await make.project(maximum_annotations=3)
    (task,) = await make.tasks(project, 1)
    await make.annotation(task, choice("Positive"), ground_truth=True)
    await make.annotation(task, choice("Negative"), by=annotator)
    await make.skip(task, by=colleague)
    await make.prediction(task, result=choice("Negative"), model_version="v1")
    await make.prediction(task, result=choice("Positive"), model_version="v2")
    stats.path = f"/api/projects/{project['id']}"
    path = f"tasks/{task}/agreement-matrix"
    owner, other = people.owner.id, people.annotator.id

    async def told(**query: Any) -> tuple[list[Any], Any]:
        found = await stats(path, **query)
        return [user["id"] for user in found["users"]], found["matrix"]

    assert await told() == (
        [owner, other, "model:v1", "model:v2"],
        [[None, 0, 0, 1], [0, None, 1, 0], [0, 1, None, 0], [1, 0, 0, None]],
    )
    assert await told(**{"selection[annotators][all]": "True"}) == ([owner, other], [[None, 0], [0, None]])
    some = {"selection[ground_truth]": "true", "selection[models][ids]": ["model:v2"]}
    assert await told(**some) == ([owner, "model:v2"], [[None, 1], [1, None]])
    as_json = f'{{"annotators": {{"ids": [{other}]}}, "models": {{"ids": ["v1"]}}}}'
    assert await told(selection=as_json) == ([other, "model:v1"], [[None, 1], [1, None]])
    assert (await told(from_name="other"))[1][0] == [None] * 4
    for query, field in (
        ({"selection": "[1]"}, "selection"),
        ({"selection": "{"}, "selection"),
        ({"selection[annotators][ids]": "x"}, "selection"),
        ({"dimension": "1"}, "dimension"),
    ):
        refused = await make.client.get(f"{stats.path}/{path}", params=query)
        assert (refused.status_code, refused.json()["validation_errors"].keys()) == (400, {field})
    elsewhere = await make.project()
    missed = await make.client.get(f"/api/projects/{elsewhere['id']}/{path}")
    assert missed.status_code == 404
