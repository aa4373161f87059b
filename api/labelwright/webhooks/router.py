"""Addresses of webhooks and their deliveries."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from labelwright.core import pagination
from labelwright.core.access import Manager
from labelwright.core.db import Database, DbSession, ReadSession
from labelwright.core.http import MAX_ID, JsonResponse, PathId, error_responses
from labelwright.core.routing import FormRoute
from labelwright.core.security import Keys
from labelwright.webhooks import service, wire
from labelwright.webhooks.catalogue import PUBLISHED
from labelwright.webhooks.models import DeliveryState
from labelwright.webhooks.schemas import (
    DeliveryPage,
    DeliveryRead,
    EventsInfo,
    WebhookInput,
    WebhookRead,
    WebhookWithSecret,
)
from labelwright.webhooks.sending import Sender
from labelwright.webhooks.service import log

# Answers that hold a secret are kept nowhere, so repeats are not told by a key here (docs/adr/0011).
router = APIRouter(prefix="/api/webhooks", tags=["Webhooks"], route_class=FormRoute, responses=error_responses(401))

LARGEST_PAGE = 1000


def _keys(request: Request) -> Keys:
    found: Keys = request.app.state.keys
    return found


def _sender(request: Request) -> Sender:
    found: Sender = request.app.state.webhook_sender
    return found


def _database(request: Request) -> Database:
    found: Database = request.app.state.db
    return found


Sealing = Annotated[Keys, Depends(_keys)]
Sending = Annotated[Sender, Depends(_sender)]
Data = Annotated[Database, Depends(_database)]


@router.get("", summary="List webhooks", response_model=list[WebhookRead], responses=error_responses(400))
async def list_webhooks(
    actor: Manager,
    session: ReadSession,
    keys: Sealing,
    project: int | None = Query(None, ge=1, le=MAX_ID, description="Only those of this project.", examples=[1]),
) -> JsonResponse:
    """Oldest first. Those of the whole organization are shown to its administrators."""
    rows = await service.listing(session, actor, project)
    return JsonResponse([wire.webhook(row, keys) for row in rows])


@router.post(
    "",
    status_code=201,
    summary="Make a webhook",
    response_model=WebhookWithSecret,
    responses=error_responses(400, 403, 404),
)
async def create_webhook(
    body: WebhookInput, actor: Manager, database: Data, keys: Sealing, sender: Sending
) -> JsonResponse:
    """With a project it is told of that one, else of all. The answer has the `secret` of its signatures, once."""
    await service.check_address(sender, body)
    async with database.write() as session:
        row, secret = await service.create(session, actor, body, keys)
    return JsonResponse(wire.webhook(row, keys) | {"secret": secret}, status_code=201)


@router.get(
    "/info",
    summary="List events",
    response_model=EventsInfo,
    response_model_exclude_none=True,
    responses=error_responses(400),
)
async def list_events(
    _: Manager,
    organization_only: bool | None = Query(
        None, alias="organization-only", description="Only those that projects' own webhooks miss, or only the others."
    ),
) -> JsonResponse:
    """What webhooks can be told of."""
    shown = {
        event: {
            "name": published.name,
            "description": published.description,
            "key": published.key,
            "organization-only": published.is_for_organizations,
        }
        for event, published in PUBLISHED.items()
        if organization_only in (None, published.is_for_organizations)
    }
    return JsonResponse(shown)


@router.get("/{webhook_id}", summary="Get a webhook", response_model=WebhookRead, responses=error_responses(404))
async def get_webhook(webhook_id: PathId, actor: Manager, session: ReadSession, keys: Sealing) -> JsonResponse:
    """Without its secret."""
    return JsonResponse(wire.webhook(await service.get(session, actor, webhook_id), keys))


@router.patch(
    "/{webhook_id}", summary="Change a webhook", response_model=WebhookRead, responses=error_responses(400, 404)
)
@router.put("/{webhook_id}", include_in_schema=False)
async def update_webhook(
    webhook_id: PathId, body: WebhookInput, actor: Manager, database: Data, keys: Sealing, sender: Sending
) -> JsonResponse:
    """Fields left out stay. What waits is sent to the new address."""
    async with database.read() as session:
        await service.get(session, actor, webhook_id)
    await service.check_address(sender, body)
    async with database.write() as session:
        row = await service.update(session, actor, webhook_id, body, keys)
    return JsonResponse(wire.webhook(row, keys))


@router.delete("/{webhook_id}", status_code=204, summary="Delete a webhook", responses=error_responses(404))
async def delete_webhook(webhook_id: PathId, actor: Manager, session: DbSession) -> Response:
    """What was not sent yet is not sent any more, and its log is gone."""
    await service.delete(session, actor, webhook_id)
    return Response(status_code=204)


@router.post(
    "/{webhook_id}/secret",
    summary="Renew a webhook's secret",
    response_model=WebhookWithSecret,
    responses=error_responses(404),
)
async def renew_secret(webhook_id: PathId, actor: Manager, session: DbSession, keys: Sealing) -> JsonResponse:
    """The old one signs nothing from now on; the new one is shown this once."""
    row, secret = await service.renew_secret(session, actor, webhook_id, keys)
    return JsonResponse(wire.webhook(row, keys) | {"secret": secret})


@router.post(
    "/{webhook_id}/test", summary="Test a webhook", response_model=DeliveryRead, responses=error_responses(404)
)
async def test_webhook(
    webhook_id: PathId, actor: Manager, database: Data, keys: Sealing, sender: Sending
) -> JsonResponse:
    """Sends the event PING now, once, also to one that is switched off; the answer says how it went."""
    return JsonResponse(wire.delivery(await service.test(database, sender, keys, actor, webhook_id)))


@router.get(
    "/{webhook_id}/deliveries",
    summary="List deliveries",
    response_model=DeliveryPage,
    responses=error_responses(400, 404),
)
async def list_deliveries(
    request: Request,
    webhook_id: PathId,
    actor: Manager,
    session: ReadSession,
    state: Annotated[
        list[DeliveryState] | None, Query(description="Only deliveries in these states; repeated.")
    ] = None,
) -> JsonResponse:
    """Newest first: what was sent in the last days, and all that waits."""
    page = pagination.page_of(request, largest=LARGEST_PAGE)
    total, rows = await log.page(session, actor, webhook_id, page, states=state or [])
    page.check(total)
    results: list[Any] = [wire.delivery(row) for row in rows]
    return JsonResponse(pagination.envelope(request, page, total, results))


@router.post(
    "/{webhook_id}/deliveries/{delivery_id}/redeliver",
    summary="Send an event again",
    response_model=DeliveryRead,
    responses=error_responses(404, 409),
)
async def redeliver(webhook_id: PathId, delivery_id: PathId, actor: Manager, session: DbSession) -> JsonResponse:
    """With the same event id, and all its tries. A webhook that is switched off is a 409."""
    return JsonResponse(wire.delivery(await log.send_again(session, actor, webhook_id, delivery_id)))
