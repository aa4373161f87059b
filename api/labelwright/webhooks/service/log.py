"""The log of deliveries, and sending again."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core.access import Actor
from labelwright.core.errors import Conflict, NotFound
from labelwright.core.pagination import Page
from labelwright.core.types import AnyRow, DatabaseNow
from labelwright.webhooks import queries, service
from labelwright.webhooks.models import DeliveryState
from labelwright.webhooks.service.recording import deliver


async def page(
    session: AsyncSession, actor: Actor, webhook_id: int, page: Page, *, states: Sequence[DeliveryState]
) -> tuple[int, list[AnyRow]]:
    """How many deliveries a webhook has, and one page of them, newest first."""
    row = await service.get(session, actor, webhook_id)
    return await queries.page(session, row.id, states=states, offset=page.offset, limit=page.size)


async def send_again(session: AsyncSession, actor: Actor, webhook_id: int, delivery_id: int) -> AnyRow:
    """Have an event delivered anew, with all its tries, at once; refused (409) while the webhook is off."""
    row = await service.get(session, actor, webhook_id, for_update=True)
    if await queries.delivery(session, row.id, delivery_id) is None:
        raise NotFound("No WebhookDelivery matches the given query.")
    if not row.is_active:
        raise Conflict("The webhook is switched off. Switch it on to send events.", code="webhook_off")
    moment = DatabaseNow()
    values = {"state": DeliveryState.PENDING, "attempts": 0, "next_at": moment, "queued_at": moment, "error": None}
    await queries.note(session, delivery_id, values)
    await queries.note_webhook(session, row.id, {"rests_until": None})
    await deliver(session, row.id)
    found = await queries.delivery(session, row.id, delivery_id)
    assert found is not None  # noqa: S101 - looked at just now
    return found
