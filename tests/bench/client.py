"""A lean HTTP/1.1 client: the load generator shares the machine with the server, so it must cost little itself."""

import asyncio
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlsplit

import orjson


@dataclass(frozen=True, slots=True)
class Answer:
    """Status and body of one answer."""

    status: int
    body: bytes

    def json(self) -> Any:
        """The body as a value."""
        return orjson.loads(self.body)


class Connection:
    """One kept connection with a token."""

    def __init__(self, base: str, token: str) -> None:
        parts = urlsplit(base)
        self._host, self._port = parts.hostname or "127.0.0.1", parts.port or 80
        self._head = f"Host: {parts.netloc}\r\nAuthorization: Token {token}\r\n"
        self._reader: asyncio.StreamReader
        self._writer: asyncio.StreamWriter

    async def __aenter__(self) -> Self:
        self._reader, self._writer = await asyncio.open_connection(self._host, self._port, limit=1 << 22)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._writer.close()

    async def call(self, method: str, path: str, body: bytes | None = None) -> Answer:
        """One request and its whole answer."""
        parts = [part async for part in self.stream(method, path, body)]
        return Answer(parts[0][0], b"".join(chunk for _, chunk in parts))

    async def stream(self, method: str, path: str, body: bytes | None = None) -> Any:
        """The answer in parts, as they arrive."""
        head = f"{method} {path} HTTP/1.1\r\n{self._head}"
        if body is not None:
            head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        self._writer.write(head.encode() + b"\r\n" + (body or b""))
        if body is not None and len(body) > 1 << 16:
            await self._writer.drain()
        raw = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        status = int(raw[9:12])
        headers = dict(line.lower().split(": ", 1) for line in raw.split("\r\n")[1:] if ": " in line)
        if headers.get("transfer-encoding") == "chunked":
            while size := int((await self._reader.readuntil(b"\r\n")).strip() or b"0", 16):
                yield status, await self._reader.readexactly(size)
                await self._reader.readexactly(2)
            await self._reader.readexactly(2)
            return
        yield status, await self._reader.readexactly(int(headers.get("content-length", "0")))
