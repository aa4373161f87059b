"""Members that are searched, and one's own account."""

import csv
import io
from datetime import timedelta
from typing import Any

import httpx
import pytest

from labelwright.core import json
from labelwright.core.access import Role
from labelwright.core.types import now
from labelwright.projects.service import membership
from tests.fixtures.making import Make, created
from tests.fixtures.people import People
from tests.fixtures.sites import Site


def _path(people: People) -> str:
    return f"/api/organizations/{people.owner.organization_id}/memberships/search"


async def test_conditions_are_met_together(client: httpx.AsyncClient, people: People, make: Make, site: Site) -> None:
    project = await make.project()
    await created(await client.post(f"/api/projects/{project['id']}/members", json={"user": people.annotator.id}))
    long_ago = (now() - timedelta(days=400)).strftime("%Y-%m-%d %H:%M:%S.%f")
    long_ago += "" if site.database.is_sqlite else "+00:00"
    await site.sql(f"UPDATE \"user\" SET last_activity = '{long_ago}' WHERE id = :id", id=people.colleague.id)
    recently = (now() - timedelta(days=1)).isoformat()
    owner, annotator, colleague = people.owner.id, people.annotator.id, people.colleague.id
    cases: tuple[tuple[dict[str, Any], list[int]], ...] = (
        ({"role": "AN"}, [annotator, colleague]),
        ({"role": "OW, AN", "ordering": "-id"}, [colleague, annotator, owner]),
        ({"search": "colleague"}, [colleague]),
        ({"role": "AN", "user__last_activity__gte": recently}, [annotator]),
        ({"role": "AN", "user__last_activity__lte": recently}, [colleague]),
        ({"role": "AN", "exclude_project_id": project["id"]}, [colleague]),
        ({"role": "AN", "exclude_project_id": f"{project['id']}.0"}, [colleague]),
        ({"role": ",".join(["AN"] * 9)}, [annotator, colleague]),
        ({"role": "AN", "page_size": 1, "page": 2}, [colleague]),
        ({"role": "AN", "page_size": 1, "page": 9}, []),
        ({"is_deleted": "true"}, []),
        ({"filters": json.dumps({"role": ["AN"], "last_activity_gte": recently})}, [annotator]),
    )
    for query, wanted in cases:
        found = (await client.get(_path(people), params=query)).json()
        assert [row["user"]["id"] for row in found["results"]] == wanted, query
    body = {"filters": {"version": 1, "search": "example.org", "role": ["AN"]}}
    found = await created(await client.post(f"{_path(people)}?ordering=-id&page_size=1", json=body), 200)
    assert (found["count"], found["results"][0]["user"]["id"]) == (2, colleague)


async def test_a_link_leads_to_the_next_page_of_the_same_search(client: httpx.AsyncClient, people: People) -> None:
    filters = json.dumps({"role": ["AN"], "search": "example.org"})
    query = {"filters": filters, "page_size": "1", "ordering": "-id"}
    first = (await client.get(_path(people), params=query)).json()
    second = (await client.get(first["next"])).json()
    assert [row["user"]["id"] for page in (first, second) for row in page["results"]] == [
        people.colleague.id,
        people.annotator.id,
    ]
    assert second["next"] is None
    assert (await client.get(second["previous"])).json()["results"] == first["results"]


async def test_who_left_is_found_apart(client: httpx.AsyncClient, people: People) -> None:
    await client.delete(f"/api/users/{people.colleague.id}")
    gone = (await client.get(_path(people), params={"is_deleted": "True"})).json()
    assert [row["user"]["id"] for row in gone["results"]] == [people.colleague.id]
    assert (await client.get(_path(people), params={"search": "colleague"})).json()["count"] == 0


