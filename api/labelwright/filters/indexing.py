"""The indexes on fields of task data in the database: which a project has, and jobs that make and drop them."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core.db import Database, is_sqlite
from labelwright.filters import indexes
from labelwright.filters.indexes import Key
from labelwright.jobs.execution import Passing, Run

Wanted = Callable[[AsyncSession, int], Awaitable[Sequence[Key] | None]]
"""The fields of a project to index, the most important first; None when the project is gone."""

_SQLITE = text("""
    SELECT name, 1 FROM sqlite_master
    WHERE type = 'index' AND tbl_name = 'task' AND substr(name, 1, length(:prefix)) = :prefix
""")
_HAS_TRIGRAMS = text("""
    SELECT EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm') OR (
        EXISTS (SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm')
        AND has_database_privilege(current_database(), 'CREATE')
    )
""")
_POSTGRES = text("""
    SELECT c.relname, i.indisvalid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    WHERE i.indrelid = CAST('task' AS regclass) AND starts_with(c.relname::text, :prefix) ORDER BY c.relname
""")


async def present(session: AsyncSession, project_id: int) -> dict[str, bool]:
    """Names of the indexes that a project has, and whether they can be used: a build that broke leaves what cannot."""
    statement = _SQLITE if is_sqlite(session) else _POSTGRES
    rows = (await session.execute(statement, {"prefix": indexes.prefix_of(project_id)})).all()
    return indexes.whole(((str(name), bool(is_usable)) for name, is_usable in rows), session.get_bind().dialect)


async def lacking(session: AsyncSession, project_id: int, wanted: Sequence[Key]) -> list[str]:
    """Names of the indexes that a project does not have, of those wanted most that it could have."""
    dialect, found = session.get_bind().dialect, await present(session, project_id)
    named = indexes.missing(project_id, await _possible(session, wanted), {}, dialect)
    return [name for name in list(named)[: indexes.MOST] if not found.get(name)]


async def _possible(session: AsyncSession, wanted: Sequence[Key]) -> Sequence[Key]:
    """The wanted ones, without those for searching where trigrams are neither installed nor can be."""
    if is_sqlite(session) or not any(key.is_searched for key in wanted):
        return wanted
    has_trigrams: bool = (await session.execute(_HAS_TRIGRAMS)).scalar_one()
    return wanted if has_trigrams else [key for key in wanted if not key.is_searched]


async def renew(run: Run, project_id: int, wanted: Wanted) -> None:
    """Bring a project's indexes to what is wanted; drops all when it is gone. Writers go on meanwhile on PostgreSQL."""

    async def steps() -> list[list[str]]:
        async with run.database.read() as session:
            keys = await wanted(session, project_id)
            found = await present(session, project_id)
            most = 0 if keys is None else indexes.MOST
            possible = await _possible(session, keys or ())
            return indexes.steps(project_id, possible, found, session.get_bind().dialect, most=most)

    if not await steps():
        return
    if run.database.is_sqlite:
        for step in await steps():
            async with run.batch() as session:
                connection = await session.connection()
                for statement in step:
                    await connection.exec_driver_sql(statement)
        return
    async with _alone(run.database) as connection:
        for step in await steps():
            for statement in step:
                await connection.execute(statement)
            await run.checkpoint()


async def drop(run: Run, project_id: int) -> None:
    """Take all indexes of a project away."""
    await renew(run, project_id, _nothing)


async def _nothing(_session: AsyncSession, _project_id: int) -> None:
    return None


@asynccontextmanager
async def _alone(database: Database) -> AsyncIterator[Any]:
    """A connection outside transactions, for one job at a time: two builds on one table would wait for each other.

    Another one comes back later: if it waited in the database, the build would wait for it in turn.
    """
    async with database.driver_connection() as connection:
        if not await connection.fetchval("SELECT pg_try_advisory_lock(hashtext('indexes of task'))"):
            raise Passing("Another job is at the indexes of tasks.")
        # Building one takes as long as it takes; the connection is not used again.
        await connection.execute("SET statement_timeout = 0")
        yield connection
