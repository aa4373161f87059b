"""The activity log: what is in it, what is never in it, who reads it, and how long it is kept."""

import csv
import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from labelwright.audit.filters import AREAS
from labelwright.audit.service import failures, reading, rules, writing
from labelwright.core.access import Role
from labelwright.core.audit import Deed
from labelwright.core.errors import Invalid
from labelwright.core.types import now
from labelwright.users.service import ACCOUNT_FAILURES
from tests.fixtures.buckets import Buckets
from tests.fixtures.databases import PinnedDatabase
from tests.fixtures.making import SENTIMENT, Make, choice, created
from tests.fixtures.people import People
from tests.fixtures.sites import OpenSite, Site

LOG = "/api/activity-logs"
EVERYTHING = {"selectedItems": {"all": True, "excluded": []}}


async def _entries(client: httpx.AsyncClient, **query: Any) -> list[Any]:
    (page,) = await created(await client.get(LOG, params={"ordering": "id", **query}), 200)
    assert page["recordsFiltered"] >= len(page["data"])
    found: list[Any] = page["data"]
    return found


async def _told(client: httpx.AsyncClient, **query: Any) -> list[tuple[str, Any]]:
    """Deeds with their details, those of this test: who is in the organization came before."""
    return [
        (entry["extra_data"]["action"], entry["extra_data"]["details"])
        for entry in await _entries(client, **query)
        if entry["request_method"]
    ]


async def test_what_happens_to_people_is_told(make: Make, people: People) -> None:
    client = make.client
    organization = f"/api/organizations/{people.owner.organization_id}"
    made = await created(await client.post("/api/users", json={"email": "fresh@example.org"}))
    role = {"user_id": made["id"], "role": "RE"}
    await created(await client.patch(f"{organization}/memberships", json=role), 200)
    await created(await client.patch(f"{organization}/memberships", json=role), 200)  # which changes nothing
    await client.delete(f"{organization}/memberships/{made['id']}")
    await created(await client.post("/api/invite/reset-token"))
    await created(await client.patch(organization, json={"title": "Renamed"}), 200)
    await created(await client.patch("/api/session-policy", json={"max_session_age": 60}), 200)
    await created(await client.post("/api/jwt/settings", json={"api_token_ttl_days": 7}), 200)
    token = (await created(await client.post("/api/token")))["token"]
    await client.post("/api/token/blacklist", json={"refresh": token})
    fresh = (await created(await client.post("/api/current-user/reset-token")))["token"]
    client.headers["Authorization"] = f"Token {fresh}"
    assert await _told(client) == [
        ("member_added", {"role": "AN"}),
        ("role_changed", {"changes": {"role": ["AN", "RE"]}}),
        ("member_removed", {"role": "RE"}),
        ("invite_reset", {}),
        ("organization_changed", {"changes": {"title": ["Labelwright", "Renamed"]}}),
        ("session_policy_changed", {"changes": {"max_session_age": [None, 60]}}),
        ("token_policy_changed", {"changes": {"api_token_ttl_days": [365, 7]}}),
        ("token_created", {"kind": "personal"}),
        ("token_revoked", {"kind": "personal"}),
        ("token_revoked", {"kind": "legacy"}),
        ("token_created", {"kind": "legacy"}),
    ]
    first, *_ = [entry for entry in await _entries(client) if entry["request_method"]]
    assert (first["email"], first["user_id"], first["organization_id"]) == (
        people.owner.email,
        people.owner.id,
        people.owner.organization_id,
    )
    assert (first["request_method"], first["request_url"]) == ("POST", "/api/users")
    assert (first["extra_data"]["subject"], first["extra_data"]["name"]) == ("user", "fresh@example.org")
    assert first["extra_data"]["request_id"]


