"""Rules about storages: connecting them, synchronising, and what else a project may get from them."""

from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core import audit
from labelwright.core.access import Action, Actor
from labelwright.core.audit import Deed, Note, Subject
from labelwright.core.db import Database
from labelwright.core.errors import Invalid, NotFound
from labelwright.core.types import now
from labelwright.jobs import service as jobs
from labelwright.projects import service as projects
from labelwright.storage import queries
from labelwright.storage.backends.base import Backend, Selection, compiled
from labelwright.storage.models import Direction, Kind, Storage, SyncStatus, place_of
from labelwright.storage.schemas import Credentials, LocalOptions, S3Options, StorageInput
from labelwright.storage.service.connecting import Connections

IMPORT_JOB = "storage.sync"
EXPORT_JOB = "storage.export"
WAIT_SECONDS = 8.0
"""How long a request waits for a synchronisation: small ones are finished when the call returns, as clients expect."""

DUE_BATCH = 100
_COMMON = ("title", "description", "regex_filter", "use_blob_urls", "synchronizable")
_KEYS = tuple(Credentials.model_fields)
MAX_TRACEBACK = 20_000


async def get(
    session: AsyncSession, actor: Actor, storage_id: int, *, kind: Kind, direction: Direction, for_update: bool = False
) -> Storage:
    """A storage of a project that the caller manages; else 404."""
    found = await queries.get(session, actor, storage_id, kind=kind, direction=direction, for_update=for_update)
    if found is None:
        raise NotFound("No Storage matches the given query.")
    return found


async def list_of(
    session: AsyncSession, actor: Actor, project_id: int, direction: Direction, kind: Kind | None = None
) -> list[Storage]:
    """The storages of a project, of one kind or of all."""
    project = await projects.get(session, actor, project_id, Action.MANAGE_PROJECT)
    return await queries.of_project(session, project.id, direction, kind)


def _changed(storage: Storage, given: dict[str, Any]) -> None:
    """Take over what was given, as far as it is the storage's own."""
    for name in _COMMON:
        if given.get(name) is not None:
            setattr(storage, name, given[name])
    model = S3Options if storage.kind == Kind.S3 else LocalOptions
    known = {name: value for name, value in given.items() if name in model.model_fields and value is not None}
    storage.options = model.model_validate({**(storage.options or {}), **known}).model_dump()


def _scheduled(storage: Storage, actor: Actor, minutes: int | None) -> None:
    """Take over how often a storage is synchronised by itself; the first time is one interval away."""
    if minutes is None:
        return
    storage.sync_minutes = minutes or None
    storage.next_sync = now() + timedelta(minutes=minutes) if minutes else None
    storage.sync_by_id = actor.id if minutes else None


def _fresh(kind: Kind, direction: Direction, project_id: int) -> Storage:
    return Storage(
        kind=kind,
        direction=direction,
        project_id=project_id,
        use_blob_urls=False,
        synchronizable=True,
        options={},
        status=SyncStatus.INITIALIZED,
        meta={},
    )


async def create(
    database: Database,
    connections: Connections,
    actor: Actor,
    body: StorageInput,
    *,
    kind: Kind,
    direction: Direction,
) -> Storage:
    """Connect a storage to a project; refuses one that cannot be read."""
    if body.project is None:
        raise Invalid(project="This field is required.")
    async with database.read() as session:
        project = await projects.get(session, actor, body.project, Action.MANAGE_PROJECT)
    given = body.model_dump()
    storage = _fresh(kind, direction, project.id)
    _changed(storage, given)
    credentials = Credentials().changed(given)
    await connections.check(storage, credentials)
    storage.sealed = connections.seal(credentials)
    _scheduled(storage, actor, body.sync_minutes)
    async with database.write() as session:
        await projects.get(session, actor, project.id, Action.MANAGE_PROJECT)
        session.add(storage)
        await session.flush()
    return storage


async def update(
    database: Database,
    connections: Connections,
    actor: Actor,
    storage_id: int,
    body: StorageInput,
    *,
    kind: Kind,
    direction: Direction,
) -> Storage:
    """Change a storage; refuses settings with which it cannot be read. It stays in its project."""
    given = body.model_dump(exclude={"project"})
    async with database.read() as session:
        trial = await get(session, actor, storage_id, kind=kind, direction=direction)
    _changed(trial, given)
    credentials = connections.known_credentials(trial).changed(given)
    await connections.check(trial, credentials)
    async with database.write() as session:
        storage = await get(session, actor, storage_id, kind=kind, direction=direction, for_update=True)
        _changed(storage, given)
        if credentials != connections.known_credentials(storage):
            storage.sealed = connections.seal(credentials)
        _scheduled(storage, actor, body.sync_minutes)
        await session.flush()
    return storage


