"""What is over is forgotten by itself: sessions, failures, keys, deleted annotations, old visits."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import update

from labelwright import wiring
from labelwright.annotations.models import Annotation
from labelwright.core.idempotency import IdempotencyKey
from labelwright.core.types import now
from labelwright.users.models import LoginFailure, Session
from tests.fixtures.databases import PinnedDatabase
from tests.fixtures.making import Make, choice
from tests.fixtures.people import PASSWORD, People
from tests.fixtures.sites import OpenSite, Site, started_site


async def _age(site: Site, table: Any, column: str, days: int) -> None:
    async with site.database.write() as session:
        await session.execute(update(table).values({column: now() - timedelta(days=days)}))


async def _count(site: Site, table: str) -> int:
    ((count,),) = await site.sql(f"SELECT count(*) FROM {table}")
    return int(count)


async def _purge(site: Site) -> None:
    settings = site.app.state.settings
    (purge,) = [
        item
        for item in wiring.periodic(settings, site.app.state.uploads, wiring.exports_of(settings))
        if item.name == "purge"
    ]
    await purge.run(site.database)


async def test_what_is_over_is_forgotten(site: Site, make: Make, anonymous: httpx.AsyncClient, people: People) -> None:
    task = await make.task()
    gone, kept = await make.annotation(task), await make.annotation(task)
    for annotation in (gone, kept):
        await make.client.patch(f"/api/annotations/{annotation['id']}", json={"result": choice("Negative")})
    await make.client.delete(f"/api/annotations/{gone['id']}")
    await make.client.post("/api/projects", json={}, headers={"Idempotency-Key": "a"})
    for password in ("wrong", PASSWORD):
        await anonymous.post("/api/session", json={"email": people.owner.email, "password": password})
    tables = {"session": 1, "login_failure": 1, "idempotency_key": 1, "annotation": 2, "annotation_revision": 2}
    await _purge(site)
    assert {table: await _count(site, table) for table in tables} == tables
    await _age(site, Session, "expires_at", 1)
    await _age(site, LoginFailure, "created_at", 1)
    await _age(site, IdempotencyKey, "created_at", 2)
    async with site.database.write() as session:
        await session.execute(
            update(Annotation).where(Annotation.id == gone["id"]).values(deleted_at=now() - timedelta(days=31))
        )
    await _purge(site)
    left = {"session": 0, "login_failure": 0, "idempotency_key": 0, "annotation": 1, "annotation_revision": 1}
    assert {table: await _count(site, table) for table in tables} == left
    assert (await make.read(f"/api/annotations/{kept['id']}"))["result"] == choice("Negative")


async def test_old_visits_are_forgotten(open_site: OpenSite, people: People) -> None:
    site = await open_site(label_stream_history=1)
    make = Make(await site.client(people.owner))
    project = await make.project()
    for task in await make.tasks(project, 3):
        await make.read(f"/api/projects/{project['id']}/next")
        await make.annotation(task)
    assert await _count(site, "stream_visit") == 3
    before = await make.read(f"/api/projects/{project['id']}/label-stream-history")
    await _purge(site)
    assert await _count(site, "stream_visit") == 1
    assert await make.read(f"/api/projects/{project['id']}/label-stream-history") == before


async def test_a_file_that_may_belong_to_a_running_import_stays(site: Site, make: Make) -> None:
    project = await make.project()
    folder = site.app.state.uploads.folder(project["id"])
    folder.mkdir(parents=True)
    (folder / "no-row-yet.png").write_bytes(b"")
    await _purge(site)
    assert (folder / "no-row-yet.png").exists()


async def test_a_start_removes_files_that_no_row_stands_for(
    db: PinnedDatabase, people: People, tmp_path: Path, make: Make
) -> None:
    project = await make.project()
    path = f"/api/projects/{project['id']}/import"
    assert (await make.client.post(path, files={"a": ("kept.png", b"\x89PNG\r\n\x1a\n")})).status_code == 201
    (kept,) = (tmp_path / "data" / "upload" / str(project["id"])).iterdir()
    orphans = [tmp_path / "data" / folder / str(project["id"]) / "orphan.json" for folder in ("upload", "export")]
    for orphan in orphans:
        orphan.parent.mkdir(parents=True, exist_ok=True)
        orphan.write_text("[]")
    # Where there may be other servers, a young file may be under way.
    for file in (kept, *orphans):
        os.utime(file, (0, 0))
    async with started_site(db, people, data_dir=tmp_path / "data") as site:
        await site.app.state.tidying
    assert [file.exists() for file in (kept, *orphans)] == [True, False, False]
