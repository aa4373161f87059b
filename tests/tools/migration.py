"""Write a migration from the difference between the models and the newest revision: `make migration m="…"`."""

import asyncio
import sys
import tempfile
from pathlib import Path

from alembic import command
from sqlalchemy import Connection

from labelwright.core import migrate
from labelwright.core.db import Database


def _write(connection: Connection, message: str) -> None:
    config = migrate.alembic_config(connection)
    number = f"{int(migrate.HEAD) + 1:04d}"
    command.revision(config, message=message, autogenerate=True, rev_id=number)


async def _main(message: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite+aiosqlite:///{Path(folder) / 'empty.sqlite3'}")
        await migrate.upgrade(database)
        async with database.write() as session:
            connection = await session.connection()
            await connection.run_sync(_write, message)
        await database.close()


if __name__ == "__main__":
    if len(sys.argv) < 2 or not sys.argv[1].strip():
        sys.exit('say what it does: make migration m="add task lock"')
    asyncio.run(_main(sys.argv[1]))
