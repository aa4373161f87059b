"""From what a unit of work has recorded to rows of the outbox, in the same transaction."""

import uuid
from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core.outbox import Event, Fact
from labelwright.core.types import now
from labelwright.jobs import service as jobs
from labelwright.mlbackends import service as mlbackends
from labelwright.projects.models import Project
from labelwright.webhooks import queries
from labelwright.webhooks.catalogue import FOR_LEARNING, OF_PROJECTS, PUBLISHED
from labelwright.webhooks.models import Webhook
from labelwright.webhooks.service import payloads

DELIVER_JOB = "webhooks.deliver"


async def write(session: AsyncSession, facts: Sequence[Fact]) -> None:
    """Write what somebody listens to, and have it delivered; nothing where nobody does."""
    found: dict[int, tuple[Project, list[Webhook]]] = {}
    told: dict[int, Webhook] = {}
    for fact in facts:
        if fact.project_id not in found:
            found[fact.project_id] = await _listeners(session, fact.project_id)
        project, listeners = found[fact.project_id]
        wanting = [webhook for webhook in listeners if wants(webhook, fact.event)]
        if wanting and await _write(session, fact, project, [webhook.id for webhook in wanting]):
            told |= {webhook.id: webhook for webhook in wanting}
    # In one order, so that two transactions never wait for each other.
    for identifier in sorted(told):
        await deliver(session, identifier, delay=_rest(told[identifier]))


async def _listeners(session: AsyncSession, project_id: int) -> tuple[Project, list[Webhook]]:
    """Who may want to hear of a project: webhooks, then its backends where they learn as people label."""
    webhooks = await queries.listening(session, project_id)
    project = await session.get(Project, project_id)
    assert project is not None  # noqa: S101 - something happened to it in this transaction
    if not project.start_training_on_annotation_update:
        return project, webhooks
    backends = await mlbackends.ids_of_project(session, project_id)
    if backends:
        webhooks += await queries.of_backends(session, project.organization_id, project_id, backends)
    return project, webhooks


def wants(webhook: Webhook, event: Event) -> bool:
    """Whether a webhook is told of an event."""
    if webhook.ml_backend_id is not None:
        return event in FOR_LEARNING
    if webhook.project_id is not None and PUBLISHED[event].is_for_organizations:
        return False
    return webhook.send_for_all_actions or event in webhook.actions


async def _write(session: AsyncSession, fact: Fact, project: Project, webhook_ids: Sequence[int]) -> bool:
    """Write a fact, in parts where it has many objects; whether there was anything to tell."""
    has_told = False
    is_whole = fact.payload is not None or fact.event in OF_PROJECTS
    for ids in [()] if is_whole else payloads.parts(fact.ids):
        body = await payloads.of_fact(session, fact, project, ids)
        if body is not None:
            await queries.add_event(
                session,
                uid=str(uuid.uuid4()),
                event=fact.event,
                project_id=fact.project_id,
                payload=body.decode(),
                webhook_ids=webhook_ids,
            )
            has_told = True
    return has_told


def _rest(webhook: Webhook) -> float:
    """Seconds that it is still left alone after a failure."""
    return 0.0 if webhook.rests_until is None else max(0.0, (webhook.rests_until - now()).total_seconds())


async def deliver(session: AsyncSession, webhook_id: int, *, delay: float = 0.0) -> None:
    """Have a job deliver what waits for a webhook, after the caller's transaction; not before so many seconds."""
    await jobs.ensure(session, DELIVER_JOB, {"webhook": webhook_id}, unique_key=key_of(webhook_id), delay=delay)


def key_of(webhook_id: int) -> str:
    """What keeps two jobs from delivering to one webhook."""
    return f"{DELIVER_JOB}:{webhook_id}"
