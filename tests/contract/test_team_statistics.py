"""The statistics that the published client asks for."""

import time
from typing import Any

import pytest

from tests.fixtures.making import choice
from tests.fixtures.servers import Server

# The client's own models warn about names of theirs.
pytestmark = [pytest.mark.contract, pytest.mark.filterwarnings("ignore")]


@pytest.mark.calls(
    "projects.stats.update_stats",
    "projects.stats.total_agreement",
    "projects.stats.iaa",
    "projects.stats.agreement_annotator",
    "projects.stats.agreement_annotators",
    "projects.stats.lead_time",
    "projects.stats.finished_tasks",
    "projects.stats.users_ground_truth_agreement",
    "projects.stats.user_ground_truth_agreement",
    "projects.stats.data_quality_agreement_dimensions",
    "projects.stats.data_quality_agreement_distribution",
)
def test_statistics_are_read(sdk: Any, project: Any, me: int, server: Server) -> None:
    email = sdk.users.whoami().email
    other = sdk.users.create(email=f"agrees{project.id}@example.org", username="agrees", first_name="A")

    def imported(mine: str, theirs: str, *, is_truth: bool = False) -> dict[str, Any]:
        made = {"result": choice(mine), "completed_by": {"email": email}, "lead_time": 10, "ground_truth": is_truth}
        return {
            "data": {"text": "a"},
            "annotations": [made, {"result": choice(theirs), "completed_by": {"email": other.email}, "lead_time": 20}],
        }

    work = [imported("Positive", "Positive", is_truth=True), imported("Positive", "Negative")]
    ids = sdk.projects.import_tasks(project.id, request=work, return_task_ids=True).task_ids
    stats = sdk.projects.stats
    started = stats.update_stats(project.id, stat_type="stats")
    assert started["response"] == "started"
    _counted(server, project.id, submitted=4, compared=2)

    assert stats.total_agreement(project.id).total_agreement == 0.5
    assert stats.total_agreement(project.id, per_label=True).total_agreement == {"Negative": 0, "Positive": 0.6667}
    matrix = stats.iaa(project.id, std=True)
    assert [user["id"] for user in matrix.users] == sorted([me, other.id])
    assert (matrix.iaa, matrix.common_tasks, matrix.std) == ([[None, 0.5], [0.5, None]], [[0, 2], [2, 0]], 0.5)
    assert stats.iaa(project.id, task=str(ids[0])).iaa == [[None, 1], [1, None]]
    assert stats.iaa(project.id, per_label=True).common_tasks["Positive"] == [[0, 1.5], [1.5, 0]]
    assert stats.agreement_annotator(project.id, me).agreement_per_annotator == 0.5
    assert stats.agreement_annotators(project.id, ids=f"{me},{other.id}").agreement == {
        str(me): 0.5,
        str(other.id): 0.5,
    }
    times = {row.user_id: row for row in stats.lead_time(project.id).lead_time_stats}
    assert times[me].median_time == pytest.approx(10, rel=0.026)
    assert times[other.id].sum_lead_time == pytest.approx(40, rel=0.026)
    assert (stats.finished_tasks(project.id).finished, stats.finished_tasks(project.id).progress) == (2, 100)
    assert stats.finished_tasks(project.id, user_pk=other.id).finished == 2
    truths = stats.users_ground_truth_agreement(project.id, ids=f"{me},{other.id}").agreement
    assert truths == {str(me): None, str(other.id): 1}
    assert stats.user_ground_truth_agreement(project.id, other.id).agreement == 1
    (control,) = stats.data_quality_agreement_dimensions(project.id)
    assert (control.from_name, control.agreement) == ("sentiment", 0.5)
    spread = stats.data_quality_agreement_distribution(project.id)
    assert (spread.total_tasks, spread.low_agreement_count, spread.histogram) == (2, 1, [1, *[0] * 8, 1])


def _counted(server: Server, project: int, **wanted: int) -> None:
    """Wait until the statistics of a project are there."""
    deadline = time.monotonic() + 30
    with server.client() as client:
        while True:
            totals = client.get(f"/api/projects/{project}/dashboard").json()["totals"]
            if (totals["submitted"], totals["compared_tasks"]) == (wanted["submitted"], wanted["compared"]):
                return
            assert time.monotonic() < deadline, totals
            time.sleep(0.1)


@pytest.mark.calls(
    "projects.stats.label_distribution_structure",
    "projects.stats.label_distribution_counts",
    "projects.stats.users_review_score",
    "projects.stats.user_review_score",
    "projects.stats.member_performance_participants",
    "projects.stats.member_performance_rows",
    "projects.stats.member_performance_summary",
)
def test_labels_and_performance_are_read(sdk: Any, project: Any, me: int, server: Server) -> None:
    sdk.projects.update(project.id, review_settings={"review_own_work": True})
    for label in ("Positive", "Positive", "Negative"):
        task = sdk.tasks.create(project=project.id, data={"text": "a"})
        made = sdk.annotations.create(task.id, result=choice(label), lead_time=5)
        is_good = label == "Positive"
        sdk.annotation_reviews.create(annotation=made.id, accepted=is_good, comment="" if is_good else "No")
    stats = sdk.projects.stats
    assert stats.total_agreement(project.id) is None
    stats.update_stats(project.id)
    _counted(server, project.id, submitted=3, compared=0)

    structure = stats.label_distribution_structure(project.id)
    keys = ["sentiment___SEP___Negative", "sentiment___SEP___Positive"]
    assert (structure.choice_keys, structure.dimensions[0].choices) == (keys, ["Negative", "Positive"])
    first = stats.label_distribution_counts(project.id, limit=1, offset=0)
    assert ([row.choice for row in first.results], first.next_offset) == (["Negative"], 1)
    (chosen,) = stats.label_distribution_counts(project.id, choice_keys=keys[1]).results
    assert (chosen.from_annotations_count, chosen.from_annotations_percent) == (2, 66.67)
    assert stats.users_review_score(project.id, ids=str(me)).review_score == {str(me): 0.6667}
    assert stats.user_review_score(project.id, me).performance_score == 0.6667
    assert [user.id for user in stats.member_performance_participants(project.id, table="reviews")] == [me]
    rows = stats.member_performance_rows(project.id, table="annotations", ordering="-submitted")
    assert (rows.count, rows.results[0]["id"], rows.results[0]["submitted"]) == (1, me, 3)
    summary = stats.member_performance_summary(project.id, table="reviews").summary
    assert (summary["reviewed"], summary["accepted"], summary["rejected"]) == (3, 2, 1)
