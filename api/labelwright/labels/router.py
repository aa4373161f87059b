"""Addresses of the labels manager."""

from typing import Annotated

from fastapi import APIRouter, Body, Depends, Query, Request, Response

from labelwright.core import pagination
from labelwright.core.access import Manager, Viewer
from labelwright.core.db import Database, DbSession, ReadSession
from labelwright.core.http import MAX_ID, JsonResponse, PathId, error_responses
from labelwright.core.idempotency import IdempotentFormRoute
from labelwright.jobs import service as jobs
from labelwright.jobs.models import ACTIVE, Job
from labelwright.labels import service, wire
from labelwright.labels.schemas import (
    LabelCreated,
    LabelInput,
    LabelPage,
    LabelRead,
    LabelUpdate,
    LinkInput,
    LinkPage,
    LinkRead,
    LinkUpdate,
    Rename,
    Renamed,
)
from labelwright.labels.service import renaming

router = APIRouter(prefix="/api", tags=["Labels"], route_class=IdempotentFormRoute, responses=error_responses(401, 404))
LARGEST_PAGE = 1000
PAGE = 100
MAX_LABELS = 1000
WAIT_SECONDS = 8.0
"""How long a request waits for a renaming: small ones are through when the call returns, as clients expect."""

Expand = Annotated[str, Query(description="`links` or `label`: objects in the place of ids.", examples=["links"])]


def _database(request: Request) -> Database:
    found: Database = request.app.state.db
    return found


Data = Annotated[Database, Depends(_database)]


def _expands(expand: str, name: str) -> bool:
    return name in (part.strip() for part in expand.split(","))


@router.get("/labels", summary="List labels", response_model=LabelPage)
async def list_labels(request: Request, actor: Viewer, session: ReadSession, expand: Expand = "") -> JsonResponse:
    """Labels of the organization, oldest first, with their links to projects that the caller sees."""
    page = pagination.page_of(request, default=PAGE, largest=LARGEST_PAGE)
    total, rows = await service.page(session, actor, page)
    page.check(total)
    shown = [wire.label(row, links, expand=_expands(expand, "links")) for row, links in rows]
    return JsonResponse(pagination.envelope(request, page, total, shown))


@router.post(
    "/labels",
    status_code=201,
    summary="Link labels to a project",
    response_model=list[LabelCreated],
    responses=error_responses(400, 403),
)
async def create_labels(
    body: Annotated[list[LabelInput], Body(max_length=MAX_LABELS)], actor: Manager, session: DbSession
) -> JsonResponse:
    """A title that the organization has already is linked, not made again. Up to 1,000, all or none."""
    rows = await service.create(session, actor, body)
    shown = [
        wire.label(row, links, expand=False) | {"project": item.project, "from_name": item.from_name}
        for item, (row, links) in zip(body, rows, strict=True)
    ]
    return JsonResponse(shown, status_code=201)


@router.post(
    "/labels/bulk",
    summary="Rename a label in annotations",
    response_model=Renamed,
    responses={**error_responses(400, 403), 202: {"model": Renamed, "description": "The job is still under way"}},
)
async def rename_label(body: Rename, actor: Manager, database: Data) -> JsonResponse:
    """Puts `new_label` in the place of `old_label` in stored annotations and drafts, in one project or in all.

    A job does it; `annotations_updated` is null (202) when it goes on after the call. What annotations held stays as
    their revisions. Label configs stay as they are.
    """
    async with database.write() as session:
        job_id = await renaming.order(session, actor, body)
    await jobs.wait(database, job_id, seconds=WAIT_SECONDS)
    async with database.read() as session:
        job = await session.get(Job, job_id)
    if job is None or job.state in ACTIVE:
        return JsonResponse({"annotations_updated": None, "job": job_id}, status_code=202)
    return JsonResponse({"annotations_updated": job.done, "job": job_id})


@router.get("/labels/{label_id}", summary="Get a label", response_model=LabelRead)
async def get_label(label_id: PathId, actor: Viewer, session: ReadSession, expand: Expand = "") -> JsonResponse:
    """One label with its links to projects that the caller sees."""
    row, links = await service.get(session, actor, label_id)
    return JsonResponse(wire.label(row, links, expand=_expands(expand, "links")))


@router.patch(
    "/labels/{label_id}", summary="Change a label", response_model=LabelRead, responses=error_responses(400, 403, 409)
)
@router.put("/labels/{label_id}", include_in_schema=False)
async def update_label(label_id: PathId, body: LabelUpdate, actor: Manager, session: DbSession) -> JsonResponse:
    """Fields left out stay. Results keep what they hold: see `/api/labels/bulk`."""
    row, links = await service.update(session, actor, label_id, body)
    return JsonResponse(wire.label(row, links, expand=False))


@router.delete("/labels/{label_id}", status_code=204, summary="Delete a label", responses=error_responses(403))
async def delete_label(label_id: PathId, actor: Manager, session: DbSession) -> Response:
    """With its links; results keep what they hold."""
    await service.delete(session, actor, label_id)
    return Response(status_code=204)


@router.get("/label_links", summary="List links of labels", response_model=LinkPage, responses=error_responses(400))
async def list_links(
    request: Request,
    actor: Viewer,
    session: ReadSession,
    project: int | None = Query(None, ge=1, le=MAX_ID, description="Only those of this project.", examples=[1]),
    label: int | None = Query(None, ge=1, le=MAX_ID, description="Only those of this label."),
    expand: Expand = "",
) -> JsonResponse:
    """Where labels are linked, oldest first."""
    page = pagination.page_of(request, default=PAGE, largest=LARGEST_PAGE)
    total, rows = await service.links_page(session, actor, page, project_id=project, label_id=label)
    page.check(total)
    shown = [wire.link(link, of if _expands(expand, "label") else None) for link, of in rows]
    return JsonResponse(pagination.envelope(request, page, total, shown))


@router.post(
    "/label_links",
    status_code=201,
    summary="Link a label",
    response_model=LinkRead,
    responses=error_responses(400, 403, 409),
)
async def create_link(body: LinkInput, actor: Manager, session: DbSession) -> JsonResponse:
    """A label that exists, and a control of a project."""
    link, _ = await service.create_link(session, actor, body)
    return JsonResponse(wire.link(link), status_code=201)


@router.get("/label_links/{link_id}", summary="Get a link", response_model=LinkRead)
async def get_link(link_id: PathId, actor: Viewer, session: ReadSession, expand: Expand = "") -> JsonResponse:
    """With the number of annotations that have the label."""
    link, label = await service.get_link(session, actor, link_id)
    count = await service.count_annotations(session, link, label)
    shown = wire.link(link, label if _expands(expand, "label") else None, annotations_count=count)
    return JsonResponse(shown)


@router.patch(
    "/label_links/{link_id}",
    summary="Change a link",
    response_model=LinkRead,
    responses=error_responses(400, 403, 409),
)
@router.put("/label_links/{link_id}", include_in_schema=False)
async def update_link(link_id: PathId, body: LinkUpdate, actor: Manager, session: DbSession) -> JsonResponse:
    """Label and project stay."""
    link, _ = await service.update_link(session, actor, link_id, body)
    return JsonResponse(wire.link(link))


@router.delete("/label_links/{link_id}", status_code=204, summary="Remove a link", responses=error_responses(403))
async def delete_link(link_id: PathId, actor: Manager, session: DbSession) -> Response:
    """The label stays."""
    await service.delete_link(session, actor, link_id)
    return Response(status_code=204)
