"""The database: engines for both dialects, units of work, and the few things that differ between them.

SQLite has one writer. Write transactions begin with BEGIN IMMEDIATE and pass through one in-process lock, so waiting is
fair and nobody sees "database is locked"; reads have connections of their own. PostgreSQL needs none of this.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import Annotated, Any, Literal, cast

from fastapi import Depends, Request
from sqlalchemy import event, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects import sqlite as sqlite_dialect
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from labelwright.core import audit, outbox, textsearch
from labelwright.core.audit import Note
from labelwright.core.errors import Unavailable
from labelwright.core.events import Events
from labelwright.core.outbox import Fact
from labelwright.core.settings import Settings

WRITER_WAIT_SECONDS = 10.0
"""How long a write waits for the one SQLite writer before it is told to come back."""

CONNECT_WAIT_SECONDS = 10.0
"""How long a request waits for a database that does not answer."""

BEFORE_COMMIT: ContextVar[Callable[[AsyncSession], Awaitable[None]] | None] = ContextVar("before_commit", default=None)
"""What the running request adds to its unit of work before the commit."""

Outbox = Callable[[AsyncSession, Sequence[Fact]], Awaitable[None]]
Audit = Callable[[AsyncSession, Sequence[Note]], Awaitable[None]]


def _as_is(value: Any) -> Any:
    """JSON columns exchange text with the driver; parsing is the column types' business."""
    return value


class Database:
    """Engines and units of work of one database."""

    def __init__(self, url: str, *, pool_size: int = 8, synchronous: str = "FULL") -> None:
        """Make engines without connecting."""
        self.url = url
        self.is_sqlite = url.startswith("sqlite")
        self.events = Events()
        self.outbox: Outbox | None = None
        """Writes what a unit of work has recorded into it, just before its commit."""
        self.audit: Audit | None = None
        """Writes what is to be found in the activity log, just before the commit as well."""
        self._writer = asyncio.Lock()
        if self.is_sqlite:
            # The driver opens no transaction of its own (see `configure`): a read session is in autocommit by nature.
            self._read_engine = _sqlite_engine(url, pool_size=4, synchronous=synchronous, reset=None)
            # As many as downloads may be slow at one time: each holds its connection to the end.
            self._snapshot_engine = _sqlite_engine(
                url, pool_size=2, overflow=30, synchronous=synchronous, reset="rollback"
            )
            self._write_engine = _sqlite_engine(url, pool_size=1, synchronous=synchronous, reset="rollback")
            event.listen(self._write_engine.sync_engine, "begin", _begin_immediate)
            event.listen(self._snapshot_engine.sync_engine, "begin", _begin_deferred)
        else:
            self._write_engine = _postgres_engine(url, pool_size)
            self._read_engine = self._write_engine.execution_options(isolation_level="AUTOCOMMIT")
            self._snapshot_engine = self._write_engine.execution_options(isolation_level="REPEATABLE READ")

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A session for reading; every statement sees what is committed when it runs."""
        connection = await _patiently(self._read_engine)
        try:
            async with AsyncSession(connection, expire_on_commit=False, autoflush=False) as session:
                yield session
        finally:
            await connection.close()

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[AsyncSession]:
        """A session whose statements all see one moment, for exports."""
        connection = await _patiently(self._snapshot_engine)
        try:
            async with AsyncSession(connection, expire_on_commit=False, autoflush=False) as session:
                yield session
        finally:
            await connection.close()

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """One unit of work: commits when the block ends well, else rolls back."""
        async with self._turn_to_write():
            connection = await _patiently(self._write_engine)
            try:
                async with AsyncSession(connection, expire_on_commit=False) as session:
                    yield session
                    await self.commit(session)
            finally:
                await connection.close()
        self.events.deliver(session)

    async def wait(self, seconds: float) -> None:
        """Wait for a database that is starting as well.

        Raises:
            Unavailable: it has not answered in all that time; a single look takes `CONNECT_WAIT_SECONDS`.
        """
        deadline = time.monotonic() + seconds
        while True:
            try:
                async with self.read():
                    return
            except Unavailable:
                if time.monotonic() >= deadline:
                    raise

    async def note(self, *notes: Note) -> None:
        """Keep in the activity log what is part of no unit of work, such as a download."""
        async with self.write() as session:
            audit.note(session, *notes)

    async def commit(self, session: AsyncSession) -> None:
        """Commit a unit of work, with what is to be told and kept of it and what the request adds to it."""
        if session.new or session.dirty or session.deleted:
            await session.flush()  # what the commit would write is noted too
        if (facts := outbox.take(session)) and self.outbox is not None:
            await self.outbox(session, facts)
        if (notes := audit.take(session)) and self.audit is not None:
            await self.audit(session, notes)
        if (add := BEFORE_COMMIT.get()) is not None:
            await add(session)
        await session.commit()

    @asynccontextmanager
    async def driver_connection(self) -> AsyncIterator[Any]:
        """A connection of PostgreSQL's driver, in autocommit, for work that SQLAlchemy has no part in."""
        connection = await _patiently(self._write_engine)
        try:
            yield (await connection.get_raw_connection()).driver_connection
        finally:
            # What was listened to and set on it is nobody else's business.
            await connection.invalidate()
            await connection.close()

    @asynccontextmanager
    async def _turn_to_write(self) -> AsyncIterator[None]:
        if not self.is_sqlite:
            yield
            return
        try:
            await asyncio.wait_for(self._writer.acquire(), WRITER_WAIT_SECONDS)
        except TimeoutError as error:
            raise Unavailable("The database is busy with other writes. Try again.", code="busy") from error
        try:
            yield
        finally:
            self._writer.release()

    @property
    def connections_in_use(self) -> dict[str, int]:
        """Connections that are out of their pools now, by pool."""
        if not self.is_sqlite:
            return {"all": _checked_out(self._write_engine)}
        engines = {"read": self._read_engine, "snapshot": self._snapshot_engine, "write": self._write_engine}
        return {name: _checked_out(engine) for name, engine in engines.items()}

    async def close(self) -> None:
        """Close all pools."""
        for engine in (self._write_engine, self._read_engine, self._snapshot_engine):
            await engine.dispose()


