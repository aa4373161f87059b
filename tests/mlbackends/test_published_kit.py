"""Backends made with the published kit work with our server as they are."""

import asyncio
from typing import Any

import httpx
import pytest

from tests.fixtures.backends import Process
from tests.fixtures.making import SPANS, Make, choice, created
from tests.fixtures.published_backend import StartPublished, environment
from tests.fixtures.sites import Site

pytestmark = [pytest.mark.contract, pytest.mark.slow]

# As the guide writes one, with a rule in the place of its neural network.
SENTIMENT = """
from label_studio_ml.model import LabelStudioMLBase

class Backend(LabelStudioMLBase):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        if self.parsed_label_config and "sentiment" not in self.parsed_label_config:
            raise ValueError("the config has no control named sentiment")

    def predict(self, tasks, **kwargs):
        predictions = []
        for task in tasks:
            label = "Positive" if "lovely" in task["data"]["text"] else "Negative"
            item = {"from_name": "sentiment", "to_name": "text", "type": "choices", "value": {"choices": [label]}}
            predictions.append({"result": [item], "score": 0.75})
        return predictions

    def fit(self, annotations, **kwargs):
        return {"learnt": len(annotations)}
"""

BROKEN = SENTIMENT.replace("        predictions = []", '        raise RuntimeError("out of memory")')


@pytest.fixture(scope="session", autouse=True)
def kit() -> None:
    """Installed before the clock of the first test runs."""
    environment()


@pytest.fixture
async def backend(start_published: StartPublished) -> Process:
    """The guide's backend, running."""
    return await asyncio.to_thread(start_published, SENTIMENT)


async def _connect(make: Make, project: Any, url: str) -> Any:
    body = {"project": project["id"], "url": url, "title": "Published"}
    return await created(await make.client.post("/api/ml", json=body))


async def test_it_is_connected_set_up_and_predicts(
    site: Site, make: Make, client: httpx.AsyncClient, backend: Process
) -> None:
    project = await make.project()
    connected = await _connect(make, project, backend.url)
    assert (connected["state"], bool(connected["model_version"])) == ("CO", True)
    tasks = await make.imported(project, [{"text": "A lovely little phone."}, {"text": "It broke."}])
    await created(await client.post(f"/api/ml/{connected['id']}/predict"), 200)
    await site.settled()
    labels = []
    for task in tasks:
        (found,) = (await make.read(f"/api/tasks/{task}"))["predictions"]
        assert (found["score"], found["model_version"]) == (0.75, connected["model_version"])
        labels += found["result"][0]["value"]["choices"]
    assert labels == ["Positive", "Negative"]
    (shown,) = await created(await client.post(f"/api/tasks/{tasks[0]}/predict"), 200)
    assert shown["result"][0]["value"] == {"choices": ["Positive"]}


async def test_it_takes_the_word_to_train_and_names_its_version(
    site: Site, make: Make, client: httpx.AsyncClient, backend: Process
) -> None:
    project = await make.project()
    connected = await _connect(make, project, backend.url)
    await make.annotation(await make.task(project), choice())
    started = await created(await client.post(f"/api/ml/{connected['id']}/train"), 200)
    await site.settled()
    assert (await make.read(f"/api/jobs/{started['job']}"))["state"] == "completed"
    versions = await make.read(f"/api/ml/{connected['id']}/versions")
    assert versions["versions"] == [(await make.read(f"/api/ml/{connected['id']}"))["model_version"]]


async def test_where_it_goes_wrong_in_it_is_told(
    make: Make, client: httpx.AsyncClient, start_published: StartPublished, backend: Process
) -> None:
    project = await make.project(label_config=SPANS)
    body = {"project": project["id"], "url": backend.url}
    refused = await client.post("/api/ml", json=body)
    assert refused.status_code == 400
    assert refused.json()["validation_errors"] == {"url": ["The backend answered 500 at /setup."]}
    broken = await asyncio.to_thread(start_published, BROKEN)
    fitting = await make.project()
    connected = await _connect(make, fitting, broken.url)
    await make.task(fitting)
    answer = await client.post(f"/api/ml/{connected['id']}/predict")
    assert answer.status_code == 502
    assert answer.json()["detail"] == "The backend answered 500 at /predict."
    listed = await make.read(f"/api/ml/{connected['id']}")
    assert (listed["state"], listed["error_message"]) == ("ER", answer.json()["detail"])


async def test_a_training_that_it_refuses_is_told(
    make: Make, client: httpx.AsyncClient, start_published: StartPublished
) -> None:
    """Some releases build the model with a positional project id on this event: a TypeError, and a 500."""
    source = (
        SENTIMENT
        + """

from label_studio_ml.model import LabelStudioMLManager

def refuse(cls, event, data):
    return Backend(data["project"]["id"])

LabelStudioMLManager.webhook = classmethod(refuse)
"""
    )
    backend = await asyncio.to_thread(start_published, source)
    connected = await _connect(make, await make.project(), backend.url)
    answer = await client.post(f"/api/ml/{connected['id']}/train")
    assert answer.status_code == 502
    assert "500" in answer.json()["detail"]
    shown = await make.read(f"/api/ml/{connected['id']}")
    assert (shown["state"], shown["error_message"]) == ("ER", answer.json()["detail"])
