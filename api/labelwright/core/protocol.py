"""Limits on request heads and slow senders, which uvicorn has no options for."""

import asyncio
from collections import Counter
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MAX_REQUEST_LINE = 16 * 1024
MAX_HEADERS = 64 * 1024
HEAD_SECONDS = 10.0
BODY_STALL_SECONDS = 30.0
READ_STALL_SECONDS = 60.0

_open: Counter[str] = Counter()
"""Open connections by address, in this process."""

_HEAD = b"HTTP/1.1 %d %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class LimitedHttpProtocol(HttpToolsProtocol):
    """HTTP with a longest request line, largest head, patience that ends, and so many connections an address."""

    most_connections = 0
    """Open connections one address may have; 0 for any number. See `limited`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._address = ""
        self._head_bytes = 0
        self._in_body = False
        self._refused = False
        self._patience: asyncio.TimerHandle | None = None
        self._unread: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Wait for a head, not for ever. One address too many is closed before it says a word."""
        super().connection_made(transport)
        self._address = self.client[0] if self.client else ""
        _open[self._address] += 1
        if 0 < self.most_connections < _open[self._address]:
            self._refused = True
            transport.abort()
            return
        self._be_patient(HEAD_SECONDS)

    def pause_writing(self) -> None:
        """The client does not read: wait for it, not for ever, since an export holds a connection to the database."""
        super().pause_writing()
        self._unread = self.loop.call_later(READ_STALL_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """The client has caught up."""
        self._stop_waiting_for_reader()
        super().resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing to wait for any more."""
        _open[self._address] -= 1
        if not _open[self._address]:
            del _open[self._address]
        self._stop_waiting()
        self._stop_waiting_for_reader()
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

    def _stop_waiting_for_reader(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None

    def _give_up(self) -> None:
        if self.transport is not None and not self.transport.is_closing():
            self.transport.close()

    def _refuse(self, status: int, reason: bytes) -> None:
        if not self._refused:
            self._refused = True
            self.transport.write(_HEAD % (status, reason))
            self.transport.close()


def limited(most_connections: int) -> type[LimitedHttpProtocol]:
    """The protocol with this many connections an address."""
    return type("LimitedHttpProtocol", (LimitedHttpProtocol,), {"most_connections": most_connections})
