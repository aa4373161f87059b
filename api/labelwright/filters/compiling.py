"""Compiles the typed tree into SQL; every value is bound.

A negation is the complement of its positive form, except that only what reads as a number or moment is compared as one:
`not_equal 5` as a Number passes over tasks whose field is missing or is no number, as a String it finds them.
"""

import operator
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Integer, Text, and_, false, func, literal, literal_column, not_, or_, true

from labelwright.core import longlists, textsearch
from labelwright.core.jsonfields import MomentValue
from labelwright.core.types import ExactNumber, Ref, UtcDateTime
from labelwright.filters import fields, regex
from labelwright.filters.fields import Expression, Field, Scope
from labelwright.filters.names import DATA
from labelwright.filters.tree import Condition, Conjunction, Group, Operator, Order, Range, Scalar, ValueType

_LONG = 100

SORTED_CHARACTERS = 600
"""Of a text. PostgreSQL refuses rows with index entries of more than some 2,700 bytes; a character has four at most."""

_COMPARED: dict[Operator, Callable[[Any, Any], Any]] = {
    Operator.EQUAL: operator.eq,
    Operator.LESS: operator.lt,
    Operator.GREATER: operator.gt,
    Operator.LESS_OR_EQUAL: operator.le,
    Operator.GREATER_OR_EQUAL: operator.ge,
}
_POSITIVE = {
    Operator.NOT_EQUAL: Operator.EQUAL,
    Operator.NOT_IN: Operator.IN,
    Operator.NOT_IN_LIST: Operator.IN_LIST,
    Operator.NOT_CONTAINS: Operator.CONTAINS,
}


def where(group: Group, scope: Scope) -> ColumnElement[bool]:
    """The condition that a group is; an empty one always holds."""
    if not group.items:
        return true()
    parts = [where(item, scope) if isinstance(item, Group) else _condition(item, scope) for item in group.items]
    return and_(*parts) if group.conjunction == Conjunction.AND else or_(*parts)


def order_by(orders: tuple[Order, ...], scope: Scope) -> list[ColumnElement[Any]]:
    """The terms to sort by: what has no value comes last, and the id settles ties."""
    terms: list[ColumnElement[Any]] = []
    for order in orders:
        if order.column == "id":
            return [*terms, fields.TASK.c.id.desc() if order.is_descending else fields.TASK.c.id.asc()]
        value = sort_value(fields.field(order.column, order.type or ValueType.STRING, scope))
        terms.append((value.desc() if order.is_descending else value.asc()).nulls_last())
    return [*terms, fields.TASK.c.id.asc()]


def sort_value(field: Field) -> Expression:
    """What a column is sorted by; an index for it is on exactly this: of texts it holds the beginning."""
    if not _is_text(field):
        return field.value
    # As they stand in the index, not as parameters, by which no expression is known again.
    first, length = literal_column("1", Integer()), literal_column(str(SORTED_CHARACTERS), Integer())
    return textsearch.Bytewise(func.substr(field.text, first, length))


def _is_text(field: Field) -> bool:
    return field.type in (ValueType.STRING, ValueType.LIST, ValueType.UNKNOWN)


def _compared_value(field: Field, *others: Any) -> Expression:
    """What is compared with values: what is sorted by says the same of all that are shorter than it."""
    is_short = all(len(str(other)) < SORTED_CHARACTERS for other in others)
    return sort_value(field) if is_short or not _is_text(field) else textsearch.Bytewise(field.text)


def _condition(condition: Condition, scope: Scope) -> ColumnElement[bool]:
    field = fields.field(condition.column, condition.type, scope)
    is_field = condition.column.startswith(DATA)
    if condition.operator == Operator.EMPTY:
        return field.is_empty if condition.value is True else not_(field.is_empty)
    asked = _POSITIVE.get(condition.operator, condition.operator)
    positive = _positive(field, asked, condition.value, is_field=is_field)
    if asked is condition.operator:
        return positive
    compares = asked not in (Operator.CONTAINS, Operator.REGEX)
    if compares and field.type in (ValueType.NUMBER, ValueType.DATETIME):
        return not_(positive)
    return positive.is_not(true())


