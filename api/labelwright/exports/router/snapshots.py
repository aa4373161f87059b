"""Addresses of export snapshots."""

from fastapi import APIRouter, Header, Query, Request
from starlette.responses import FileResponse, Response, StreamingResponse

from labelwright.core.access import Exporter
from labelwright.core.db import ReadSession
from labelwright.core.http import JsonResponse, PathId, Responses, begun, error_responses
from labelwright.core.idempotency import IdempotentFormRoute
from labelwright.exports import wire
from labelwright.exports.schemas import ConvertRead, ConvertRequest, SnapshotCreate, SnapshotCreated, SnapshotRead
from labelwright.exports.service import access, converting, housekeeping, snapshots
from labelwright.exports.service.snapshots import Keeping

router = APIRouter(route_class=IdempotentFormRoute, tags=["Export"], responses=error_responses(401, 403, 404))

BASE = "/api/projects/{project_id}/exports"
_FILE: Responses = {
    200: {"description": "The file", "content": {"application/json": {}, "text/csv": {}, "application/zip": {}}}
}


def _keeping(request: Request) -> Keeping:
    found: Keeping = request.app.state.export_keeping
    return found


@router.get(BASE, summary="List export snapshots", response_model=list[SnapshotRead])
async def list_snapshots(
    project_id: PathId,
    actor: Exporter,
    session: ReadSession,
    ordering: str = Query("-created_at", description=f"One of {', '.join(snapshots.ORDERINGS)}; `-` descends."),
) -> JsonResponse:
    """Newest first."""
    return JsonResponse(
        [wire.snapshot(shown) for shown in await snapshots.listed(session, actor, project_id, ordering)]
    )


@router.post(
    BASE,
    status_code=201,
    summary="Make an export snapshot",
    response_model=SnapshotCreated,
    responses=error_responses(400),
)
async def create_snapshot(
    request: Request,
    project_id: PathId,
    actor: Exporter,
    body: SnapshotCreate | None = None,
    interpolate_key_frames: bool | None = Query(
        None, description="Sent by the older published client, which has no call for conversions."
    ),
) -> JsonResponse:
    """What the project holds now, kept as a file. A large one is made by a job, and `status` tells how far it is."""
    wanted = body or SnapshotCreate.model_validate({})
    if interpolate_key_frames:
        wanted.serialization_options.interpolate_key_frames = True
    shown = await snapshots.create(
        _keeping(request), actor, project_id, wanted, converts_on_download=interpolate_key_frames is not None
    )
    keeping, settings = _keeping(request), request.app.state.settings
    await housekeeping.expire(keeping.database, keeping.files, kept_days=settings.export_kept_days)
    return JsonResponse(wire.created(shown), status_code=201)


@router.get(f"{BASE}/{{export_id}}", summary="Get an export snapshot", response_model=SnapshotRead)
async def get_snapshot(project_id: PathId, export_id: PathId, actor: Exporter, session: ReadSession) -> JsonResponse:
    """How far it is, and in which formats there is a file."""
    return JsonResponse(wire.snapshot(await snapshots.get(session, actor, project_id, export_id)))


@router.delete(f"{BASE}/{{export_id}}", status_code=204, summary="Delete an export snapshot")
async def delete_snapshot(request: Request, project_id: PathId, export_id: PathId, actor: Exporter) -> Response:
    """With its conversions and all files."""
    await snapshots.delete(_keeping(request), actor, project_id, export_id)
    return Response(status_code=204)


@router.post(
    f"{BASE}/{{export_id}}/convert",
    summary="Convert an export snapshot",
    response_model=ConvertRead,
    responses=error_responses(400, 409),
)
async def convert_snapshot(
    request: Request, project_id: PathId, export_id: PathId, actor: Exporter, body: ConvertRequest
) -> JsonResponse:
    """Keep it in another format as well. Large ones, and those with pictures, are converted by a job."""
    row = await converting.convert(
        _keeping(request), actor, project_id, export_id, body.export_type, request.app.state.read_media
    )
    return JsonResponse({"export_type": row.export_type, "converted_format": row.id})


@router.get(
    f"{BASE}/{{export_id}}/download",
    summary="Download an export snapshot",
    response_class=Response,
    responses=_FILE | error_responses(400),
)
async def download_snapshot(
    request: Request,
    project_id: PathId,
    export_id: PathId,
    actor: Exporter,
    exportType: str | None = Query(None, description="JSON, or a format that it was converted to."),  # noqa: N803 - published name
    export_type: str | None = Query(None, description="The same, as one published client spells it."),
) -> Response:
    """The file. One byte range at a time."""
    found = await converting.download(
        _keeping(request),
        actor,
        project_id,
        export_id,
        (exportType or export_type or "JSON")[:50],
        request.app.state.read_media,
    )
    headers = {"Content-Disposition": f'attachment; filename="{found.name}"', "filename": found.name}
    # Every part of a download in parts too: who leaves out the first byte has the rest all the same.
    taken = access.downloaded(project_id, kind=found.entry.name, name=found.name, export_id=export_id)
    await _keeping(request).database.note(taken)
    if found.path is not None:
        return FileResponse(found.path, media_type=found.entry.media_type, headers=headers)
    assert found.parts is not None  # noqa: S101 - a download has one or the other
    return StreamingResponse(await begun(found.parts), media_type=found.entry.media_type, headers=headers)


@router.get("/api/auth/export", summary="May an export file be served", response_class=Response)
async def may_export(
    request: Request,
    actor: Exporter,
    session: ReadSession,
    x_original_uri: str = Header(
        "", max_length=8192, description="The address of the file: `/export/<project>-<name>`."
    ),
) -> Response:
    """For a proxy in front that serves the files of exports itself: 200 when the caller may have this one."""
    await _keeping(request).database.note(await access.check_address(session, actor, x_original_uri))
    return Response(status_code=200)
