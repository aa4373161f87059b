"""The OpenAPI document says of every call what it does and what goes in and out, with examples."""

from collections.abc import Iterator
from typing import Any

from tests.fixtures.document import DOCUMENT

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


def _is_described(operation: Any) -> bool:
    return bool(operation["summary"]) and operation["description"].endswith((".", "`"))


def _unclear_bodies(operation: Any) -> list[str]:
    contents = operation.get("requestBody", {}).get("content", {})
    return [place for kind, content in contents.items() for place in _unclear(content["schema"], kind)]


def _unclear_answers(operation: Any) -> list[str]:
    answers = {status: answer for status, answer in operation["responses"].items() if status.startswith("2")}
    shapes = [answer.get("content", {}).get("application/json") for answer in answers.values()]
    unclear = [] if answers else ["no answer"]
    for shape in shapes:
        if shape and "example" not in shape:
            unclear += _unclear(shape["schema"], "answer") if shape.get("schema") else ["an answer of no shape"]
    return unclear


def test_every_call_is_described() -> None:
    assert [call for call, operation in CALLS.items() if not _is_described(operation)] == []


def test_what_goes_in_has_examples() -> None:
    unclear = {call: _unclear_bodies(operation) for call, operation in CALLS.items()}
    assert {call: places for call, places in unclear.items() if places} == {}


def test_what_comes_out_has_examples() -> None:
    unclear = {call: _unclear_answers(CALLS[call]) for call in CALLS.keys() - NEVER_DONE}
    assert {call: places for call, places in unclear.items() if places} == {}


def test_no_two_shapes_share_a_name() -> None:
    assert not [name for name in SCHEMAS if "__" in name]
