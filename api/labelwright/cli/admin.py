"""Administrative commands. They work on the database directly, also while a server runs on it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

import typer
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.cli.datadir import exclusive, find, prepare, probe_database
from labelwright.cli.failing import fail, plainly, settings_of
from labelwright.core import migrate as migrations
from labelwright.core.access import Role
from labelwright.core.db import open_database
from labelwright.core.security import Keys, server_key
from labelwright.core.settings import Settings, source_of
from labelwright.organizations.service import joining
from labelwright.users import service as users

T = TypeVar("T")
Overrides = Mapping[str, Any]


def _in_transaction(
    overrides: Overrides,
    work: Callable[[AsyncSession, Settings, Keys], Awaitable[T]],
    *,
    given: Mapping[str, str] | None = None,
    makes: bool = True,
) -> T:
    """Run work in one transaction on an up-to-date schema. What only looks (`makes`) needs one that is there.

    `given`: see `plainly`.
    """
    from labelwright import wiring

    settings = settings_of(overrides)

    async def run() -> T:
        database = open_database(settings)
        wiring.keep_log(database)
        try:
            await migrations.upgrade(database)
            async with database.write() as session:
                return await work(session, settings, Keys(server_key(settings)))
        finally:
            await database.close()

    with plainly(given):
        (prepare if makes else find)(settings)
        probe_database(settings)
        return asyncio.run(run())


def migrate(overrides: Overrides) -> None:
    """Upgrade the schema."""
    settings = settings_of(overrides)

    async def run() -> bool:
        database = open_database(settings)
        try:
            await database.wait(settings.database_wait_seconds)
            return await migrations.upgrade(database)
        finally:
            await database.close()

    with plainly():
        prepare(settings)
        probe_database(settings)
        with exclusive(settings):
            changed = asyncio.run(run())
    typer.echo(f"schema {migrations.HEAD}" + ("" if changed else ", nothing to do"))


def show_config(overrides: Overrides) -> None:
    """Print every setting with its value and source."""
    from rich.console import Console
    from rich.table import Table

    settings = settings_of(overrides)
    table = Table("setting", "value", "from", box=None, pad_edge=False)
    for name in Settings.model_fields:
        table.add_row(name, _masked(name, getattr(settings, name)), source_of(name, overrides))
    Console(soft_wrap=True).print(table)


def _masked(name: str, value: Any) -> str:
    if isinstance(value, SecretStr):
        secret = value.get_secret_value()
        if name == "database_url":
            return _without_password(secret)
        return "********" if secret else ""
    if isinstance(value, tuple):
        return ", ".join(str(part) for part in value)
    return "" if value is None else str(value)


def _without_password(url: str) -> str:
    from sqlalchemy.engine import make_url

    return make_url(url).render_as_string(hide_password=True)


def create_user(overrides: Overrides, *, email: str, password: str, role: str) -> None:
    """Create an account and print its e-mail and role."""
    if role.upper() not in Role.__members__:
        fail(f"role: {role!r} is none of {', '.join(name.lower() for name in Role.__members__)}")

    async def work(session: AsyncSession, settings: Settings, _keys: Keys) -> Role:
        return await joining.create_account(session, settings, email=email, password=password, role=Role[role.upper()])

    given = _in_transaction(overrides, work)
    typer.echo(f"{email} ({given.name.lower()})")


def show_token(overrides: Overrides, *, email: str) -> None:
    """Print the legacy token of an account."""

    async def work(session: AsyncSession, _settings: Settings, keys: Keys) -> str | None:
        user = await users.find(session, email)
        return None if user is None else await users.legacy_token(session, keys, user.id)

    token = _in_transaction(overrides, work, makes=False)
    if token is None:
        fail(f"nobody has the e-mail {email}")
    typer.echo(token)


def create_organization(
    overrides: Overrides, *, name: str, owner: str, password: str | None, print_token: bool
) -> None:
    """Create an organization; its owner works in it from now on."""

    async def work(session: AsyncSession, settings: Settings, keys: Keys) -> tuple[int, str]:
        organization, user_id = await joining.found_by_email(session, settings, name, owner, password)
        return organization.id, await users.legacy_token(session, keys, user_id)

    identifier, token = _in_transaction(overrides, work, given={"email": "owner", "title": "name"})
    typer.echo(f"organization {identifier}: {name}, owner {owner}")
    if print_token:
        typer.echo(token)
