"""The calls of the published client for work that several people share: assigning, review, comments."""

import csv
import io
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


@pytest.mark.calls("annotations.create_bulk", "annotations.delete_bulk")
def test_many_tasks_are_annotated_at_once(sdk: Any, project: Any, me: int) -> None:
    from label_studio_sdk import SelectedItemsRequest

    work = [{"text": f"t{n}"} for n in range(4)]
    ids = sdk.projects.import_tasks(project.id, request=work, return_task_ids=True).task_ids
    made = sdk.annotations.create_bulk(tasks=ids[:2], result=choice(), lead_time=2)
    found = [sdk.annotations.get(one.id) for one in made]
    assert [(one.task, one.completed_by, one.result, one.bulk_created) for one in found] == [
        (task, me, choice(), True) for task in ids[:2]
    ]
    rest = SelectedItemsRequest(all_=True, excluded=ids[:2])
    made += sdk.annotations.create_bulk(project=project.id, selected_items=rest, result=choice("Negative"))
    assert sdk.projects.get(project.id).finished_task_number == 4
    gone = sdk.annotations.delete_bulk(ids=[one.id for one in made[1:]], project=project.id)
    assert gone.deleted_count == 3
    assert sdk.projects.get(project.id).finished_task_number == 1


@pytest.mark.calls("comments.export")
def test_comments_are_exported(sdk: Any, project: Any) -> None:
    task = sdk.tasks.create(project=project.id, data={"text": "a"})
    made = sdk.annotations.create(task.id, result=choice())
    said = [sdk.comments.create(annotation=made.id, text=text).id for text in ("=Why?", "Because\nof that")]
    parts = sdk.comments.export(projects=str(project.id), expand_created_by=True, tz="Asia/Tokyo")
    rows = list(csv.DictReader(io.StringIO(b"".join(parts).decode())))
    assert [(int(row["id"]), row["text"]) for row in rows] == [(said[0], "'=Why?"), (said[1], "Because\nof that")]
    assert {row["created_by"] for row in rows} == {sdk.users.whoami().email}
    assert all(row["created_at"].endswith("+09:00") for row in rows)
    assert b"".join(sdk.comments.export(annotation=made.id)).count(b"+00:00") == 4


@pytest.mark.calls("projects.duplicate")
def test_projects_are_duplicated(sdk: Any, project: Any, me: int) -> None:
    sdk.projects.import_tasks(project.id, request=[{"text": "a"}])
    sdk.projects.members.add(project.id, user=me)
    bare = sdk.projects.duplicate(project.id, mode="settings", title="Bare", workspace=1)
    assert (sdk.projects.get(bare.id).title, sdk.projects.get(bare.id).task_number) == ("Bare", 0)
    assert list(sdk.projects.members.paginated.list(bare.id, implicit=False)) == []
    whole = sdk.projects.duplicate(
        project.id, mode="settings,data", title="Whole", workspace=1, description="All of it", include_members=True
    )
    copy = sdk.projects.get(whole.id)
    assert (copy.description, copy.task_number, copy.label_config) == ("All of it", 1, project.label_config)
    assert [one.id for one in sdk.projects.members.paginated.list(whole.id, implicit=False)] == [me]
