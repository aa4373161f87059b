"""What the filter language refuses, and that the refusal names the item."""

from typing import Any

import httpx
import orjson
import pytest

from labelwright.core.errors import Invalid
from labelwright.filters import parse, regex
from tests.fixtures.making import Make


def refused(document: Any) -> Any:
    """Why a filter document is refused."""
    with pytest.raises(Invalid) as caught:
        parse.filter_of(document)
    assert caught.value.fields is not None
    return caught.value.fields["filter_group"]


def one(**changes: Any) -> dict[str, Any]:
    """A document of one condition."""
    condition = {"filter": "filter:tasks:id", "operator": "equal", "type": "Number", "value": 1, **changes}
    return {"conjunction": "and", "items": [condition]}


def test_a_column_must_have_the_prefix() -> None:
    why = refused(one(filter="data.x"))["filters"][0]["column"]
    assert why == ['Filter "data.x" should start with "filter:tasks:"']


@pytest.mark.parametrize(
    "column",
    [
        "completed_by__password",
        "-updated_by__email",
        "project__organization",
        "filter:tasks:updated_by__password",
        "tasks:updated_by__password",
        "updated_by__active_organization__title",
        "--a__b",
    ],
)
def test_names_with_a_double_underscore_need_the_allow_list(column: str) -> None:
    why = refused(one(filter=f"filter:tasks:{column}"))["filters"][0]["column"][0]
    assert "DATA_MANAGER_FILTER_ALLOWLIST" in why
    with pytest.raises(Invalid) as caught:
        parse.ordering_of([f"-tasks:{column}"])
    assert "DATA_MANAGER_FILTER_ALLOWLIST" in str(caught.value.fields)


def test_what_the_allow_list_lets_pass() -> None:
    assert parse.filter_of(one(filter="filter:tasks:updated_by__active_organization")).items
    assert parse.filter_of(one(filter="filter:tasks:data.a__b")).items


@pytest.mark.parametrize("column", ["password", "", "data.", "project", "sort_key", "-id", "data", "ID"])
def test_only_columns_of_the_list_are_known(column: str) -> None:
    assert "column" in refused(one(filter=f"filter:tasks:{column}"))["filters"][0]


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"operator": "like"}, "operator"),
        ({"operator": None}, "operator"),
        ({"type": "Money"}, "type"),
        ({"type": 7}, "type"),
        ({"value": "abc"}, "value"),
        ({"value": True}, "value"),
        ({"value": None}, "value"),
        ({"value": [1]}, "value"),
        ({"value": "1e999"}, "value"),
        ({"value": "9" * 400}, "value"),
        ({"operator": "in", "value": 5}, "value"),
        ({"operator": "in", "value": {}}, "value"),
        ({"operator": "in", "value": {"min": None, "max": ""}}, "value"),
        ({"operator": "in_list", "value": ["x"]}, "value"),
        ({"operator": "empty", "value": "maybe"}, "value"),
        ({"operator": "regex", "value": "a" * 501}, "value"),
        ({"operator": "regex", "value": "(?=a)"}, "value"),
        ({"operator": "regex", "value": r"(a)\1"}, "value"),
        ({"operator": "regex", "value": "(?P<n>a)"}, "value"),
        ({"operator": "regex", "value": "a{300}"}, "value"),
        ({"operator": "contains", "value": "a\0"}, "value"),
        ({"operator": "contains", "value": {}}, "value"),
        ({"filter": "filter:tasks:completed", "operator": "less", "value": True}, "operator"),
        ({"filter": "filter:tasks:annotators", "operator": "greater", "value": 1}, "operator"),
        ({"filter": "filter:tasks:annotators", "operator": "contains", "value": "me"}, "value"),
        ({"filter": "filter:tasks:created_at", "value": "yesterday"}, "value"),
        ({"filter": "filter:tasks:created_at", "value": 5}, "value"),
        ({"filter": "filter:tasks:data.b", "type": "Boolean", "operator": "contains", "value": True}, "operator"),
        ({"filter": "filter:tasks:data.\0", "type": "String"}, "column"),
    ],
)
def test_the_refusal_names_the_key(changes: dict[str, Any], key: str) -> None:
    good = one()["items"][0]
    document = {"conjunction": "and", "items": [good, *one(**changes)["items"]]}
    first, second = refused(document)["filters"]
    assert (first, list(second)) == ({}, [key])


def test_nested_refusals_name_their_place() -> None:
    document = {"items": [one()["items"][0], {"conjunction": "or", "items": one(value="x")["items"]}]}
    assert list(refused(document)["filters"][1]["filters"][0]) == ["value"]
    assert list(refused({"conjunction": "xor", "items": []})) == ["conjunction"]
    assert list(refused({"items": {}})) == ["items"]
    assert list(refused([])) == ["non_field_errors"]
    assert list(refused({"items": ["x"]})["filters"][0]) == ["non_field_errors"]


def test_there_are_limits() -> None:
    assert list(refused({"items": one()["items"] * 201})) == ["non_field_errors"]
    lists = one(operator="in_list", value=list(range(4000)))["items"]
    assert list(refused({"items": lists * 3})["filters"][2]) == ["value"]
    assert list(refused({"items": one(operator="in_list", value=[1] * 10_001)["items"]})["filters"][0]) == ["value"]
    deep: Any = one()
    for _ in range(12):
        deep = {"items": [deep]}
    assert "nested deeper" in str(refused(deep))
    with pytest.raises(Invalid):
        parse.ordering_of(["tasks:id"] * 21)


@pytest.mark.parametrize("ordering", ["tasks:id", [1], ["tasks:nothing"], {"a": 1}])
def test_a_senseless_ordering_is_refused(ordering: Any) -> None:
    with pytest.raises(Invalid) as caught:
        parse.ordering_of(ordering)
    assert caught.value.fields is not None
    assert list(caught.value.fields) == ["ordering"]


@pytest.mark.parametrize("pattern", ["[", "(", "a**", "*", "a++", "^*", "[z-a]", "a{2}{3}", "\\"])
def test_what_is_no_pattern_matches_nothing(pattern: str) -> None:
    try:
        assert regex.translate(pattern) is None
    except regex.UnusablePattern:
        assert pattern == "\\"


def test_patterns_are_spelled_for_both() -> None:
    found = regex.translate(r"(?i)\bcar[\d_-]{2,3}(?:s|\w)?\.$")
    assert found is not None
    assert found.postgres == r"(?i)\ycar[0-9_-]{2,3}(?:s|[A-Za-z0-9_\u0080-\U0010ffff])?\.$"
    assert found.re2.startswith(r"(?i)\bcar[0-9_-]{2,3}")


@pytest.mark.parametrize("query", ["{", "[]", '"x"', '{"ordering": 5}', '{"selectedItems": {"included": ["x"]}}'])
async def test_a_senseless_query_is_named(client: httpx.AsyncClient, make: Make, query: str) -> None:
    project = await make.project()
    answer = await client.get("/api/tasks", params={"project": project["id"], "query": query})
    assert (answer.status_code, list(answer.json()["validation_errors"])) == (400, ["query"]), answer.text


async def test_the_list_refuses_as_the_language_does(client: httpx.AsyncClient, make: Make) -> None:
    project = await make.project()
    query = orjson.dumps({"filters": one(filter="filter:tasks:a__b")}).decode()
    answer = await client.get("/api/tasks", params={"project": project["id"], "query": query})
    assert answer.status_code == 400
    assert (
        "DATA_MANAGER_FILTER_ALLOWLIST" in answer.json()["validation_errors"]["filter_group"]["filters"][0]["column"][0]
    )
