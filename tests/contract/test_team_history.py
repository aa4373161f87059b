"""The calls of the published `LabelStudio` client about what happened: the activity log, the history of annotations."""

from datetime import timedelta
from typing import Any

import pytest

from labelwright.core.types import now
from tests.fixtures.making import SENTIMENT, choice
from tests.fixtures.servers import EMAIL

# The client's own models warn about names of theirs.
pytestmark = [pytest.mark.contract, pytest.mark.filterwarnings("ignore")]


@pytest.fixture
def project(sdk: Any) -> Any:
    """A project of sentiments."""
    return sdk.projects.create(title="Recorded", label_config=SENTIMENT)


@pytest.mark.calls("activity_logs.list")
def test_the_activity_log_is_read(sdk: Any, project: Any) -> None:
    me = sdk.users.whoami().id
    sdk.projects.update(project.id, title="Renamed")
    sdk.projects.delete(project.id)
    day = now().date()
    (page,) = sdk.activity_logs.list(
        project=project.id,
        user=me,
        method="all",
        ordering="-datetime",
        page=1,
        page_size=2,
        start_date=str(day - timedelta(days=1)),
        end_date=f"{day + timedelta(days=1)}T00:00:00Z",
        search="/api/projects",
    )
    assert page.records_filtered == 3
    assert page.records_total >= 3
    deleted, changed = page.data
    assert [entry.extra_data["action"] for entry in page.data] == ["project_deleted", "project_changed"]
    assert (deleted.email, deleted.user_id, deleted.project_id) == (EMAIL, me, project.id)
    assert (deleted.request_method, deleted.request_url) == ("DELETE", f"/api/projects/{project.id}")
    assert (deleted.response_code, deleted.ip_address) == ("200", "127.0.0.1")
    assert changed.extra_data["details"] == {"changes": {"title": ["Recorded", "Renamed"]}}
    assert changed.datetime <= deleted.datetime
    (patched,) = sdk.activity_logs.list(project=project.id, method="PATCH")
    assert [entry.id for entry in patched.data] == [changed.id]
    (none,) = sdk.activity_logs.list(workspace=1)
    assert (none.data, none.records_filtered) == ([], 0)


def test_a_review_names_items_of_the_history(sdk: Any, project: Any) -> None:
    sdk.projects.update(project.id, review_settings={"review_own_work": True})
    task = sdk.tasks.create(project=project.id, data={"text": "a"})
    made = sdk.annotations.create(task.id, result=choice("Positive"))
    (submitted,) = sdk.annotation_history.list(annotation=made.id)
    review = sdk.annotation_reviews.create(
        annotation=made.id, accepted=True, result=choice("Negative"), last_annotation_history=submitted.id
    )
    fixed = sdk.annotation_history.list(annotation=made.id)[-1]
    assert (fixed.action, fixed.review_id, fixed.result) == ("fixed_and_accepted", review.id, choice("Negative"))
    assert review.last_annotation_history == review.previous_annotation_history == submitted.id
    assert review.fixed_annotation_history == fixed.id


@pytest.mark.calls(
    "annotation_history.list",
    "annotation_history.retrieve",
    "annotation_history.delete",
    "annotation_history.list_for_project",
)
def test_the_history_of_an_annotation_is_read_and_deleted(sdk: Any, project: Any) -> None:
    me = sdk.users.whoami().id
    task = sdk.tasks.create(project=project.id, data={"text": "a"})
    made = sdk.annotations.create(task.id, result=choice("Positive"), lead_time=2.5)
    sdk.annotations.update(made.id, result=choice("Negative"))
    history = sdk.annotation_history
    first, second = history.list(annotation=made.id)
    assert [(item.action, item.created_by, item.lead_time) for item in (first, second)] == [
        ("submitted", me, 2.5),
        ("updated", me, 2.5),
    ]
    assert (first.result, second.result) == (choice("Positive"), choice("Negative"))
    assert (second.annotation_id, second.task_id, second.project_id) == (made.id, task.id, project.id)
    assert history.retrieve(first.id) == first
    assert [item.id for item in history.list(annotation=made.id, ordering="-created_at")] == [second.id, first.id]
    page = history.list_for_project(project.id, page=1, page_size=1, created_at_from=first.created_at)
    assert (page.count, page.results) == (2, [first])
    later = history.list_for_project(project.id, created_at_to=second.created_at - timedelta(microseconds=1))
    assert later.results == [first]
    assert history.delete(annotation=made.id).removed == 1
    assert history.delete(task=task.id).removed == history.delete(project=project.id).removed == 0
    (left,) = history.list(annotation=made.id)
    assert (left.action, left.result) == ("updated", choice("Negative"))