async def test_what_happens_to_a_project_is_told(site: Site, make: Make, people: People) -> None:
    client = make.client
    project = await make.project()
    path = f"/api/projects/{project['id']}"
    change = {"title": "Other title", "maximum_annotations": 2, "description": "Long"}
    await created(await client.patch(path, json=change), 200)
    config = SENTIMENT.replace("Negative", "Bad")
    await created(await client.patch(path, json={"label_config": config, "title": "Other title"}), 200)
    await created(await client.post(f"{path}/members", json={"user": people.annotator.id}))
    await client.delete(f"{path}/members", params={"user": people.annotator.id})
    ids = await make.tasks(project, 3)
    annotation = await make.annotation(ids[0])
    await make.annotation(ids[1])
    await client.delete(f"/api/annotations/{annotation['id']}")
    actions = f"/api/dm/actions?project={project['id']}&id="
    await created(await client.post(f"{actions}delete_tasks_annotations", json=EVERYTHING), 200)
    view = await created(await client.post("/api/dm/views", json={"project": project["id"], "data": {"title": "Mine"}}))
    await client.delete(f"/api/dm/views/{view['id']}")
    await client.delete(f"/api/tasks/{ids[0]}")
    await created(await client.post(f"{actions}delete_tasks", json=EVERYTHING), 200)
    made = [await make.annotation(task) for task in await make.tasks(project, 2)]
    body = {"project": project["id"], "ids": [annotation["id"] for annotation in made]}
    await created(await client.post("/api/annotations/bulk-delete", json=body), 200)
    await client.delete(f"{path}/tasks")
    await client.delete(path)
    await site.settled()
    owner = people.owner.id
    assert await _told(client, project=project["id"]) == [
        ("project_created", {}),
        (
            "project_changed",
            {
                "changes": {
                    "title": ["Reviews", "Other title"],
                    "maximum_annotations": [1, 2],
                    "description": None,
                }
            },
        ),
        ("label_config_changed", {"characters": len(config)}),
        ("project_members_added", {"count": 1, "users": [people.annotator.id]}),
        ("project_members_removed", {"count": 1, "users": [people.annotator.id]}),
        ("annotations_deleted", {"count": 1, "task": ids[0], "completed_by": owner}),
        ("annotations_deleted", {"count": 1}),
        ("views_deleted", {"count": 1}),
        ("tasks_deleted", {"count": 1}),
        ("tasks_deleted", {"count": 2}),
        ("annotations_deleted", {"count": 2}),
        ("tasks_deleted", {"count": 2}),
        ("project_deleted", {"tasks": 0, "annotations": 0}),
    ]


async def test_exports_are_told(make: Make) -> None:
    client = make.client
    project = await make.project()
    await make.annotation(await make.task(project))
    path = f"/api/projects/{project['id']}"
    snapshot = await created(await client.post(f"{path}/exports", json={"title": "All of it"}))
    await created(await client.get(f"{path}/exports/{snapshot['id']}/download"), 200)
    part = await client.get(f"{path}/exports/{snapshot['id']}/download", headers={"Range": "bytes=1-"})
    assert (part.status_code, part.content[-1:]) == (206, b"]")
    await client.delete(f"{path}/exports/{snapshot['id']}")
    assert (await client.get(f"{path}/export", params={"exportType": "CSV"})).status_code == 200
    assert (await client.get(f"{path}/export", params={"exportType": "COCO"})).status_code == 400
    _, *entries = await _entries(client, project=project["id"])
    assert [
        (entry["extra_data"]["action"], entry["extra_data"]["details"].get("kind"), entry["request_method"])
        for entry in entries
    ] == [
        ("export_made", "snapshot", "POST"),
        ("export_downloaded", "JSON", "GET"),
        ("export_downloaded", "JSON", "GET"),
        ("export_deleted", None, "DELETE"),
        ("export_downloaded", "CSV", "GET"),
    ]
    assert entries[0]["extra_data"]["name"] == "All of it"
    direct = entries[-1]["extra_data"]
    assert (direct["subject"], direct["name"].endswith(".csv")) == ("export", True)
    for entry in entries:
        assert (entry["project_id"], entry["extra_data"]["project_title"]) == (project["id"], project["title"])


async def test_an_export_to_a_storage_is_told(open_site: OpenSite, people: People, tmp_path: Path) -> None:
    folder = tmp_path / "documents" / "out"
    folder.mkdir(parents=True)
    site = await open_site(local_files_serving_enabled=True, local_files_document_root=folder.parent)
    make = Make(await site.client(people.owner))
    project = await make.project()
    await make.annotation(await make.task(project))
    body = {"project": project["id"], "path": str(folder), "title": "Out"}
    storage = await created(await make.client.post("/api/storages/export/localfiles", json=body))
    path = f"/api/storages/export/localfiles/{storage['id']}"
    await created(await make.client.post(f"{path}/sync"), 200)
    await site.settled()
    assert list(folder.iterdir())
    (entry,) = await _entries(make.client, action="export_made")
    told = entry["extra_data"]
    assert (entry["email"], told["subject"], told["subject_id"]) == (people.owner.email, "storage", storage["id"])
    assert (told["name"], told["details"], told["project_title"]) == ("Out", {"kind": "localfiles"}, project["title"])


