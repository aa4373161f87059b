"""Jobs by way of PostgreSQL: pgqueuer hands them out, notices dead workers by their heartbeat, and wakes by NOTIFY."""

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from labelwright.core.db import Database
from labelwright.core.errors import Unavailable
from labelwright.jobs.execution import Executor, Overtaken
from labelwright.jobs.registry import Registry
from labelwright.jobs.runners import timing
from labelwright.jobs.service import ENTRYPOINT, WORKER_NAME

if TYPE_CHECKING:
    from pgqueuer.core.qm import QueueManager
    from pgqueuer.core.sm import SchedulerManager
    from pgqueuer.models import Job as QueueEntry

log = structlog.get_logger()

AT_ONCE = 4
POLL_SECONDS = 1.0
FAULT_SECONDS = 2.0


class QueueRunner:
    """One worker among any number; each holds one connection of its own for the queue."""

    def __init__(self, database: Database, registry: Registry, *, heartbeat_seconds: float) -> None:
        """A worker that is silent for `heartbeat_seconds` is taken for dead, and its jobs go to others."""
        self._database = database
        self._executor = Executor(database, registry)
        self._periodic = registry.periodic
        self._heartbeat = timedelta(seconds=heartbeat_seconds)
        self._manager: QueueManager | None = None
        self._timer: SchedulerManager | None = None
        self._stopped = asyncio.Event()
        self._overtaken: list[QueueEntry] = []

    async def run(self) -> None:
        """Work until told to stop; comes back by itself when the database was gone."""
        import asyncpg
        from pgqueuer.domain.errors import FailingListenerError

        while not self._stopped.is_set():
            try:
                await self._serve()
            except (
                OSError,
                Unavailable,
                asyncpg.PostgresError,
                asyncpg.InterfaceError,
                asyncpg.InternalClientError,  # a connection that is lost in the middle of a statement
                FailingListenerError,
            ) as error:
                log.warning("the job queue does not answer", error=type(error).__name__)
                await self._pause()

    def stop(self) -> None:
        """Take up nothing more; what runs ends at its next batch."""
        self._executor.stopping.is_set = True
        self._stopped.set()
        for manager in (self._manager, self._timer):
            if manager is not None:
                manager.shutdown.set()

    async def _pause(self) -> None:
        try:
            await asyncio.wait_for(self._stopped.wait(), FAULT_SECONDS)
        except TimeoutError:
            return

    async def _serve(self) -> None:
        from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
        from pgqueuer.core.qm import QueueManager

        from labelwright.jobs.runners.entries import OwnEntries

        async with self._database.driver_connection() as connection:
            await connection.execute(f"SET application_name = '{WORKER_NAME}'")
            queries = OwnEntries(AsyncpgDriver(connection), overtaken=self._overtaken)
            manager = QueueManager(queries)
            manager.entrypoint(ENTRYPOINT, accepts_context=False)(self._execute)
            timer = timing.schedules(queries, self._database, self._periodic)
            self._manager, self._timer = manager, timer
            if self._stopped.is_set():
                return
            timing_task = asyncio.create_task(timer.run(), name="timer")
            try:
                await manager.run(
                    dequeue_timeout=timedelta(seconds=POLL_SECONDS),
                    batch_size=AT_ONCE // 2,
                    max_concurrent_tasks=AT_ONCE,
                    heartbeat_timeout=self._heartbeat,
                    shutdown_on_listener_failure=True,
                )
            finally:
                self._manager = self._timer = None
                timer.shutdown.set()
                await _ended(timing_task)

    async def _execute(self, entry: "QueueEntry") -> None:
        from pgqueuer.domain.errors import RetryRequested

        job_id, run = map(int, (entry.payload or b"0 0").split())
        try:
            again = await self._executor.execute(job_id, run)
        except Overtaken:
            self._overtaken.append(entry)
            return
        except Exception as error:
            log.exception("running a job failed", job=job_id)
            raise RetryRequested(delay=timedelta(seconds=FAULT_SECONDS), reason=type(error).__name__) from error
        if again is not None:
            raise RetryRequested(delay=timedelta(seconds=again), reason="later")


async def _ended(task: "asyncio.Task[None]") -> None:
    """Wait for the timer, which was told to stop; what it says of a lost connection the queue has said as well."""
    (outcome,) = await asyncio.gather(task, return_exceptions=True)
    if isinstance(outcome, Exception):
        log.warning("the timer has failed", error=type(outcome).__name__)
