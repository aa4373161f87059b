"""Model backends that learn from what people label, told by the same outbox."""

import time
from typing import Any

import httpx
import pytest

from tests.fixtures.backends import StartBackend
from tests.fixtures.making import SENTIMENT, Make, choice, created
from tests.fixtures.servers import TOKEN, Server
from tests.fixtures.sites import Site
from tests.mlbackends.test_backends import Liar, liar  # noqa: F401 - a fixture

COUNTING = """
from labelwright.ml import ModelBackend

class Counting(ModelBackend):
    def predict(self, tasks, **kwargs):
        return [{"result": []} for task in tasks]

    def fit(self, annotations, **kwargs):
        return {"model_version": f"of-{len(annotations)}"}
"""


async def _connected(make: Make, url: str, **fields: Any) -> Any:
    project = await make.project(**fields)
    await created(await make.client.post("/api/ml", json={"project": project["id"], "url": url}))
    return project


async def test_a_backend_is_told_of_annotations_where_the_project_says_so(
    site: Site,
    make: Make,
    liar: Liar,  # noqa: F811 - the fixture
) -> None:
    liar.answers["/webhook"] = (201, b"{}")
    project = await _connected(make, liar.url, start_training_on_annotation_update=True)
    annotation = await make.annotation(await make.task(project))
    await make.client.delete(f"/api/annotations/{annotation['id']}")
    await site.settled()
    told = [(body, headers) for path, body, headers in liar.seen if path == "/webhook"]
    assert [body["action"] for body, _ in told] == ["ANNOTATION_CREATED", "ANNOTATIONS_DELETED"]
    body, headers = told[0]
    assert body["annotation"]["id"] == annotation["id"]
    assert (body["project"]["id"], body["project"]["label_config"]) == (project["id"], SENTIMENT)
    assert body["access_token"]
    assert body["hostname"].startswith("http://")
    assert "webhook-id" in {name.lower() for name in headers}
    assert await make.read("/api/webhooks") == []


async def test_it_is_told_nothing_otherwise(
    site: Site,
    make: Make,
    liar: Liar,  # noqa: F811 - the fixture
) -> None:
    project = await _connected(make, liar.url)
    await make.annotation(await make.task(project))
    await site.settled()
    assert "/webhook" not in [path for path, _, _ in liar.seen]
    assert await site.sql("SELECT id FROM outbox") == []


@pytest.mark.system
def test_our_kit_learns_as_people_label(start_backend: StartBackend, server: Server) -> None:
    backend = start_backend(COUNTING)
    with httpx.Client(base_url=server.url, headers={"Authorization": f"Token {TOKEN}"}, timeout=30) as client:
        fields = {"start_training_on_annotation_update": True, "min_annotations_to_start_training": 2}
        body = {"title": "Learn", "label_config": SENTIMENT, **fields}
        project = client.post("/api/projects", json=body).json()["id"]
        assert client.post("/api/ml", json={"project": project, "url": backend.url}).status_code == 201
        path = f"/api/projects/{project}/import?return_task_ids=1"
        tasks = client.post(path, json=[{"text": str(number)} for number in range(4)]).json()["task_ids"]
        for task in tasks:
            client.post(f"/api/tasks/{task}/annotations", json={"result": choice()})
        deadline = time.monotonic() + 30
        while True:
            known = httpx.get(f"{backend.url}/versions?project={project}").json()["versions"]
            if known[-1] == "of-4":
                break
            assert time.monotonic() < deadline, known
            time.sleep(0.1)
        assert "of-1" not in known, "it has learnt from fewer annotations than the project asks for"
        assert client.get(f"/api/ml?project={project}").json()[0]["model_version"] == "of-4"
