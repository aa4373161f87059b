"""One key of a JSON document in SQL: as text, number, truth value or moment, the same on SQLite and PostgreSQL.

Every reading is safe: what is no number reads as NULL, never as an error. Keys may hold any character; they stand in
the statement as quoted literals, since an expression index matches nothing else.
"""

import re
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import Boolean, ColumnElement, DateTime, Dialect, Numeric, Text, bindparam, func, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import expression
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeDecorator, TypeEngine

NUMBER = r"^[ \t\n\r]*-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]{1,2})?[ \t\n\r]*$"
"""Text that reads as a number: the grammar of JSON, with blanks around it."""

MOMENT = (
    r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    r"([T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]+)?)?(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])?)?$"
)
"""Text that reads as a moment: a date of ISO 8601, with or without a time and a zone."""

_LONGEST_NUMBER = 400
_PLAIN_KEY = re.compile(r"[A-Za-z0-9_ .:/@#$%&()*+,;<=>?!|~^'\[\]{}-]+")


class _Field(expression.FunctionElement[Any]):
    """A reading of a field; its clauses are the value and type on SQLite, and the value on PostgreSQL."""

    inherit_cache = True

    def parts(self, compiler: SQLCompiler, **options: Any) -> list[str]:
        """The clauses as SQL."""
        return [compiler.process(clause, **options) for clause in self.clauses]


F = TypeVar("F", bound=_Field)


class FieldText(_Field):
    """Text as it is; numbers and truth values as JSON spells them; lists and objects as JSON without blanks."""

    type = Text()
    inherit_cache = True


class FieldNumber(_Field):
    """Numbers, and text that reads as one."""

    type = Numeric()
    inherit_cache = True


class FieldFlag(_Field):
    """Truth values, and the texts `true` and `false`."""

    type = Boolean()
    inherit_cache = True


