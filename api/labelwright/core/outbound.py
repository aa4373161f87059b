"""The one client of outbound calls: import by URL, ML backends, webhooks, media for exports.

A host is resolved once, every address of the answer is judged, and the connection goes to a judged address while the
Host header and the certificate's name stay those of the URL: a name that changes its answer gets no second look-up.
Redirects are followed by hand, each judged again. Proxy variables are not read. Answers are capped in bytes and time.
"""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

import httpcore
import httpx

from labelwright.core.addresses import Address, AddressRules, parsed_address, refusal

REDIRECTS = frozenset({301, 302, 303, 307, 308})
MEGABYTE = 1024 * 1024

_CREDENTIALS = ("authorization", "cookie", "proxy-authorization")
_BODY_HEADERS = ("content-length", "content-type", "transfer-encoding")
_TOKEN_CHARACTERS = frozenset("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz")
_OURS = frozenset({"host", "content-length", "transfer-encoding", "connection"})

Resolver = Callable[[str, int], Awaitable[list[str]]]
"""Host and port to the texts of all its addresses; raises OSError when there is none."""


class OutboundError(Exception):
    """An outbound call that did not happen or gave nothing."""


class OutboundRefused(OutboundError):
    """A rule forbids the call; carries the rule in words that may be shown."""

    def __init__(self, rule: str) -> None:
        """Keep the rule for the answer."""
        super().__init__(rule)
        self.rule = rule


class OutboundFailed(OutboundError):
    """The other side did not answer as it should; carries the reason in words that may be shown."""

    def __init__(self, reason: str, *, status: int | None = None) -> None:
        """Keep the reason and, where there was an answer, its status."""
        super().__init__(reason)
        self.reason = reason
        self.status = status


@dataclass(frozen=True, slots=True)
class OutboundPolicy:
    """What calls may reach and what they may cost. `protect` off lets them reach everything."""

    addresses: AddressRules = field(default_factory=AddressRules)
    protect: bool = True
    hint: str = ""
    max_redirects: int = 5
    connect_seconds: float = 5.0
    total_seconds: float = 30.0
    max_bytes: int = 10 * MEGABYTE


@dataclass(frozen=True, slots=True)
class OutboundAnswer:
    """A complete answer; `url` is where it came from after redirects."""

    status: int
    headers: httpx.Headers
    content: bytes
    url: str


async def resolve(host: str, port: int) -> list[str]:
    """All addresses of a host, by the system's resolver."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class OutboundClient:
    """A guarded HTTP client. One per app and policy, closed at the end."""

    def __init__(
        self, policy: OutboundPolicy, *, resolver: Resolver = resolve, verify: ssl.SSLContext | None = None
    ) -> None:
        """Nothing is opened before the first call."""
        self._policy = policy
        self._transport = _GuardedTransport(policy, resolver, verify)
        self._client = httpx.AsyncClient(
            transport=self._transport,
            follow_redirects=False,
            trust_env=False,
            timeout=httpx.Timeout(policy.total_seconds, connect=policy.connect_seconds),
        )

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
    ) -> OutboundAnswer:
        """The whole answer, of any status.

        Raises:
            OutboundRefused: a rule forbids the URL, one of its addresses, a redirect or a header.
            OutboundFailed: no answer in time, one too large, or none at all.
        """
        async with self.stream(method, url, headers=headers, content=content) as (response, chunks):
            parts = [chunk async for chunk in chunks]
            return OutboundAnswer(response.status_code, response.headers, b"".join(parts), str(response.url))

    @asynccontextmanager
    async def stream(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
    ) -> AsyncIterator[tuple[httpx.Response, AsyncIterator[bytes]]]:
        """The answer's head and its capped body, for what should not be held in memory; raises as `request`."""
        check_headers(headers or {})
        try:
            async with asyncio.timeout(self._policy.total_seconds):
                response = await self._follow(self._build(method, url, headers, content))
                try:
                    self._check_length(response)
                    yield response, self._capped(response)
                finally:
                    await response.aclose()
        except TimeoutError as error:
            raise OutboundFailed(f"no complete answer within {self._policy.total_seconds:g} seconds") from error
        except httpx.TimeoutException as error:
            raise OutboundFailed("the other side did not answer in time") from error
        except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError) as error:
            raise OutboundFailed("the other side could not be reached or broke the connection") from error

    async def check(self, url: str) -> None:
        """Refuse what `request` would refuse before it sends anything; a host that is not known now may be later."""
        try:
            target = httpx.URL(url)
        except (httpx.InvalidURL, UnicodeError) as error:
            raise OutboundRefused("the URL is not valid") from error
        _check_url(target)
        with suppress(httpcore.ConnectError, TimeoutError):
            await self._transport.judge(target.host, target.port or (443 if target.scheme == "https" else 80))

    async def aclose(self) -> None:
        """Close all connections."""
        await self._client.aclose()

    async def __aenter__(self) -> Self:
        """The client itself."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close all connections."""
        await self.aclose()

    def _build(self, method: str, url: str, headers: Mapping[str, str] | None, content: bytes | None) -> httpx.Request:
        try:
            target = httpx.URL(url)
        except (httpx.InvalidURL, UnicodeError) as error:
            raise OutboundRefused("the URL is not valid") from error
        _check_url(target)
        # Compressed answers are not asked for: a cap on bytes read would say nothing about the bytes they become.
        plain = {"accept-encoding": "identity", **(headers or {})}
        return self._client.build_request(method, target, headers=plain, content=content)

    async def _follow(self, request: httpx.Request) -> httpx.Response:
        for _ in range(self._policy.max_redirects + 1):
            response = await self._client.send(request, stream=True)
            if response.status_code not in REDIRECTS or "location" not in response.headers:
                return response
            await response.aclose()
            if self._policy.max_redirects == 0:
                raise OutboundRefused("redirects are not followed here")
            request = self._redirected(request, response)
        raise OutboundRefused(f"more than {self._policy.max_redirects} redirects")

    def _redirected(self, request: httpx.Request, response: httpx.Response) -> httpx.Request:
        try:
            target = request.url.join(response.headers["location"])
        except (httpx.InvalidURL, UnicodeError) as error:
            raise OutboundRefused("a redirect leads to no valid URL") from error
        _check_url(target)
        headers = request.headers.copy()
        del headers["host"]
        if _origin(target) != _origin(request.url):
            for name in _CREDENTIALS:
                headers.pop(name, None)
        keeps_body = response.status_code in {307, 308} or request.method in {"GET", "HEAD"}
        if not keeps_body:
            for name in _BODY_HEADERS:
                headers.pop(name, None)
        return self._client.build_request(
            request.method if keeps_body else "GET",
            target,
            headers=headers,
            content=request.content if keeps_body else None,
        )

    def _check_length(self, response: httpx.Response) -> None:
        announced = response.headers.get("content-length", "")
        if announced.isascii() and announced.isdigit() and int(announced[:20]) > self._policy.max_bytes:
            raise self._too_large(response)

    async def _capped(self, response: httpx.Response) -> AsyncIterator[bytes]:
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            raise OutboundFailed("the answer is compressed, which was not asked for", status=response.status_code)
        read = 0
        async for chunk in response.aiter_raw():
            read += len(chunk)
            if read > self._policy.max_bytes:
                raise self._too_large(response)
            yield chunk

    def _too_large(self, response: httpx.Response) -> OutboundFailed:
        return OutboundFailed(
            f"the answer is larger than {self._policy.max_bytes // MEGABYTE} MB", status=response.status_code
        )


