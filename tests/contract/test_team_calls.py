"""Each call of the published client is made in some test, or is left out for a reason."""

import inspect
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest

from tests.contract import test_team_history, test_team_people, test_team_statistics, test_team_work
from tests.contract.calls import ENTERPRISE, LEFT_OUT, methods
from tests.contract.conftest import published
from tests.contract.test_every_published_call import CALLS, ELSEWHERE
from tests.fixtures.servers import TOKEN, Server

# The client's own models warn about names of theirs.
pytestmark = [pytest.mark.contract, pytest.mark.filterwarnings("ignore")]
MODULES = (test_team_history, test_team_people, test_team_statistics, test_team_work)
API_GUIDE = Path(__file__).parents[2] / "docs" / "api.md"


def _promised(module: ModuleType) -> Iterator[str]:
    """The calls that the tests of a module say they make."""
    for function in vars(module).values():
        for mark in getattr(function, "pytestmark", ()):
            if mark.name == "calls":
                yield from mark.args


def test_every_call_of_the_client_is_made_or_left_out() -> None:
    client = published().LabelStudio(base_url="http://127.0.0.1:1", api_key=TOKEN)
    found = set(methods(client))
    assert len(found) > 400
    made = {name for module in MODULES for name in _promised(module)}
    assert found >= made | CALLS.keys() | LEFT_OUT.keys()
    assert not made & LEFT_OUT.keys()
    others = (*ELSEWHERE, *ENTERPRISE)
    unknown = {name for name in found if not name.startswith(others)} - made - CALLS.keys() - LEFT_OUT.keys()
    assert not unknown


def test_the_guide_says_why_calls_are_left_out() -> None:
    guide = API_GUIDE.read_text()
    for name, reason in LEFT_OUT.items():
        area = name.rpartition(".")[0]
        assert f"| `{name}` | {reason} |" in guide or f"| `{area}.*` | {reason} |" in guide, name


def _with_anything(call: Any) -> Any:
    """Make a call with values that are of the right kind."""
    required = {
        name: 1 if parameter.annotation in (int, "int") else "x"
        for name, parameter in inspect.signature(call).parameters.items()
        if parameter.default is parameter.empty
    }
    return call(**required)


def test_what_is_left_out_is_a_404(server: Server) -> None:
    from label_studio_sdk.core.api_error import ApiError

    answers = {}
    with httpx.Client(timeout=60, follow_redirects=True) as connections:
        client = published().LabelStudio(base_url=server.url, api_key=TOKEN, httpx_client=connections)
        for name in LEFT_OUT:
            call = client
            for part in name.split("."):
                call = getattr(call, part)
            with pytest.raises(ApiError) as refused:
                _with_anything(call)
            body = refused.value.body
            answers[name] = (refused.value.status_code, isinstance(body, dict) and body.get("status_code"))
    assert answers == dict.fromkeys(LEFT_OUT, (404, 404))
