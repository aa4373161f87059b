"""Limits on request heads and slow senders, which uvicorn has no options for."""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MAX_REQUEST_LINE = 16 * 1024
MAX_HEADERS = 64 * 1024
HEAD_SECONDS = 10.0
BODY_STALL_SECONDS = 30.0

_HEAD = b"HTTP/1.1 %d %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class LimitedHttpProtocol(HttpToolsProtocol):
    """HTTP with a longest request line, largest head, and patience that ends."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._head_bytes = 0
        self._in_body = False
        self._refused = False
        self._patience: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Wait for a head, not for ever."""
        super().connection_made(transport)
        self._be_patient(HEAD_SECONDS)

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing to wait for any more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Feed the parser until a limit is broken."""
        if self._refused:
            return
        if self._in_body:
            self._be_patient(BODY_STALL_SECONDS)
        super().data_received(data)

    def on_message_begin(self) -> None:
        """A new head starts."""
        self._head_bytes = 0
        self._be_patient(HEAD_SECONDS)
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        """The request line grows."""
        self._head_bytes += len(url)
        if self._head_bytes > MAX_REQUEST_LINE:
            self._refuse(414, b"URI Too Long")
            return
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """The head grows."""
        self._head_bytes += len(name) + len(value)
        if self._head_bytes > MAX_HEADERS:
            self._refuse(431, b"Request Header Fields Too Large")
            return
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The body, if any, comes next."""
        if self._refused:
            return
        self._in_body = True
        self._be_patient(BODY_STALL_SECONDS)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The whole request is there."""
        if self._refused:
            return
        self._in_body = False
        self._stop_waiting()
        super().on_message_complete()

    def _be_patient(self, seconds: float) -> None:
        self._stop_waiting()
        self._patience = self.loop.call_later(seconds, self._give_up)

    def _stop_waiting(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def _give_up(self) -> None:
        if self.transport is not None and not self.transport.is_closing():
            self.transport.close()

    def _refuse(self, status: int, reason: bytes) -> None:
        if not self._refused:
            self._refused = True
            self.transport.write(_HEAD % (status, reason))
            self.transport.close()
