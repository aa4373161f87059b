"""Addresses of annotations and drafts."""

from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request, Response

from labelwright.annotations import service, wire
from labelwright.annotations.schemas import (
    RESULT_EXAMPLE,
    AnnotationInput,
    AnnotationRead,
    AnnotatorRead,
    DraftInput,
    DraftRead,
)
from labelwright.core import rawbody
from labelwright.core.access import AnnotationReader, Labeler
from labelwright.core.db import DbSession, ReadSession
from labelwright.core.errors import Invalid
from labelwright.core.http import JsonResponse, PathId, error_responses, etag, expected_rev
from labelwright.core.idempotency import IdempotentRoute
from labelwright.core.rawbody import RawFields

router = APIRouter(
    prefix="/api", route_class=IdempotentRoute, tags=["Annotations"], responses=error_responses(401, 404)
)

IfMatch = Annotated[str | None, Header(description="Revision the change is based on; a stale one is a 412.")]
_RESULT = frozenset({"result"})
_BODY = rawbody.described(AnnotationInput, example={"result": RESULT_EXAMPLE, "lead_time": 4.2})
_DRAFT_BODY = rawbody.described(DraftInput, example={"result": RESULT_EXAMPLE, "lead_time": 4.2})


def _result(fields: dict[str, bytes]) -> bytes | None:
    raw = fields.get("result")
    return None if raw is None or raw == b"null" else raw


def _shown(row: Any, *, status: int = 200) -> JsonResponse:
    return JsonResponse(wire.annotation(row), status_code=status, headers={"ETag": etag(row.rev)})


def _draft(row: Any, *, status: int = 200) -> JsonResponse:
    return JsonResponse(wire.draft(row), status_code=status, headers={"ETag": etag(row.rev)})


@router.get("/tasks/{task_id}/annotations", summary="List a task's annotations", response_model=list[AnnotationRead])
async def list_annotations(task_id: PathId, actor: Labeler, session: ReadSession) -> JsonResponse:
    """Those the caller may read: annotators see their own."""
    return JsonResponse([wire.annotation(row) for row in await service.of_task(session, actor, task_id)])


@router.post(
    "/tasks/{task_id}/annotations",
    status_code=201,
    summary="Create an annotation",
    response_model=AnnotationRead,
    responses=error_responses(400, 403, 409),
    openapi_extra=_BODY,
)
async def create_annotation(
    task_id: PathId,
    fields: RawFields,
    session: DbSession,
    actor: Labeler,
    was_cancelled: bool | None = Query(None, description="True makes it a skip."),
) -> JsonResponse:
    """Submit or skip. Without `result` only a skip is accepted."""
    body = rawbody.parse(AnnotationInput, fields, without=_RESULT)
    if was_cancelled is not None:
        body.was_cancelled = was_cancelled
    row = await service.create(session, actor, task_id, body, _result(fields))
    names = None if hasattr(row, "email") else actor
    shown = wire.annotation(row, author_names=names)
    return JsonResponse(shown, status_code=201, headers={"ETag": etag(row.rev)})


@router.get(
    "/projects/{project_id}/annotators",
    summary="List a project's annotators",
    response_model=list[AnnotatorRead],
    responses=error_responses(403),
)
async def list_annotators(project_id: PathId, actor: AnnotationReader, session: ReadSession) -> JsonResponse:
    """Everybody who has an annotation in it."""
    people = await service.annotators(session, actor, project_id)
    shown = [AnnotatorRead.model_validate(person, from_attributes=True) for person in people]
    return JsonResponse([one.model_dump() for one in shown])


@router.get("/annotations/{annotation_id}", summary="Get an annotation", response_model=AnnotationRead)
async def get_annotation(annotation_id: PathId, actor: Labeler, session: ReadSession) -> JsonResponse:
    """One annotation."""
    return _shown(await service.get(session, actor, annotation_id))


@router.patch(
    "/annotations/{annotation_id}",
    summary="Change an annotation",
    response_model=AnnotationRead,
    responses=error_responses(400, 412),
    openapi_extra=_BODY,
)
@router.put("/annotations/{annotation_id}", include_in_schema=False)
async def update_annotation(
    annotation_id: PathId, fields: RawFields, actor: Labeler, session: DbSession, if_match: IfMatch = None
) -> JsonResponse:
    """Fields left out stay. What it held before is kept as a revision."""
    body = rawbody.parse(AnnotationInput, fields, without=_RESULT)
    await service.update(session, actor, annotation_id, body, _result(fields), expected_rev(if_match))
    return _shown(await service.get(session, actor, annotation_id))


