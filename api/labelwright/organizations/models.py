"""Tables of organizations and their members."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from labelwright.core.types import Base, CreatedAt, Id, Ref, UpdatedAt, UtcDateTime


class Organization(Base):
    """A tenant: every project belongs to one. Its session limits are in minutes; without them the server's hold."""

    __tablename__ = "organization"

    id: Mapped[Id]
    title: Mapped[str] = mapped_column(String(1000))
    created_by_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("user.id", ondelete="SET NULL"))
    invite_token: Mapped[str] = mapped_column(String(64), unique=True)
    contact_info: Mapped[str] = mapped_column(String(254), default="")
    api_tokens_enabled: Mapped[bool] = mapped_column(default=True)
    legacy_api_tokens_enabled: Mapped[bool] = mapped_column(default=True)
    api_token_ttl_days: Mapped[int] = mapped_column(default=365)
    max_session_age: Mapped[int | None]
    max_time_between_activity: Mapped[int | None]
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]


class Member(Base):
    """A user's place in an organization."""

    __tablename__ = "member"
    __table_args__ = (UniqueConstraint("organization_id", "user_id"), {"sqlite_autoincrement": True})

    id: Mapped[Id]
    organization_id: Mapped[int] = mapped_column(Ref, ForeignKey("organization.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(Ref, ForeignKey("user.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(2))
    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]
