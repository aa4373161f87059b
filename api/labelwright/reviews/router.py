"""Addresses of reviews and their queue."""

from typing import Any

from fastapi import APIRouter, Query, Request, Response

from labelwright.core import pagination, rawbody
from labelwright.core.access import Labeler, Reviewer
from labelwright.core.db import DbSession, ReadSession
from labelwright.core.http import MAX_ID, JsonResponse, PathId, error_responses
from labelwright.core.idempotency import IdempotentRoute
from labelwright.core.rawbody import RawFields
from labelwright.reviews import service
from labelwright.reviews.schemas import ReviewInput, ReviewQueue, ReviewRead, ReviewUpdate
from labelwright.tasks.ports import TaskDetail, task_detail
from labelwright.tasks.schemas import TaskRead

router = APIRouter(
    prefix="/api", tags=["Reviews"], route_class=IdempotentRoute, responses=error_responses(401, 403, 404)
)
LONGEST_LIST = 10_000
_RESULT = frozenset({"result"})
_EXAMPLE: dict[str, Any] = {"annotation": 4790, "accepted": False, "comment": "Decades count as dates."}
_BODY = rawbody.described(ReviewInput, example=_EXAMPLE)
_UPDATE = rawbody.described(ReviewUpdate, example={"accepted": True})


def _result(fields: dict[str, bytes]) -> bytes | None:
    raw = fields.get("result")
    return None if raw is None or raw == b"null" else raw


@router.get("/annotation-reviews", summary="List reviews", response_model=list[ReviewRead])
async def list_reviews(
    actor: Labeler,
    session: ReadSession,
    annotation: int | None = Query(None, ge=1, le=MAX_ID, description="Of this annotation."),
    project: int | None = Query(None, alias="annotation__task__project", ge=1, le=MAX_ID, description="Of a project."),
    ordering: str = Query("id", pattern="^-?(id|created_at)$", description="`id`, or `-id` for the newest first."),
) -> JsonResponse:
    """Reviews of annotations that the caller may read: annotators see what was said of their own."""
    rows = await service.listed(
        session,
        actor,
        annotation_id=annotation,
        project_id=project,
        newest_first=ordering.startswith("-"),
        limit=LONGEST_LIST,
    )
    return JsonResponse(await service.shown(session, rows))


@router.post(
    "/annotation-reviews",
    status_code=201,
    summary="Judge an annotation",
    response_model=ReviewRead,
    responses=error_responses(400, 412),
    openapi_extra=_BODY,
)
async def create_review(fields: RawFields, actor: Reviewer, session: DbSession) -> JsonResponse:
    """Accept, reject with a reason, or correct and accept.

    What was judged or changed meanwhile is a 412; `current` shows the stored verdict or annotation.
    """
    body = rawbody.parse(ReviewInput, fields, without=_RESULT)
    review, state = await service.create(session, actor, body, _result(fields))
    return JsonResponse(await service.shown_one(session, review, state=state), status_code=201)


@router.get("/annotation-reviews/{review_id}", summary="Get a review", response_model=ReviewRead)
async def get_review(review_id: PathId, actor: Labeler, session: ReadSession) -> JsonResponse:
    """One review."""
    return JsonResponse(await service.shown_one(session, await service.get(session, actor, review_id)))


@router.patch(
    "/annotation-reviews/{review_id}",
    summary="Change a verdict",
    response_model=ReviewRead,
    responses=error_responses(400, 409),
    openapi_extra=_UPDATE,
)
async def update_review(review_id: PathId, fields: RawFields, actor: Reviewer, session: DbSession) -> JsonResponse:
    """One's own, while the annotation stands as it was judged. The review gets a new id."""
    body = rawbody.parse(ReviewUpdate, fields, without=_RESULT)
    review, state = await service.change(session, actor, review_id, body, _result(fields))
    return JsonResponse(await service.shown_one(session, review, state=state))


@router.delete(
    "/annotation-reviews/{review_id}",
    status_code=204,
    summary="Take a verdict back",
    responses=error_responses(409),
)
async def delete_review(review_id: PathId, actor: Reviewer, session: DbSession) -> Response:
    """The annotation awaits review again."""
    await service.take_back(session, actor, review_id)
    return Response(status_code=204)


@router.get("/projects/{project_id}/review", summary="The review queue in numbers")
async def get_queue(project_id: PathId, actor: Reviewer, session: ReadSession) -> ReviewQueue:
    """What awaits the caller's review, what they have done, and how the project's work came out."""
    return ReviewQueue.model_validate(await service.queue(session, actor, project_id))


@router.get("/projects/{project_id}/review/next", summary="Get the next task to review", response_model=TaskRead)
async def next_to_review(request: Request, project_id: PathId, actor: Reviewer, session: DbSession) -> JsonResponse:
    """The next task with work that awaits review, by id, kept from other reviewers while it is open.

    `passed` (repeated or a comma list) leaves out tasks that were put off. 404 with code `no_task` at the end.
    """
    seconds = request.app.state.settings.task_lock_minutes * 60
    passed = tuple(pagination.ids_of(request, "passed") or ())
    task, version = await service.next_task(session, actor, project_id, passed=passed, lock_seconds=seconds)
    detail: TaskDetail = task_detail(request)
    return JsonResponse(await detail(session, actor, task, version))


@router.delete("/tasks/{task_id}/review-lock", status_code=204, summary="Let a task go that was open for review")
async def release_review(task_id: PathId, actor: Reviewer, session: DbSession) -> Response:
    """For leaving the queue; one that is not held is let go as well."""
    await service.release(session, actor, task_id)
    return Response(status_code=204)