@router.delete("/annotations/{annotation_id}", status_code=204, summary="Delete an annotation")
async def delete_annotation(annotation_id: PathId, actor: Labeler, session: DbSession) -> Response:
    """It is gone for every reader; drafts on it as well."""
    await service.delete(session, actor, annotation_id)
    return Response(status_code=204)


@router.post(
    "/annotations/{annotation_id}/convert-to-draft",
    status_code=201,
    tags=["Drafts"],
    summary="Take an annotation back into a draft",
    response_model=DraftRead,
    responses=error_responses(403, 409),
)
async def convert_to_draft(request: Request, annotation_id: PathId, actor: Labeler, session: DbSession) -> JsonResponse:
    """Your own only. The annotation is deleted, and its result becomes your draft of new work on the task."""
    row = await service.to_draft(
        session, actor, annotation_id, lock_seconds=request.app.state.settings.task_lock_minutes * 60
    )
    return _draft(row, status=201)


@router.get("/tasks/{task_id}/drafts", tags=["Drafts"], summary="List your drafts", response_model=list[DraftRead])
async def list_drafts(task_id: PathId, actor: Labeler, session: ReadSession) -> JsonResponse:
    """The caller's drafts on a task."""
    return JsonResponse([wire.draft(row) for row in await service.drafts_of_task(session, actor, task_id)])


@router.post(
    "/tasks/{task_id}/drafts",
    status_code=201,
    tags=["Drafts"],
    summary="Save a draft of new work",
    response_model=DraftRead,
    responses=error_responses(400),
    openapi_extra=_DRAFT_BODY,
)
async def save_draft(
    request: Request, task_id: PathId, fields: RawFields, actor: Labeler, session: DbSession
) -> JsonResponse:
    """One for each user and task: a second save replaces the first and keeps its id."""
    return await _save_draft(request, task_id, None, fields, actor, session)


@router.post(
    "/tasks/{task_id}/annotations/{annotation_id}/drafts",
    status_code=201,
    tags=["Drafts"],
    summary="Save a draft of a change",
    response_model=DraftRead,
    responses=error_responses(400),
    openapi_extra=_DRAFT_BODY,
)
async def save_annotation_draft(
    request: Request,
    task_id: PathId,
    annotation_id: PathId,
    fields: RawFields,
    actor: Labeler,
    session: DbSession,
) -> JsonResponse:
    """One for each user and annotation."""
    return await _save_draft(request, task_id, annotation_id, fields, actor, session)


async def _save_draft(
    request: Request,
    task_id: int,
    annotation_id: int | None,
    fields: dict[str, bytes],
    actor: Labeler,
    session: DbSession,
) -> JsonResponse:
    body = rawbody.parse(DraftInput, fields, without=_RESULT)
    row = await service.save_draft(
        session,
        actor,
        task_id,
        body,
        _result(fields),
        annotation_id=annotation_id,
        lock_seconds=request.app.state.settings.task_lock_minutes * 60,
    )
    return _draft(row, status=201)


@router.get("/drafts/{draft_id}", tags=["Drafts"], summary="Get a draft", response_model=DraftRead)
async def get_draft(draft_id: PathId, actor: Labeler, session: ReadSession) -> JsonResponse:
    """One of the caller's drafts."""
    return _draft(await service.get_draft(session, actor, draft_id))


@router.patch(
    "/drafts/{draft_id}",
    tags=["Drafts"],
    summary="Change a draft",
    response_model=DraftRead,
    responses=error_responses(400, 412),
    openapi_extra=_DRAFT_BODY,
)
async def update_draft(
    request: Request,
    draft_id: PathId,
    fields: RawFields,
    actor: Labeler,
    session: DbSession,
    if_match: IfMatch = None,
) -> JsonResponse:
    """Fields left out stay."""
    if not fields:
        raise Invalid(non_field_errors="Nothing to change.")
    body = rawbody.parse(DraftInput, fields, without=_RESULT)
    row = await service.update_draft(
        session,
        actor,
        draft_id,
        body,
        _result(fields),
        expected_rev(if_match),
        lock_seconds=request.app.state.settings.task_lock_minutes * 60,
    )
    return _draft(row)


@router.delete("/drafts/{draft_id}", status_code=204, tags=["Drafts"], summary="Delete a draft")
async def delete_draft(draft_id: PathId, actor: Labeler, session: DbSession) -> Response:
    """Throw unfinished work away."""
    await service.delete_draft(session, actor, draft_id)
    return Response(status_code=204)
