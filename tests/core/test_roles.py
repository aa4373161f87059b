"""Every route as every role: who is let in is what the one permission matrix says, and nobody else."""

import asyncio
import re
from typing import Any

import httpx
import pytest

from labelwright.core.access import PERMISSIONS, Role
from labelwright.mlbackends import router as models
from tests.core.test_routes import BODIES, DOORS, NAMES, OPEN_TO_ALL, QUERIES, filled, ours, site
from tests.fixtures.databases import PinnedDatabase
from tests.fixtures.making import Make
from tests.fixtures.people import People
from tests.fixtures.routes import Door
from tests.fixtures.sites import Site

__all__ = ["site"]

UNENDING = {"GET /api/jobs/events"}
"""What goes on for as long as it is listened to."""

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
FAST = {"PUT", "DELETE"}
"""What `make test-fast` calls: where roles differ most for the fewest routes."""

_REVIEWERS = (Role.REVIEWER,)
_ANNOTATORS = (Role.ANNOTATOR,)
_BELOW_MANAGERS = (Role.REVIEWER, Role.ANNOTATOR)
_OTHERS = (Role.ADMINISTRATOR, Role.MANAGER, Role.REVIEWER, Role.ANNOTATOR)

NARROWER: dict[str, dict[Role, int]] = {
    # Annotators read and change their own work, not the owner's.
    "GET /api/annotations/{annotation_id}": dict.fromkeys(_ANNOTATORS, 404),
    "PUT /api/annotations/{annotation_id}": dict.fromkeys(_ANNOTATORS, 404),
    "PATCH /api/annotations/{annotation_id}": dict.fromkeys(_ANNOTATORS, 404),
    "DELETE /api/annotations/{annotation_id}": dict.fromkeys(_ANNOTATORS, 404),
    "POST /api/tasks/{task_id}/annotations/{annotation_id}/drafts": dict.fromkeys(_ANNOTATORS, 404),
    "POST /api/annotations/{annotation_id}/convert-to-draft": {**dict.fromkeys(_OTHERS, 403), Role.ANNOTATOR: 404},
    # A draft is its author's.
    "GET /api/drafts/{draft_id}": dict.fromkeys(_OTHERS, 404),
    "PATCH /api/drafts/{draft_id}": dict.fromkeys(_OTHERS, 404),
    "DELETE /api/drafts/{draft_id}": dict.fromkeys(_OTHERS, 404),
    # Reviews and comments are read with the annotation they are on; changed by who made them, or by managers.
    "GET /api/annotation-reviews/{review_id}": dict.fromkeys(_ANNOTATORS, 404),
    "PATCH /api/annotation-reviews/{review_id}": dict.fromkeys(_REVIEWERS, 403),
    "DELETE /api/annotation-reviews/{review_id}": dict.fromkeys(_REVIEWERS, 403),
    "GET /api/annotation-history/{item_id}": dict.fromkeys(_ANNOTATORS, 404),
    "GET /api/comments/{comment_id}": dict.fromkeys(_ANNOTATORS, 404),
    "PATCH /api/comments/{comment_id}": {**dict.fromkeys(_OTHERS, 403), Role.ANNOTATOR: 404},
    "DELETE /api/comments/{comment_id}": {Role.REVIEWER: 403, Role.ANNOTATOR: 404},
    # Whoever does not manage projects changes tabs and follows jobs of their own.
    "PUT /api/dm/views/{view_id}": dict.fromkeys(_BELOW_MANAGERS, 403),
    "PATCH /api/dm/views/{view_id}": dict.fromkeys(_BELOW_MANAGERS, 403),
    "DELETE /api/dm/views/{view_id}": dict.fromkeys(_BELOW_MANAGERS, 403),
    "GET /api/jobs/{job_id}": dict.fromkeys(_BELOW_MANAGERS, 404),
    "POST /api/jobs/{job_id}/cancel": dict.fromkeys(_BELOW_MANAGERS, 404),
    "POST /api/jobs/{job_id}/retry": dict.fromkeys(_BELOW_MANAGERS, 404),
    # A profile is its owner's, and only owners touch the role of an owner.
    "PATCH /api/users/{user_id}": dict.fromkeys(_OTHERS, 403),
    "PATCH /api/organizations/{organization_id}/memberships": {Role.ADMINISTRATOR: 403},
}
"""Where less is open than the role allows, and how that is answered: all objects are the owner's."""

