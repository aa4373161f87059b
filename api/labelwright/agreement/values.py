"""Likeness of values that are no regions: choices, numbers, texts."""

from collections.abc import Collection

LONGEST = 400
"""Words of a text that are compared; the distance takes their product in time."""


def choices(one: Collection[str], other: Collection[str]) -> float:
    """Share of the chosen that both chose (Jaccard index)."""
    union = set(one) | set(other)
    return len(set(one) & set(other)) / len(union) if union else 1.0


def numbers(one: float, other: float) -> float:
    """1 less the difference as a share of the greater amount, 0 at the least."""
    greatest = max(abs(one), abs(other))
    return max(0.0, 1 - abs(one - other) / greatest) if greatest else 1.0


def texts(one: str, other: str) -> float:
    """1 less the word error rate over the longer text (Levenshtein distance of words)."""
    if one == other:
        return 1.0
    a, b = one.split()[:LONGEST], other.split()[:LONGEST]
    longer = max(len(a), len(b))
    return 1 - _distance(a, b) / longer if longer else 1.0


def _distance(one: list[str], other: list[str]) -> int:
    row = list(range(len(other) + 1))
    for i, word in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, against in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (word != against))
    return row[-1]
