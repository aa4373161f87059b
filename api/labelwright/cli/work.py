"""`labelwright worker`: take jobs from PostgreSQL's queue until told to stop."""

import asyncio
import signal
from collections.abc import Mapping
from typing import Any

import typer

from labelwright import wiring
from labelwright.cli.datadir import prepare
from labelwright.cli.failing import fail, plainly, settings_of
from labelwright.cli.serve import run_loop
from labelwright.core import logging, migrate
from labelwright.core.db import open_database
from labelwright.core.settings import Settings
from labelwright.imports.service.remote import RemoteFiles
from labelwright.jobs.runners import runner_for, working
from labelwright.mlbackends.wire import Backends
from labelwright.webhooks.sending import Sender
from labelwright.webhooks.service import delivering


def run(overrides: Mapping[str, Any]) -> None:
    """Work and block until told to stop."""
    settings = settings_of(overrides)
    if settings.is_sqlite:
        fail("the server of an embedded database runs its jobs itself; workers are for PostgreSQL")
    logging.configure(settings.log_level, as_json=settings.log_json)
    with plainly():
        prepare(settings)
        run_loop(_work(settings))


async def _work(settings: Settings) -> None:
    database = open_database(settings)
    told_to_stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, told_to_stop.set)
    backends, remote, sender = Backends(settings), RemoteFiles(settings), Sender(settings)
    wiring.keep_outbox(database)
    try:
        await database.wait(settings.database_wait_seconds)
        await migrate.upgrade(database)
        async with database.write() as session:
            await delivering.take_up(session)
        registry = wiring.handlers(settings, backends, remote, sender)
        runner = runner_for(database, registry, heartbeat_seconds=settings.worker_heartbeat_seconds)
        async with working(runner) as task:
            typer.echo("Labelwright worker is ready")
            waiting = asyncio.create_task(told_to_stop.wait())
            await asyncio.wait({task, waiting}, return_when=asyncio.FIRST_COMPLETED)
            waiting.cancel()
    finally:
        await backends.close()
        await remote.close()
        await sender.close()
        await database.close()
