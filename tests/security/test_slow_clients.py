"""Clients that send or read slowly harm nobody else, against a real server on each database."""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

import httpx
import pytest

from tests.fixtures.making import SENTIMENT
from tests.fixtures.servers import TOKEN, NewServer, Server

pytestmark = [pytest.mark.system, pytest.mark.slow]


@contextmanager
def _sent(server: Server, text: str) -> Iterator[socket.socket]:
    """A connection over which a request, or the beginning of one, was sent."""
    address = urlsplit(server.url)
    assert address.hostname is not None
    with socket.create_connection((address.hostname, address.port or 80), timeout=20) as connection:
        connection.sendall(text.encode())
        yield connection


def _head(method: str, path: str, length: int = 0) -> str:
    return (
        f"{method} {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Token {TOKEN}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
    )


def _task(client: httpx.Client) -> tuple[int, int]:
    project = client.post("/api/projects", json={"title": "Slow", "label_config": SENTIMENT}).json()["id"]
    return project, client.post("/api/tasks", json={"project": project, "data": {"text": "a"}}).json()["id"]


def test_bodies_that_never_come_hold_no_transaction(server: Server) -> None:
    """More of them than the pool has connections; the one writer of SQLite is free as well."""
    with server.client() as client, ExitStack() as stack:
        _, task = _task(client)
        for _ in range(20):
            stack.enter_context(_sent(server, _head("POST", f"/api/tasks/{task}/annotations", 1000) + "{"))
        time.sleep(0.5)
        began = time.monotonic()
        assert client.post(f"/api/tasks/{task}/drafts", json={"result": []}).status_code == 201
        assert client.get("/api/projects").status_code == 200
        assert time.monotonic() - began < 5


def test_a_body_that_is_broken_off_is_no_fault_of_the_server(server: Server) -> None:
    with server.client() as client:
        _, task = _task(client)
        with _sent(server, _head("POST", f"/api/tasks/{task}/drafts", 1000) + "{"):
            time.sleep(0.2)
        time.sleep(0.5)
        assert client.get(f"/api/tasks/{task}/drafts").json() == []


async def test_downloads_that_nobody_reads_do_not_stop_others(new_server: NewServer) -> None:
    server = await new_server()
    server.start()
    _download_beside_sleepers(server)


def _download_beside_sleepers(server: Server) -> None:
    with server.client() as client, ExitStack() as stack:
        project, _ = _task(client)
        body = json.dumps([{"text": f"{number} " + "x" * 2000} for number in range(5000)])
        imported = client.post(
            f"/api/projects/{project}/import", content=body, headers={"Content-Type": "application/json"}
        )
        assert imported.status_code == 201, imported.text
        path = f"/api/projects/{project}/export?download_all_tasks=true"
        for _ in range(4):
            stack.enter_context(_sent(server, _head("GET", path)))
        time.sleep(0.5)
        began = time.monotonic()
        assert len(client.get(path, timeout=30).json()) == 5001
        assert time.monotonic() - began < 20


async def test_one_address_has_so_many_connections(new_server: NewServer) -> None:
    server = await new_server(LABELWRIGHT_MAX_CONNECTIONS_PER_ADDRESS="5")
    server.start()
    _connect_too_often(server)


def _connect_too_often(server: Server) -> None:
    with ExitStack() as stack:
        held = [stack.enter_context(_sent(server, "")) for _ in range(5)]
        time.sleep(0.2)
        with pytest.raises(httpx.TransportError):
            httpx.get(f"{server.url}/health", timeout=5)
        held[0].close()
        time.sleep(0.2)
        assert httpx.get(f"{server.url}/health", timeout=5).status_code == 200


def test_strangers_send_little(server: Server) -> None:
    body = {"email": "a@example.org", "password": "x" * 2_000_000}
    assert httpx.post(f"{server.url}/api/session", json=body).status_code == 413
    assert httpx.get(f"{server.url}/health", timeout=2).status_code == 200
