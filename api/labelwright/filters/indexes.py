"""Expression indexes that make a filter or an ordering on one field of task data fast in a large project.

An index serves a statement only when it is on the very expression of the statement, so both are compiled here by the
same hands. Each is for one project: others should not pay for it when they write.
"""

import hashlib
from collections.abc import Mapping

from sqlalchemy import ColumnElement, Dialect

from labelwright.core.jsonfields import is_plain
from labelwright.filters import compiling, fields
from labelwright.filters.names import DATA
from labelwright.filters.tree import Operator, Query, ValueType, conditions

_POSTGRES = "postgresql"
_SERVED = frozenset(Operator) - {Operator.CONTAINS, Operator.NOT_CONTAINS, Operator.REGEX, Operator.EMPTY}


def name_of(project_id: int, key: str, kind: ValueType) -> str:
    """The name of the index on a field read as a type."""
    digest = hashlib.sha256(f"{kind}:{key}".encode()).hexdigest()[:16]
    return f"ix_task_data_{project_id}_{digest}"


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
            f"CREATE INDEX CONCURRENTLY IF NOT EXISTS {name}_d ON {descending}",
            "ANALYZE task",
        ]
    if not is_plain(key):
        return []
    return [
        f"CREATE INDEX IF NOT EXISTS {name} ON task (project_id, {expression}, id) WHERE project_id = {project_id:d}"
    ]


def drops(project_id: int, key: str, kind: ValueType, dialect: Dialect) -> list[str]:
    """What takes the index away again."""
    name = name_of(project_id, key, kind)
    if dialect.name == _POSTGRES:
        return [f"DROP INDEX CONCURRENTLY IF EXISTS {name}{end}" for end in ("", "_d")]
    return [f"DROP INDEX IF EXISTS {name}"]


def wanted_by(asked: Query, learned: Mapping[str, str | None]) -> set[tuple[str, ValueType]]:
    """The fields that a query filters or sorts on, as what it reads them; `learned` are the types of columns."""
    found: set[tuple[str, ValueType]] = set()
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
