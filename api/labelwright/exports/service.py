"""Rules about exports: which tasks, in which format, streamed chunk by chunk."""

import asyncio
import secrets
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence
from contextlib import ExitStack, aclosing
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core.access import Action, Actor
from labelwright.core.concurrency import to_thread
from labelwright.core.db import Database
from labelwright.core.errors import DomainError, Invalid
from labelwright.core.types import now
from labelwright.exports import queries
from labelwright.exports.schemas import ExportRequest
from labelwright.formats.catalogue import FORMATS, ExportFormat, format_list, make_writer
from labelwright.formats.csv_export import collect_columns
from labelwright.formats.interface import Interface
from labelwright.formats.picture_archive import PictureArchive
from labelwright.formats.records import ExportTask
from labelwright.projects import service as projects
from labelwright.views.service import asking

MediaSource = Callable[[int, str], Awaitable[bytes]]
"""Reads what a task of a project shows at an address; refuses what is not there or not allowed."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which tasks an export holds. `where` is what a filter or a tab leaves of the project."""

    project_id: int
    only_annotated: bool
    ids: Sequence[int] | None = None
    where: ColumnElement[bool] | None = None


def format_named(name: str, interface: Interface) -> ExportFormat:
    """A format of the catalogue; refuses an unknown name and a format that has no place for the project's labels."""
    found = FORMATS.get(name.upper())
    fitting = ", ".join(entry.name for entry in FORMATS.values() if entry.fits(interface))
    if found is None:
        raise Invalid(exportType=f"Unknown format {name[:50]!r}; use one of {fitting}.")
    if not found.fits(interface):
        raise Invalid(exportType=f"{found.name} does not fit this project's labeling interface; use one of {fitting}.")
    return found


def file_name(project_id: int, entry: ExportFormat) -> str:
    """The name of an export, as the published API has it."""
    return f"project-{project_id}-at-{now():%Y-%m-%d-%H-%M}-{secrets.token_hex(4)}.{entry.extension}"


async def prepare(
    session: AsyncSession, actor: Actor, project_id: int, asked: ExportRequest
) -> tuple[ExportFormat, Interface, Selection]:
    """Format, labeling interface and tasks of an export; refuses what the caller may not export."""
    project = await projects.get(session, actor, project_id, Action.EXPORT)
    interface = Interface.of(project.parsed_label_config)
    entry = format_named(asked.export_type, interface)
    where = None
    if asked.view is not None or not asked.is_plain:
        where = (await asking.selection(session, actor, project, asked, view_id=asked.view)).where
    return entry, interface, Selection(project.id, not asked.download_all_tasks, asked.ids, where)


async def formats_for(session: AsyncSession, actor: Actor, project_id: int) -> list[dict[str, Any]]:
    """The list of formats for a project."""
    project = await projects.get(session, actor, project_id, Action.EXPORT)
    return format_list(Interface.of(project.parsed_label_config))


async def stream(
    database: Database, selection: Selection, entry: ExportFormat, interface: Interface, read_media: MediaSource
) -> AsyncGenerator[bytes]:
    """The file in parts. All statements see one moment; memory holds one chunk, or one picture."""
    with ExitStack() as held:
        async with database.snapshot() as session:
            yield b""  # the database has answered; finding the columns of a table may take a while
            columns: set[str] = set()
            if entry.needs_columns:
                async for chunk in _chunks(session, selection):
                    await to_thread(collect_columns, chunk, columns)
            writer = make_writer(entry.name, columns, interface)
            held.callback(writer.release)
            yield writer.start()
            async for chunk in _ahead(_chunks(session, selection)):
                yield await to_thread(writer.chunk, chunk)
            yield await to_thread(writer.end)
        if isinstance(writer, PictureArchive):
            async for part in _pictures(writer, selection.project_id, read_media):
                yield part


async def _pictures(writer: PictureArchive, project_id: int, read_media: MediaSource) -> AsyncIterator[bytes]:
    """The pictures of an archive. What cannot be had is listed in it and does not end the export."""
    for picture in writer.pictures():
        try:
            content = await read_media(project_id, picture.url)
        except DomainError as error:
            writer.miss(picture, error.detail if not error.fields else "; ".join(map(str, error.fields.values())))
        else:
            yield await to_thread(writer.add_picture, picture, content)
    yield writer.close()


async def _chunks(session: AsyncSession, selection: Selection) -> AsyncGenerator[list[ExportTask]]:
    last = 0
    while True:
        tasks = await queries.tasks(
            session,
            selection.project_id,
            after=last,
            only_annotated=selection.only_annotated,
            ids=selection.ids,
            where=selection.where,
        )
        if not tasks:
            return
        first, last = tasks[0].id, tasks[-1].id
        if any(task.total_annotations or task.cancelled_annotations for task in tasks):
            works = await queries.annotations(session, first, last, selection.project_id)
            for task in tasks:
                task.annotations = works.get(task.id, ())
        if any(task.total_predictions for task in tasks):
            guesses = await queries.prediction_ids(session, first, last, selection.project_id)
            for task in tasks:
                task.predictions = str(guesses.get(task.id, []))
        yield tasks


async def _ahead(chunks: AsyncGenerator[list[ExportTask]]) -> AsyncGenerator[list[ExportTask]]:
    """The same chunks, each asked for while the one before is being written."""
    async with aclosing(chunks):
        waiting = asyncio.ensure_future(anext(chunks, None))
        try:
            while (chunk := await waiting) is not None:
                waiting = asyncio.ensure_future(anext(chunks, None))
                yield chunk
        finally:
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)
