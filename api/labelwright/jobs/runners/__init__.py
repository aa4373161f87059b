"""Who runs jobs: `local` in this process, `queue` by way of PostgreSQL, where any number of processes share them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol

import structlog

from labelwright.core.db import Database
from labelwright.jobs.registry import Registry

log = structlog.get_logger()

DRAIN_SECONDS = 25.0
"""How long running jobs have to reach the end of their batch when their worker stops."""


class Runner(Protocol):
    """Takes jobs up until it is told to stop."""

    async def run(self) -> None:
        """Work until `stop` is called, then hand back what is unfinished."""
        ...

    def stop(self) -> None:
        """Take up nothing more; what runs ends at its next batch."""
        ...


def runner_for(database: Database, registry: Registry, *, heartbeat_seconds: float) -> Runner:
    """The runner that suits a database: SQLite has one process, PostgreSQL any number."""
    if database.is_sqlite:
        from labelwright.jobs.runners.local import LocalRunner

        return LocalRunner(database, registry)
    from labelwright.jobs.runners.queue import QueueRunner

    return QueueRunner(database, registry, heartbeat_seconds=heartbeat_seconds)


@asynccontextmanager
async def working(runner: Runner) -> AsyncIterator[asyncio.Task[None]]:
    """Let a runner work beside the block; afterwards its jobs are finished or handed back."""
    task = asyncio.create_task(runner.run(), name="job runner")
    task.add_done_callback(_tell_of_a_fault)
    try:
        yield task
    finally:
        runner.stop()
        await asyncio.wait({task}, timeout=DRAIN_SECONDS)
        task.cancel()
        await asyncio.wait({task})


def _tell_of_a_fault(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        log.error("the job runner failed", exc_info=error)
