"""Addresses of tabs, columns, and the project as the data manager reads it."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from labelwright.core.access import Manager, Viewer
from labelwright.core.db import DbSession, ReadSession
from labelwright.core.errors import Invalid
from labelwright.core.http import MAX_ID, JsonResponse, PathId, answered, error_responses
from labelwright.core.idempotency import IdempotentFormRoute
from labelwright.core.settings import Settings
from labelwright.views.schemas import Columns, ViewInput, ViewRead, ViewsOrder, ViewsReset
from labelwright.views.service import asking, columns, tabs

router = APIRouter(
    prefix="/api/dm", tags=["Data manager"], route_class=IdempotentFormRoute, responses=error_responses(401, 404)
)

Project = Annotated[int, Query(ge=1, le=MAX_ID, description="Whose tabs or columns.", examples=[1])]
OptionalProject = Annotated[int | None, Query(ge=1, le=MAX_ID, description="One project.")]


def _named(*project_ids: int | None) -> int:
    """The first project that is named, wherever it stands."""
    for project_id in project_ids:
        if project_id is not None:
            return project_id
    raise Invalid(project="This field is required.")


def _index_above(request: Request) -> int:
    settings: Settings = request.app.state.settings
    return settings.index_above_tasks


@router.get("/views", summary="List tabs", response_model=list[ViewRead])
async def list_views(actor: Viewer, session: ReadSession, project: OptionalProject = None) -> JsonResponse:
    """The tabs of a project, or of all projects you can see, in order."""
    return JsonResponse([tabs.wire(view) for view in await tabs.listed(session, actor, project)])


@router.post("/views", status_code=201, summary="Add a tab", response_model=ViewRead, responses=error_responses(400))
async def create_view(
    request: Request, body: ViewInput, actor: Viewer, session: DbSession, project: OptionalProject = None
) -> JsonResponse:
    """Refuses a filter or ordering that could not be run, naming the item."""
    view = await tabs.create(session, actor, _named(body.project, project), body, index_above=_index_above(request))
    return JsonResponse(tabs.wire(view), status_code=201)


@router.delete("/views/reset", status_code=204, summary="Remove all tabs", responses=error_responses(400, 403))
async def reset_views(
    actor: Manager, session: DbSession, body: ViewsReset | None = None, project: OptionalProject = None
) -> Response:
    """Removes every tab of a project, which stands in the query or in the body."""
    await tabs.reset(session, actor, _named(project, body.project if body else None))
    return Response(status_code=204)


@router.post("/views/order", summary="Order tabs", responses=error_responses(403) | answered({}))
async def order_views(body: ViewsOrder, actor: Manager, session: DbSession) -> JsonResponse:
    """Puts tabs into an order; those that are not named come after. Unknown ids are passed over."""
    await tabs.reorder(session, actor, body.project, body.ids)
    return JsonResponse({})


@router.get("/views/{view_id}", summary="Get a tab", response_model=ViewRead)
async def get_view(view_id: PathId, actor: Viewer, session: ReadSession) -> JsonResponse:
    """One tab of a project you can see."""
    return JsonResponse(tabs.wire(await asking.view(session, actor, view_id)))


@router.put("/views/{view_id}", summary="Replace a tab", response_model=ViewRead, responses=error_responses(400, 403))
@router.patch("/views/{view_id}", summary="Change a tab", response_model=ViewRead, responses=error_responses(400, 403))
async def update_view(
    request: Request, view_id: PathId, body: ViewInput, actor: Viewer, session: DbSession
) -> JsonResponse:
    """`data` is replaced as a whole. A tab stays in its project."""
    view = await tabs.update(session, actor, view_id, body, index_above=_index_above(request))
    return JsonResponse(tabs.wire(view))


@router.delete("/views/{view_id}", status_code=204, summary="Remove a tab", responses=error_responses(403))
async def delete_view(view_id: PathId, actor: Viewer, session: DbSession) -> Response:
    """Its tasks stay."""
    await tabs.delete(session, actor, view_id)
    return Response(status_code=204)


@router.get("/columns", summary="List columns", response_model=Columns)
async def list_columns(actor: Viewer, session: ReadSession, project: Project) -> JsonResponse:
    """What tasks of a project can be shown, filtered and sorted by, with the types their data were found to have."""
    return JsonResponse({"columns": await columns.of_project(session, actor, project)})


@router.get(
    "/project",
    summary="Get a project for the data manager",
    responses=answered({"id": 1, "title": "Reviews", "task_count": 40, "annotation_count": 38}),
)
async def get_project(actor: Viewer, session: ReadSession, project: Project) -> JsonResponse:
    """The project's fields with `task_count`, `annotation_count` and what the caller may do."""
    return JsonResponse(await columns.project_summary(session, actor, project))
