"""What surrounds every request: addresses, headers, errors, health, the document."""

import httpx
import pytest

from labelwright.core.errors import Unavailable
from labelwright.jobs import service as jobs
from tests.fixtures.making import Make
from tests.fixtures.people import People
from tests.fixtures.sites import OpenSite, Site

ENVELOPE = {"id", "status_code", "version", "detail", "exc_info"}


@pytest.mark.parametrize("path", ["/health", "/health/", "/ready", "/health/ready", "/api/version", "/api/version/"])
async def test_health_and_version_answer_everybody(anonymous: httpx.AsyncClient, path: str) -> None:
    wrong = {"Authorization": "Token wrong"}
    for headers in ({}, wrong):
        assert (await anonymous.get(path, headers=headers)).status_code == 200


async def test_the_version_is_what_published_clients_expect(anonymous: httpx.AsyncClient) -> None:
    version = (await anonymous.get("/api/version")).json()
    assert version["edition"] == "Community"
    assert "label-studio-enterprise-backend" not in version
    assert (await anonymous.get("/health")).json()["status"] == "UP"


async def test_a_server_that_stops_is_not_ready(site: Site, anonymous: httpx.AsyncClient) -> None:
    site.app.state.ready = False
    answer = await anonymous.get("/ready")
    assert (answer.status_code, answer.json()["code"]) == (503, "not_ready")
    assert answer.headers["retry-after"]
    assert (await anonymous.get("/health")).status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/nowhere", 404),
        ("GET", "/api/projects//", 404),
        ("GET", "/data/nowhere", 404),
        ("PUT", "/api/projects", 405),
        ("DELETE", "/api/projects", 405),
        ("TRACE", "/api/projects", 405),
        ("GET", "/api/tasks/x", 404),
        ("POST", "/api/tasks/x", 404),
        ("POST", "/api/tasks/1", 405),
        ("POST", "/api/session", 400),
    ],
)
async def test_refusals_have_one_shape(client: httpx.AsyncClient, method: str, path: str, status: int) -> None:
    answer = await client.request(method, path, headers={"Accept": "text/html"})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/json"
    body = answer.json()
    assert body.keys() >= ENVELOPE
    assert (body["status_code"], body["exc_info"]) == (status, None)
    assert body["id"] == answer.headers["x-request-id"]


async def test_every_answer_carries_the_safety_headers(client: httpx.AsyncClient) -> None:
    for path in ("/api/projects", "/api/nowhere", "/health", "/nowhere"):
        headers = (await client.get(path)).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert "script-src 'self'" in headers["content-security-policy"]
        assert "server" not in headers
        if path.startswith("/api"):
            assert headers["cache-control"] == "private, no-store"


async def test_links_never_hold_the_host_of_the_request(client: httpx.AsyncClient, make: Make) -> None:
    for _ in range(2):
        await make.project()
    answer = await client.get("/api/projects?page_size=1", headers={"Host": "evil.example", "X-Forwarded-Host": "e"})
    assert answer.json()["next"].startswith("/api/projects?")


async def test_a_fault_of_ours_is_told_by_its_id_alone(
    site: Site, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise RuntimeError("secret detail at /some/path")

    monkeypatch.setattr(site.app.state, "authenticate", fail)
    answer = await client.get("/api/projects")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    assert "secret" not in answer.text


async def test_metrics_name_routes_and_not_ids(client: httpx.AsyncClient, make: Make) -> None:
    project = await make.project()
    await make.read(f"/api/projects/{project['id']}")
    text = (await client.get("/metrics")).text
    assert "/api/projects/{project_id}" in text
    assert f"/api/projects/{project['id']}" not in text


async def test_metrics_tell_of_jobs_and_the_database(
    site: Site, client: httpx.AsyncClient, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with site.database.write() as session:
        await jobs.enqueue(session, "test", {}, organization_id=people.owner.organization_id)
    await site.settled()
    assert 'kind="test"' not in (await client.get("/metrics")).text, "a job that has ended"
    await site.sql("UPDATE job SET state = 'parked'")
    text = (await client.get("/metrics")).text
    for line in (
        'labelwright_jobs{kind="test",state="parked"} 1.0',
        "labelwright_database_up 1.0",
        "labelwright_event_streams 0.0",
        "labelwright_workers ",
        "labelwright_database_connections{",
    ):
        assert f"\n{line}" in text, line

    async def gone(_app: object) -> None:
        raise Unavailable("The database does not answer.")

    monkeypatch.setattr(site.app.state, "measure", gone)
    assert "labelwright_request_seconds" in (await client.get("/metrics")).text


async def test_the_document_describes_every_public_address(anonymous: httpx.AsyncClient) -> None:
    document = (await anonymous.get("/api/openapi.json")).json()
    create = document["paths"]["/api/projects"]["post"]
    assert {"application/json", "application/x-www-form-urlencoded", "multipart/form-data"} <= create["requestBody"][
        "content"
    ].keys()
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            assert "422" not in operation["responses"], (method, path)
            assert operation["summary"], (method, path)


async def test_pages_of_the_spa_are_never_api_answers(anonymous: httpx.AsyncClient) -> None:
    for path in ("/projects", "/projects/1/data", "/people"):
        answer = await anonymous.get(path, headers={"Accept": "application/json"})
        assert answer.status_code == 404


class TestBodies:
    """Limits on bodies."""

    async def test_too_large_is_a_413_by_length_and_while_reading(self, open_site: OpenSite, people: People) -> None:
        site = await open_site(max_body_mb=1)
        client = await site.client(people.owner)

        async def parts() -> object:
            for _ in range(12):
                yield b" " * 100_000

        for content in (b" " * 1_000_001, parts()):
            answer = await client.post(
                "/api/projects",
                content=content,  # type: ignore[arg-type]  # an async generator is what httpx calls AsyncIterable
                headers={"Content-Type": "application/json"},
            )
            assert (answer.status_code, answer.json()["status_code"]) == (413, 413)
        assert (await client.get("/api/projects")).json()["count"] == 0

    @pytest.mark.parametrize("encoding", ["gzip", "br", "deflate", "GZIP"])
    async def test_compressed_bodies_are_not_taken(self, client: httpx.AsyncClient, encoding: str) -> None:
        answer = await client.post("/api/projects", content=b"{}", headers={"Content-Encoding": encoding})
        assert answer.status_code == 415
