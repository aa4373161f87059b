"""`labelwright ml start` as a process of its own, spoken to as labeling servers do."""

import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from labelwright.ml.loading import NoBackend, load
from tests.fixtures.backends import EXAMPLE, StartBackend
from tests.fixtures.making import SENTIMENT, choice
from tests.fixtures.servers import TOKEN, Server, environment, labelwright

pytestmark = [pytest.mark.system, pytest.mark.databases("sqlite")]

SLOW = """
import time
from labelwright.ml import ModelBackend

class Slow(ModelBackend):
    def predict(self, tasks, **kwargs):
        if tasks[0]["data"].get("text") == "wrong":
            return []
        if tasks[0]["data"].get("text") == "crash":
            raise RuntimeError("no more memory")
        return [{"result": [], "score": 0.5} for _ in tasks]

    def fit(self, annotations, **kwargs):
        time.sleep(1)
"""


def _tasks(*texts: str) -> list[dict[str, Any]]:
    return [{"id": number, "data": {"text": text}} for number, text in enumerate(texts)]


def test_the_protocol(start_backend: StartBackend) -> None:
    with httpx.Client(base_url=start_backend(SLOW).url, timeout=20) as client:
        assert client.get("/health").json() == {"status": "UP", "model_class": "Slow"}
        setup = {"project": "7.1700000000", "schema": SENTIMENT, "hostname": "", "access_token": ""}
        assert client.post("/setup", json=setup).json() == {"model_version": "0"}
        body = {"tasks": _tasks("a", "b"), "project": "7.1700000000", "label_config": SENTIMENT, "params": {}}
        answer = client.post("/predict", json=body).json()
        assert answer == {"results": [{"model_version": "0", "result": [], "score": 0.5}] * 2}
        assert client.get("/versions", params={"project": "7"}).json()["versions"] == ["0"]
        assert client.post("/webhook", json={"action": "TASKS_CREATED"}).json() == {"status": "ignored"}


def test_it_listens_when_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "model.py").write_text(SLOW)
    command = [sys.executable, "-m", "labelwright", "ml", "start", str(tmp_path), "--port", "0"]
    env = environment({"PYTHONUNBUFFERED": "1"})
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=env) as process:
        try:
            assert process.stdout is not None
            port = int(process.stdout.readline().rpartition(":")[2])
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
        finally:
            process.kill()


@pytest.mark.parametrize(
    ("text", "detail"), [("wrong", "predict must return a list of 1"), ("crash", "RuntimeError: no more memory")]
)
def test_what_the_author_did_wrong_is_told(start_backend: StartBackend, text: str, detail: str) -> None:
    with httpx.Client(base_url=start_backend(SLOW).url, timeout=20) as client:
        answer = client.post("/predict", json={"tasks": _tasks(text), "project": "1"})
        assert answer.status_code == 500
        assert detail in answer.json()["detail"]
        assert client.get("/health").status_code == 200


def test_training_without_a_project_is_a_409(start_backend: StartBackend) -> None:
    with httpx.Client(base_url=start_backend(SLOW).url, timeout=20) as client:
        answer = client.post("/webhook", json={"action": "START_TRAINING", "project": {"id": 1}})
        assert answer.status_code == 409


def test_the_example_learns_from_a_project(start_backend: StartBackend, server: Server) -> None:
    """It fetches what was annotated from the labeling server, and is better afterwards."""
    with server.client() as labeling, httpx.Client(base_url=start_backend(EXAMPLE).url, timeout=60) as client:
        project = labeling.post("/api/projects", json={"title": "Learn", "label_config": SENTIMENT}).json()["id"]
        words = {"Positive": ("great", "lovely", "love it"), "Negative": ("terrible", "broken", "hate it")}
        for label, examples in words.items():
            for word in examples * 3:
                task = labeling.post(
                    "/api/tasks", json={"project": project, "data": {"text": f"This is {word}"}}
                ).json()
                labeling.post(f"/api/tasks/{task['id']}/annotations", json={"result": choice(label)})
        setup = {"project": f"{project}.1", "schema": SENTIMENT, "hostname": server.url, "access_token": TOKEN}
        assert client.post("/setup", json=setup).json() == {"model_version": "untrained"}
        asked = {"tasks": _tasks("I love it", "so terrible"), "project": f"{project}.1", "label_config": SENTIMENT}
        before = client.post("/predict", json=asked).json()["results"]
        assert [found["score"] for found in before] == [0, 0]
        event = {"action": "START_TRAINING", "project": {"id": project, "label_config": SENTIMENT}}
        assert client.post("/webhook", json=event).status_code == 201
        state = _trained(client, project)
        assert (state["error"], state["versions"]) == ("", ["untrained", "trained-on-18"])
        after = client.post("/predict", json=asked).json()["results"]
        assert [found["result"][0]["value"]["choices"] for found in after] == [["Positive"], ["Negative"]]
        assert {found["model_version"] for found in after} == {"trained-on-18"}


def _trained(client: httpx.Client, project: int) -> Any:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        state = client.get("/versions", params={"project": str(project)}).json()
        if not state["is_training"]:
            return state
        time.sleep(0.1)
    raise TimeoutError


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (None, "no Python file"),
        ("x = 1", "no file in"),
        (
            "from labelwright.ml import ModelBackend\nclass A(ModelBackend): pass\nclass B(ModelBackend): pass",
            "several",
        ),
    ],
)
def test_a_folder_without_one_backend_is_refused(tmp_path: Path, text: str | None, problem: str) -> None:
    if text is not None:
        (tmp_path / "a_backend_file.py").write_text(text)
    with pytest.raises(NoBackend, match=problem):
        load(tmp_path)


def test_the_command_says_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "model.py").write_text("import there_is_no_such_module")
    done = labelwright("ml", "start", str(tmp_path))
    assert done.returncode == 2
    assert "there_is_no_such_module" in done.stderr
    assert "Traceback" not in done.stderr
