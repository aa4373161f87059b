"""Which items of a project's history are meant, and where in it a page begins. Pure."""

from dataclasses import dataclass
from datetime import datetime

from labelwright.annotations.items import ItemId
from labelwright.core.errors import Invalid
from labelwright.core.types import in_utc

DIGITS = 18
"""Of the number of an item, so that it fits into 64 bits."""


@dataclass(frozen=True, slots=True)
class Span:
    """The items of a project between two moments, both included; all of them unless something is said."""

    project_id: int
    first: datetime | None = None
    last: datetime | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item stands: by time, then by what tells of it. It says so also when the item is gone."""

    moment: datetime
    item: ItemId

    def __str__(self) -> str:
        """As links have it."""
        return f"{self.moment.isoformat()},{self.item.number}"

    @classmethod
    def of(cls, text: str) -> "Place":
        """From a link."""
        moment, _, number = text.partition(",")
        try:
            return cls(in_utc(datetime.fromisoformat(moment)), ItemId.of(int(number[:DIGITS])))
        except ValueError as error:
            raise Invalid(after="Take it from the link to the next page.") from error
