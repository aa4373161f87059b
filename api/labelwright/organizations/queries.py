"""Statements on organizations and members, and the one that tells who is asking."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core.types import AnyRow, AnySelect, Base, UtcDateTime, now
from labelwright.organizations.models import Member, Organization
from labelwright.users.models import ApiToken, Session, TokenKind, User

USER = User.__table__
MEMBER = Member.__table__
ORGANIZATION = Organization.__table__
TOKEN = ApiToken.__table__
SESSION = Session.__table__


def _caller(*columns: Any) -> AnySelect:
    """User, membership and organization settings of a caller: one statement on plain tables, as all requests run it."""
    return (
        select(
            USER.c.id,
            USER.c.email,
            USER.c.first_name,
            USER.c.last_name,
            USER.c.last_activity,
            MEMBER.c.role,
            ORGANIZATION.c.id.label("organization_id"),
            ORGANIZATION.c.legacy_api_tokens_enabled,
            ORGANIZATION.c.api_tokens_enabled,
            *columns,
        )
        .select_from(USER)
        .join(MEMBER, and_(MEMBER.c.user_id == USER.c.id, MEMBER.c.organization_id == USER.c.active_organization_id))
        .join(ORGANIZATION, ORGANIZATION.c.id == MEMBER.c.organization_id)
        .where(USER.c.disabled_at.is_(None), MEMBER.c.deleted_at.is_(None))
    )


_BY_TOKEN = (
    _caller(TOKEN.c.expires_at)
    .join(TOKEN, TOKEN.c.user_id == USER.c.id)
    .where(
        TOKEN.c.hash == bindparam("hashed"),
        TOKEN.c.kind == bindparam("kind"),
        TOKEN.c.revoked_at.is_(None),
        or_(TOKEN.c.expires_at.is_(None), TOKEN.c.expires_at > bindparam("moment", type_=UtcDateTime())),
    )
)
_BY_SESSION = (
    _caller(
        SESSION.c.seen_at,
        SESSION.c.expires_at,
        SESSION.c.created_at,
        ORGANIZATION.c.max_session_age,
        ORGANIZATION.c.max_time_between_activity,
    )
    .join(SESSION, SESSION.c.user_id == USER.c.id)
    .where(SESSION.c.hash == bindparam("hashed"))
)


async def caller_by_token(session: AsyncSession, hashed: str, kind: TokenKind) -> AnyRow | None:
    """The caller behind a token that is not revoked."""
    parameters = {"hashed": hashed, "kind": kind.value, "moment": now()}
    return (await session.execute(_BY_TOKEN, parameters)).one_or_none()


async def caller_by_session(session: AsyncSession, hashed: str) -> AnyRow | None:
    """The caller behind a session cookie; ages are the service's to judge."""
    return (await session.execute(_BY_SESSION, {"hashed": hashed})).one_or_none()


async def by_invite(session: AsyncSession, token: str) -> Organization | None:
    """The organization that an invite token opens."""
    return (await session.execute(select(Organization).where(Organization.invite_token == token))).scalar_one_or_none()


async def first(session: AsyncSession) -> Organization | None:
    """The organization of this server's first owner; open sign-up leads there."""
    return (await session.execute(select(Organization).order_by(Organization.id).limit(1))).scalar_one_or_none()


async def membership(session: AsyncSession, organization_id: int, user_id: int) -> Member | None:
    """A user's membership, ended or not."""
    return (
        await session.execute(
            select(Member).where(Member.organization_id == organization_id, Member.user_id == user_id)
        )
    ).scalar_one_or_none()


