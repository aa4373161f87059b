"""Statements on accounts, sessions and tokens."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core.types import AnyRow, Base, now
from labelwright.users.models import ApiToken, LoginFailure, Session, TokenKind, User


async def by_email(session: AsyncSession, email: str) -> User | None:
    """The account with this e-mail, whatever its case."""
    return (await session.execute(select(User).where(User.email == email.lower()))).scalar_one_or_none()


async def id_of_email(session: AsyncSession, email: str) -> int | None:
    """The id of the account with this e-mail, whatever its case."""
    return (await session.execute(select(User.id).where(User.email == email.lower()))).scalar_one_or_none()


async def count(session: AsyncSession) -> int:
    """How many accounts there are."""
    return (await session.execute(select(func.count()).select_from(User))).scalar_one()


async def recent_failures(session: AsyncSession, *, account: str, address: str) -> tuple[int, int]:
    """Failed sign-ins of the account in five minutes, and from the address in one."""
    moment = now()
    five, one = moment - timedelta(minutes=5), moment - timedelta(minutes=1)
    row = (
        await session.execute(
            select(
                func.count().filter(LoginFailure.account == account),
                func.count().filter(LoginFailure.address == address, LoginFailure.created_at > one),
            ).where(
                LoginFailure.created_at > five, or_(LoginFailure.account == account, LoginFailure.address == address)
            )
        )
    ).one()
    return row[0], row[1]


async def take_failures(session: AsyncSession) -> list[AnyRow]:
    """The failed sign-ins that the activity log does not have yet, oldest first; it has them from now on."""
    table = Base.metadata.tables[LoginFailure.__tablename__]
    taken = update(table).where(table.c.is_told.is_(False)).values(is_told=True).returning(table)
    return sorted((await session.execute(taken)).all(), key=lambda row: int(row.id))


async def forget_old_failures(session: AsyncSession) -> None:
    """Remove failures that count no more."""
    await session.execute(delete(LoginFailure).where(LoginFailure.created_at < now() - timedelta(minutes=5)))


async def live_token(session: AsyncSession, user_id: int, kind: TokenKind) -> ApiToken | None:
    """The user's valid token of a kind; there is one at most."""
    statement = (
        select(ApiToken)
        .where(
            ApiToken.user_id == user_id,
            ApiToken.kind == kind,
            ApiToken.revoked_at.is_(None),
            or_(ApiToken.expires_at.is_(None), ApiToken.expires_at > now()),
        )
        .order_by(ApiToken.id.desc())
        .limit(1)
    )
    return (await session.execute(statement)).scalar_one_or_none()


async def personal_tokens(session: AsyncSession, user_id: int) -> list[ApiToken]:
    """The user's personal tokens that are not revoked, newest first."""
    statement = (
        select(ApiToken)
        .where(ApiToken.user_id == user_id, ApiToken.kind == TokenKind.PERSONAL, ApiToken.revoked_at.is_(None))
        .order_by(ApiToken.id.desc())
    )
    return list((await session.execute(statement)).scalars())


async def token_by_hash(session: AsyncSession, hashed: str) -> ApiToken | None:
    """A token row by the hash of its secret part."""
    return (await session.execute(select(ApiToken).where(ApiToken.hash == hashed))).scalar_one_or_none()


async def revoke_tokens(session: AsyncSession, user_id: int, kind: TokenKind) -> None:
    """End every token of a kind that the user has; as rows, which the activity log sees."""
    statement = select(ApiToken).where(
        ApiToken.user_id == user_id, ApiToken.kind == kind, ApiToken.revoked_at.is_(None)
    )
    for token in (await session.execute(statement)).scalars():
        token.revoked_at = now()
    await session.flush()


async def delete_session(session: AsyncSession, hashed: str) -> None:
    """Sign a browser out."""
    await session.execute(delete(Session).where(Session.hash == hashed))


async def delete_sessions_of(session: AsyncSession, user_id: int) -> None:
    """Sign a user out everywhere."""
    await session.execute(delete(Session).where(Session.user_id == user_id))


async def forget_expired_sessions(session: AsyncSession) -> None:
    """Remove sessions whose time is over."""
    await session.execute(delete(Session).where(Session.expires_at < now()))


async def touch(session: AsyncSession, user_id: int, hashed: str | None, moment: datetime) -> None:
    """Note that a user, and perhaps a session, was active."""
    await session.execute(update(User).where(User.id == user_id).values(last_activity=moment))
    if hashed is not None:
        await session.execute(update(Session).where(Session.hash == hashed).values(seen_at=moment))


async def by_ids(session: AsyncSession, ids: set[int]) -> dict[int, User]:
    """Accounts by id."""
    if not ids:
        return {}
    return {user.id: user for user in (await session.execute(select(User).where(User.id.in_(ids)))).scalars()}