def check_headers(headers: Mapping[str, str]) -> None:
    """Refuse header names and values that users may not set: no line ends, no framing, no Host."""
    for name, value in headers.items():
        if not name or not _TOKEN_CHARACTERS.issuperset(name.lower()):
            raise OutboundRefused(f"{name!r} is no header name")
        if name.lower() in _OURS:
            raise OutboundRefused(f"the header {name} cannot be set")
        if not all(character == "\t" or " " <= character <= "~" for character in value):
            raise OutboundRefused(f"the value of the header {name} holds characters that are not allowed")


def _check_url(url: httpx.URL) -> None:
    if url.scheme not in {"http", "https"}:
        raise OutboundRefused("only http and https URLs are allowed")
    if not url.host:
        raise OutboundRefused("the URL names no host")


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


class _GuardedTransport(httpx.AsyncBaseTransport):
    """httpx over a pool of httpcore's whose connections are opened by the guarded backend."""

    def __init__(self, policy: OutboundPolicy, resolver: Resolver, verify: ssl.SSLContext | None) -> None:
        self._backend = _GuardedBackend(policy, resolver)
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=verify,
            max_connections=100,
            max_keepalive_connections=20,
            keepalive_expiry=15,
            network_backend=self._backend,
        )

    async def judge(self, host: str, port: int) -> None:
        """Resolve a host and judge its addresses."""
        await self._backend.judged(host, port)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        inner = httpcore.Request(
            method=request.method.encode(),
            url=httpcore.URL(
                scheme=request.url.raw_scheme,
                host=request.url.raw_host,
                port=request.url.port,
                target=request.url.raw_path,
            ),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        try:
            answer = await self._pool.handle_async_request(inner)
        except httpcore.TimeoutException as error:
            raise httpx.ReadTimeout(str(error), request=request) from error
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise httpx.NetworkError(str(error), request=request) from error
        return httpx.Response(
            status_code=answer.status,
            headers=answer.headers,
            stream=_AnswerStream(answer),
            extensions={"http_version": answer.extensions.get("http_version", b"HTTP/1.1")},
        )

    async def aclose(self) -> None:
        await self._pool.aclose()


class _AnswerStream(httpx.AsyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for part in self._answer.aiter_stream():
                yield part
        except httpcore.TimeoutException as error:
            raise httpx.ReadTimeout(str(error)) from error
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise httpx.ReadError(str(error)) from error

    async def aclose(self) -> None:
        await self._answer.aclose()


class _GuardedBackend(httpcore.AsyncNetworkBackend):
    """Opens connections to judged addresses only."""

    def __init__(self, policy: OutboundPolicy, resolver: Resolver) -> None:
        self._policy = policy
        self._resolver = resolver
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the signature is httpcore's
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        failure: httpcore.ConnectError | httpcore.ConnectTimeout | None = None
        for address in await self.judged(host, port):
            try:
                return await self._inner.connect_tcp(str(address), port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure or httpcore.ConnectError("the host has no address")

    async def connect_unix_socket(
        self,
        path: str,  # noqa: ARG002 - the signature is httpcore's
        timeout: float | None = None,  # noqa: ASYNC109, ARG002 - the signature is httpcore's
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002 - the signature is httpcore's
    ) -> httpcore.AsyncNetworkStream:
        raise OutboundRefused("calls go to network addresses only")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def judged(self, host: str, port: int) -> list[Address]:
        """The addresses of a host, each of which may be called."""
        try:
            async with asyncio.timeout(self._policy.connect_seconds):
                texts = await self._resolver(host, port)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError("the host is not known") from error
        addresses = [parsed_address(text) for text in texts]
        if self._policy.protect:
            for address in addresses:
                rule = refusal(address, self._policy.addresses)
                if rule is not None:
                    raise OutboundRefused(f"{rule}{self._policy.hint}")
        return addresses
