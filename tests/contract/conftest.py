"""The published clients, signed in on a real server."""

import warnings
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import requests

from tests.contract.calls import Recorded
from tests.fixtures.making import SENTIMENT
from tests.fixtures.servers import TOKEN, Server


def published() -> Any:
    """The published package. Loaded when it is needed, for it takes seconds."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import label_studio_sdk

    return label_studio_sdk


@pytest.fixture(params=["legacy", "personal"])
def api_key(request: pytest.FixtureRequest, server: Server) -> Iterator[str]:
    """A key as users copy it from their account page: the legacy token, or a personal one."""
    if request.param == "legacy":
        yield TOKEN
        return
    with server.client() as client:
        key = str(client.post("/api/token/").json()["token"])
        yield key
        client.post("/api/token/blacklist/", json={"refresh": key})


@pytest.fixture
def sdk(request: pytest.FixtureRequest, server: Server, api_key: str) -> Iterator[Any]:
    """The `LabelStudio` client. It never closes its connections, so it gets some of ours.

    A test that says which `calls` it makes has made them.
    """
    noted: set[str] = set()
    with httpx.Client(timeout=60, follow_redirects=True) as connections:
        client = published().LabelStudio(base_url=server.url, api_key=api_key, httpx_client=connections)
        yield Recorded(client, noted)
    promised = {name for mark in request.node.iter_markers("calls") for name in mark.args}
    assert not promised - noted, "calls that were not made"


@pytest.fixture
def project(sdk: Any) -> Any:
    """A project of sentiments."""
    return sdk.projects.create(title="Team", label_config=SENTIMENT)


@pytest.fixture
def me(sdk: Any) -> int:
    """The caller's id."""
    found: int = sdk.users.whoami().id
    return found


@pytest.fixture
def legacy(server: Server) -> Iterator[Any]:
    """The older `Client`; it knows legacy tokens only. Its projects share the connections it was given."""
    with requests.Session() as connections:
        yield published().Client(url=server.url, api_key=TOKEN, session=connections)