async def test_who_left_is_shown_to_who_manages_members(site: Site, people: People) -> None:
    for role in Role:
        client = await site.client(people.of(role))
        may = role in (Role.OWNER, Role.ADMINISTRATOR)
        answers = [
            await client.get(_path(people), params={"is_deleted": "true"}),
            await client.get(_path(people), params={"filters": '{"is_deleted": true}'}),
            await client.post(_path(people), json={"filters": {"is_deleted": True}}),
        ]
        assert [answer.status_code for answer in answers] == [200 if may else 403] * 3, role
        assert (await client.get(_path(people), params={"is_deleted": "false"})).status_code == 200, role


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"role": "XX"}, "role"),
        ({"ordering": "password_hash"}, "ordering"),
        ({"tags": "1"}, "tags"),
        ({"user__last_activity__gte": "soon"}, "user__last_activity__gte"),
        ({"user__last_activity__lte": "0001-01-01T00:00:00+14:00"}, "user__last_activity__lte"),
        ({"exclude_project_id": "9223372036854775808"}, "exclude_project_id"),
        ({"exclude_project_id": "1.5"}, "exclude_project_id"),
        ({"filters": "{"}, "filters"),
        ({"filters": '{"role": ["XX"]}'}, "filters.role.0"),
        ({"filters": '{"version": 2}'}, "filters.version"),
        ({"filters": '{"color": "red"}'}, "filters.color"),
    ],
)
async def test_conditions_that_mean_nothing_are_refused(
    client: httpx.AsyncClient, people: People, query: dict[str, str], field: str
) -> None:
    refused = await client.get(_path(people), params=query)
    assert (refused.status_code, list(refused.json()["validation_errors"])) == (400, [field])


async def test_the_people_of_a_project_are_a_table(
    make: Make, annotator: httpx.AsyncClient, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(membership, "CHUNK", 2)
    project = await make.project()
    path = f"/api/projects/{project['id']}/members/export"

    async def rows(**query: Any) -> list[dict[str, str]]:
        answer = await make.client.get(path, params=query)
        assert f"project-{project['id']}-members.csv" in answer.headers["content-disposition"]
        return list(csv.DictReader(io.StringIO(answer.text)))

    assert len(await rows()) == 6
    assert await rows(implicit="false") == []
    (row,) = await rows(ids=people.manager.id)
    assert (row["email"], row["role"], row["implicit_member"]) == (people.manager.email, "MA", "True")
    assert [row["role"] for row in await rows(role="AN")] == ["AN", "AN"]
    listed = await make.read(f"/api/projects/{project['id']}/members/paginated", ids=people.manager.id)
    assert [row["id"] for row in listed["results"]] == [people.manager.id]
    assert (await annotator.get(path)).status_code == 403
    assert (await make.client.get("/api/projects/999999/members/export")).status_code == 404


async def test_the_own_account_is_changed(annotator: httpx.AsyncClient, people: People) -> None:
    body = {"first_name": "Grace", "last_name": "H", "date_joined": "2000-01-01T00:00:00Z", "custom_hotkeys": {"a": {}}}
    changed = (await annotator.patch("/api/current-user", json=body)).json()
    assert (changed["id"], changed["first_name"], changed["custom_hotkeys"]) == (
        people.annotator.id,
        "Grace",
        {"a": {}},
    )
    assert not changed["date_joined"].startswith("2000")
    assert (await annotator.get("/api/current-user/")).json() == changed
    for fields in (
        {"password": "another long secret"},
        {"email": "other@example.org"},
        {"active_organization": people.stranger.organization_id},
        {"first_name": "x" * 257},
    ):
        refused = await annotator.patch("/api/current-user", json=fields)
        assert (refused.status_code, refused.json()["validation_errors"].keys()) == (400, fields.keys())


async def test_who_is_in_two_organizations_goes_from_one_to_the_other(
    annotator: httpx.AsyncClient, people: People, site: Site
) -> None:
    there = people.stranger.organization_id
    await site.sql(
        "INSERT INTO member (organization_id, user_id, role, created_at, updated_at) "
        "SELECT :there, user_id, role, created_at, updated_at FROM member WHERE user_id = :id",
        there=there,
        id=people.annotator.id,
    )
    moved = (await annotator.patch("/api/current-user", json={"active_organization": there})).json()
    assert moved["active_organization"] == there
    assert {user["id"] for user in (await annotator.get("/api/users")).json()} == {
        people.stranger.id,
        people.annotator.id,
    }
