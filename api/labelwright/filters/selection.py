"""The tasks that a query leaves of a project, as SQL that others build on."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from labelwright.core.types import AnySelect
from labelwright.filters.fields import TASK


@dataclass(frozen=True, slots=True)
class Selection:
    """A condition on `task` and the terms to sort by; access to the project is checked already.

    `is_whole` tells that every task of the project is in it, `is_ordered` that an order was asked for.
    """

    where: ColumnElement[bool]
    order: tuple[ColumnElement[Any], ...]
    is_whole: bool = False
    is_ordered: bool = False
    has_regex: bool = False

    def ids(self) -> Select[int]:
        """Their ids, in order."""
        return select(TASK.c.id).where(self.where).order_by(*self.order)

    def unordered_ids(self) -> Select[int]:
        """Their ids in no order, to stand inside another statement."""
        return select(TASK.c.id).where(self.where)

    def totals(self) -> AnySelect:
        """How many they are, with how many annotations and predictions."""
        return select(
            func.count(),
            func.coalesce(func.sum(TASK.c.total_annotations), 0),
            func.coalesce(func.sum(TASK.c.total_predictions), 0),
        ).where(self.where)
