"""Tables of statistics."""

from datetime import date, datetime

from sqlalchemy import Date, Float, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from labelwright.core.types import Base, JsonText, Ref, UtcDateTime


class StatisticsDay(Base):
    """What was done in a project on one day (UTC), counted by a job; see `statistics.days.Day`."""

    __tablename__ = "statistics_day"

    project_id: Mapped[int] = mapped_column(Ref, ForeignKey("project.id", ondelete="CASCADE"), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    counts: Mapped[str] = mapped_column(JsonText)


class StatisticsState(Base):
    """When a project was counted last, and what its counters were then: where they differ it is counted anew."""

    __tablename__ = "statistics_state"

    project_id: Mapped[int] = mapped_column(Ref, ForeignKey("project.id", ondelete="CASCADE"), primary_key=True)
    computed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seconds: Mapped[float] = mapped_column(Float)
    """How long it took; a project is not counted all the time because somebody always works in it."""

    settled_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """What is dated before was committed when it was counted; what is dated later may not have been."""

    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    task_number: Mapped[int]
    finished_task_number: Mapped[int]
    total_annotations_number: Mapped[int]
    skipped_annotations_number: Mapped[int]
