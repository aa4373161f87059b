"""The team calls of the published `LabelStudio` client, which its own server lacks in the open."""

from typing import Any

import pytest

from tests.fixtures.making import SENTIMENT
from tests.fixtures.servers import Server

# The client's own models warn about names of theirs.
pytestmark = [pytest.mark.contract, pytest.mark.filterwarnings("ignore")]


@pytest.fixture
def project(sdk: Any) -> Any:
    """A project of sentiments."""
    return sdk.projects.create(title="Team", label_config=SENTIMENT)


@pytest.fixture
def me(sdk: Any) -> int:
    """The caller's id."""
    found: int = sdk.users.whoami().id
    return found


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


def test_people_join_and_leave_a_project(sdk: Any, project: Any, me: int, server: Server) -> None:
    members = sdk.projects.members
    other = sdk.users.create(email=f"joins{project.id}@example.org", username="joins", first_name="J").id
    assert members.add(project.id, user=other).user == other
    listed = {person.id: person for person in members.paginated.list(project.id, page_size=1)}
    assert listed[other].implicit_member is False
    assert listed[me].implicit_member is True
    members.remove(project.id, user=other)
    members.bulk.post(project.id, all_=False, included=[me, other])
    members.bulk.delete(project.id, all_=False, included=[other])
    assert [person.id for person in members.paginated.list(project.id, implicit=False)] == [me]