async def test_members_that_come_with_a_copy_are_told(make: Make, people: People) -> None:
    project = await make.project()
    path = f"/api/projects/{project['id']}"
    await created(await make.client.post(f"{path}/members", json={"user": people.annotator.id}))
    for asked in (True, False):
        body = {"mode": "settings", "title": "The copy", "include_members": asked}
        copy = await created(await make.client.post(f"{path}/duplicate", json=body))
        entries = await _entries(make.client, project=copy["id"], action="project_members_added")
        assert [entry["extra_data"]["details"] for entry in entries] == (
            [{"count": 1, "users": [people.annotator.id]}] if asked else []
        )


async def test_a_model_version_that_comes_with_predictions_is_told(open_site: OpenSite, people: People) -> None:
    site = await open_site(max_import_tasks=1)
    make = Make(await site.client(people.owner))
    project = await make.project()
    path = f"/api/projects/{project['id']}"

    def item(version: str) -> dict[str, Any]:
        return {"data": {"text": "a"}, "predictions": [{"result": choice(), "model_version": version}]}

    (task,) = await make.imported(project, [item("v1")])
    await make.imported(project, [item("v1")])
    by_job = await created(await make.client.post(f"{path}/import", json=[item("v2"), item("v2")]))
    await site.settled()
    guess = {"task": task, "result": choice(), "model_version": "v3"}
    await created(await make.client.post(f"{path}/import/predictions", json=[guess]))
    assert (await make.read(path))["model_version"] == "v3"
    entries = await _entries(make.client, project=project["id"], action="project_changed")
    changes = [entry["extra_data"]["details"]["changes"] for entry in entries]
    assert changes == [{"model_version": pair} for pair in (["", "v1"], ["v1", "v2"], ["v2", "v3"])]
    assert {(entry["email"], entry["extra_data"]["project_title"]) for entry in entries} == {
        (people.owner.email, project["title"])
    }
    assert "job" in by_job


async def test_failed_sign_ins_are_told_some_time_after(
    db: PinnedDatabase, site: Site, make: Make, anonymous: httpx.AsyncClient, people: People
) -> None:
    async def fail(email: str) -> list[str]:
        with db.statements() as seen:
            answer = await anonymous.post("/api/session", json={"email": email, "password": "wrong password"})
        assert answer.status_code == 401
        # The site's own worker looks for jobs meanwhile.
        return [statement for statement in seen if "job" not in statement]

    known = await fail(people.manager.email)
    assert known == await fail("nobody@example.org"), "the same is done, whoever has the e-mail"
    assert not [statement for statement in known if "activity_log" in statement]
    await fail(f" {people.manager.email.upper()} ")
    await fail(people.stranger.email)
    assert await _entries(make.client, action="sign_in_failed") == []
    for _ in range(2):
        await failures.keep(site.database)
        (entry,) = await _entries(make.client, action="sign_in_failed")
        told = entry["extra_data"]
        assert (told["name"], told["details"], told["subject_id"]) == (
            people.manager.email,
            {"tries": 2},
            people.manager.id,
        )
        assert (entry["email"], entry["ip_address"]) == ("", "127.0.0.1"), "who tried is not known, but from where"
    elsewhere = await _entries(await site.client(people.stranger), action="sign_in_failed")
    assert [entry["extra_data"]["name"] for entry in elsewhere] == [people.stranger.email]
    assert "nobody@example.org" not in str(await site.sql("SELECT * FROM activity_log"))


async def test_attempts_that_are_refused_at_once_add_nothing(
    site: Site, make: Make, anonymous: httpx.AsyncClient, people: People
) -> None:
    for _ in range(15):
        await anonymous.post("/api/session", json={"email": people.manager.email, "password": "wrong password"})
    await failures.keep(site.database)
    (entry,) = await _entries(make.client, action="sign_in_failed")
    assert entry["extra_data"]["details"] == {"tries": ACCOUNT_FAILURES}


