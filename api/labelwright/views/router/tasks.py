"""Addresses of composed task reads."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from labelwright.core import pagination
from labelwright.core.access import Viewer
from labelwright.core.db import ReadSession
from labelwright.core.http import MAX_ID, JsonResponse, PathId, error_responses
from labelwright.core.routing import FormRoute
from labelwright.tasks.schemas import TaskRead
from labelwright.views import service
from labelwright.views.schemas import TaskPage
from labelwright.views.service import asking

router = APIRouter(prefix="/api", tags=["Data manager"], route_class=FormRoute, responses=error_responses(401, 404))

LARGEST_ANNOTATED = 1000
LARGEST_PLAIN = 10_000
DEFAULT_SIZE = 100


QUERY = '{"filters": {"conjunction": "and", "items": []}, "ordering": ["-tasks:id"]}'

Project = Annotated[int | None, Query(ge=1, le=MAX_ID, description="The project whose tasks are meant.")]
View = Annotated[int | None, Query(ge=1, le=MAX_ID, description="A tab, whose filter and ordering are used.")]


@router.get("/tasks", summary="List tasks", response_model=TaskPage, responses=error_responses(400))
async def list_tasks(
    request: Request,
    actor: Viewer,
    session: ReadSession,
    project: Project = None,
    view: View = None,
    query: str = Query("", description="JSON: `{filters, ordering, selectedItems}`.", examples=[QUERY]),
    fields: str = Query("", description="`all` adds annotations and predictions."),
    include: str = Query("", description="Comma list of fields to answer with."),
) -> JsonResponse:
    """Tasks of a project or tab that a filter leaves, with their totals; by id unless an ordering is given.

    A page past the end is a 404.
    """
    fields_all = fields == "all"
    page = pagination.page_of(request, default=DEFAULT_SIZE, largest=LARGEST_ANNOTATED if fields_all else LARGEST_PLAIN)
    wanted = frozenset(part.strip() for part in include.split(",")) if include else None
    asked = asking.read_query(query)
    return JsonResponse(
        await service.listing(
            session, actor, page, asked, project_id=project, view_id=view, fields_all=fields_all, include=wanted
        )
    )


@router.get("/tasks/{task_id}", summary="Get a task", response_model=TaskRead)
async def get_task(task_id: PathId, actor: Viewer, session: ReadSession, project: Project = None) -> JsonResponse:
    """With annotations, predictions and your drafts. With `project`, authors are objects with an e-mail."""
    return JsonResponse(await service.detail(session, actor, task_id, expand_authors=project is not None))


@router.get("/projects/{project_id}/tasks", summary="List a project's tasks", response_model=list[TaskRead])
async def list_project_tasks(
    request: Request,
    project_id: PathId,
    actor: Viewer,
    session: ReadSession,
    start: int | None = Query(None, ge=0, le=MAX_ID, description="Offset instead of a page."),
) -> JsonResponse:
    """A plain list, newest first."""
    page = pagination.page_of(request, default=DEFAULT_SIZE, largest=LARGEST_ANNOTATED)
    return JsonResponse(await service.plain_list(session, actor, project_id, start=start, page=page))
