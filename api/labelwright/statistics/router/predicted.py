"""Addresses of statistics that the published client knows: predictions, confusions of labels, filters."""

from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Path, Query, Request

from labelwright.core import pagination
from labelwright.core.access import AnnotationReader
from labelwright.core.db import ReadSession
from labelwright.core.errors import Invalid
from labelwright.core.http import JsonResponse, PathId, error_responses
from labelwright.core.idempotency import IdempotentFormRoute
from labelwright.statistics import confusion, guesses
from labelwright.statistics.confusion import Mode
from labelwright.statistics.router.asking import Counted, PerLabel, Users, Whole
from labelwright.statistics.schemas import published as schemas
from labelwright.statistics.service import task_matrix
from labelwright.statistics.service.task_matrix import Selection

router = APIRouter(
    prefix="/api/projects/{project_id}",
    tags=["Statistics"],
    route_class=IdempotentFormRoute,
    responses=error_responses(400, 401, 403, 404),
)
Version = Annotated[str, Path(max_length=512, description="A model version; it may hold slashes.", examples=["v1"])]


@router.get(
    "/model-stats/{model_version:path}/agreement",
    summary="A model's agreement with annotators",
    response_model=schemas.Agreement,
)
async def get_model_agreement(day: Counted, model_version: Version) -> JsonResponse:
    """The mean over the annotations of the tasks that it has predictions for, from 0 to 1; null without any."""
    return JsonResponse({"agreement": guesses.with_annotators(day, model_version)})


@router.get(
    "/model-stats/{model_version:path}/agreement-groundtruth",
    summary="A model's agreement with ground truths",
    response_model=schemas.Agreement,
)
async def get_model_truth_agreement(day: Whole, model_version: Version) -> JsonResponse:
    """The same with the ground truths alone."""
    return JsonResponse({"agreement": guesses.with_truths(day, model_version)})


@router.get(
    "/model-stats/{model_version:path}/prediction",
    summary="A model's agreement with other versions",
    response_model=schemas.ModelsAgreement,
)
async def get_models_agreement(
    day: Counted,
    model_version: Version,
    per_label: PerLabel = False,  # noqa: FBT002 - as published
) -> JsonResponse:
    """The mean over the predictions of other versions for the same tasks; of the ten newest versions."""
    found = guesses.with_other_versions(day, model_version, per_label=per_label)
    return JsonResponse({"average_prediction_agreement_per_model": found})


@router.get(
    "/user-stats/prediction", summary="Annotators' agreement with predictions", response_model=schemas.AgreementByUser
)
async def get_users_prediction_agreement(
    day: Counted,
    users: Users,
    per_label: PerLabel = False,  # noqa: FBT002 - as published
) -> JsonResponse:
    """Of each the mean over the predictions of the tasks worked on, of the ten newest model versions."""
    found = {str(user): guesses.of_user(day, user, per_label=per_label) for user in users}
    return JsonResponse({"agreement": found})


@router.get(
    "/user-stats/{user_id}/prediction",
    summary="An annotator's agreement with predictions",
    response_model=schemas.PredictionAgreement,
)
async def get_user_prediction_agreement(
    day: Counted,
    user_id: PathId,
    per_label: PerLabel = False,  # noqa: FBT002 - as published
) -> JsonResponse:
    """The same of one."""
    found = guesses.of_user(day, user_id, per_label=per_label)
    return JsonResponse({"average_prediction_agreement_per_user": found})


@router.get(
    "/analytics/data-quality/agreement-analysis/confusion-matrix",
    summary="Which labels are taken for which",
    response_model=schemas.ConfusionMatrix,
)
async def get_confusion_matrix(
    day: Counted,
    from_name: Annotated[str | None, Query(max_length=200, description="At this control only.")] = None,
    mode: Annotated[Mode, Query(description="Which annotations are compared.")] = Mode.ALL,
) -> JsonResponse:
    """Where two people chose one label each. With `ground_truth` rows are its labels and columns those of others."""
    return JsonResponse(confusion.matrix(day, mode, from_name))


@router.get("/stats/data_filter", summary="Filters for what each did", response_model=schemas.DataFilters)
async def get_data_filters(day: Counted) -> JsonResponse:
    """For the tasks that each annotator worked on or each model version predicted; to be used in a tab."""
    return JsonResponse({"user_filters": guesses.filters(day)})


_SELECTION = (
    '`{"annotators": {"all": true}, "models": {"ids": ["v1"]}, "ground_truth": false}`, as JSON or as the client sends '
    "it: `selection[annotators][all]=true`. Everybody without."
)


@router.get("/tasks/{task_id}/agreement-matrix", summary="Who agrees on a task", response_model=schemas.TaskMatrix)
async def get_task_matrix(
    request: Request,
    project_id: PathId,
    task_id: PathId,
    actor: AnnotationReader,
    session: ReadSession,
    selection: Annotated[str | None, Query(max_length=10_000, description=_SELECTION)] = None,
    from_name: Annotated[str | None, Query(max_length=200, description="At this control only.")] = None,
    dimension: Annotated[str | None, Query(max_length=20, description="Not offered: see `from_name`.")] = None,
) -> JsonResponse:
    """Annotators and model versions, each with each, as it is now; 50 of them at most."""
    if dimension:
        raise Invalid(dimension="Controls have names and no numbers here: ask with `from_name`.")
    chosen = _selection_of_json(selection) if selection else _selection_of_query(request)
    return JsonResponse(await task_matrix.matrix(session, actor, project_id, task_id, chosen, from_name))


def _selection_of_json(text: str) -> Selection:
    try:
        found = orjson.loads(text)
        groups = [found.get(name) or {} for name in ("annotators", "models")]
        ids = [[str(one) for one in group.get("ids") or ()] for group in groups]
        everyone = [bool(group.get("all")) for group in groups]
    except (orjson.JSONDecodeError, AttributeError, TypeError) as error:
        raise Invalid(selection='An object like {"annotators": {"all": true}} is expected.') from error
    return _selection(ids, everyone, ground_truth=bool(found.get("ground_truth")))


def _selection_of_query(request: Request) -> Selection:
    query = request.query_params
    groups = ("annotators", "models")
    ids = [[one for one in query.getlist(f"selection[{group}][ids]") if one] for group in groups]
    everyone = [_is_true(query.get(f"selection[{group}][all]")) for group in groups]
    return _selection(ids, everyone, ground_truth=_is_true(query.get("selection[ground_truth]")))


def _is_true(text: Any) -> bool:
    return str(text).lower() in ("true", "1")


def _selection(ids: list[list[str]], everyone: list[bool], *, ground_truth: bool) -> Selection:
    annotators = tuple(pagination.ids_in(ids[0], "selection") or ())
    models = tuple(version.removeprefix("model:") for version in ids[1])
    return Selection(None if everyone[0] else annotators, None if everyone[1] else models, ground_truth)
