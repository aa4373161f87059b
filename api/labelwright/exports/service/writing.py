"""Writing exports: tasks in chunks through a format, into a stream or into a file that is kept."""

import asyncio
import secrets
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, ExitStack, aclosing, asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core.access import Action, Actor
from labelwright.core.concurrency import to_thread
from labelwright.core.db import Database
from labelwright.core.errors import DomainError, Invalid
from labelwright.core.types import now
from labelwright.exports.schemas import ExportRequest
from labelwright.exports.service import selecting
from labelwright.exports.service.selecting import Selection
from labelwright.formats.catalogue import FORMATS, OLDER_NAMES, ExportFormat, format_list, make_writer
from labelwright.formats.csv_export import collect_columns
from labelwright.formats.interface import Interface
from labelwright.formats.picture_archive import PictureArchive
from labelwright.formats.records import ExportTask, Writer
from labelwright.formats.snapshot import read_chunks
from labelwright.projects import service as projects
from labelwright.views.service import asking

MediaSource = Callable[[int, str], Awaitable[bytes]]
"""Reads what a task of a project shows at an address; refuses what is not there or not allowed."""

Chunks = Callable[[], AsyncGenerator[list[ExportTask]]]
"""The tasks from the first on, as often as they are asked for."""

Source = Callable[[], AbstractAsyncContextManager[Chunks]]


def format_named(name: str, interface: Interface) -> ExportFormat:
    """A format of the catalogue; refuses an unknown name and a format that has no place for the project's labels."""
    name = name.upper()
    found = FORMATS.get(OLDER_NAMES.get(name, name))
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
    selection = Selection(
        project.id,
        only_annotated=not asked.download_all_tasks,
        ids=asked.ids,
        where=where,
        fills_key_frames=asked.interpolate_key_frames,
    )
    return entry, interface, selection


async def formats_for(session: AsyncSession, actor: Actor, project_id: int) -> list[dict[str, Any]]:
    """The list of formats for a project."""
    project = await projects.get(session, actor, project_id, Action.EXPORT)
    return format_list(Interface.of(project.parsed_label_config))


def of_database(database: Database, selection: Selection) -> Source:
    """The tasks of a selection. All statements see one moment."""

    @asynccontextmanager
    async def source() -> AsyncIterator[Chunks]:
        async with database.snapshot() as session:
            yield lambda: selecting.chunks(session, selection)

    return source


def of_file(path: Path, note: Callable[[int], None] | None = None) -> Source:
    """The tasks of a snapshot; `note` is told how many were read."""

    async def chunks() -> AsyncGenerator[list[ExportTask]]:
        with await to_thread(path.open, "rb") as file:
            reader = read_chunks(file)
            while (chunk := await to_thread(next, reader, None)) is not None:
                yield chunk
                if note is not None:
                    note(len(chunk))

    @asynccontextmanager
    async def source() -> AsyncIterator[Chunks]:
        yield chunks

    return source


async def stream(
    source: Source, entry: ExportFormat, interface: Interface, project_id: int, read_media: MediaSource
) -> AsyncGenerator[bytes]:
    """The file in parts. Memory holds one chunk, or one picture."""
    with ExitStack() as held:
        async with source() as chunks:
            yield b""  # the source has answered; finding the columns of a table may take a while
            columns: set[str] = set()
            if entry.needs_columns:
                async for chunk in chunks():
                    await to_thread(collect_columns, chunk, columns)
            writer = make_writer(entry.name, columns, interface)
            held.callback(writer.release)
            async with aclosing(written(chunks(), writer)) as parts:
                async for part in parts:
                    yield part
        if isinstance(writer, PictureArchive):
            async for part in _pictures(writer, project_id, read_media):
                yield part


async def written(chunks: AsyncGenerator[list[ExportTask]], writer: Writer) -> AsyncGenerator[bytes]:
    """What a writer makes of the chunks, one part for each."""
    yield writer.start()
    async with aclosing(_ahead(chunks)) as ahead:
        async for chunk in ahead:
            yield await to_thread(writer.chunk, chunk)
    yield await to_thread(writer.end)


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
