"""Statements on webhooks, the outbox and deliveries."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, case, delete, exists, func, insert, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core.access import Actor
from labelwright.core.db import upsert
from labelwright.core.types import AnyRow, AnySelect, Base, DatabaseNow, now
from labelwright.projects.models import Project
from labelwright.projects.service import visible_ids
from labelwright.webhooks.models import DeliveryState, OutboxEvent, Webhook, WebhookDelivery

OUTBOX: Table = Base.metadata.tables[OutboxEvent.__tablename__]
DELIVERY: Table = Base.metadata.tables[WebhookDelivery.__tablename__]

PURGED_AT_ONCE = 1000


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Webhooks of projects that the caller sees; those of the whole organization for who sees every project."""
    own: ColumnElement[bool] = Webhook.project_id.in_(visible_ids(actor))
    if actor.sees_every_project:
        own = or_(own, Webhook.project_id.is_(None))
    return and_(Webhook.organization_id == actor.organization_id, Webhook.ml_backend_id.is_(None), own)


async def visible(session: AsyncSession, actor: Actor, project_id: int | None) -> list[Webhook]:
    """Visible webhooks, or those of one project, oldest first."""
    statement = select(Webhook).where(visible_to(actor))
    if project_id is not None:
        statement = statement.where(Webhook.project_id == project_id)
    return list((await session.execute(statement.order_by(Webhook.id))).scalars())


async def get(session: AsyncSession, actor: Actor, webhook_id: int, *, for_update: bool = False) -> Webhook | None:
    """One visible webhook; locked against other writers when asked."""
    statement = select(Webhook).where(Webhook.id == webhook_id, visible_to(actor))
    if for_update:
        statement = statement.with_for_update(key_share=True)
    return (await session.execute(statement)).scalar_one_or_none()


# The outbox


async def listening(session: AsyncSession, project_id: int) -> list[Webhook]:
    """Active webhooks of a project and of its organization, by id; none is deleted before its deliveries are in."""
    statement = (
        select(Webhook)
        .join(Project, Project.organization_id == Webhook.organization_id)
        .where(
            Project.id == project_id,
            Webhook.is_active,
            Webhook.ml_backend_id.is_(None),
            or_(Webhook.project_id.is_(None), Webhook.project_id == project_id),
        )
        .order_by(Webhook.id)
        .with_for_update(read=True, key_share=True, of=Webhook)
    )
    return list((await session.execute(statement)).scalars())


async def of_backends(
    session: AsyncSession, organization_id: int, project_id: int, ids: Sequence[int]
) -> list[Webhook]:
    """The rows that stand for model backends of a project, made where they are missing."""
    moment = now()
    common = {
        "organization_id": organization_id,
        "project_id": project_id,
        "url": "",
        "send_payload": True,
        "send_for_all_actions": True,
        "actions": [],
        "is_active": True,
        "consecutive_failures": 0,
        "created_at": moment,
        "updated_at": moment,
    }
    known = select(Webhook).where(Webhook.ml_backend_id.in_(ids)).order_by(Webhook.id)
    known = known.with_for_update(read=True, key_share=True)
    found = list((await session.execute(known)).scalars())
    missing = set(ids) - {row.ml_backend_id for row in found}
    if missing:
        values = [{**common, "ml_backend_id": identifier} for identifier in sorted(missing)]
        await session.execute(upsert(session, Webhook).values(values).on_conflict_do_nothing())
        found = list((await session.execute(known)).scalars())
    return found


async def add_event(
    session: AsyncSession, *, uid: str, event: str, project_id: int | None, payload: str, webhook_ids: Sequence[int]
) -> None:
    """Write an event into the outbox, and its way to each webhook."""
    added = insert(OUTBOX).values(uid=uid, event=event, project_id=project_id, payload=payload, created_at=now())
    outbox_id = (await session.execute(added.returning(OUTBOX.c.id))).scalar_one()
    moment = DatabaseNow()
    rows = [
        {
            "outbox_id": outbox_id,
            "webhook_id": webhook_id,
            "state": DeliveryState.PENDING,
            "attempts": 0,
            "next_at": moment,
            "queued_at": moment,
            "created_at": moment,
        }
        for webhook_id in webhook_ids
    ]
    await session.execute(insert(DELIVERY).values(rows))


async def add_tried(session: AsyncSession, webhook: Webhook, event: dict[str, Any], outcome: dict[str, Any]) -> int:
    """Write an event that was sent before it was written: a test, which is tried once."""
    outbox_id = (
        await session.execute(insert(OUTBOX).values(**event, created_at=now()).returning(OUTBOX.c.id))
    ).scalar_one()
    values = {"outbox_id": outbox_id, "webhook_id": webhook.id, "queued_at": now(), "created_at": now(), **outcome}
    found = await session.execute(insert(DELIVERY).values(**values).returning(DELIVERY.c.id))
    identifier: int = found.scalar_one()
    return identifier


# Deliveries


def _deliveries() -> AnySelect:
    return select(DELIVERY, OUTBOX.c.uid, OUTBOX.c.event, OUTBOX.c.project_id).join(
        OUTBOX, OUTBOX.c.id == DELIVERY.c.outbox_id
    )


async def page(
    session: AsyncSession, webhook_id: int, *, states: Sequence[str], offset: int, limit: int
) -> tuple[int, list[AnyRow]]:
    """How many deliveries a webhook has, and one page of them, newest first."""
    condition = DELIVERY.c.webhook_id == webhook_id
    if states:
        condition = and_(condition, DELIVERY.c.state.in_(states))
    total = (await session.execute(select(func.count()).select_from(DELIVERY).where(condition))).scalar_one()
    rows = await session.execute(
        _deliveries().where(condition).order_by(DELIVERY.c.id.desc()).offset(offset).limit(limit)
    )
    return total, list(rows.all())


