"""Tables of webhooks, of the outbox, and of deliveries."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from labelwright.core.types import Base, CreatedAt, Id, JsonText, JsonValue, Ref, UpdatedAt, UtcDateTime


class DeliveryState(StrEnum):
    """Where a delivery stands. PARKED: given up after the last try, until somebody has it sent again."""

    PENDING = "pending"
    SENT = "sent"
    PARKED = "parked"


class Webhook(Base):
    """An address that is told what happens in an organization, or in one project of it.

    `sealed_headers` and `sealed_secret` hold what only its managers and its receiver may know. After a failed try it is
    left alone until `rests_until`. With `ml_backend_id` it is no webhook of a user's: it stands for a model backend
    that learns from events, whose address and credentials are in its own table.
    """

    __tablename__ = "webhook"
    __table_args__ = (
        Index("ix_webhook_organization_id", "organization_id"),
        UniqueConstraint("ml_backend_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Id]
    organization_id: Mapped[int] = mapped_column(Ref, ForeignKey("organization.id", ondelete="CASCADE"))
    project_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("project.id", ondelete="CASCADE"), index=True)
    ml_backend_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("ml_backend.id", ondelete="CASCADE"))
    created_by_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("user.id", ondelete="SET NULL"))
    url: Mapped[str] = mapped_column(Text, default="")
    send_payload: Mapped[bool] = mapped_column(default=True)
    send_for_all_actions: Mapped[bool] = mapped_column(default=True)
    actions: Mapped[list[str]] = mapped_column(JsonValue, default=list)
    is_active: Mapped[bool] = mapped_column(default=True)
    sealed_headers: Mapped[str | None] = mapped_column(Text)
    sealed_secret: Mapped[str | None] = mapped_column(Text)
    consecutive_failures: Mapped[int] = mapped_column(default=0)
    rests_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]


class OutboxEvent(Base):
    """Something that happened, written in the transaction that did it; gone with its last delivery.

    `payload` is the published body without `action`, and without `project` where the event is not about the project
    itself: a project is added as it is when the body is sent. No foreign keys: an event outlives what it tells of.
    """

    __tablename__ = "outbox"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy's own form

    id: Mapped[Id]
    uid: Mapped[str] = mapped_column(String(36), unique=True)
    event: Mapped[str] = mapped_column(String(32))
    project_id: Mapped[int | None] = mapped_column(Ref)
    payload: Mapped[str] = mapped_column(JsonText)
    created_at: Mapped[CreatedAt]


_WAITS = text("state = 'pending'")


class WebhookDelivery(Base):
    """One event on its way to one webhook. `queued_at` begins its day of tries, anew when it is sent again by hand."""

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        Index("ix_webhook_delivery_webhook_id_id", "webhook_id", "id"),
        Index("ix_webhook_delivery_waits", "webhook_id", "next_at", postgresql_where=_WAITS, sqlite_where=_WAITS),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Id]
    outbox_id: Mapped[int] = mapped_column(Ref, ForeignKey("outbox.id", ondelete="CASCADE"), index=True)
    webhook_id: Mapped[int] = mapped_column(Ref, ForeignKey("webhook.id", ondelete="CASCADE"))
    state: Mapped[str] = mapped_column(String(16), default=DeliveryState.PENDING)
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    status: Mapped[int | None]
    excerpt: Mapped[str | None] = mapped_column(Text)
    error: Mapped[str | None] = mapped_column(Text)
    duration_ms: Mapped[int | None]
    queued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    tried_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[CreatedAt]
