"""Addresses of histories."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from labelwright.core import pagination
from labelwright.core.access import AnnotationReader, HistoryKeeper, Labeler
from labelwright.core.db import DbSession, ReadSession
from labelwright.core.errors import Invalid
from labelwright.core.http import MAX_ID, JsonResponse, PathId, error_responses
from labelwright.core.idempotency import IdempotentFormRoute
from labelwright.core.types import Instant
from labelwright.history import service, wire
from labelwright.history.places import Place, Span
from labelwright.history.schemas import HistoryPage, HistoryRead, Removed

router = APIRouter(
    prefix="/api",
    tags=["Annotation history"],
    route_class=IdempotentFormRoute,
    responses=error_responses(400, 401, 404),
)
LARGEST_PAGE = 200
LONGEST_LIST = 200

Identifier = Annotated[int | None, Query(ge=1, le=MAX_ID)]
Moment = Annotated[Instant | None, Query(description="UTC unless it says otherwise.", examples=["2026-01-31T12:00:00"])]


@router.get("/annotation-history", summary="The history of an annotation", response_model=list[HistoryRead])
async def list_history(
    actor: Labeler,
    session: ReadSession,
    annotation: Annotated[int | None, Query(ge=1, le=MAX_ID, description="Which annotation; needed.")] = None,
    ordering: Annotated[
        str, Query(pattern="^-?(id|created_at)$", description="`created_at`, or `-created_at` for the newest first.")
    ] = "created_at",
) -> JsonResponse:
    """What it held, who made it so and why, oldest first: the newest 200 items. Annotators read that of their own."""
    if annotation is None:
        raise Invalid(annotation="This field is required.")
    row, items = await service.of_annotation(session, actor, annotation, newest=LONGEST_LIST)
    if ordering.startswith("-"):
        items.reverse()
    return JsonResponse([wire.item(row, found, organization_id=actor.organization_id) for found in items])


@router.delete("/annotation-history", summary="Delete histories", responses=error_responses(403))
async def delete_history(
    actor: HistoryKeeper,
    session: DbSession,
    annotation: Identifier = None,
    task: Identifier = None,
    project: Identifier = None,
) -> Removed:
    """What an annotation, or those of a task or of a project, held before. What they hold now stays, as do reviews."""
    gone = await service.delete(session, actor, annotation_id=annotation, task_id=task, project_id=project)
    return Removed(removed=gone)


@router.get("/annotation-history/{item_id}", summary="Get an item of a history", response_model=HistoryRead)
async def get_history_item(item_id: PathId, actor: Labeler, session: ReadSession) -> JsonResponse:
    """One version of an annotation, or one verdict on it."""
    row, found = await service.item(session, actor, item_id)
    return JsonResponse(wire.item(row, found, organization_id=actor.organization_id))


@router.get(
    "/projects/{project_id}/annotation-history",
    summary="The history of a project's annotations",
    response_model=HistoryPage,
    responses=error_responses(403),
)
async def list_project_history(
    request: Request,
    project_id: PathId,
    actor: AnnotationReader,
    session: ReadSession,
    created_at_from: Moment = None,
    created_at_to: Moment = None,
    after: Annotated[
        str | None, Query(max_length=100, description="Where the page before ended, as its `next` says.")
    ] = None,
) -> JsonResponse:
    """Of all annotations together, oldest first; a page past the end is empty.

    Follow `next` to read it all: it names the place, so that a late page is as quick as the first.
    """
    page = pagination.page_of(request, default=100, largest=LARGEST_PAGE)
    span = Span(project_id, created_at_from, created_at_to)
    begins = None if after is None else Place.of(after)
    total, found, ends = await service.of_project(session, actor, span, page, after=begins)
    shown = [wire.item(row, item, organization_id=actor.organization_id) for row, item in found]
    return JsonResponse(pagination.keyed(request, page, total, shown, ends=ends))
