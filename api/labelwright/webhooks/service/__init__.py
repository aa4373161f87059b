"""Rules about webhooks: making, changing, testing them."""

import uuid
from typing import Any

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core.access import Action, Actor
from labelwright.core.db import Database
from labelwright.core.errors import Forbidden, Invalid, NotFound
from labelwright.core.http import dumps
from labelwright.core.outbox import Event
from labelwright.core.security import Keys
from labelwright.core.types import AnyRow
from labelwright.projects import service as projects
from labelwright.webhooks import queries, signing, wire
from labelwright.webhooks.catalogue import PUBLISHED
from labelwright.webhooks.models import Webhook
from labelwright.webhooks.schemas import MAX_HEADER, MAX_HEADERS, WebhookInput
from labelwright.webhooks.sending import ADDED_HEADERS, Message, Sender
from labelwright.webhooks.service import delivering
from labelwright.webhooks.service.recording import deliver

listing = queries.visible


async def get(session: AsyncSession, actor: Actor, webhook_id: int, *, for_update: bool = False) -> Webhook:
    """A webhook that the caller manages; else 404."""
    row = await queries.get(session, actor, webhook_id, for_update=for_update)
    if row is None:
        raise NotFound("No Webhook matches the given query.")
    return row


async def create(session: AsyncSession, actor: Actor, body: WebhookInput, keys: Keys) -> tuple[Webhook, str]:
    """Make a webhook; returns it with its secret. One of the whole organization needs an administrator."""
    if body.url is None:
        raise Invalid(url="This field is required.")
    if body.project is not None:
        await projects.get(session, actor, body.project, Action.MANAGE_PROJECT)
    elif not actor.sees_every_project:
        raise Forbidden("Webhooks of the whole organization are the administrators'. Name a project.")
    secret = signing.new_secret()
    row = Webhook(
        organization_id=actor.organization_id,
        project_id=body.project,
        created_by_id=actor.id,
        sealed_secret=keys.seal(secret),
        actions=[],
        send_for_all_actions=True,
    )
    _change(row, body, keys)
    session.add(row)
    await session.flush()
    await session.refresh(row)
    return row, secret


async def update(session: AsyncSession, actor: Actor, webhook_id: int, body: WebhookInput, keys: Keys) -> Webhook:
    """Change a webhook; it stays with its project. What waited while it was off is delivered when it is on again."""
    row = await get(session, actor, webhook_id, for_update=True)
    is_fresh = (body.url not in (None, row.url)) or (body.is_active is True and not row.is_active)
    _change(row, body, keys)
    if is_fresh:
        row.consecutive_failures, row.rests_until = 0, None
    await session.flush()
    await session.refresh(row)
    if is_fresh and row.is_active:
        await deliver(session, row.id)
    return row


async def delete(session: AsyncSession, actor: Actor, webhook_id: int) -> None:
    """Remove a webhook with what waits for it."""
    await session.delete(await get(session, actor, webhook_id, for_update=True))


async def renew_secret(session: AsyncSession, actor: Actor, webhook_id: int, keys: Keys) -> tuple[Webhook, str]:
    """Give a webhook another secret; the old one signs nothing from now on."""
    row = await get(session, actor, webhook_id, for_update=True)
    secret = signing.new_secret()
    row.sealed_secret = keys.seal(secret)
    await session.flush()
    await session.refresh(row)
    return row, secret


async def check_address(sender: Sender, body: WebhookInput) -> None:
    """Refuse an address that would never be called. Resolves names: not for inside a transaction."""
    from labelwright.core.outbound import OutboundRefused

    if body.url is not None:
        try:
            await sender.check(body.url)
        except OutboundRefused as error:
            raise Invalid(url=f"Events cannot be sent there: {error.rule}") from error


def _change(row: Webhook, body: WebhookInput, keys: Keys) -> None:
    for name in ("url", "is_active", "send_payload", "send_for_all_actions"):
        if (value := getattr(body, name)) is not None:
            setattr(row, name, value)
    if body.headers is not None:
        headers = _checked_headers(body.headers)
        row.sealed_headers = keys.seal(orjson.dumps(headers).decode()) if headers else None
    if body.actions is not None:
        row.actions = _checked_actions(body.actions, is_of_project=row.project_id is not None)


def _checked_headers(given: dict[str, Any]) -> dict[str, str]:
    from labelwright.core.outbound import OutboundRefused, check_headers

    if len(given) > MAX_HEADERS:
        raise Invalid(headers=f"At most {MAX_HEADERS} headers.")
    headers: dict[str, str] = {}
    for name, value in given.items():
        if isinstance(value, bool) or not isinstance(value, (str, int, float)):
            raise Invalid(headers=f"The value of {name[:100]!r} must be a text.")
        headers[name] = str(value)
        if name.lower() in ADDED_HEADERS:
            raise Invalid(headers=f"The header {name} cannot be set: it is ours.")
        if len(name) + len(headers[name]) > MAX_HEADER:
            raise Invalid(headers=f"The header {name[:100]} is longer than {MAX_HEADER} characters.")
    try:
        check_headers(headers)
    except OutboundRefused as error:
        raise Invalid(headers=error.rule) from error
    return headers


def _checked_actions(given: list[str], *, is_of_project: bool) -> list[str]:
    unknown = [name for name in given if name not in PUBLISHED]
    if unknown:
        raise Invalid(actions=f'"{unknown[0][:100]}" is not a valid choice; use {", ".join(PUBLISHED)}.')
    chosen = [Event(name) for name in dict.fromkeys(given)]
    if is_of_project and any(PUBLISHED[event].is_for_organizations for event in chosen):
        names = ", ".join(event for event in chosen if PUBLISHED[event].is_for_organizations)
        raise Invalid(actions=f"Only webhooks of the whole organization are told of {names}.")
    return [event.value for event in chosen]


async def test(database: Database, sender: Sender, keys: Keys, actor: Actor, webhook_id: int) -> AnyRow:
    """Send a ping now, once; returns its delivery."""
    async with database.read() as session:
        row = await get(session, actor, webhook_id)
    event_id, payload = str(uuid.uuid4()), dumps({"webhook": {"id": row.id}})
    body = b'{"action":"PING",' + payload[1:]
    secret = keys.unseal(row.sealed_secret) if row.sealed_secret else None
    outcome = await sender.send(row.url, Message(event_id, 1, body), wire.headers_of(row, keys), secret=secret)
    async with database.write() as session:
        row = await get(session, actor, webhook_id)
        event = {"uid": event_id, "event": Event.PING, "project_id": row.project_id, "payload": payload.decode()}
        delivery_id = await queries.add_tried(session, row, event, delivering.once(outcome))
        found = await queries.delivery(session, row.id, delivery_id)
    assert found is not None  # noqa: S101 - written just now
    return found
