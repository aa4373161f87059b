"""Rules about model backends: connecting, checking, changing them."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core.access import Action, Actor
from labelwright.core.db import Database
from labelwright.core.errors import DomainError, Invalid, NotFound
from labelwright.core.security import Keys
from labelwright.mlbackends import queries
from labelwright.mlbackends.models import AuthMethod, BackendState, MlBackend
from labelwright.mlbackends.schemas import BackendInput
from labelwright.mlbackends.wire import Backends, Target
from labelwright.projects import service as projects
from labelwright.projects.models import Project
from labelwright.users import service as users

REFRESH_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Calling:
    """What calls of backends need: the wire, and the key that opens sealed passwords."""

    wire: Backends
    keys: Keys

    def target(self, row: MlBackend) -> Target:
        """Where a backend is and how to sign in."""
        if row.auth_method != AuthMethod.BASIC:
            return Target(row.url, timeout=row.timeout)
        password = self.keys.unseal(row.sealed) if row.sealed else ""
        return Target(row.url, row.basic_auth_user or "", password, row.timeout)


async def get(session: AsyncSession, actor: Actor, backend_id: int, *, for_update: bool = False) -> MlBackend:
    """A backend of a project that the caller can see; else 404."""
    row = await queries.get(session, actor, backend_id, for_update=for_update)
    if row is None:
        raise NotFound("No MLBackend matches the given query.")
    return row


async def managed(session: AsyncSession, actor: Actor, backend_id: int) -> tuple[MlBackend, Project]:
    """A backend and its project, for somebody who manages it."""
    row = await get(session, actor, backend_id)
    return row, await projects.get(session, actor, row.project_id, Action.MANAGE_PROJECT)


async def listing(database: Database, calling: Calling, actor: Actor, project_id: int | None) -> list[MlBackend]:
    """Backends with the versions that they have now; one that does not answer keeps what was known."""
    async with database.read() as session:
        rows = await queries.visible(session, actor, project_id)
        config_of = {found: await _project(session, actor, found) for found in {row.project_id for row in rows}}
    asked = rows[:REFRESH_AT_ONCE]
    await asyncio.gather(*(_refresh(database, calling, row, config_of[row.project_id]) for row in asked))
    return rows


async def _project(session: AsyncSession, actor: Actor, project_id: int) -> Project:
    return await projects.get(session, actor, project_id)


async def _refresh(database: Database, calling: Calling, row: MlBackend, project: Project) -> None:
    """Ask a backend how it is; what it says is noted, and shown in `row`."""
    values: dict[str, Any] = {"state": BackendState.CONNECTED, "error_message": None}
    try:
        version = await calling.wire.setup(calling.target(row), setup_body(row, project, token=""))
        if row.auto_update and version:
            values["model_version"] = version
    except DomainError as error:
        values = {"state": BackendState.DISCONNECTED, "error_message": error.detail}
    if row.state in (BackendState.TRAINING, BackendState.PREDICTING):
        values.pop("state")
    if row.state == BackendState.ERROR and values["error_message"] is None:
        # That it answers says nothing of what went wrong: the reason stays until the same is done well.
        del values["state"], values["error_message"]
    if any(getattr(row, name) != value for name, value in values.items()):
        async with database.write() as session:
            await queries.note(session, row.id, values)
    for name, value in values.items():
        setattr(row, name, value)


async def create(
    database: Database, calling: Calling, actor: Actor, body: BackendInput, *, server_url: str
) -> MlBackend:
    """Connect a backend that is up and takes the project; refuses any other, naming the field."""
    if body.project is None:
        raise Invalid(project="This field is required.")
    if body.url is None:
        raise Invalid(url="This field is required.")
    async with database.write() as session:
        project = await projects.get(session, actor, body.project, Action.MANAGE_PROJECT)
        token = await users.legacy_token(session, calling.keys, actor.id)
    row = MlBackend(
        project_id=project.id, created_by_id=actor.id, server_url=server_url, auto_update=True, timeout=100, title=""
    )
    _change(row, body, calling.keys)
    version = await _tried(calling, row, project, token)
    row.model_version = version if row.auto_update else (body.model_version or "")
    row.state = BackendState.CONNECTED
    async with database.write() as session:
        project = await projects.get(session, actor, body.project, Action.MANAGE_PROJECT)
        session.add(row)
        await session.flush()
        if not project.model_version and row.title:
            await projects.show_model_version(session, project.id, row.title)
        await session.refresh(row)
    return row


async def update(database: Database, calling: Calling, actor: Actor, backend_id: int, body: BackendInput) -> MlBackend:
    """Change a backend; refuses an address that does not answer. It stays in its project."""
    async with database.write() as session:
        row, project = await managed(session, actor, backend_id)
        connector = actor.id if body.url not in (None, row.url) else row.created_by_id
        token = await token_of(session, calling.keys, connector)
        session.expunge(row)
    _change(row, body, calling.keys)
    version = await _tried(calling, row, project, token)
    async with database.write() as session:
        row = await get(session, actor, backend_id, for_update=True)
        _change(row, body, calling.keys)
        row.created_by_id = connector
        if row.auto_update:
            row.model_version = version or row.model_version
        row.state, row.error_message = BackendState.CONNECTED, None
        await session.flush()
        await session.refresh(row)
    return row


async def delete(session: AsyncSession, actor: Actor, backend_id: int) -> None:
    """Disconnect a backend; its predictions stay."""
    row, _ = await managed(session, actor, backend_id)
    await session.delete(row)


async def token_of(session: AsyncSession, keys: Keys, connector: int | None) -> str:
    """The key that a backend gets: of whoever gave its address, never of somebody who only works with it."""
    return "" if connector is None else await users.legacy_token(session, keys, connector)


def _change(row: MlBackend, body: BackendInput, keys: Keys) -> None:
    given = body.model_dump(exclude_unset=True, exclude={"project", "basic_auth_pass"})
    for name, value in given.items():
        if value is not None or name in ("extra_params", "basic_auth_user"):
            setattr(row, name, value)
    if body.basic_auth_pass is not None:
        row.sealed = keys.seal(body.basic_auth_pass.get_secret_value())
    if row.auth_method == AuthMethod.BASIC and not row.basic_auth_user:
        raise Invalid(basic_auth_user="This field is required for basic authentication.")


async def _tried(calling: Calling, row: MlBackend, project: Project, token: str) -> str:
    target = calling.target(row)
    try:
        await calling.wire.health(target)
        return await calling.wire.setup(target, setup_body(row, project, token=token))
    except DomainError as error:
        raise Invalid(url=error.detail) from error


def setup_body(row: MlBackend, project: Project, *, token: str) -> dict[str, Any]:
    """What a backend is told of a project."""
    return {
        "project": key_of(project),
        "schema": project.label_config,
        "hostname": row.server_url,
        "access_token": token,
        "extra_params": row.extra_params,
    }


def key_of(project: Project) -> str:
    """How the protocol names a project: its id and when it was made, so that a new server is told from an old one."""
    return f"{project.id}.{int(project.created_at.timestamp())}"


async def versions(database: Database, calling: Calling, actor: Actor, backend_id: int) -> dict[str, Any]:
    """Versions that a backend tells of; the present one where it does not know the question."""
    async with database.read() as session:
        row, project = await managed(session, actor, backend_id)
    found = await calling.wire.versions(calling.target(row), key_of(project))
    names: Sequence[Any] = found.get("versions", []) if found else []
    if not names:
        return {"versions": [row.model_version] if row.model_version else []}
    return {"versions": [str(name)[:512] for name in names if isinstance(name, (str, int, float))][:1000]}


async def ids_of_project(session: AsyncSession, project_id: int) -> list[int]:
    """Ids of a project's backends; access is the caller's to check."""
    return [row.id for row in await queries.of_project(session, project_id)]


titles = queries.titles
note = queries.note
for_job = queries.by_id
