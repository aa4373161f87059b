"""Users, members, roles and organizations."""

import httpx
import pytest

from labelwright.core.access import Role
from labelwright.core.types import Json
from tests.fixtures.making import Make
from tests.fixtures.people import PASSWORD, People
from tests.fixtures.sites import Site


async def test_whoami_names_the_active_organization(client: httpx.AsyncClient, people: People) -> None:
    whoami = (await client.get("/api/current-user/whoami")).json()
    assert whoami["id"] == people.owner.id
    assert whoami["active_organization"] == people.owner.organization_id
    assert whoami["org_membership"][0]["role"] == "OW"


async def test_users_are_those_of_the_own_organization(
    client: httpx.AsyncClient, stranger: httpx.AsyncClient, people: People
) -> None:
    ours = (await client.get("/api/users")).json()
    assert people.stranger.id not in {user["id"] for user in ours}
    assert len(ours) == 6
    assert [user["id"] for user in (await stranger.get("/api/users/")).json()] == [people.stranger.id]
    legacy_needs = {"id", "first_name", "last_name", "username", "email", "initials", "phone"}
    assert all(legacy_needs <= user.keys() and user["initials"] for user in ours)


async def test_a_user_is_created_with_names_and_can_be_read(client: httpx.AsyncClient, people: People) -> None:
    body = {"email": "Ada@Example.org", "username": "ada", "first_name": "Ada", "active_organization": 999}
    created = await client.post("/api/users", json=body)
    assert created.status_code == 201
    user = (await client.get(f"/api/users/{created.json()['id']}")).json()
    assert user["email"] == "ada@example.org"
    assert user["active_organization"] == people.owner.organization_id
    assert (user["username"], user["first_name"], user["initials"]) == ("ada", "Ada", "ad")


async def test_a_second_user_of_an_e_mail_is_refused_in_known_words(client: httpx.AsyncClient, people: People) -> None:
    answer = await client.post("/api/users", json={"email": people.annotator.email, "username": "x"})
    assert answer.status_code == 400
    assert "already exists" in answer.text


async def test_a_username_may_be_the_e_mail(client: httpx.AsyncClient) -> None:
    answer = await client.post("/api/users", json={"username": "only@example.org"})
    assert answer.json()["email"] == "only@example.org"
    assert (await client.post("/api/users", json={})).json()["validation_errors"] == {
        "email": ["This field is required."]
    }


async def test_everybody_changes_their_own_profile_only(annotator: httpx.AsyncClient, people: People) -> None:
    own = f"/api/users/{people.annotator.id}/"
    assert (await annotator.patch(own, json={"first_name": "Grace"})).json()["first_name"] == "Grace"
    other = await annotator.patch(f"/api/users/{people.colleague.id}", json={"first_name": "Grace"})
    assert other.status_code == 403


async def test_an_e_mail_cannot_be_changed(client: httpx.AsyncClient, people: People) -> None:
    for person in (people.owner, people.annotator):
        answer = await client.patch(f"/api/users/{person.id}", json={"email": "else@example.org"})
        assert answer.status_code == 405
        assert (await client.get(f"/api/users/{person.id}")).json()["email"] == person.email


async def test_what_a_client_may_not_write_is_ignored(annotator: httpx.AsyncClient, people: People) -> None:
    path = f"/api/users/{people.annotator.id}"
    before = (await annotator.get(path)).json()
    forged = {"role": "OW", "is_superuser": True, "active_organization": people.stranger.organization_id, "id": 1}
    after = (await annotator.patch(path, json=forged)).json()
    assert {**after, "last_activity": None} == {**before, "last_activity": None}


async def test_hotkeys_are_kept(client: httpx.AsyncClient) -> None:
    keys = {"annotation:submit": {"key": "ctrl+s", "active": True}}
    assert (await client.patch("/api/current-user/hotkeys/", json={"custom_hotkeys": keys})).status_code == 200
    assert (await client.get("/api/current-user/hotkeys/")).json() == {"custom_hotkeys": keys}


