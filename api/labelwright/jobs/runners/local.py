"""Jobs in this process, straight from their table. For a database that no other process runs jobs of."""

import asyncio
import functools

import structlog

from labelwright.core.db import Database
from labelwright.core.errors import Unavailable
from labelwright.core.types import now
from labelwright.jobs import service
from labelwright.jobs.execution import Executor, Overtaken
from labelwright.jobs.registry import Registry
from labelwright.jobs.runners.timing import tick
from labelwright.jobs.service import JobQueued

log = structlog.get_logger()

AT_ONCE = 4
FAULT_SECONDS = 5.0


class LocalRunner:
    """Runs a few jobs at once; sleeps until one is put into the queue or becomes due."""

    def __init__(self, database: Database, registry: Registry) -> None:
        """Nothing runs yet."""
        self._database = database
        self._executor = Executor(database, registry)
        self._periodic = registry.periodic
        self._wake = asyncio.Event()
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._faulty: set[int] = set()

    async def run(self) -> None:
        """Run jobs until told to stop. What a dead process left running is in nobody's hands and is resumed."""
        unsubscribe = self._database.events.subscribe(JobQueued, lambda _: self._wake.set())
        timer = asyncio.create_task(tick(self._database, self._periodic), name="timer")
        try:
            while not self._executor.stopping.is_set:
                self._wake.clear()
                await self._sleep(await self._take_up())
        finally:
            unsubscribe()
            timer.cancel()
            for task in self._tasks.values():
                # Only where this task itself is cancelled; who was told to stop ends by itself.
                if not self._executor.stopping.is_set:
                    task.cancel()
            await asyncio.gather(timer, *self._tasks.values(), return_exceptions=True)

    def stop(self) -> None:
        """Take up nothing more; what runs ends at its next batch."""
        self._executor.stopping.is_set = True
        self._wake.set()

    async def _take_up(self) -> float | None:
        """Start what is due; returns seconds until the next job is, None when none waits."""
        free = AT_ONCE - len(self._tasks)
        if free <= 0:
            return None
        try:
            async with self._database.read() as session:
                found = await service.due(session, limit=AT_ONCE + free, with_running=True)
                startable = [(job, run) for job, run in found if job not in self._tasks and job not in self._faulty]
                following = None if startable else await service.next_run_at(session)
        except Unavailable:
            return FAULT_SECONDS
        for job_id, run in startable[:free]:
            task = asyncio.create_task(self._execute(job_id, run), name=f"job {job_id}")
            self._tasks[job_id] = task
            task.add_done_callback(functools.partial(self._ended, job_id))
        return None if following is None else max((following - now()).total_seconds(), 0.01)

    async def _execute(self, job_id: int, run: int) -> None:
        try:
            await self._executor.execute(job_id, run)
        except Overtaken:
            return
        except Exception:
            log.exception("running a job failed", job=job_id)
            # Not again at once: whatever is wrong with the database will last for a moment.
            self._faulty.add(job_id)
            asyncio.get_running_loop().call_later(FAULT_SECONDS, self._forgive, job_id)

    def _forgive(self, job_id: int) -> None:
        self._faulty.discard(job_id)
        self._wake.set()

    def _ended(self, job_id: int, _task: asyncio.Task[None]) -> None:
        del self._tasks[job_id]
        self._wake.set()

    async def _sleep(self, seconds: float | None) -> None:
        try:
            await asyncio.wait_for(self._wake.wait(), seconds)
        except TimeoutError:
            return
