"""Addresses of assignments."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Response

from labelwright.assignments import service, wire
from labelwright.assignments.schemas import Assign, Assigned, AssignmentRead, BulkAssign
from labelwright.core.access import AnnotationReader, Manager
from labelwright.core.db import DbSession, ReadSession
from labelwright.core.errors import Invalid
from labelwright.core.http import JsonResponse, PathId, error_responses
from labelwright.core.idempotency import IdempotentFormRoute
from labelwright.core.types import AnyRow
from labelwright.tasks.models import AssignmentKind

router = APIRouter(
    prefix="/api/projects/{project_id}/tasks",
    tags=["Assignments"],
    route_class=IdempotentFormRoute,
    responses=error_responses(401, 403, 404),
)


@router.post("/assignees", summary="Assign many tasks", responses=error_responses(400))
async def assign_tasks(project_id: PathId, body: BulkAssign, actor: Manager, session: DbSession) -> Assigned:
    """Give the tasks of a selection, a filter or a tab to members.

    Every task goes to every one of `users`; with `users_per_task` they are spread in turn, so that each task gets that
    many and everybody about the same number.
    """
    return Assigned.model_validate({"assignments": await service.assign_selected(session, actor, project_id, body)})


@router.get("/{task_id}/assignees", summary="List a task's assignees", response_model=list[AssignmentRead])
async def list_assignees(
    project_id: PathId, task_id: PathId, actor: AnnotationReader, session: ReadSession
) -> JsonResponse:
    """To whom a task was given, to annotate and to review."""
    rows = await service.of_task(session, actor, project_id, task_id)
    return JsonResponse([wire.assignment(row) for row in rows])


@router.post(
    "/{task_id}/assignees", summary="Assign a task", response_model=AssignmentRead, responses=error_responses(400)
)
async def assign_task(
    project_id: PathId, task_id: PathId, body: Assign, actor: Manager, session: DbSession
) -> JsonResponse:
    """Give a task to members, beside those who have it; answers with the last of them."""
    rows = await service.assign(session, actor, project_id, task_id, body.users, body.type)
    return _last(rows, body)


@router.patch(
    "/{task_id}/assignees",
    summary="Replace a task's assignees",
    response_model=AssignmentRead | None,
    responses=error_responses(400),
)
async def replace_assignees(
    project_id: PathId, task_id: PathId, body: Assign, actor: Manager, session: DbSession
) -> JsonResponse:
    """Give a task to these members and to nobody else; an empty list takes it from all."""
    rows = await service.assign(session, actor, project_id, task_id, body.users, body.type, replace=True)
    return _last(rows, body)


def _last(rows: Sequence[AnyRow], body: Assign) -> JsonResponse:
    mine = [row for row in rows if row.user_id in body.users and row.kind == body.type]
    return JsonResponse(wire.assignment(mine[-1]) if mine else None)


@router.delete(
    "/{task_id}/assignees", status_code=204, summary="Take a task from assignees", responses=error_responses(400)
)
async def unassign_task(
    project_id: PathId,
    task_id: PathId,
    actor: Manager,
    session: DbSession,
    kind: Annotated[AssignmentKind | None, Query(alias="type", description="Of this kind only.")] = None,
    users: str | None = Query(None, max_length=10_000, description="Comma list of user ids; everybody without."),
) -> Response:
    """End assignments of a task."""
    await service.unassign(session, actor, project_id, task_id, kind=kind, users=_ids(users))
    return Response(status_code=204)


def _ids(text: str | None) -> list[int] | None:
    if text is None:
        return None
    try:
        return [int(part) for part in text.split(",") if part.strip()]
    except ValueError as error:
        raise Invalid(users="A comma list of user ids is expected.") from error