class MomentValue(TypeDecorator[datetime]):
    """An instant as `FieldMoment` gives it: a timestamp in UTC, on SQLite as text with milliseconds."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """A timestamp where there is one."""
        return dialect.type_descriptor(DateTime() if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """To the millisecond, which is what SQLite reads."""
        if value is None:
            return None
        moment = value.astimezone(UTC).replace(tzinfo=None, microsecond=value.microsecond // 1000 * 1000)
        return moment if dialect.name == "postgresql" else moment.isoformat(" ", "milliseconds")


class FieldMoment(_Field):
    """Text that reads as a moment."""

    type = MomentValue()
    inherit_cache = True


class FieldIsEmpty(_Field):
    """Whether the field is missing, null, or an empty text, list or object."""

    type = Boolean()
    inherit_cache = True


class FieldIsContainer(_Field):
    """Whether the field holds a list or an object."""

    type = Boolean()
    inherit_cache = True


def is_plain(key: str) -> bool:
    """Whether a path of SQLite can spell the key; only such a field can be indexed there."""
    return _PLAIN_KEY.fullmatch(key) is not None


def field(reading: type[F], document: ColumnElement[Any], key: str) -> F:
    """One key of `document` in a reading."""
    name = bindparam(None, key, type_=Text(), literal_execute=True)
    value: ColumnElement[Any]
    kind: ColumnElement[Any]
    if is_plain(key):
        path = bindparam(None, f'$."{key}"', type_=Text(), literal_execute=True)
        value, kind = func.json_extract(document, path), func.json_type(document, path)
    else:
        # A path of SQLite cannot spell every key.
        each = func.json_each(document).table_valued("key", "value", "type")
        value = select(each.c.value).where(each.c.key == name).scalar_subquery()
        kind = select(each.c.type).where(each.c.key == name).scalar_subquery()
    return reading(value, kind, document.op("->", return_type=document.type)(name))


@compiles(FieldText)
def _text_postgres(element: FieldText, compiler: SQLCompiler, **options: Any) -> str:
    value = element.parts(compiler, **options)[2]
    return (
        f"CASE jsonb_typeof({value}) WHEN 'string' THEN ({value}) #>> '{{}}' WHEN 'null' THEN NULL "
        f"WHEN 'array' THEN replace(({value})::text, ' ', '') WHEN 'object' THEN replace(({value})::text, ' ', '') "
        f"ELSE ({value})::text END"
    )


@compiles(FieldText, "sqlite")
def _text_sqlite(element: FieldText, compiler: SQLCompiler, **options: Any) -> str:
    value, kind, _ = element.parts(compiler, **options)
    return (
        f"CASE {kind} WHEN 'text' THEN {value} WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' "
        f"WHEN 'array' THEN replace({value}, ' ', '') WHEN 'object' THEN replace({value}, ' ', '') "
        f"ELSE CAST({value} AS TEXT) END"
    )


@compiles(FieldNumber)
def _number_postgres(element: FieldNumber, compiler: SQLCompiler, **options: Any) -> str:
    value = element.parts(compiler, **options)[2]
    words = f"({value}) #>> '{{}}'"
    return (
        f"CASE jsonb_typeof({value}) WHEN 'number' THEN ({value})::numeric WHEN 'string' THEN "
        f"CASE WHEN length({words}) < {_LONGEST_NUMBER} AND {words} ~ '{NUMBER}' "
        f"THEN ({words})::numeric END END"
    )


@compiles(FieldNumber, "sqlite")
def _number_sqlite(element: FieldNumber, compiler: SQLCompiler, **options: Any) -> str:
    value, kind, _ = element.parts(compiler, **options)
    return (
        f"CASE {kind} WHEN 'integer' THEN {value} WHEN 'real' THEN {value} WHEN 'text' THEN "
        f"CASE WHEN length({value}) < {_LONGEST_NUMBER} AND json_valid({value}) THEN "
        f"CASE WHEN json_type({value}) IN ('integer', 'real') AND {value} NOT GLOB '*[eE][0-9][0-9][0-9]*' "
        f"AND {value} NOT GLOB '*[eE][+-][0-9][0-9][0-9]*' THEN CAST({value} AS NUMERIC) END END END"
    )


@compiles(FieldFlag)
def _flag_postgres(element: FieldFlag, compiler: SQLCompiler, **options: Any) -> str:
    value = element.parts(compiler, **options)[2]
    return (
        f"CASE jsonb_typeof({value}) WHEN 'boolean' THEN ({value})::boolean WHEN 'string' THEN "
        f"CASE lower(({value}) #>> '{{}}') WHEN 'true' THEN true WHEN 'false' THEN false END END"
    )


@compiles(FieldFlag, "sqlite")
def _flag_sqlite(element: FieldFlag, compiler: SQLCompiler, **options: Any) -> str:
    value, kind, _ = element.parts(compiler, **options)
    return (
        f"CASE {kind} WHEN 'true' THEN 1 WHEN 'false' THEN 0 WHEN 'text' THEN "
        f"CASE lower({value}) WHEN 'true' THEN 1 WHEN 'false' THEN 0 END END"
    )


@compiles(FieldMoment)
def _moment_postgres(element: FieldMoment, compiler: SQLCompiler, **options: Any) -> str:
    value = element.parts(compiler, **options)[2]
    words = f"(({value}) #>> '{{}}')"
    # Counted from the first of the month: a cast would fail for the 31st of February. All of it is immutable, as an
    # index needs it; `::timestamp` and `::interval` are not.
    hour, minute = (f"coalesce(nullif(substr({words}, {at}, 2), ''), '0')::int" for at in (12, 15))
    second = f"coalesce(substring({words} from '^.{{16}}:([0-9.]+)'), '0')::float8"
    zone_hours = f"coalesce(substring({words} from '^.{{16}}.*([+-][0-9]{{2}}):[0-9]{{2}}$'), '0')::int"
    zone_sign = f"substring({words} from '^.{{16}}.*([+-])[0-9]{{2}}:[0-9]{{2}}$')"
    return (
        f"CASE WHEN jsonb_typeof({value}) = 'string' AND left({words}, 4) <> '0000' AND {words} ~ '{MOMENT}' "
        f"THEN make_timestamp(substr({words}, 1, 4)::int, substr({words}, 6, 2)::int, 1, {hour}, {minute}, {second}) "
        f"+ make_interval(days => substr({words}, 9, 2)::int - 1, hours => -{zone_hours}, "
        f"mins => -coalesce({zone_sign} || right({words}, 2), '0')::int) END"
    )


@compiles(FieldMoment, "sqlite")
def _moment_sqlite(element: FieldMoment, compiler: SQLCompiler, **options: Any) -> str:
    value, kind, _ = element.parts(compiler, **options)
    # The pattern keeps out what SQLite reads as a moment as well: times of day, Julian days, `now`.
    return (
        f"CASE WHEN {kind} = 'text' AND {value} GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]*' "
        f"AND substr({value}, 1, 4) <> '0000' THEN strftime('%Y-%m-%d %H:%M:%f', {value}, '+0 days') END"
    )


@compiles(FieldIsEmpty)
def _empty_postgres(element: FieldIsEmpty, compiler: SQLCompiler, **options: Any) -> str:
    value = element.parts(compiler, **options)[2]
    return f"""coalesce({value}, 'null') IN ('null', '""', '[]', '{{}}')"""


@compiles(FieldIsEmpty, "sqlite")
def _empty_sqlite(element: FieldIsEmpty, compiler: SQLCompiler, **options: Any) -> str:
    value, kind, _ = element.parts(compiler, **options)
    return (
        f"CASE {kind} WHEN 'text' THEN {value} = '' WHEN 'array' THEN {value} = '[]' "
        f"WHEN 'object' THEN {value} = '{{}}' ELSE {value} IS NULL END"
    )


@compiles(FieldIsContainer)
def _container_postgres(element: FieldIsContainer, compiler: SQLCompiler, **options: Any) -> str:
    return f"(jsonb_typeof({element.parts(compiler, **options)[2]}) IN ('array', 'object'))"


@compiles(FieldIsContainer, "sqlite")
def _container_sqlite(element: FieldIsContainer, compiler: SQLCompiler, **options: Any) -> str:
    return f"({element.parts(compiler, **options)[1]} IN ('array', 'object'))"
