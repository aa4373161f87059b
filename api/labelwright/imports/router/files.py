"""Addresses of uploaded files."""

import re
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.datastructures import UploadFile
from starlette.responses import FileResponse

from labelwright.core import pagination
from labelwright.core.access import Action, Manager, Viewer
from labelwright.core.concurrency import to_thread
from labelwright.core.db import Database, ReadSession
from labelwright.core.errors import Invalid, NotFound
from labelwright.core.http import FILE, JsonResponse, PathId, error_responses
from labelwright.imports.files import SHOWN_INLINE, Uploads
from labelwright.imports.schemas import Deleted, FileIds, FileRead
from labelwright.imports.service import records
from labelwright.tasks.models import FileUpload

router = APIRouter(tags=["Import"], responses=error_responses(401, 404))

_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                }
            }
        },
    }
}
_PATH = re.compile(r"upload/([1-9][0-9]{0,17})/([^/]{1,255})")
_SANDBOX = "sandbox; default-src 'none'"


def _uploads(request: Request) -> Uploads:
    found: Uploads = request.app.state.uploads
    return found


@router.get("/api/projects/{project_id}/file-uploads", summary="List uploaded files", response_model=list[FileRead])
async def list_files(request: Request, project_id: PathId, actor: Viewer, session: ReadSession) -> JsonResponse:
    """Oldest first; `ids` (repeated, or a comma list) picks some."""
    found = await records.listed(session, actor, project_id, pagination.ids_of(request))
    return JsonResponse([_file(upload) for upload in found])


def _file(upload: FileUpload) -> dict[str, Any]:
    return {"id": upload.id, "file": f"upload/{upload.project_id}/{upload.stored_name}", "size": upload.size}


@router.delete(
    "/api/projects/{project_id}/file-uploads",
    summary="Delete uploaded files",
    response_model=Deleted,
    responses=error_responses(400, 403),
)
async def delete_files(
    request: Request, project_id: PathId, actor: Manager, body: FileIds | None = None
) -> JsonResponse:
    """Those named, or all. Tasks made from them stay; media that they show are gone."""
    database: Database = request.app.state.db
    async with database.write() as session:
        names = await records.remove(session, actor, project_id, body.file_upload_ids if body else None)
    await to_thread(_uploads(request).remove, project_id, names)
    return JsonResponse({"deleted": len(names)})


@router.get("/api/import/file-upload/{file_id}", summary="Get an uploaded file's record", response_model=FileRead)
async def get_file(file_id: PathId, actor: Viewer, session: ReadSession) -> JsonResponse:
    """Its address below `/data/`, and its size in bytes."""
    return JsonResponse(_file(await records.file(session, actor, file_id)))


@router.patch(
    "/api/import/file-upload/{file_id}",
    summary="Replace an uploaded file",
    response_model=FileRead,
    responses=error_responses(400, 403, 409),
    openapi_extra=_BODY,
)
async def replace_file(request: Request, file_id: PathId, actor: Manager) -> JsonResponse:
    """By another, under an address of its own. One that tasks were made from stays: 409."""
    database: Database = request.app.state.db
    uploads = _uploads(request)
    async with database.read() as session:
        project_id = (await records.replaceable(session, actor, file_id)).project_id
    async with request.form(max_files=1, max_fields=10) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise Invalid(file="A file is expected, as multipart/form-data.")
        shown_name = file.filename or "file"
        name, size = await to_thread(records.saved, uploads, project_id, shown_name, file.file)
    try:
        async with database.write() as session:
            upload = await records.replaceable(session, actor, file_id)
            before = upload.stored_name
            upload.name, upload.stored_name, upload.size = shown_name, name, size
    except BaseException:
        await to_thread(uploads.remove, project_id, [name])
        raise
    await to_thread(uploads.remove, project_id, [before])
    return JsonResponse(_file(upload))


@router.delete(
    "/api/import/file-upload/{file_id}",
    status_code=204,
    summary="Delete an uploaded file",
    responses=error_responses(403),
)
async def delete_file(request: Request, file_id: PathId, actor: Manager) -> Response:
    """Tasks made from it stay; media that they show are gone."""
    database: Database = request.app.state.db
    async with database.write() as session:
        upload = await records.file(session, actor, file_id, Action.MANAGE_PROJECT)
        names = await records.remove(session, actor, upload.project_id, [file_id])
    await to_thread(_uploads(request).remove, upload.project_id, names)
    return Response(status_code=204)


@router.get("/data/upload/{project_id}/{name}", summary="Get an uploaded file", response_class=Response, responses=FILE)
async def get_upload(request: Request, project_id: PathId, name: str, actor: Viewer, session: ReadSession) -> Response:
    """Only for those who see the project. One byte range at a time."""
    upload = await records.uploaded(session, actor, project_id, name)
    path = await to_thread(_uploads(request).path, project_id, upload.stored_name)
    if path is None:
        raise NotFound
    return _send(path, upload.name)


@router.get(
    "/storage-data/uploaded",
    summary="Get an uploaded file by its path",
    response_class=Response,
    responses=FILE | error_responses(403),
)
async def get_by_path(request: Request, actor: Viewer, session: ReadSession, filepath: str = "") -> Response:
    """`upload/{project}/{name}`, as records of files have it. 403 for one of a project that the caller does not see."""
    found = _PATH.fullmatch(filepath)
    if found is None:
        raise NotFound
    project_id, name = int(found[1]), found[2]
    upload = await records.uploaded_or_forbidden(session, actor, project_id, name)
    path = await to_thread(_uploads(request).path, project_id, upload.stored_name)
    if path is None:
        raise NotFound
    return _send(path, upload.name)


def _send(path: Path, shown_name: str) -> Response:
    inline = path.suffix.lower() in SHOWN_INLINE
    return FileResponse(
        path,
        filename=shown_name,
        content_disposition_type="inline" if inline else "attachment",
        headers={
            "Content-Security-Policy": _SANDBOX,
            "Cache-Control": "private, max-age=86400, immutable",
            "X-Content-Type-Options": "nosniff",
        },
    )
