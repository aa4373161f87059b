"""Strict JSON: what is refused, which field is named, and that nothing good is."""

import tracemalloc
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.core import json
from labelwright.core.json import MAX_DEPTH, JsonProblem


def nested(depth: int) -> bytes:
    return b"[" * depth + b"]" * depth


def refusal(body: bytes) -> JsonProblem:
    with pytest.raises(JsonProblem) as caught:
        json.check_bytes(body)
    return caught.value


@pytest.mark.parametrize(
    ("body", "field", "reason"),
    [
        (b"", None, "JSON parse error"),
        (b"{", None, "JSON parse error"),
        (b"{'a': 1}", None, "JSON parse error"),
        (b"[1,]", None, "JSON parse error"),
        (b'"\xff"', None, "JSON parse error"),
        (b'{"a": NaN}', "a", "NaN"),
        (b'{"a": [1, -Infinity]}', "a[1]", "Infinity"),
        (b'{"a": {"b": 1e999}}', "a.b", "beyond a double"),
        (b'{"a": -1E+999}', "a", "beyond a double"),
        (b'{"a": ' + b"1" * 1001 + b"}", "a", "too long"),
        (b'{"a": "\\ud800"}', "a", "surrogate"),
        (b'{"a": {"\\udc00": 1}}', "a", "surrogate"),
        (b'{"a": ["x", "y\\u0000"]}', "a[1]", "NUL"),
        (b'{"a": {"\\u0000": 1}}', "a", "NUL"),
        (nested(MAX_DEPTH + 1), None, "nested deeper"),
        (b"[1," + nested(MAX_DEPTH) + b"]", None, "nested deeper"),
        (b'{"a":' * 500 + b"1" + b"}" * 500, None, "nested deeper"),
        (nested(100_000), None, "nested deeper"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_cannot_be_kept_is_refused(body: bytes, field: str | None, reason: str) -> None:
    problem = refusal(body)
    assert problem.field == field
    assert reason in problem.reason


@pytest.mark.parametrize(
    "body",
    [
        b"null",
        b' {"a": [1, 2.5, -1e-300, 1e300, true, null]} ',
        b'{"a": "\\ud83d\\ude00", "b": "\\\\u0000", "c": "1e999", "d": "a\\\\ud800"}',
        nested(MAX_DEPTH),
        b"[" + b",".join([b'{"a":[[]]}'] * 1000) + b"]",
        b'{"a": "' + b"[{" * 500 + b'"}',
    ],
    ids=lambda value: str(value)[:30],
)
def test_good_json_passes(body: bytes) -> None:
    assert json.loads(body) == orjson.loads(body)


def test_long_integers_stay_exact() -> None:
    assert json.loads(b'{"a": 123456789012345678901234567890}') == {"a": 123456789012345678901234567890}


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(values)
def test_every_value_without_nul_passes(value: Any) -> None:
    import json as stdlib

    text = stdlib.dumps(value)
    if "\\u0000" in text:
        return
    assert json.loads(text.encode()) == value


@given(st.binary(max_size=40) | st.text(alphabet='[]{}",:\\u0dex19eE+-. \n', max_size=40).map(str.encode))
def test_the_cheap_looks_accept_nothing_that_a_full_parser_refuses(body: bytes) -> None:
    try:
        json.check_bytes(body)
    except JsonProblem:
        return
    orjson.loads(body)


@pytest.mark.parametrize("wide", [b"[],", b'{"a":[]},', b'"[[[[",', b'"\\"[",'])
def test_width_is_no_depth(wide: bytes) -> None:
    """Many brackets side by side pass up to the last level that is allowed."""
    body = b'{"a":' * (MAX_DEPTH - 3) + b"[" + wide * 3000 + b"1]" + b"}" * (MAX_DEPTH - 3)
    json.check_bytes(body)
    with pytest.raises(JsonProblem, match="nested deeper"):
        json.check_bytes(b'{"a":[[' + body + b"]]}")


def test_depth_is_told_without_building_values() -> None:
    """A million empty lists take no memory to speak of and no time."""
    tracemalloc.start()
    try:
        json.check_bytes(b'{"z":[' + b"[]," * 1_000_000 + b"1]}")
        assert tracemalloc.get_traced_memory()[1] < 30_000_000
    finally:
        tracemalloc.stop()
