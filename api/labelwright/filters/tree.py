"""The typed tree of a filter: groups of conditions, and the order of what they leave."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Conjunction(StrEnum):
    """How the items of a group are joined."""

    AND = "and"
    OR = "or"


class Operator(StrEnum):
    """What a condition asks, as it stands on the wire."""

    EQUAL = "equal"
    NOT_EQUAL = "not_equal"
    LESS = "less"
    GREATER = "greater"
    LESS_OR_EQUAL = "less_or_equal"
    GREATER_OR_EQUAL = "greater_or_equal"
    IN = "in"
    NOT_IN = "not_in"
    IN_LIST = "in_list"
    NOT_IN_LIST = "not_in_list"
    EMPTY = "empty"
    CONTAINS = "contains"
    NOT_CONTAINS = "not_contains"
    REGEX = "regex"


class ValueType(StrEnum):
    """As what a column is read, as it stands on the wire."""

    NUMBER = "Number"
    DATETIME = "Datetime"
    BOOLEAN = "Boolean"
    STRING = "String"
    LIST = "List"
    UNKNOWN = "Unknown"


Scalar = int | float | str | bool | datetime


@dataclass(frozen=True, slots=True)
class Range:
    """Both ends belong to it; an end of None is open."""

    least: Scalar | None
    most: Scalar | None


Value = Scalar | Range | tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """One question about one column; the value is of the type that the operator takes."""

    column: str
    type: ValueType
    operator: Operator
    value: Value


@dataclass(frozen=True, slots=True)
class Group:
    """Conditions and groups of them."""

    conjunction: Conjunction = Conjunction.AND
    items: "tuple[Condition | Group, ...]" = ()


def conditions(group: Group) -> Iterator[Condition]:
    """Every condition of a tree."""
    for item in group.items:
        if isinstance(item, Group):
            yield from conditions(item)
        else:
            yield item


@dataclass(frozen=True, slots=True)
class Order:
    """One column to sort by. `type` is None when the column's own is meant."""

    column: str
    is_descending: bool = False
    type: ValueType | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked for: which tasks, in which order."""

    filter: Group = field(default_factory=Group)
    ordering: tuple[Order, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether every task is meant, by id."""
        return not self.filter.items and not self.ordering
