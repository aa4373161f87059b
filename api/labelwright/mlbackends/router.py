"""Addresses of model backends."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from labelwright.core.access import Labeler, Manager
from labelwright.core.db import Database, DbSession, ReadSession
from labelwright.core.errors import DomainError, NotFound
from labelwright.core.http import MAX_ID, JsonResponse, PathId, answered, error_responses
from labelwright.core.idempotency import IdempotentFormRoute
from labelwright.jobs import service as jobs
from labelwright.jobs.models import Job, JobState
from labelwright.mlbackends import service
from labelwright.mlbackends.models import BackendState, MlBackend
from labelwright.mlbackends.schemas import BackendInput, BackendRead, Interactive, PredictAll, Started, Versions
from labelwright.mlbackends.service import Calling, predicting, training
from labelwright.predictions import wire as prediction_wire
from labelwright.predictions.schemas import PredictionRead

router = APIRouter(prefix="/api", tags=["Models"], route_class=IdempotentFormRoute, responses=error_responses(401, 404))

WAIT_SECONDS = 3.0
_STATES = {
    BackendState.CONNECTED: "Connected",
    BackendState.DISCONNECTED: "Disconnected",
    BackendState.ERROR: "Error",
    BackendState.TRAINING: "Training",
    BackendState.PREDICTING: "Predicting",
}


class JobFailed(DomainError):
    """502: the backend failed at once."""

    status = 502


def _calling(request: Request) -> Calling:
    found: Calling = request.app.state.ml_backends
    return found


def _database(request: Request) -> Database:
    found: Database = request.app.state.db
    return found


Wired = Annotated[Calling, Depends(_calling)]
Data = Annotated[Database, Depends(_database)]


def _shown(row: MlBackend) -> dict[str, Any]:
    """A backend under its published names; secrets stay here."""
    derived = {"project", "basic_auth_pass_is_set", "readable_state"}
    values = {name: getattr(row, name) for name in BackendRead.model_fields if name not in derived}
    return values | {
        "project": row.project_id,
        "basic_auth_pass_is_set": row.sealed is not None,
        "readable_state": _STATES.get(BackendState(row.state), row.state),
    }


@router.get("/ml", summary="List model backends", response_model=list[BackendRead], responses=error_responses(400))
async def list_backends(
    actor: Manager,
    database: Data,
    wired: Wired,
    project: int | None = Query(None, ge=1, le=MAX_ID, description="Only those of this project.", examples=[1]),
) -> JsonResponse:
    """Each is asked how it is: `state`, `error_message` and, with `auto_update`, `model_version` are of this moment."""
    return JsonResponse([_shown(row) for row in await service.listing(database, wired, actor, project)])


@router.post(
    "/ml",
    status_code=201,
    summary="Connect a model backend",
    response_model=BackendRead,
    responses=error_responses(400, 403),
)
async def create_backend(
    request: Request, body: BackendInput, actor: Manager, database: Data, wired: Wired
) -> JsonResponse:
    """It must be up and take the project. Addresses of private networks need a setting; the refusal names it."""
    server_url: str = request.app.state.own_url
    row = await service.create(database, wired, actor, body, server_url=server_url)
    return JsonResponse(_shown(row), status_code=201)


@router.get("/ml/{backend_id}", summary="Get a model backend", response_model=BackendRead)
async def get_backend(backend_id: PathId, actor: Manager, session: ReadSession) -> JsonResponse:
    """As it was when it was last called."""
    return JsonResponse(_shown(await service.get(session, actor, backend_id)))


@router.patch(
    "/ml/{backend_id}",
    summary="Change a model backend",
    response_model=BackendRead,
    responses=error_responses(400, 403),
)
async def update_backend(
    backend_id: PathId, body: BackendInput, actor: Manager, database: Data, wired: Wired
) -> JsonResponse:
    """Fields left out stay. An address that does not answer is refused."""
    return JsonResponse(_shown(await service.update(database, wired, actor, backend_id, body)))


@router.delete(
    "/ml/{backend_id}", status_code=204, summary="Disconnect a model backend", responses=error_responses(403)
)
async def delete_backend(backend_id: PathId, actor: Manager, session: DbSession) -> Response:
    """Its predictions stay."""
    await service.delete(session, actor, backend_id)
    return Response(status_code=204)


@router.get("/ml/{backend_id}/versions", summary="List versions of a model", response_model=Versions)
async def list_versions(backend_id: PathId, actor: Manager, database: Data, wired: Wired) -> JsonResponse:
    """As the backend tells them; the present one where it does not."""
    return JsonResponse(await service.versions(database, wired, actor, backend_id))


@router.post("/ml/{backend_id}/train", summary="Train a model", response_model=Started)
async def train(backend_id: PathId, actor: Manager, database: Data) -> JsonResponse:
    """By a job. What the backend refuses at once is a 502 with its reason."""
    async with database.write() as session:
        job_id = await training.order(session, actor, backend_id)
    return await _started(database, job_id)


@router.post("/ml/{backend_id}/predict", summary="Predict many tasks", response_model=Started)
async def predict_all(
    backend_id: PathId,
    actor: Manager,
    database: Data,
    body: PredictAll | None = None,
    batch_size: int | None = Query(None, ge=1, le=1000, description="As in the body."),
) -> JsonResponse:
    """By a job: all tasks of the project, or some. Predictions of the same version are replaced."""
    asked = body or PredictAll(batch_size=batch_size)
    async with database.write() as session:
        job_id = await predicting.order(session, actor, backend_id, asked.ids, batch_size=asked.batch_size)
    return await _started(database, job_id)


async def _started(database: Database, job_id: int) -> JsonResponse:
    await jobs.wait(database, job_id, seconds=WAIT_SECONDS)
    async with database.read() as session:
        job = await session.get(Job, job_id)
    if job is None:
        raise NotFound
    if job.state == JobState.FAILED:
        raise JobFailed(job.error or "The backend failed.", code="backend_failed")
    return JsonResponse({"job": job_id, "state": job.state})


@router.post(
    "/ml/{backend_id}/interactive-annotating",
    summary="Help while a region is drawn",
    responses=answered({"data": {"result": [], "score": 0.82, "model_version": "v1"}, "errors": []}),
)
async def annotate_interactively(
    backend_id: PathId, body: Interactive, actor: Labeler, database: Data, wired: Wired
) -> JsonResponse:
    """One guess about a task, with what is being drawn as its context; nothing is stored."""
    return JsonResponse(await predicting.interactive(database, wired, actor, backend_id, body.task, body.context))


@router.post("/tasks/{task_id}/predict", summary="Predict an open task", response_model=list[PredictionRead])
async def predict_task(
    request: Request,
    task_id: PathId,
    actor: Labeler,
    database: Data,
    wired: Wired,
    shown: bool = Query(False, description="Only those of the version that the label stream shows."),
) -> JsonResponse:
    """Asks the project's backends that have none for it yet; answers with all it has then.

    A backend that is down is passed over: labeling goes on. The header `Model-Backends` says how many the project has,
    `Model-Backends-Failed` how many of them had no prediction to give.
    """
    breaker = request.app.state.ml_breaker
    found = await predicting.for_open_task(database, wired, breaker, actor, task_id, only_shown=shown)
    headers = {"Model-Backends": str(found.backends), "Model-Backends-Failed": str(found.failed)}
    return JsonResponse([prediction_wire.prediction(row) for row in found.rows], headers=headers)