async def validate(
    database: Database,
    connections: Connections,
    actor: Actor,
    body: StorageInput,
    *,
    kind: Kind,
    direction: Direction,
) -> None:
    """Try settings without keeping them; what is left out comes from the storage that `id` names."""
    given = body.model_dump(exclude={"project", "id"})
    async with database.read() as session:
        if body.id is not None:
            storage = await get(session, actor, body.id, kind=kind, direction=direction)
        elif body.project is not None:
            project = await projects.get(session, actor, body.project, Action.MANAGE_PROJECT)
            storage = _fresh(kind, direction, project.id)
        else:
            raise Invalid(project="This field is required.")
    _changed(storage, given)
    await connections.check(storage, connections.known_credentials(storage).changed(given))


async def delete(session: AsyncSession, actor: Actor, storage_id: int, *, kind: Kind, direction: Direction) -> None:
    """Disconnect a storage. Tasks stay; their media is not to be had any more."""
    await session.delete(await get(session, actor, storage_id, kind=kind, direction=direction))


async def sync(database: Database, actor: Actor, storage_id: int, *, kind: Kind, direction: Direction) -> Storage:
    """Synchronise by a job, and wait for it a while. One that is under way is joined."""
    async with database.write() as session:
        storage = await get(session, actor, storage_id, kind=kind, direction=direction, for_update=True)
        if not storage.synchronizable:
            raise Invalid(non_field_errors="This storage is not synchronizable.")
        job_id = await _order(session, storage, organization_id=actor.organization_id, user_id=actor.id)
    await jobs.wait(database, job_id, seconds=WAIT_SECONDS)
    async with database.read() as session:
        return await get(session, actor, storage_id, kind=kind, direction=direction)


async def _order(session: AsyncSession, storage: Storage, *, organization_id: int, user_id: int | None) -> int:
    """Put the synchronisation of a storage into the queue; returns the job, which one under way is joined to."""
    job_id = await jobs.enqueue(
        session,
        IMPORT_JOB if storage.direction == Direction.IMPORT else EXPORT_JOB,
        {"storage_id": storage.id},
        organization_id=organization_id,
        project_id=storage.project_id,
        user_id=user_id,
        unique_key=f"storage:{storage.id}",
        message="Waiting to synchronise",
    )
    if storage.last_sync_job_id != job_id:
        storage.last_sync_job_id, storage.status, storage.traceback = job_id, SyncStatus.QUEUED, None
        await session.flush()
        if storage.direction == Direction.EXPORT:
            name = (storage.title or place_of(storage.options))[:200]
            about = (Subject.STORAGE, storage.id, name, storage.project_id, organization_id, user_id)
            audit.note(session, Note(Deed.EXPORT_MADE, *about, details={"kind": storage.kind}))
    return job_id


async def sync_due(database: Database) -> None:
    """Put the synchronisation of every storage whose time has come into the queue, each once."""
    while True:
        async with database.write() as session:
            due = await queries.due(session, now(), limit=DUE_BATCH)
            for storage, organization_id in due:
                # From now on and not from when it was due: after a long stop it is done once.
                storage.next_sync = now() + timedelta(minutes=storage.sync_minutes or 1)
                await _order(session, storage, organization_id=organization_id, user_id=storage.sync_by_id)
            await session.flush()
        if len(due) < DUE_BATCH:
            return


def selection(storage: Storage, backend: Backend) -> Selection:
    """Which objects of a storage are meant."""
    is_recursive = bool(storage.options.get("recursive_scan"))
    return Selection(backend.key_in(""), compiled(storage.regex_filter), is_recursive)


async def begin(session: AsyncSession, storage_id: int) -> Storage:
    """A storage whose synchronisation begins; 404 when it was removed."""
    storage = await session.get(Storage, storage_id)
    if storage is None:
        raise NotFound("No Storage matches the given query.")
    storage.status = SyncStatus.IN_PROGRESS
    return storage


async def end(
    session: AsyncSession, storage_id: int, status: SyncStatus, *, count: int | None, traceback: str | None
) -> None:
    """Note how a synchronisation ended."""
    storage = await session.get(Storage, storage_id)
    if storage is None:
        return
    storage.status, storage.last_sync = status, now()
    storage.traceback = traceback[:MAX_TRACEBACK] if traceback else None
    if count is not None:
        storage.last_sync_count = count


known_keys = queries.known_keys
insert_links = queries.insert_links
