"""Who a request comes from: the caller behind a token or a session."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core.access import Actor, Role
from labelwright.core.errors import Unauthenticated
from labelwright.core.security import Keys, digest
from labelwright.core.types import AnyRow, now
from labelwright.organizations import queries
from labelwright.users.models import TokenKind

TOUCH_EVERY = timedelta(minutes=5)
"""Activity is noted this often: a write for every request would cost more than it tells."""


@dataclass(frozen=True, slots=True)
class SessionAges:
    """How long a session lasts, without and with activity."""

    idle: timedelta
    total: timedelta

    def limited(self, *, idle_minutes: int | None, total_minutes: int | None) -> "SessionAges":
        """With the limits of an organization, as far as they are shorter."""
        return SessionAges(
            idle=self.idle if idle_minutes is None else min(self.idle, timedelta(minutes=idle_minutes)),
            total=self.total if total_minutes is None else min(self.total, timedelta(minutes=total_minutes)),
        )


async def by_legacy_token(session: AsyncSession, token: str) -> Actor:
    """The caller behind `Authorization: Token …`."""
    row = await queries.caller_by_token(session, digest(token), TokenKind.LEGACY)
    if row is None or not row.legacy_api_tokens_enabled:
        raise Unauthenticated("Invalid token.")
    return _actor(row)


async def by_access_token(session: AsyncSession, keys: Keys, token: str) -> Actor:
    """The caller behind `Authorization: Bearer …`; the refresh token it stands on must still be valid."""
    claims = keys.read(token, "access")
    row = await queries.caller_by_token(session, digest(claims.jti), TokenKind.PERSONAL)
    if row is None or not row.api_tokens_enabled or row.id != claims.user_id:
        raise Unauthenticated("The token was revoked.")
    return _actor(row)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The caller behind a session, when it was last seen, and how old that note of activity may become."""

    actor: Actor
    seen_at: datetime
    touch_every: timedelta


async def by_cookie(session: AsyncSession, secret: str, ages: SessionAges) -> SignedIn | None:
    """The caller behind a session cookie; None when the session is over, by the server's or the organization's rule."""
    row = await queries.caller_by_session(session, digest(secret))
    if row is None:
        return None
    moment = now()
    ages = ages.limited(idle_minutes=row.max_time_between_activity, total_minutes=row.max_session_age)
    if row.expires_at <= moment or row.created_at + ages.total <= moment or row.seen_at + ages.idle <= moment:
        return None
    return SignedIn(_actor(row), row.seen_at, touch_interval(ages))


def touch_interval(ages: SessionAges) -> timedelta:
    """How old the last note of activity may be: with a short idle limit it must be fresher."""
    return min(TOUCH_EVERY, ages.idle / 4)


def _actor(row: AnyRow) -> Actor:
    return Actor(
        id=row.id,
        email=row.email,
        organization_id=row.organization_id,
        role=Role(row.role),
        first_name=row.first_name,
        last_name=row.last_name,
        last_activity=row.last_activity,
    )
