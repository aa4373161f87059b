"""Synchronising an import storage: new objects become tasks, batch by batch, by a job."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from labelwright.core.access import Action, Actor
from labelwright.core.concurrency import WAITING_AT_ONCE, to_io_thread, to_thread
from labelwright.core.errors import Invalid
from labelwright.core.types import now
from labelwright.formats.json_tasks import read_json
from labelwright.formats.tasks import RefusedItems, TaskRecord, UnreadableFile
from labelwright.imports.service import preparing, writing
from labelwright.imports.service.preparing import Prepared, Preparer
from labelwright.jobs.execution import Hopeless, Passing, Run, words
from labelwright.labelconfig import UNDEFINED, LabelConfig, first_data_key
from labelwright.organizations.service import members
from labelwright.projects import service as projects
from labelwright.projects.models import Project
from labelwright.storage import service as storages
from labelwright.storage.backends.base import Backend, Down, ObjectInfo, Unreachable
from labelwright.storage.models import Storage, SyncStatus
from labelwright.storage.service.connecting import Connections

GROUP_OBJECTS = 1000
GROUP_BYTES = 16_000_000
MAX_PROBLEMS = 100


@dataclass(slots=True)
class _Found:
    """An object with its tasks, or with what is wrong with it."""

    info: ObjectInfo
    records: list[TaskRecord] = field(default_factory=list)
    problem: str | None = None


class SyncStorage:
    """The job of one synchronisation. Its cursor is the last key that was looked at."""

    kind = storages.IMPORT_JOB
    retries = 5

    def __init__(self, connections: Connections) -> None:
        """`connections` opens storages."""
        self._connections = connections

    async def perform(self, run: Run) -> None:
        """Walk the storage from the cursor on; what is no task is told at the end, and stops nothing."""
        run.message = "Synchronising"
        async with run.batch() as session:
            storage = await storages.begin(session, int(run.arguments["storage_id"]))
        work = await self._work(run, storage)
        try:
            async for group in work.groups(str(run.cursor.get("after", ""))):
                await work.take_in(group)
        except Down as error:
            raise Passing(str(error)) from error
        except Unreachable as error:
            raise Hopeless(str(error)) from error
        await work.end()

    async def _work(self, run: Run, storage: Storage) -> "_Work":
        async with run.database.read() as session:
            actor = await members.actor_of(session, run.organization_id or 0, run.user_id)
            if actor is None:
                raise Hopeless("Who asked for this is no member any more.")
            project = await projects.get(session, actor, storage.project_id, Action.MANAGE_PROJECT)
        config = await projects.config_of(project)
        try:
            backend = await self._connections.open(storage)
        except Unreachable as error:
            raise Hopeless(str(error)) from error
        return _Work(run, storage, backend, actor, project, config, self._connections.max_task_bytes)

    async def undo(self, run: Run, ending: str, error: str) -> None:
        """Tasks that came in stay, a later synchronisation goes on from them; the storage says what went wrong."""
        async with run.batch() as session:
            await storages.end(
                session,
                int(run.arguments["storage_id"]),
                SyncStatus.FAILED,
                count=int(run.cursor.get("created", 0)),
                traceback=error or ending,
            )


class _Work:
    """One synchronisation under way."""

    def __init__(
        self,
        run: Run,
        storage: Storage,
        backend: Backend,
        actor: Actor,
        project: Project,
        config: LabelConfig | None,
        most: int,
    ) -> None:
        self._run = run
        self._storage = storage
        self._backend = backend
        self._actor = actor
        self._project = project
        self._most = most
        self._key = (first_data_key(config) if config else None) or UNDEFINED
        self._selection = storages.selection(storage, backend)
        self._preparer = Preparer(project, config, importer=actor.id, known=set(), by_email={}, moment=now())

    async def groups(self, after: str) -> AsyncIterator[list[ObjectInfo]]:
        """Objects that are to be looked at, in groups that fit into memory."""
        pages = self._backend.pages(after)
        while (page := await to_io_thread(_next, pages)) is not None:
            taken = await to_thread(self._taken, page)
            for group in _grouped(taken, by_size=not self._storage.use_blob_urls):
                yield group

    def _taken(self, page: Sequence[ObjectInfo]) -> list[ObjectInfo]:
        return [found for found in page if self._selection.takes(found)]

    async def take_in(self, group: Sequence[ObjectInfo]) -> None:
        """Make tasks of what is new in a group."""
        async with self._run.database.read() as session:
            known = await storages.known_keys(session, self._storage.id, [info.key for info in group])
        found = await self._read([info for info in group if info.key not in known])
        prepared = await self._prepared(found)
        good = [one for one in found if one.problem is None]
        run = self._run
        run.done += len(group)
        created = sum(len(one.records) for one in good)
        problems = list(run.cursor.get("problems", ()))
        problems += [f"{one.info.key}: {one.problem}" for one in found if one.problem]
        run.cursor = {
            "after": group[-1].key,
            "created": int(run.cursor.get("created", 0)) + created,
            "problems": problems[:MAX_PROBLEMS],
        }
        async with run.batch() as session:
            if prepared is not None:
                await self._write(session, prepared, good)

    async def _read(self, infos: Sequence[ObjectInfo]) -> list[_Found]:
        """Objects as tasks: their address, or what they hold, fetched many at a time."""
        if self._storage.use_blob_urls:
            return [
                _Found(info, [TaskRecord(orjson.dumps({self._key: self._backend.uri(info.key)}))]) for info in infos
            ]
        # A thread reads several one after the other: a hop for each would cost more than small objects do.
        share = -(-len(infos) // WAITING_AT_ONCE) or 1
        shares = [infos[start : start + share] for start in range(0, len(infos), share)]
        read = await asyncio.gather(*(to_io_thread(self._bodies, some) for some in shares))
        return await to_thread(_parsed_all, infos, [body for some in read for body in some])

    def _bodies(self, infos: Sequence[ObjectInfo]) -> list[bytes | Unreachable]:
        found: list[bytes | Unreachable] = []
        for info in infos:
            try:
                found.append(self._backend.read(info.key, most=self._most))
            except Down:
                raise
            except Unreachable as error:
                found.append(error)
        return found

    async def _prepared(self, found: list[_Found]) -> Prepared | None:
        """Check all tasks at once; only when something does not fit, object by object to say which."""
        records = [record for one in found if one.problem is None for record in one.records]
        if not records:
            return None
        ids, emails = preparing.annotators(records)
        if ids or emails:
            async with self._run.database.read() as session:
                self._preparer.meet(*await members.resolve_members(session, self._actor, ids=ids, emails=emails))
        try:
            return await to_thread(self._preparer.prepare, records)
        except Invalid:
            await to_thread(self._blame, found)
        records = [record for one in found if one.problem is None for record in one.records]
        return await to_thread(self._preparer.prepare, records) if records else None

    def _blame(self, found: Sequence[_Found]) -> None:
        for one in found:
            if one.problem is None:
                try:
                    self._preparer.prepare(one.records)
                except Invalid as error:
                    one.problem = words(error)

    async def _write(self, session: Any, prepared: Prepared, good: Sequence[_Found]) -> None:
        project = await projects.get(session, self._actor, self._project.id, Action.MANAGE_PROJECT)
        prepared.tasks["storage_filename"] = [self._backend.label(one.info.key) for one in good for _ in one.records]
        first = await projects.reserve_inner_ids(session, project.id, len(prepared.tasks["data"]))
        ids = await writing.insert(session, project.id, prepared, first_inner_id=first)
        links: dict[str, Sequence[Any]] = {
            "object_key": [one.info.key for one in good for _ in one.records],
            "item": [place for one in good for place in range(len(one.records))],
            "etag": [one.info.etag[:128] for one in good for _ in one.records],
            "task_id": list(ids),
        }
        await storages.insert_links(session, self._storage.id, links)
        await writing.carry(session, project.id, prepared, ids, user_id=self._actor.id)

    async def end(self) -> None:
        """Note how it went: with errors when some objects were no tasks, failed when none was one."""
        run = self._run
        created, problems = int(run.cursor.get("created", 0)), list(run.cursor.get("problems", ()))
        status = SyncStatus.COMPLETED
        if problems:
            status = SyncStatus.COMPLETED_WITH_ERRORS if created else SyncStatus.FAILED
        run.message = f"{created} new tasks" + (f", {len(problems)} objects that are none" if problems else "")
        async with run.batch() as session:
            await storages.end(session, self._storage.id, status, count=created, traceback="\n".join(problems) or None)


def _next(pages: Iterator[list[ObjectInfo]]) -> list[ObjectInfo] | None:
    return next(pages, None)


def _grouped(infos: Sequence[ObjectInfo], *, by_size: bool) -> Iterator[list[ObjectInfo]]:
    group: list[ObjectInfo] = []
    size = 0
    for info in infos:
        if group and (len(group) >= GROUP_OBJECTS or (by_size and size + info.size > GROUP_BYTES)):
            yield group
            group, size = [], 0
        group.append(info)
        size += info.size
    if group:
        yield group


def _parsed_all(infos: Sequence[ObjectInfo], bodies: Sequence[bytes | Unreachable]) -> list[_Found]:
    return [_parsed(info, body) for info, body in zip(infos, bodies, strict=True)]


def _parsed(info: ObjectInfo, body: bytes | Unreachable) -> _Found:
    """The tasks of an object: a dict is one, a list or lines are several."""
    if isinstance(body, Unreachable):
        return _Found(info, problem=str(body))
    try:
        return _Found(info, read_json(body))
    except UnreadableFile as error:
        return _Found(info, problem=f"no JSON tasks: {error}")
    except RefusedItems as error:
        return _Found(info, problem="; ".join(map(str, error.problems[:3])))
