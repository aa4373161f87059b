"""Media of tasks: from the address in task data to an object of a storage that the project has."""

import base64
import binascii
from dataclasses import dataclass
from urllib.parse import unquote

from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core import json
from labelwright.core.access import Action, Actor
from labelwright.core.errors import Invalid, NotFound
from labelwright.projects import service as projects
from labelwright.storage import queries
from labelwright.storage.backends.base import ADDRESS, Backend, Unreachable, under
from labelwright.storage.models import Direction, Kind, Storage
from labelwright.storage.service.connecting import Connections
from labelwright.tasks import service as tasks
from labelwright.tasks.wire import holds

MAX_URI = 8192


@dataclass(frozen=True, slots=True)
class Place:
    """An object of a storage; `seconds` is the life of a signed address, None where there is to be none."""

    backend: Backend
    key: str
    seconds: int | None


def decoded(fileuri: str) -> str:
    """The address that a link holds in base64; refuses what is none. A plus sign may have come as a blank."""
    try:
        raw = fileuri.replace(" ", "+").replace("-", "+").replace("_", "/")
        text = base64.b64decode(raw + "=" * (-len(raw) % 4), validate=True).decode()
    except (binascii.Error, ValueError) as error:
        raise Invalid(fileuri="The address of an object in base64 is expected.") from error
    if len(text) > MAX_URI or "\0" in text:
        raise Invalid(fileuri="The address of an object in base64 is expected.")
    return text


async def of_task(session: AsyncSession, actor: Actor, connections: Connections, task_id: int, uri: str) -> Place:
    """An object that a task shows; else 404."""
    task, project = await tasks.get(session, actor, task_id)
    if not holds(json.parse(task.data.encode()), uri):
        raise NotFound("The task does not show this address.")
    return await _find(session, connections, project.id, uri)


async def of_project(session: AsyncSession, actor: Actor, connections: Connections, project_id: int, uri: str) -> Place:
    """An object of one of a project's storages; else 404."""
    project = await projects.get(session, actor, project_id, Action.VIEW_PROJECT)
    return await _find(session, connections, project.id, uri)


async def _find(session: AsyncSession, connections: Connections, project_id: int, uri: str) -> Place:
    bucket, key = split(uri)
    for storage in await queries.of_project(session, project_id, Direction.IMPORT, Kind.S3):
        if _has(storage, bucket, key):
            options = storage.options
            seconds = int(options.get("presign_ttl", 1)) * 60 if options.get("presign", True) else None
            try:
                return Place(await connections.open(storage), key, seconds)
            except Unreachable as error:
                raise Invalid({error.field: [str(error)]}) from error
    raise NotFound("No storage of the project has this object.")


def split(uri: str) -> tuple[str, str]:
    """Bucket and key of `s3://bucket/key`; any other address is a 404, as no storage has it."""
    scheme, separator, rest = uri.partition("://")
    bucket, slash, key = rest.partition("/")
    if scheme != "s3" or not separator or not slash or not bucket or not key:
        raise NotFound("No storage of the project has this object.")
    return bucket, key


def _has(storage: Storage, bucket: str, key: str) -> bool:
    return storage.options.get("bucket") == bucket and under(storage.options.get("prefix", ""), key)


async def file_to_import(
    session: AsyncSession, actor: Actor, connections: Connections, project_id: int, uri: str
) -> Place:
    """An object that a project's manager imports by its `s3://` address, with the keys of a storage of the project."""
    project = await projects.get(session, actor, project_id, Action.MANAGE_PROJECT)
    try:
        return await _find(session, connections, project.id, uri)
    except NotFound as error:
        raise Invalid(
            url="No S3 storage of this project covers this address. Connect one with its bucket first."
        ) from error


def is_stored(url: str) -> bool:
    """Whether an address in task data leads to a storage."""
    return url.startswith(("s3://", ADDRESS))


async def object_of(session: AsyncSession, connections: Connections, project_id: int, url: str) -> Place:
    """An object of a project's own storages by its address in task data; for the caller's own access check."""
    if not url.startswith(ADDRESS):
        return await _find(session, connections, project_id, url)
    key = unquote(url.removeprefix(ADDRESS))
    for storage in await queries.of_project(session, project_id, Direction.IMPORT, Kind.LOCAL):
        try:
            backend = await connections.open(storage)
        except Unreachable:
            continue
        if backend.covers(key):
            return Place(backend, key, None)
    raise NotFound("No storage of the project has this object.")


async def local_file(session: AsyncSession, actor: Actor, connections: Connections, key: str) -> str | None:
    """The path of a file below the document root that a local storage of a visible project covers; else None."""
    for storage in await queries.local_ones(session, actor):
        try:
            backend = await connections.open(storage)
        except Unreachable:
            continue
        if backend.covers(key):
            return backend.label(key)
    return None
