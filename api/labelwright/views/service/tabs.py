"""Rules about tabs. Members of a project share them; each changes their own, managers change all."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core import audit
from labelwright.core.access import Action, Actor
from labelwright.core.audit import Deed, Note, Subject
from labelwright.core.errors import Forbidden, Invalid
from labelwright.projects import service as projects
from labelwright.views import queries
from labelwright.views.models import View
from labelwright.views.schemas import ViewInput
from labelwright.views.service import asking, indexing

MOST_VIEWS = 500


def wire(view: View) -> dict[str, Any]:
    """A tab as it is shown."""
    return {
        "id": view.id,
        "project": view.project_id,
        "user": view.user_id,
        "order": view.position,
        "data": view.data,
    }


async def listed(session: AsyncSession, actor: Actor, project_id: int | None) -> list[View]:
    """The tabs of a project, or of all that the caller can see, in order."""
    if project_id is None:
        return await queries.visible(session, actor)
    project = await projects.get(session, actor, project_id)
    return await queries.of_project(session, project.id)


async def create(session: AsyncSession, actor: Actor, project_id: int, body: ViewInput, *, index_above: int) -> View:
    """Add a tab at the end; refuses a filter or ordering that could not be run.

    Its fields are indexed by a job in a project with more than `index_above` tasks.
    """
    project = await projects.get(session, actor, project_id)
    data = body.data or {}
    asking.query_of(data)
    if await queries.count(session, project.id) >= MOST_VIEWS:
        raise Invalid(non_field_errors=f"A project has at most {MOST_VIEWS} views.")
    position = await queries.next_position(session, project.id)
    view = View(project_id=project.id, user_id=actor.id, position=position, data=data)
    session.add(view)
    await session.flush()
    await indexing.order(session, actor, project, data, above=index_above)
    return view


async def update(session: AsyncSession, actor: Actor, view_id: int, body: ViewInput, *, index_above: int) -> View:
    """Change a tab; it stays in its project. New fields are indexed as those of a new tab are."""
    view = await _changeable(session, actor, view_id)
    if body.data is not None:
        asking.query_of(body.data)
        view.data = body.data
        await session.flush()
        project = await projects.get(session, actor, view.project_id)
        await indexing.order(session, actor, project, body.data, above=index_above)
    return view


async def delete(session: AsyncSession, actor: Actor, view_id: int) -> None:
    """Remove a tab."""
    view = await _changeable(session, actor, view_id)
    await queries.delete_one(session, view.id)
    about = (Subject.VIEW, view.id, str(view.data.get("title", ""))[:200], view.project_id)
    audit.note(session, Note(Deed.VIEWS_DELETED, *about, details={"count": 1}))


async def reset(session: AsyncSession, actor: Actor, project_id: int) -> None:
    """Remove every tab of a project."""
    project = await projects.get(session, actor, project_id, Action.MANAGE_PROJECT)
    if count := await queries.delete_of_project(session, project.id):
        audit.note(session, Note(Deed.VIEWS_DELETED, Subject.VIEW, None, "", project.id, details={"count": count}))


async def reorder(session: AsyncSession, actor: Actor, project_id: int, ids: list[int]) -> None:
    """Put the tabs of a project into an order; those that are not named come after."""
    project = await projects.get(session, actor, project_id, Action.MANAGE_PROJECT)
    views = await queries.of_project(session, project.id)
    place = {view_id: number for number, view_id in enumerate(ids)}
    for number, view in enumerate(sorted(views, key=lambda view: place.get(view.id, len(ids)))):
        view.position = number
    await session.flush()


async def _changeable(session: AsyncSession, actor: Actor, view_id: int) -> View:
    view = await asking.view(session, actor, view_id)
    if view.user_id != actor.id and not actor.may(Action.MANAGE_PROJECT):
        raise Forbidden("Somebody else made this view.")
    return view
