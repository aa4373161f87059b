"""Rules about assignments."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.assignments import queries
from labelwright.assignments.schemas import BulkAssign
from labelwright.core import bulk
from labelwright.core.access import Action, Actor
from labelwright.core.errors import Invalid, NotFound
from labelwright.core.types import AnyRow
from labelwright.projects import service as projects
from labelwright.projects.models import Project
from labelwright.projects.service import membership
from labelwright.tasks import service as tasks
from labelwright.tasks.models import AssignmentKind, Task
from labelwright.views.schemas import TaskQuery
from labelwright.views.service import asking

NEEDS = {AssignmentKind.ANNOTATE: Action.LABEL, AssignmentKind.REVIEW: Action.REVIEW}
"""What an assignee's role must allow."""


async def assign_selected(session: AsyncSession, actor: Actor, project_id: int, body: BulkAssign) -> int:
    """Give the tasks that filter, tab and selection leave to members; returns how many assignments are new."""
    if body.selected_items is None and body.filters is None and body.view is None:
        raise Invalid(selectedItems="Say which tasks: {all, excluded} or {included}, a filter, or a tab.")
    project = await projects.get(session, actor, project_id, Action.MANAGE_PROJECT)
    await _check_assignees(session, project, body.users, body.type)
    asked = TaskQuery(selectedItems=body.selected_items, filters=body.filters)
    chosen = (await asking.selection(session, actor, project, asked, view_id=body.view)).unordered_ids()
    if body.replace:
        await queries.take(session, project.id, chosen, kind=body.type, keeping=body.users)
    given = await queries.give(
        session, project.id, chosen, body.users, body.type, by=actor.id, users_per_task=body.users_per_task
    )
    await bulk.renew_statistics(session, "task_assignment")
    return given


async def assign(
    session: AsyncSession,
    actor: Actor,
    project_id: int,
    task_id: int,
    users: Sequence[int],
    kind: AssignmentKind,
    *,
    replace: bool = False,
) -> list[AnyRow]:
    """Give one task to members, instead of its present assignees when asked; returns its assignments."""
    project, chosen = await _one(session, actor, project_id, task_id, Action.MANAGE_PROJECT)
    if users or not replace:
        await _check_assignees(session, project, users, kind)
    if replace:
        await queries.take(session, project.id, chosen, kind=kind, keeping=users)
    if users:
        await queries.give(session, project.id, chosen, users, kind, by=actor.id)
    return await queries.of_task(session, task_id)


async def of_task(session: AsyncSession, actor: Actor, project_id: int, task_id: int) -> list[AnyRow]:
    """Who a task was given to."""
    await _one(session, actor, project_id, task_id, Action.SEE_ALL_ANNOTATIONS)
    return await queries.of_task(session, task_id)


async def unassign(
    session: AsyncSession,
    actor: Actor,
    project_id: int,
    task_id: int,
    *,
    kind: AssignmentKind | None,
    users: Sequence[int] | None,
) -> None:
    """Take a task away from its assignees: of one kind, from some, or from all."""
    project, chosen = await _one(session, actor, project_id, task_id, Action.MANAGE_PROJECT)
    await queries.take(session, project.id, chosen, kind=kind, users=users)


async def _one(
    session: AsyncSession, actor: Actor, project_id: int, task_id: int, action: Action
) -> tuple[Project, Select[int]]:
    """A project and a query of one of its tasks."""
    project = await projects.get(session, actor, project_id, action)
    task, _ = await tasks.get(session, actor, task_id)
    if task.project_id != project.id:
        raise NotFound("No Task matches the given query.")
    return project, select(Task.id).where(Task.id == task.id)


async def _check_assignees(session: AsyncSession, project: Project, users: Sequence[int], kind: AssignmentKind) -> None:
    """Refuse strangers, removed members, who is not in the project, and whose role does not allow the work."""
    if not users:
        raise Invalid(users="Name at least one user.")
    roles = await membership.roles_in(session, project, users)
    for user_id in users:
        role = roles.get(user_id)
        if role is None:
            raise Invalid(users=f'Invalid pk "{user_id}" - no member of this project.')
        if not membership.may(role, NEEDS[kind]):
            raise Invalid(users=f'Invalid pk "{user_id}" - the role {role} does not allow this.')