async def test_no_secret_is_in_the_log(open_site: OpenSite, people: People, buckets: Buckets) -> None:
    site = await open_site(ssrf_allowed_subnets=("127.0.0.0/8",))
    client = await site.client(people.owner)
    project = await Make(client).project()
    keys = buckets.settings
    first, second = buckets.bucket({"a.json": "{}"}), buckets.bucket({"a.json": "{}"})
    storage = {"project": project["id"], "bucket": first, "prefix": "cats", **keys}
    made = await created(await client.post("/api/storages/s3", json=storage))
    path = f"/api/storages/s3/{made['id']}"
    await created(await client.patch(path, json={"title": "Cats", **keys}), 200)
    await created(await client.patch(path, json={"bucket": second, "aws_session_token": "sesame-token"}), 200)
    await client.delete(path)
    hook = {"url": "http://1.1.1.1/sesame-path?key=sesame-query", "headers": {"X-Key": "sesame-header"}}
    webhook = await created(await client.post("/api/webhooks", json=hook))
    address = f"/api/webhooks/{webhook['id']}"
    await created(await client.patch(address, json={"is_active": False}), 200)
    await created(await client.patch(address, json={"url": "http://1.1.1.1/sesame-other"}), 200)
    await created(await client.post(f"{address}/secret"), 200)
    await client.delete(address)
    token = (await client.get("/api/current-user/token")).json()["token"]
    s3 = {"kind": "s3", "direction": "import"}
    assert (await _told(client))[1:] == [
        ("storage_created", s3),
        ("storage_changed", {**s3, "changes": {"title": [None, "Cats"]}}),
        ("storage_changed", {**s3, "changes": {"credentials": None, "place": [f"{first}/cats", f"{second}/cats"]}}),
        ("storage_deleted", s3),
        ("webhook_created", {}),
        ("webhook_changed", {"changes": {"is_active": [True, False]}}),
        ("webhook_changed", {"changes": {"url": None}}),
        ("webhook_changed", {"changes": {"secret": None}}),
        ("webhook_deleted", {}),
    ]
    rows = str(await site.sql("SELECT * FROM activity_log"))
    assert f"{second}/cats" in rows
    for secret in ("sesame", keys["aws_secret_access_key"], token, webhook["secret"]):
        assert secret not in rows


async def test_a_refused_change_is_not_told(site: Site, make: Make, people: People) -> None:
    project = await make.project()
    before = await _told(make.client)
    annotator = await site.client(people.annotator)
    path = f"/api/projects/{project['id']}"
    assert (await annotator.delete(path)).status_code == 403
    assert (await make.client.patch(path, json={"title": "x"})).status_code == 400
    stale = {"If-Match": '"999"'}
    assert (await make.client.patch(path, json={"title": "Other"}, headers=stale)).status_code == 412
    owner = {"user_id": people.owner.id, "role": "AN"}
    memberships = f"/api/organizations/{people.owner.organization_id}/memberships"
    assert (await make.client.patch(memberships, json=owner)).status_code == 409
    assert await _told(make.client) == before


async def test_labeling_writes_no_entry(db: PinnedDatabase, site: Site, make: Make, people: People) -> None:
    project = await make.project(enable_review=True)
    task, _ = await make.tasks(project, 2)
    annotator = await site.client(people.annotator)
    before = await _told(make.client)
    with db.statements() as seen:
        await annotator.get(f"/api/projects/{project['id']}/next")
        draft = await make.draft(task, by=annotator)
        await annotator.patch(f"/api/drafts/{draft['id']}", json={"result": choice("Negative")})
        made = await make.annotation(task, by=annotator)
        await created(await annotator.patch(f"/api/annotations/{made['id']}", json={"result": choice()}), 200)
    assert not [statement for statement in seen if "activity_log" in statement]
    assert await _told(make.client) == before


async def test_owners_and_administrators_read_it(site: Site, people: People) -> None:
    for role in Role:
        client = await site.client(people.of(role))
        expected = 200 if role in (Role.OWNER, Role.ADMINISTRATOR) else 403
        assert (await client.get(LOG)).status_code == expected, role
        assert (await client.get(f"{LOG}/export")).status_code == expected, role


