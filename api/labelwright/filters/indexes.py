"""Indexes that make a filter, a search or an ordering on one field of task data fast in a large project.

An index serves a statement only when it is on the very expression of the statement, so both are compiled here by the
same hands. Each is for one project: others should not pay for it when they write.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, Dialect

from labelwright.core.jsonfields import is_plain
from labelwright.filters import compiling, fields
from labelwright.filters.names import DATA
from labelwright.filters.tree import Operator, Query, ValueType, conditions


class Key(NamedTuple):
    """A field of task data, as what it is read, and whether it is searched rather than compared."""

    field: str
    kind: ValueType
    is_searched: bool = False


MOST = 8
"""Fields of one project that are indexed at most."""

_POSTGRES = "postgresql"
_DESCENDING = "_d"
_SEARCH = "_t"
_SEARCHES = frozenset({Operator.CONTAINS, Operator.REGEX})
_SERVED = frozenset(Operator) - _SEARCHES - {Operator.NOT_CONTAINS, Operator.EMPTY}
TRIGRAMS = "CREATE EXTENSION IF NOT EXISTS pg_trgm"
"""What indexes for searching need on PostgreSQL; SQLite has nothing of the kind."""


def prefix_of(project_id: int) -> str:
    """What the names of a project's indexes begin with."""
    return f"ix_task_data_{project_id:d}_"


def name_of(project_id: int, key: Key) -> str:
    """The name of an index."""
    digest = hashlib.sha256(f"{key.kind}:{compiling.SORTED_CHARACTERS}:{key.field}".encode()).hexdigest()[:16]
    return prefix_of(project_id) + digest + _SEARCH * key.is_searched


def whole(found: Iterable[tuple[str, bool]], dialect: Dialect) -> dict[str, bool]:
    """Names of indexes as `name_of` tells them, and whether all parts can be used, from a catalogue's names."""
    usable: Counter[str] = Counter()
    for name, is_usable in found:
        usable[name.removesuffix(_DESCENDING)] += is_usable
    return {name: count == len(_ends(name, dialect)) for name, count in usable.items()}


def _ends(name: str, dialect: Dialect) -> tuple[str, ...]:
    """What the names of an index's parts end with: one that sorts has a part for each direction on PostgreSQL."""
    return ("",) if dialect.name != _POSTGRES or name.endswith(_SEARCH) else ("", _DESCENDING)


def missing(project_id: int, wanted: Iterable[Key], present: Mapping[str, bool], dialect: Dialect) -> dict[str, Key]:
    """The wanted indexes that this database could have and a project lacks, by name."""
    named = {name_of(project_id, key): key for key in wanted if _is_possible(key, dialect)}
    return {name: key for name, key in named.items() if not present.get(name)}


def _is_possible(key: Key, dialect: Dialect) -> bool:
    return dialect.name == _POSTGRES or (is_plain(key.field) and not key.is_searched)


def steps(
    project_id: int, wanted: Sequence[Key], present: Mapping[str, bool], dialect: Dialect, *, most: int = MOST
) -> list[list[str]]:
    """The statements, index by index, that bring a project to what is wanted, the first `most` of it.

    What is broken goes, as does what nobody wants any more, but only to make room.
    """
    kept = list(missing(project_id, dict.fromkeys(wanted), {}, dialect).items())[:most]
    names = {name for name, _ in kept}
    broken = [name for name, is_whole in present.items() if not is_whole]
    unwanted = [name for name, is_whole in present.items() if is_whole and name not in names]
    surplus = unwanted[: max(len(kept) + len(unwanted) - most, 0)]
    built = [statements(project_id, key, dialect) for name, key in kept if not present.get(name)]
    return [drops(name, dialect) for name in (*broken, *surplus)] + built


def statements(project_id: int, key: Key, dialect: Dialect) -> list[str]:
    """What makes the index; empty when this database cannot index the field.

    On PostgreSQL the statements run outside a transaction, since the index is built beside the writers. One that sorts
    is two there, one for each direction, as nulls come last in both; one for searching holds the text's trigrams.
    """
    if not _is_possible(key, dialect):
        return []
    field = fields.field(DATA + key.field, key.kind, fields.Scope())
    name, of_project = name_of(project_id, key), f"WHERE project_id = {project_id:d}"
    if key.is_searched:
        text = _sql(field.text, dialect)
        target = f"task USING gin ((({text})) gin_trgm_ops) {of_project}"
        return [TRIGRAMS, f"CREATE INDEX CONCURRENTLY IF NOT EXISTS {name} ON {target}", "ANALYZE task"]
    expression = _sql(compiling.sort_value(field), dialect)
    if dialect.name == _POSTGRES:
        target, reverse = f"((({expression})), id)", f"((({expression})) DESC NULLS LAST, id)"
        return [
            f"CREATE INDEX CONCURRENTLY IF NOT EXISTS {name} ON task {target} {of_project}",
            f"CREATE INDEX CONCURRENTLY IF NOT EXISTS {name}{_DESCENDING} ON task {reverse} {of_project}",
            "ANALYZE task",
        ]
    return [f"CREATE INDEX IF NOT EXISTS {name} ON task (project_id, {expression}, id) {of_project}"]


def drops(name: str, dialect: Dialect) -> list[str]:
    """What takes an index away again."""
    if dialect.name == _POSTGRES:
        return [f"DROP INDEX CONCURRENTLY IF EXISTS {name}{end}" for end in _ends(name, dialect)]
    return [f"DROP INDEX IF EXISTS {name}"]


def wanted_by(asked: Query, learned: Mapping[str, str | None]) -> set[Key]:
    """The fields that a query filters, searches or sorts by; `learned` are the types of columns."""
    found: set[Key] = set()
    for condition in conditions(asked.filter):
        if condition.column.startswith(DATA):
            name = condition.column.removeprefix(DATA)
            if condition.operator in _SERVED:
                found.add(Key(name, condition.type))
            elif condition.operator in _SEARCHES:
                found.add(Key(name, ValueType.STRING, is_searched=True))
    for order in asked.ordering:
        if order.column.startswith(DATA):
            name = order.column.removeprefix(DATA)
            found.add(Key(name, order.type or ValueType(learned.get(name) or ValueType.STRING)))
    return found


def _sql(expression: ColumnElement[object], dialect: Dialect) -> str:
    compiled = expression.compile(dialect=dialect, compile_kwargs={"include_table": False, "literal_binds": True})
    return str(compiled)
