"""The job that delivers what waits for one webhook."""

import time

from labelwright.core.settings import Settings
from labelwright.core.types import AnyRow
from labelwright.jobs.execution import Later, Run
from labelwright.mlbackends.service import Calling
from labelwright.webhooks.sending import Message, Outcome, Sender, post
from labelwright.webhooks.service import delivering
from labelwright.webhooks.service.delivering import Bodies, Receiver
from labelwright.webhooks.service.recording import DELIVER_JOB

READ_AT_ONCE = 20
COMMIT_SECONDS = 0.5
"""Outcomes are noted together, at least this often: a kill has at most so much sent a second time."""
TURN_SECONDS = 30.0
"""After this time a job leaves its worker's place to others, however much waits."""


class DeliverEvents:
    """Sends events one after the other, oldest first, until a try fails or nothing waits."""

    kind = DELIVER_JOB
    retries = 20

    def __init__(self, settings: Settings, sender: Sender, calling: Calling) -> None:
        """`calling` knows how to reach model backends, and the keys of what is sealed."""
        self._settings = settings
        self._sender = sender
        self._calling = calling

    async def perform(self, run: Run) -> None:
        """Deliver; what is left for later gets a job of its own."""
        webhook_id = int(run.arguments["webhook"])
        end = time.monotonic() + TURN_SECONDS
        # The first outcome is noted alone, at once: a job that goes on is not taken for one that kills its workers.
        limit = 1
        while await self._round(run, webhook_id, limit):
            limit = READ_AT_ONCE
            if time.monotonic() > end:
                raise Later(0.0)
        async with run.batch() as session:
            await delivering.purge(session, self._settings, webhook_id)
            await delivering.hand_over(session, webhook_id, run.id)

    async def _round(self, run: Run, webhook_id: int, limit: int) -> bool:
        """Send some of what is due and note it; whether there was anything."""
        # A session that writes: a backend's key may have to be made.
        async with run.database.write() as session:
            receiver = await delivering.receiver(session, self._calling.keys, self._calling, webhook_id)
        if receiver is None:
            return False
        async with run.database.read() as session:
            rows = await delivering.due(session, webhook_id, limit)
            bodies = Bodies()
            messages = [(row, await bodies.message(session, receiver, row)) for row in rows]
        tried: list[tuple[AnyRow, Outcome]] = []
        end = time.monotonic() + COMMIT_SECONDS
        for row, message in messages:
            tried.append((row, await self._sent(receiver, message)))
            if tried[-1][1].error is not None or time.monotonic() > end:
                break
        if tried:
            async with run.batch() as session:
                await delivering.note(session, self._settings, receiver.webhook, tried)
                run.done += len(tried)
        return bool(tried)

    async def _sent(self, receiver: Receiver, message: Message) -> Outcome:
        if receiver.backend is None:
            return await self._sender.send(receiver.webhook.url, message, receiver.headers, secret=receiver.secret)
        client = self._calling.wire.client(self._settings.webhook_timeout_seconds)
        return await post(client, f"{receiver.backend.url.rstrip('/')}/webhook", message, receiver.headers)

    async def undo(self, run: Run, ending: str, error: str) -> None:
        """What waits stays; the next event or the next start has it delivered."""
