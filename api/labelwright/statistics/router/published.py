"""Addresses of statistics that the published client knows."""

from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from labelwright.core import pagination
from labelwright.core.access import AnnotationReader
from labelwright.core.db import DbSession, ReadSession
from labelwright.core.errors import Invalid
from labelwright.core.http import MAX_ID, JsonResponse, PathId, error_responses
from labelwright.core.idempotency import IdempotentFormRoute
from labelwright.statistics import answers
from labelwright.statistics.days import Day
from labelwright.statistics.router.asking import Counted, PerLabel, Users, Whole
from labelwright.statistics.schemas import published as schemas
from labelwright.statistics.service import published as service

router = APIRouter(
    prefix="/api/projects/{project_id}",
    tags=["Statistics"],
    route_class=IdempotentFormRoute,
    responses=error_responses(400, 401, 403, 404),
)
LARGEST_PAGE = 1000
MOST_TASKS = 1000

UserId = Annotated[int | None, Query(ge=1, le=MAX_ID, description="Of this user.")]


class Side(StrEnum):
    """Whose performance."""

    ANNOTATIONS = "annotations"
    REVIEWS = "reviews"


Whose = Annotated[Side, Query(alias="table", description="Of annotators or of reviewers.")]


@router.get("/stats/IAA", summary="Who agrees with whom", response_model=schemas.Matrix)
async def get_matrix(
    request: Request,
    project_id: PathId,
    actor: AnnotationReader,
    session: ReadSession,
    per_label: PerLabel = False,  # noqa: FBT002 - as published
    std: Annotated[bool, Query(description="With the standard deviation of the scores.")] = False,  # noqa: FBT002
    task: Annotated[str | None, Query(max_length=10_000, description="Comma list: of these tasks only.")] = None,
) -> JsonResponse:
    """A matrix of scores from 0 to 1, with as many rows and columns as `users`; null where two share no task."""
    day = await _counted(request, actor, session, project_id, task)
    answer = answers.matrix(day, per_label=per_label, with_std=std)
    found = await service.people(session, answer["users"])
    return JsonResponse({**answer, "users": [_simple(user) for user in found]})


async def _counted(
    request: Request, actor: AnnotationReader, session: ReadSession, project_id: int, task: str | None
) -> Day:
    if task is None:
        return await service.counted(session, actor, project_id)
    ids = pagination.ids_of(request, "task") or []
    if len(ids) > MOST_TASKS:
        raise Invalid(task=f"At most {MOST_TASKS:,} tasks at once.")
    return await service.counted_in(session, actor, project_id, ids)


def _simple(user: Any) -> dict[str, Any]:
    names = {"username": user.email.partition("@")[0], "first_name": user.first_name, "last_name": user.last_name}
    return {"id": user.id, "email": user.email, **names, "avatar": None}


@router.get(
    "/stats/total_agreement",
    summary="The agreement of a project",
    response_model=schemas.TotalAgreement,
    responses={204: {"description": "None."}},
)
async def get_total_agreement(
    day: Counted,
    per_label: PerLabel = False,  # noqa: FBT002 - as published
) -> Response:
    """The mean over the tasks that two people or more worked on; 204 without any."""
    found = answers.agreement(day, per_label=per_label)
    return Response(status_code=204) if found is None else JsonResponse({"total_agreement": found})


@router.get(
    "/stats/agreement_annotator/{user_id}",
    summary="The agreement of an annotator",
    response_model=schemas.AnnotatorAgreement,
)
async def get_annotator_agreement(day: Counted, user_id: PathId) -> JsonResponse:
    """With all others, from 0 to 1; null without any."""
    return JsonResponse({"Agreement_per_annotator": answers.agreement_of(day, user_id)})


@router.get(
    "/stats/agreement_annotators", summary="The agreement of annotators", response_model=schemas.AgreementByUser
)
async def get_annotators_agreement(day: Counted, users: Users) -> JsonResponse:
    """The same for several."""
    return JsonResponse({"agreement": {str(user): answers.agreement_of(day, user) for user in users}})


