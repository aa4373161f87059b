"""Tables of the labels manager."""

from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from labelwright.core.types import Base, CreatedAt, Id, JsonValue, Ref, UpdatedAt


class Label(Base):
    """A label of an organization. `value` is what results hold: a text, or a path for a tree; titles are unique."""

    __tablename__ = "label"
    __table_args__ = (UniqueConstraint("organization_id", "title"), {"sqlite_autoincrement": True})

    id: Mapped[Id]
    organization_id: Mapped[int] = mapped_column(Ref, ForeignKey("organization.id", ondelete="CASCADE"))
    created_by_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("user.id", ondelete="SET NULL"))
    title: Mapped[str] = mapped_column(String(512))
    value: Mapped[Any] = mapped_column(JsonValue, nullable=True)
    description: Mapped[str | None] = mapped_column(Text)
    approved: Mapped[bool] = mapped_column(default=False)
    approved_by_id: Mapped[int | None] = mapped_column(Ref, ForeignKey("user.id", ondelete="SET NULL"))
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]


class LabelLink(Base):
    """A label's place in a project: the control tag by whose name its results are told."""

    __tablename__ = "label_link"
    __table_args__ = (UniqueConstraint("label_id", "project_id", "from_name"), {"sqlite_autoincrement": True})

    id: Mapped[Id]
    label_id: Mapped[int] = mapped_column(Ref, ForeignKey("label.id", ondelete="CASCADE"))
    project_id: Mapped[int] = mapped_column(Ref, ForeignKey("project.id", ondelete="CASCADE"), index=True)
    from_name: Mapped[str] = mapped_column(String(512))
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]
