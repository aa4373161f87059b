"""Addresses of projects."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core import pagination
from labelwright.core.access import Creator, Manager, Viewer
from labelwright.core.db import DbSession, ReadSession
from labelwright.core.http import JsonResponse, PathId, error_responses, etag, expected_rev
from labelwright.core.idempotency import IdempotentFormRoute
from labelwright.projects import service, wire
from labelwright.projects.models import Project
from labelwright.projects.ports import Ports, ports
from labelwright.projects.schemas import (
    CountsPage,
    Duplicate,
    Duplicated,
    DuplicateMode,
    LabelConfigChecked,
    LabelConfigInput,
    ProjectCreate,
    ProjectPage,
    ProjectRead,
    ProjectUpdate,
    Summary,
)
from labelwright.users import service as users

router = APIRouter(
    prefix="/api/projects", tags=["Projects"], route_class=IdempotentFormRoute, responses=error_responses(401)
)
LARGEST_PAGE = 1000

Wired = Annotated[Ports, Depends(ports)]
IfMatch = Annotated[str | None, Header(description="Revision the change is based on; a stale one is a 412.")]


async def _shown(session: AsyncSession, project: Project, *, status: int = 200) -> JsonResponse:
    creators = await users.by_ids(session, {project.created_by_id})
    body = wire.project(project, creators.get(project.created_by_id))
    return JsonResponse(body, status_code=status, headers={"ETag": etag(project.rev)})


@router.get("", summary="List projects", response_model=ProjectPage, responses=error_responses(400, 404))
async def list_projects(
    request: Request,
    actor: Viewer,
    session: ReadSession,
    ordering: str = Query("", description="Field, `-` for descending; pinned and newest first without."),
    title: str = Query("", max_length=200, description="Text in the title."),
    search: str = Query("", max_length=200, description="Text in title or description."),
    filter: str = Query("all", description="`pinned_only`, `exclude_pinned` or `all`."),  # noqa: A002 - published name
    include: str = Query("", description="Comma list of fields to answer with."),
) -> JsonResponse:
    """Projects the caller can see. `ids` (repeated, `ids[]` or a comma list) picks some."""
    page = pagination.page_of(request, largest=LARGEST_PAGE)
    total, rows = await service.page(
        session,
        actor,
        page,
        ordering=ordering,
        ids=pagination.ids_of(request),
        title=title,
        search=search,
        pinned={"pinned_only": True, "exclude_pinned": False}.get(filter),
    )
    page.check(total)
    creators = await users.by_ids(session, {row.created_by_id for row in rows})
    fields = _fields(include)
    results = [wire.project(row, creators.get(row.created_by_id), fields) for row in rows]
    return JsonResponse(pagination.envelope(request, page, total, results))


def _fields(include: str) -> frozenset[str] | None:
    return frozenset(part.strip() for part in include.split(",")) if include else None


@router.post(
    "", status_code=201, summary="Create a project", response_model=ProjectRead, responses=error_responses(400, 403)
)
async def create_project(body: ProjectCreate, actor: Creator, session: DbSession) -> JsonResponse:
    """Create a project; every field has a default. A config with errors is refused with line and column."""
    return await _shown(session, await service.create(session, actor, body), status=201)


@router.get("/counts", summary="List projects' counters", response_model=CountsPage, responses=error_responses(404))
async def list_counts(request: Request, actor: Viewer, session: ReadSession) -> JsonResponse:
    """Like the list, with the counters only."""
    page = pagination.page_of(request, largest=LARGEST_PAGE)
    total, rows = await service.page(session, actor, page, ids=pagination.ids_of(request))
    page.check(total)
    return JsonResponse(pagination.envelope(request, page, total, [wire.counts(row) for row in rows]))


@router.post(
    "/validate", summary="Check a label config", response_model=LabelConfigChecked, responses=error_responses(400)
)
async def validate_config(body: LabelConfigInput, _actor: Viewer) -> JsonResponse:
    """200 with warnings, or 400 with every issue, its line and column."""
    checked = await service.check_label_config(body.label_config)
    issues = [issue.as_dict() for issue in checked.issues]
    return JsonResponse({"label_config": body.label_config, "issues": issues})


@router.get("/{project_id}", summary="Get a project", response_model=ProjectRead, responses=error_responses(404))
async def get_project(
    project_id: PathId,
    actor: Viewer,
    session: ReadSession,
    include: str = Query("", description="Comma list of fields."),
) -> JsonResponse:
    """One project with its counters."""
    if not include:
        return await _shown(session, await service.get(session, actor, project_id))
    project = await service.get(session, actor, project_id)
    return JsonResponse(wire.project(project, None, _fields(include)))


@router.patch(
    "/{project_id}",
    summary="Change a project",
    response_model=ProjectRead,
    responses=error_responses(400, 403, 404, 412),
)
@router.put("/{project_id}", include_in_schema=False)
async def update_project(
    project_id: PathId, body: ProjectUpdate, actor: Manager, session: DbSession, wired: Wired, if_match: IfMatch = None
) -> JsonResponse:
    """Fields left out stay. A config that lacks a control in use is refused."""
    project = await service.update(session, actor, project_id, body, wired, expected_rev(if_match))
    return await _shown(session, project)


@router.delete("/{project_id}", status_code=204, summary="Delete a project", responses=error_responses(403, 404))
async def delete_project(project_id: PathId, actor: Manager, session: DbSession, wired: Wired) -> Response:
    """It is gone at once; a job removes its tasks, annotations, predictions and files."""
    await service.delete(session, actor, project_id, wired)
    return Response(status_code=204)


@router.post(
    "/{project_id}/validate",
    summary="Check a label config against a project's work",
    response_model=LabelConfigChecked,
    responses=error_responses(400, 404),
)
async def validate_project_config(
    project_id: PathId, body: LabelConfigInput, actor: Viewer, session: ReadSession, wired: Wired
) -> JsonResponse:
    """Also refuses a config that lacks a label which annotations or drafts use."""
    checked = await service.validate_for(session, actor, project_id, body.label_config, wired)
    issues = [issue.as_dict() for issue in checked.issues]
    return JsonResponse({"label_config": body.label_config, "issues": issues})


@router.post(
    "/{project_id}/duplicate", status_code=201, summary="Duplicate a project", responses=error_responses(400, 403, 404)
)
async def duplicate_project(
    project_id: PathId, body: Duplicate, actor: Manager, session: DbSession, wired: Wired
) -> Duplicated:
    """Copy settings, tasks when `mode` says so, and who was added to it when asked. Annotations stay where they are."""
    copy = await service.duplicate(
        session,
        actor,
        project_id,
        title=body.title,
        description=body.description,
        with_data=body.mode is DuplicateMode.DATA,
        with_members=bool(body.include_members),
        ports=wired,
    )
    return Duplicated(id=copy.id, title=copy.title)


@router.get("/{project_id}/summary", summary="What the tasks hold", responses=error_responses(404))
async def get_summary(project_id: PathId, actor: Viewer, session: ReadSession) -> Summary:
    """Keys of task data and how many tasks have each."""
    project, columns = await service.data_columns(session, actor, project_id)
    return Summary(
        all_data_columns={column.name: column.task_count for column in columns},
        common_data_columns=await service.common_columns(project, columns),
    )


@router.get("/{project_id}/model-versions", summary="Model versions of predictions", responses=error_responses(404))
async def get_model_versions(project_id: PathId, actor: Viewer, session: ReadSession, wired: Wired) -> dict[str, Any]:
    """Version to number of predictions."""
    project = await service.get(session, actor, project_id)
    return await wired.model_versions(session, project.id)
