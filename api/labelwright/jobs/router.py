"""Addresses of jobs."""

from collections.abc import AsyncIterator, Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Request
from sse_starlette import EventSourceResponse, ServerSentEvent

from labelwright.core import pagination
from labelwright.core.access import Actor, Authenticator, Viewer
from labelwright.core.db import DbSession, ReadSession
from labelwright.core.http import MAX_ID, JsonResponse, PathId, error_responses
from labelwright.jobs import service, stream, wire
from labelwright.jobs.models import JobState
from labelwright.jobs.ports import VisibleProjects, visible_projects
from labelwright.jobs.schemas import JobPage, JobRead
from labelwright.jobs.stream import Streams

router = APIRouter(prefix="/api/jobs", tags=["Jobs"], responses=error_responses(401))

LARGEST_PAGE = 1000
Projects = Annotated[Callable[[Actor], VisibleProjects], Depends(visible_projects)]


@router.get("", summary="List jobs", response_model=JobPage, responses=error_responses(400, 404))
async def list_jobs(
    request: Request,
    actor: Viewer,
    session: ReadSession,
    projects: Projects,
    project: int | None = Query(None, ge=1, le=MAX_ID, description="Only jobs of this project.", examples=[1]),
    state: Annotated[list[JobState] | None, Query(description="Only jobs in these states; repeated.")] = None,
) -> JsonResponse:
    """Newest first. Who manages projects sees all jobs in them, everybody else their own."""
    page = pagination.page_of(request, largest=LARGEST_PAGE)
    total, rows = await service.page(session, actor, projects(actor), page, project_id=project, states=state or [])
    page.check(total)
    return JsonResponse(pagination.envelope(request, page, total, [wire.job(row) for row in rows]))


@router.get(
    "/events",
    summary="Follow jobs",
    response_class=EventSourceResponse,
    responses={
        200: {"description": "Events `job`, each with a whole job as its data.", "content": {"text/event-stream": {}}},
        **error_responses(429),
    },
)
async def follow_jobs(
    request: Request,
    actor: Viewer,
    projects: Projects,
    last_event_id: Annotated[str | None, Header(description="Id of the last event seen, to go on after it.")] = None,
) -> EventSourceResponse:
    """Server-sent events: first the unfinished jobs, then every job as it changes; a comment every 15 seconds."""
    state = request.app.state
    streams: Streams = state.job_streams
    streams.enter(actor.id)

    async def counted() -> AsyncIterator[ServerSentEvent]:
        try:
            async for event in stream.events(
                state.db,
                actor,
                projects(actor),
                since=stream.moment_of(last_event_id),
                is_signed_in=lambda: _caller(state.authenticate, request),
            ):
                yield event
        finally:
            streams.leave(actor.id)

    return EventSourceResponse(counted(), ping=int(stream.HEARTBEAT_SECONDS))


async def _caller(authenticate: Authenticator, request: Request) -> Any:
    """Look the caller up again, in a session of its own."""
    request.state.session = None
    request.state.is_watching = True
    return await authenticate(request)


@router.get("/{job_id}", summary="Get a job", response_model=JobRead, responses=error_responses(404))
async def get_job(job_id: PathId, actor: Viewer, session: ReadSession, projects: Projects) -> JsonResponse:
    """How far a job is, and why it failed."""
    return JsonResponse(wire.job(await service.get(session, actor, projects(actor), job_id)))


@router.post("/{job_id}/cancel", summary="Cancel a job", response_model=JobRead, responses=error_responses(404, 409))
async def cancel_job(job_id: PathId, actor: Viewer, session: DbSession, projects: Projects) -> JsonResponse:
    """It stops at its next batch and undoes what has to be undone. One that has ended is a 409."""
    return JsonResponse(wire.job(await service.cancel(session, actor, projects(actor), job_id)))


@router.post("/{job_id}/retry", summary="Run a job again", response_model=JobRead, responses=error_responses(404, 409))
async def retry_job(job_id: PathId, actor: Viewer, session: DbSession, projects: Projects) -> JsonResponse:
    """For a job that failed, was cancelled or is parked; any other is a 409."""
    return JsonResponse(wire.job(await service.retry(session, actor, projects(actor), job_id)))
