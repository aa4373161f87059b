"""The calls of the published client for who is in an organization, and in a project."""

import csv
import io
from typing import Any

import pytest

from tests.fixtures.servers import Server

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


@pytest.mark.calls("users.get_current_user", "users.update_current_user")
def test_the_own_account_is_read_and_changed(sdk: Any, me: int) -> None:
    from label_studio_sdk.core.api_error import ApiError

    mine = sdk.users.get_current_user()
    assert (mine.id, mine.email) == (me, sdk.users.whoami().email)
    changed = sdk.users.update_current_user(
        first_name="Ada", phone="123", active_organization=mine.active_organization, onboarding_state="not_started"
    )
    assert (changed.first_name, changed.phone, sdk.users.whoami().first_name) == ("Ada", "123", "Ada")
    for fields in ({"password": "another long secret"}, {"active_organization": 10**9}):
        with pytest.raises(ApiError) as refused:
            sdk.users.update_current_user(**fields)
        assert (refused.value.status_code, refused.value.body["validation_errors"].keys()) == (400, fields.keys())


@pytest.mark.calls("organizations.members.update")
def test_members_get_other_roles(sdk: Any, project: Any) -> None:
    organization = sdk.users.whoami().active_organization
    other = sdk.users.create(email=f"rises{project.id}@example.org", username="rises")
    changed = sdk.organizations.members.update(organization, user_id=other.id, role="MA")
    assert (changed.role, changed.user.id) == ("MA", other.id)
    assert sdk.organizations.members.get(organization, other.id).role == "MA"


def test_later_releases_search_members_and_export_them(sdk: Any, project: Any, server: Server, me: int) -> None:
    """Calls that came with release 2.1.2, made as it makes them."""
    organization = sdk.users.whoami().active_organization
    other = sdk.users.create(email=f"sought{project.id}@example.org", username="sought", first_name="Zoe")
    sdk.organizations.members.update(organization, user_id=other.id, role="RE")
    path = f"/api/organizations/{organization}/memberships"
    with server.client() as client:
        query: dict[str, Any] = {
            "role": "RE,MA",
            "search": f"sought{project.id}",
            "ordering": "-user__email",
            "page": 1,
        }
        found = client.get(f"{path}/search", params=query).json()
        assert (found["count"], found["results"][0]["user"]["id"]) == (1, other.id)
        schema = client.get(f"{path}/filter-schema").json()
        assert schema["version"] == 1
        assert {one["name"] for one in schema["filters"]} >= {"search", "role"}
        body = {"filters": {"version": 1, "role": ["RE"], "search": f"sought{project.id}"}}
        assert client.post(f"{path}/search", json=body).json()["count"] == 1
        sdk.projects.members.add(project.id, user=other.id)
        query = {"search": f"sought{project.id}", "exclude_project_id": project.id}
        assert client.get(f"{path}/search", params=query).json()["count"] == 0
        answer = client.get(f"/api/projects/{project.id}/members/export/", params={"implicit": "false"})
    (row,) = csv.DictReader(io.StringIO(answer.text))
    assert (row["id"], row["first_name"], row["role"], row["implicit_member"]) == (str(other.id), "Zoe", "RE", "False")
