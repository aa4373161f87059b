"""Agreement beyond chance over many tasks, from how often which labels met.

Sources: J. Cohen, A coefficient of agreement for nominal scales (1960); K. Krippendorff, Computing Krippendorff's
alpha-reliability (2011), nominal metric.
"""

from collections import Counter
from collections.abc import Mapping

Meetings = Mapping[tuple[str, str], float]
"""How often (or with what weight) the first annotator's label met the second's."""


def cohen_kappa(meetings: Meetings) -> float | None:
    """Cohen's kappa of two annotators; None without any task in common, or when chance alone explains everything."""
    total = sum(meetings.values())
    if not total:
        return None
    first: Counter[str] = Counter()
    second: Counter[str] = Counter()
    for (a, b), count in meetings.items():
        first[a] += count  # type: ignore[assignment]  # weights may be fractions
        second[b] += count  # type: ignore[assignment]
    observed = sum(count for (a, b), count in meetings.items() if a == b) / total
    expected = sum(first[label] * second[label] for label in first) / total**2
    return None if expected == 1 else (observed - expected) / (1 - expected)


def krippendorff_alpha(meetings: Meetings) -> float | None:
    """Krippendorff's alpha for nominal labels; None when nothing can be paired or only one label occurs.

    `meetings` holds each unordered pair of labels of a task once, with the weight 1 / (labels of the task - 1), so that
    tasks with more annotators do not count more than their number of labels.
    """
    coincidences: dict[tuple[str, str], float] = {}
    for (a, b), weight in meetings.items():
        for pair in ((a, b), (b, a)):
            coincidences[pair] = coincidences.get(pair, 0.0) + weight
    margins: dict[str, float] = {}
    for (a, _), weight in coincidences.items():
        margins[a] = margins.get(a, 0.0) + weight
    total = sum(margins.values())
    if total <= 1:
        return None
    observed = sum(weight for (a, b), weight in coincidences.items() if a != b)
    expected = (total**2 - sum(margin**2 for margin in margins.values())) / (total - 1)
    return None if expected == 0 else 1 - observed / expected
