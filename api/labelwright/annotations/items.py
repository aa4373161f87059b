"""How items of the history of annotations are numbered: by the row that tells of them. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum


class Source(IntEnum):
    """Which row tells of an item."""

    ANNOTATION = 0
    REVISION = 1
    REVIEW = 2


@dataclass(frozen=True, slots=True)
class ItemId:
    """What an item is numbered by. The number stays, whatever comes after."""

    source: Source
    row_id: int

    @property
    def number(self) -> int:
        """The id on the wire."""
        return self.row_id * len(Source) + self.source

    @classmethod
    def of(cls, number: int) -> "ItemId":
        """From the id on the wire."""
        row_id, source = divmod(number, len(Source))
        return cls(Source(source), row_id)


@dataclass(frozen=True, slots=True)
class Versions:
    """Which versions of an annotation are known. `revisions` are the ids of its revisions, by revision."""

    annotation_id: int
    rev: int
    revisions: Mapping[int, int]

    def item(self, rev: int) -> int | None:
        """The number of a version's item; None when it was deleted.

        A revision holds what the annotation was before a change, and so tells of the version that came of it. The
        oldest version that is known is told by the annotation itself.
        """
        if rev - 1 in self.revisions:
            return ItemId(Source.REVISION, self.revisions[rev - 1]).number
        is_oldest = rev == min(self.revisions, default=self.rev)
        return ItemId(Source.ANNOTATION, self.annotation_id).number if is_oldest else None
