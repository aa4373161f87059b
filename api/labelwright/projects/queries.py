"""Statements on projects, and the one place where it is decided who sees which."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    Table,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core import longlists
from labelwright.core.access import Actor, Role
from labelwright.core.db import is_sqlite, upsert
from labelwright.core.types import AnyRow, AnySelect, Base, now
from labelwright.organizations.models import Member
from labelwright.projects.models import DataColumn, Project, ProjectMember
from labelwright.users.models import User

PROJECT = Project.__table__
MEMBER = ProjectMember.__table__
PERSON = Member.__table__
COLUMN: Table = Base.metadata.tables[DataColumn.__tablename__]

MIXED = "String"
"""The type of a key whose values are of several types."""

ORDERINGS = {
    "id": Project.id,
    "title": Project.title,
    "created_at": Project.created_at,
    "updated_at": Project.updated_at,
    "task_number": Project.task_number,
}


_HOLD = select(PROJECT.c.id).where(PROJECT.c.id == bindparam("of_project")).with_for_update(key_share=True)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Projects of the caller's organization that are open or that the caller belongs to."""
    conditions = [Project.organization_id == actor.organization_id, Project.deleted_at.is_(None)]
    if not actor.sees_every_project:
        members = select(ProjectMember.id).where(ProjectMember.project_id == Project.id)
        own = Project.created_by_id == actor.id
        conditions.append(or_(~exists(members), exists(members.where(ProjectMember.user_id == actor.id)), own))
    return and_(*conditions)


def visible(*, sees_every_project: bool) -> ColumnElement[bool]:
    """The same condition with parameters, for statements that are built once; see `visibility`.

    On plain tables: a statement with mapped classes in it takes the object mapper's way, which costs twice as much.
    """
    conditions = [PROJECT.c.organization_id == bindparam("organization_id"), PROJECT.c.deleted_at.is_(None)]
    if not sees_every_project:
        user_id: BindParameter[int] = bindparam("actor_id")
        members = select(MEMBER.c.id).where(MEMBER.c.project_id == PROJECT.c.id)
        own = PROJECT.c.created_by_id == user_id
        conditions.append(or_(~exists(members), exists(members.where(MEMBER.c.user_id == user_id)), own))
    return and_(*conditions)


def visibility(actor: Actor) -> dict[str, int]:
    """The parameters of `visible`."""
    return {"organization_id": actor.organization_id, "actor_id": actor.id}


def memberships(project_id: ColumnElement[int], user_id: ColumnElement[int]) -> AnySelect:
    """The membership by which somebody is in a project, or none: both are told by the statement around this one."""
    inside = _is_inside(PROJECT.c, PERSON.c.user_id, PERSON.c.role)
    return (
        select(PERSON.c.id)
        .join(PROJECT, PROJECT.c.organization_id == PERSON.c.organization_id)
        .where(PROJECT.c.id == project_id, PERSON.c.user_id == user_id, PERSON.c.deleted_at.is_(None), inside)
    )