_NOTHING_THERE = {
    "DELETE /api/projects/{project_id}/members": "nobody was added to the project",
    "GET /api/projects/{project_id}/review/next": "all is reviewed",
    "GET /storage-data/uploaded": "no file is named",
}
"""A 404 for everybody who is let in."""


def _is_nothing_there(door: Door) -> bool:
    """Whether the world has nothing to answer with: files of tasks, and storages but for one of local files."""
    if door.path.endswith(("/presign", "/resolve")) or str(door) in _NOTHING_THERE:
        return True
    return "{storage_id}" in door.path and not door.path.startswith("/api/storages/localfiles/")


def _is_right(door: Door, role: Role, status: int) -> bool:
    (action,) = door.actions
    if role not in PERMISSIONS[action]:
        return status == 403
    if (narrower := NARROWER.get(str(door), {}).get(role)) is not None:
        return status == narrower
    if _is_nothing_there(door):
        return status == 404
    # The model backend of the world does not answer.
    is_backend = "/ml/" in door.path and status in (502, 504)
    return is_backend or (status < 500 and status not in (401, 403, 404, 405))


async def _called(client: httpx.AsyncClient, door: Door, ids: dict[str, Any]) -> int:
    path, body = door.path.format(**ids), filled(BODIES.get(str(door), {}), ids)
    return (await client.request(door.method, path, json=body, params=QUERIES)).status_code


async def _end_jobs(site: Site, owner: httpx.AsyncClient) -> None:
    """Cancel what was begun, and wait until nobody works on it: where it is undone, its id comes again."""
    for (job_id,) in await site.sql("SELECT id FROM job WHERE state IN ('queued', 'running')"):
        await owner.post(f"/api/jobs/{job_id}/cancel")
    await site.settled()
    while working := [task for task in asyncio.all_tasks() if re.fullmatch(r"job \d+", task.get_name())]:
        await asyncio.wait(working)


@pytest.mark.parametrize(
    "method", [pytest.param(method, marks=() if method in FAST else pytest.mark.slow) for method in METHODS]
)
async def test_who_is_let_in_is_what_the_permission_matrix_says(
    site: Site, make: Make, people: People, db: PinnedDatabase, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    monkeypatch.setattr(models, "WAIT_SECONDS", 0.05)  # for a model backend that does not answer
    ids = await ours(site, make)
    ((name,),) = await site.sql("SELECT stored_name FROM file_upload")
    ids |= {"name": name, **NAMES}
    roles = {role: await site.client(people.of(role)) for role in Role}
    nobody, stranger = await site.client(), await site.client(people.stranger)
    doors = [door for door in DOORS if door.method == method and str(door) not in OPEN_TO_ALL | UNENDING]
    wrong = []
    for door in doors:
        if (status := await _called(nobody, door, ids)) != 401:
            wrong.append(f"{door} as nobody: {status}")
        if "_id}" in door.path and (status := await _called(stranger, door, ids)) != 404:
            wrong.append(f"{door} as another organization's owner: {status}")
        for role, client in roles.items():
            if role not in PERMISSIONS[next(iter(door.actions))]:
                status = await _called(client, door, ids)
            else:
                async with db.undone():
                    status = await _called(client, door, ids)
                    await _end_jobs(site, roles[Role.OWNER])
            if not _is_right(door, role, status):
                wrong.append(f"{door} as {role.name}: {status}")
    assert not wrong, "\n".join(wrong)


async def test_what_goes_on_is_refused_as_well(site: Site) -> None:
    nobody = await site.client()
    for call in UNENDING:
        method, _, path = call.partition(" ")
        assert (await nobody.request(method, path)).status_code == 401


def test_exceptions_are_of_routes_that_are_there() -> None:
    assert {door.method for door in DOORS} == set(METHODS)
    assert NARROWER.keys() | _NOTHING_THERE.keys() <= {str(door) for door in DOORS}
