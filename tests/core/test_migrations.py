"""The schema: made by migrations alone, and exactly what the models say."""

from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment
from sqlalchemy import Connection, text

from labelwright.core.db import Database
from labelwright.core.migrate import HEAD, alembic_config, current_revision, upgrade
from tests.fixtures.shared import Shared


@pytest.fixture
async def empty_url(db_kind: str, shared: Shared, tmp_path: Path) -> str:
    """A database without any table."""
    if db_kind == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'empty.sqlite3'}"
    postgres = shared.postgres()
    return postgres.url(await postgres.create_database())


def test_the_revision_that_the_code_knows_is_the_newest() -> None:
    assert ScriptDirectory.from_config(alembic_config(None)).get_heads() == [HEAD]


async def test_an_empty_database_is_brought_up_once(empty_url: str) -> None:
    database = Database(empty_url)
    try:
        assert await current_revision(database) is None
        assert await upgrade(database) is True
        assert await current_revision(database) == HEAD
        assert await upgrade(database) is False
    finally:
        await database.close()


async def test_the_models_need_no_further_migration(empty_url: str) -> None:
    database = Database(empty_url)

    def check(connection: Connection) -> None:
        command.check(alembic_config(connection))

    try:
        await upgrade(database)
        async with database.write() as session:
            await (await session.connection()).run_sync(check)
    finally:
        await database.close()


async def test_an_id_is_never_used_twice(empty_url: str) -> None:
    database = Database(empty_url)
    insert = text(
        "INSERT INTO login_failure (account, address, created_at) VALUES ('a', 'b', CURRENT_TIMESTAMP) RETURNING id"
    )
    try:
        await upgrade(database)
        async with database.write() as session:
            first = (await session.execute(insert)).scalar_one()
            await session.execute(text("DELETE FROM login_failure"))
            assert (await session.execute(insert)).scalar_one() > first
    finally:
        await database.close()


def test_the_queue_that_we_migrate_to_is_the_one_that_pgqueuer_would_make() -> None:
    script = ScriptDirectory.from_config(alembic_config(None)).get_revision("0002")
    assert script is not None
    assert script.module.QUEUE.strip() == QueryBuilderEnvironment().build_install_query().strip()