def _positive(field: Field, asked: Operator, value: Any, *, is_field: bool) -> ColumnElement[bool]:
    if field.type == ValueType.LIST and field.parts is not None:
        return field.parts(partial(_is_among, wanted=value if isinstance(value, tuple) else (value,)))
    if asked == Operator.CONTAINS:
        return _contains(field, str(value))
    if asked == Operator.REGEX:
        return _matches(field, str(value))
    if asked == Operator.IN:
        return _within(field, value, is_field=is_field)
    if asked == Operator.IN_LIST:
        return _one_of(field, value, is_field=is_field)
    # A flag stands as it is, so that an index under this very condition serves it.
    is_flag = asked == Operator.EQUAL and value is True and not is_field
    compared = _COMPARED[asked](_compared_value(field, value), _bound(field, value, is_field=is_field))
    result: ColumnElement[bool] = field.value if is_flag else compared
    return result


def _is_among(member: Expression, wanted: tuple[int, ...]) -> ColumnElement[bool]:
    """Ids, as parameters while they are few: of what stands in a list PostgreSQL cannot guess how much it finds."""
    return longlists.is_in(member, wanted) if len(wanted) > _LONG else member.in_([literal(n, Ref) for n in wanted])


def _one_of(field: Field, wanted: tuple[Scalar, ...], *, is_field: bool) -> ColumnElement[bool]:
    """A short list as parameters, which an index serves; a long one, which is quicker to build, as one."""
    if len(wanted) > _LONG and field.type == ValueType.NUMBER:
        return longlists.number_is_in(field.value, [n for n in wanted if isinstance(n, (int, float))])
    if len(wanted) > _LONG and field.type == ValueType.STRING:
        return longlists.text_is_in(field.text, [str(item) for item in wanted])
    bound = [_bound(field, item, is_field=is_field) for item in wanted]
    return _compared_value(field, *wanted).in_(bound) if bound else false()


def _within(field: Field, ends: Range, *, is_field: bool) -> ColumnElement[bool]:
    value = _compared_value(field, ends.least, ends.most)
    parts: list[ColumnElement[bool]] = []
    if ends.least is not None:
        parts.append(value >= _bound(field, ends.least, is_field=is_field))
    if ends.most is not None:
        parts.append(value <= _bound(field, ends.most, is_field=is_field))
    return and_(*parts)


def _contains(field: Field, needle: str) -> ColumnElement[bool]:
    if field.parts is not None:
        return field.parts(lambda text: textsearch.contains(text, needle))
    if field.is_container is None:
        return textsearch.contains(field.text, needle)
    found = textsearch.contains(field.text, needle, may_be_indexed=True)
    compact = needle.replace(" ", "")
    if compact == needle:
        return found
    # Lists and objects are searched without their blanks, which the databases put differently.
    return or_(found, and_(field.is_container, textsearch.contains(field.text, compact, may_be_indexed=True)))


def _matches(field: Field, pattern: str) -> ColumnElement[bool]:
    translated = regex.translate(pattern)
    if translated is None:
        return false()
    spelled = (literal(translated.postgres, Text()), literal(translated.re2, Text()))
    if field.parts is not None:
        return field.parts(lambda text: textsearch.Matches(text, *spelled))
    return textsearch.Matches(field.text, *spelled)


def _bound(field: Field, value: Scalar, *, is_field: bool) -> Expression:
    """The value as a parameter of the column's type."""
    if field.type == ValueType.NUMBER:
        fits = isinstance(value, int) and not is_field
        return literal(value, Ref) if fits else literal(value, ExactNumber())
    if field.type == ValueType.DATETIME and isinstance(value, datetime):
        return literal(value, MomentValue() if is_field else UtcDateTime())
    if field.type == ValueType.BOOLEAN:
        return true() if value else false()
    return literal(str(value), Text())
