"""Storages that are synchronised by themselves."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import update

from labelwright.core.types import now
from labelwright.storage import service
from labelwright.storage.models import Storage
from tests.fixtures.making import Make, created
from tests.fixtures.sites import OpenSite, Site


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The document root, with a folder of tasks in it."""
    (tmp_path / "documents" / "tasks").mkdir(parents=True)
    return tmp_path / "documents"


@pytest.fixture
async def site(open_site: OpenSite, root: Path) -> Site:
    """A site that serves local files."""
    return await open_site(local_files_serving_enabled=True, local_files_document_root=root)


async def _connect(make: Make, root: Path, **fields: Any) -> Any:
    project = await make.project()
    body = {"project": project["id"], "path": str(root / "tasks"), **fields}
    return await created(await make.client.post("/api/storages/localfiles", json=body))


async def _make_due(site: Site) -> None:
    async with site.database.write() as session:
        await session.execute(update(Storage).values(next_sync=now() - timedelta(days=3)))


async def test_it_is_off_until_somebody_switches_it_on(
    site: Site, client: httpx.AsyncClient, make: Make, root: Path
) -> None:
    storage = await _connect(make, root)
    assert (storage["sync_minutes"], storage["next_sync"]) == (None, None)
    path = f"/api/storages/localfiles/{storage['id']}"
    on = (await client.patch(path, json={"sync_minutes": 60})).json()
    assert on["sync_minutes"] == 60
    assert on["next_sync"] is not None
    assert (await client.patch(path, json={"title": "Mine"})).json()["next_sync"] == on["next_sync"]
    off = (await client.patch(path, json={"sync_minutes": 0})).json()
    assert (off["sync_minutes"], off["next_sync"]) == (None, None)
    for minutes in (-1, 43_201, "often"):
        answer = await client.patch(path, json={"sync_minutes": minutes})
        assert (answer.status_code, list(answer.json()["validation_errors"])) == (400, ["sync_minutes"])


async def test_what_is_due_is_synchronised_once(site: Site, make: Make, root: Path) -> None:
    storage = await _connect(make, root, sync_minutes=15)
    (root / "tasks" / "a.json").write_text('{"text": "by itself"}')
    path = f"/api/storages/localfiles/{storage['id']}"
    await service.sync_due(site.database)
    assert (await make.read(path))["last_sync"] is None, "its time had not come"
    await _make_due(site)
    await service.sync_due(site.database)
    await service.sync_due(site.database)
    await site.settled()
    shown = await make.read(path)
    assert (shown["status"], shown["last_sync_count"]) == ("completed", 1)
    assert shown["next_sync"] > now().isoformat()
    assert (await make.read("/api/jobs"))["count"] == 1
    assert (await make.read("/api/tasks", project=storage["project"]))["tasks"][0]["data"] == {"text": "by itself"}


async def test_what_cannot_be_synchronised_is_left_alone(
    site: Site, client: httpx.AsyncClient, make: Make, root: Path
) -> None:
    for fields in ({"synchronizable": False}, {}):
        storage = await _connect(make, root, sync_minutes=15, **fields)
    await client.delete(f"/api/projects/{storage['project']}")
    await site.settled()
    await _make_due(site)
    await service.sync_due(site.database)
    assert {job["kind"] for job in (await make.read("/api/jobs"))["results"]} == {"project.purge"}
