"""Copying the tasks of one project into another, with the files that they show."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core import outbox
from labelwright.core.access import Action, Actor
from labelwright.core.concurrency import to_thread
from labelwright.core.outbox import Event
from labelwright.core.types import AnyRow
from labelwright.imports import files, queries
from labelwright.imports.files import Uploads
from labelwright.projects import service as projects
from labelwright.projects.models import Project
from labelwright.tasks import service as tasks
from labelwright.tasks.models import FileUpload

BATCH = 1000


class Copying:
    """Copies tasks without their annotations. The copy has files of its own: it outlives the project it came from."""

    def __init__(self, uploads: Uploads) -> None:
        """`uploads` is the folder of uploaded files."""
        self._uploads = uploads

    async def __call__(self, session: AsyncSession, actor: Actor, source_id: int, target_id: int) -> None:
        """Copy every task; counters and columns of the target follow."""
        target = await projects.get(session, actor, target_id, Action.MANAGE_PROJECT)
        copies: dict[int, tuple[int, str, str]] = {}
        counts: dict[str, int] = {}
        made: list[int] = []
        last = total = 0
        while rows := await tasks.after(session, source_id, last, BATCH):
            last = rows[-1].id
            await self._copy_files(session, actor, rows, target, copies)
            made += await tasks.add_many(
                session,
                target,
                [_moved(row, copies) for row in rows],
                metas=[row.meta for row in rows],
                columns={
                    "file_upload_id": [copies[row.file_upload_id][0] if row.file_upload_id else None for row in rows]
                },
            )
            for key, count in (await tasks.key_counts(session, [row.id for row in rows])).items():
                counts[key] = counts.get(key, 0) + count
            total += len(rows)
        await projects.add_to_counters(session, target_id, {"task_number": total})
        await projects.count_columns(session, target_id, counts.items())
        await tasks.learn_columns(session, target_id, made)
        outbox.record(session, Event.TASKS_CREATED, target_id, made)

    async def _copy_files(
        self,
        session: AsyncSession,
        actor: Actor,
        rows: Sequence[AnyRow],
        target: Project,
        copies: dict[int, tuple[int, str, str]],
    ) -> None:
        """Give the target the files these tasks came from; remembers id, old and new address of each."""
        wanted = {row.file_upload_id for row in rows if row.file_upload_id} - copies.keys()
        for upload in await queries.uploads(session, wanted):
            name, size = await to_thread(
                self._uploads.copy, upload.project_id, upload.stored_name, target.id, upload.name
            )
            copy = FileUpload(project_id=target.id, user_id=actor.id, name=upload.name, stored_name=name, size=size)
            session.add(copy)
            await session.flush()
            old, new = files.url_of(upload.project_id, upload.stored_name), files.url_of(target.id, name)
            copies[upload.id] = (copy.id, old, new)


def _moved(row: AnyRow, copies: dict[int, tuple[int, str, str]]) -> str:
    """Task data with the address of the copied file. Stored names are random, so nothing else can match."""
    data: str = row.data
    if row.file_upload_id:
        _, old, new = copies[row.file_upload_id]
        data = data.replace(old, new)
    return data
