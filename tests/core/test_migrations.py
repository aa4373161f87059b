"""The schema: made by migrations alone, and exactly what the models say."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment
from sqlalchemy import Column, Connection, MetaData, Table, inspect, text

from labelwright.core.db import Database
from labelwright.core.errors import Conflict
from labelwright.core.migrate import HEAD, alembic_config, current_revision, is_served, upgrade
from labelwright.core.types import Base, now
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


async def test_a_newer_schema_serves_what_is_up_and_refuses_what_starts(empty_url: str) -> None:
    database = Database(empty_url)
    try:
        await upgrade(database)
        async with database.write() as session:
            await session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        found = await current_revision(database)
        assert is_served(found)
        with pytest.raises(Conflict, match=f"9999 of a newer release, this one works on {HEAD}"):
            await upgrade(database)
        assert await current_revision(database) == found
    finally:
        await database.close()


@pytest.mark.parametrize("revision", [None, "0001"])
def test_without_a_schema_or_on_an_older_one_nothing_is_served(revision: str | None) -> None:
    assert not is_served(revision)


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


@pytest.mark.databases("sqlite")
async def test_ids_are_never_used_twice_in_any_table(empty_url: str) -> None:
    """SQLite forgets that of a table which a migration makes anew."""
    wanted = {
        table.name
        for table in Base.metadata.tables.values()
        if table.dialect_options["sqlite"]["autoincrement"] and [column.name for column in table.primary_key] == ["id"]
    }
    database = Database(empty_url)
    try:
        await upgrade(database)
        async with database.read() as session:
            found = await session.execute(text("SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'"))
            assert wanted <= set(found.scalars())
    finally:
        await database.close()


_FILLED = ["user", "organization", "project", "task", "annotation", "annotation_revision"]


async def test_what_was_stored_before_is_there_after_every_migration(empty_url: str) -> None:
    """A table that is made anew must not take along the rows that refer to it."""
    database = Database(empty_url)

    def step(connection: Connection, target: str) -> None:
        command.upgrade(alembic_config(connection), target)

    def fill(connection: Connection) -> None:
        tables = MetaData()
        tables.reflect(connection, only=_FILLED)
        for name in _FILLED:
            connection.execute(tables.tables[name].insert(), _any_row(tables.tables[name]))
        connection.execute(text("CREATE INDEX ix_task_data_1_of_before ON task (inner_id)"))

    def indexes(connection: Connection) -> set[str | None]:
        return {index["name"] for index in inspect(connection).get_indexes("task")}

    try:
        async with database.write() as session:
            connection = await session.connection()
            await connection.run_sync(step, "0001")
            await connection.run_sync(fill)
        await upgrade(database)
        async with database.read() as session:
            for name in _FILLED:
                assert (await session.execute(text(f'SELECT count(*) FROM "{name}"'))).scalar_one() == 1, name
            assert (await session.execute(text("SELECT project_id FROM annotation_revision"))).scalar_one() == 1
            assert "ix_task_data_1_of_before" not in await (await session.connection()).run_sync(indexes)
    finally:
        await database.close()


def _any_row(table: Table) -> dict[str, Any]:
    """A row with something in every column that must have it; what it refers to has the id 1."""
    kinds: dict[type, Any] = {int: 1, str: "{}", bool: False, float: 0.5, datetime: now(), object: "{}"}
    needed = [column for column in table.columns if not column.nullable or column.primary_key]
    return {column.name: kinds[_python_type(column)] for column in needed}


def _python_type(column: Column[Any]) -> type:
    return int if column.primary_key else column.type.python_type


def test_the_queue_that_we_migrate_to_is_the_one_that_pgqueuer_would_make() -> None:
    script = ScriptDirectory.from_config(alembic_config(None)).get_revision("0002")
    assert script is not None
    assert script.module.QUEUE.strip() == QueryBuilderEnvironment().build_install_query().strip()
