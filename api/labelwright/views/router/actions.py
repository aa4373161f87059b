"""Addresses of the data manager's actions."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request

from labelwright.core.access import Labeler, Viewer, authorize
from labelwright.core.db import DbSession
from labelwright.core.http import MAX_ID, JsonResponse, answered, error_responses
from labelwright.core.idempotency import IdempotentFormRoute
from labelwright.views.actions import Call, Registry
from labelwright.views.schemas import ActionBody

router = APIRouter(
    prefix="/api/dm", tags=["Data manager"], route_class=IdempotentFormRoute, responses=error_responses(401, 404)
)

Project = Annotated[int | None, Query(ge=1, le=MAX_ID, description="The project whose tasks are meant.")]
View = Annotated[int | None, Query(ge=1, le=MAX_ID, description="A tab, whose filter and ordering are used.")]


def _registry(request: Request) -> Registry:
    registry: Registry = request.app.state.actions
    return registry


@router.get("/actions", summary="List actions on tasks")
async def list_actions(request: Request, _actor: Viewer, project: Project = None) -> list[dict[str, Any]]:  # noqa: ARG001
    """What can be done with selected tasks."""
    return [action.as_dict() for action in _registry(request).visible()]


@router.post(
    "/actions",
    summary="Act on tasks",
    responses=error_responses(400, 403) | answered({"processed_items": 2, "detail": "Deleted 2 tasks", "reload": True}),
)
async def run_action(
    request: Request,
    actor: Labeler,
    session: DbSession,
    body: ActionBody | None = None,
    id: str = Query(max_length=200, description="Which action."),  # noqa: A002 - published name
    project: int = Query(ge=1, le=MAX_ID),
    view: View = None,
) -> JsonResponse:
    """For example `next_task` or `delete_tasks`, on the tasks that filter, tab and selection leave."""
    action = _registry(request).get(id)
    authorize(actor, action.needs)
    call = Call(session, actor, project, body or ActionBody(), request, view)
    return JsonResponse(await action.run(call))