async def of_user(session: AsyncSession, user_id: int) -> list[Organization]:
    """The organizations a user is in."""
    statement = (
        select(Organization)
        .join(Member, Member.organization_id == Organization.id)
        .where(Member.user_id == user_id, Member.deleted_at.is_(None))
        .order_by(Organization.id)
    )
    return list((await session.execute(statement)).scalars())


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which members of an organization are meant; all of them unless something is said."""

    search: str = ""
    """Text in e-mail or name."""

    roles: Sequence[str] = ()
    active_since: datetime | None = None
    active_until: datetime | None = None
    outside_project: int | None = None
    """Not those who were added to this project."""

    is_deleted: bool = False
    """Those whose membership has ended, instead."""


EVERYBODY = Narrowed()
ORDERINGS: dict[str, Any] = {
    "id": Member.id,
    "role": Member.role,
    "user__email": User.email,
    "user__first_name": User.first_name,
    "user__last_name": User.last_name,
    "user__last_activity": User.last_activity,
}


async def members(
    session: AsyncSession,
    organization_id: int,
    *,
    offset: int = 0,
    limit: int | None = None,
    narrowed: Narrowed = EVERYBODY,
    ordering: str = "id",
) -> list[tuple[Member, User]]:
    """Members with their accounts, in order of joining unless another is asked for."""
    column = ORDERINGS[ordering.removeprefix("-")]
    terms = (column.desc() if ordering.startswith("-") else column.asc(), Member.id)
    statement = _members(organization_id, narrowed).order_by(*terms).offset(offset)
    if limit is not None:
        statement = statement.limit(limit)
    return [(row[0], row[1]) for row in (await session.execute(statement)).all()]


async def count_members(session: AsyncSession, organization_id: int, narrowed: Narrowed = EVERYBODY) -> int:
    """How many members an organization has."""
    statement = select(func.count()).select_from(_members(organization_id, narrowed).subquery())
    return (await session.execute(statement)).scalar_one()


def _members(organization_id: int, narrowed: Narrowed) -> Select[Member, User]:
    ended = Member.deleted_at.is_not(None) if narrowed.is_deleted else Member.deleted_at.is_(None)
    statement = (
        select(Member, User)
        .join(User, User.id == Member.user_id)
        .where(Member.organization_id == organization_id, ended)
    )
    if narrowed.search:
        columns = (User.email, User.first_name, User.last_name)
        statement = statement.where(or_(*(column.icontains(narrowed.search, autoescape=True) for column in columns)))
    if narrowed.roles:
        statement = statement.where(Member.role.in_(narrowed.roles))
    if narrowed.active_since is not None:
        statement = statement.where(User.last_activity >= narrowed.active_since)
    if narrowed.active_until is not None:
        statement = statement.where(User.last_activity <= narrowed.active_until)
    if narrowed.outside_project is not None:
        added, project = (Base.metadata.tables[name] for name in ("project_member", "project"))
        inside = (
            select(added.c.id)
            .join(project, project.c.id == added.c.project_id)
            .where(
                project.c.id == narrowed.outside_project,
                project.c.organization_id == organization_id,
                added.c.user_id == User.id,
            )
        )
        statement = statement.where(~exists(inside))
    return statement


async def member_user(session: AsyncSession, organization_id: int, user_id: int) -> tuple[Member, User] | None:
    """One member with the account."""
    row = (await session.execute(_members(organization_id, EVERYBODY).where(Member.user_id == user_id))).one_or_none()
    return (row[0], row[1]) if row else None


async def members_by_email(session: AsyncSession, organization_id: int, emails: set[str]) -> dict[str, int]:
    """User ids of the members among these e-mails."""
    if not emails:
        return {}
    statement = (
        select(User.email, User.id)
        .join(Member, Member.user_id == User.id)
        .where(Member.organization_id == organization_id, Member.deleted_at.is_(None), User.email.in_(emails))
    )
    return dict((await session.execute(statement)).all())


async def member_ids(session: AsyncSession, organization_id: int, ids: set[int]) -> set[int]:
    """Which of these user ids are members."""
    if not ids:
        return set()
    statement = select(Member.user_id).where(
        Member.organization_id == organization_id, Member.deleted_at.is_(None), Member.user_id.in_(ids)
    )
    return set((await session.execute(statement)).scalars())


async def count_owners(session: AsyncSession, organization_id: int) -> int:
    """How many owners an organization has; the last one cannot leave."""
    return (
        await session.execute(
            select(func.count())
            .select_from(Member)
            .where(Member.organization_id == organization_id, Member.deleted_at.is_(None), Member.role == "OW")
        )
    ).scalar_one()
