"""Wire shapes of webhooks and their deliveries."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, create_model

from labelwright.core.http import MAX_ID
from labelwright.webhooks.catalogue import PUBLISHED
from labelwright.webhooks.models import DeliveryState

MAX_HEADERS = 20
MAX_HEADER = 4096


class WebhookInput(BaseModel):
    """What a client may set; fields left out stay as they are."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    url: str | None = Field(
        None,
        min_length=1,
        max_length=2048,
        description="Where events are posted to, by http or https.",
        examples=["https://example.org/labels"],
    )
    project: Annotated[int, Field(ge=1, le=MAX_ID)] | None = Field(
        None,
        description="The project it is told of; without one, all of the organization. It cannot be changed.",
        examples=[1],
    )
    is_active: bool | None = Field(None, description="Whether it is told anything; true unless given.")
    send_payload: bool | None = Field(None, description="Without it only the name of an event is sent.")
    send_for_all_actions: bool | None = Field(None, description="Whether it is told of every event.")
    actions: list[str] | None = Field(
        None, max_length=100, description="The events that it is told of otherwise.", examples=[["ANNOTATION_CREATED"]]
    )
    headers: dict[str, Any] | None = Field(
        None, description="Sent with every event, such as credentials.", examples=[{"Authorization": "Bearer abc"}]
    )


class WebhookRead(BaseModel):
    """A webhook as it is shown to who manages it."""

    id: int
    organization: int
    project: int | None
    url: str
    send_payload: bool
    send_for_all_actions: bool
    is_active: bool
    headers: dict[str, str]
    actions: list[str]
    consecutive_failures: int = Field(description="Tries in a row that have failed.")
    created_at: datetime
    updated_at: datetime


class WebhookWithSecret(WebhookRead):
    """A webhook with what its deliveries are signed with, which is shown this once."""

    secret: str = Field(description="Key of the signatures; it is not shown again.")


class EventInfo(BaseModel):
    """An event that can be subscribed to."""

    name: str
    description: str
    key: str = Field(description="Where the objects stand in the body.")
    organization_only: bool = Field(alias="organization-only", description="Whether webhooks of a project miss it.")


EventsInfo: type[BaseModel] = create_model(
    "EventsInfo",
    __doc__="The events by their names; with `organization-only` some of them.",
    **{event.value: (EventInfo | None, None) for event in PUBLISHED},  # type: ignore[call-overload]  # names are data
)


class DeliveryRead(BaseModel):
    """One event on its way to a webhook."""

    id: int
    event_id: str = Field(description="The same at every try, and at every webhook: receivers drop doubles by it.")
    action: str
    project: int | None
    state: DeliveryState
    attempts: int = Field(description="Tries so far.")
    next_at: datetime | None = Field(description="When it is tried next.")
    status: int | None = Field(description="Status of the last answer.")
    excerpt: str | None = Field(description="How the last answer begins.")
    error: str | None = Field(description="Why the last try failed.")
    duration_ms: int | None = Field(description="Milliseconds that the last try took.")
    created_at: datetime
    tried_at: datetime | None


class DeliveryPage(BaseModel):
    """One page of deliveries."""

    count: int
    next: str | None
    previous: str | None
    results: list[DeliveryRead]
