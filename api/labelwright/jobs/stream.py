"""Job progress as server-sent events: the whole job with each event, so that a lost or doubled one does no harm."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sse_starlette import ServerSentEvent

from labelwright.core.access import Actor
from labelwright.core.db import Database
from labelwright.core.errors import DomainError, TooMany
from labelwright.core.http import dumps
from labelwright.jobs import service, wire
from labelwright.jobs.ports import VisibleProjects

POLL_SECONDS = 1.0
HEARTBEAT_SECONDS = 15.0
OVERLAP = timedelta(seconds=5)
"""How long a change may take from its time stamp to its commit without being missed."""

MAX_STREAMS = 6
BATCH = 5000


class Streams:
    """The open streams of this process, at most `MAX_STREAMS` for each user."""

    def __init__(self) -> None:
        """None yet."""
        self._open: Counter[int] = Counter()

    def enter(self, user_id: int) -> None:
        """Count one more; refuses too many."""
        if self._open[user_id] >= MAX_STREAMS:
            raise TooMany(f"{MAX_STREAMS} streams are open already.", retry_after=5)
        self._open[user_id] += 1

    @property
    def count(self) -> int:
        """How many are open."""
        return self._open.total()

    def leave(self, user_id: int) -> None:
        """Count one less."""
        self._open[user_id] -= 1
        if not self._open[user_id]:
            del self._open[user_id]


def moment_of(event_id: str | None) -> datetime | None:
    """The moment that the id of an event stands for; None for what is none of ours."""
    if event_id is None or not event_id.isascii() or not event_id.isdigit() or len(event_id) > 17:
        return None
    return datetime.fromtimestamp(int(event_id) / 1_000_000, UTC)


def _id_of(moment: datetime) -> str:
    return str(int(moment.timestamp() * 1_000_000))


async def events(
    database: Database,
    actor: Actor,
    projects: VisibleProjects,
    *,
    since: datetime | None,
    is_signed_in: Callable[[], Awaitable[Any]],
) -> AsyncIterator[ServerSentEvent]:
    """Jobs as they change, beginning with the unfinished ones, or with what changed since the last event seen.

    The caller is looked up again at each heartbeat; the stream ends when the session is over.
    """
    shown: dict[int, datetime] = {}
    loop = asyncio.get_running_loop()
    checked = loop.time()
    while True:
        async with database.read() as session:
            moment = await service.database_now(session) if since is None else since
            rows = await service.changed_since(session, actor, projects, since and since - OVERLAP, BATCH)
        for row in rows:
            if shown.get(row.id) != row.changed_at:
                shown[row.id] = row.changed_at
                yield ServerSentEvent(data=dumps(wire.job(row)).decode(), event="job", id=_id_of(row.changed_at))
        since = moment if since is None else max([since, *(row.changed_at for row in rows)])
        shown = {job: at for job, at in shown.items() if at > since - 2 * OVERLAP}
        await asyncio.sleep(POLL_SECONDS)
        if loop.time() - checked >= HEARTBEAT_SECONDS:
            checked = loop.time()
            try:
                caller = await is_signed_in()
                if caller is None or (caller.role, caller.organization_id) != (actor.role, actor.organization_id):
                    return  # whoever has other rights now comes again with them
            except DomainError:
                return
