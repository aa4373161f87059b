"""Expression indexes that make a filter or an ordering on one field of task data fast in a large project.

An index serves a statement only when it is on the very expression of the statement, so both are compiled here by the
same hands. Each is for one project: others should not pay for it when they write.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import ColumnElement, Dialect

from labelwright.core.jsonfields import is_plain
from labelwright.filters import compiling, fields
from labelwright.filters.names import DATA
from labelwright.filters.tree import Operator, Query, ValueType, conditions

Key = tuple[str, ValueType]
"""A field of task data, and as what it is read."""

MOST = 8
"""Fields of one project that are indexed at most."""

_POSTGRES = "postgresql"
_DESCENDING = "_d"
_SERVED = frozenset(Operator) - {Operator.CONTAINS, Operator.NOT_CONTAINS, Operator.REGEX, Operator.EMPTY}


def prefix_of(project_id: int) -> str:
    """What the names of a project's indexes begin with."""
    return f"ix_task_data_{project_id:d}_"


def name_of(project_id: int, key: str, kind: ValueType) -> str:
    """The name of the index on a field read as a type."""
    digest = hashlib.sha256(f"{kind}:{key}".encode()).hexdigest()[:16]
    return prefix_of(project_id) + digest


def whole(found: Iterable[tuple[str, bool]], dialect: Dialect) -> dict[str, bool]:
    """Names of indexes as `name_of` tells them, and whether all parts can be used, from a catalogue's names."""
    usable: Counter[str] = Counter()
    for name, is_usable in found:
        usable[name.removesuffix(_DESCENDING)] += is_usable
    parts = 2 if dialect.name == _POSTGRES else 1
    return {name: count == parts for name, count in usable.items()}


def missing(project_id: int, wanted: Iterable[Key], present: Mapping[str, bool], dialect: Dialect) -> dict[str, Key]:
    """The wanted indexes that this database could have and a project lacks, by name."""
    named = {name_of(project_id, *key): key for key in wanted if dialect.name == _POSTGRES or is_plain(key[0])}
    return {name: key for name, key in named.items() if not present.get(name)}


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
    built = [statements(project_id, *key, dialect) for name, key in kept if not present.get(name)]
    return [drops(name, dialect) for name in (*broken, *surplus)] + built


def statements(project_id: int, key: str, kind: ValueType, dialect: Dialect) -> list[str]:
    """What makes the index; empty when this database cannot index the field.

    On PostgreSQL the statements run outside a transaction, since the index is built beside the writers; it needs one
    for each direction, as nulls come last in both.
    """
    field = fields.field(DATA + key, kind, fields.Scope())
    expression = _sql(compiling.sort_value(field), dialect)
    name = name_of(project_id, key, kind)
    if dialect.name == _POSTGRES:
        target = f"task ((({expression})), id) WHERE project_id = {project_id:d}"
        descending = f"task ((({expression})) DESC NULLS LAST, id) WHERE project_id = {project_id:d}"
        return [
            f"CREATE INDEX CONCURRENTLY IF NOT EXISTS {name} ON {target}",
            f"CREATE INDEX CONCURRENTLY IF NOT EXISTS {name}{_DESCENDING} ON {descending}",
            "ANALYZE task",
        ]
    if not is_plain(key):
        return []
    return [
        f"CREATE INDEX IF NOT EXISTS {name} ON task (project_id, {expression}, id) WHERE project_id = {project_id:d}"
    ]


def drops(name: str, dialect: Dialect) -> list[str]:
    """What takes an index away again."""
    if dialect.name == _POSTGRES:
        return [f"DROP INDEX CONCURRENTLY IF EXISTS {name}{end}" for end in ("", _DESCENDING)]
    return [f"DROP INDEX IF EXISTS {name}"]


def wanted_by(asked: Query, learned: Mapping[str, str | None]) -> set[Key]:
    """The fields that a query filters or sorts on, as what it reads them; `learned` are the types of columns."""
    found: set[Key] = set()
    for condition in conditions(asked.filter):
        if condition.column.startswith(DATA) and condition.operator in _SERVED:
            found.add((condition.column.removeprefix(DATA), condition.type))
    for order in asked.ordering:
        if order.column.startswith(DATA):
            key = order.column.removeprefix(DATA)
            found.add((key, order.type or ValueType(learned.get(key) or ValueType.STRING)))
    return found


def _sql(expression: ColumnElement[object], dialect: Dialect) -> str:
    compiled = expression.compile(dialect=dialect, compile_kwargs={"include_table": False, "literal_binds": True})
    return str(compiled)
