"""Calls made up from the OpenAPI document: never a 5xx."""

from typing import Any

import httpx
import pytest
import requests
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import openapi
from schemathesis.core.result import Ok

from tests.fixtures.document import DOCUMENT
from tests.fixtures.making import Make

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

ENDLESS = {"GET /api/jobs/events"}
"""Streams: their answers have no end to wait for."""

SCHEMA = openapi.from_dict(DOCUMENT)
OPERATIONS: dict[str, Any] = {}
for _found in SCHEMA.get_all_operations():
    assert isinstance(_found, Ok), "the document describes an operation that cannot be read"
    _operation = _found.ok()
    if not _operation.path.startswith("/docs") and _operation.label not in ENDLESS:
        OPERATIONS[_operation.label] = _operation
EXAMPLES = 6
FAST = set(sorted(OPERATIONS)[::8])
"""What `make test-fast` calls: every eighth operation."""


class Existing:
    """Ids of one of each kind, by their names in paths."""

    def __init__(self, make: Make) -> None:
        self._make = make
        self._ids: dict[str, int] = {}

    async def ids(self) -> dict[str, int]:
        """The ids, of new objects unless those of the last time are as they were."""
        if not self._ids:
            self._ids = await _existing(self._make)
        return self._ids

    def answered(self, answer: httpx.Response) -> None:
        """An accepted call may have changed or deleted any of them."""
        if answer.request.method != "GET" and answer.is_success:
            self._ids = {}


@pytest.fixture
def existing(make: Make) -> Existing:
    """Made for the first example of a test that wants them."""
    return Existing(make)


@pytest.mark.parametrize(
    "label", [pytest.param(label, marks=() if label in FAST else pytest.mark.slow) for label in sorted(OPERATIONS)]
)
@pytest.mark.databases("sqlite")
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
async def test_no_call_is_a_fault_of_the_server(
    client: httpx.AsyncClient, existing: Existing, label: str, data: st.DataObject
) -> None:
    case = data.draw(OPERATIONS[label].as_strategy())
    if case.path_parameters and data.draw(st.booleans(), label="with ids that exist"):
        ids = await existing.ids()
        case.path_parameters = {name: ids.get(name, value) for name, value in case.path_parameters.items()}
    prepared = requests.Request(**_without_cookies(case)).prepare()
    headers = {
        name.encode(): value.encode("utf-8", "replace") if isinstance(value, str) else value
        for name, value in prepared.headers.items()
        if name.lower() not in {"authorization", "content-length", "host"}
    }
    assert prepared.url is not None
    body: Any = prepared.body
    request = client.build_request(prepared.method or "GET", prepared.url, headers=headers, content=body)
    request.headers.pop("transfer-encoding", None)
    answer = await client.send(request)
    existing.answered(answer)
    assert answer.status_code < 500, (label, case.path_parameters, case.query, case.body, answer.text)
    assert (await client.get("/health")).status_code == 200


async def _existing(make: Make) -> dict[str, int]:
    annotation = await make.annotation()
    prediction, draft = await make.prediction(annotation["task"]), await make.draft(annotation["task"])
    await make.client.delete(f"/api/projects/{(await make.project())['id']}")
    job = (await make.read("/api/jobs"))["results"][0]
    return {
        "job_id": job["id"],
        "project_id": annotation["project"],
        "task_id": annotation["task"],
        "annotation_id": annotation["id"],
        "prediction_id": prediction["id"],
        "draft_id": draft["id"],
        "user_id": annotation["completed_by"],
    }


def _without_cookies(case: Any) -> dict[str, Any]:
    """The call as `requests` takes it; cookies would sign in as nobody."""
    arguments: dict[str, Any] = case.as_transport_kwargs(base_url="http://testserver")
    return {name: value for name, value in arguments.items() if name != "cookies"}
