"""Snapshots and conversions that jobs make: progress, cancelling, deleting meanwhile, files of killed processes."""

import csv
import io
import os
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from labelwright.core.db import Database
from labelwright.exports.service import housekeeping
from tests.fixtures.databases import Stage
from tests.fixtures.making import BOXES, Make, created
from tests.fixtures.sites import Site, running_site

TASKS = 30


@pytest.fixture
async def site(stage: Stage, own_database_url: str, tmp_path: Path) -> AsyncIterator[Site]:
    """A site that makes snapshots of more than ten tasks by a job."""
    database = Database(own_database_url)
    try:
        settings = {"data_dir": tmp_path / "data", "max_export_tasks": 10}
        async with running_site(database, stage.people, **settings) as site:
            yield site
    finally:
        await database.close()


async def _made(site: Site, make: Make) -> tuple[Any, Any, list[int]]:
    """A project, a snapshot of it that a job has made, and the ids of the tasks."""
    project = await make.project()
    ids = await make.tasks(project, TASKS)
    await make.annotation(ids[0])
    answer = await created(await make.client.post(f"/api/projects/{project['id']}/exports", json={"title": "Large"}))
    assert (answer["status"], answer["md5"]) == ("in_progress", "")
    await site.settled()
    return project, answer, ids


def _folder(site: Site, project: Any) -> Path:
    found: Path = site.app.state.export_keeping.files.folder(project["id"])
    return found


async def test_a_job_makes_a_large_one(site: Site, client: httpx.AsyncClient, make: Make) -> None:
    project, answer, ids = await _made(site, make)
    path = f"/api/projects/{project['id']}/exports/{answer['id']}"
    shown = await make.read(path)
    assert (shown["status"], shown["counters"]["task_number"], shown["error"]) == ("completed", TASKS, None)
    job = await make.read(f"/api/jobs/{shown['job']}")
    assert (job["kind"], job["state"], job["done"], job["total"]) == ("export.snapshot", "completed", TASKS, TASKS)
    assert job["message"] == "Exported “Large”"
    assert [task["id"] for task in (await client.get(f"{path}/download")).json()] == ids


async def test_a_job_converts_a_large_one(site: Site, client: httpx.AsyncClient, make: Make) -> None:
    project, answer, ids = await _made(site, make)
    path = f"/api/projects/{project['id']}/exports/{answer['id']}"
    asked = await created(await client.post(f"{path}/convert", json={"export_type": "CSV"}), 200)
    await site.settled()
    (shown,) = (await make.read(path))["converted_formats"]
    assert (shown["id"], shown["status"]) == (asked["converted_format"], "completed")
    job = await make.read(f"/api/jobs/{shown['job']}")
    assert (job["state"], job["done"], job["total"]) == ("completed", 2 * TASKS, 2 * TASKS)
    table = (await client.get(f"{path}/download", params={"exportType": "CSV"})).text
    assert [row["id"] for row in csv.DictReader(io.StringIO(table))] == list(map(str, ids))


async def test_pictures_are_fetched_by_a_job(site: Site, client: httpx.AsyncClient, make: Make) -> None:
    project = await make.project(label_config=BOXES)
    picture = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;"
    files = {"file": ("cat.gif", picture)}
    await created(await client.post(f"/api/projects/{project['id']}/import", files=files))
    answer = await created(await client.post(f"/api/projects/{project['id']}/exports", json={}))
    assert answer["status"] == "completed"
    path = f"/api/projects/{project['id']}/exports/{answer['id']}"
    await created(await client.post(f"{path}/convert", json={"export_type": "YOLO_WITH_IMAGES"}), 200)
    await site.settled()
    content = (await client.get(f"{path}/download", params={"exportType": "YOLO_WITH_IMAGES"})).content
    assert picture in content or b"cat.gif" in content


async def test_what_is_not_completed_is_neither_sent_nor_converted(
    site: Site, client: httpx.AsyncClient, make: Make
) -> None:
    project, answer, _ = await _made(site, make)
    path = f"/api/projects/{project['id']}/exports/{answer['id']}"
    await site.sql("UPDATE export_snapshot SET status = 'in_progress', file = NULL")
    assert (await client.get(f"{path}/download")).status_code == 404
    assert (await client.post(f"{path}/convert", json={"export_type": "CSV"})).status_code == 409


async def test_cancelling_says_so(site: Site, client: httpx.AsyncClient, make: Make) -> None:
    project, answer, _ = await _made(site, make)
    # As after three deaths of its worker: it waits, so that the cancelling cannot come too late.
    await site.sql("UPDATE job SET state = 'parked' WHERE id = :id", id=answer["job"])
    await site.sql("UPDATE export_snapshot SET status = 'in_progress', file = NULL")
    assert (await client.post(f"/api/jobs/{answer['job']}/cancel")).status_code == 200
    await site.settled()
    shown = await make.read(f"/api/projects/{project['id']}/exports/{answer['id']}")
    assert (shown["status"], shown["error"]) == ("failed", "cancelled")
    assert (await make.read(f"/api/jobs/{answer['job']}"))["state"] == "cancelled"


async def test_deleting_one_that_is_being_made_leaves_no_file(
    site: Site, client: httpx.AsyncClient, make: Make
) -> None:
    project = await make.project()
    await make.tasks(project, TASKS)
    path = f"/api/projects/{project['id']}/exports"
    answer = await created(await client.post(path, json={}))
    assert (await client.delete(f"{path}/{answer['id']}")).status_code == 204
    await site.settled()
    folder = _folder(site, project)
    assert not folder.exists() or not list(folder.iterdir())
    assert (await client.get(f"{path}/{answer['id']}")).status_code == 404


async def test_a_job_whose_owner_left_fails_with_the_reason(site: Site, client: httpx.AsyncClient, make: Make) -> None:
    project, answer, _ = await _made(site, make)
    path = f"/api/projects/{project['id']}/exports/{answer['id']}"
    await site.sql("UPDATE job SET state = 'failed', user_id = NULL WHERE id = :id", id=answer["job"])
    assert (await client.post(f"/api/jobs/{answer['job']}/retry")).status_code == 200
    await site.settled()
    shown = await make.read(path)
    assert (shown["status"], shown["error"]) == ("failed", "Who asked for this export is no member any more.")


async def test_a_deleted_project_takes_its_files_along(site: Site, client: httpx.AsyncClient, make: Make) -> None:
    project, _, _ = await _made(site, make)
    assert list(_folder(site, project).iterdir())
    await client.delete(f"/api/projects/{project['id']}")
    await site.settled()
    assert not _folder(site, project).exists()


async def test_files_without_a_row_go_at_the_next_start(site: Site, client: httpx.AsyncClient, make: Make) -> None:
    project, _, _ = await _made(site, make)
    folder = _folder(site, project)
    (kept,) = folder.iterdir()
    for name in ("half.part", "lost.json"):
        (folder / name).write_bytes(b"[")
        old = time.time() - 2 * housekeeping.SETTLED_SECONDS
        os.utime(folder / name, (old, old))
    await housekeeping.tidy(site.database, site.app.state.export_keeping.files, kept_days=0)
    assert list(folder.iterdir()) == [kept]
