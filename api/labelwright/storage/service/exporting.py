"""Synchronising an export storage: annotations become objects, by a job. An object is written again when it changed."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from labelwright.annotations import wire as annotation_wire
from labelwright.annotations.models import Annotation
from labelwright.core.access import Action
from labelwright.core.concurrency import to_io_thread
from labelwright.core.http import dumps, stored
from labelwright.jobs.execution import Hopeless, Passing, Run
from labelwright.organizations.service import members
from labelwright.projects import service as projects
from labelwright.storage import queries
from labelwright.storage import service as storages
from labelwright.storage.backends.base import Backend, Down, Unreachable
from labelwright.storage.models import Storage, SyncStatus
from labelwright.storage.service.connecting import Connections
from labelwright.tasks import service as tasks
from labelwright.tasks import wire as task_wire
from labelwright.users import service as users
from labelwright.users.models import User

People = Mapping[int | None, User]

BATCH = 200
_NOBODY = User(email="", first_name="", last_name="")


class ExportAnnotations:
    """The job of one export to a storage. Its cursor is the last annotation that was looked at."""

    kind = storages.EXPORT_JOB
    retries = 5

    def __init__(self, connections: Connections) -> None:
        """`connections` opens storages."""
        self._connections = connections

    async def perform(self, run: Run) -> None:
        """Write what is new or changed, then remove what is gone where the storage allows it."""
        run.message = "Writing annotations"
        async with run.batch() as session:
            storage = await storages.begin(session, int(run.arguments["storage_id"]))
        try:
            backend = await self._connections.open(storage)
            async with run.database.read() as session:
                actor = await members.actor_of(session, run.organization_id or 0, run.user_id)
                if actor is None:
                    raise Hopeless("Who asked for this is no member any more.")
                await projects.get(session, actor, storage.project_id, Action.MANAGE_PROJECT)
            await self._write(run, storage, backend)
            if storage.options.get("can_delete_objects"):
                await self._remove(run, storage, backend)
        except Down as error:
            raise Passing(str(error)) from error
        except Unreachable as error:
            raise Hopeless(str(error)) from error
        count = int(run.cursor.get("written", 0))
        run.message = f"{count} annotations written"
        async with run.batch() as session:
            await storages.end(session, storage.id, SyncStatus.COMPLETED, count=count, traceback=None)

    async def _write(self, run: Run, storage: Storage, backend: Backend) -> None:
        while True:
            async with run.database.read() as session:
                rows = await queries.unexported(session, storage, after_id=int(run.cursor.get("after", 0)), limit=BATCH)
                changed = [annotation for annotation, rev in rows if rev is None or rev < annotation.rev]
                found = await tasks.by_ids(session, storage.project_id, [one.task_id for one in changed])
                people = await users.by_ids(session, {one.completed_by_id for one in changed})
            if not rows:
                return
            objects = _objects(changed, {task.id: task for task in found}, people)
            await asyncio.gather(
                *(to_io_thread(backend.write, backend.key_in(str(one.id)), body) for one, body in objects)
            )
            run.done += len(rows)
            run.cursor = {"after": rows[-1][0].id, "written": int(run.cursor.get("written", 0)) + len(objects)}
            async with run.batch() as session:
                for annotation, _ in objects:
                    key = backend.key_in(str(annotation.id))
                    await queries.note_exported(session, storage.id, annotation.id, key, annotation.rev)

    async def _remove(self, run: Run, storage: Storage, backend: Backend) -> None:
        while True:
            async with run.database.read() as session:
                gone = await queries.orphans(session, storage.id, BATCH)
            if not gone:
                return
            await asyncio.gather(*(to_io_thread(backend.delete, key) for _, key in gone))
            async with run.batch() as session:
                await queries.forget_exported(session, [link for link, _ in gone])

    async def undo(self, run: Run, ending: str, error: str) -> None:
        """What was written stays; the storage says what went wrong."""
        async with run.batch() as session:
            await storages.end(
                session, int(run.arguments["storage_id"]), SyncStatus.FAILED, count=None, traceback=error or ending
            )


def _objects(
    annotations: Sequence[Annotation], found: dict[int, Any], people: People
) -> list[tuple[Annotation, bytes]]:
    """Each annotation with its task inside, as the published exports to storages have it."""
    return [
        (one, dumps(_annotation(one, people) | {"task": _task(found[one.task_id])}))
        for one in annotations
        if one.task_id in found
    ]


def _annotation(row: Annotation, people: People) -> dict[str, Any]:
    author = people.get(row.completed_by_id)
    return annotation_wire.annotation(row, author_names=author or _NOBODY)


def _task(row: Any) -> dict[str, Any]:
    """A task with the addresses that its data was imported with."""
    return task_wire.task(row) | {"data": stored(row.data)}
