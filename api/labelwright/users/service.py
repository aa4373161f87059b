"""Rules about accounts: e-mails, passwords, signing in, tokens."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core import security
from labelwright.core.errors import Conflict, Invalid, NotFound, TooMany, Unauthenticated
from labelwright.core.security import Claims, Keys
from labelwright.core.types import now
from labelwright.users import queries
from labelwright.users.models import ApiToken, LoginFailure, Session, TokenKind, User

MAX_EMAIL = 254
ACCOUNT_FAILURES = 10
ADDRESS_FAILURES = 100
ACCESS_SECONDS = 300
_EMAIL = re.compile(r"[^@\s,;<>\"\\]+@[^@\s,;<>\"\\]+")


def clean_email(email: str) -> str:
    """The e-mail as it is kept; refuses what cannot be one."""
    cleaned = email.strip().lower()
    if len(cleaned) > MAX_EMAIL or not _EMAIL.fullmatch(cleaned):
        raise Invalid(email="Enter a valid e-mail address.")
    return cleaned


async def check_password(password: str, *, email: str, common_check: bool) -> None:
    """Refuse passwords that are too short, too long, common, or the e-mail itself."""
    if not 8 <= len(password) <= 128:
        raise Invalid(password="A password has 8 to 128 characters.")  # noqa: S106 - a message
    if password.lower() in {email.lower(), email.lower().partition("@")[0]}:
        raise Invalid(password="The password must not be the e-mail.")  # noqa: S106 - a message
    if common_check and security.is_common(password):
        raise Invalid(password="This password is too common.")  # noqa: S106 - a message


async def create(
    session: AsyncSession,
    *,
    email: str,
    password: str,
    common_check: bool,
    username: str = "",
    first_name: str = "",
    last_name: str = "",
    phone: str = "",
) -> User:
    """Create an account; refuses a taken e-mail and a weak password."""
    cleaned = clean_email(email)
    await check_password(password, email=cleaned, common_check=common_check)
    if await queries.by_email(session, cleaned) is not None:
        raise Invalid(email="User with this email already exists.")
    user = User(
        email=cleaned,
        username=username or cleaned.partition("@")[0],
        first_name=first_name,
        last_name=last_name,
        phone=phone,
        password_hash=await security.hash_password(password),
    )
    session.add(user)
    await session.flush()
    return user


async def find(session: AsyncSession, email: str) -> User | None:
    """The account with this e-mail, if there is one."""
    return await queries.by_email(session, email)


async def is_first(session: AsyncSession) -> bool:
    """Whether nobody has an account yet."""
    return await queries.count(session) == 0


async def set_password(session: AsyncSession, user: User, password: str, *, common_check: bool) -> None:
    """Give an account another password and end its sessions."""
    await check_password(password, email=user.email, common_check=common_check)
    user.password_hash = await security.hash_password(password)
    await queries.delete_sessions_of(session, user.id)


async def verify_login(
    session: AsyncSession, *, email: str, password: str, address: str, joins: bool = False
) -> tuple[User | None, str | None]:
    """The account when e-mail and password fit, with a new hash when the stored one is out of date.

    Only reads: checking a password is slow on purpose, and no write must wait for it. Too many failures are a 429. A
    wrong password and an unknown e-mail read and take the same; the caller counts the failure by `note_failure`. Who
    was removed from their organization is told so, unless they are about to join one.
    """
    account = security.digest(email.strip().lower())
    by_account, by_address = await queries.recent_failures(session, account=account, address=address)
    if by_account >= ACCOUNT_FAILURES or by_address >= ADDRESS_FAILURES:
        raise TooMany("Too many failed attempts. Wait a few minutes.", retry_after=300)
    user = await queries.by_email(session, email.strip())
    fits, updated = await security.verify_password(password[:128], user.password_hash if user else None)
    if user is None or not fits or user.disabled_at is not None:
        return None, None
    if user.active_organization_id is None and not joins:
        # Told to nobody but who knows the password.
        raise Unauthenticated(
            "Your account is in no organization any more. Ask an owner or administrator about it.",
            code="no_organization",
        )
    return user, updated


async def note_failure(session: AsyncSession, *, email: str, address: str) -> None:
    """Count a failed sign-in. The same is done for an e-mail that nobody has."""
    await queries.forget_old_failures(session)
    user_id = await queries.id_of_email(session, email.strip())
    account = security.digest(email.strip().lower())
    session.add(LoginFailure(account=account, user_id=user_id, address=address))


take_failures = queries.take_failures


async def open_session(session: AsyncSession, user: User, *, age_minutes: int, new_hash: str | None = None) -> str:
    """Sign a browser in; returns the secret for its cookie."""
    user = await session.merge(user)
    if new_hash is not None:
        user.password_hash = new_hash
    secret = security.new_secret()
    moment = now()
    session.add(
        Session(
            hash=security.digest(secret),
            user_id=user.id,
            expires_at=moment + timedelta(minutes=age_minutes),
            seen_at=moment,
        )
    )
    user.last_activity = moment
    await session.flush()
    return secret


async def close_session(session: AsyncSession, secret: str) -> None:
    """Sign a browser out; the cookie is dead afterwards."""
    await queries.delete_session(session, security.digest(secret))


async def legacy_token(session: AsyncSession, keys: Keys, user_id: int) -> str:
    """The user's legacy token, made at first asking."""
    token = await queries.live_token(session, user_id, TokenKind.LEGACY)
    if token is not None and token.sealed is not None:
        return keys.unseal(token.sealed)
    return await set_legacy_token(session, keys, user_id, security.new_legacy_token())


