"""Column types that mean the same on SQLite and PostgreSQL, and the declarative base."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator
from sqlalchemy import BigInteger, DateTime, Dialect, Float, Integer, MetaData, Numeric, Row, Select, Text
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.sql import expression
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeDecorator, TypeEngine

from labelwright.core import json

Json = Any
"""A JSON value. The one place where `Any` is right: its shape is the user's."""

AnyRow = Row[*tuple[Any, ...]]
AnySelect = Select[*tuple[Any, ...]]
"""Rows and statements whose columns are all those of a table, read by name."""

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def in_utc(moment: datetime) -> datetime:
    """The same moment, aware and in UTC, which it is in unless it says otherwise.

    Raises:
        ValueError: no calendar has it there.
    """
    try:
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("No calendar has this moment in UTC.") from error


Instant = Annotated[datetime, AfterValidator(in_utc)]
"""A moment as callers send it: UTC unless it says otherwise."""


class UtcDateTime(TypeDecorator[datetime]):
    """An instant. SQLite keeps it as fixed-width text with six decimals, so that it sorts."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store UTC; a naive value is refused, since nobody knows what it means."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a time zone cannot be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Always aware, always UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class JsonDoc(TypeDecorator[str]):
    """JSON that is searched: JSONB on PostgreSQL, text on SQLite. In Python it is JSON text, not objects."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """JSONB where there is one."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.JSONB(none_as_null=True))
        return dialect.type_descriptor(Text())


class JsonText(TypeDecorator[str]):
    """JSON that is passed through and kept to the byte: `json` on PostgreSQL, text on SQLite."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """`json` keeps key order and the spelling of numbers, JSONB would not."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.JSON(none_as_null=True))
        return dialect.type_descriptor(Text())


class JsonValue(TypeDecorator[Json]):
    """Small JSON of our own (settings, counts): Python objects on both sides."""

    impl = JsonDoc
    cache_ok = True

    def process_bind_param(self, value: Json, _dialect: Dialect) -> str | None:
        """Dump unless absent."""
        return None if value is None else json.packed(value).decode()

    def process_result_value(self, value: str | None, _dialect: Dialect) -> Json:
        """Load unless absent."""
        return None if value is None else json.unpacked(value)


Id = Annotated[int, mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)]
"""Primary key. SQLite gets AUTOINCREMENT (see `Base`), so that an id is never used twice."""

Ref = BigInteger().with_variant(Integer, "sqlite")
"""Type of a foreign key."""

CreatedAt = Annotated[datetime, mapped_column(UtcDateTime, default=now)]
UpdatedAt = Annotated[datetime, mapped_column(UtcDateTime, default=now, onupdate=now)]


class Base(DeclarativeBase):
    """All tables of the product."""

    metadata = MetaData(naming_convention=NAMING)
    __table_args__: Any = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy declares it as an instance variable


class DatabaseNow(expression.FunctionElement[datetime]):
    """The database's clock, so that the clocks of replicas do not matter."""

    type = UtcDateTime()
    inherit_cache = True


@compiles(DatabaseNow)
def _now_default(_element: DatabaseNow, _compiler: SQLCompiler, **_: Any) -> str:
    return "clock_timestamp()"


@compiles(DatabaseNow, "sqlite")
def _now_sqlite(_element: DatabaseNow, _compiler: SQLCompiler, **_: Any) -> str:
    return "strftime('%Y-%m-%d %H:%M:%f000', 'now')"


class DatabaseNowPlus(expression.FunctionElement[datetime]):
    """The database's clock plus a bound number of seconds."""

    type = UtcDateTime()
    inherit_cache = True


@compiles(DatabaseNowPlus)
def _plus_default(element: DatabaseNowPlus, compiler: SQLCompiler, **options: Any) -> str:
    seconds = compiler.process(element.clauses, **options)
    return f"clock_timestamp() + make_interval(secs => {seconds})"


@compiles(DatabaseNowPlus, "sqlite")
def _plus_sqlite(element: DatabaseNowPlus, compiler: SQLCompiler, **options: Any) -> str:
    seconds = compiler.process(element.clauses, **options)
    return f"strftime('%Y-%m-%d %H:%M:%f000', 'now', {seconds} || ' seconds')"


class IsoText(expression.FunctionElement[str]):
    """An instant as ISO 8601 text in UTC with microseconds and `Z`, made by the database: exports need millions."""

    type = Text()
    inherit_cache = True


@compiles(IsoText)
def _iso_default(element: IsoText, compiler: SQLCompiler, **options: Any) -> str:
    column = compiler.process(element.clauses, **options)
    return f"to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"


@compiles(IsoText, "sqlite")
def _iso_sqlite(element: IsoText, compiler: SQLCompiler, **options: Any) -> str:
    return f"replace({compiler.process(element.clauses, **options)}, ' ', 'T') || 'Z'"


class ExactNumber(TypeDecorator[int | float]):
    """A number as it was given: `numeric` on PostgreSQL, whatever it is on SQLite."""

    impl = Float
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """`numeric` where there is one."""
        return dialect.type_descriptor(Numeric() if dialect.name == "postgresql" else Float())

    def process_bind_param(self, value: float | None, dialect: Dialect) -> Any:
        """By its decimal digits, so that 0.1 equals a stored 0.1."""
        return Decimal(str(value)) if value is not None and dialect.name == "postgresql" else value
