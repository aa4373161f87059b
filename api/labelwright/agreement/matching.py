"""Regions of one annotation against those of another: who is whose counterpart, and what that makes."""

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


def pairs(one: Sequence[T], other: Sequence[T], likeness: Callable[[T, T], float]) -> list[float]:
    """Likenesses of counterparts, each region in one pair at most, the most alike first.

    Regions that are not alike at all (0) are nobody's counterpart.
    """
    found = [(value, i, j) for i, a in enumerate(one) for j, b in enumerate(other) if (value := likeness(a, b)) > 0]
    found.sort(key=lambda item: (-item[0], item[1], item[2]))
    taken_one: set[int] = set()
    taken_other: set[int] = set()
    kept: list[float] = []
    for value, i, j in found:
        if i not in taken_one and j not in taken_other:
            taken_one.add(i)
            taken_other.add(j)
            kept.append(value)
    return kept


def f1(one: Sequence[T], other: Sequence[T], likeness: Callable[[T, T], float], *, least: float = 0.0) -> float:
    """Share of regions that have a counterpart at least so much alike (the F1 score of either against the other)."""
    if not one and not other:
        return 1.0
    matched = sum(1 for value in pairs(one, other, likeness) if value >= least)
    return 2 * matched / (len(one) + len(other))


def overlap(one: Sequence[T], other: Sequence[T], likeness: Callable[[T, T], float]) -> float:
    """The same with each pair counted by how much alike it is: 1 only when all regions are the same."""
    if not one and not other:
        return 1.0
    return 2 * sum(pairs(one, other, likeness)) / (len(one) + len(other))