async def delivery(session: AsyncSession, webhook_id: int, delivery_id: int) -> AnyRow | None:
    """One delivery of a webhook."""
    statement = _deliveries().where(DELIVERY.c.webhook_id == webhook_id, DELIVERY.c.id == delivery_id)
    return (await session.execute(statement)).one_or_none()


async def by_id(session: AsyncSession, webhook_id: int) -> Webhook | None:
    """One webhook, for a job."""
    return await session.get(Webhook, webhook_id, populate_existing=True)


async def rests(session: AsyncSession, webhook_id: int) -> bool:
    """Whether a webhook is left alone for a while."""
    statement = select(Webhook.rests_until > DatabaseNow()).where(Webhook.id == webhook_id)
    return bool((await session.execute(statement)).scalar_one_or_none())


async def due(session: AsyncSession, webhook_id: int, limit: int) -> list[AnyRow]:
    """Deliveries whose time has come, in the order of their events, with what is to be sent."""
    statement = (
        _deliveries()
        .add_columns(OUTBOX.c.payload)
        .where(
            DELIVERY.c.webhook_id == webhook_id,
            DELIVERY.c.state == DeliveryState.PENDING,
            DELIVERY.c.next_at <= DatabaseNow(),
        )
        .order_by(DELIVERY.c.outbox_id)
        .limit(limit)
    )
    return list((await session.execute(statement)).all())


async def next_moment(session: AsyncSession, webhook_id: int) -> tuple[datetime, datetime] | None:
    """When something of a webhook is to be tried next, and the moment on the database's clock; None for nothing."""
    first = func.min(DELIVERY.c.next_at)
    rest = select(Webhook.rests_until).where(Webhook.id == webhook_id).scalar_subquery()
    statement = select(
        case((rest > first, rest), else_=first).label("following"), DatabaseNow().label("present")
    ).where(DELIVERY.c.webhook_id == webhook_id, DELIVERY.c.state == DeliveryState.PENDING)
    row = (await session.execute(statement)).one()
    return None if row.following is None else (row.following, row.present)


async def note(session: AsyncSession, delivery_id: int, values: dict[str, Any]) -> None:
    """Note how a try went. One that was asked for anew meanwhile goes on from there."""
    await session.execute(update(DELIVERY).where(DELIVERY.c.id == delivery_id).values(**values))


async def note_webhook(session: AsyncSession, webhook_id: int, values: dict[str, Any]) -> None:
    """Note how a webhook is doing."""
    # `updated_at` is for changes by people.
    await session.execute(
        update(Webhook)
        .where(Webhook.id == webhook_id)
        .values(updated_at=Webhook.updated_at, **values)
        .execution_options(synchronize_session=False)
    )


async def park_older(session: AsyncSession, webhook_id: int, before: datetime, error: str) -> int:
    """Give up what has waited since before a moment; how many."""
    result: Any = await session.execute(
        update(DELIVERY)
        .where(
            DELIVERY.c.webhook_id == webhook_id,
            DELIVERY.c.state == DeliveryState.PENDING,
            DELIVERY.c.queued_at < before,
        )
        .values(state=DeliveryState.PARKED, next_at=None, error=func.coalesce(DELIVERY.c.error, literal(error)))
    )
    return int(result.rowcount)


async def purge(session: AsyncSession, before: datetime, *, webhook_id: int | None = None) -> bool:
    """Forget some deliveries that ended before a moment, and events left without any; whether there was one."""
    ended = [DELIVERY.c.state != DeliveryState.PENDING, DELIVERY.c.created_at < before]
    if webhook_id is not None:
        ended.append(DELIVERY.c.webhook_id == webhook_id)
    chosen = select(DELIVERY.c.id).where(*ended).order_by(DELIVERY.c.id).limit(PURGED_AT_ONCE)
    gone = await session.execute(delete(DELIVERY).where(DELIVERY.c.id.in_(chosen)).returning(DELIVERY.c.outbox_id))
    events = sorted(set(gone.scalars()))
    if events:
        await session.execute(delete(OUTBOX).where(OUTBOX.c.id.in_(events), _has_no_delivery()))
    return bool(events)


async def purge_orphans(session: AsyncSession) -> None:
    """Forget events whose webhooks are gone."""
    await session.execute(delete(OUTBOX).where(_has_no_delivery()))


def _has_no_delivery() -> ColumnElement[bool]:
    return ~exists().where(DELIVERY.c.outbox_id == OUTBOX.c.id)


async def backlog(session: AsyncSession) -> tuple[int, float]:
    """How many events wait for active webhooks, and for how many seconds the oldest of them."""
    active = exists().where(Webhook.id == DELIVERY.c.webhook_id, Webhook.is_active)
    statement = select(func.count(), func.min(DELIVERY.c.queued_at), DatabaseNow()).where(
        DELIVERY.c.state == DeliveryState.PENDING, active
    )
    count, oldest, moment = (await session.execute(statement)).one()
    return count, 0.0 if oldest is None else max((moment - oldest).total_seconds(), 0.0)


async def waiting_webhooks(session: AsyncSession) -> list[int]:
    """Active webhooks that something waits for."""
    waits = exists().where(DELIVERY.c.webhook_id == Webhook.id, DELIVERY.c.state == DeliveryState.PENDING)
    return list((await session.execute(select(Webhook.id).where(Webhook.is_active, waits))).scalars())
