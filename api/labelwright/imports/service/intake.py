"""One import from start to end: take the request's parts in, check them, write them."""

import io
from collections.abc import AsyncIterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO

from labelwright.core.access import Action, Actor
from labelwright.core.concurrency import to_io_thread, to_thread
from labelwright.core.db import Database
from labelwright.core.errors import Invalid, TooLarge
from labelwright.core.settings import Settings
from labelwright.core.types import now
from labelwright.imports import files
from labelwright.imports.files import Uploads
from labelwright.imports.models import ProjectImport
from labelwright.imports.service import deferring, preparing, reading, records, streaming, writing
from labelwright.imports.service.preannotated import Preannotated
from labelwright.imports.service.reading import Parsed, Source
from labelwright.imports.service.streaming import StoredSource
from labelwright.imports.service.writing import StoredFile
from labelwright.imports.spool import Spool
from labelwright.labelconfig import LabelConfig
from labelwright.organizations.service import members
from labelwright.projects import service as projects
from labelwright.projects.models import Project
from labelwright.storage.backends.base import Unreachable
from labelwright.storage.service import resolving
from labelwright.storage.service.connecting import Connections
from labelwright.tasks.models import FileUpload


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of the request."""

    name: str
    file: IO[bytes]
    size: int


@dataclass(frozen=True, slots=True)
class Options:
    """How an import is to be done."""

    commit: bool = True
    return_task_ids: bool = False
    preannotated_from: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did. Without a record nothing but its files was stored."""

    task_count: int
    formats: dict[str, int]
    could_be_tasks_list: bool
    record: ProjectImport | None
    task_ids: Sequence[int]
    file_ids: Sequence[int]
    columns: Sequence[str]
    started: datetime


