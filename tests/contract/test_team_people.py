"""The calls of the published client for who is in an organization, and in a project."""

from typing import Any

import pytest

# The client's own models warn about names of theirs.
pytestmark = [pytest.mark.contract, pytest.mark.filterwarnings("ignore")]


@pytest.mark.calls(
    "projects.members.add",
    "projects.members.remove",
    "projects.members.bulk.post",
    "projects.members.bulk.delete",
    "projects.members.paginated.list",
)
def test_people_join_and_leave_a_project(sdk: Any, project: Any, me: int) -> None:
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