@router.get("/stats/lead_time", summary="Lead times", response_model=schemas.LeadTimes)
async def get_lead_times(day: Counted) -> JsonResponse:
    """Of each annotator, in seconds. Mean and sum are without idle time."""
    return JsonResponse({"lead_time_stats": answers.lead_time(day)})


@router.get("/stats/finished", summary="Finished tasks", response_model=schemas.Finished)
async def get_finished(
    project_id: PathId, actor: AnnotationReader, session: ReadSession, user_pk: UserId = None
) -> JsonResponse:
    """How many tasks are done, or have finished work of a user, as it is now."""
    return JsonResponse(await service.finished(session, actor, project_id, user_pk))


@router.get(
    "/stats/label-distribution/structure", summary="The labels of a project", response_model=schemas.LabelStructure
)
async def get_label_structure(day: Counted) -> JsonResponse:
    """The labels that were given, by control."""
    dimensions = [
        {
            "name": control,
            "choices": sorted(day.labels[control]),
            "choice_keys": [f"{control}{answers.SEPARATOR}{label}" for label in sorted(day.labels[control])],
        }
        for control in sorted(day.labels)
    ]
    return JsonResponse({"dimensions": dimensions, "choice_keys": answers.choice_keys(day)})


@router.get(
    "/stats/label-distribution/counts", summary="How often labels were given", response_model=schemas.LabelCounts
)
async def get_label_counts(
    day: Counted,
    choice_keys: Annotated[
        str | None, Query(max_length=100_000, description="These only: `control___SEP___label`, `___PIPE___` between.")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    filters: Annotated[str | None, Query(max_length=100_000, description="Not offered.")] = None,
) -> JsonResponse:
    """In annotations; predictions are not counted."""
    if filters is not None:
        raise Invalid(filters="Labels are counted for whole projects only.")
    every = answers.choice_keys(day)
    keys = choice_keys.split(answers.PIPE) if choice_keys else every[offset : offset + limit]
    has_more = not choice_keys and offset + limit < len(every)
    rows = [row for key in keys if (row := answers.label_row(day, key)) is not None]
    totals = {"annotation_totals_by_dimension": answers.label_totals(day), "prediction_totals_by_dimension": {}}
    return JsonResponse({"results": rows, "totals": totals, "next_offset": offset + limit if has_more else None})


@router.get("/user-stats/review_score", summary="Review scores", response_model=schemas.ReviewScores)
async def get_review_scores(day: Whole, users: Users) -> JsonResponse:
    """Of annotators: the share of what was judged that was accepted as it was, and with corrections."""
    scores = {str(user): answers.review_scores(day.people.get(user)) for user in users}
    return JsonResponse(
        {
            "review_score": {user: found[0] for user, found in scores.items()},
            "performance_score": {user: found[1] for user, found in scores.items()},
        }
    )


@router.get(
    "/user-stats/{user_id}/review_score", summary="The review score of an annotator", response_model=schemas.ReviewScore
)
async def get_review_score(day: Whole, user_id: PathId) -> JsonResponse:
    """The same of one."""
    review_score, performance_score = answers.review_scores(day.people.get(user_id))
    return JsonResponse({"review_score": review_score, "performance_score": performance_score})


@router.get(
    "/stats/agreement-groundtruth", summary="Agreement with ground truths", response_model=schemas.AgreementByUser
)
async def get_truth_scores(day: Whole, users: Users) -> JsonResponse:
    """Of annotators, with the ground truths of others on the same tasks, from 0 to 1."""
    return JsonResponse({"agreement": {str(user): answers.truth_score(day.people.get(user)) for user in users}})


@router.get(
    "/users/{user_id}/stats/agreement-groundtruth",
    summary="An annotator's agreement with ground truths",
    response_model=schemas.Agreement,
)
async def get_truth_score(day: Whole, user_id: PathId) -> JsonResponse:
    """The same of one."""
    return JsonResponse({"agreement": answers.truth_score(day.people.get(user_id))})


@router.get(
    "/analytics/data-quality/agreement-analysis/dimensions",
    summary="Agreement by control",
    response_model=list[schemas.Dimension],
)
async def get_dimensions(day: Counted) -> JsonResponse:
    """How far all agree at each control."""
    return JsonResponse(answers.dimensions(day))


@router.get(
    "/analytics/data-quality/agreement-analysis/distribution",
    summary="How agreement is spread",
    response_model=schemas.Distribution,
)
async def get_distribution(day: Counted) -> JsonResponse:
    """How many tasks have an agreement in each tenth; low is below 0.5."""
    return JsonResponse(answers.distribution(day))


@router.get(
    "/stats/member_performance_participants", summary="Who annotated or reviewed", response_model=list[schemas.User]
)
async def list_participants(day: Counted, session: ReadSession, side: Whose = Side.ANNOTATIONS) -> JsonResponse:
    """By id."""
    ids = service.participants(day, reviewers=side is Side.REVIEWS)
    return JsonResponse([_simple(user) for user in await service.people(session, ids)])


async def _performance(request: Request, day: Counted, side: Whose = Side.ANNOTATIONS) -> list[dict[str, Any]]:
    reviewers = side is Side.REVIEWS
    ids = pagination.ids_of(request)
    return service.performance(day, ids or service.participants(day, reviewers=reviewers), reviewers=reviewers)


Performance = Annotated[list[dict[str, Any]], Depends(_performance)]
"""A row for each member who annotated or reviewed, or for those named by `ids`."""


@router.get(
    "/stats/member_performance_rows", summary="The performance of members", response_model=schemas.PerformancePage
)
async def list_performance(
    request: Request,
    rows: Performance,
    ordering: Annotated[str, Query(max_length=50, description="A column of the rows; `-` before it reverses.")] = "id",
) -> JsonResponse:
    """One row for each, by pages."""
    name = ordering.removeprefix("-")
    if rows and name not in rows[0]:
        raise Invalid(ordering=f"One of {', '.join(rows[0])} is expected.")
    told = [row for row in rows if row[name] is not None]
    told.sort(key=lambda row: row[name], reverse=ordering.startswith("-"))
    rows = told + [row for row in rows if row[name] is None]
    page = pagination.page_of(request, largest=LARGEST_PAGE)
    page.check(len(rows))
    shown = rows[page.offset : page.offset + page.size]
    return JsonResponse({"count": len(rows), "page": page.number, "page_size": page.size, "results": shown})


@router.get(
    "/stats/member_performance_summary",
    summary="The performance of members in all",
    response_model=schemas.PerformanceSummary,
)
async def get_performance_summary(rows: Performance, side: Whose = Side.ANNOTATIONS) -> JsonResponse:
    """The sums of the counts of the rows."""
    names = ["reviewed", "accepted", "fixed", "rejected"] if side is Side.REVIEWS else ["submitted", "skipped"]
    summary: dict[str, Any] = {name: sum(row[name] for row in rows) for name in names}
    if side is Side.ANNOTATIONS:
        summary["sum_lead_time"] = round(sum(row["sum_lead_time"] for row in rows), 2)
    return JsonResponse({"summary": {"members": len(rows), **summary}})


@router.get("/update-stats", summary="Compare annotators and count anew", response_model=schemas.CountStarted)
async def update_stats(
    project_id: PathId,
    actor: AnnotationReader,
    session: DbSession,
    _stat_type: Annotated[
        str | None, Query(alias="stat_type", max_length=50, description="All are counted, whichever is named.")
    ] = None,
) -> JsonResponse:
    """Order a job that compares the annotators of all tasks, and has the project counted after that."""
    return JsonResponse({"response": "started", "job": await service.update(session, actor, project_id)})
