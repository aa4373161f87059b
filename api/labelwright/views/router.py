"""Addresses of composed task reads and of the data manager's actions."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel

from labelwright.core import pagination
from labelwright.core.access import Labeler, Viewer, authorize
from labelwright.core.db import DbSession, ReadSession
from labelwright.core.errors import Invalid
from labelwright.core.http import MAX_ID, JsonResponse, PathId, error_responses
from labelwright.core.routing import FormRoute
from labelwright.tasks.schemas import TaskRead
from labelwright.views import service
from labelwright.views.actions import ActionBody, Call, Registry

router = APIRouter(prefix="/api", tags=["Data manager"], route_class=FormRoute, responses=error_responses(401, 404))

LARGEST_ANNOTATED = 1000
LARGEST_PLAIN = 10_000
DEFAULT_SIZE = 100


class TaskPage(BaseModel):
    """A page of the data manager."""

    total: int
    total_annotations: int
    total_predictions: int
    tasks: list[TaskRead]


Project = Annotated[int | None, Query(ge=1, le=MAX_ID, description="The project whose tasks are meant.")]


@router.get("/tasks", summary="List tasks", response_model=TaskPage, responses=error_responses(400))
async def list_tasks(
    request: Request,
    actor: Viewer,
    session: ReadSession,
    project: Project = None,
    fields: str = Query("", description="`all` adds annotations and predictions."),
    include: str = Query("", description="Comma list of fields to answer with."),
) -> JsonResponse:
    """Tasks of a project with its totals, oldest first. A page past the end is a 404."""
    if project is None:
        raise Invalid(project="This field is required.")
    fields_all = fields == "all"
    largest = LARGEST_ANNOTATED if fields_all else LARGEST_PLAIN
    page = pagination.page_of(request, default=DEFAULT_SIZE, largest=largest)
    wanted = frozenset(part.strip() for part in include.split(",")) if include else None
    return JsonResponse(await service.listing(session, actor, project, page, fields_all=fields_all, include=wanted))


@router.get("/tasks/{task_id}", summary="Get a task", response_model=TaskRead)
async def get_task(task_id: PathId, actor: Viewer, session: ReadSession, project: Project = None) -> JsonResponse:
    """With annotations, predictions and your drafts. With `project`, authors are objects with an e-mail."""
    return JsonResponse(await service.detail(session, actor, task_id, expand_authors=project is not None))


@router.get("/projects/{project_id}/tasks", summary="List a project's tasks", response_model=list[TaskRead])
async def list_project_tasks(
    request: Request,
    project_id: PathId,
    actor: Viewer,
    session: ReadSession,
    start: int | None = Query(None, ge=0, le=MAX_ID, description="Offset instead of a page."),
) -> JsonResponse:
    """A plain list, newest first."""
    page = pagination.page_of(request, default=DEFAULT_SIZE, largest=LARGEST_ANNOTATED)
    return JsonResponse(await service.plain_list(session, actor, project_id, start=start, page=page))


def _registry(request: Request) -> Registry:
    registry: Registry = request.app.state.actions
    return registry


@router.get("/dm/actions", summary="List actions on tasks")
async def list_actions(request: Request, _actor: Viewer, project: Project = None) -> list[dict[str, Any]]:  # noqa: ARG001
    """What can be done with selected tasks."""
    return [action.as_dict() for action in _registry(request).visible()]


@router.post("/dm/actions", summary="Act on tasks", responses=error_responses(400, 403))
async def run_action(
    request: Request,
    actor: Labeler,
    session: DbSession,
    body: ActionBody | None = None,
    id: str = Query(max_length=200, description="Which action."),  # noqa: A002 - published name
    project: int = Query(ge=1, le=MAX_ID),
) -> JsonResponse:
    """For example `next_task` or `delete_tasks`."""
    action = _registry(request).get(id)
    authorize(actor, action.needs)
    call = Call(session, actor, project, body or ActionBody(), request)
    return JsonResponse(await action.run(call))