class TestMemberships:
    """`/api/organizations/{id}/memberships`."""

    async def test_pages_past_the_end_are_empty(self, client: httpx.AsyncClient, people: People) -> None:
        path = f"/api/organizations/{people.owner.organization_id}/memberships"
        first = (await client.get(path, params={"page_size": 4})).json()
        assert (first["count"], len(first["results"]), first["previous"]) == (6, 4, None)
        second = (await client.get(first["next"])).json()
        assert (len(second["results"]), second["next"]) == (2, None)
        past = await client.get(path, params={"page_size": 4, "page": 3})
        assert (past.status_code, past.json()["results"]) == (200, [])

    async def test_members_are_found_by_text(self, client: httpx.AsyncClient, people: People) -> None:
        path = f"/api/organizations/{people.owner.organization_id}/memberships"
        found = (await client.get(path, params={"search": "COLLEAGUE"})).json()
        assert [row["user"]["email"] for row in found["results"]] == [people.colleague.email]
        assert (await client.get(path, params={"search": "%"})).json()["count"] == 0

    async def test_a_member_cannot_remove_anybody(self, annotator: httpx.AsyncClient, people: People) -> None:
        path = f"/api/organizations/{people.owner.organization_id}/memberships/{people.colleague.id}"
        assert (await annotator.delete(path)).status_code == 403
        assert (await annotator.get(path)).status_code == 200

    async def test_the_owner_removes_a_member_once(
        self, client: httpx.AsyncClient, annotator: httpx.AsyncClient, anonymous: httpx.AsyncClient, people: People
    ) -> None:
        assert (await annotator.get("/api/projects")).status_code == 200
        credentials = {"email": people.annotator.email, "password": PASSWORD}
        assert (await anonymous.post("/api/session", json=credentials)).status_code == 200
        path = f"/api/organizations/{people.owner.organization_id}/memberships/{people.annotator.id}/"
        assert (await client.delete(path)).status_code == 204
        assert (await client.delete(path)).status_code == 404
        assert (await client.get(path)).status_code == 404
        assert (await annotator.get("/api/projects")).status_code == 401
        assert (await anonymous.get("/api/projects")).status_code == 401
        refused = await anonymous.post("/api/session", json=credentials)
        assert (refused.status_code, refused.json()["code"]) == (401, "no_organization")
        wrong = await anonymous.post("/api/session", json=credentials | {"password": "something else"})
        assert (wrong.status_code, "organization" in wrong.text) == (401, False)

    async def test_the_last_owner_stays(self, client: httpx.AsyncClient, people: People) -> None:
        path = f"/api/organizations/{people.owner.organization_id}/memberships"
        assert (await client.delete(f"{path}/{people.owner.id}")).status_code == 409
        demotion = await client.patch(path, json={"user_id": people.owner.id, "role": "MA"})
        assert demotion.status_code == 409
        assert (await client.patch(path, json={"user_id": people.manager.id, "role": "OW"})).status_code == 200
        assert (await client.delete(f"{path}/{people.owner.id}")).status_code == 204

    async def test_only_an_owner_gives_and_takes_the_leading_roles(self, site: Site, people: People) -> None:
        administrator = await site.client(people.administrator)
        path = f"/api/organizations/{people.owner.organization_id}/memberships"
        assert (await administrator.patch(path, json={"user_id": people.annotator.id, "role": "RE"})).status_code == 200
        assert (await administrator.patch(path, json={"user_id": people.annotator.id, "role": "AD"})).status_code == 403
        assert (await administrator.patch(path, json={"user_id": people.owner.id, "role": "AN"})).status_code == 403

    @pytest.mark.parametrize("role", ["XX", "", "DI", "owner"])
    async def test_an_unknown_role_is_refused(self, client: httpx.AsyncClient, people: People, role: str) -> None:
        path = f"/api/organizations/{people.owner.organization_id}/memberships"
        answer = await client.patch(path, json={"user_id": people.annotator.id, "role": role})
        assert answer.status_code == 400
        assert "role" in answer.json()["validation_errors"]


