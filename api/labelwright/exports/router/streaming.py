"""Addresses of exports."""

from typing import Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response, StreamingResponse

from labelwright.core import pagination
from labelwright.core.access import Actor, Exporter
from labelwright.core.db import Database, ReadSession
from labelwright.core.errors import Invalid
from labelwright.core.http import MAX_ID, PathId, Responses, begun, error_responses
from labelwright.core.routing import FormRoute
from labelwright.exports.schemas import ExportRequest
from labelwright.exports.service import access, writing
from labelwright.views.service import asking

router = APIRouter(
    prefix="/api/projects/{project_id}/export",
    tags=["Export"],
    route_class=FormRoute,
    responses=error_responses(401, 403, 404),
)

QUERY = '{"filters": {"conjunction": "and", "items": []}}'


_FILE: Responses = {
    200: {"description": "The file", "content": {"application/json": {}, "text/csv": {}, "application/zip": {}}}
}


@router.get("/formats", summary="List export formats")
async def list_formats(project_id: PathId, actor: Exporter, session: ReadSession) -> list[dict[str, Any]]:
    """Those that fit the project's config first."""
    return await writing.formats_for(session, actor, project_id)


@router.get("", summary="Export", response_class=Response, responses=_FILE | error_responses(400))
async def export(
    request: Request,
    project_id: PathId,
    actor: Exporter,
    exportType: str | None = Query(None, description="A name from the list of formats; JSON unless given."),  # noqa: N803 - published name
    export_type: str | None = Query(None, description="The same, as one published client spells it."),
    download_all_tasks: bool = Query(False, description="Tasks without annotations as well."),
    interpolate_key_frames: bool = Query(False, description="Fill the frames between the key frames of videos."),
    view: int | None = Query(None, ge=1, le=MAX_ID, description="Only tasks that a tab's filter leaves."),
    query: str = Query("", description="JSON: `{filters, selectedItems}`.", examples=[QUERY]),
) -> StreamingResponse:
    """The file as a stream, tasks by id. `ids` (repeated, `ids[]` or a comma list) picks tasks."""
    picked, ids = asking.read_query(query), pagination.ids_of(request)
    if ids and min(ids) < 1:
        raise Invalid(ids="Ids are positive integers.")
    asked = ExportRequest(
        export_type=(exportType or export_type or "JSON")[:50],
        download_all_tasks=download_all_tasks,
        interpolate_key_frames=interpolate_key_frames,
        ids=ids,
        view=view,
        filters=picked.filters,
        selectedItems=picked.selectedItems,
    )
    return await _file(request, actor, project_id, asked)


@router.post("", summary="Export what a filter leaves", response_class=Response, responses=_FILE | error_responses(400))
async def export_filtered(
    request: Request, project_id: PathId, actor: Exporter, body: ExportRequest | None = None
) -> StreamingResponse:
    """The same with the request in the body, for filters that are too long for an address."""
    return await _file(request, actor, project_id, body or ExportRequest())


async def _file(request: Request, actor: Actor, project_id: int, asked: ExportRequest) -> StreamingResponse:
    """The file; the session that prepares it is over before the one that reads it opens, so none waits for another."""
    database: Database = request.app.state.db
    async with database.read() as session:
        entry, interface, selection = await writing.prepare(session, actor, project_id, asked)
    name = writing.file_name(project_id, entry)
    source = writing.of_database(database, selection)
    parts = writing.stream(source, entry, interface, project_id, request.app.state.read_media)
    begun_parts = await begun(parts)
    await database.note(access.downloaded(project_id, kind=entry.name, name=name))
    return StreamingResponse(
        begun_parts,
        media_type=entry.media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "filename": name},
    )