def _is_inside(project: Any, user_id: ColumnElement[int], role: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether a member of its organization is in a project, a row or its columns: added to it, by role, or as all."""
    added = select(MEMBER.c.id).where(MEMBER.c.project_id == project.id)
    everywhere = or_(role.in_((Role.OWNER, Role.ADMINISTRATOR)), user_id == project.created_by_id, ~exists(added))
    return or_(exists(added.where(MEMBER.c.user_id == user_id)), everywhere)


def visible_ids(actor: Actor) -> Select[int]:
    """Ids of the projects that the caller sees, as a subquery."""
    return select(Project.id).where(visible_to(actor))


async def get(session: AsyncSession, actor: Actor, project_id: int, *, for_update: bool = False) -> Project | None:
    """One visible project; locked against other writers when asked."""
    statement = select(Project).where(Project.id == project_id, visible_to(actor))
    if for_update:
        statement = statement.with_for_update()
    return (await session.execute(statement)).scalar_one_or_none()


def _listed(
    actor: Actor, *, ids: Sequence[int] | None, title: str, search: str, pinned: bool | None
) -> Select[Project]:
    statement = select(Project).where(visible_to(actor))
    if ids is not None:
        statement = statement.where(Project.id.in_(ids))
    if title:
        statement = statement.where(Project.title.icontains(title, autoescape=True))
    if search:
        statement = statement.where(
            or_(
                Project.title.icontains(search, autoescape=True), Project.description.icontains(search, autoescape=True)
            )
        )
    if pinned is not None:
        statement = statement.where(Project.pinned_at.is_not(None) if pinned else Project.pinned_at.is_(None))
    return statement


async def page(
    session: AsyncSession,
    actor: Actor,
    *,
    order: Sequence[ColumnElement[Any]],
    offset: int,
    limit: int,
    ids: Sequence[int] | None = None,
    title: str = "",
    search: str = "",
    pinned: bool | None = None,
) -> tuple[int, list[Project]]:
    """How many projects fit, and one page of them."""
    statement = _listed(actor, ids=ids, title=title, search=search, pinned=pinned)
    total = (await session.execute(select(func.count()).select_from(statement.subquery()))).scalar_one()
    rows = await session.execute(statement.order_by(*order).offset(offset).limit(limit))
    return total, list(rows.scalars())


def default_order() -> Sequence[ColumnElement[Any]]:
    """Pinned ones first, then the newest."""
    return (case((Project.pinned_at.is_(None), 1), else_=0), Project.pinned_at.desc(), Project.id.desc())


async def data_columns(session: AsyncSession, project_id: int) -> list[DataColumn]:
    """Keys of task data in order of first sight."""
    statement = (
        select(DataColumn).where(DataColumn.project_id == project_id, DataColumn.task_count > 0).order_by(DataColumn.id)
    )
    return list((await session.execute(statement)).scalars())


async def count_columns(session: AsyncSession, project_id: int, counts: Iterable[tuple[str, int]]) -> None:
    """Add to (or take from) the number of tasks that have each key. What is taken from has been added before.

    Keys keep the order of first sight, so the project is locked first: who waits for a key would hold another one. Not
    against references to it: a submit has one, and waits for the project itself.
    """
    rows = [{"project_id": project_id, "name": name, "task_count": delta} for name, delta in counts]
    if rows:
        if not is_sqlite(session):
            await session.execute(_HOLD, {"of_project": project_id})
        statement = upsert(session, COLUMN)
        added = {"task_count": COLUMN.c.task_count + statement.excluded.task_count}
        await session.execute(statement.on_conflict_do_update(index_elements=["project_id", "name"], set_=added), rows)


async def learn_types(session: AsyncSession, project_id: int, types: Mapping[str, str]) -> None:
    """Note what the values of keys were found to be; a key whose values differ is text to filters."""
    known = {column.name: column.value_type for column in await data_columns(session, project_id)}
    for kind in sorted(set(types.values())):
        names = [name for name, found in types.items() if found == kind and known.get(name) not in (kind, MIXED)]
        if names:
            value_type = case((or_(COLUMN.c.value_type.is_(None), COLUMN.c.value_type == kind), kind), else_=MIXED)
            named = longlists.text_is_in(COLUMN.c.name, names)
            await session.execute(
                update(COLUMN).where(COLUMN.c.project_id == project_id, named).values(value_type=value_type)
            )


async def forget_columns(session: AsyncSession, project_id: int) -> None:
    """A project without tasks has no columns."""
    await session.execute(delete(DataColumn).where(DataColumn.project_id == project_id))


async def add_to_counters(session: AsyncSession, project_id: int, deltas: dict[str, int]) -> None:
    """Change counters by differences; last in a transaction, so that the row is locked shortly."""
    changes = {name: getattr(Project, name) + delta for name, delta in deltas.items() if delta}
    if changes:
        await session.execute(
            update(Project)
            .where(Project.id == project_id)
            .values(**changes)
            .execution_options(synchronize_session=False)
        )


async def reserve_inner_ids(session: AsyncSession, project_id: int, count: int) -> int:
    """The first of `count` inner ids that nobody else gets."""
    statement = (
        update(Project)
        .where(Project.id == project_id)
        .values(next_inner_id=Project.next_inner_id + count)
        .returning(Project.next_inner_id)
        .execution_options(synchronize_session=False)
    )
    return (await session.execute(statement)).scalar_one() - count


async def settings_of(session: AsyncSession, project_id: int) -> AnyRow:
    """The title of a project, its organization, and the model version that it shows."""
    columns = (PROJECT.c.title, PROJECT.c.organization_id, PROJECT.c.model_version)
    return (await session.execute(select(*columns).where(PROJECT.c.id == project_id))).one()


async def show_model_version(session: AsyncSession, project_id: int, version: str) -> None:
    """Make a model version the one whose predictions are shown."""
    await session.execute(
        update(Project)
        .where(Project.id == project_id)
        .values(model_version=version)
        .execution_options(synchronize_session=False)
    )


async def by_title(session: AsyncSession, organization_id: int, title: str) -> int | None:
    """Id of an organization's project of exactly this title."""
    statement = (
        select(Project.id)
        .where(Project.organization_id == organization_id, Project.title == title, Project.deleted_at.is_(None))
        .order_by(Project.id)
        .limit(1)
    )
    return (await session.execute(statement)).scalar_one_or_none()


# Who is in a project


def _people(
    project: Project, *, search: str = "", role: str = "", implicit: bool = True, ids: Sequence[int] | None = None
) -> Select[User, str, bool]:
    """Members of the organization who are in a project: added to it, or in every project by role or by its being open.

    Rows of user, role, and whether they are in it without having been added.
    """
    added = exists(
        select(ProjectMember.id).where(ProjectMember.project_id == project.id, ProjectMember.user_id == Member.user_id)
    )
    statement = (
        select(User, Member.role, (~added).label("is_implicit"))
        .join(Member, Member.user_id == User.id)
        .where(
            Member.organization_id == project.organization_id,
            Member.deleted_at.is_(None),
            _is_inside(project, PERSON.c.user_id, PERSON.c.role) if implicit else added,
        )
    )
    if role:
        statement = statement.where(Member.role == role)
    if ids is not None:
        statement = statement.where(longlists.is_in(User.__table__.c.id, ids))
    if search:
        columns = (User.email, User.first_name, User.last_name)
        statement = statement.where(or_(*(column.icontains(search, autoescape=True) for column in columns)))
    return statement


async def roles_in(session: AsyncSession, project: Project, users: Sequence[int]) -> dict[int, str]:
    """The roles of those of these users who are in a project."""
    found = _people(project).where(User.id.in_(users)).with_only_columns(User.id, Member.role)
    return dict((await session.execute(found)).all())


async def people(
    session: AsyncSession, project: Project, *, offset: int, limit: int, **narrowed: Any
) -> tuple[int, list[tuple[User, str, bool]]]:
    """How many people are in a project, and one page of them by id; see `_people` for what narrows them."""
    statement = _people(project, **narrowed)
    total = (await session.execute(select(func.count()).select_from(statement.subquery()))).scalar_one()
    rows = await session.execute(statement.order_by(User.id).offset(offset).limit(limit))
    return total, [(row[0], row[1], bool(row[2])) for row in rows.all()]


async def people_after(
    session: AsyncSession, project: Project, last: int, *, limit: int, **narrowed: Any
) -> list[tuple[User, str, bool]]:
    """The next people in a project, by id."""
    statement = _people(project, **narrowed).where(User.id > last).order_by(User.id).limit(limit)
    return [(row[0], row[1], bool(row[2])) for row in (await session.execute(statement)).all()]


async def organization_people(
    session: AsyncSession, organization_id: int, *, search: str, role: str, excluded: Sequence[int]
) -> list[int]:
    """Ids of an organization's members, but for some."""
    statement = select(Member.user_id).where(Member.organization_id == organization_id, Member.deleted_at.is_(None))
    if role:
        statement = statement.where(Member.role == role)
    if search:
        statement = statement.join(User, User.id == Member.user_id).where(User.email.icontains(search, autoescape=True))
    if excluded:
        statement = statement.where(~longlists.is_in(PERSON.c.user_id, excluded))
    return list((await session.execute(statement.order_by(Member.user_id))).scalars())


async def add_members(session: AsyncSession, project_id: int, users: Sequence[int]) -> int:
    """Add people to a project; who is in it stays. Returns how many are new."""
    moment = now()
    rows = [{"project_id": project_id, "user_id": user, "created_at": moment} for user in users]
    result: Any = await session.execute(upsert(session, MEMBER).values(rows).on_conflict_do_nothing())
    return int(result.rowcount)


async def remove_members(session: AsyncSession, project_id: int, users: Sequence[int]) -> int:
    """Take people out of a project; returns how many were in it."""
    result: Any = await session.execute(
        delete(ProjectMember)
        .where(ProjectMember.project_id == project_id, ProjectMember.user_id.in_(users))
        .execution_options(synchronize_session=False)
    )
    return int(result.rowcount)


async def members_added(session: AsyncSession, project_id: int) -> list[int]:
    """Ids of who was added to a project."""
    statement = select(ProjectMember.user_id).where(ProjectMember.project_id == project_id)
    return list((await session.execute(statement.order_by(ProjectMember.user_id))).scalars())


async def copy_members(session: AsyncSession, source_id: int, target_id: int) -> list[int]:
    """Add who was added to one project to another; returns who that is."""
    users = await members_added(session, source_id)
    if users:
        await add_members(session, target_id, users)
    return users
