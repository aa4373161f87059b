"""`labelwright start`: prepare, listen, serve until told to stop."""

import asyncio
import signal
import socket
import sys
from collections.abc import Mapping
from typing import Any

import typer
import uvicorn

from labelwright import wiring
from labelwright.app import create_app
from labelwright.cli.datadir import exclusive, prepare, probe_database
from labelwright.cli.failing import fail, plainly, settings_of
from labelwright.core import logging, migrate
from labelwright.core.db import Database, open_database
from labelwright.core.protocol import limited
from labelwright.core.security import Keys, server_key
from labelwright.core.settings import Settings
from labelwright.organizations.service import joining
from labelwright.projects.service import seeding
from labelwright.users import service as users

DRAIN_SECONDS = 30
GIVEN = {"email": "username", "token": "user_token", "title": "PROJECT_TITLE"}
"""By what the fields of the owner and the project are given at a start."""


def run(overrides: Mapping[str, Any], *, project: str | None, open_browser: bool) -> None:
    """Start the server and block until it has stopped."""
    settings = settings_of(overrides)
    logging.configure(settings.log_level, as_json=settings.log_json)
    with plainly(GIVEN):
        prepare(settings)
        with exclusive(settings):
            listener = _listen(settings)
            probe_database(settings)
            run_loop(_serve(settings, listener, project=project, open_browser=open_browser))


def run_loop(work: Any) -> None:
    """Run to the end on the fastest event loop there is."""
    if sys.platform == "win32":
        asyncio.run(work)
    else:
        import uvloop

        uvloop.run(work)


def _listen(settings: Settings) -> socket.socket:
    """The listening socket; a busy port ends the command before anything is done."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except socket.gaierror:
        fail(f"{settings.host} is no address of this machine")
    except OSError as error:
        fail(f"cannot listen on {settings.host}:{settings.port}: {error.strerror}. Try another --port.")
    listener.listen(2048)
    listener.set_inheritable(True)
    return listener


async def _serve(settings: Settings, listener: socket.socket, *, project: str | None, open_browser: bool) -> None:
    database = open_database(settings)
    try:
        await database.wait(settings.database_wait_seconds)
        await migrate.upgrade(database)
        wiring.keep_log(database)
        await _seed(database, settings, project)
        app = create_app(settings, database=database)
        config = uvicorn.Config(
            app,
            http=limited(settings.max_connections_per_address),
            ws="none",
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            date_header=True,
            timeout_graceful_shutdown=DRAIN_SECONDS,
            timeout_keep_alive=75,
            h11_max_incomplete_event_size=64 * 1024,
        )
        server = uvicorn.Server(config)
        app.state.own_url = _announce(settings, listener, open_browser=open_browser)
        for number in (signal.SIGTERM, signal.SIGINT):
            # The server stops by its own handlers and then raises the signal again: being told to stop is no failure.
            signal.signal(number, lambda *_: None)
        await server.serve(sockets=[listener])
    finally:
        await database.close()


def _announce(settings: Settings, listener: socket.socket, *, open_browser: bool) -> str:
    """Say where the server is; returns it."""
    port = listener.getsockname()[1]
    host = "localhost" if settings.host in ("127.0.0.1", "0.0.0.0", "::", "::1") else settings.host  # noqa: S104
    url = settings.public_url or f"http://{host}:{port}"
    typer.echo(f"Labelwright is ready at {url}")
    if open_browser and sys.stdout.isatty():
        import webbrowser

        webbrowser.open(url)
    return url


async def _seed(database: Database, settings: Settings, project: str | None) -> None:
    """The owner and the project named on the command line."""
    if settings.username:
        async with database.write() as session:
            owner = await joining.ensure_owner(
                session, settings, email=settings.username, password=settings.password.get_secret_value()
            )
            token = settings.user_token.get_secret_value()
            if token:
                await users.set_legacy_token(session, Keys(server_key(settings)), owner.id, token)
    if project:
        async with database.write() as session:
            await seeding.ensure_project(session, project)
