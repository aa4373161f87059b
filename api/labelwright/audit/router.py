"""Addresses of the activity log."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import StreamingResponse

from labelwright.audit import wire
from labelwright.audit.filters import AREAS, Area, Wanted
from labelwright.audit.schemas import ActivityLogPage, Method, Ordering
from labelwright.audit.service import reading
from labelwright.core import pagination
from labelwright.core.access import ActivityReader
from labelwright.core.audit import Deed, Note, Subject
from labelwright.core.db import Database, ReadSession
from labelwright.core.http import MAX_ID, JsonResponse, begun, error_responses
from labelwright.core.idempotency import IdempotentFormRoute

router = APIRouter(
    prefix="/api/activity-logs",
    tags=["Activity log"],
    route_class=IdempotentFormRoute,
    responses=error_responses(400, 401, 403),
)
LARGEST_PAGE = 1000

Identifier = Annotated[int | None, Query(ge=1, le=MAX_ID)]
Moment = Annotated[str | None, Query(max_length=50, examples=["2026-01-31", "2026-01-31T12:00:00Z"])]


def _wanted(
    action: Annotated[list[Deed] | None, Query(description="What was done; repeated for several.")] = None,
    area: Annotated[Area | None, Query(description="What it is about.")] = None,
    user: Identifier = None,
    project: Identifier = None,
    workspace: Annotated[
        int | None, Query(description="Projects stand in no workspaces here: with one, nothing is found.")
    ] = None,
    method: Annotated[Method, Query(description="Of the request in which it was done.")] = Method.ALL,
    start_date: Moment = None,
    end_date: Moment = None,
    search: Annotated[
        str,
        Query(
            max_length=500,
            description="Texts in the path of the request, the subject, its project or the e-mail of who did it, "
            "joined by AND and OR.",
        ),
    ] = "",
) -> Wanted:
    return Wanted(
        deeds=_deeds(action, area),
        user_id=user,
        project_id=project,
        method=None if method == Method.ALL else method,
        first=reading.moment("start_date", start_date),
        before=reading.moment("end_date", end_date, is_end=True),
        terms=reading.terms(search),
        nothing=workspace is not None,
    )


def _deeds(actions: list[Deed] | None, area: Area | None) -> list[Deed] | None:
    """Those that were named, of the area that was named; None for all."""
    if area is None:
        return actions
    return [deed for deed in AREAS[area] if not actions or deed in actions]


Filters = Annotated[Wanted, Depends(_wanted)]


@router.get("", summary="The activity log", response_model=list[ActivityLogPage])
async def list_activity(
    request: Request,
    actor: ActivityReader,
    session: ReadSession,
    wanted: Filters,
    ordering: Annotated[Ordering, Query()] = Ordering.NEWEST,
) -> JsonResponse:
    """What was done in the caller's organization, newest first: an array with one page in it, as published.

    `page` and `page_size` choose the page; one past the end is empty.
    """
    page = pagination.page_of(request, default=100, largest=LARGEST_PAGE)
    newest_first = ordering.startswith("-")
    total, left, rows = await reading.page(session, actor, wanted, page, newest_first=newest_first)
    shown = {"data": [wire.entry(row) for row in rows], "recordsFiltered": left, "recordsTotal": total}
    return JsonResponse([shown])


@router.get(
    "/export",
    summary="The activity log as CSV",
    response_class=StreamingResponse,
    responses={200: {"description": "The table", "content": {"text/csv": {"schema": {"type": "string"}}}}},
)
async def export_activity(request: Request, actor: ActivityReader, wanted: Filters) -> StreamingResponse:
    """All entries that the filters leave, with a head line. That it was downloaded is in the log as well."""
    database: Database = request.app.state.db
    parts = await begun(reading.table(database, actor, wanted))
    await database.note(Note(Deed.EXPORT_DOWNLOADED, Subject.ORGANIZATION, actor.organization_id, "activity log"))
    return StreamingResponse(
        parts,
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="activity.csv"'},
    )
