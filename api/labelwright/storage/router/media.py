"""Addresses that give the objects of storages to browsers: signed addresses, or the bytes themselves."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Header, Query, Request, Response
from starlette.responses import FileResponse, RedirectResponse, StreamingResponse

from labelwright.core.access import Viewer
from labelwright.core.concurrency import to_io_thread
from labelwright.core.db import Database
from labelwright.core.errors import DomainError, Forbidden, Invalid, NotFound
from labelwright.core.http import FILE, PathId, error_responses
from labelwright.storage.backends.base import BadRange, Missing, Opened, Unreachable
from labelwright.storage.service import resolving
from labelwright.storage.service.connecting import LOCAL_OFF, Connections
from labelwright.storage.service.resolving import Place

router = APIRouter(tags=["Storages"], responses=error_responses(400, 401, 404))

_HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Accept-Ranges": "bytes",
}
_INLINE = ("image/", "audio/", "video/", "text/plain", "application/pdf")
_NEVER_INLINE = ("image/svg",)

FileUri = Annotated[str, Query(min_length=1, max_length=16_384, description="Address of the object, in base64.")]
Range = Annotated[str | None, Header(description="One range of bytes.")]


class _NotSatisfiable(DomainError):
    """416: the range lies behind the end."""

    status = 416


@router.get(
    "/tasks/{task_id}/resolve", summary="Get an object that a task shows", response_class=Response, responses=FILE
)
@router.get("/tasks/{task_id}/presign", include_in_schema=False)
@router.get("/api/tasks/{task_id}/resolve", include_in_schema=False)
@router.get("/api/tasks/{task_id}/presign", include_in_schema=False)
async def resolve_for_task(
    request: Request,
    task_id: PathId,
    actor: Viewer,
    fileuri: FileUri,
    range: Range = None,  # noqa: A002 - header's name
) -> Response:
    """303 to a signed address, or the bytes where the storage does not sign. Only what the task's data shows."""
    state = request.app.state
    database: Database = state.db
    async with database.read() as session:
        place = await resolving.of_task(session, actor, state.storages, task_id, resolving.decoded(fileuri))
    return await _answer(place, range)


@router.get(
    "/projects/{project_id}/resolve",
    summary="Get an object of a project's storages",
    response_class=Response,
    responses=FILE,
)
@router.get("/projects/{project_id}/presign", include_in_schema=False)
@router.get("/api/projects/{project_id}/resolve", include_in_schema=False)
@router.get("/api/projects/{project_id}/presign", include_in_schema=False)
async def resolve_for_project(
    request: Request,
    project_id: PathId,
    actor: Viewer,
    fileuri: FileUri,
    range: Range = None,  # noqa: A002 - as above
) -> Response:
    """303 to a signed address, or the bytes where the storage does not sign."""
    state = request.app.state
    database: Database = state.db
    async with database.read() as session:
        place = await resolving.of_project(session, actor, state.storages, project_id, resolving.decoded(fileuri))
    return await _answer(place, range)


async def _answer(place: Place, byte_range: str | None) -> Response:
    try:
        if place.seconds is not None:
            address = await to_io_thread(place.backend.presign, place.key, place.seconds)
            if address is not None:
                kept = {"Cache-Control": f"private, max-age={max(place.seconds - 10, 0)}"}
                return RedirectResponse(address, status_code=303, headers=kept)
        one = byte_range if byte_range and "," not in byte_range else None
        return _passed_on(await to_io_thread(place.backend.open, place.key, one), place.key)
    except BadRange as error:
        raise _NotSatisfiable(str(error), code="bad_range") from error
    except Missing as error:
        raise NotFound(str(error)) from error
    except Unreachable as error:
        raise Invalid({error.field: [str(error)]}) from error


def _passed_on(opened: Opened, key: str) -> Response:
    kind = opened.content_type or "application/octet-stream"
    headers = {
        **_HEADERS,
        "Content-Length": str(opened.length),
        "Content-Disposition": _disposition(kind, key.rpartition("/")[2]),
        "Cache-Control": "private, max-age=300",
    }
    if opened.content_range:
        headers["Content-Range"] = opened.content_range
    if opened.etag:
        headers["ETag"] = opened.etag
    return StreamingResponse(
        _pieces(opened), status_code=206 if opened.content_range else 200, media_type=kind, headers=headers
    )


def _disposition(kind: str, name: str) -> str:
    is_shown = kind.startswith(_INLINE) and not kind.startswith(_NEVER_INLINE)
    return f"{'inline' if is_shown else 'attachment'}; filename*=UTF-8''{quote(name, safe='')}"


async def _pieces(opened: Opened) -> AsyncIterator[bytes]:
    while (piece := await to_io_thread(next, opened.chunks, b"")) != b"":
        yield piece


@router.get(
    "/data/local-files",
    summary="Get a file of a local storage",
    response_class=Response,
    responses=FILE | error_responses(403),
)
async def get_local_file(
    request: Request,
    actor: Viewer,
    d: Annotated[str, Query(min_length=1, max_length=4096, description="Path below the document root.")],
) -> Response:
    """Only for those who see a project with a storage that covers the path. One range of bytes at a time."""
    connections: Connections = request.app.state.storages
    if not connections.serves_local_files:
        raise Forbidden(LOCAL_OFF)
    database: Database = request.app.state.db
    async with database.read() as session:
        found = await resolving.local_file(session, actor, connections, d)
    path = await to_io_thread(connections.local_path, d) if found is not None else None
    if path is None:
        raise NotFound
    return await _file(path)


async def _file(path: Path) -> Response:
    response = FileResponse(path, headers={**_HEADERS, "Cache-Control": "private, max-age=300"})
    response.headers["Content-Disposition"] = _disposition(response.media_type or "", path.name)
    return response
