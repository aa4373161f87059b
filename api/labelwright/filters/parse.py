"""Reads the published filter document into the typed tree; refusals name the item and its key."""

from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

from labelwright.core.errors import Invalid
from labelwright.core.types import Json
from labelwright.filters import names, values
from labelwright.filters.regex import UnusablePattern, translate
from labelwright.filters.tree import Condition, Conjunction, Group, Operator, Order, Query, ValueType
from labelwright.filters.values import LONGEST_LIST

MOST_FILTERS = 200
MOST_ORDERINGS = 20
DEEPEST = 10

Problems = dict[str, Any]
E = TypeVar("E", ValueType, Operator)


@dataclass(slots=True)
class _Budget:
    """What a filter may still hold; every value is a parameter, and drivers have only so many."""

    filters: int = MOST_FILTERS
    values: int = LONGEST_LIST

    def take(self, *, filters: int = 0, values: int = 0) -> None:
        """Use some of it up."""
        self.filters -= filters
        self.values -= values
        if self.filters < 0:
            raise _Refused(non_field_errors=f"At most {MOST_FILTERS} filters.")
        if self.values < 0:
            raise _Refused(value=f"At most {LONGEST_LIST:,} values in all lists together.")


class _Refused(Exception):
    """Why one item is refused, by key."""

    def __init__(self, **problems: Any) -> None:
        super().__init__()
        self.problems: Problems = {key: [value] if isinstance(value, str) else value for key, value in problems.items()}


def query(filters: Json = None, ordering: Json = None, *, display_types: Json = None) -> Query:
    """A filter document `{conjunction, items}` and a list of `[-]tasks:column`, as a tree.

    `display_types` says as what a column is shown (`{"tasks:data.x": "Number"}`); it is sorted by as the same.
    Refuses unknown columns, operators and types, and values that do not fit.
    """
    return Query(filter_of(filters), ordering_of(ordering, display_types=display_types))


def filter_of(document: Json) -> Group:
    """The filter of a document; nothing and `{}` let every task pass."""
    if document is None or document == {}:
        return Group()
    try:
        return _group(document, _Budget(), depth=0)
    except _Refused as refusal:
        raise Invalid({"filter_group": refusal.problems}) from refusal


def _group(document: Json, budget: _Budget, *, depth: int) -> Group:
    if not isinstance(document, dict):
        raise _Refused(non_field_errors="A filter is an object: {conjunction, items}.")
    if depth > DEEPEST:
        raise _Refused(non_field_errors=f"Groups are nested deeper than {DEEPEST}.")
    conjunction = document.get("conjunction", "and")
    if conjunction not in ("and", "or"):
        raise _Refused(conjunction="Use `and` or `or`.")
    items = document.get("items", document.get("filters"))
    if items is None:
        raise _Refused(items="This field is required.")
    if not isinstance(items, list):
        raise _Refused(items="A list is expected.")
    read: list[Condition | Group] = []
    problems: list[Problems] = []
    for item in items:
        budget.take(filters=1)
        try:
            found = _item(item, budget, depth=depth)
            problems.append({})
            # A group without items asks for nothing.
            if isinstance(found, Condition) or found.items:
                read.append(found)
        except _Refused as refusal:
            problems.append(refusal.problems)
    if any(problems):
        raise _Refused(filters=problems)
    return Group(Conjunction(conjunction), tuple(read))


def _item(item: Json, budget: _Budget, *, depth: int) -> Condition | Group:
    if isinstance(item, dict) and ("items" in item or ("conjunction" in item and "filter" not in item)):
        return _group(item, budget, depth=depth + 1)
    if not isinstance(item, dict):
        raise _Refused(non_field_errors="A filter item is an object.")
    condition = _condition(item, budget)
    children = [item[key] for key in ("child_filter", "childFilter") if item.get(key)]
    children += item.get("child_filters") or []
    if not children:
        return condition
    group = _group({"conjunction": "and", "items": children}, budget, depth=depth + 1)
    return Group(Conjunction.AND, (condition, *group.items))


def _condition(item: dict[str, Any], budget: _Budget) -> Condition:
    column = _column(item.get("filter", item.get("column")))
    asked = _member(ValueType, item.get("type") or ValueType.UNKNOWN, "type")
    operator = _member(Operator, item.get("operator"), "operator")
    is_field = column.startswith(names.DATA)
    kind = names.type_of(column, asked)
    if operator not in values.operators_of(kind, is_field=is_field):
        raise _Refused(operator=f"`{operator}` cannot be asked of a column of type {kind}.")
    try:
        value = values.read(item.get("value"), operator, kind, is_field=is_field)
        if operator == Operator.REGEX:
            translate(str(value))
    except (values.WrongValue, UnusablePattern) as problem:
        raise _Refused(value=str(problem)) from problem
    if isinstance(value, tuple):
        budget.take(values=len(value))
    return Condition(column, kind, operator, value)


def _column(name: Json) -> str:
    if not isinstance(name, str) or not name.startswith(names.FILTER_PREFIX):
        shown = name if isinstance(name, str) else ""
        raise _Refused(column=f'Filter "{shown[:200]}" should start with "{names.FILTER_PREFIX}"')
    column = name.removeprefix(names.FILTER_PREFIX)
    problem = names.problem(column) or _unusable(column)
    if problem:
        raise _Refused(column=problem)
    return column


def _unusable(column: str) -> str | None:
    if "\0" in column or any("\ud800" <= character <= "\udfff" for character in column):
        return "NUL characters and halves of surrogate pairs are not allowed."
    return None


def _member(kinds: type[E], text: Json, key: str) -> E:
    try:
        return kinds(text)
    except ValueError as error:
        raise _Refused(**{key: f"Use one of {', '.join(kinds)}."}) from error


def ordering_of(document: Json, *, display_types: Json = None) -> tuple[Order, ...]:
    """The ordering of a document."""
    if document is None:
        return ()
    if not isinstance(document, list) or len(document) > MOST_ORDERINGS:
        _refuse_ordering(f"A list of at most {MOST_ORDERINGS} columns is expected.")
    types = display_types if isinstance(display_types, dict) else {}
    return tuple(_order(name, types) for name in document if name != "")


def _order(name: Json, types: dict[str, Any]) -> Order:
    if not isinstance(name, str):
        _refuse_ordering("Each entry is a text: `tasks:column`, or `-tasks:column` to descend.")
    bare = name.removeprefix("-")
    column = bare.removeprefix(names.ORDER_PREFIX)
    problem = names.problem(column) or _unusable(column)
    if problem:
        _refuse_ordering(problem)
    shown = types.get(names.ORDER_PREFIX + column)
    is_known = isinstance(shown, str) and shown in tuple(ValueType) and column.startswith(names.DATA)
    return Order(column, name.startswith("-"), ValueType(str(shown)) if is_known else None)


def _refuse_ordering(why: str) -> NoReturn:
    raise Invalid(ordering=why)
