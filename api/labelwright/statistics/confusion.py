"""Which labels are taken for which, from what was counted of a project. Pure.

Labels meet where two people chose one label each at the same control of the same task.
"""

from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from labelwright.statistics.dashboard import share
from labelwright.statistics.days import Confusion, Day

MOST_PAIRS = 10


class Mode(StrEnum):
    """Which annotations are compared."""

    ALL = "all"
    ACCEPTED = "accepted"
    GROUND_TRUTH = "ground_truth"


Cells = Counter[tuple[str, str]]


def matrix(day: Day, mode: Mode, control: str | None) -> dict[str, Any]:
    """How often which label met which, at one control or at all.

    With ground truths rows are their labels and columns those of others. Without, who is right is not known: each pair
    of annotators counts for both sides, and precision and recall are the same.
    """
    cells: Cells = Counter()
    named: Counter[tuple[str, str, str]] = Counter()
    for name, label, other, count in _met(day, mode):
        if control not in (None, name):
            continue
        cells[label, other] += count
        pair = (label, other)
        if mode is not Mode.GROUND_TRUTH:
            cells[other, label] += count
            pair = (min(pair), max(pair))
        if label != other:
            named[name, *pair] += count
    labels = sorted({label for pair in cells for label in pair})
    rows = [[cells[label, other] for other in labels] for label in labels]
    return {
        "labels": labels,
        "matrix": rows,
        "precision": [_part(cells[label, label], sum(row[n] for row in rows)) for n, label in enumerate(labels)],
        "recall": [_part(cells[label, label], sum(rows[n])) for n, label in enumerate(labels)],
        "top_confusion_pairs": _confused(named),
    }


def _met(day: Day, mode: Mode) -> Iterator[tuple[str, str, str, int]]:
    """Control, label, other label, and how often they met."""
    if mode is Mode.ALL:
        for pair in day.pairs:
            yield from ((pair.control, label, other, count) for label, other, count, _ in pair.meetings)
        return
    kept: Confusion = day.accepted_labels if mode is Mode.ACCEPTED else day.true_labels
    for control, rows in kept.items():
        for label, counts in rows.items():
            yield from ((control, label, other, count) for other, count in counts.items())


def _part(part: int, whole: int) -> float:
    """0 for a label that nobody gave on that side, as is usual."""
    return share(part, whole) or 0.0


def _confused(named: Counter[tuple[str, str, str]]) -> list[dict[str, Any]]:
    whole = sum(named.values())
    most = sorted(named.items(), key=lambda item: (-item[1], item[0]))[:MOST_PAIRS]
    return [
        {"from_name": control, "actual": actual, "label": label, "count": count, "rate": share(count, whole)}
        for (control, actual, label), count in most
    ]
