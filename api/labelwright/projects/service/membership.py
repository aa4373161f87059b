"""Rules about who is in a project."""

from collections.abc import AsyncGenerator, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core import csvlines
from labelwright.core.access import PERMISSIONS, Action, Actor, Role
from labelwright.core.audit import Deed
from labelwright.core.db import Database
from labelwright.core.errors import Invalid, NotFound
from labelwright.core.pagination import Page
from labelwright.organizations.service import members
from labelwright.projects import queries, service
from labelwright.projects.ports import Ports
from labelwright.projects.schemas import MembersSelected
from labelwright.projects.service import noting
from labelwright.users.models import User

CHUNK = 1000
HEAD = ("id", "email", "first_name", "last_name", "role", "implicit_member", "last_activity")
Person = tuple[User, str, bool]
"""Account, role, and whether they are in the project without having been added."""


def may(role: str, action: Action) -> bool:
    """Whether a role allows an action."""
    return Role(role) in PERMISSIONS[action]


async def page(
    session: AsyncSession, actor: Actor, project_id: int, page: Page, **narrowed: Any
) -> tuple[int, list[Person]]:
    """How many people are in a project, and one page of them."""
    project = await service.get(session, actor, project_id, Action.SEE_ALL_ANNOTATIONS)
    return await queries.people(session, project, offset=page.offset, limit=page.size, **narrowed)


async def table(database: Database, actor: Actor, project_id: int, **narrowed: Any) -> AsyncGenerator[bytes]:
    """The people in a project as the parts of a CSV file, by id."""
    async with database.read() as session:
        project = await service.get(session, actor, project_id, Action.SEE_ALL_ANNOTATIONS)
    yield csvlines.lines([HEAD])
    last = 0
    while True:
        async with database.read() as session:
            found = await queries.people_after(session, project, last, limit=CHUNK, **narrowed)
        if not found:
            return
        last = found[-1][0].id
        yield csvlines.lines(map(_cells, found))


def _cells(person: Person) -> list[Any]:
    user, role, is_implicit = person
    active = user.last_activity.isoformat(timespec="seconds") if user.last_activity else None
    return [user.id, user.email, user.first_name, user.last_name, role, is_implicit, active]


async def add(session: AsyncSession, actor: Actor, project_id: int, users: Sequence[int], ports: Ports) -> int:
    """Add members of the organization to a project; returns how many are new. A stranger is a 400.

    The first ones close it to everybody else, who give back what was assigned to them.
    """
    project = await service.get(session, actor, project_id, Action.MANAGE_PROJECT)
    known, _ = await members.resolve_members(session, actor, ids=users, emails=[])
    strangers = [user for user in users if user not in known]
    if strangers:
        raise Invalid(user=f'Invalid pk "{strangers[0]}" - object does not exist.')
    if not users:
        return 0
    was_open = not await queries.members_added(session, project.id)
    count = await queries.add_members(session, project.id, users)
    if was_open and (assignees := await ports.assignees(session, project.id)):
        inside = await queries.roles_in(session, project, assignees)
        if outside := [user for user in assignees if user not in inside]:
            await ports.leave(session, outside, project.id)
    noting.people(session, Deed.PROJECT_MEMBERS_ADDED, project, users, count)
    return count


async def remove(session: AsyncSession, actor: Actor, project_id: int, users: Sequence[int], ports: Ports) -> int:
    """Take people out of a project, and its tasks away from them; returns how many were in it."""
    project = await service.get(session, actor, project_id, Action.MANAGE_PROJECT)
    gone = await queries.remove_members(session, project.id, users)
    await ports.leave(session, list(users), project.id)
    noting.people(session, Deed.PROJECT_MEMBERS_REMOVED, project, users, gone)
    return gone


async def remove_one(session: AsyncSession, actor: Actor, project_id: int, user_id: int, ports: Ports) -> None:
    """Take one person out of a project; 404 for one who was not added to it."""
    if not await remove(session, actor, project_id, [user_id], ports):
        raise NotFound("This user was not added to the project.")


async def selected(session: AsyncSession, actor: Actor, project_id: int, chosen: MembersSelected) -> list[int]:
    """Who is meant by a selection over the organization's members."""
    await service.get(session, actor, project_id, Action.MANAGE_PROJECT)
    if not chosen.all:
        return list(dict.fromkeys(chosen.included))
    return await queries.organization_people(
        session, actor.organization_id, search=chosen.search, role=chosen.role, excluded=chosen.excluded
    )


roles_in = queries.roles_in
