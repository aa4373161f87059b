"""The calls of the published client for work that several people share: assigning, review, comments."""

from typing import Any

import pytest

from tests.fixtures.making import choice

# The client's own models warn about names of theirs.
pytestmark = [pytest.mark.contract, pytest.mark.filterwarnings("ignore")]


@pytest.mark.calls(
    "projects.assignments.bulk_assign",
    "projects.assignments.list",
    "projects.assignments.assign",
    "projects.assignments.update",
    "projects.assignments.delete",
)
def test_tasks_are_assigned(sdk: Any, project: Any, me: int) -> None:
    from label_studio_sdk.projects.assignments import (
        BulkAssignAssignmentsRequestSelectedItemsExcluded,
        BulkAssignAssignmentsRequestSelectedItemsIncluded,
    )

    ids = sdk.projects.import_tasks(
        project.id, request=[{"text": f"t{n}"} for n in range(3)], return_task_ids=True
    ).task_ids
    assignments = sdk.projects.assignments
    some = BulkAssignAssignmentsRequestSelectedItemsIncluded(all_=False, included=ids[:1])
    assert assignments.bulk_assign(project.id, selected_items=some, type="AN", users=[me]).assignments == 1
    rest = BulkAssignAssignmentsRequestSelectedItemsExcluded(all_=True, excluded=ids[:1])
    made = assignments.bulk_assign(project.id, selected_items=rest, type="RE", users=[me])
    assert (made.assignments, made.async_) == (2, False)
    assert [(row.assignee, row.type) for row in assignments.list(project.id, ids[0])] == [(me, "AN")]
    given = assignments.assign(project.id, ids[1], type="AN", users=[me])
    assert (given.task, given.assignee, given.type) == (ids[1], me, "AN")
    assert assignments.update(project.id, ids[1], type="AN", users=[me]).assignee == me
    assignments.delete(project.id, ids[1], type="AN", users=str(me))
    assert [row.type for row in assignments.list(project.id, ids[1])] == ["RE"]


@pytest.mark.calls(
    "annotation_reviews.create",
    "annotation_reviews.get",
    "annotation_reviews.list",
    "annotation_reviews.update",
    "annotation_reviews.delete",
)
def test_annotations_are_reviewed(sdk: Any, project: Any, me: int) -> None:
    settings = {"review_own_work": True, "requeue_rejected_tasks_mode": "flexible"}
    sdk.projects.update(project.id, review_settings=settings)
    task = sdk.tasks.create(project=project.id, data={"text": "a"})
    made = sdk.annotations.create(task.id, result=choice())
    reviews = sdk.annotation_reviews
    review = reviews.create(annotation=made.id, accepted=False, comment="No", remove_from_queue=False)
    assert (review.accepted, review.annotation, review.created_by) == (False, made.id, me)
    assert reviews.get(review.id).comment == "No"
    assert [item.id for item in reviews.list(annotation=made.id)] == [review.id]
    assert [item.id for item in reviews.list(annotation_task_project=project.id, ordering="-created_at")] == [review.id]
    changed = reviews.update(review.id, accepted=True)
    assert (changed.accepted, changed.state) == (True, "accepted")
    reviews.delete(changed.id)
    assert reviews.list(annotation=made.id) == []
    fixed = reviews.create(annotation=made.id, accepted=True, result=choice("Negative"))
    assert fixed.state == "fixed"
    assert sdk.annotations.get(made.id).result == choice("Negative")


@pytest.mark.calls(
    "comments.create",
    "comments.update",
    "comments.get",
    "comments.list",
    "comments.delete",
)
def test_annotations_are_commented_on(sdk: Any, project: Any, me: int) -> None:
    task = sdk.tasks.create(project=project.id, data={"text": "a"})
    made = sdk.annotations.create(task.id, result=choice())
    said = sdk.comments.create(annotation=made.id, text="Why?", region_ref={"regionId": choice()[0]["id"]})
    assert (said.text, said.created_by, said.is_resolved, said.task) == ("Why?", me, False, task.id)
    assert sdk.comments.update(said.id, is_resolved=True).resolved_at is not None
    assert sdk.comments.get(said.id, expand_created_by=True).created_by["id"] == me
    assert [item.id for item in sdk.comments.list(annotation=made.id)] == [said.id]
    assert [item.id for item in sdk.comments.list(projects=str(project.id), ordering="-id")] == [said.id]
    sdk.comments.delete(said.id)
    assert sdk.comments.list(annotation=made.id) == []
