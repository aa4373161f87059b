"""Addresses of who is in a project."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import StreamingResponse

from labelwright.core import pagination
from labelwright.core.access import AnnotationReader, Manager
from labelwright.core.db import DbSession, ReadSession
from labelwright.core.http import MAX_ID, JsonResponse, PathId, begun, error_responses
from labelwright.core.idempotency import IdempotentFormRoute
from labelwright.projects import wire
from labelwright.projects.ports import Ports, ports
from labelwright.projects.schemas import MemberAdded, MembersChanged, MembersSelected, ProjectPeople
from labelwright.projects.service import membership

router = APIRouter(
    prefix="/api/projects/{project_id}/members",
    tags=["Project members"],
    route_class=IdempotentFormRoute,
    responses=error_responses(401, 403, 404),
)
LARGEST_PAGE = 1000

Wired = Annotated[Ports, Depends(ports)]


Search = Annotated[str, Query(max_length=200, description="Text in e-mail or name.")]
OfRole = Annotated[str, Query(max_length=2, description="Of this role only.", examples=["AN"])]
Implicit = Annotated[bool, Query(description="Also those who are in it without having been added.")]


@router.get("/paginated", summary="List the people in a project", response_model=ProjectPeople)
async def list_project_members(
    request: Request,
    project_id: PathId,
    actor: AnnotationReader,
    session: ReadSession,
    search: Search = "",
    role: OfRole = "",
    implicit: Implicit = True,  # noqa: FBT002 - as published
) -> JsonResponse:
    """A project that nobody was added to is open to the whole organization. `ids` picks some."""
    page = pagination.page_of(request, default=100, largest=LARGEST_PAGE)
    ids = pagination.ids_of(request)
    total, rows = await membership.page(
        session, actor, project_id, page, search=search, role=role, implicit=implicit, ids=ids
    )
    people = [wire.person(user, role, is_implicit=is_implicit) for user, role, is_implicit in rows]
    return JsonResponse(pagination.envelope(request, page, total, people))


@router.get(
    "/export",
    summary="The people in a project as CSV",
    response_class=Response,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
async def export_project_members(
    request: Request,
    project_id: PathId,
    actor: AnnotationReader,
    search: Search = "",
    role: OfRole = "",
    implicit: Implicit = True,  # noqa: FBT002 - as published
) -> StreamingResponse:
    """The same as a stream, by id, with a head line."""
    ids = pagination.ids_of(request)
    parts = membership.table(
        request.app.state.db, actor, project_id, search=search, role=role, implicit=implicit, ids=ids
    )
    headers = {"Content-Disposition": f'attachment; filename="project-{project_id}-members.csv"'}
    return StreamingResponse(await begun(parts), media_type="text/csv; charset=utf-8", headers=headers)


@router.post("", status_code=201, summary="Add somebody to a project", responses=error_responses(400))
async def add_project_member(
    project_id: PathId, body: MemberAdded, actor: Manager, session: DbSession, wired: Wired
) -> MemberAdded:
    """From the first one on, only who was added sees the project, besides owners and administrators.

    Assignments of others in it end then.
    """
    await membership.add(session, actor, project_id, [body.user], wired)
    return body


@router.delete("", status_code=204, summary="Take somebody out of a project")
async def remove_project_member(
    project_id: PathId,
    actor: Manager,
    session: DbSession,
    wired: Wired,
    user: int = Query(ge=1, le=MAX_ID, description="Id of the user."),
) -> Response:
    """Their assignments in it end; their work stays."""
    await membership.remove_one(session, actor, project_id, user, wired)
    return Response(status_code=204)


@router.post("/bulk", summary="Add many people to a project", responses=error_responses(400))
async def add_project_members(
    project_id: PathId, body: MembersSelected, actor: Manager, session: DbSession, wired: Wired
) -> MembersChanged:
    """These members of the organization, or all but those."""
    users = await membership.selected(session, actor, project_id, body)
    count = await membership.add(session, actor, project_id, users, wired)
    return MembersChanged(detail=f"Added {count} people", count=count)


@router.delete("/bulk", summary="Take many people out of a project", responses=error_responses(400))
async def remove_project_members(
    project_id: PathId, actor: Manager, session: DbSession, wired: Wired, chosen: Annotated[MembersSelected, Query()]
) -> MembersChanged:
    """Their assignments in it end; their work stays."""
    users = await membership.selected(session, actor, project_id, chosen)
    count = await membership.remove(session, actor, project_id, users, wired)
    return MembersChanged(detail=f"Removed {count} people", count=count)
