"""Tables of predictions."""

from sqlalchemy import Float, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from labelwright.core.types import Base, CreatedAt, Id, JsonText, Ref, UpdatedAt


class Prediction(Base):
    """A result proposed by a model. `score` is for the whole task; regions carry their own."""

    __tablename__ = "prediction"
    __table_args__ = (
        Index("ix_prediction_task_id_id", "task_id", "id"),
        Index("ix_prediction_project_model_version", "project_id", "model_version"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Id]
    task_id: Mapped[int] = mapped_column(Ref, ForeignKey("task.id", ondelete="CASCADE"))
    project_id: Mapped[int] = mapped_column(Ref, ForeignKey("project.id", ondelete="CASCADE"))
    result: Mapped[str] = mapped_column(JsonText)
    score: Mapped[float | None] = mapped_column(Float)
    model_version: Mapped[str] = mapped_column(String(512), default="")
    cluster: Mapped[int | None] = mapped_column(Ref)
    neighbors: Mapped[str | None] = mapped_column(JsonText)
    mislabeling: Mapped[float] = mapped_column(Float, default=0.0)
    created_at: Mapped[CreatedAt]
    updated_at: Mapped[UpdatedAt]
