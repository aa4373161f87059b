"""Backup while people label, restore into an empty target of either kind, and what verify finds."""

import asyncio
import tarfile
import threading
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from labelwright.core.db import Database
from tests.fixtures.making import BOXES, SENTIMENT, choice
from tests.fixtures.servers import NewServer, Server, labelwright
from tests.fixtures.shared import Shared

pytestmark = pytest.mark.slow  # each command is a process of its own

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 9


def _fill(client: httpx.Client) -> int:
    """A project with labelled tasks, drafts, predictions, a review, a comment, an upload and a tab."""
    made = client.post("/api/projects", json={"title": "Kept", "label_config": SENTIMENT, "enable_review": True}).json()
    project = made["id"]
    tasks = [{"text": f"Größe {n} 😀"} for n in range(20)]
    ids = client.post(f"/api/projects/{project}/import?return_task_ids=1", json=tasks).json()["task_ids"]
    for task in ids[:5]:
        assert client.post(f"/api/tasks/{task}/annotations", json={"result": choice()}).status_code == 201
    client.post(f"/api/tasks/{ids[5]}/drafts", json={"result": choice()})
    client.post("/api/predictions", json={"task": ids[6], "result": choice(), "score": 0.5, "model_version": "v1"})
    client.post("/api/comments", json={"task": ids[0], "text": "Why?"})
    client.post("/api/dm/views", json={"project": project, "data": {"title": "All"}})
    client.post(f"/api/projects/{project}/dashboard/refresh")
    while not _days(client, project):
        time.sleep(0.05)
    pictures = client.post("/api/projects", json={"title": "Pictures", "label_config": BOXES}).json()["id"]
    assert client.post(f"/api/projects/{pictures}/import", files={"a": ("a.png", PNG)}).status_code == 201
    return int(project)


def _export(client: httpx.Client, project: int) -> Any:
    return client.get(
        f"/api/projects/{project}/export", params={"exportType": "JSON", "download_all_tasks": True}
    ).json()


@pytest.fixture
async def source(new_server: NewServer) -> Server:
    """A server with work on it."""
    server = await new_server()
    await asyncio.to_thread(server.start)
    return server


@pytest.fixture(params=["sqlite", "postgres"])
async def target(request: pytest.FixtureRequest, shared: Shared, tmp_path: Path) -> Server:
    """An empty place of either kind, whatever kind the backup is of."""
    url = None
    if request.param == "postgres":
        postgres = shared.postgres()
        url = postgres.url(await postgres.create_database())
    server = Server(tmp_path / "restored", url)
    server.folder.mkdir()
    return server


async def test_what_was_acknowledged_before_the_backup_is_there_after_the_restore(
    source: Server, target: Server, tmp_path: Path
) -> None:
    file = tmp_path / "backup.tar"
    with source.client() as client:
        project = await asyncio.to_thread(_fill, client)
        before = _export(client, project)
        done = threading.Event()

        def label_on() -> None:
            with source.client() as other:
                while not done.is_set():
                    task = other.get(f"/api/projects/{project}/next")
                    if task.status_code != 200:
                        return
                    other.post(f"/api/tasks/{task.json()['id']}/annotations", json={"result": choice("Negative")})

        labeling = threading.Thread(target=label_on)
        labeling.start()
        made = await asyncio.to_thread(labelwright, "backup", str(file), *source.target)
        done.set()
        labeling.join()
        assert made.returncode == 0, made.stderr
        assert "labelwright backup" not in made.stdout
        after = _export(client, project)
    restored = await asyncio.to_thread(labelwright, "restore", str(file), *target.target)
    assert restored.returncode == 0, restored.stderr
    verified = await asyncio.to_thread(labelwright, "verify", *target.target)
    assert (verified.returncode, verified.stdout.strip()) == (0, "everything agrees"), verified.stdout
    try:
        await asyncio.to_thread(target.start)
        with target.client() as client:
            found = _export(client, project)
            known = {work["id"] for task in found for work in task["annotations"]}
            assert {work["id"] for task in before for work in task["annotations"]} <= known
            assert known <= {work["id"] for task in after for work in task["annotations"]}
            assert [task["data"] for task in found] == [task["data"] for task in before]
            # Nobody touched these while the backup was made: they are to be the same in every respect.
            ends = {task["id"]: task for task in after}
            still = {task["id"]: task for task in before if task == ends[task["id"]]}
            assert still
            assert {task["id"]: task for task in found if task["id"] in still} == still
            works = {work["id"]: work for task in after for work in task["annotations"]}
            assert all(work == works[work["id"]] for task in found for work in task["annotations"])
            assert _days(client, project)
            (picture,) = client.get("/api/projects", params={"title": "Pictures"}).json()["results"]
            (task,) = client.get("/api/tasks", params={"project": picture["id"]}).json()["tasks"]
            assert client.get(task["data"]["image"]).content == PNG
            new = client.post("/api/tasks", json={"project": project, "data": {"text": "new"}}).json()
            assert new["id"] > max(item["id"] for item in found), "ids go on where they were"
    finally:
        target.close()


def _days(client: httpx.Client, project: int) -> Any:
    """What was counted of a project."""
    return client.get(f"/api/projects/{project}/dashboard").json()["days"]


async def test_damage_is_found_and_nothing_is_overwritten(source: Server, tmp_path: Path) -> None:
    with source.client() as client:
        project = await asyncio.to_thread(_fill, client)
    await _break_a_counter(source)
    found = await _run("verify", *source.target)
    assert found.returncode == 1
    assert f"project {project}: the counters of task" in found.stdout
    mended = await _run("verify", "--fix", *source.target)
    assert mended.returncode == 0, mended.stdout
    well = await _run("doctor", "--recount", *source.target)
    assert (well.returncode, "WRONG" in well.stdout, "everything agrees" in well.stdout) == (0, False, True)

    file = tmp_path / "backup.tar"
    assert (await _run("backup", str(file), *source.target)).returncode == 0
    assert "exists" in await _refused("backup", str(file), *source.target)
    source.stop()
    assert "not empty" in await _refused("restore", str(file), *source.target)
    elsewhere = ["--data-dir", str(tmp_path / "elsewhere")]
    nonsense = tmp_path / "nonsense"
    nonsense.write_bytes(b"nothing")
    assert "no backup" in await _refused("restore", str(nonsense), *elsewhere)
    with tarfile.open(file) as tar:
        place = tar.getmember("tables/user.jsonl.gz").offset_data + 20
    content = bytearray(file.read_bytes())
    content[place] ^= 0xFF
    file.write_bytes(content)
    assert "damaged" in await _refused("restore", str(file), *elsewhere)


async def _run(*arguments: str) -> Any:
    return await asyncio.to_thread(labelwright, *arguments)


async def _refused(*arguments: str) -> str:
    """The one line of a command that must fail."""
    done = await _run(*arguments)
    assert done.returncode == 2, (done.stdout, done.stderr)
    line: str = done.stderr.strip()
    assert len(line.splitlines()) == 1, line
    return line


async def _break_a_counter(server: Server) -> None:
    database = Database(server.database_url or f"sqlite+aiosqlite:///{server.data_dir / 'labelwright.sqlite3'}")
    try:
        async with database.write() as session:
            await session.execute(text("UPDATE task SET total_annotations = 7 WHERE inner_id = 1"))
    finally:
        await database.close()