async def _patiently(engine: AsyncEngine) -> AsyncConnection:
    """A connection, waiting a while for a database that is restarting."""
    deadline = time.monotonic() + CONNECT_WAIT_SECONDS
    while True:
        try:
            return await engine.connect()
        except PoolTimeout as error:
            raise Unavailable("The database is busy with other requests. Try again.", code="busy") from error
        except (OSError, DBAPIError, TimeoutError) as error:
            if engine.dialect.name == "sqlite":
                raise  # a file that cannot be opened will not come back by itself
            if time.monotonic() > deadline:
                raise Unavailable("The database does not answer.", code="database_unavailable") from error
            await asyncio.sleep(0.25)


def _checked_out(engine: AsyncEngine) -> int:
    pool = engine.pool
    return pool.checkedout() if isinstance(pool, AsyncAdaptedQueuePool) else 0


def _postgres_engine(url: str, pool_size: int) -> AsyncEngine:
    engine = create_async_engine(
        url,
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_timeout=CONNECT_WAIT_SECONDS,
        json_serializer=_as_is,
        json_deserializer=_as_is,
        connect_args={
            "timeout": CONNECT_WAIT_SECONDS,
            "server_settings": {"application_name": "labelwright", "statement_timeout": "30000", "jit": "off"},
        },
    )
    event.listen(engine.sync_engine, "checkout", _refuse_closed)
    return engine


def _refuse_closed(dbapi_connection: Any, _record: Any, _proxy: Any) -> None:
    """Replace a connection that the server has closed; costs no round trip."""
    if dbapi_connection.driver_connection.is_closed():
        raise DisconnectionError("the server closed this connection")


def _sqlite_engine(
    url: str, *, pool_size: int, synchronous: str, reset: Literal["rollback"] | None, overflow: int = 0
) -> AsyncEngine:
    engine = create_async_engine(
        url,
        poolclass=AsyncAdaptedQueuePool,
        pool_reset_on_return=reset,
        pool_size=pool_size,
        max_overflow=overflow,
        pool_timeout=CONNECT_WAIT_SECONDS,
        connect_args={"timeout": 30},
    )

    def configure(dbapi_connection: Any, _record: Any) -> None:
        # We say BEGIN ourselves: the driver's own choice of moment would make every write a deferred one.
        dbapi_connection.isolation_level = None
        cursor = dbapi_connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "foreign_keys=ON",
            "busy_timeout=30000",
            "temp_store=MEMORY",
            f"synchronous={synchronous}",
            "cache_size=-16000",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()
        textsearch.add_functions(dbapi_connection)

    event.listen(engine.sync_engine, "connect", configure)
    return engine


def _begin_immediate(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_deferred(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN")


def open_database(settings: Settings) -> Database:
    """The database that the settings name."""
    return Database(settings.url, pool_size=settings.database_pool_size, synchronous=settings.sqlite_synchronous.value)


async def _write_session(request: Request) -> AsyncIterator[AsyncSession]:
    database: Database = request.app.state.db
    async with database.write() as session:
        # The caller is looked up in the session that is open anyway, where a route names it first.
        request.state.session = request.state.write_session = session
        yield session


async def _read_session(request: Request) -> AsyncIterator[AsyncSession]:
    database: Database = request.app.state.db
    async with database.read() as session:
        request.state.session = session
        yield session


# The scope matters: with the default one the commit would come after the response has left.
DbSession = Annotated[AsyncSession, Depends(_write_session, scope="function")]
ReadSession = Annotated[AsyncSession, Depends(_read_session, scope="function")]


# What differs between the dialects, by name.


def is_sqlite(session: AsyncSession) -> bool:
    """Whether this session talks to SQLite (for the few statements that have two spellings)."""
    return session.get_bind().dialect.name == "sqlite"


def upsert(session: AsyncSession, table: Any) -> postgresql.Insert:
    """An INSERT with `on_conflict_do_update` and `on_conflict_do_nothing` for the session's dialect."""
    return upsert_for(table, sqlite=is_sqlite(session))


def upsert_for(table: Any, *, sqlite: bool) -> postgresql.Insert:
    """The same for a statement that is built once for each dialect."""
    insert: Any = sqlite_dialect.insert if sqlite else postgresql.insert
    return cast("postgresql.Insert", insert(table))


async def one_at_a_time(session: AsyncSession, what: str) -> None:
    """Let one transaction do `what` at a time, until it ends. SQLite has one writer in any case."""
    if not is_sqlite(session):
        await session.execute(text("SELECT pg_advisory_xact_lock(hashtext(:what))"), {"what": what})
