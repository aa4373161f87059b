"""Tables of accounts and their credentials."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column

from labelwright.core.types import Base, CreatedAt, Id, JsonValue, Ref, UpdatedAt, UtcDateTime


class User(Base):
    """An account. E-mails are unique without regard to case."""

    __tablename__ = "user"

    id: Mapped[Id]
    email: Mapped[str] = mapped_column(String(254), unique=True)
    username: Mapped[str] = mapped_column(String(256), default="")
    first_name: Mapped[str] = mapped_column(String(256), default="")
    last_name: Mapped[str] = mapped_column(String(256), default="")
    phone: Mapped[str] = mapped_column(String(256), default="")
    password_hash: Mapped[str] = mapped_column(String(256))
    # No foreign key: organizations point at users already, and a member row is looked up with it in any case.
    active_organization_id: Mapped[int | None] = mapped_column(Ref)
    allow_newsletters: Mapped[bool | None]
    custom_hotkeys: Mapped[dict[str, object]] = mapped_column(JsonValue, default=dict)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_activity: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]


class TokenKind(StrEnum):
    """The two kinds of API tokens."""

    LEGACY = "legacy"
    PERSONAL = "personal"


class ApiToken(Base):
    """A credential for scripts. Only a hash is kept; the legacy token is also sealed, since it can be shown again."""

    __tablename__ = "api_token"

    id: Mapped[Id]
    user_id: Mapped[int] = mapped_column(Ref, ForeignKey("user.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    sealed: Mapped[str | None] = mapped_column(String(512))
    public_part: Mapped[str | None] = mapped_column(String(1024))
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[CreatedAt]


class Session(Base):
    """A signed-in browser."""

    __tablename__ = "session"

    id: Mapped[Id]
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(Ref, ForeignKey("user.id", ondelete="CASCADE"), index=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_at: Mapped[CreatedAt]


class LoginFailure(Base):
    """A failed sign-in, kept for minutes so that guessing can be slowed down on every replica.

    `user_id` is whose account it was meant for, if there is one: no foreign key, which would be looked up for those
    alone. `is_told` once the activity log has it.
    """

    __tablename__ = "login_failure"
    __table_args__ = (
        Index("ix_login_failure_account_created_at", "account", "created_at"),
        Index("ix_login_failure_address_created_at", "address", "created_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Id]
    account: Mapped[str] = mapped_column(String(64))
    user_id: Mapped[int | None] = mapped_column(Ref)
    address: Mapped[str] = mapped_column(String(64))
    is_told: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[CreatedAt]
