"""Long lists in SQL: one parameter, however many values there are, where drivers would run out of parameters."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Text, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import expression
from sqlalchemy.sql.compiler import SQLCompiler

from labelwright.core import json


class _IsIn(expression.FunctionElement[bool]):
    """Clauses: the column, and the values as a JSON list."""

    type = Boolean()
    inherit_cache = True
    postgres_type = "bigint"

    def self_group(self, against: Any = None) -> "_IsIn":  # noqa: ARG002 - its text stands in brackets in any case
        """A condition as it is: for SQLite it would be compared with 1, and no index serves that."""
        return self


class _NumberIsIn(_IsIn):
    inherit_cache = True
    postgres_type = "numeric"


class _TextIsIn(_IsIn):
    inherit_cache = True
    postgres_type = "text"


def is_in(column: ColumnElement[int], ids: Iterable[int]) -> ColumnElement[bool]:
    """Whether `column` is one of `ids`."""
    return _IsIn(column, _listed(ids))


def number_is_in(column: ColumnElement[Any], numbers: Iterable[float]) -> ColumnElement[bool]:
    """Whether `column` is one of `numbers`."""
    return _NumberIsIn(column, _listed(numbers))


def text_is_in(column: ColumnElement[Any], texts: Iterable[str]) -> ColumnElement[bool]:
    """Whether `column` is one of `texts`."""
    return _TextIsIn(column, _listed(texts))


def _listed(values: Iterable[Any]) -> ColumnElement[str]:
    return literal(json.packed(list(values)).decode(), Text())


@compiles(_IsIn)
def _is_in_postgres(element: _IsIn, compiler: SQLCompiler, **options: object) -> str:
    column, values = (compiler.process(clause, **options) for clause in element.clauses)
    listed = f"SELECT value::{element.postgres_type} FROM jsonb_array_elements_text(({values})::jsonb)"
    return f"({column} IN ({listed}))"


@compiles(_IsIn, "sqlite")
def _is_in_sqlite(element: _IsIn, compiler: SQLCompiler, **options: object) -> str:
    column, values = (compiler.process(clause, **options) for clause in element.clauses)
    return f"({column} IN (SELECT value FROM json_each({values})))"
