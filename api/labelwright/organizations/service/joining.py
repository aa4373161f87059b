"""How people come in: first owner, invites, open sign-up, owners from the command line."""

from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core import security
from labelwright.core.access import Role
from labelwright.core.db import one_at_a_time
from labelwright.core.errors import Forbidden, Invalid
from labelwright.core.settings import Settings
from labelwright.organizations import queries
from labelwright.organizations.models import Member, Organization
from labelwright.users import service as users
from labelwright.users.models import User

DEFAULT_TITLE = "Labelwright"
LONGEST_TITLE = 1000


async def signup_mode(session: AsyncSession, settings: Settings) -> str:
    """How somebody new gets in: `first` (becomes owner), `open`, or `invite`."""
    if await users.is_first(session):
        return "first"
    return "open" if settings.signup_is_open else "invite"


async def sign_up(
    session: AsyncSession,
    settings: Settings,
    *,
    email: str,
    password: str,
    token: str | None = None,
    first_name: str = "",
    last_name: str = "",
) -> User:
    """Create an account in the organization it may join.

    The first account owns a new organization. Later ones need a valid invite, or sign-up to be open; a wrong invite
    token is refused even then.
    """
    await one_at_a_time(session, "sign up")
    first = await users.is_first(session)
    organization = None
    if token:
        organization = await inviting(session, token)
    elif not first and not settings.signup_is_open:
        raise Forbidden("Sign-up needs an invite link. Ask the owner for one.", code="signup_closed")
    user = await users.create(
        session,
        email=email,
        password=password,
        common_check=settings.password_common_check,
        first_name=first_name,
        last_name=last_name,
    )
    if organization is None:
        organization = await first_organization(session)
    await join(session, organization.id, user, Role.OWNER if first else settings.signup_role)
    if first and organization.created_by_id is None:
        organization.created_by_id = user.id
    return user


async def inviting(session: AsyncSession, token: str) -> Organization:
    """The organization of an invite; 403 for one that is not valid."""
    organization = await queries.by_invite(session, token)
    if organization is None:
        raise Forbidden("The invite link is not valid any more.", code="invite_invalid")
    return organization


async def accept_invite(session: AsyncSession, settings: Settings, user: User, token: str) -> User:
    """Take somebody who has an account into the organization of an invite; members keep their role."""
    await one_at_a_time(session, "sign up")
    organization = await inviting(session, token)
    account = await session.merge(user)
    member = await queries.membership(session, organization.id, account.id)
    is_member = member is not None and member.deleted_at is None
    role = Role(member.role) if member is not None and is_member else settings.signup_role
    await join(session, organization.id, account, role)
    return account


async def found(session: AsyncSession, title: str, owner: User) -> Organization:
    """Create an organization with its owner, who works in it from now on."""
    organization = Organization(title=title, created_by_id=owner.id, invite_token=security.new_secret(24))
    session.add(organization)
    await session.flush()
    await join(session, organization.id, owner, Role.OWNER)
    return organization


async def join(session: AsyncSession, organization_id: int, user: User, role: Role) -> Member:
    """Make a user a member, again if they were one before."""
    member = await queries.membership(session, organization_id, user.id)
    if member is None:
        member = Member(organization_id=organization_id, user_id=user.id, role=role)
        session.add(member)
    else:
        member.deleted_at = None
        member.role = role
    user.active_organization_id = organization_id
    await session.flush()
    return member


async def ensure_owner(session: AsyncSession, settings: Settings, *, email: str, password: str) -> User:
    """The owner named at start: created or updated without any question."""
    await one_at_a_time(session, "sign up")
    user = await users.find(session, email)
    if user is None:
        user = await users.create(
            session,
            email=email,
            password=password or security.new_secret(),
            common_check=settings.password_common_check,
        )
    elif password and not (await security.verify_password(password, user.password_hash))[0]:
        await users.set_password(session, user, password, common_check=settings.password_common_check)
    organization = await first_organization(session)
    if user.active_organization_id is None:
        await join(session, organization.id, user, Role.OWNER)
    if organization.created_by_id is None:
        organization.created_by_id = user.id
    return user


async def create_account(session: AsyncSession, settings: Settings, *, email: str, password: str, role: Role) -> Role:
    """An account from the command line: a member of the first organization, or the owner of a new one."""
    await one_at_a_time(session, "sign up")
    user = await users.create(session, email=email, password=password, common_check=settings.password_common_check)
    organization = await first_organization(session)
    if organization.created_by_id is None:
        organization.created_by_id, role = user.id, Role.OWNER
    await join(session, organization.id, user, role)
    return role


async def found_by_email(
    session: AsyncSession, settings: Settings, title: str, email: str, password: str | None
) -> tuple[Organization, int]:
    """An organization from the command line; its owner is created when the e-mail is new, else keeps the password."""
    if not 1 <= len(title.strip()) <= LONGEST_TITLE:
        raise Invalid(title=f"An organization's name has 1 to {LONGEST_TITLE:,} characters.")
    await one_at_a_time(session, "sign up")
    user = await users.find(session, email)
    if user is None:
        user = await users.create(
            session,
            email=email,
            password=password or security.new_secret(),
            common_check=settings.password_common_check,
        )
    elif password is not None:
        raise Invalid(password=f"{email} has an account and keeps its password: leave this out.")
    return await found(session, title, user), user.id


async def first_organization(session: AsyncSession) -> Organization:
    """The server's first organization. A new server gets one that waits for its owner."""
    organization = await queries.first(session)
    if organization is None:
        organization = Organization(title=DEFAULT_TITLE, invite_token=security.new_secret(24))
        session.add(organization)
        await session.flush()
    return organization
