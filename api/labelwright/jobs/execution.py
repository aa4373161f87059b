"""One job from being taken up to its end: batches, progress, retries, cancelling. Runners call `Executor.execute`."""

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core.db import Database
from labelwright.core.errors import DomainError
from labelwright.jobs import service
from labelwright.jobs.models import Job, JobState
from labelwright.jobs.registry import Handler, Registry

log = structlog.get_logger()

FIRST_DELAY_SECONDS = 1.0
LONGEST_DELAY_SECONDS = 300.0
MAX_ERROR = 10_000


class Hopeless(Exception):
    """Work that cannot succeed however often it is tried; its text is shown to users."""


class Passing(Exception):
    """Work that may succeed when it is tried again later; its text is shown to users when it never does."""


class Later(Exception):
    """Nothing to be done for so many seconds, and no failure: the worker's place is free meanwhile."""

    def __init__(self, seconds: float) -> None:
        """Seconds until the job is taken up again."""
        super().__init__(seconds)
        self.seconds = seconds


class Overtaken(Exception):
    """Another worker has this job now: stop without a word."""


class _Cancelled(Exception):
    """Somebody asked to stop."""


class _HandedBack(Exception):
    """This worker is going down: somebody else goes on from the cursor."""


@dataclass(slots=True)
class Stopping:
    """Whether the worker is going down."""

    is_set: bool = False


@dataclass(slots=True)
class Run:
    """A job in the hands of a worker, as its handler sees it."""

    database: Database
    id: int
    attempt: int
    arguments: dict[str, Any]
    cursor: dict[str, Any]
    organization_id: int | None
    project_id: int | None
    user_id: int | None
    done: int
    total: int | None
    message: str
    _stopping: Stopping
    is_undoing: bool = False
    _saved: tuple[dict[str, Any], int, int | None, str] = field(init=False)

    def __post_init__(self) -> None:
        """What was committed last: a batch that fails takes progress back to it."""
        self._saved = (self.cursor, self.done, self.total, self.message)

    @asynccontextmanager
    async def batch(self) -> AsyncIterator[AsyncSession]:
        """One unit of work: what the block writes, `cursor`, `done`, `total` and `message` are committed together.

        Nothing is committed when another worker has taken over. Afterwards it ends the work if that was asked for.
        """
        try:
            async with self.database.write() as session:
                yield session
                ending = await self._save(session)
        except BaseException:
            self.cursor, self.done, self.total, self.message = self._saved
            raise
        self._saved = (self.cursor, self.done, self.total, self.message)
        self._go_on(ending)

    async def _save(self, session: AsyncSession) -> service.Ending:
        progress = {"cursor": self.cursor, "done": self.done, "total": self.total, "message": self.message}
        has_advanced = (self.cursor, self.done) != self._saved[:2]
        ending = await service.save(session, self.id, self.attempt, progress, has_advanced=has_advanced)
        if ending is service.OVERTAKEN:
            # Nothing of this batch is kept: whoever took over does it again.
            raise Overtaken
        return ending

    async def checkpoint(self) -> None:
        """Between long steps that write nothing: end the work if that was asked for."""
        async with self.database.read() as session:
            ending = await service.ending_of(session, self.id, self.attempt)
        self._go_on(ending)

    def _go_on(self, ending: service.Ending) -> None:
        if ending is service.OVERTAKEN:
            raise Overtaken
        if not self.is_undoing and ending == JobState.CANCELLED:
            raise _Cancelled
        if self._stopping.is_set:
            raise _HandedBack


