"""Bringing the database's schema to the revision that this code knows."""

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from labelwright.core.db import Database
from labelwright.core.errors import Conflict
from labelwright.core.resources import resource

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0018"
"""The newest revision, so that a start need not load Alembic to see that nothing is to be done."""

_LOCK = 0x1ABE1_0001
"""Key of the advisory lock that lets one process migrate at a time on PostgreSQL."""


async def current_revision(database: Database) -> str | None:
    """The revision the database is at; None for an empty one."""
    async with database.read() as session:
        try:
            return (await session.execute(text("SELECT version_num FROM alembic_version"))).scalar_one_or_none()
        except DBAPIError:
            return None


def is_served(revision: str | None) -> bool:
    """Whether a process that is up can go on with this schema: its own, or one that a newer release has extended.

    In a rolling upgrade the schema goes ahead of the processes. Revisions are numbered, so that newer ones sort later.
    """
    return revision is not None and revision >= HEAD


async def upgrade(database: Database) -> bool:
    """Upgrade to `HEAD` in one transaction, under a lock. Returns whether there was anything to do.

    Raises:
        Conflict: the schema is one of a newer release.
    """
    found = await current_revision(database)
    if found == HEAD:
        return False
    if is_served(found):
        raise Conflict(f"the database has the schema {found} of a newer release, this one works on {HEAD}")
    async with database.write() as session:
        connection: AsyncConnection = await session.connection()
        if not database.is_sqlite:
            await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        await connection.run_sync(_run, "upgrade", "head")
    return True


def _run(connection: Connection, command: str, *arguments: str) -> None:
    from alembic import command as alembic

    config = alembic_config(connection)
    getattr(alembic, command)(config, *arguments)


def alembic_config(connection: Any) -> "Config":
    """Alembic's configuration for work on one open connection."""
    from alembic.config import Config

    config = Config(str(resource("alembic.ini")))
    config.attributes["connection"] = connection
    return config
