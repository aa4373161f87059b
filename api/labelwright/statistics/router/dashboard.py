"""Addresses of the dashboard."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Response

from labelwright.core.access import AnnotationReader
from labelwright.core.concurrency import to_thread
from labelwright.core.db import DbSession, ReadSession
from labelwright.core.http import JsonResponse, PathId, error_responses
from labelwright.core.idempotency import IdempotentFormRoute
from labelwright.statistics import service
from labelwright.statistics.schemas.dashboard import DashboardRead, Refreshed
from labelwright.statistics.tables import Table, as_csv

router = APIRouter(
    prefix="/api/projects/{project_id}/dashboard",
    tags=["Statistics"],
    route_class=IdempotentFormRoute,
    responses=error_responses(400, 401, 403, 404),
)

First = Annotated[
    date | None, Query(alias="from", description="First day, in UTC; all without.", examples=["2026-01-31"])
]
Last = Annotated[date | None, Query(alias="to", description="Last day, included.", examples=["2026-02-28"])]


@router.get("", summary="The statistics of a project", response_model=DashboardRead)
async def get_dashboard(
    project_id: PathId, actor: AnnotationReader, session: ReadSession, first: First = None, last: Last = None
) -> JsonResponse:
    """All that the dashboard shows, as of `computed_at`: projects that changed are counted anew every minute or so."""
    return JsonResponse(await service.dashboard(session, actor, project_id, first, last))


@router.get(
    "/export",
    summary="A table of the statistics as CSV",
    response_class=Response,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
async def export_table(
    project_id: PathId,
    actor: AnnotationReader,
    session: ReadSession,
    table: Annotated[Table, Query(description="Which table.", examples=["annotators"])] = Table.ANNOTATORS,
    first: First = None,
    last: Last = None,
) -> Response:
    """One table of the dashboard, with a head line. Times are in seconds, shares from 0 to 1."""
    found = await service.dashboard(session, actor, project_id, first, last)
    return Response(
        await to_thread(as_csv, found, table),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="project-{project_id}-{table}.csv"'},
    )


@router.post("/refresh", status_code=202, summary="Count a project anew", response_model=Refreshed)
async def refresh(project_id: PathId, actor: AnnotationReader, session: DbSession) -> JsonResponse:
    """Count a project now, by a job, without waiting until its turn comes."""
    return JsonResponse({"job": await service.refresh(session, actor, project_id)}, status_code=202)
