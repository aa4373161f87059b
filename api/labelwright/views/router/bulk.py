"""Addresses for labeling many tasks at once, and for taking that back."""

from fastapi import APIRouter

from labelwright.annotations.schemas import RESULT_EXAMPLE, BulkDelete, BulkDeleted, BulkInput, Made
from labelwright.annotations.service import bulk
from labelwright.core import rawbody
from labelwright.core.access import Labeler
from labelwright.core.db import DbSession
from labelwright.core.http import JsonResponse, error_responses
from labelwright.core.idempotency import IdempotentFormRoute
from labelwright.core.rawbody import RawFields
from labelwright.views.service import labeling

router = APIRouter(
    prefix="/api/annotations",
    tags=["Annotations"],
    route_class=IdempotentFormRoute,
    responses=error_responses(400, 401, 403),
)


@router.post(
    "/bulk",
    status_code=201,
    summary="Annotate many tasks at once",
    response_model=list[Made],
    responses=error_responses(413),
    openapi_extra=rawbody.described(BulkInput, example={"tasks": [1, 2], "result": RESULT_EXAMPLE, "lead_time": 4.2}),
)
async def create_annotations(fields: RawFields, session: DbSession, actor: Labeler) -> JsonResponse:
    """The same result for each of them: 10,000 at most, all or none. Tasks that were labeled get one more."""
    body = rawbody.parse(BulkInput, fields, without=frozenset({"result"}))
    raw = fields.get("result")
    made = await labeling.label(session, actor, body, None if raw == b"null" else raw)
    return JsonResponse([{"id": annotation_id} for annotation_id in made], status_code=201)


@router.post(
    "/bulk-delete", summary="Delete many annotations", response_model=BulkDeleted, responses=error_responses(404)
)
async def delete_annotations(body: BulkDelete, session: DbSession, actor: Labeler) -> JsonResponse:
    """Those of them that the caller may read; drafts on them as well."""
    return JsonResponse({"deleted_count": await bulk.delete(session, actor, body.project, body.ids)})
