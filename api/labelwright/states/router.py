"""Addresses of histories."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request

from labelwright.core import pagination
from labelwright.core.access import Manager, Viewer
from labelwright.core.db import ReadSession
from labelwright.core.errors import Invalid
from labelwright.core.http import JsonResponse, PathId, error_responses
from labelwright.core.idempotency import IdempotentFormRoute
from labelwright.states import service
from labelwright.states.schemas import Entity, Step, StepPage, TransitionInput

router = APIRouter(
    prefix="/api/fsm/entities", tags=["Histories"], route_class=IdempotentFormRoute, responses=error_responses(401, 404)
)
LARGEST_PAGE = 1000

Text = Annotated[str | None, Query(max_length=200)]
Moment = Annotated[datetime | None, Query()]


@router.get("/{entity}/{entity_id}/history", summary="The history of an object", response_model=StepPage)
async def get_history(
    request: Request,
    entity: Entity,
    entity_id: PathId,
    actor: Viewer,
    session: ReadSession,
    state: Text = None,
    previous_state: Text = None,
    transition_name: Text = None,
    triggered_by: Annotated[int | None, Query(description="Id of a user.")] = None,
    created_at_from: Moment = None,
    created_at_to: Moment = None,
    ordering: Annotated[str, Query(description="`created_at`, or `-created_at` for the newest first.")] = "",
) -> JsonResponse:
    """Of a project, a task or an annotation, oldest first; a page past the end is empty."""
    wanted = {"state": state, "previous_state": previous_state, "transition_name": transition_name}
    steps = [
        step
        for step in await service.history(session, actor, entity, entity_id)
        if all(value is None or getattr(step, name) == value for name, value in wanted.items())
        and (triggered_by is None or (step.triggered_by is not None and step.triggered_by.id == triggered_by))
        and _is_between(step, created_at_from, created_at_to)
    ]
    if ordering.startswith("-"):
        steps.reverse()
    page = pagination.page_of(request, default=100, largest=LARGEST_PAGE)
    shown = [step.model_dump() for step in steps[page.offset : page.offset + page.size]]
    return JsonResponse(pagination.envelope(request, page, len(steps), shown))


def _is_between(step: Step, first: datetime | None, last: datetime | None) -> bool:
    for name, limit in (("created_at_from", first), ("created_at_to", last)):
        if limit is not None and limit.tzinfo is None:
            raise Invalid({name: ["A time needs its zone, for example 2026-01-31T00:00:00Z."]})
    return (first is None or step.created_at >= first) and (last is None or step.created_at <= last)


@router.post("/{entity}/{entity_id}/transition", summary="Run a transition", responses=error_responses(400, 403))
async def run_transition(
    entity: Entity, entity_id: PathId, body: TransitionInput, actor: Manager, session: ReadSession
) -> JsonResponse:
    """States follow from the work itself: there is no transition to run by hand, and every name is refused."""
    await service.history(session, actor, entity, entity_id)
    raise Invalid(transition_name=f"{body.transition_name!r} is none: states follow from the work itself.")
