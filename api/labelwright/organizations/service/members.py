"""Members, their roles, and the organization itself."""

from collections.abc import Iterable, Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core import security
from labelwright.core.access import Action, Actor, Role, authorize
from labelwright.core.errors import Conflict, Forbidden, Invalid, NotFound
from labelwright.core.pagination import Page
from labelwright.core.settings import Settings
from labelwright.core.types import now
from labelwright.organizations import queries
from labelwright.organizations.models import Member, Organization
from labelwright.organizations.queries import Narrowed
from labelwright.organizations.schemas import MemberFilters
from labelwright.organizations.service import joining
from labelwright.users import service as users
from labelwright.users.models import User

_LEADS = (Role.OWNER, Role.ADMINISTRATOR)


async def organization(session: AsyncSession, actor: Actor, organization_id: int | None = None) -> Organization:
    """The caller's organization; any other does not exist for them."""
    wanted = actor.organization_id if organization_id is None else organization_id
    found = await session.get(Organization, wanted) if wanted == actor.organization_id else None
    if found is None:
        raise NotFound
    return found


async def organizations(session: AsyncSession, actor: Actor) -> list[Organization]:
    """Every organization the caller is in."""
    return await queries.of_user(session, actor.id)


async def actor_of(session: AsyncSession, organization_id: int, user_id: int | None) -> Actor | None:
    """Somebody who asked for long work, as they are now; None when they are no member any more."""
    found = await queries.member_user(session, organization_id, user_id) if user_id is not None else None
    if found is None:
        return None
    member, user = found
    return Actor(user.id, user.email, organization_id, Role(member.role), user.first_name, user.last_name)


async def list_members(
    session: AsyncSession, actor: Actor, *, offset: int = 0, limit: int | None = None, search: str = ""
) -> list[tuple[Member, User]]:
    """Members of the caller's organization."""
    narrowed = Narrowed(search=search)
    return await queries.members(session, actor.organization_id, offset=offset, limit=limit, narrowed=narrowed)


async def count_members(session: AsyncSession, actor: Actor, *, search: str = "") -> int:
    """How many members there are."""
    return await queries.count_members(session, actor.organization_id, Narrowed(search=search))


async def search(
    session: AsyncSession, actor: Actor, page: Page, asked: MemberFilters, ordering: str
) -> tuple[int, list[tuple[Member, User]]]:
    """How many members of the caller's organization are meant, and one page of them.

    Those who left are shown to who manages members.
    """
    if asked.is_deleted:
        authorize(actor, Action.INVITE_MEMBERS)
    if ordering.removeprefix("-") not in queries.ORDERINGS:
        raise Invalid(ordering=f"One of {', '.join(queries.ORDERINGS)} is expected, or `-` and one of them.")
    narrowed = Narrowed(
        search=asked.search,
        roles=asked.role,
        active_since=asked.last_activity_gte,
        active_until=asked.last_activity_lte,
        outside_project=asked.exclude_project_id,
        is_deleted=asked.is_deleted,
    )
    total = await queries.count_members(session, actor.organization_id, narrowed)
    rows = await queries.members(
        session, actor.organization_id, offset=page.offset, limit=page.size, narrowed=narrowed, ordering=ordering
    )
    return total, rows


async def get_member(session: AsyncSession, actor: Actor, user_id: int) -> tuple[Member, User]:
    """One member of the caller's organization."""
    found = await queries.member_user(session, actor.organization_id, user_id)
    if found is None:
        raise NotFound
    return found


async def me(session: AsyncSession, actor: Actor) -> tuple[Member, User, Organization]:
    """The caller's own account, membership and organization."""
    member, user = await get_member(session, actor, actor.id)
    return member, user, await organization(session, actor)


