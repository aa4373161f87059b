"""Large imports: the request keeps what was sent, and a job checks everything before it writes anything."""

import functools
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core.access import Action, Actor
from labelwright.core.concurrency import to_thread
from labelwright.core.errors import NotFound
from labelwright.core.types import now
from labelwright.imports import files, queries
from labelwright.imports.files import Uploads
from labelwright.imports.models import ImportStatus, ProjectImport
from labelwright.imports.service import preparing, reading, streaming, writing
from labelwright.imports.service.preannotated import Preannotated
from labelwright.imports.service.preparing import Prepared, Preparer
from labelwright.imports.service.streaming import Batch, Problems, StoredSource
from labelwright.imports.service.writing import StoredFile
from labelwright.imports.spool import Spool
from labelwright.jobs import service as jobs
from labelwright.jobs.execution import Hopeless, Passing, Run
from labelwright.labelconfig import LabelConfig
from labelwright.organizations.service import members
from labelwright.projects import service as projects
from labelwright.projects.models import Project
from labelwright.tasks import service as tasks

KIND = "import"
MAX_TASKS = 1_000_000
CHECKPOINT_SECONDS = 1.0


async def defer(
    session: AsyncSession,
    actor: Actor,
    project_id: int,
    *,
    stored: Sequence[StoredFile],
    spooled: str | None,
    preannotated_from: list[str],
    return_task_ids: bool,
) -> ProjectImport:
    """Record an import whose files are on disk, and put its job into the queue."""
    project = await projects.get(session, actor, project_id, Action.MANAGE_PROJECT)
    uploads = await writing.save_files(session, actor, project.id, stored)
    kinds = [files.extension(file.name) for file in stored]
    record = ProjectImport(
        project_id=project.id,
        user_id=actor.id,
        status=ImportStatus.CREATED,
        file_upload_ids=uploads,
        found_formats={kind: kinds.count(kind) for kind in dict.fromkeys(kinds)},
        could_be_tasks_list=reading.is_list(kinds),
        sources=[{"spool": spooled}]
        if spooled
        else [{"name": file.name, "stored_name": file.stored_name} for file in stored],
        preannotated_from_fields=preannotated_from,
        return_task_ids=return_task_ids,
    )
    session.add(record)
    await session.flush()
    record.job_id = await jobs.enqueue(
        session,
        KIND,
        {"import_id": record.id},
        organization_id=project.organization_id,
        project_id=project.id,
        user_id=actor.id,
        unique_key=f"{KIND}:{record.id}",
        message="Waiting to import tasks",
    )
    await session.flush()
    return record


@dataclass(slots=True)
class _Checked:
    """What the first pass has found."""

    tasks: int = 0
    annotations: int = 0
    predictions: int = 0
    common: set[str] | None = None
    problems: Problems = field(default_factory=Problems)

    def add(self, prepared: Prepared) -> None:
        self.tasks += len(prepared.tasks["data"])
        self.annotations += len(prepared.annotation_tasks)
        self.predictions += len(prepared.prediction_tasks)
        keys = set(prepared.common_keys)
        self.common = keys if self.common is None else self.common & keys