@dataclass(slots=True)
class Executor:
    """Runs claimed jobs with the handlers of this process."""

    database: Database
    registry: Registry
    stopping: Stopping = field(default_factory=Stopping)

    async def execute(self, job_id: int, run_number: int) -> float | None:
        """Take a job up and work on it; returns seconds after which it is to be tried again, None when it is over.

        Raises:
            Overtaken: another worker has it by now, and with it whatever stands for it in a queue.
        """
        async with self.database.write() as session:
            job = await service.claim(session, job_id, run_number)
        if job is None:
            return None
        handler = self.registry.of(job.kind)
        run = Run(
            database=self.database,
            id=job.id,
            attempt=job.attempt,
            arguments=job.arguments,
            cursor=job.cursor,
            organization_id=job.organization_id,
            project_id=job.project_id,
            user_id=job.user_id,
            done=job.done,
            total=job.total,
            message=job.message,
            _stopping=self.stopping,
        )
        try:
            return await self._work(run, handler, job)
        except Overtaken:
            log.warning("job was taken over", job=run.id, kind=job.kind, attempt=run.attempt)
            raise

    async def _work(self, run: Run, handler: Handler | None, job: Job) -> float | None:
        try:
            if handler is None:
                await self._end(run, JobState.FAILED, f"This server knows no job of kind {job.kind}.")
                return None
            if job.ending is not None:
                return await self._undo(run, handler, JobState(job.ending), job.error or "")
            return await self._perform(run, handler, job.failures)
        except Overtaken:
            raise
        except _HandedBack:
            return await self._hand_back(run)
        except BaseException:
            # The worker goes down in the middle of a batch, which is rolled back.
            await self._hand_back(run)
            raise

    async def _perform(self, run: Run, handler: Handler, failures: int) -> float | None:
        try:
            await handler.perform(run)
        except _Cancelled:
            return await self._undo(run, handler, JobState.CANCELLED, "")
        except Later as later:
            await self._requeue(run, later.seconds)
            return later.seconds
        except (Hopeless, DomainError) as error:
            if isinstance(error, DomainError) and error.status >= 500:
                return await self._failed(run, handler, error, failures)
            return await self._undo(run, handler, JobState.FAILED, words(error))
        except (Overtaken, _HandedBack):
            raise
        except Exception as error:  # noqa: BLE001 - the door of the job runner (style, section 3)
            return await self._failed(run, handler, error, failures)
        await self._end(run, JobState.COMPLETED, None)
        return None

    async def _failed(self, run: Run, handler: Handler, error: Exception, failures: int) -> float | None:
        """A fault that may pass: again later, but not for ever."""
        log.warning("job failed", job=run.id, kind=handler.kind, exc_info=error)
        failures = await self._failures(run, failures) + 1
        if failures > handler.retries:
            return await self._undo(run, handler, JobState.FAILED, words(error))
        return await self._put_off(run, failures)

    async def _put_off(self, run: Run, failures: int) -> float:
        delay = delay_after(failures)
        async with self.database.write() as session:
            if not await service.put_off(session, run.id, run.attempt, seconds=delay, failures=failures):
                raise Overtaken
        return delay

    async def _failures(self, run: Run, before: int) -> int:
        """Failures so far; none when there was progress since."""
        async with self.database.read() as session:
            return await service.failures_of(session, run.id, run.attempt, before)

    async def _undo(self, run: Run, handler: Handler, ending: JobState, error: str) -> float | None:
        run.is_undoing = True
        async with self.database.write() as session:
            if not await service.begin_ending(session, run.id, run.attempt, ending, error):
                raise Overtaken
        try:
            await handler.undo(run, ending, error)
        except (Overtaken, _HandedBack):
            raise
        except Exception as fault:
            log.warning("cleaning up after a job failed", job=run.id, kind=handler.kind, exc_info=fault)
            failures = await self._failures(run, 0) + 1
            if failures <= handler.retries:
                return await self._put_off(run, failures)
            error = f"{error}\nCleaning up failed: {words(fault)}".strip()
        await self._end(run, ending, error or None)
        return None

    async def _end(self, run: Run, state: JobState, error: str | None) -> None:
        async with self.database.write() as session:
            if not await service.finish(session, run.id, run.attempt, state, error):
                raise Overtaken
        log.info("job ended", job=run.id, state=state.value)

    async def _hand_back(self, run: Run) -> float:
        await self._requeue(run, 0.0)
        return 0.0

    async def _requeue(self, run: Run, seconds: float) -> None:
        async with self.database.write() as session:
            if not await service.put_off(session, run.id, run.attempt, seconds=seconds, failures=None):
                raise Overtaken


def delay_after(failures: int) -> float:
    """Seconds to wait after so many failures in a row: twice as long each time, spread by chance."""
    longest: float = min(FIRST_DELAY_SECONDS * 2 ** (failures - 1), LONGEST_DELAY_SECONDS)
    return longest * (0.5 + random.random() / 2)  # noqa: S311 - spreads load, no secret


def words(error: Exception) -> str:
    """What users read of an error: refusals in full, faults of ours by their kind only."""
    if isinstance(error, DomainError):
        fields = error.fields or {}
        texts = [
            text if name == "non_field_errors" else f"{name}: {text}"
            for name, found in fields.items()
            for text in (found if isinstance(found, list) else [found])
        ]
        return ("\n".join(map(str, texts)) or error.detail)[:MAX_ERROR]
    if isinstance(error, (Hopeless, Passing)):
        return str(error)[:MAX_ERROR]
    return f"The server failed ({type(error).__name__}); its log has the rest."
