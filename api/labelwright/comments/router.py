"""Addresses of comments."""

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse

from labelwright.comments import service, wire
from labelwright.comments.schemas import CommentCreate, CommentRead, CommentUpdate
from labelwright.core import pagination
from labelwright.core.access import Labeler
from labelwright.core.db import DbSession, ReadSession
from labelwright.core.http import MAX_ID, JsonResponse, PathId, begun, error_responses
from labelwright.core.idempotency import IdempotentFormRoute

router = APIRouter(
    prefix="/api/comments",
    tags=["Comments"],
    route_class=IdempotentFormRoute,
    responses=error_responses(401, 403, 404),
)
LONGEST_LIST = 10_000


def _shown(found: service.Shown, *, expand: bool, status: int = 200) -> JsonResponse:
    row, mentions = found
    return JsonResponse(wire.comment(row, mentions, expand_author=expand), status_code=status)


@router.get("", summary="List comments", response_model=list[CommentRead], responses=error_responses(400))
async def list_comments(
    request: Request,
    actor: Labeler,
    session: ReadSession,
    annotation: int | None = Query(None, ge=1, le=MAX_ID, description="On this annotation."),
    draft: int | None = Query(None, ge=1, le=MAX_ID, description="On this draft."),
    task: int | None = Query(None, ge=1, le=MAX_ID, description="On this task and everything on it."),
    mentioned: bool = Query(False, description="Only those that name the caller."),
    expand_created_by: bool = Query(False, description="Authors as objects."),
    ordering: str = Query("id", pattern="^-?(id|created_at)$", description="`id`, or `-id` for the newest first."),
) -> JsonResponse:
    """Comments the caller may read. `projects` and `annotators` (comma lists) narrow them too."""
    found = await service.listed(
        session,
        actor,
        annotation=annotation,
        draft=draft,
        task=task,
        projects=pagination.ids_of(request, "projects"),
        annotators=pagination.ids_of(request, "annotators"),
        mentioned=mentioned,
        newest_first=ordering.startswith("-"),
        limit=LONGEST_LIST,
    )
    return JsonResponse([wire.comment(row, named, expand_author=expand_created_by) for row, named in found])


@router.get(
    "/export",
    summary="Comments as CSV",
    response_class=Response,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}, **error_responses(400)},
)
async def export_comments(
    request: Request,
    actor: Labeler,
    annotation: int | None = Query(None, ge=1, le=MAX_ID, description="On this annotation."),
    draft: int | None = Query(None, ge=1, le=MAX_ID, description="On this draft."),
    task: int | None = Query(None, ge=1, le=MAX_ID, description="On this task and everything on it."),
    expand_created_by: bool = Query(False, description="Authors by e-mail instead of by id."),
    tz: str | None = Query(None, max_length=100, description="Time zone; UTC without.", examples=["America/New_York"]),
) -> StreamingResponse:
    """The same as a stream, by id, with a head line. `projects` and `annotators` (comma lists) narrow them too."""
    parts = service.table(
        request.app.state.db,
        actor,
        service.zone_of(tz),
        expand_author=expand_created_by,
        annotation=annotation,
        draft=draft,
        task=task,
        projects=pagination.ids_of(request, "projects"),
        annotators=pagination.ids_of(request, "annotators"),
        mentioned=False,
    )
    headers = {"Content-Disposition": 'attachment; filename="comments.csv"'}
    return StreamingResponse(await begun(parts), media_type="text/csv; charset=utf-8", headers=headers)


@router.post("", status_code=201, summary="Comment", response_model=CommentRead, responses=error_responses(400))
async def create_comment(
    body: CommentCreate, actor: Labeler, session: DbSession, expand_created_by: bool = Query(False)
) -> JsonResponse:
    """On an annotation, on one of its regions, on a draft of one's own, or on a task; `mentions` name people."""
    return _shown(await service.create(session, actor, body), expand=expand_created_by, status=201)


@router.get("/{comment_id}", summary="Get a comment", response_model=CommentRead)
async def get_comment(
    comment_id: PathId, actor: Labeler, session: ReadSession, expand_created_by: bool = Query(False)
) -> JsonResponse:
    """One comment."""
    return _shown(await service.get(session, actor, comment_id), expand=expand_created_by)


@router.patch("/{comment_id}", summary="Change a comment", response_model=CommentRead, responses=error_responses(400))
async def update_comment(
    comment_id: PathId,
    body: CommentUpdate,
    actor: Labeler,
    session: DbSession,
    expand_created_by: bool = Query(False),
) -> JsonResponse:
    """Who reads a comment may resolve it and open it again; its author alone changes what it says."""
    return _shown(await service.update(session, actor, comment_id, body), expand=expand_created_by)


@router.delete("/{comment_id}", status_code=204, summary="Delete a comment")
async def delete_comment(comment_id: PathId, actor: Labeler, session: DbSession) -> Response:
    """One's own, or as a manager any."""
    await service.delete(session, actor, comment_id)
    return Response(status_code=204)