class Intake:
    """Imports into one project on behalf of one caller."""

    def __init__(self, database: Database, settings: Settings, uploads: Uploads, actor: Actor, project_id: int) -> None:
        """Nothing is read yet."""
        self._database = database
        self._settings = settings
        self._uploads = uploads
        self._spool = Spool.beside(uploads)
        self._most = settings.max_import_mb * 1_000_000
        self._actor = actor
        self._project_id = project_id
        self._started = now()

    async def check_access(self) -> None:
        """Refuse early, before a body is read, what the caller may not do."""
        await self._project()

    async def _project(self) -> tuple[Project, LabelConfig | None]:
        async with self._database.read() as session:
            project = await projects.get(session, self._actor, self._project_id, Action.MANAGE_PROJECT)
        return project, await projects.config_of(project)

    async def receive(self, chunks: AsyncIterable[bytes]) -> bytes | str:
        """Take a body in: itself, or the name under which a large one is kept."""
        return await self._spool.receive(chunks, most=self._most)

    async def stored_object(self, connections: Connections, uri: str) -> Upload:
        """A file at an `s3://` address, by the keys of one of the project's storages."""
        async with self._database.read() as session:
            place = await resolving.file_to_import(session, self._actor, connections, self._project_id, uri)
        try:
            content = await to_io_thread(place.backend.read, place.key, most=connections.max_file_bytes)
        except Unreachable as error:
            raise Invalid(url=str(error)) from error
        return Upload(place.key.rpartition("/")[2], io.BytesIO(content), len(content))

    async def body(self, body: bytes | str, options: Options) -> Outcome | ProjectImport:
        """Import a JSON body; a large one, or one of many tasks, by a job whose record is returned."""
        if isinstance(body, str):
            return await self._defer([], body, options)
        parsed = await to_thread(reading.read_body, body)
        if len(parsed.records) > self._settings.max_import_tasks:
            return await self._defer([], await to_thread(self._spool.keep, body), options)
        return await self._commit(parsed, [], options)

    async def files(self, uploads: Sequence[Upload], options: Options) -> Outcome | ProjectImport:
        """Import files: tasks in them, or each of them as a task. Files are on disk before their rows are committed.

        Large files, or ones of many tasks, are read by a job whose record is returned.
        """
        _, config = await self._project()
        kinds = [files.extension(upload.name) for upload in uploads]
        size = sum(upload.size for upload, kind in zip(uploads, kinds, strict=True) if kind not in files.MEDIA)
        stored = await to_thread(self._store, uploads)
        try:
            if size > self._most and options.commit:
                return await self._defer(stored, None, options)
            if not options.commit:
                return await self._keep_files(stored, kinds, config)
            sources = await to_thread(self._sources, uploads, kinds, stored)
            parsed = await to_thread(reading.read_files, sources, config)
            if len(parsed.records) > self._settings.max_import_tasks:
                return await self._defer(stored, None, options)
            return await self._commit(parsed, stored, options)
        except BaseException:
            await to_thread(self._uploads.remove, self._project_id, [file.stored_name for file in stored])
            raise

    async def reimport(self, ids: Sequence[int], *, as_lists: bool) -> Outcome:
        """Import files that were stored before: their tasks, or each file as one task that shows it."""
        async with self._database.read() as session:
            found = await records.chosen(session, self._actor, self._project_id, ids)
        _, config = await self._project()
        sources = await to_thread(self._stored_sources, found, as_lists)
        if sum(len(source.content) for source in sources) > self._most:
            raise TooLarge(
                f"Files of more than {self._settings.max_import_mb} MB are imported by uploading them again."
            )
        parsed = await to_thread(reading.read_files, sources, config)
        if len(parsed.records) > self._settings.max_import_tasks:
            raise TooLarge(
                f"More than {self._settings.max_import_tasks:,} tasks are imported by uploading the file again."
            )
        return await self._commit(parsed, [], Options(), known_files=[file.id for file in found])

    def _stored_sources(self, found: Sequence[FileUpload], as_lists: bool) -> list[Source]:
        sources: list[Source] = []
        for file in found:
            path = self._uploads.path(self._project_id, file.stored_name)
            if path is None:
                raise Invalid(file_upload_ids=f"The file {file.id} is not on the disk any more.")
            url = files.url_of(self._project_id, file.stored_name)
            kind = files.extension(file.name)
            is_whole = kind in files.MEDIA or (not as_lists and reading.is_list([kind]))
            sources.append(Source(file.name, b"" if is_whole else path.read_bytes(), url, is_whole))
        return sources

    async def _defer(self, stored: Sequence[StoredFile], spooled: str | None, options: Options) -> ProjectImport:
        try:
            async with self._database.write() as session:
                return await deferring.defer(
                    session,
                    self._actor,
                    self._project_id,
                    stored=stored,
                    spooled=spooled,
                    preannotated_from=options.preannotated_from,
                    return_task_ids=options.return_task_ids,
                )
        except BaseException:
            if spooled is not None:
                await to_thread(self._spool.remove, [spooled])
            raise

    def _store(self, uploads: Sequence[Upload]) -> list[StoredFile]:
        stored: list[StoredFile] = []
        try:
            for upload in uploads:
                upload.file.seek(0)
                files.check_content(upload.name, upload.file.read(32))
                name, size = self._uploads.save(self._project_id, upload.name, upload.file)
                stored.append(StoredFile(upload.name, name, size))
        except BaseException:
            self._uploads.remove(self._project_id, [file.stored_name for file in stored])
            raise
        return stored

    def _sources(self, uploads: Sequence[Upload], kinds: Sequence[str], stored: Sequence[StoredFile]) -> list[Source]:
        sources: list[Source] = []
        for upload, kind, file in zip(uploads, kinds, stored, strict=True):
            if kind in files.MEDIA:
                sources.append(Source(upload.name, url=files.url_of(self._project_id, file.stored_name)))
            else:
                upload.file.seek(0)
                sources.append(Source(upload.name, content=upload.file.read()))
        return sources

    async def _keep_files(
        self, stored: Sequence[StoredFile], kinds: Sequence[str], config: LabelConfig | None
    ) -> Outcome:
        """Store files for a later import; count what they hold."""
        folder = self._uploads.folder(self._project_id)
        sources = [
            StoredSource(file.name, folder / file.stored_name, place, files.url_of(self._project_id, file.stored_name))
            for place, file in enumerate(stored)
        ]
        count = await to_thread(streaming.count, sources, config)
        formats = {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)}
        async with self._database.write() as session:
            await projects.get(session, self._actor, self._project_id, Action.MANAGE_PROJECT)
            ids = await writing.save_files(session, self._actor, self._project_id, stored)
        return Outcome(count, formats, reading.is_list(kinds), None, [], ids, [], self._started)

    async def _commit(
        self, parsed: Parsed, stored: Sequence[StoredFile], options: Options, *, known_files: Sequence[int] = ()
    ) -> Outcome:
        if not parsed.records:
            raise Invalid(non_field_errors="No tasks added")
        project, config = await self._project()
        ids, emails = preparing.annotators(parsed.records)
        async with self._database.read() as session:
            known, by_email = await members.resolve_members(session, self._actor, ids=ids, emails=emails)
        preparer = preparing.Preparer(
            project,
            config,
            importer=self._actor.id,
            known=known,
            by_email=by_email,
            moment=now(),
            preannotated=Preannotated(options.preannotated_from, config) if options.preannotated_from else None,
        )
        prepared = await to_thread(preparer.prepare, parsed.records)
        if len(stored) > 1 and not prepared.common_keys:
            raise Invalid(non_field_errors="The files have no data key in common; import them one by one.")
        async with self._database.write() as session:
            record, task_ids = await writing.write(
                session,
                self._actor,
                project.id,
                prepared,
                stored=stored,
                file_of=parsed.file_of,
                formats=parsed.formats,
                started=self._started,
                known_files=known_files,
            )
        return Outcome(
            task_count=len(parsed.records),
            formats=parsed.formats,
            could_be_tasks_list=parsed.could_be_tasks_list,
            record=record,
            task_ids=task_ids,
            file_ids=record.file_upload_ids,
            columns=prepared.common_keys,
            started=self._started,
        )
