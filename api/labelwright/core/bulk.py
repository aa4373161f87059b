"""Loading many rows at once: `unnest` on PostgreSQL, the driver's `executemany` on SQLite."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Table, bindparam, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core.db import is_sqlite
from labelwright.core.types import JsonDoc, JsonText, JsonValue

_POSTGRES = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves dialect constructors untyped
BATCH = 5000
# Pages, not rows: counting rows would read them.
_HAS_DOUBLED = text("""
    SELECT pg_relation_size(oid) / current_setting('block_size')::bigint > 2 * greatest(relpages, 8)
    FROM pg_class WHERE oid = CAST(:name AS regclass)
""")


async def reserve_ids(session: AsyncSession, table: Table, count: int) -> Sequence[int]:
    """Ids for `count` new rows that nobody else gets, ascending. Inside the write transaction."""
    if count == 0:
        return []
    if is_sqlite(session):
        found = await session.execute(
            text("SELECT max(seq) FROM sqlite_sequence WHERE name = :name"), {"name": table.name}
        )
        last = found.scalar_one() or 0
        return range(last + 1, last + 1 + count)
    rows = await session.execute(
        text("SELECT nextval(pg_get_serial_sequence(:table, 'id')) FROM generate_series(1, :count)"),
        {"table": f'"{table.name}"', "count": count},
    )
    return rows.scalars().all()


async def insert(
    session: AsyncSession, table: Table, columns: Mapping[str, Sequence[Any]], constants: Mapping[str, Any]
) -> None:
    """Insert rows given by column; `constants` are the same in every row.

    Columns named in neither take their Python default, which must be a plain value.
    """
    names = list(columns)
    if not columns[names[0]]:
        return
    fixed = _defaults(table, {*columns, *constants}) | dict(constants)
    if is_sqlite(session):
        await _insert_sqlite(session, table, columns, fixed)
    else:
        await _insert_postgres(session, table, columns, fixed)


async def renew_statistics(session: AsyncSession, *tables: str) -> None:
    """Tell PostgreSQL how large some tables have become, if they have doubled since it last looked.

    Autovacuum would, a minute later; until then a planner that takes a table of 100,000 rows for an empty one reads all
    of it for every chunk of an export. Last in a transaction that loads much.
    """
    if is_sqlite(session):
        return
    for table in tables:
        if (await session.execute(_HAS_DOUBLED, {"name": table})).scalar_one():
            await session.execute(text(f"ANALYZE {table}"))


def _defaults(table: Table, given: set[str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for column in table.columns:
        default = column.default
        if column.name not in given and default is not None and default.is_scalar:
            values[column.name] = default.arg  # type: ignore[attr-defined]  # scalar defaults have it
    return values


async def _insert_postgres(
    session: AsyncSession, table: Table, columns: Mapping[str, Sequence[Any]], fixed: Mapping[str, Any]
) -> None:
    arrays = ", ".join(f"CAST(:{name} AS {_array_type(table.c[name])}[])" for name in columns)
    picked = [f"r.{name}::{_type(table.c[name])}" for name in columns]
    picked += [f"CAST(:{name} AS {_type(table.c[name])})" for name in fixed]
    statement = text(
        f'INSERT INTO "{table.name}" ({", ".join([*columns, *fixed])}) SELECT {", ".join(picked)} '
        f"FROM unnest({arrays}) AS r({', '.join(columns)})"
    ).bindparams(*(bindparam(name) for name in (*columns, *fixed)))
    # The connection's own dialect: it exchanges JSON as text, which a plain one would dump once more.
    dialect = (await session.connection()).dialect
    values = {name: _bound(table.c[name], value, dialect) for name, value in fixed.items()}
    total = len(next(iter(columns.values())))
    for start in range(0, total, BATCH):
        batch = {name: list(rows[start : start + BATCH]) for name, rows in columns.items()}
        await session.execute(statement, batch | values)


async def _insert_sqlite(
    session: AsyncSession, table: Table, columns: Mapping[str, Sequence[Any]], fixed: Mapping[str, Any]
) -> None:
    connection = await session.connection()
    dialect = connection.dialect
    names = [*columns, *fixed]
    # Constants stand in the statement once as parameters would have to be repeated for every row.
    constants = tuple(_bound(table.c[name], value, dialect) for name, value in fixed.items())
    rows_by_column = [_bound_all(table.c[name], rows, dialect) for name, rows in columns.items()]
    statement = f'INSERT INTO "{table.name}" ({", ".join(names)}) VALUES ({", ".join("?" * len(names))})'
    rows = [(*row, *constants) for row in zip(*rows_by_column, strict=True)]
    for start in range(0, len(rows), BATCH):
        await connection.exec_driver_sql(statement, rows[start : start + BATCH])


def _bound(column: Column[Any], value: Any, dialect: Any) -> Any:
    processor = column.type.dialect_impl(dialect).bind_processor(dialect)
    return value if processor is None or value is None else processor(value)


def _bound_all(column: Column[Any], values: Sequence[Any], dialect: Any) -> Sequence[Any]:
    processor = column.type.dialect_impl(dialect).bind_processor(dialect)
    if processor is None or isinstance(column.type, (JsonDoc, JsonText)):
        return values
    return [None if value is None else processor(value) for value in values]


def _type(column: Column[Any]) -> str:
    return str(column.type.compile(dialect=_POSTGRES))


def _array_type(column: Column[Any]) -> str:
    """JSON arrives as text and is cast afterwards: an array of jsonb would need a codec of its own."""
    return "TEXT" if isinstance(column.type, (JsonDoc, JsonText, JsonValue)) else _type(column)
