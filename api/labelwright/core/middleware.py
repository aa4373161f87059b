"""The one ASGI layer around the application: addresses, limits, headers, request ids, logs and metrics."""

import time
import uuid
from typing import Any

import structlog
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from labelwright.core import telemetry
from labelwright.core.audit import CALL, Call
from labelwright.core.errors import TooLarge
from labelwright.core.http import envelope, unknown_error

log = structlog.get_logger()

CSP = (
    "default-src 'self'; script-src 'self'; style-src 'self'; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'self'; form-action 'self'; img-src 'self' https: data: blob:; media-src 'self' https: data: blob:"
)
_COMMON = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"referrer-policy", b"same-origin"),
    (b"content-security-policy", CSP.encode()),
)
_NO_STORE = (b"cache-control", b"private, no-store")

_DOORS = frozenset({"/api/session", "/api/token", "/api/token/refresh", "/user/login", "/user/signup"})
MAX_ANONYMOUS_BODY = 1_000_000
"""Bytes that somebody without any credential may send: forms of sign-in and sign-up are small."""

RawHeaders = list[tuple[bytes, bytes]]


class Edge:
    """Everything that surrounds routing, as plain ASGI: it costs microseconds where a middleware stack costs more."""

    def __init__(self, app: ASGIApp, *, max_body: int, max_upload: int) -> None:
        """Limits are in bytes; `max_upload` is for the import endpoints."""
        self.app = app
        self.max_body = max_body
        self.max_upload = max_upload

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        scope["labelwright.request_id"] = identifier = str(uuid.uuid4())
        _drop_one_slash(scope)
        call = CALL.set(Call(identifier, scope["method"], scope["path"], (scope.get("client") or ("",))[0]))
        status: int | None = None

        async def send_dressed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = _dressed(message["headers"], scope["path"], identifier)
            await send(message)

        try:
            await self._limited(scope, receive, send_dressed)
        except ClientDisconnect:
            log.info("client left", id=identifier)
        except Exception as error:  # the door of style section 3: nothing unknown reaches the server below
            if status is not None:
                raise
            response = await unknown_error(Request(scope), error)
            await response(scope, receive, send_dressed)
        finally:
            CALL.reset(call)
            seconds = time.perf_counter() - started
            route = _template(scope)
            telemetry.requests.labels(scope["method"], route, str(status or 500)).observe(seconds)
            log.debug(
                "request",
                id=identifier,
                method=scope["method"],
                route=route,
                status=status,
                ms=round(seconds * 1000, 1),
            )

    async def _limited(self, scope: Scope, receive: Receive, send: Send) -> None:
        if "\0" in scope["path"]:
            await self._refuse(scope, receive, send, 404, "Not found.")
            return
        if b"%00" in scope["query_string"] or b"\0" in scope["query_string"]:
            await self._refuse(scope, receive, send, 400, "NUL characters are not allowed in the query.")
            return
        headers = Headers(scope=scope)
        limit = self.max_upload if _takes_uploads(scope["path"]) else self.max_body
        is_stranger = "authorization" not in headers and "cookie" not in headers
        if is_stranger or scope["path"] in _DOORS:
            limit = min(limit, MAX_ANONYMOUS_BODY)
        if headers.get("content-encoding", "identity").lower() != "identity":
            await self._refuse(scope, receive, send, 415, "Compressed request bodies are not accepted.")
            return
        length = headers.get("content-length", "")
        if length.isdigit() and int(length) > limit:
            await self._refuse(scope, receive, send, 413, f"The body is larger than {limit // 1_000_000} MB.")
            return
        received = 0

        async def receive_counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > limit:
                raise TooLarge(f"The body is larger than {limit // 1_000_000} MB.", code="too_large")
            return message

        await self.app(scope, receive_counted, send)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send, status: int, detail: str) -> None:
        await envelope(Request(scope), status, detail)(scope, receive, send)


def _drop_one_slash(scope: Scope) -> None:
    """Paths answer with and without a trailing slash, directly; `//` stays what it is."""
    path: str = scope["path"]
    if len(path) > 1 and path.endswith("/") and not path.endswith("//"):
        scope["path"] = path[:-1]
        scope["raw_path"] = scope["path"].encode("utf-8", "surrogateescape")


def _takes_uploads(path: str) -> bool:
    return path.endswith(("/import", "/tasks/bulk")) or "/file-upload" in path


def _template(scope: Scope) -> str:
    route: Any = scope.get("route")
    return getattr(route, "path", "unmatched")


def _dressed(headers: RawHeaders, path: str, identifier: str) -> RawHeaders:
    """The headers of an answer with those that every answer has, unless it has its own."""
    given = {name for name, _ in headers}
    wanted = (*_COMMON, _NO_STORE) if path.startswith("/api") else _COMMON
    added = [header for header in wanted if header[0] not in given]
    return [*headers, *added, (b"x-request-id", identifier.encode())]
