"""Reads the value of a condition for its operator and type; a wrong one says what is expected."""

import math
import re
from collections.abc import Callable
from datetime import UTC, datetime

from labelwright.core.types import Json
from labelwright.filters.tree import Operator, Range, Scalar, Value, ValueType

LARGEST_INTEGER = 2**63 - 1
LONGEST_LIST = 10_000

_NUMBER = re.compile(r"\s*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\s*")
_INTEGER = re.compile(r"\s*[+-]?\d{1,18}\s*")

_ORDERED = {Operator.LESS, Operator.GREATER, Operator.LESS_OR_EQUAL, Operator.GREATER_OR_EQUAL}
_RANGES = {Operator.IN, Operator.NOT_IN}
_LISTS = {Operator.IN_LIST, Operator.NOT_IN_LIST}
_WORDS = {Operator.CONTAINS, Operator.NOT_CONTAINS, Operator.REGEX}
_UNORDERED_TYPES = {ValueType.BOOLEAN, ValueType.LIST}


class WrongValue(ValueError):
    """The value does not fit; the text says what is expected."""


def operators_of(kind: ValueType, *, is_field: bool) -> frozenset[Operator]:
    """The operators that make sense for a type; a list in task data is searched as text."""
    if kind == ValueType.BOOLEAN:
        return frozenset(Operator) - _ORDERED - _RANGES - _WORDS
    if kind == ValueType.LIST and not is_field:
        return frozenset(Operator) - _ORDERED - _RANGES - {Operator.REGEX}
    return frozenset(Operator)


def read(value: Json, operator: Operator, kind: ValueType, *, is_field: bool) -> Value:
    """The value as the operator takes it.

    Raises:
        WrongValue: when it cannot be read so.
    """
    if operator == Operator.EMPTY:
        return True if value is None or value == "" else _flag(value)
    scalar = _reader(operator, kind, is_field=is_field)
    if operator in _RANGES:
        return _range(value, scalar)
    if operator in _LISTS or (isinstance(value, list) and kind == ValueType.LIST and not is_field):
        return _list(value, scalar)
    return scalar(value)


def _reader(operator: Operator, kind: ValueType, *, is_field: bool) -> Callable[[Json], Scalar]:
    if kind == ValueType.LIST and not is_field:
        return _id
    if operator in _WORDS or kind in (ValueType.STRING, ValueType.UNKNOWN, ValueType.LIST):
        return _text
    return {ValueType.NUMBER: _number, ValueType.DATETIME: _moment, ValueType.BOOLEAN: _flag}[kind]


def _range(value: Json, scalar: Callable[[Json], Scalar]) -> Range:
    if not isinstance(value, dict) or not {"min", "max"} & value.keys():
        raise WrongValue("A range is an object with `min` and `max`.")
    ends = [None if value.get(name) in (None, "") else scalar(value[name]) for name in ("min", "max")]
    if ends == [None, None]:
        raise WrongValue("A range needs `min`, `max` or both.")
    return Range(*ends)


def _list(value: Json, scalar: Callable[[Json], Scalar]) -> tuple[Scalar, ...]:
    items = value if isinstance(value, list) else [value]
    if len(items) > LONGEST_LIST:
        raise WrongValue(f"At most {LONGEST_LIST:,} values in a list.")
    return tuple(scalar(item) for item in items)


def _text(value: Json) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    if not isinstance(value, str):
        raise WrongValue("A text is expected.")
    if "\0" in value or any("\ud800" <= character <= "\udfff" for character in value):
        raise WrongValue("NUL characters and halves of surrogate pairs are not allowed.")
    return value


def _number(value: Json) -> int | float:
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        value = int(value) if _INTEGER.fullmatch(value) else float(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise WrongValue("A number is expected.")
    if isinstance(value, int) and abs(value) <= LARGEST_INTEGER:
        return value
    try:
        number = float(value)
    except OverflowError as error:
        raise WrongValue("The number is too large.") from error
    if not math.isfinite(number):
        raise WrongValue("The number is too large.")
    return number


def _id(value: Json) -> int:
    number = _number(value)
    if not isinstance(number, int):
        raise WrongValue("An id is expected.")
    return number


def _flag(value: Json) -> bool:
    known = {"true": True, "false": False, "1": True, "0": False}
    found = known.get(str(value).strip().lower()) if isinstance(value, (bool, int, str)) else None
    if found is None:
        raise WrongValue("`true` or `false` is expected.")
    return found


def _moment(value: Json) -> datetime:
    if not isinstance(value, str):
        raise WrongValue("A date is expected, for example 2025-01-31T12:00:00Z.")
    try:
        moment = datetime.fromisoformat(value.strip())
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise WrongValue("A date is expected, for example 2025-01-31T12:00:00Z.") from error
