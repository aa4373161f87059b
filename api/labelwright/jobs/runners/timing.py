"""What is done every so often: one timer in this process, or pgqueuer's schedules, which one of many workers takes."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import structlog

from labelwright.core.db import Database
from labelwright.jobs.registry import Periodic

if TYPE_CHECKING:
    from pgqueuer.adapters.persistence.queries import Queries
    from pgqueuer.core.sm import SchedulerManager

log = structlog.get_logger()


async def tick(database: Database, periodic: Sequence[Periodic]) -> None:
    """Run each by the clock of this process, until cancelled. For a database that no other process works on."""
    loop = asyncio.get_running_loop()
    due = {item: loop.time() + item.every.total_seconds() for item in periodic}
    while due:
        item = min(due, key=lambda one: due[one])
        await asyncio.sleep(due[item] - loop.time())
        await run_one(database, item)
        due[item] = loop.time() + item.every.total_seconds()


async def run_one(database: Database, item: Periodic) -> None:
    """Run one; a fault is told in the log, and the next time comes all the same."""
    try:
        await item.run(database)
    except Exception:
        log.exception("periodic work failed", work=item.name)


def schedules(queries: "Queries", database: Database, periodic: Sequence[Periodic]) -> "SchedulerManager":
    """The same by pgqueuer: its table says when each is due next, and the worker that comes first takes it."""
    from pgqueuer.core.sm import SchedulerManager

    manager = SchedulerManager(queries)
    for item in periodic:
        manager.schedule(item.name, cron_of(item.every), accepts_context=False)(_runner(database, item))
    return manager


def _runner(database: Database, item: Periodic) -> Any:
    async def run(_schedule: object) -> None:
        await run_one(database, item)

    return run


def cron_of(every: timedelta) -> str:
    """An interval as a cron expression: so many seconds, minutes or hours, in the last of which it divides evenly.

    >>> cron_of(timedelta(minutes=1)), cron_of(timedelta(hours=6)), cron_of(timedelta(seconds=2))
    ('*/1 * * * *', '0 */6 * * *', '* * * * * */2')
    """
    seconds = int(every.total_seconds())
    if seconds % 3600 == 0:
        return f"0 */{seconds // 3600} * * *"
    if seconds % 60 == 0:
        return f"*/{seconds // 60} * * * *"
    return f"* * * * * */{seconds}"
