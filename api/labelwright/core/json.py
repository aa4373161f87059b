"""Strict JSON: what a request body may hold (security requirements, section 1).

A body is judged by cheap looks at its bytes, without building values: imports send tens of megabytes. Only where a
look raises a suspicion are the values built, to tell a fault from a look-alike and to name the field.
"""

import json as stdlib
import math
import re
from collections.abc import Iterator
from typing import Any

import msgspec
import orjson

MAX_DEPTH = 100

_SYNTAX = msgspec.json.Decoder(msgspec.Raw)
_ELEMENTS = msgspec.json.Decoder(list[msgspec.Raw])

# Numbers beyond a double need an exponent of three digits or some three hundred digits in a row.
_DIGITS = bytes.maketrans(b"123456789E", b"000000000e")
_STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_ALL_SQUARE = bytes.maketrans(b"{}", b"[]")
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_LARGE_EXPONENT = b"0e000"
_LONG_NUMBER = b"0" * 300
_LONG_INTEGER = re.compile("[0-9]{19}")
_LONGEST_BITS = 63


class JsonProblem(ValueError):
    """JSON that is refused: where (a dotted path, or None for the whole) and why."""

    def __init__(self, reason: str, field: str | None = None) -> None:
        """Keep both for the error answer."""
        super().__init__(reason)
        self.reason = reason
        self.field = field


def check_bytes(body: bytes) -> None:
    """Refuse a body that is no JSON or that holds what we cannot keep.

    Raises:
        JsonProblem: with the reason, and the field where there is one.
    """
    try:
        _SYNTAX.decode(body)
        body.decode("utf-8")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise _explain(body) from None
    if _may_overflow(body):
        try:
            orjson.loads(body)
        except orjson.JSONDecodeError:
            raise _explain(body) from None
    if b"\\u0000" in body:
        _refuse_nul(orjson.loads(body))
    if any(_brackets(part) > most and _is_deeper(part, most) for part, most in _parts(body)):
        raise JsonProblem(f"JSON is nested deeper than {MAX_DEPTH} levels.")


def loads(body: bytes) -> Any:
    """Parse a body with exact integers.

    Raises:
        JsonProblem: as `check_bytes`.
    """
    check_bytes(body)
    return parse(body)


def parse(body: bytes) -> Any:
    """Parse bytes that `check_bytes` has passed; orjson would turn integers beyond 64 bits into floats."""
    return stdlib.loads(body)


def _may_overflow(body: bytes) -> bool:
    digits = body.translate(_DIGITS, b"+-")
    return _LARGE_EXPONENT in digits or _LONG_NUMBER in digits


def _parts(body: bytes) -> Iterator[tuple[bytes, int]]:
    """The elements of a list, else the whole, and how deep each may be: many small tasks have many brackets."""
    if _brackets(body) < MAX_DEPTH or not body.lstrip().startswith(b"["):
        yield body, MAX_DEPTH
        return
    for raw in _ELEMENTS.decode(body):
        yield bytes(raw), MAX_DEPTH - 1


def _brackets(body: bytes) -> int:
    return body.count(b"[") + body.count(b"{")


def _is_deeper(body: bytes, most: int) -> bool:
    """Whether brackets are nested deeper than `most` levels.

    Pairs that hold nothing are taken out level by level: no value is built.
    """
    brackets = _STRING.sub(b"", body).translate(_ALL_SQUARE, _NO_BRACKETS)
    for _ in range(most):
        if not brackets:
            return False
        brackets = brackets.replace(b"[]", b"")
    return bool(brackets)


def _refuse_nul(value: Any) -> None:
    """Find the field that holds a NUL character; an escaped backslash before `u0000` is no NUL."""
    for path, item in _walk(value):
        if isinstance(item, str) and "\0" in item:
            raise JsonProblem("NUL characters are not allowed.", path)
        if isinstance(item, dict) and any("\0" in key for key in item):
            raise JsonProblem("NUL characters are not allowed in keys.", path)


def _explain(body: bytes) -> JsonProblem:
    """Why a body was refused, with the field if it is JSON but for half characters or numbers beyond a double."""
    try:
        for path, item in _walk(stdlib.loads(body)):
            if isinstance(item, float) and not math.isfinite(item):
                return JsonProblem("NaN, Infinity and numbers beyond a double are not allowed.", path)
            if isinstance(item, int) and item.bit_length() > 1024:
                return JsonProblem("The number is too long.", path)
            if (isinstance(item, str) and _is_halved(item)) or (isinstance(item, dict) and any(map(_is_halved, item))):
                return JsonProblem("Half of a surrogate pair is not a character.", path)
    except RecursionError:
        return JsonProblem(f"JSON is nested deeper than {MAX_DEPTH} levels.")
    except ValueError:
        pass  # the strict parser below words it better
    try:
        orjson.loads(body)
    except orjson.JSONDecodeError as error:
        return JsonProblem(f"JSON parse error - {error}")
    return JsonProblem("JSON parse error")


def _is_halved(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)


def _walk(value: Any) -> Iterator[tuple[str | None, Any]]:
    """Every value with its path."""
    pending: list[tuple[str | None, Any]] = [(None, value)]
    while pending:
        path, item = pending.pop()
        yield path, item
        if isinstance(item, dict):
            pending += [(f"{path}.{key}" if path else key, child) for key, child in item.items()]
        elif isinstance(item, list):
            pending += [(f"{path or ''}[{index}]", child) for index, child in enumerate(item)]


def dumps(value: Any) -> str:
    """JSON text with exact integers of any size and text as it is."""
    return stdlib.dumps(value, ensure_ascii=False, separators=(",", ":"))


def packed(value: Any, option: int = 0) -> bytes:
    """JSON bytes by the fast encoder, which refuses integers beyond 64 bits: those are spelled out for it."""
    try:
        return orjson.dumps(value, option=option)
    except orjson.JSONEncodeError:
        return orjson.dumps(_spelled(value), option=option)


def unpacked(text: str) -> Any:
    """What `packed` has made, by the fast parser unless that would round an integer."""
    return stdlib.loads(text) if _LONG_INTEGER.search(text) else orjson.loads(text)


def _spelled(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _spelled(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_spelled(item) for item in value]
    is_long = isinstance(value, int) and value.bit_length() > _LONGEST_BITS
    return orjson.Fragment(str(value)) if is_long else value
