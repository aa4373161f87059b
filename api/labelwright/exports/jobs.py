"""Jobs of exports: large snapshots and conversions. Both begin anew after a crash, so that a file shows one moment."""

import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core.access import Action
from labelwright.core.concurrency import to_thread
from labelwright.core.db import Database
from labelwright.core.types import now
from labelwright.exports.files import ExportFiles
from labelwright.exports.models import ConvertedFormat, ExportSnapshot, ExportStatus
from labelwright.exports.service import converting, selecting, snapshots, writing
from labelwright.exports.service.converting import CONVERT_JOB
from labelwright.exports.service.snapshots import SNAPSHOT_JOB
from labelwright.exports.service.writing import MediaSource
from labelwright.formats.catalogue import FORMATS
from labelwright.formats.snapshot import SnapshotWriter
from labelwright.jobs.execution import Hopeless, Run
from labelwright.organizations.service import members
from labelwright.projects import service as projects
from labelwright.projects.models import Project

MAX_TRIES = 10
"""Whatever kills its worker would do so for ever, as each try makes progress from the start."""

SAVE_SECONDS = 0.5
_DELETED = "The snapshot was deleted meanwhile."


@dataclass(slots=True)
class _Progress:
    """Saves how far a job is now and then; `check` ends it when its snapshot is gone."""

    run: Run
    check: Callable[[AsyncSession], Awaitable[object]]
    done: int = 0
    _saved: float = field(default_factory=time.monotonic)

    async def watched(self, parts: AsyncGenerator[bytes]) -> AsyncGenerator[bytes]:
        """The same parts."""
        async with aclosing(parts):
            async for part in parts:
                yield part
                if time.monotonic() - self._saved > SAVE_SECONDS:
                    await self._save()

    async def _save(self) -> None:
        self.run.done = self.done
        async with self.run.batch() as session:
            await self.check(session)
        self._saved = time.monotonic()

    def add(self, tasks: int) -> None:
        """Count tasks."""
        self.done += tasks


async def _begin(run: Run) -> Project:
    """Count the try; the project, of which who asked may still export."""
    run.cursor = {"tries": int(run.cursor.get("tries", 0)) + 1}
    run.done = 0
    if run.cursor["tries"] > MAX_TRIES:
        raise Hopeless(f"It was begun {MAX_TRIES} times and never came to its end.")
    async with run.batch() as session:
        assert run.organization_id is not None  # noqa: S101 - every job is an organization's
        assert run.project_id is not None  # noqa: S101 - these jobs are a project's
        actor = await members.actor_of(session, run.organization_id, run.user_id)
        if actor is None:
            raise Hopeless("Who asked for this export is no member any more.")
        return await projects.get(session, actor, run.project_id, Action.EXPORT)


class MakeSnapshot:
    """Makes one large snapshot."""

    kind = SNAPSHOT_JOB
    retries = 5

    def __init__(self, files: ExportFiles) -> None:
        """`files` is where it is kept."""
        self._files = files

    async def perform(self, run: Run) -> None:
        """Write the file, then note it."""
        project = await _begin(run)
        async with run.batch() as session:
            snapshot = await _snapshot(session, run)
            snapshot.status, snapshot.error = ExportStatus.IN_PROGRESS, None
            actor = await members.actor_of(session, project.organization_id, run.user_id)
            assert actor is not None  # noqa: S101 - looked up just now
            selection = await selecting.of_options(session, actor, project, snapshots.options_of(snapshot))
            run.total = await snapshots.count(session, selection)
            run.message = f"Exporting “{snapshot.title[:200]}”"
        writer = SnapshotWriter()
        progress = _Progress(run, lambda session: _snapshot(session, run))

        async def parts() -> AsyncGenerator[bytes]:
            async with aclosing(snapshots.parts_of(run.database, selection, writer)) as made:
                async for part in made:
                    progress.done = writer.tasks
                    yield part

        name = writing.file_name(project.id, FORMATS["JSON"])
        file = await self._files.write(project.id, name, progress.watched(parts()))
        run.done, run.total = writer.tasks, writer.tasks
        run.message = f"Exported “{snapshot.title[:200]}”"
        try:
            async with run.batch() as session:
                snapshots.complete(await _snapshot(session, run), file, writer)
        except Hopeless:
            await to_thread(self._files.remove, project.id, [file.name])
            raise

    async def undo(self, run: Run, ending: str, error: str) -> None:
        """Say why there is no file."""
        async with run.batch() as session:
            snapshot = await snapshots.by_job(session, int(run.arguments["snapshot_id"]))
            if snapshot is not None:
                snapshot.status, snapshot.error = ExportStatus.FAILED, error or ending
                snapshot.finished_at = now()


async def _snapshot(session: AsyncSession, run: Run) -> ExportSnapshot:
    found = await snapshots.by_job(session, int(run.arguments["snapshot_id"]))
    if found is None:
        raise Hopeless(_DELETED)
    return found


class ConvertSnapshot:
    """Converts one large snapshot, or one with its pictures."""

    kind = CONVERT_JOB
    retries = 5

    def __init__(self, files: ExportFiles, media: Callable[[Database], MediaSource]) -> None:
        """`files` is where it is kept, `media` reads pictures."""
        self._files = files
        self._media = media

    async def perform(self, run: Run) -> None:
        """Write the file, then note it."""
        project = await _begin(run)
        async with run.batch() as session:
            row, snapshot = await _conversion(session, run)
            row.status, row.error = ExportStatus.IN_PROGRESS, None
            run.message = f"Converting “{snapshot.title[:200]}” to {row.export_type}"
        entry, interface = converting.format_of(project, row.export_type)
        path = await converting.file_of(self._files, snapshot)
        progress = _Progress(run, lambda session: _conversion(session, run))
        source = writing.of_file(path, progress.add)
        parts = writing.stream(source, entry, interface, project.id, self._media(run.database))
        name = writing.file_name(project.id, entry)
        made = await self._files.write(project.id, name, progress.watched(parts))
        run.done = progress.done
        run.message = f"Converted “{snapshot.title[:200]}” to {row.export_type}"
        try:
            async with run.batch() as session:
                row, _ = await _conversion(session, run)
                for column, value in converting.completed(made).items():
                    setattr(row, column, value)
        except Hopeless:
            await to_thread(self._files.remove, project.id, [made.name])
            raise

    async def undo(self, run: Run, ending: str, error: str) -> None:
        """Say why there is no file."""
        async with run.batch() as session:
            row = await session.get(ConvertedFormat, int(run.arguments["conversion_id"]))
            if row is not None:
                row.status, row.error, row.finished_at = ExportStatus.FAILED, error or ending, now()


async def _conversion(session: AsyncSession, run: Run) -> tuple[ConvertedFormat, ExportSnapshot]:
    row = await session.get(ConvertedFormat, int(run.arguments["conversion_id"]))
    if row is None:
        raise Hopeless(_DELETED)
    return row, await session.get_one(ExportSnapshot, row.snapshot_id)
