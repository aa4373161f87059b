"""The pipeline of the docs, run again and again as cron would: new data in, completed out, nothing twice."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.fixtures.servers import TOKEN, NewServer, Server, environment

pytestmark = pytest.mark.contract

SCRIPT = Path(__file__).parents[2] / "docs" / "examples" / "pipeline.py"


def _run(server: Server, folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, str(SCRIPT), server.url, TOKEN, str(folder / "inbox"), str(folder / "labeled")],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env=environment(),
    )
    return done.stdout.strip()


def _drop(folder: Path, name: str, *texts: str) -> None:
    (folder / "inbox").mkdir(exist_ok=True)
    (folder / "inbox" / name).write_text(json.dumps([{"text": text} for text in texts]))


def _annotate(client: httpx.Client, label: str, count: int) -> None:
    (project,) = client.get("/api/projects").json()["results"]
    for _ in range(count):
        task = client.get(f"/api/projects/{project['id']}/next").json()["id"]
        item = {"from_name": "category", "to_name": "text", "type": "choices", "value": {"choices": [label]}}
        client.post(f"/api/tasks/{task}/annotations", json={"result": [item]}).raise_for_status()


async def test_every_text_comes_in_once_and_every_label_goes_out_once(new_server: NewServer, tmp_path: Path) -> None:
    server = await new_server()
    server.start()
    _work_through(server, tmp_path)


def _work_through(server: Server, folder: Path) -> None:
    with server.client() as client:
        _drop(folder, "monday.json", "How do I reset my password?", "I want to upgrade")
        assert _run(server, folder) == "2 tasks in, 0 labels out"
        assert _run(server, folder) == "0 tasks in, 0 labels out"
        _annotate(client, "Support", 1)
        _drop(folder, "tuesday.json", "Great product")
        assert _run(server, folder) == "1 tasks in, 1 labels out"
        # A run that broke off after the import and before the move: the file lies there again.
        (folder / "inbox" / "done" / "tuesday.json").rename(folder / "inbox" / "tuesday.json")
        assert _run(server, folder) == "1 tasks in, 0 labels out"
        _annotate(client, "Sales", 2)
        assert _run(server, folder) == "0 tasks in, 2 labels out"
        assert _run(server, folder) == "0 tasks in, 0 labels out"
        (project,) = client.get("/api/projects").json()["results"]
        assert (project["title"], project["task_number"]) == ("Production Labeling", 3)
    lines = (folder / "labeled" / "training_data.jsonl").read_text().splitlines()
    found: list[dict[str, Any]] = [json.loads(line) for line in lines]
    assert [(line["text"], line["label"]) for line in found] == [
        ("How do I reset my password?", "Support"),
        ("I want to upgrade", "Sales"),
        ("Great product", "Sales"),
    ]