async def reset_legacy_token(session: AsyncSession, keys: Keys, user_id: int) -> str:
    """A new legacy token; the old one ends at once."""
    return await set_legacy_token(session, keys, user_id, security.new_legacy_token())


async def set_legacy_token(session: AsyncSession, keys: Keys, user_id: int, secret: str) -> str:
    """Make `secret` the user's legacy token; refuses one that is somebody else's or too short to be safe."""
    if len(secret) < 20 or len(secret) > 128 or not secret.isascii() or not secret.isprintable() or " " in secret:
        raise Invalid(token="A token has 20 to 128 printable ASCII characters without blanks.")  # noqa: S106
    existing = await queries.token_by_hash(session, security.digest(secret))
    if existing is not None:
        if existing.user_id == user_id and existing.revoked_at is None:
            return secret
        raise Invalid(token="This token was used before.")  # noqa: S106 - a message
    await queries.revoke_tokens(session, user_id, TokenKind.LEGACY)
    session.add(
        ApiToken(user_id=user_id, kind=TokenKind.LEGACY, hash=security.digest(secret), sealed=keys.seal(secret))
    )
    await session.flush()
    return secret


async def create_personal_token(
    session: AsyncSession, keys: Keys, user_id: int, *, ttl_days: int
) -> tuple[str, ApiToken]:
    """A refresh token, shown this once. One at a time: a second is a 409."""
    if await queries.live_token(session, user_id, TokenKind.PERSONAL) is not None:
        raise Conflict("You have a valid token already. Revoke it first.", code="token_exists")
    return await _issue(session, keys, user_id, ttl_days=ttl_days)


async def _issue(session: AsyncSession, keys: Keys, user_id: int, *, ttl_days: int) -> tuple[str, ApiToken]:
    jti = security.new_secret()
    moment = now().replace(microsecond=0)
    expires = moment + timedelta(days=ttl_days)
    signed = keys.sign(Claims(user_id, jti, "refresh"), issued_at=moment, expires_at=expires)
    token = ApiToken(
        user_id=user_id,
        kind=TokenKind.PERSONAL,
        hash=security.digest(jti),
        public_part=signed.rpartition(".")[0],
        expires_at=expires,
    )
    session.add(token)
    await session.flush()
    return signed, token


async def list_personal_tokens(session: AsyncSession, user_id: int) -> list[ApiToken]:
    """The user's personal tokens; only their public part can be shown."""
    return await queries.personal_tokens(session, user_id)


async def _refresh_token_row(session: AsyncSession, keys: Keys, refresh: str) -> ApiToken:
    claims = keys.read(refresh, "refresh")
    token = await queries.token_by_hash(session, security.digest(claims.jti))
    if token is None or token.revoked_at is not None or token.user_id != claims.user_id:
        raise Unauthenticated("The token was revoked.")
    return token


async def access_token(session: AsyncSession, keys: Keys, refresh: str) -> str:
    """A short-lived access token for a valid refresh token."""
    claims = keys.read(refresh, "refresh")
    token = await _refresh_token_row(session, keys, refresh)
    moment = now()
    return keys.sign(
        Claims(token.user_id, claims.jti, "access"),
        issued_at=moment,
        expires_at=moment + timedelta(seconds=ACCESS_SECONDS),
    )


async def revoke_personal_token(session: AsyncSession, keys: Keys, user_id: int, refresh: str) -> None:
    """End one of the user's personal tokens, named by the token or by its public part."""
    for token in await queries.personal_tokens(session, user_id):
        if token.public_part and (refresh == token.public_part or refresh.rpartition(".")[0] == token.public_part):
            if refresh != token.public_part:
                keys.read(refresh, "refresh")
            token.revoked_at = now()
            return
    raise NotFound("No such token.")


async def rotate_personal_token(session: AsyncSession, keys: Keys, user_id: int, refresh: str, *, ttl_days: int) -> str:
    """Exchange one of the user's refresh tokens for a new one; the old one ends."""
    token = await _refresh_token_row(session, keys, refresh)
    if token.user_id != user_id:
        raise NotFound("No such token.")
    token.revoked_at = now()
    signed, _ = await _issue(session, keys, token.user_id, ttl_days=ttl_days)
    return signed


async def touch(session: AsyncSession, user_id: int, hashed: str | None, moment: datetime) -> None:
    """Note that a user, and perhaps a session (by the hash of its secret), was active."""
    await queries.touch(session, user_id, hashed, moment)


async def purge(session: AsyncSession) -> None:
    """Forget sessions that are over and failed sign-ins that count no more."""
    await queries.forget_expired_sessions(session)
    await queries.forget_old_failures(session)


async def by_ids(session: AsyncSession, ids: Iterable[int | None]) -> Mapping[int | None, User]:
    """Accounts by id, for answers that name people."""
    found = await queries.by_ids(session, {identifier for identifier in ids if identifier is not None})
    return {user.id: user for user in found.values()}
