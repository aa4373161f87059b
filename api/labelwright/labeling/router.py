"""Addresses of the label stream."""

from fastapi import APIRouter, Query, Request, Response

from labelwright.core.access import Labeler
from labelwright.core.db import DbSession, ReadSession
from labelwright.core.http import MAX_ID, JsonResponse, PathId, answered, error_responses
from labelwright.core.settings import Settings
from labelwright.labeling import service
from labelwright.labeling.schemas import StreamVisit
from labelwright.tasks.ports import TaskDetail, task_detail
from labelwright.tasks.schemas import TaskRead

router = APIRouter(prefix="/api", tags=["Label stream"], responses=error_responses(401, 404))


def _lock_seconds(request: Request) -> int:
    settings: Settings = request.app.state.settings
    return settings.task_lock_minutes * 60


@router.get("/projects/{project_id}/next", summary="Get the next task", response_model=TaskRead)
async def next_task(
    request: Request,
    project_id: PathId,
    session: DbSession,
    actor: Labeler,
    prefetch: bool = Query(False, description="Hand out one task more, under a soft lock."),
    after: int = Query(0, ge=0, le=MAX_ID, description="With `prefetch`: the task that is open now."),
) -> JsonResponse:
    """The task you hold, else the next one, locked for you. 404 with code `no_task` when nothing is left."""
    if prefetch:
        task, version = await service.prefetch(session, actor, project_id, after=after)
    else:
        task, version = await service.next_task(session, actor, project_id, lock_seconds=_lock_seconds(request))
    detail: TaskDetail = task_detail(request)
    return JsonResponse(await detail(session, actor, task, version))


@router.get(
    "/projects/{project_id}/label-stream-history", summary="Your label stream so far", response_model=list[StreamVisit]
)
async def get_history(request: Request, project_id: PathId, session: ReadSession, actor: Labeler) -> JsonResponse:
    """Tasks that the stream handed to you, oldest first; `annotationId` is null where you have no annotation."""
    settings: Settings = request.app.state.settings
    rows = await service.history(session, actor, project_id, limit=settings.label_stream_history)
    return JsonResponse([{"taskId": row.task_id, "annotationId": row.annotation_id} for row in rows])


@router.post(
    "/tasks/{task_id}/lock",
    summary="Open a task",
    responses=error_responses(409) | answered({"task": 1, "locked": True}),
)
async def lock_task(request: Request, task_id: PathId, actor: Labeler, session: DbSession) -> JsonResponse:
    """Make a soft lock a full one, or lock a task opened by hand. 409 when somebody else took it."""
    await service.open_task(session, actor, task_id, lock_seconds=_lock_seconds(request))
    return JsonResponse({"task": task_id, "locked": True})


@router.delete("/tasks/{task_id}/lock", status_code=204, summary="Let a task go")
async def release_task(task_id: PathId, actor: Labeler, session: DbSession) -> Response:
    """For leaving the stream; one that is not held is let go as well."""
    await service.release(session, actor, task_id)
    return Response(status_code=204)
