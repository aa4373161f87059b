"""Addresses that create, change and remove tasks; composed reads are in `views`."""

from fastapi import APIRouter, Request, Response

from labelwright.core.access import Manager
from labelwright.core.db import Database, DbSession
from labelwright.core.errors import Invalid
from labelwright.core.http import JsonResponse, PathId, error_responses
from labelwright.core.idempotency import IdempotentFormRoute
from labelwright.tasks import service, wire
from labelwright.tasks.models import Task
from labelwright.tasks.schemas import TaskCreate, TaskRead, TaskUpdate

router = APIRouter(prefix="/api", tags=["Tasks"], route_class=IdempotentFormRoute, responses=error_responses(401, 403))


def _shown(task: Task, *, status: int = 200) -> JsonResponse:
    body = wire.task(task) | {"annotations": [], "predictions": [], "drafts": []}
    return JsonResponse(body, status_code=status)


@router.post(
    "/tasks", status_code=201, summary="Create a task", response_model=TaskRead, responses=error_responses(400, 404)
)
async def create_task(body: TaskCreate, actor: Manager, session: DbSession) -> JsonResponse:
    """Create one task; its data must have what the project's config shows."""
    if body.project is None:
        raise Invalid(project="This field is required.")
    return _shown(await service.create(session, actor, body.project, body), status=201)


@router.post(
    "/projects/{project_id}/tasks",
    status_code=201,
    summary="Create a task in a project",
    response_model=TaskRead,
    responses=error_responses(400, 404),
)
async def create_project_task(project_id: PathId, body: TaskCreate, actor: Manager, session: DbSession) -> JsonResponse:
    """Create one task; its data must have what the project's config shows."""
    return _shown(await service.create(session, actor, project_id, body), status=201)


@router.patch("/tasks/{task_id}", summary="Change a task", response_model=TaskRead, responses=error_responses(400, 404))
@router.put("/tasks/{task_id}", include_in_schema=False)
async def update_task(task_id: PathId, body: TaskUpdate, actor: Manager, session: DbSession) -> JsonResponse:
    """Change data, meta or overlap. A task stays in its project."""
    task, _ = await service.update(session, actor, task_id, body)
    return _shown(task)


@router.delete("/tasks/{task_id}", status_code=204, summary="Delete a task", responses=error_responses(404))
async def delete_task(task_id: PathId, actor: Manager, session: DbSession) -> Response:
    """With its annotations, drafts and predictions."""
    await service.delete(session, actor, task_id)
    return Response(status_code=204)


@router.delete(
    "/projects/{project_id}/tasks", status_code=204, summary="Delete all tasks", responses=error_responses(404)
)
async def delete_all_tasks(request: Request, project_id: PathId, actor: Manager) -> Response:
    """Every task of a project, in batches."""
    database: Database = request.app.state.db
    while True:
        async with database.write() as session:
            if not await service.delete_next(session, actor, project_id):
                break
    return Response(status_code=204)
