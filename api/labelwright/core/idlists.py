"""Long lists of ids in SQL: one parameter, however many there are, where drivers would run out of parameters."""

from collections.abc import Iterable

import orjson
from sqlalchemy import Boolean, ColumnElement, Text, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import expression
from sqlalchemy.sql.compiler import SQLCompiler


class _IsIn(expression.FunctionElement[bool]):
    type = Boolean()
    inherit_cache = True


def is_in(column: ColumnElement[int], ids: Iterable[int]) -> ColumnElement[bool]:
    """Whether `column` is one of `ids`."""
    return _IsIn(column, literal(orjson.dumps(list(ids)).decode(), Text()))


@compiles(_IsIn)
def _is_in_postgres(element: _IsIn, compiler: SQLCompiler, **options: object) -> str:
    column, ids = (compiler.process(clause, **options) for clause in element.clauses)
    return f"({column} IN (SELECT value::bigint FROM jsonb_array_elements_text(({ids})::jsonb)))"


@compiles(_IsIn, "sqlite")
def _is_in_sqlite(element: _IsIn, compiler: SQLCompiler, **options: object) -> str:
    column, ids = (compiler.process(clause, **options) for clause in element.clauses)
    return f"({column} IN (SELECT value FROM json_each({ids})))"
