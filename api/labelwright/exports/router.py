"""Addresses of exports."""

from typing import Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response, StreamingResponse

from labelwright.core import pagination
from labelwright.core.access import Exporter
from labelwright.core.db import Database, ReadSession
from labelwright.core.http import PathId, Responses, begun, error_responses
from labelwright.exports import service
from labelwright.exports.service import Selection
from labelwright.formats.catalogue import format_list

router = APIRouter(
    prefix="/api/projects/{project_id}/export", tags=["Export"], responses=error_responses(401, 403, 404)
)


_FILE: Responses = {
    200: {"description": "The file", "content": {"application/json": {}, "text/csv": {}, "application/zip": {}}}
}


@router.get("/formats", summary="List export formats")
async def list_formats(project_id: PathId, actor: Exporter, session: ReadSession) -> list[dict[str, Any]]:
    """Those that fit the project's config first."""
    return format_list(await service.interface_of(session, actor, project_id))


@router.get(
    "",
    summary="Export",
    response_class=Response,
    responses=_FILE | error_responses(400),
)
async def export(
    request: Request,
    project_id: PathId,
    actor: Exporter,
    session: ReadSession,
    exportType: str | None = Query(None, description="A name from the list of formats; JSON unless given."),  # noqa: N803 - published name
    export_type: str | None = Query(None, description="The same, as one published client spells it."),
    download_all_tasks: bool = Query(False, description="Tasks without annotations as well."),
) -> StreamingResponse:
    """The file as a stream. `ids` (repeated, `ids[]` or a comma list) picks tasks."""
    interface = await service.interface_of(session, actor, project_id)
    entry = service.format_named(exportType or export_type or "JSON", interface)
    selection = Selection(project_id, only_annotated=not download_all_tasks, ids=pagination.ids_of(request))
    database: Database = request.app.state.db
    name = service.file_name(project_id, entry)
    parts = service.stream(database, selection, entry, interface, request.app.state.read_media)
    return StreamingResponse(
        await begun(parts),
        media_type=entry.media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "filename": name},
    )