async def add_user(
    session: AsyncSession, actor: Actor, settings: Settings, *, email: str, password: str | None, **names: str
) -> tuple[Member, User]:
    """Create an account in the caller's organization; without a password it waits for one to be set."""
    user = await users.create(
        session,
        email=email,
        password=password or security.new_secret(),
        common_check=settings.password_common_check,
        **names,
    )
    member = await joining.join(session, actor.organization_id, user, settings.signup_role)
    return member, user


async def set_role(session: AsyncSession, actor: Actor, user_id: int, role: Role) -> tuple[Member, User]:
    """Give a member another role. Only owners touch owners and administrators; one owner stays."""
    member, user = await get_member(session, actor, user_id)
    if actor.role != Role.OWNER and (role in _LEADS or member.role in _LEADS):
        raise Forbidden("Only an owner can give or take the roles owner and administrator.")
    await _keep_an_owner(session, member, staying=role == Role.OWNER)
    member.role = role
    await session.flush()
    return member, user


async def remove(session: AsyncSession, actor: Actor, user_id: int) -> None:
    """End a membership; the user's tokens and sessions do not work in this organization any more."""
    member, user = await get_member(session, actor, user_id)
    await _keep_an_owner(session, member, staying=False)
    member.deleted_at = now()
    if user.active_organization_id == actor.organization_id:
        others = [item.id for item in await queries.of_user(session, user.id) if item.id != actor.organization_id]
        user.active_organization_id = others[0] if others else None
    await session.flush()


async def _keep_an_owner(session: AsyncSession, member: Member, *, staying: bool) -> None:
    if member.role == Role.OWNER and not staying and await queries.count_owners(session, member.organization_id) == 1:
        raise Conflict("An organization needs an owner. Give the role to somebody else first.", code="last_owner")


async def rotate_invite(session: AsyncSession, actor: Actor) -> Organization:
    """A new invite link; the old one opens nothing any more."""
    found = await organization(session, actor)
    found.invite_token = security.new_secret(24)
    await session.flush()
    return found


async def limit_sessions(
    session: AsyncSession, actor: Actor, settings: Settings, limits: Mapping[str, int | None]
) -> Organization:
    """Set how long sessions last, in minutes; refuses more than the server allows."""
    most = {
        "max_session_age": settings.session_age_minutes,
        "max_time_between_activity": settings.session_idle_minutes,
    }
    found = await organization(session, actor)
    for name, minutes in limits.items():
        if minutes is not None and minutes > most[name]:
            raise Invalid({name: [f"This server ends sessions after {most[name]} minutes; ask for at most that."]})
        setattr(found, name, minutes)
    await session.flush()
    await session.refresh(found)
    return found


async def resolve_members(
    session: AsyncSession, actor: Actor, *, ids: Iterable[int], emails: Iterable[str]
) -> tuple[set[int], dict[str, int]]:
    """Which of these ids are members, and the ids of the members among these e-mails."""
    known = await queries.member_ids(session, actor.organization_id, set(ids))
    by_email = await queries.members_by_email(session, actor.organization_id, {email.lower() for email in emails})
    return known, by_email


async def update_profile(session: AsyncSession, actor: Actor, user_id: int, values: dict[str, object]) -> User:
    """Change one's own profile; another member's is a 403."""
    _, user = await get_member(session, actor, user_id)
    if user_id != actor.id:
        raise Forbidden("Only the owner of a profile can change it.")
    for name, value in values.items():
        setattr(user, name, value)
    await session.flush()
    return user


async def go_to(session: AsyncSession, actor: Actor, organization_id: int) -> None:
    """Make another of the caller's organizations the one that they work in."""
    _, user = await get_member(session, actor, actor.id)
    if organization_id not in [found.id for found in await queries.of_user(session, actor.id)]:
        raise Invalid(active_organization=f'Invalid pk "{organization_id}" - object does not exist.')
    user.active_organization_id = organization_id
    await session.flush()


def role_of(text: str) -> Role:
    """A role from its code on the wire."""
    try:
        return Role(text)
    except ValueError as error:
        raise Invalid(role=f"Unknown role; use one of {', '.join(Role)}.") from error