class ImportTasks:
    """The job of one large import, in two passes over its files."""

    kind = KIND
    retries = 10

    def __init__(self, uploads: Uploads) -> None:
        """`uploads` is the folder of uploaded files."""
        self._uploads = uploads
        self._spool = Spool.beside(uploads)

    async def perform(self, run: Run) -> None:
        """Check everything, then write batch by batch from the cursor on."""
        import_ = await _Import.load(run, self._uploads, self._spool)
        if "position" not in run.cursor:
            await self._check(run, import_)
        await self._write(run, import_)
        await to_thread(self._spool.remove, import_.spooled)

    async def _check(self, run: Run, import_: "_Import") -> None:
        run.message = "Checking"
        async with run.batch() as session:
            (await import_.record(session)).status = ImportStatus.IN_PROGRESS
        checked = _Checked()
        looked = time.monotonic()
        batches = await import_.batches(skip=0)
        while batch := await to_thread(_next, batches, checked.problems):
            await import_.meet(batch)
            prepared = await to_thread(checked.problems.collect, functools.partial(import_.prepare, batch))
            if prepared is not None:
                checked.add(prepared)
            if checked.problems.is_full or batch.first + len(batch.records) > MAX_TASKS:
                break
            if time.monotonic() - looked > CHECKPOINT_SECONDS:
                await run.checkpoint()
                looked = time.monotonic()
        self._refuse(checked, import_)
        await self._reserve(run, import_, checked)

    def _refuse(self, checked: _Checked, import_: "_Import") -> None:
        texts = checked.problems.texts
        if not texts and not checked.tasks:
            texts = ["No tasks added"]
        if checked.tasks > MAX_TASKS:
            texts = [f"An import takes {MAX_TASKS:,} tasks at most. Send it in parts."]
        if not texts and import_.files > 1 and not checked.common:
            texts = ["The files have no data key in common; import them one by one."]
        if texts:
            raise Hopeless("\n".join(texts))

    async def _reserve(self, run: Run, import_: "_Import", checked: _Checked) -> None:
        """Between the passes: everything fits, so the inner ids are taken and writing begins."""
        run.message, run.total, run.cursor = "Importing", checked.tasks, {"position": 0}
        async with run.batch() as session:
            record = await import_.record(session)
            record.first_inner_id = await projects.reserve_inner_ids(session, record.project_id, checked.tasks)
            record.reserved = checked.tasks
            record.annotation_count, record.prediction_count = checked.annotations, checked.predictions
            record.data_columns = sorted(checked.common or ())
            record.warnings = import_.warnings
            await session.flush()

    async def _write(self, run: Run, import_: "_Import") -> None:
        batches = await import_.batches(skip=run.cursor["position"])
        problems = Problems()
        while batch := await to_thread(_next, batches, problems):
            await import_.meet(batch)
            prepared = await to_thread(import_.prepare, batch)
            run.done = batch.first + len(batch.records)
            run.cursor = {"position": run.done}
            async with run.batch() as session:
                await import_.write(session, prepared, batch)
        if problems.texts:
            # The files changed under us, or were lost.
            raise Hopeless("\n".join(problems.texts))
        run.message = "Imported"
        async with run.batch() as session:
            record = await import_.record(session)
            record.status, record.task_count, record.finished_at = ImportStatus.COMPLETED, record.reserved, now()
            record.duration = (record.finished_at - record.created_at).total_seconds()
            await session.flush()

    async def undo(self, run: Run, ending: str, error: str) -> None:
        """Remove the tasks of this import and its files; the record says why."""
        import_id = int(run.arguments["import_id"])
        while True:
            async with run.batch() as session:
                record = await session.get(ProjectImport, import_id)
                if record is None or record.status == ImportStatus.FAILED:
                    return
                gone = record.first_inner_id is not None and await tasks.delete_reserved(
                    session, record.project_id, first=record.first_inner_id, count=record.reserved
                )
                run.done = max(run.done - int(gone), 0)
                if not gone:
                    names = await queries.forget_uploads(session, record.file_upload_ids)
                    record.status, record.error, record.finished_at = ImportStatus.FAILED, error or ending, now()
                    record.file_upload_ids, record.reserved, record.first_inner_id = [], 0, None
                    record.data_columns = []
                    record.annotation_count = record.prediction_count = 0
                    await session.flush()
            if not gone:
                break
        await to_thread(self._uploads.remove, record.project_id, names)
        await to_thread(self._spool.remove, [item["spool"] for item in record.sources if "spool" in item])


def _next(batches: Iterator[Batch], problems: Problems) -> Batch | None:
    """The next batch; None at the end, or where the file cannot be read on."""
    try:
        found: Batch | None = problems.collect(lambda: next(batches, None))
    except FileNotFoundError as error:
        # Another worker may have the folder that this one lacks.
        raise Passing("The files of this import are not in the data directory of the worker.") from error
    return found


