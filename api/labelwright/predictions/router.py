"""Addresses of predictions."""

from typing import Any

from fastapi import APIRouter, Query, Request, Response

from labelwright.core import rawbody
from labelwright.core.access import Manager, Viewer
from labelwright.core.concurrency import to_thread
from labelwright.core.db import Database, DbSession, ReadSession
from labelwright.core.http import MAX_ID, JsonResponse, PathId, error_responses
from labelwright.core.idempotency import IdempotentRoute
from labelwright.core.rawbody import RawFields
from labelwright.core.settings import Settings
from labelwright.predictions import service, wire
from labelwright.predictions.schemas import Created, PredictionInput, PredictionRead

router = APIRouter(prefix="/api", route_class=IdempotentRoute, tags=["Predictions"], responses=error_responses(401))

_EXAMPLE: dict[str, Any] = {
    "task": 1,
    "score": 0.93,
    "model_version": "v2",
    "result": [{"from_name": "sentiment", "to_name": "text", "type": "choices", "value": {"choices": ["Positive"]}}],
}
_BODY = rawbody.described(PredictionInput, example=_EXAMPLE)
_BODIES = rawbody.described(PredictionInput, example=_EXAMPLE, many=True)


@router.get("/predictions", summary="List predictions", response_model=list[PredictionRead])
async def list_predictions(
    actor: Viewer,
    session: ReadSession,
    task: int | None = Query(None, ge=1, le=MAX_ID),
    project: int | None = Query(None, ge=1, le=MAX_ID),
    task__project: int | None = Query(None, ge=1, le=MAX_ID),
) -> JsonResponse:
    """Of a task or a project; 10,000 at most."""
    rows = await service.list_visible(session, actor, task_id=task, project_id=project or task__project)
    return JsonResponse([wire.prediction(row) for row in rows])


@router.post(
    "/predictions",
    status_code=201,
    summary="Create a prediction",
    response_model=PredictionRead,
    responses=error_responses(400, 403),
    openapi_extra=_BODY,
)
async def create_prediction(fields: RawFields, actor: Manager, session: DbSession) -> JsonResponse:
    """For one task."""
    created = await service.create(session, actor, fields)
    return JsonResponse(wire.prediction(await service.get(session, actor, created)), status_code=201)


@router.get(
    "/predictions/{prediction_id}",
    summary="Get a prediction",
    response_model=PredictionRead,
    responses=error_responses(404),
)
async def get_prediction(prediction_id: PathId, actor: Viewer, session: ReadSession) -> JsonResponse:
    """One prediction."""
    return JsonResponse(wire.prediction(await service.get(session, actor, prediction_id)))


@router.patch(
    "/predictions/{prediction_id}",
    summary="Change a prediction",
    response_model=PredictionRead,
    responses=error_responses(400, 403, 404),
    openapi_extra=_BODY,
)
@router.put("/predictions/{prediction_id}", include_in_schema=False)
async def update_prediction(
    prediction_id: PathId, fields: RawFields, actor: Manager, session: DbSession
) -> JsonResponse:
    """Fields left out stay."""
    row = await service.update(session, actor, prediction_id, fields)
    return JsonResponse(wire.prediction(row))


@router.delete(
    "/predictions/{prediction_id}", status_code=204, summary="Delete a prediction", responses=error_responses(403, 404)
)
async def delete_prediction(prediction_id: PathId, actor: Manager, session: DbSession) -> Response:
    """Gone for good."""
    await service.delete(session, actor, prediction_id)
    return Response(status_code=204)


@router.post(
    "/projects/{project_id}/import/predictions",
    status_code=201,
    summary="Import predictions",
    response_model=Created,
    responses=error_responses(400, 403, 404, 413),
    openapi_extra=_BODIES,
)
async def import_predictions(request: Request, project_id: PathId, actor: Manager) -> JsonResponse:
    """Up to 50,000 at once, all or none."""
    items = await rawbody.read_objects(request)
    settings: Settings = request.app.state.settings
    columns = await to_thread(service.checked, items, most=settings.max_import_tasks)
    database: Database = request.app.state.db
    async with database.write() as session:
        created = await service.import_many(session, actor, project_id, columns)
    return JsonResponse({"created": created}, status_code=201)
