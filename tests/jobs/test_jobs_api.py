"""Jobs over the API: who sees which, cancelling, running again, and following them."""

import asyncio
import json
from typing import Any

import httpx
import pytest

from labelwright.core.errors import TooMany
from labelwright.jobs import service
from labelwright.jobs.schemas import JobPage, JobRead
from labelwright.jobs.stream import MAX_STREAMS, Streams, moment_of
from tests.fixtures.databases import PinnedDatabase
from tests.fixtures.making import Make
from tests.fixtures.people import People, Person
from tests.fixtures.servers import NewServer, Server
from tests.fixtures.sites import Site

UNKNOWN = "a kind that no server knows"


async def _job(site: Site, person: Person, project: Any = None, *, state: str = "failed") -> int:
    async with site.database.write() as session:
        job_id = await service.enqueue(
            session,
            UNKNOWN,
            {"secret": "argument"},
            organization_id=person.organization_id,
            project_id=project["id"] if project else None,
            user_id=person.id,
        )
    await site.settled()
    await site.sql("UPDATE job SET state = :state WHERE id = :id", state=state, id=job_id)
    return job_id


async def test_a_job_is_shown_without_what_is_the_servers_own(
    site: Site, make: Make, people: People, client: httpx.AsyncClient
) -> None:
    project = await make.project()
    job_id = await _job(site, people.owner, project)
    job = await make.read(f"/api/jobs/{job_id}")
    JobRead.model_validate(job)
    assert (job["kind"], job["state"], job["project"]) == (UNKNOWN, "failed", project["id"])
    assert job["error"] == f"This server knows no job of kind {UNKNOWN}."
    assert "argument" not in json.dumps(job)
    listed = await make.read("/api/jobs", project=project["id"])
    JobPage.model_validate(listed)
    assert listed["results"] == [job]
    assert (await make.read("/api/jobs", state="completed"))["count"] == 0
    assert (await make.read("/api/jobs", state=["failed", "queued"]))["count"] == 1
    assert (await client.get("/api/jobs", params={"state": "lost"})).status_code == 400


async def test_a_page_of_jobs_takes_three_statements(
    site: Site, make: Make, people: People, client: httpx.AsyncClient, db: PinnedDatabase
) -> None:
    project = await make.project()
    for _ in range(5):
        await _job(site, people.owner, project)
    with db.statements() as seen:
        assert len((await make.read("/api/jobs", page_size=4))["results"]) == 4
    assert len(seen) == 3, seen


async def test_everybody_sees_the_jobs_that_are_theirs_to_see(
    site: Site, make: Make, people: People, annotator: httpx.AsyncClient, stranger: httpx.AsyncClient
) -> None:
    project = await make.project()
    owners, annotators = await _job(site, people.owner, project), await _job(site, people.annotator, project)
    manager = await site.client(people.manager)

    async def seen(client: httpx.AsyncClient) -> set[int]:
        return {job["id"] for job in (await client.get("/api/jobs")).json()["results"]}

    assert await seen(manager) == {owners, annotators}
    assert await seen(annotator) == {annotators}
    assert await seen(stranger) == set()
    for path in (f"/api/jobs/{owners}/cancel", f"/api/jobs/{owners}/retry"):
        assert (await annotator.post(path)).status_code == 404
    await site.sql(
        "INSERT INTO project_member (project_id, user_id, created_at) VALUES (:project, :user, CURRENT_TIMESTAMP)",
        project=project["id"],
        user=people.reviewer.id,
    )
    assert await seen(manager) == set(), "a project with members of its own is theirs alone"


@pytest.mark.parametrize("state", ["completed", "failed", "cancelled"])
async def test_what_has_ended_cannot_be_cancelled(
    site: Site, people: People, client: httpx.AsyncClient, state: str
) -> None:
    answer = await client.post(f"/api/jobs/{await _job(site, people.owner, state=state)}/cancel")
    assert (answer.status_code, answer.json()["code"]) == (409, "job_ended")


