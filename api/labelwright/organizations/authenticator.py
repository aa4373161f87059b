"""Ties a request to its caller: reads header or cookie, asks the service, notes activity now and then."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core import cookies
from labelwright.core.access import Actor, Authenticator
from labelwright.core.db import Database
from labelwright.core.errors import Unauthenticated
from labelwright.core.security import Keys, digest
from labelwright.core.settings import Settings
from labelwright.core.types import now
from labelwright.organizations.service import authentication
from labelwright.organizations.service.authentication import SessionAges
from labelwright.users import service as users

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def build(database: Database, keys: Keys, settings: Settings) -> Authenticator:
    """The function that `core.access` asks for the caller of a request."""
    ages = _ages(settings)

    async def authenticate(request: Request) -> Actor | None:
        header = request.headers.get("authorization")
        if header is not None:
            return await _by_header(database, keys, request, header)
        secret = cookies.session_secret(request, settings)
        if not secret:
            return None
        async with _session(database, request) as session:
            found = await authentication.by_cookie(session, secret, ages)
        if found is None:
            return None
        if request.method not in SAFE_METHODS:
            cookies.refuse_foreign_write(request)
        await _touch(database, request, found.actor, found.seen_at, digest(secret), found.touch_every)
        return found.actor

    return authenticate


def by_cookie(database: Database, settings: Settings) -> Callable[[str], Awaitable[Actor | None]]:
    """Look up the caller behind a cookie that was set in this very request."""

    async def actor_of(secret: str) -> Actor | None:
        async with database.read() as session:
            found = await authentication.by_cookie(session, secret, _ages(settings))
        return found.actor if found else None

    return actor_of


def _ages(settings: Settings) -> SessionAges:
    return SessionAges(
        idle=timedelta(minutes=settings.session_idle_minutes), total=timedelta(minutes=settings.session_age_minutes)
    )


@asynccontextmanager
async def _session(database: Database, request: Request) -> AsyncIterator[AsyncSession]:
    """The session that the request has open, else one for reading."""
    opened: AsyncSession | None = getattr(request.state, "session", None)
    if opened is not None:
        yield opened
        return
    async with database.read() as session:
        yield session


async def _by_header(database: Database, keys: Keys, request: Request, header: str) -> Actor:
    scheme, _, credential = header.partition(" ")
    credential = credential.strip()
    async with _session(database, request) as session:
        if scheme.lower() == "token" and credential:
            actor = await authentication.by_legacy_token(session, credential)
        elif scheme.lower() == "bearer" and credential:
            actor = await authentication.by_access_token(session, keys, credential)
        else:
            raise Unauthenticated
    await _touch(database, request, actor, actor.last_activity, None, authentication.TOUCH_EVERY)
    return actor


async def _touch(
    database: Database,
    request: Request,
    actor: Actor,
    seen_at: datetime | None,
    hashed: str | None,
    every: timedelta,
) -> None:
    """Note activity, at most once in `every`. A page that only watches is not active."""
    if getattr(request.state, "is_watching", False):
        return
    moment = now()
    if seen_at is not None and moment - seen_at < every:
        return
    opened: AsyncSession | None = getattr(request.state, "write_session", None)
    if opened is not None:
        # A second write session would wait for this one, which is ours.
        await users.touch(opened, actor.id, hashed, moment)
        return
    async with database.write() as session:
        await users.touch(session, actor.id, hashed, moment)
