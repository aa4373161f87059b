"""Counting a project anew, in chunks of tasks."""

import time
from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core.concurrency import to_thread
from labelwright.core.db import Database
from labelwright.core.types import now
from labelwright.statistics import queries
from labelwright.statistics.counting import Counting
from labelwright.statistics.days import Day, encode
from labelwright.statistics.service import due_after

UNSETTLED = timedelta(minutes=1)
"""How long a request may take from writing a date to its commit."""


TASKS = 1000
"""Tasks that are read at a time, with all their annotations; fewer where there are predictions of many versions."""

MOST_VERSIONS = 10
"""Model versions whose predictions are compared, those with the newest ones: each with each, on every task."""


class ProjectCount:
    """One counting of a project."""

    def __init__(self, database: Database, project_id: int) -> None:
        """Nothing is read yet."""
        self._database = database
        self._project_id = project_id
        self._counting = Counting()
        self._moment: datetime = now()
        self._started = time.monotonic()
        self._counters: dict[str, int] = {}
        self._versions: list[str] = []

    async def begin(self) -> int | None:
        """How many tasks there are; None when the project is gone."""
        async with self._database.read() as session:
            found = await queries.counters(session, self._project_id)
            self._versions = await queries.newest_versions(session, self._project_id, MOST_VERSIONS)
        if found is None:
            return None
        self._counters = dict(found._mapping)  # noqa: SLF001 - the documented name
        return self._counters["task_number"]

    async def chunks(self) -> AsyncIterator[int]:
        """Count; yields how many tasks were counted in each step."""
        last, limit = 0, TASKS // (1 + len(self._versions))
        while True:
            async with self._database.read() as session:
                tasks = await queries.tasks_after(session, self._project_id, last, limit=limit)
                ids = [task.id for task in tasks]
                work = await queries.work_on(session, ids) if ids else []
                scores = await queries.scores_of(session, ids) if ids else []
                guesses = await queries.guesses_on(session, ids, self._versions) if ids and self._versions else []
            if not tasks:
                break
            await to_thread(self._counting.add_tasks, tasks, work, scores, guesses)
            last = ids[-1]
            yield len(tasks)
        async for verdicts in queries.reviews(self._database, self._project_id):
            self._counting.add_reviews(verdicts)

    async def write(self, session: AsyncSession) -> None:
        """Replace what was counted before."""
        days = await to_thread(_encoded, self._counting.finish())
        seconds = time.monotonic() - self._started
        state = {
            "computed_at": self._moment,
            "settled_at": self._moment - UNSETTLED,
            "seconds": seconds,
            "due_at": now() + due_after(seconds),
            **self._counters,
        }
        await queries.write(session, self._project_id, days, state)


def _encoded(days: dict[date, Day]) -> dict[date, str]:
    return {day: encode(counts) for day, counts in days.items()}