async def test_filters_leave_what_they_say(site: Site, make: Make, people: People) -> None:
    manager = await site.client(people.manager)
    theirs = await Make(manager).project(title="Theirs")
    ours = await make.project(title="Ours and Ölig")
    await make.client.patch(f"/api/projects/{ours['id']}", json={"sampling": "Uniform sampling"})

    async def left(**query: Any) -> list[str]:
        entries = await _entries(make.client, **query)
        return [f"{entry['extra_data']['action']} {entry['extra_data']['name']}" for entry in entries]

    assert await left(user=people.manager.id, method="POST") == ["project_created Theirs"]
    assert await left(project=theirs["id"]) == ["project_created Theirs"]
    assert await left(method="PATCH") == ["project_changed Ours and Ölig"]
    assert await left(action=["project_created", "project_changed"], search="ölig") == [
        "project_created Ours and Ölig",
        "project_changed Ours and Ölig",
    ]
    assert await left(search="/api/projects AND theirs") == ["project_created Theirs"]
    assert await left(search=f"theirs OR /api/projects/{ours['id']}") == [
        "project_created Theirs",
        "project_changed Ours and Ölig",
    ]
    assert await left(area="settings", action="project_created", user=people.manager.id) == ["project_created Theirs"]
    assert await left(area="exports", action="project_created") == []
    assert await left(search="100%") == []
    assert await left(workspace=1) == []
    today, tomorrow = now().date(), now().date() + timedelta(days=1)
    assert len(await left(start_date=str(today), end_date=str(today), method="POST")) == 2
    assert await left(start_date=str(tomorrow)) == []
    assert await left(end_date=f"{today}T00:00:00+00:00", method="POST") == []
    newest = await _entries(make.client, ordering="-datetime", page_size=1)
    assert newest[0]["extra_data"]["action"] == "project_changed"
    assert await left(page=1000) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("action", "x"), ("area", "x"), ("method", "TRACE"), ("ordering", "email"), ("user", "a")),
        *(("start_date", "soon"), ("end_date", "9999-12-31"), ("page", "one"), ("search", "x" * 501)),
    ],
)
async def test_a_filter_that_means_nothing_is_refused(client: httpx.AsyncClient, name: str, value: str) -> None:
    answer = await client.get(LOG, params={name: value})
    assert answer.status_code == 400
    assert name in str(list(answer.json()["validation_errors"]))


def test_texts_of_a_search_are_joined_as_written() -> None:
    assert reading.terms('a AND "b c" OR d') == [["a", "b c"], ["d"]]
    assert reading.terms("  ") == []
    with pytest.raises(Invalid):
        reading.terms(" OR ".join("abcdefghijklmnopqrstuvwxyz"))


async def test_the_log_is_had_as_a_table(make: Make, people: People) -> None:
    project = await make.project(title="=1+1 sums")
    await make.client.patch(f"/api/projects/{project['id']}", json={"sampling": "Uniform sampling"})
    answer = await make.client.get(f"{LOG}/export", params={"project": project["id"]})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    changed, made = csv.DictReader(io.StringIO(answer.text))
    assert (made["action"], made["person"], made["name"]) == ("project_created", people.owner.email, "'=1+1 sums")
    assert changed["changes"] == "sampling: Sequential sampling → Uniform sampling"
    last = (await _entries(make.client, ordering="-id"))[0]
    assert (last["extra_data"]["action"], last["extra_data"]["name"]) == ("export_downloaded", "activity log")


async def test_entries_are_forgotten_after_their_time(site: Site, make: Make) -> None:
    await make.project()
    ((count,),) = await site.sql("SELECT count(*) FROM activity_log")
    await writing.forget(site.database, kept_days=1)
    assert await site.sql("SELECT count(*) FROM activity_log") == [(count,)]
    old = now() - timedelta(days=3)
    moment: Any = old.replace(tzinfo=None) if site.database.is_sqlite else old
    await site.sql("UPDATE activity_log SET created_at = :moment", moment=moment)
    await writing.forget(site.database, kept_days=0)
    assert await site.sql("SELECT count(*) FROM activity_log") == [(count,)]
    await writing.forget(site.database, kept_days=1)
    assert await site.sql("SELECT count(*) FROM activity_log") == [(0,)]


async def test_who_comes_by_the_link_is_told(site: Site, make: Make, anonymous: httpx.AsyncClient) -> None:
    invite = await make.read("/api/invite")
    body = {"email": "guest@example.org", "password": "a long secret of theirs", "token": invite["token"]}
    await created(await anonymous.post("/api/session/signup", json=body))
    entries = [entry for entry in await _entries(make.client) if entry["email"] == "guest@example.org"]
    assert [entry["extra_data"]["action"] for entry in entries] == ["member_added", "signed_in"]


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://user:sesame@hooks.example.org:8443/sesame?key=sesame#sesame", "https://hooks.example.org"),
        *(("", ""), (None, ""), ("sesame", ""), ("http://[sesame", "")),
    ],
)
def test_of_an_address_the_host_is_told(url: str | None, told: str) -> None:
    assert rules.host(url) == told


def test_every_deed_fits_its_column_and_has_its_area() -> None:
    assert max(map(len, Deed)) <= 32
    assert {deed for deeds in AREAS.values() for deed in deeds} == set(Deed)
