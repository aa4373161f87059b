"""`Idempotency-Key`: a POST that is sent again gets the answer of the first time and does nothing (security, P4).

The key is written in the unit of work that does the work, so one is kept exactly when the other is. Routes whose
answers are secrets do not take part: what is kept here is the answer itself.
"""

import hashlib
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute
from sqlalchemy import ForeignKey, String, Text, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from labelwright.core.access import current_actor
from labelwright.core.db import BEFORE_COMMIT, Database, upsert
from labelwright.core.errors import Conflict, DomainError, Invalid
from labelwright.core.routing import FORM_TYPES, FormRoute, media_type
from labelwright.core.types import Base, CreatedAt, Id, Ref, now

KEPT = timedelta(hours=24)
MAX_KEY = 255
MAX_COMPARED = 1_000_000
"""Bodies up to this many bytes are compared by content; of larger ones and of files only the length is."""

Handler = Callable[[Request], Coroutine[Any, Any, Response]]

_running: set[str] = set()
"""Digests of the keys that requests of this process are working on."""


class AnotherBody(DomainError):
    """422: the key was used for a request with another body."""

    status = 422


class IdempotencyKey(Base):
    """One kept answer. `digest` stands for user, route and key; without `status` the answer is not known."""

    __tablename__ = "idempotency_key"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy's own form

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(Ref, ForeignKey("user.id", ondelete="CASCADE"), index=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    status: Mapped[int | None] = mapped_column(default=None)
    body: Mapped[str | None] = mapped_column(Text, default=None)
    etag: Mapped[str | None] = mapped_column(String(64), default=None)
    created_at: Mapped[CreatedAt] = mapped_column(index=True)


async def purge(session: AsyncSession) -> None:
    """Forget keys that count no more."""
    await session.execute(delete(IdempotencyKey).where(IdempotencyKey.created_at < now() - KEPT))


class IdempotentRoute(APIRoute):
    """A route whose POSTs may carry a key."""

    def get_route_handler(self) -> Handler:
        """Look the key up before anything is done."""
        handle = super().get_route_handler()
        if "POST" not in (self.methods or ()):
            return handle

        async def once(request: Request) -> Response:
            key = request.headers.get("idempotency-key")
            return await (handle(request) if key is None else _once(request, key, handle))

        return once


class IdempotentFormRoute(FormRoute, IdempotentRoute):
    """The same for bodies that may also be forms."""


@dataclass(slots=True)
class _Pending:
    """A request with a key, until its work is committed."""

    user_id: int
    digest: str
    fingerprint: str
    moment: datetime
    response: Response | None = None
    is_kept: bool = False
    is_over: bool = False

    async def keep(self, session: AsyncSession) -> None:
        """Write the key into the unit of work that is about to be committed."""
        if self.is_kept or self.is_over:
            return
        oldest = self.moment - KEPT
        await session.execute(
            delete(IdempotencyKey).where(IdempotencyKey.digest == self.digest, IdempotencyKey.created_at < oldest)
        )
        values = {"user_id": self.user_id, "digest": self.digest, "fingerprint": self.fingerprint, **self.answer()}
        added = upsert(session, IdempotencyKey).values(values).on_conflict_do_nothing(index_elements=["digest"])
        if (await session.execute(added.returning(IdempotencyKey.id))).one_or_none() is None:
            raise Conflict("A request with this Idempotency-Key has just been answered. Ask again.", code="repeated")
        self.is_kept = True

    def answer(self) -> dict[str, Any]:
        """The columns of the answer, as far as it is known."""
        if self.response is None:
            return {}
        body = bytes(self.response.body).decode()
        return {"status": self.response.status_code, "body": body, "etag": self.response.headers.get("etag")}


async def _once(request: Request, key: str, handle: Handler) -> Response:
    if not 1 <= len(key) <= MAX_KEY:
        raise Invalid({"Idempotency-Key": [f"1 to {MAX_KEY} characters are expected."]})
    actor = await current_actor(request)
    if actor is None:
        return await handle(request)
    place = f"{actor.id}\n{request.method}\n{request.url.path}\n{key}"
    digest = hashlib.sha256(place.encode()).hexdigest()
    if digest in _running:
        raise Conflict("A request with this Idempotency-Key is still running.", code="running")
    _running.add(digest)
    try:
        pending = _Pending(actor.id, digest, await _fingerprint(request), now())
        database: Database = request.app.state.db
        kept = await _find(database, pending)
        return _again(kept, pending) if kept is not None else await _first(request, database, pending, handle)
    finally:
        _running.discard(digest)


async def _first(
    request: Request, database: Database, pending: _Pending, handle: Callable[[Request], Awaitable[Response]]
) -> Response:
    BEFORE_COMMIT.set(pending.keep)
    try:
        response = await handle(request)
    except BaseException:
        await _forget(database, pending)
        raise
    if not 200 <= response.status_code < 300 or not hasattr(response, "body"):
        await _forget(database, pending)
        return response
    pending.response = response
    if pending.is_kept:
        # The work had a unit of its own, which is committed; its answer was not known then.
        async with database.write() as session:
            await session.execute(
                update(IdempotencyKey).where(IdempotencyKey.digest == pending.digest).values(pending.answer())
            )
    return response


async def _forget(database: Database, pending: _Pending) -> None:
    """A request that was refused, also after a unit of work of its own, is not remembered."""
    pending.is_over = True
    if pending.is_kept:
        async with database.write() as session:
            await session.execute(delete(IdempotencyKey).where(IdempotencyKey.digest == pending.digest))


async def _fingerprint(request: Request) -> str:
    """What tells one request from another: the query and the body."""
    found = hashlib.sha256(request.url.query.encode())
    length = request.headers.get("content-length", "")
    if media_type(request) in FORM_TYPES or not length.isdigit() or int(length) > MAX_COMPARED:
        # The boundary of a multipart body differs each time it is sent, though not its length.
        found.update(length.encode())
    else:
        found.update(await request.body())
    return found.hexdigest()


async def _find(database: Database, pending: _Pending) -> Any:
    async with database.read() as session:
        statement = select(IdempotencyKey.__table__).where(
            IdempotencyKey.digest == pending.digest, IdempotencyKey.created_at >= pending.moment - KEPT
        )
        return (await session.execute(statement)).one_or_none()


def _again(kept: Any, pending: _Pending) -> Response:
    if kept.fingerprint != pending.fingerprint:
        raise AnotherBody("This Idempotency-Key was used for another request.", code="key_reused")
    if kept.status is None:
        raise Conflict(
            "The request with this Idempotency-Key was carried out, but its answer is not known.", code="answer_lost"
        )
    headers = {"Idempotency-Replayed": "true"} | ({"ETag": kept.etag} if kept.etag else {})
    return Response(kept.body, kept.status, headers, "application/json")