class TestOrganizations:
    """`/api/organizations`."""

    async def test_the_list_holds_the_callers_own(self, client: httpx.AsyncClient, people: People) -> None:
        listed = (await client.get("/api/organizations/")).json()
        assert [item["id"] for item in listed] == [people.owner.organization_id]

    async def test_only_the_owner_changes_it(self, client: httpx.AsyncClient, site: Site, people: People) -> None:
        path = f"/api/organizations/{people.owner.organization_id}"
        administrator = await site.client(people.administrator)
        assert (await administrator.patch(path, json={"title": "Taken"})).status_code == 403
        answer = await client.patch(path, json={"title": "Labels", "id": 99, "created_by": 99, "token": "guessable"})
        assert answer.json()["title"] == "Labels"
        assert answer.json()["id"] == people.owner.organization_id
        assert answer.json()["token"] != "guessable"

    async def test_the_invite_is_for_those_who_may_invite(
        self, client: httpx.AsyncClient, annotator: httpx.AsyncClient, people: People
    ) -> None:
        path = f"/api/organizations/{people.owner.organization_id}"
        assert (await annotator.get("/api/invite")).status_code == 403
        assert (await annotator.get(path)).json()["token"] is None
        assert (await client.get(path)).json()["token"] == (await client.get("/api/invite")).json()["token"]

    async def test_only_the_owner_replaces_the_invite(self, site: Site, people: People) -> None:
        administrator = await site.client(people.administrator)
        assert (await administrator.get("/api/invite")).status_code == 200
        assert (await administrator.post("/api/invite/reset-token")).status_code == 403


# What each role may do (rows are actions, named by the call that stands for them).
MATRIX: dict[str, set[Role]] = {
    "change the organization": {Role.OWNER},
    "invite": {Role.OWNER, Role.ADMINISTRATOR},
    "see members": set(Role),
    "create a project": {Role.OWNER, Role.ADMINISTRATOR, Role.MANAGER},
    "change a project": {Role.OWNER, Role.ADMINISTRATOR, Role.MANAGER},
    "import": {Role.OWNER, Role.ADMINISTRATOR, Role.MANAGER},
    "delete a task": {Role.OWNER, Role.ADMINISTRATOR, Role.MANAGER},
    "export": {Role.OWNER, Role.ADMINISTRATOR, Role.MANAGER, Role.REVIEWER},
    "see a project": set(Role),
    "label": set(Role),
}


@pytest.mark.parametrize("role", list(Role))
async def test_each_role_may_do_what_the_matrix_says(site: Site, people: People, make: Make, role: Role) -> None:
    task = await make.task()
    project = f"/api/projects/{task['project']}"
    who = await site.client(people.of(role))
    calls: dict[str, tuple[str, str, Json]] = {
        "change the organization": ("PATCH", f"/api/organizations/{people.owner.organization_id}", {"title": "New"}),
        "invite": ("GET", "/api/invite", None),
        "see members": ("GET", "/api/users", None),
        "create a project": ("POST", "/api/projects", {}),
        "change a project": ("PATCH", project, {"title": "Changed"}),
        "import": ("POST", f"{project}/import", [{"text": "more"}]),
        "export": ("GET", f"{project}/export", None),
        "see a project": ("GET", project, None),
        "label": ("POST", f"/api/tasks/{task['id']}/annotations", {"result": []}),
        "delete a task": ("DELETE", f"/api/tasks/{task['id']}", None),
    }
    assert calls.keys() == MATRIX.keys()
    for action, (method, path, body) in calls.items():
        status = (await who.request(method, path, json=body)).status_code
        assert (status != 403) == (role in MATRIX[action]), (action, status)
        assert status in {200, 201, 204, 403}, (action, status)


async def test_a_project_with_members_is_closed_to_the_others(
    site: Site, people: People, make: Make, annotator: httpx.AsyncClient, colleague: httpx.AsyncClient
) -> None:
    project = await make.project()
    await site.sql(
        "INSERT INTO project_member (project_id, user_id, created_at) VALUES (:project, :user, CURRENT_TIMESTAMP)",
        project=project["id"],
        user=people.annotator.id,
    )
    path = f"/api/projects/{project['id']}"
    assert (await annotator.get(path)).status_code == 200
    assert (await colleague.get(path)).status_code == 404
    assert (await (await site.client(people.administrator)).get(path)).status_code == 200
    assert (await colleague.get("/api/projects")).json()["count"] == 0
