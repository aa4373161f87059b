"""Model backends of projects: real backend processes behind the application."""

import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import orjson
import pytest

from tests.fixtures.backends import Backend
from tests.fixtures.making import Make, created
from tests.fixtures.people import People
from tests.fixtures.sites import OpenSite, Site

SIMPLE = """
from labelwright.ml import ModelBackend

class Simple(ModelBackend):
    model_version = "v1"

    def predict(self, tasks, context=None, **kwargs):
        label = context or "Positive"
        item = {"id": "c1", "from_name": "sentiment", "to_name": "text", "type": "choices"}
        item["value"] = {"choices": [label]}
        return [{"result": [item], "score": 0.75} for task in tasks]

    def fit(self, annotations, **kwargs):
        if not annotations:
            raise ValueError("nothing to learn from")
        return {"model_version": f"v{len(annotations) + 1}"}
"""


@pytest.fixture(scope="module")
def simple(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A backend that works."""
    folder = tmp_path_factory.mktemp("simple")
    (folder / "model.py").write_text(SIMPLE)
    backend = Backend(folder, folder / "data")
    yield backend.url
    backend.stop()


class Liar:
    """A server that answers as it is told."""

    def __init__(self) -> None:
        """Up, with a version, and no predictions."""
        self.answers: dict[str, tuple[int, bytes]] = {
            "/health": (200, b'{"status":"UP"}'),
            "/setup": (200, b'{"model_version":"liar"}'),
            "/predict": (200, b'{"results":[]}'),
        }
        self.seen: list[tuple[str, Any, dict[str, str]]] = []
        self.seconds = 0.0
        liar = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.answer(b"")

            def do_POST(self) -> None:
                self.answer(self.rfile.read(int(self.headers["Content-Length"])))

            def answer(self, body: bytes) -> None:
                liar.seen.append((self.path, orjson.loads(body) if body else None, dict(self.headers)))
                time.sleep(liar.seconds)
                status, content = liar.answers.get(self.path.partition("?")[0], (404, b"{}"))
                self.send_response(status)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: Any) -> None:
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        # It looks this often whether it is to stop, which every test waits for.
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def stop(self) -> None:
        """End it."""
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def liar() -> Iterator[Liar]:
    """A backend that answers as a test wants."""
    made = Liar()
    yield made
    made.stop()


async def _connect(make: Make, project: Any, url: str, **fields: Any) -> Any:
    body = {"project": project["id"], "url": url, "title": "Simple", **fields}
    return await created(await make.client.post("/api/ml", json=body))


class TestConnecting:
    """A backend must be up, and take the project."""

    async def test_it_is_set_up_and_shown(self, make: Make, client: httpx.AsyncClient, simple: str) -> None:
        project = await make.project()
        backend = await _connect(make, project, simple)
        assert (backend["state"], backend["model_version"], backend["auto_update"]) == ("CO", "v1", True)
        assert (await make.read(f"/api/projects/{project['id']}"))["model_version"] == "Simple"
        assert [row["id"] for row in await make.read("/api/ml", project=project["id"])] == [backend["id"]]
        assert (await make.read(f"/api/ml/{backend['id']}"))["url"] == simple
        assert (await make.read(f"/api/ml/{backend['id']}/versions"))["versions"] == ["v1"]
        assert (await client.delete(f"/api/ml/{backend['id']}")).status_code == 204
        assert (await client.get(f"/api/ml/{backend['id']}")).status_code == 404

    async def test_forms_work_as_well(self, make: Make, client: httpx.AsyncClient, simple: str) -> None:
        project = await make.project()
        form = {"project": str(project["id"]), "url": simple, "title": "Form", "auto_update": "False"}
        backend = await created(await client.post("/api/ml", data=form))
        assert (backend["auto_update"], backend["model_version"]) == (False, "")
        answer = await client.patch(f"/api/ml/{backend['id']}", json={"model_version": "mine", "title": "Renamed"})
        assert (answer.json()["model_version"], answer.json()["title"]) == ("mine", "Renamed")

    async def test_a_password_is_sent_and_never_shown(self, make: Make, liar: Liar) -> None:
        secret = {"auth_method": "BASIC_AUTH", "basic_auth_user": "ada", "basic_auth_pass": "very secret"}
        backend = await _connect(make, await make.project(), liar.url, **secret)
        assert (backend["basic_auth_user"], backend["basic_auth_pass_is_set"]) == ("ada", True)
        assert "very secret" not in str(backend)
        assert liar.seen[0][2]["Authorization"] == "Basic YWRhOnZlcnkgc2VjcmV0"
        path, body, _ = liar.seen[1]
        assert (path, set(body)) == ("/setup", {"project", "schema", "hostname", "access_token", "extra_params"})

    @pytest.mark.parametrize(
        ("path", "answer", "words"),
        [
            ("/health", (200, b'{"status":"DOWN"}'), "UP"),
            ("/health", (200, b"<html>"), "no JSON"),
            ("/health", (404, b"{}"), "404"),
            ("/setup", (500, b'{"detail":"secret of the inside"}'), "500"),
            ("/setup", (200, b"[]"), "no JSON object"),
        ],
    )
    async def test_one_that_is_none_is_refused(
        self, make: Make, client: httpx.AsyncClient, liar: Liar, path: str, answer: tuple[int, bytes], words: str
    ) -> None:
        project = await make.project()
        liar.answers[path] = answer
        refused = await client.post("/api/ml", json={"project": project["id"], "url": liar.url})
        assert refused.status_code == 400
        assert words in refused.json()["validation_errors"]["url"][0]
        assert "inside" not in refused.text
        assert await make.read("/api/ml", project=project["id"]) == []

    async def test_one_that_is_not_there_is_refused(self, make: Make, client: httpx.AsyncClient, simple: str) -> None:
        project = await make.project()
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            nobody = f"http://127.0.0.1:{taken.getsockname()[1]}"
            answer = await client.post("/api/ml", json={"project": project["id"], "url": nobody})
            assert (answer.status_code, list(answer.json()["validation_errors"])) == (400, ["url"])
            backend = await _connect(make, project, simple)
            answer = await client.patch(f"/api/ml/{backend['id']}", json={"url": nobody})
            assert (answer.status_code, list(answer.json()["validation_errors"])) == (400, ["url"])
        assert (await make.read(f"/api/ml/{backend['id']}"))["url"] == simple

    async def test_private_addresses_need_a_setting(self, open_site: OpenSite, people: People, simple: str) -> None:
        """Open while the server itself is on loopback; else the refusal names the settings."""
        site = await open_site(host="0.0.0.0")  # noqa: S104 - nothing is bound
        make = Make(await site.client(people.owner))
        project = await make.project()
        for url in (simple, "http://10.0.0.1:9090", "http://169.254.169.254"):
            answer = await make.client.post("/api/ml", json={"project": project["id"], "url": url})
            assert answer.status_code == 400
            text = answer.json()["validation_errors"]["url"][0]
            assert "ML_BLOCK_LOCAL_IP=false" in text
            assert "SSRF_ALLOWED_SUBNETS" in text

    @pytest.mark.parametrize("body", [{}, {"url": "ftp://x"}, {"url": "http://x", "timeout": 0}, {"project": "x"}])
    async def test_senseless_settings_are_a_400(self, client: httpx.AsyncClient, body: Any) -> None:
        assert (await client.post("/api/ml", json=body)).status_code == 400

    async def test_the_list_tells_who_is_down(self, make: Make, liar: Liar) -> None:
        project = await make.project()
        await _connect(make, project, liar.url)
        liar.answers["/setup"] = (200, b'{"model_version":"newer"}')
        (row,) = await make.read("/api/ml", project=project["id"])
        assert (row["state"], row["model_version"]) == ("CO", "newer")
        liar.answers["/setup"] = (503, b"{}")
        (row,) = await make.read("/api/ml", project=project["id"])
        assert (row["state"], row["readable_state"], row["model_version"]) == ("DI", "Disconnected", "newer")
        assert "503" in row["error_message"]


class TestPredicting:
    """For an open task, for many, while drawing."""

    async def test_an_open_task_gets_its_prediction_once(
        self, make: Make, annotator: httpx.AsyncClient, simple: str
    ) -> None:
        project = await make.project()
        await _connect(make, project, simple)
        task = await make.task(project)
        for _ in range(2):
            (found,) = await created(await annotator.post(f"/api/tasks/{task['id']}/predict"), 200)
            assert (found["score"], found["model_version"]) == (0.75, "v1")
            assert found["result"][0]["value"] == {"choices": ["Positive"]}
        shown = await make.read(f"/api/projects/{project['id']}/next")
        assert [item["model_version"] for item in shown["predictions"]] == ["v1"]
        assert (await make.read(f"/api/projects/{project['id']}"))["total_predictions_number"] == 1

    async def test_one_that_names_its_predictions_by_a_version_of_their_own_is_asked_once(
        self, make: Make, client: httpx.AsyncClient, liar: Liar
    ) -> None:
        project = await make.project()
        await _connect(make, project, liar.url)
        liar.answers["/predict"] = (200, b'{"results":[{"result":[],"score":1,"model_version":"by another name"}]}')
        for task in await make.tasks(project, 2):
            for _ in range(3):
                (found,) = await created(await client.post(f"/api/tasks/{task}/predict"), 200)
                assert found["model_version"] == "by another name"
        assert sum(path == "/predict" for path, _, _ in liar.seen) == 2
        liar.answers["/setup"] = (200, b'{"model_version":"trained"}')
        await make.read("/api/ml", project=project["id"])
        await client.post(f"/api/tasks/{task}/predict")
        assert sum(path == "/predict" for path, _, _ in liar.seen) == 3, "a new version says something new"

    async def test_an_open_task_shows_what_the_stream_shows(
        self, make: Make, annotator: httpx.AsyncClient, simple: str
    ) -> None:
        project = await make.project()
        task = await make.task(project)
        path = f"/api/tasks/{task['id']}/predict"
        answer = await annotator.post(path)
        assert (answer.json(), answer.headers["Model-Backends"], answer.headers["Model-Backends-Failed"]) == (
            [],
            "0",
            "0",
        )
        await make.prediction(task, model_version="older")
        await _connect(make, project, simple, title="Simple")
        assert [item["model_version"] for item in (await annotator.post(path)).json()] == ["older", "v1"]
        answer = await annotator.post(f"{path}?shown=true")
        assert [item["model_version"] for item in answer.json()] == ["v1"]
        assert (answer.headers["Model-Backends"], answer.headers["Model-Backends-Failed"]) == ("1", "0")

    async def test_one_that_is_down_does_not_stop_labeling(
        self, make: Make, client: httpx.AsyncClient, liar: Liar
    ) -> None:
        project = await make.project()
        backend = await _connect(make, project, liar.url)
        task = await make.task(project)
        liar.answers["/predict"] = (503, b"")
        for _ in range(5):
            answer = await client.post(f"/api/tasks/{task['id']}/predict")
            assert (answer.status_code, answer.json(), answer.headers["Model-Backends-Failed"]) == (200, [], "1")
        asked = sum(path == "/predict" for path, _, _ in liar.seen)
        assert asked == 3, "after three failures it is left alone for a while"
        assert (await make.read(f"/api/ml/{backend['id']}"))["state"] in ("ER", "DI")
        await make.annotation(task)

    @pytest.mark.parametrize(
        "answer",
        [
            b'{"results":[]}',
            b'{"results":[{"result":[]},{"result":[]}]}',
            b'{"results":[{"result":7}]}',
            b'{"results":[{"score":0.5}]}',
            b'{"results":[{"result":[{"value":"\\u0000"}]}]}',
            b'{"results":[{"result":[],"score":1e999}]}',
            b'{"results":[{"result":[{"a":"\\ud800"}]}]}',
            b'{"results"',
            b"[]",
        ],
    )
    async def test_lies_are_not_stored(self, make: Make, client: httpx.AsyncClient, liar: Liar, answer: bytes) -> None:
        project = await make.project()
        backend = await _connect(make, project, liar.url)
        task = await make.task(project)
        liar.answers["/predict"] = (200, answer)
        assert await created(await client.post(f"/api/tasks/{task['id']}/predict"), 200) == []
        assert (await make.read(f"/api/ml/{backend['id']}"))["error_message"]
        refused = await client.post(f"/api/ml/{backend['id']}/interactive-annotating", json={"task": task["id"]})
        assert (refused.status_code, "Traceback" in refused.text) == (502, False)

    async def test_drawing_gets_a_guess_with_its_context(
        self, make: Make, client: httpx.AsyncClient, simple: str
    ) -> None:
        project = await make.project()
        backend = await _connect(make, project, simple)
        task, other = await make.task(project), await make.task()
        path = f"/api/ml/{backend['id']}/interactive-annotating"
        answer = (await client.post(path, json={"task": task["id"], "context": "Negative"})).json()
        assert answer["data"]["result"][0]["value"] == {"choices": ["Negative"]}
        assert (await client.post(path, json={"task": other["id"]})).status_code == 400
        assert (await make.read(f"/api/tasks/{task['id']}"))["predictions"] == []

    async def test_all_tasks_by_a_job(self, site: Site, make: Make, client: httpx.AsyncClient, simple: str) -> None:
        project = await make.project()
        backend = await _connect(make, project, simple)
        ids = await make.tasks(project, 25)
        for _ in range(2):
            started = await created(await client.post(f"/api/ml/{backend['id']}/predict", json={"batch_size": 10}), 200)
            await site.settled()
            job = await make.read(f"/api/jobs/{started['job']}")
            assert (job["state"], job["done"], job["total"]) == ("completed", 25, 25)
        shown = await make.read(f"/api/projects/{project['id']}")
        assert shown["total_predictions_number"] == 25
        assert len((await make.read(f"/api/tasks/{ids[0]}"))["predictions"]) == 1
        assert (await make.read(f"/api/ml/{backend['id']}"))["state"] == "CO"

    async def test_selected_tasks_by_an_action(
        self, site: Site, make: Make, client: httpx.AsyncClient, simple: str
    ) -> None:
        project = await make.project()
        ids = await make.tasks(project, 3)
        path = f"/api/dm/actions?id=retrieve_tasks_predictions&project={project['id']}"
        body = {"selectedItems": {"all": False, "included": ids[:2]}}
        assert (await client.post(path, json=body)).status_code == 400, "no backend is connected"
        await _connect(make, project, simple)
        assert (await created(await client.post(path, json=body), 200))["processed_items"] == 2
        await site.settled()
        tasks = [await make.read(f"/api/tasks/{task}") for task in ids]
        assert [task["total_predictions"] for task in tasks] == [1, 1, 0]

    async def test_a_failing_backend_ends_its_job_with_the_reason(
        self, site: Site, make: Make, client: httpx.AsyncClient, liar: Liar
    ) -> None:
        project = await make.project()
        backend = await _connect(make, project, liar.url)
        await make.tasks(project, 3)
        answer = await client.post(f"/api/ml/{backend['id']}/predict")
        await site.settled()
        assert answer.status_code in (200, 502)
        (job,) = (await make.read("/api/jobs", project=project["id"]))["results"]
        assert (job["state"], "0 predictions for 3 tasks" in job["error"]) == ("failed", True)
        assert (await make.read(f"/api/ml/{backend['id']}"))["state"] == "ER"


class TestTraining:
    """By a job that watches the backend."""

    async def test_without_annotations_the_reason_is_told(
        self, make: Make, client: httpx.AsyncClient, liar: Liar
    ) -> None:
        backend = await _connect(make, await make.project(), liar.url)
        liar.answers["/webhook"] = (500, b"{}")
        answer = await client.post(f"/api/ml/{backend['id']}/train")
        assert answer.status_code == 502
        assert "500" in answer.json()["detail"]
        assert (await make.read(f"/api/ml/{backend['id']}"))["state"] == "ER"
        (listed,) = await make.read("/api/ml", project=backend["project"])
        assert (listed["state"], listed["error_message"]) == ("ER", answer.json()["detail"]), "it answers, but failed"
        liar.answers["/webhook"] = (201, b"{}")
        await created(await client.post(f"/api/ml/{backend['id']}/train"), 200)
        (listed,) = await make.read("/api/ml", project=backend["project"])
        assert (listed["state"], listed["error_message"]) == ("CO", None)

    async def test_the_version_follows(self, site: Site, make: Make, client: httpx.AsyncClient, liar: Liar) -> None:
        backend = await _connect(make, await make.project(), liar.url)
        liar.answers["/webhook"] = (201, b"{}")
        liar.answers["/setup"] = (200, b'{"model_version":"trained"}')
        await created(await client.post(f"/api/ml/{backend['id']}/train"), 200)
        await site.settled()
        assert (await make.read(f"/api/ml/{backend['id']}"))["model_version"] == "trained"
        event = next(body for path, body, _ in liar.seen if path == "/webhook")
        assert event["action"] == "START_TRAINING"
        assert {"id", "label_config"} <= event["project"].keys()


async def test_annotators_connect_nothing(make: Make, annotator: httpx.AsyncClient, simple: str) -> None:
    project = await make.project()
    backend = await _connect(make, project, simple)
    assert (await annotator.post("/api/ml", json={"project": project["id"], "url": simple})).status_code == 403
    for method, path in (("GET", ""), ("DELETE", ""), ("POST", "/train"), ("POST", "/predict")):
        assert (await annotator.request(method, f"/api/ml/{backend['id']}{path}")).status_code == 403


async def test_a_title_is_a_version_that_projects_may_show(make: Make, client: httpx.AsyncClient, simple: str) -> None:
    project = await make.project()
    await _connect(make, project, simple, title="Mine")
    path = f"/api/projects/{project['id']}"
    assert (await client.patch(path, json={"model_version": "none such"})).status_code == 400
    assert (await client.patch(path, json={"model_version": "Mine"})).status_code == 200
    assert (await client.patch(path, json={"model_version": None})).status_code == 200
