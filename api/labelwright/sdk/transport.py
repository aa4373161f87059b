"""Requests over the wire: credentials, retries, errors. Calls say what to send; a sync and an async driver send it."""

import base64
import binascii
import email.utils
import random
import time
import uuid
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import httpx
import orjson

from labelwright.sdk.errors import ApiError, Unreachable

T = TypeVar("T")

TIMEOUT = httpx.Timeout(10, read=120, write=120)
TRIES = 5
FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0
# Answers that say "not now" and mean that nothing was done.
_LATER = frozenset({429, 503})


@dataclass(frozen=True, slots=True)
class Request:
    """One request, before it knows the server."""

    method: str
    path: str
    query: Mapping[str, Any] = field(default_factory=dict)
    json: Any = None
    form: Mapping[str, str] | None = None
    file: tuple[str, bytes] | None = None
    key: str | None = None
    """A key of the caller's own: within a day the server carries out one POST of a key, however often it comes."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Wait so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Attempt:
    """Send a request once, with these headers."""

    request: Request
    headers: Mapping[str, str]

    def arguments(self) -> dict[str, Any]:
        """What httpx takes beside method and path."""
        asked = self.request
        given: dict[str, Any] = {"headers": dict(self.headers)}
        query = {name: value for name, value in asked.query.items() if value is not None}
        if query:
            given["params"] = query
        if asked.json is not None:
            given["content"] = orjson.dumps(asked.json)
            given["headers"]["Content-Type"] = "application/json"
        if asked.form is not None:
            given["data"] = dict(asked.form)
        if asked.file is not None:
            given["files"] = {"file": asked.file}
        return given


Step = Request | Pause
Call = Generator[Step, httpx.Response, T]
"""A call of the API: yields requests and pauses, is sent the answers, returns what the caller wants."""
Reply = httpx.Response | httpx.TransportError
Delivery = Generator[Attempt | Pause, Any, T]


class Credentials:
    """An API key: a legacy token as it is, a personal one by way of access tokens that live a few minutes."""

    def __init__(self, api_key: str) -> None:
        """A personal token is a JSON web token: three parts with dots between."""
        self._key = api_key
        self._is_personal = api_key.count(".") == 2
        self._access = ""
        self._expires = 0.0

    @property
    def needs_access(self) -> bool:
        """Whether an access token has to be asked for first."""
        return self._is_personal and time.time() > self._expires - 20

    def refresh(self) -> Request:
        """Asks for an access token."""
        return Request("POST", "/api/token/refresh", json={"refresh": self._key})

    def take(self, response: httpx.Response) -> None:
        """The answer to `refresh`."""
        if not response.is_success:
            raise ApiError.of(response)
        self._access = str(response.json()["access"])
        self._expires = _expiry(self._access)

    def forget(self) -> bool:
        """Drop an access token that was refused; False when there is nothing to renew."""
        had, self._expires = bool(self._access), 0.0
        self._access = ""
        return self._is_personal and had

    def header(self) -> dict[str, str]:
        """The header that carries the key."""
        scheme = f"Bearer {self._access}" if self._is_personal else f"Token {self._key}"
        return {"Authorization": scheme}


def _expiry(token: str) -> float:
    """When an access token ends, by its own word; a minute from now when it does not say."""
    payload = token.split(".")[1]
    try:
        claims = orjson.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        return float(claims["exp"])
    except (binascii.Error, ValueError, KeyError, TypeError):
        return time.time() + 60


def delivered(call: Call[T], credentials: Credentials, base_url: str) -> "Delivery[T]":
    """A call as single tries: yields `Attempt` and `Pause`, is sent answers, errors of the connection, or None."""
    step = next(call)
    while True:
        if isinstance(step, Pause):
            yield step
            response = httpx.Response(204)
        else:
            response = yield from _delivered(step, credentials, base_url)
        try:
            step = call.send(response)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]  # typed Any by the standard library


def _delivered(request: Request, credentials: Credentials, base_url: str) -> "Delivery[httpx.Response]":
    # The key of all tries lets the server tell a repeat from a second request.
    key = {"Idempotency-Key": request.key or str(uuid.uuid4())} if request.method == "POST" else {}
    attempt = 0
    may_renew = True
    while True:
        attempt += 1
        reply: Reply = yield from _authorized(request, key, credentials)
        if isinstance(reply, httpx.Response) and reply.status_code == 401 and may_renew and credentials.forget():
            may_renew = False
            continue
        pause = _pause_before(attempt, reply)
        if pause is not None:
            yield Pause(pause)
        elif isinstance(reply, httpx.Response):
            return reply
        else:
            words = str(reply) or type(reply).__name__
            raise Unreachable(f"{request.method} {base_url}{request.path}: {words}") from reply


def _authorized(request: Request, headers: Mapping[str, str], credentials: Credentials) -> "Delivery[Reply]":
    if credentials.needs_access:
        reply: Reply = yield Attempt(credentials.refresh(), {})
        if not isinstance(reply, httpx.Response):
            return reply
        credentials.take(reply)
    reply = yield Attempt(request, {**headers, **credentials.header()})
    return reply


def _pause_before(attempt: int, reply: "Reply") -> float | None:
    """Seconds to wait after a try that failed; None when trying again is of no use. The first attempt is number 1."""
    response = reply if isinstance(reply, httpx.Response) else None
    if response is not None and response.status_code not in _LATER:
        return None
    if attempt >= TRIES:
        return None
    wanted = _retry_after(response)
    if wanted is not None:
        return min(wanted, LONGEST_PAUSE_SECONDS)
    longest = min(FIRST_PAUSE_SECONDS * float(2 ** (attempt - 1)), LONGEST_PAUSE_SECONDS)
    return longest * (0.5 + random.random() / 2)  # noqa: S311 - spreads load, no secret


def _retry_after(response: httpx.Response | None) -> float | None:
    """Seconds that the server asks for: a number, or a date."""
    text = "" if response is None else response.headers.get("retry-after", "")
    if not text:
        return None
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        return max(email.utils.parsedate_to_datetime(text).timestamp() - time.time(), 0.0)
    except ValueError:
        return None


def checked(response: httpx.Response) -> httpx.Response:
    """An answer that is a success; raises `ApiError` for any other."""
    if not response.is_success:
        raise ApiError.of(response)
    return response