async def test_what_failed_can_be_run_again(site: Site, people: People, client: httpx.AsyncClient) -> None:
    job_id = await _job(site, people.owner)
    answer = await client.post(f"/api/jobs/{job_id}/retry")
    assert (answer.status_code, answer.json()["state"], answer.json()["error"]) == (200, "queued", None)
    await site.settled()
    job = (await client.get(f"/api/jobs/{job_id}")).json()
    assert (job["state"], job["attempt"]) == ("failed", 2)
    await site.sql("UPDATE job SET state = 'completed'")
    assert (await client.post(f"/api/jobs/{job_id}/retry")).status_code == 409


async def test_deleting_a_project_answers_at_once_and_a_job_does_the_rest(
    site: Site, make: Make, client: httpx.AsyncClient
) -> None:
    project = await make.project()
    await make.tasks(project, 5)
    assert (await client.delete(f"/api/projects/{project['id']}")).status_code == 204
    assert (await client.get(f"/api/projects/{project['id']}")).status_code == 404
    await site.settled()
    assert await site.sql("SELECT id FROM task") == []
    assert await site.sql("SELECT id FROM project") == []
    (job,) = (await make.read("/api/jobs"))["results"]
    assert (job["kind"], job["state"], job["done"], job["project"]) == ("project.purge", "completed", 5, None)


@pytest.mark.parametrize("given", [None, "", "x", "-1", "1.5", "9" * 30, "\u0663"])
def test_an_id_of_no_event_starts_anew(given: str | None) -> None:
    assert moment_of(given) is None


async def test_jobs_that_ended_long_ago_are_forgotten(site: Site, people: People, make: Make) -> None:
    old, fresh = await _job(site, people.owner), await _job(site, people.owner)
    await site.sql("UPDATE job SET finished_at = '2001-01-01 00:00:00.000000' WHERE id = :id", id=old)
    await service.tidy(site.database)
    assert [job["id"] for job in (await make.read("/api/jobs"))["results"]] == [fresh]


def test_a_user_follows_on_so_many_streams_at_once() -> None:
    streams = Streams()
    for _ in range(MAX_STREAMS):
        streams.enter(1)
    streams.enter(2)
    with pytest.raises(TooMany):
        streams.enter(1)
    streams.leave(1)
    streams.enter(1)


def test_the_largest_id_is_a_moment() -> None:
    assert moment_of("9" * 17) is not None


def _event(lines: list[str]) -> Any:
    return json.loads(next(line for line in lines if line.startswith("data: ")).removeprefix("data: "))


async def _events(server: Server, count: int, **headers: str) -> list[list[str]]:
    """The next events of the stream, each as its lines."""
    found: list[list[str]] = []
    lines: list[str] = []
    client = httpx.AsyncClient(base_url=server.url, headers={**dict(server.client().headers), **headers}, timeout=30)
    async with client, client.stream("GET", "/api/jobs/events") as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        async for line in answer.aiter_lines():
            if line:
                lines.append(line)
            elif lines:
                found.append(lines)
                lines = []
                if len(found) == count:
                    break
    return found


@pytest.mark.system
@pytest.mark.slow
async def test_jobs_are_followed_as_they_change(new_server: NewServer) -> None:
    server = await new_server()
    server.start()
    following = asyncio.create_task(_events(server, 1))
    await asyncio.sleep(1)
    with server.client() as client:
        project = client.post("/api/projects", json={}).json()
        client.delete(f"/api/projects/{project['id']}")
    (event,) = await asyncio.wait_for(following, 20)
    job = _event(event)
    assert (job["kind"], "event: job" in event) == ("project.purge", True)
    # Who comes back with the last id they saw gets what changed since.
    last = next(line for line in event if line.startswith("id: ")).removeprefix("id: ")
    again = await asyncio.wait_for(_events(server, 1, **{"Last-Event-ID": last}), 20)
    assert _event(again[0])["id"] == job["id"]
