"""Rules about deliveries: what is sent to whom, when it is tried again, and when it is given up."""

import random
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import literal
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core.http import dumps
from labelwright.core.security import Keys
from labelwright.core.settings import Settings
from labelwright.core.types import AnyRow, DatabaseNow, DatabaseNowPlus, now
from labelwright.jobs import service as jobs
from labelwright.mlbackends import service as mlbackends
from labelwright.mlbackends.service import training
from labelwright.mlbackends.wire import Target
from labelwright.projects.models import Project
from labelwright.webhooks import queries, wire
from labelwright.webhooks.catalogue import OF_PROJECTS
from labelwright.webhooks.models import DeliveryState, Webhook
from labelwright.webhooks.sending import Message, Outcome
from labelwright.webhooks.service import payloads
from labelwright.webhooks.service.recording import DELIVER_JOB, deliver, key_of

TRIES = 8
FACTOR = 4
"""Each wait is so many times the one before: with 15 seconds at first, 8 tries take about 23 hours."""

LONGEST_REST_SECONDS = 600.0
"""A webhook that fails is asked at least this often whether it takes events again."""

WINDOW = timedelta(hours=26)
"""What has waited longer behind a receiver that fails is given up with it: the last try comes after 25 at most."""

GIVEN_UP = "The receiver took nothing for more than a day."


@dataclass(frozen=True, slots=True)
class Receiver:
    """Whom a job delivers to: a webhook, or the model backend that its row stands for."""

    webhook: Webhook
    headers: dict[str, str]
    secret: str | None
    backend: Target | None = None
    more: dict[str, Any] | None = None
    """What a backend is told beside the published body: where it finds annotations."""


def delay_after(attempts: int, *, first: float) -> float:
    """Seconds until the next try after so many: four times as long each time, spread by a tenth."""
    waits: float = first * FACTOR ** (attempts - 1)
    return waits * random.uniform(0.9, 1.1)  # noqa: S311 - spreads load, no secret


async def receiver(session: AsyncSession, keys: Keys, calling: mlbackends.Calling, webhook_id: int) -> Receiver | None:
    """Whom to deliver to; None when nothing is to be delivered now: it is gone, switched off or left alone."""
    webhook = await queries.by_id(session, webhook_id)
    if webhook is None or not webhook.is_active or await queries.rests(session, webhook_id):
        return None
    if webhook.ml_backend_id is None:
        secret = keys.unseal(webhook.sealed_secret) if webhook.sealed_secret else None
        return Receiver(webhook, wire.headers_of(webhook, keys), secret)
    row = await mlbackends.for_job(session, webhook.ml_backend_id)
    project = await session.get(Project, row.project_id) if row is not None else None
    if row is None or project is None:
        return None
    token = await mlbackends.token_of(session, keys, row.created_by_id)
    more = {
        name: value for name, value in training.body(row, project, token).items() if name not in ("action", "project")
    }
    target = calling.target(row)
    return Receiver(webhook, target.headers(), None, target, more)


async def due(session: AsyncSession, webhook_id: int, limit: int) -> list[AnyRow]:
    """What is to be sent now, oldest event first."""
    return await queries.due(session, webhook_id, limit)


class Bodies:
    """Composes bodies; reads each project once."""

    def __init__(self) -> None:
        """Nothing is read yet."""
        self._projects: dict[int, bytes] = {}

    async def message(self, session: AsyncSession, receiver: Receiver, row: AnyRow) -> Message:
        """A delivery as it leaves."""
        parts = [b'"action":' + dumps(row.event)]
        if receiver.webhook.send_payload and (inner := row.payload.encode().strip()[1:-1]):
            parts.append(inner)
        if receiver.webhook.send_payload and row.event not in OF_PROJECTS and row.project_id is not None:
            parts.append(b'"project":' + await self._project(session, row.project_id))
        if receiver.more:
            parts.append(dumps(receiver.more)[1:-1])
        return Message(row.uid, row.attempts + 1, b"{" + b",".join(parts) + b"}")

    async def _project(self, session: AsyncSession, project_id: int) -> bytes:
        if project_id not in self._projects:
            project = await session.get(Project, project_id)
            shown = {"id": project_id} if project is None else await payloads.of_project(session, project)
            self._projects[project_id] = dumps(shown)
        return self._projects[project_id]


async def note(
    session: AsyncSession, settings: Settings, webhook: Webhook, tried: list[tuple[AnyRow, Outcome]]
) -> None:
    """Note how tries went: what failed is tried again later or given up, and the webhook rests after a failure."""
    failures = webhook.consecutive_failures
    for row, outcome in tried:
        await queries.note(session, row.id, _values(row.attempts + 1, outcome, first=settings.webhook_retry_seconds))
        failures = 0 if outcome.error is None else failures + 1
    rest: Any = None
    if failures:
        seconds = min(delay_after(failures, first=settings.webhook_retry_seconds), LONGEST_REST_SECONDS)
        rest = DatabaseNowPlus(literal(seconds))
        await queries.park_older(session, webhook.id, now() - WINDOW, GIVEN_UP)
    if failures or webhook.consecutive_failures or webhook.rests_until is not None:
        await queries.note_webhook(session, webhook.id, {"consecutive_failures": failures, "rests_until": rest})


def _values(attempts: int, outcome: Outcome, *, first: float) -> dict[str, Any]:
    """The columns of a delivery after a try."""
    values: dict[str, Any] = {
        "attempts": attempts,
        "status": outcome.status,
        "excerpt": outcome.excerpt,
        "error": outcome.error,
        "duration_ms": outcome.milliseconds,
        "tried_at": DatabaseNow(),
        "next_at": None,
        "state": DeliveryState.SENT,
    }
    if outcome.error is None:
        return values
    if attempts >= TRIES:
        return values | {"state": DeliveryState.PARKED}
    later = DatabaseNowPlus(literal(delay_after(attempts, first=first)))
    return values | {"state": DeliveryState.PENDING, "next_at": later}


def once(outcome: Outcome) -> dict[str, Any]:
    """The columns of a delivery that is tried once."""
    state = DeliveryState.SENT if outcome.error is None else DeliveryState.PARKED
    return _values(1, outcome, first=0.0) | {"state": state, "next_at": None}


async def hand_over(session: AsyncSession, webhook_id: int, job_id: int) -> None:
    """End a job without leaving anything behind: what waits still gets a job of its own, at the moment it is due."""
    # Whoever relies on this job has committed after this line, and nobody relies on it from here on.
    await jobs.let_go(session, job_id)
    webhook = await queries.by_id(session, webhook_id)
    if webhook is None or not webhook.is_active:
        return
    found = await queries.next_moment(session, webhook_id)
    if found is not None:
        following, present = found
        await jobs.enqueue(
            session,
            DELIVER_JOB,
            {"webhook": webhook_id},
            organization_id=None,
            unique_key=key_of(webhook_id),
            delay=max(0.0, (following - present).total_seconds()),
        )


async def purge(session: AsyncSession, settings: Settings, webhook_id: int | None = None) -> bool:
    """Forget some deliveries that ended long ago; whether there were any."""
    return await queries.purge(session, now() - timedelta(days=settings.webhook_log_days), webhook_id=webhook_id)


backlog = queries.backlog


async def take_up(session: AsyncSession) -> None:
    """At a start: have everything delivered that waits, should its job have failed for good."""
    await queries.purge_orphans(session)
    for webhook_id in await queries.waiting_webhooks(session):
        await deliver(session, webhook_id)
