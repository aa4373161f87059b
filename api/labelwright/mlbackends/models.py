"""The table of model backends."""

from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from labelwright.core.types import Base, CreatedAt, Id, JsonValue, Ref, UpdatedAt


class BackendState(StrEnum):
    """Where a backend stands; values are the codes on the wire."""

    CONNECTED = "CO"
    DISCONNECTED = "DI"
    ERROR = "ER"
    TRAINING = "TR"
    PREDICTING = "PR"


class AuthMethod(StrEnum):
    """How we sign in at a backend."""

    NONE = "NONE"
    BASIC = "BASIC_AUTH"


class MlBackend(Base):
    """A model backend of a project. `sealed` is the password for it, `server_url` where it finds us."""

    __tablename__ = "ml_backend"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy's own form

    id: Mapped[Id]
    project_id: Mapped[int] = mapped_column(Ref, ForeignKey("project.id", ondelete="CASCADE"), index=True)
    created_by_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("user.id", ondelete="SET NULL"))
    url: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(String(256), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    auth_method: Mapped[str] = mapped_column(String(16), default=AuthMethod.NONE)
    basic_auth_user: Mapped[str | None] = mapped_column(String(256))
    sealed: Mapped[str | None] = mapped_column(Text)
    is_interactive: Mapped[bool] = mapped_column(default=False)
    auto_update: Mapped[bool] = mapped_column(default=True)
    timeout: Mapped[int] = mapped_column(default=100)
    extra_params: Mapped[Any] = mapped_column(JsonValue, default=None, nullable=True)
    state: Mapped[str] = mapped_column(String(2), default=BackendState.CONNECTED)
    error_message: Mapped[str | None] = mapped_column(Text)
    model_version: Mapped[str] = mapped_column(Text, default="")
    server_url: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]
