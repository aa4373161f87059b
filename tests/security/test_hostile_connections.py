"""Heads and framing that no honest client sends, against a real server."""

import socket
from urllib.parse import urlsplit

import httpx
import pytest

from tests.fixtures.servers import Server

pytestmark = [pytest.mark.system, pytest.mark.databases("sqlite")]


def _connect(server: Server) -> socket.socket:
    address = urlsplit(server.url)
    assert address.hostname is not None
    return socket.create_connection((address.hostname, address.port or 80), timeout=20)


def _exchange(server: Server, request: bytes) -> bytes:
    """What comes back until the server closes."""
    with _connect(server) as connection:
        try:
            connection.sendall(request)
            parts = []
            while part := connection.recv(65536):
                parts.append(part)
        except ConnectionError:
            parts = parts if "parts" in locals() else []
        return b"".join(parts)


def _is_alive(server: Server) -> None:
    assert httpx.get(f"{server.url}/health", timeout=2).status_code == 200


def test_a_long_request_line_is_a_414(server: Server) -> None:
    answer = _exchange(server, b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 414")
    _is_alive(server)


def test_large_headers_are_a_431(server: Server) -> None:
    header = b"X-Long: " + b"a" * 70_000 + b"\r\n"
    answer = _exchange(server, b"GET /health HTTP/1.1\r\nHost: x\r\n" + header + b"\r\n")
    assert answer.startswith(b"HTTP/1.1 431")
    _is_alive(server)


def test_many_headers_are_a_431(server: Server) -> None:
    headers = b"".join(b"X-%d: %s\r\n" % (number, b"a" * 100) for number in range(1000))
    answer = _exchange(server, b"GET /health HTTP/1.1\r\nHost: x\r\n" + headers + b"\r\n")
    assert answer.startswith(b"HTTP/1.1 431")
    _is_alive(server)


@pytest.mark.parametrize(
    "request_text",
    [
        b"nonsense\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"POST /api/projects HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
        b"POST /api/projects HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST /api/projects HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"POST /api/projects HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET /health HTTP/1.1\r\nHo st: x\r\n\r\n",
    ],
)
def test_broken_framing_is_refused_and_closed(server: Server, request_text: bytes) -> None:
    answer = _exchange(server, request_text)
    assert answer.startswith(b"HTTP/1.1 400"), answer[:100]
    _is_alive(server)


def test_garbage_after_a_request_does_not_spoil_it(server: Server) -> None:
    answer = _exchange(server, b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n\x00\x01garbage\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 ")
    assert b" 500 " not in answer.splitlines()[0]
    _is_alive(server)


@pytest.mark.slow
@pytest.mark.parametrize("start", [b"", b"GET /health HTTP/1.1\r\nHost: x\r\nX-Slow: "])
def test_a_head_that_never_ends_is_closed(server: Server, start: bytes) -> None:
    """Ten seconds is the limit; the socket's own time-out of twenty is what would fail the test."""
    with _connect(server) as connection:
        connection.sendall(start)
        assert connection.recv(1024) in (b"", b"")
    _is_alive(server)