class _Import:
    """One import at work: its record, its files, and what checks them."""

    def __init__(
        self,
        run: Run,
        record: ProjectImport,
        actor: Actor,
        config: LabelConfig | None,
        preparer: Preparer,
        sources: Sequence[StoredSource],
    ) -> None:
        self._run = run
        self._record = record
        self._actor = actor
        self._config = config
        self._preparer = preparer
        self._sources = sources
        self.spooled = [item["spool"] for item in record.sources if "spool" in item]
        self.files = len(record.file_upload_ids)

    @classmethod
    async def load(cls, run: Run, uploads: Uploads, spool: Spool) -> "_Import":
        """Read the record and the project as they are now."""
        async with run.database.read() as session:
            record = await session.get(ProjectImport, int(run.arguments["import_id"]))
            if record is None or run.organization_id is None:
                raise NotFound("No ProjectImport matches the given query.")
            if record.status == ImportStatus.FAILED:
                raise Hopeless("The files of an import are removed when it fails. Send them again.")
            actor = await members.actor_of(session, run.organization_id, run.user_id)
            if actor is None:
                raise Hopeless("Who asked for this import is no member any more.")
            project = await projects.get(session, actor, record.project_id, Action.MANAGE_PROJECT)
        config = await projects.config_of(project)
        preparer = _preparer(project, config, actor, record.preannotated_from_fields)
        return cls(run, record, actor, config, preparer, list(_sources(record, uploads, spool)))

    @property
    def warnings(self) -> list[dict[str, Any]]:
        """What does not fit the config but is accepted."""
        return self._preparer.warnings

    async def record(self, session: AsyncSession) -> ProjectImport:
        """The record, in a unit of work."""
        record = await session.get(ProjectImport, self._record.id)
        if record is None:
            raise NotFound("No ProjectImport matches the given query.")
        return record

    async def batches(self, *, skip: int) -> Iterator[Batch]:
        """The tasks from a position on."""
        return await to_thread(streaming.batches, self._sources, self._config, skip=skip)

    async def meet(self, batch: Batch) -> None:
        """Look up the members that annotations of a batch name."""
        ids, emails = preparing.annotators(batch.records)
        if ids or emails:
            async with self._run.database.read() as session:
                self._preparer.meet(*await members.resolve_members(session, self._actor, ids=ids, emails=emails))

    def prepare(self, batch: Batch) -> Prepared:
        """Check a batch and lay it out."""
        return self._preparer.prepare(batch.records, first=batch.first)

    async def write(self, session: AsyncSession, prepared: Prepared, batch: Batch) -> None:
        """Insert a batch under the inner ids that are reserved for it."""
        record = self._record
        if record.first_inner_id is None:
            record = self._record = await self.record(session)
        assert record.first_inner_id is not None  # noqa: S101 - reserved before anything is written
        project = await projects.get(session, self._actor, record.project_id, Action.MANAGE_PROJECT)
        if batch.place is not None:
            upload = record.file_upload_ids[batch.place]
            prepared.tasks["file_upload_id"] = [upload] * len(batch.records)
        ids = await writing.insert(session, project.id, prepared, first_inner_id=record.first_inner_id + batch.first)
        await writing.carry(session, project.id, prepared, ids, user_id=self._actor.id)


def _preparer(project: Project, config: LabelConfig | None, actor: Actor, fields: list[str]) -> Preparer:
    return Preparer(
        project,
        config,
        importer=actor.id,
        known=set(),
        by_email={},
        moment=now(),
        preannotated=Preannotated(fields, config) if fields else None,
    )


def _sources(record: ProjectImport, uploads: Uploads, spool: Spool) -> Iterator[StoredSource]:
    for place, item in enumerate(record.sources):
        if "spool" in item:
            yield StoredSource("tasks.json", spool.path(item["spool"]))
            continue
        path = uploads.folder(record.project_id) / item["stored_name"]
        yield StoredSource(item["name"], path, place, files.url_of(record.project_id, item["stored_name"]))
