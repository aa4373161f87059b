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


@pytest.mark.calls(
    "projects.stats.model_version_annotator_agreement",
    "projects.stats.model_version_ground_truth_agreement",
    "projects.stats.model_version_prediction_agreement",
    "projects.stats.users_prediction_agreement",
    "projects.stats.user_prediction_agreement",
    "projects.stats.data_quality_agreement_confusion_matrix",
    "projects.stats.data_filters",
    "tasks.agreement_matrix.get",
)
def test_predictions_and_confusions_are_read(sdk: Any, project: Any, me: int, server: Server) -> None:
    from label_studio_sdk import AgreementSelectionRequest

    email = sdk.users.whoami().email
    other = sdk.users.create(email=f"guesses{project.id}@example.org", username="guesses", first_name="G")
    work = [
        {
            "data": {"text": "a"},
            "annotations": [
                {"result": choice("Positive"), "completed_by": {"email": email}, "ground_truth": True},
                {"result": choice(theirs), "completed_by": {"email": other.email}},
            ],
            "predictions": [{"result": choice(guess), "model_version": "team/v1"}],
        }
        for theirs, guess in (("Positive", "Positive"), ("Negative", "Negative"))
    ]
    ids = sdk.projects.import_tasks(project.id, request=work, return_task_ids=True).task_ids
    sdk.predictions.create(task=ids[0], result=choice("Positive"), model_version="v2")
    stats = sdk.projects.stats
    stats.update_stats(project.id)
    _counted(server, project.id, submitted=4, compared=2)

    assert stats.model_version_annotator_agreement(project.id, "team/v1").agreement == 0.75
    assert stats.model_version_ground_truth_agreement(project.id, "team/v1").agreement == 0.5
    found = stats.model_version_prediction_agreement(project.id, "team/v1")
    assert found.average_prediction_agreement_per_model == 1
    each = stats.users_prediction_agreement(project.id, ids=f"{me},{other.id}").agreement
    assert each == {str(me): 0.6667, str(other.id): 1}
    assert stats.user_prediction_agreement(project.id, me).average_prediction_agreement_per_user == 0.6667
    by_label = stats.user_prediction_agreement(project.id, me, per_label=True)
    assert by_label.average_prediction_agreement_per_user == {"Negative": 0, "Positive": 0.8}
    confusion = stats.data_quality_agreement_confusion_matrix(project.id, from_name="sentiment", mode="ground_truth")
    assert (confusion.labels, confusion.matrix) == (["Negative", "Positive"], [[0, 0], [1, 1]])
    assert (confusion.precision, confusion.recall) == ([0, 1], [0, 0.5])
    (pair,) = confusion.top_confusion_pairs
    assert (pair.actual, pair.label, pair.count, pair.rate) == ("Positive", "Negative", 1, 1)
    filters = {one.id: one.filters for one in stats.data_filters(project.id).user_filters.stats}
    assert filters.keys() == {str(me), str(other.id), "model:team/v1", "model:v2"}
    view = sdk.views.create(project=project.id, data={"title": "Of v2", "filters": filters["model:v2"]})
    assert [task.id for task in sdk.tasks.list(view=view.id)] == ids[:1]
    everybody = AgreementSelectionRequest()
    matrix = sdk.tasks.agreement_matrix.get(project.id, ids[1], selection=everybody)
    assert (len(matrix.users), matrix.matrix[0]) == (3, [None, 0, 0])
