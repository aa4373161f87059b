"""The OpenAPI document says of every call what it does and what goes in and out, with examples."""

from collections.abc import Iterator
from typing import Any

import pytest

from labelwright.app import openapi_document

DOCUMENT = openapi_document()
SCHEMAS = DOCUMENT["components"]["schemas"]
CALLS = {
    f"{method.upper()} {path}": operation
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
}
NEVER_DONE = {"POST /api/fsm/entities/{entity}/{entity_id}/transition"}
"""What is refused whatever is asked."""

SAYS_ENOUGH = {"example", "examples", "enum", "const", "default"}


def _resolved(schema: Any) -> Any:
    while "$ref" in schema:
        schema = SCHEMAS[schema["$ref"].rpartition("/")[2]]
    return schema


def _unclear(schema: Any, where: str, seen: tuple[int, ...] = ()) -> Iterator[str]:
    """Where a schema holds a text or a number without saying what it may look like."""
    schema = _resolved(schema)
    if id(schema) in seen or schema.keys() & SAYS_ENOUGH:
        return
    inner = (*seen, id(schema))
    shapes = schema.get("anyOf", [])
    for shape in shapes:
        yield from _unclear(shape, where, inner)
    if schema.get("type") in ("string", "integer", "number") and seen:
        yield where
    for name, found in schema.get("properties", {}).items():
        # Several shapes are told apart by the example of one of them.
        yield from _unclear(found, f"{where}.{name}", inner)
    if (
        "properties" not in schema
        and schema.get("type") == "array"
        and _resolved(schema.get("items", {})).get("properties")
    ):
        yield from _unclear(schema["items"], f"{where}[]", inner)


@pytest.mark.parametrize("call", CALLS)
def test_every_call_is_described(call: str) -> None:
    operation = CALLS[call]
    assert operation["summary"]
    assert operation["description"].endswith((".", "`"))


@pytest.mark.parametrize("call", CALLS)
def test_what_goes_in_has_examples(call: str) -> None:
    for kind, content in CALLS[call].get("requestBody", {}).get("content", {}).items():
        assert not list(_unclear(content["schema"], "body")), kind


@pytest.mark.parametrize("call", sorted(CALLS.keys() - NEVER_DONE))
def test_what_comes_out_has_examples(call: str) -> None:
    answers = {status: one for status, one in CALLS[call]["responses"].items() if status.startswith("2")}
    assert answers
    for content in (found for answer in answers.values() for found in answer.get("content", {}).items()):
        kind, shape = content
        if kind == "application/json" and shape:
            assert "example" in shape or shape.get("schema"), "an answer of no shape"
            assert "example" in shape or not list(_unclear(shape["schema"], "answer"))


def test_no_two_shapes_share_a_name() -> None:
    assert not [name for name in SCHEMAS if "__" in name]
