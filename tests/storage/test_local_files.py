"""Local storages: off by default, below the document root only, served to those who see a project that covers them."""

import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest

from labelwright.core.db import Database
from labelwright.storage.schemas import LocalImportRead
from tests.fixtures.databases import Stage
from tests.fixtures.making import BOXES, Make
from tests.fixtures.people import People
from tests.fixtures.sites import OpenSite, Site, running_site

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(100))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A document root with some files, and one outside of it."""
    folder = tmp_path / "documents"
    (folder / "tasks" / "deep").mkdir(parents=True)
    (folder / "other").mkdir()
    (folder / "tasks" / "a.json").write_text('{"text": "a"}')
    (folder / "tasks" / "cat 1.png").write_bytes(PNG)
    (folder / "tasks" / "page.html").write_text("<script>")
    (folder / "tasks" / "deep" / "b.json").write_text('{"text": "b"}')
    (folder / "other" / "c.png").write_bytes(PNG)
    (tmp_path / "secret.png").write_bytes(PNG)
    (folder / "tasks" / "link.png").symlink_to(tmp_path / "secret.png")
    return folder


@pytest.fixture
async def site(stage: Stage, own_database_url: str, tmp_path: Path, root: Path) -> AsyncIterator[Site]:
    """A site that serves local files."""
    database = Database(own_database_url)
    settings = {
        "data_dir": tmp_path / "data",
        "local_files_serving_enabled": True,
        "local_files_document_root": root,
    }
    async with AsyncExitStack() as closing:
        closing.push_async_callback(database.close)
        yield await closing.enter_async_context(running_site(database, stage.people, **settings))


async def _connect(make: Make, project: Any, path: Path | str, **fields: Any) -> httpx.Response:
    body = {"project": project["id"], "path": str(path), **fields}
    return await make.client.post(f"/api/storages/localfiles?project={project['id']}", json=body)


async def _sync(make: Make, storage: Any) -> Any:
    return (await make.client.post(f"/api/storages/localfiles/{storage['id']}/sync")).json()


async def test_files_become_tasks_and_are_served_to_those_who_see_them(
    make: Make, root: Path, annotator: httpx.AsyncClient, stranger: httpx.AsyncClient, anonymous: httpx.AsyncClient
) -> None:
    project = await make.project(label_config=BOXES)
    answer = await _connect(make, project, root / "tasks", use_blob_urls=True, regex_filter=r".*png")
    assert answer.status_code == 201, answer.text
    LocalImportRead.model_validate(answer.json())
    synced = await _sync(make, answer.json())
    # The link leads out of the root, so it is no file of the storage.
    assert (synced["status"], synced["last_sync_count"]) == ("completed", 1)
    (task,) = (await make.read("/api/tasks", project=project["id"]))["tasks"]
    assert task["data"] == {"image": "/data/local-files/?d=tasks/cat%201.png"}
    assert task["storage_filename"] == str(root / "tasks" / "cat 1.png")
    served = await annotator.get(task["data"]["image"])
    assert (served.status_code, served.content, served.headers["content-type"]) == (200, PNG, "image/png")
    assert "sandbox" in served.headers["content-security-policy"]
    part = await annotator.get(task["data"]["image"], headers={"Range": "bytes=-3"})
    assert (part.status_code, part.content) == (206, PNG[-3:])
    assert (await stranger.get(task["data"]["image"])).status_code == 404
    assert (await anonymous.get(task["data"]["image"])).status_code == 401


async def test_json_files_become_tasks(make: Make, root: Path) -> None:
    project = await make.project()
    storage = (await _connect(make, project, root / "tasks", regex_filter=r".*json", recursive_scan=True)).json()
    assert (await _sync(make, storage))["last_sync_count"] == 2
    assert (await _sync(make, storage))["last_sync_count"] == 0
    (root / "tasks" / "d.json").write_text('{"text": "d"}')
    (root / "tasks" / os.fsdecode(b"\xff.json")).write_text('{"text": "no name"}')
    assert (await _sync(make, storage))["last_sync_count"] == 1


@pytest.mark.parametrize(
    "path",
    ["tasks/../../secret.png", "../secret.png", "tasks/link.png", "other/c.png", "/etc/passwd", "tasks", "tasks/no"],
)
async def test_nothing_else_is_served(make: Make, root: Path, path: str) -> None:
    project = await make.project()
    await _connect(make, project, root / "tasks")
    assert (await make.client.get("/data/local-files/", params={"d": path})).status_code == 404


async def test_what_a_browser_would_run_is_downloaded(make: Make, root: Path) -> None:
    project = await make.project()
    await _connect(make, project, root / "tasks")
    served = await make.client.get("/data/local-files/", params={"d": "tasks/page.html"})
    assert (served.status_code, served.headers["content-disposition"][:10]) == (200, "attachment")


@pytest.mark.parametrize("path", ["", "tasks", "/etc", "{root}", "{root}/no-such-folder", "{root}/tasks/../.."])
async def test_a_path_must_lie_below_the_root(make: Make, root: Path, path: str) -> None:
    answer = await _connect(make, await make.project(), path.format(root=root))
    assert answer.status_code == 400
    assert answer.json()["validation_errors"]["path"]


async def test_it_is_off_unless_the_operator_turns_it_on(open_site: OpenSite, people: People) -> None:
    site = await open_site()
    make = Make(await site.client(people.owner))
    answer = await _connect(make, await make.project(), "/srv/data")
    assert answer.status_code == 400
    assert "LABELWRIGHT_LOCAL_FILES_SERVING_ENABLED" in answer.text
    assert (await make.client.get("/data/local-files/", params={"d": "a"})).status_code == 403


async def test_annotations_are_written_to_a_folder(make: Make, root: Path) -> None:
    project = await make.project()
    body = {"project": project["id"], "path": str(root / "other")}
    storage = (await make.client.post("/api/storages/export/localfiles", json=body)).json()
    annotation = await make.annotation(await make.task(project))
    synced = (await make.client.post(f"/api/storages/export/localfiles/{storage['id']}/sync")).json()
    assert (synced["status"], synced["last_sync_count"]) == ("completed", 1)
    assert (root / "other" / str(annotation["id"])).read_bytes().startswith(b'{"id":')
