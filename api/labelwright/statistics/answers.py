"""The answers to the published client's calls, from what was counted of a project. Pure.

Per label: of the choices of a pair that name a label, the share in which both do (specific agreement; D. V. Cicchetti,
A. R. Feinstein, High agreement but low kappa: II, 1990). It is told of controls where each chose one label.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from labelwright.statistics import lead_times
from labelwright.statistics.dashboard import DISPUTED, share
from labelwright.statistics.days import NOBODY, OVERALL, Day, Pair, Person

SEPARATOR = "___SEP___"
PIPE = "___PIPE___"


def matrix(day: Day, *, per_label: bool, with_std: bool) -> dict[str, Any]:
    """Who agrees with whom: users by id, and for each pair its score and how many tasks it shares."""
    pairs = [pair for pair in day.pairs if pair.control == OVERALL]
    users = sorted({user_id for pair in pairs for user_id in (pair.user_a, pair.user_b)})
    if not per_label:
        answer: dict[str, Any] = {
            "IAA": _square(users, {_key(pair): share(pair.score, pair.tasks) for pair in pairs}, None),
            "common_tasks": _square(users, {_key(pair): pair.tasks for pair in pairs}, 0),
        }
        if with_std:
            answer["std"] = _deviation(pairs)
        return answer | {"users": users}
    by_label = _by_label(day.pairs)
    shares = {
        label: {users: share(both, any_) for users, (both, any_) in found.items()} for label, found in by_label.items()
    }
    answer = {
        "IAA": {label: _square(users, found, None) for label, found in shares.items()},
        "common_tasks": {
            label: _square(users, {pair: any_ for pair, (_, any_) in found.items()}, 0)
            for label, found in by_label.items()
        },
    }
    return answer | {"users": users}


def _key(pair: Pair) -> tuple[int, int]:
    return pair.user_a, pair.user_b


def _square(users: Sequence[int], values: Mapping[tuple[int, int], Any], default: Any) -> list[list[Any]]:
    return [[values.get((min(a, b), max(a, b)), default) for b in users] for a in users]


def _deviation(pairs: Iterable[Pair]) -> float | None:
    found = list(pairs)
    count = sum(pair.tasks for pair in found)
    if not count:
        return None
    mean = sum(pair.score for pair in found) / count
    return round(math.sqrt(max(0.0, sum(pair.squares for pair in found) / count - mean * mean)), 4)


def _by_label(pairs: Iterable[Pair]) -> dict[str, dict[tuple[int, int], tuple[float, float]]]:
    """For each label and pair: in how many tasks both chose it, and the mean of how many either chose it in."""
    found: dict[str, dict[tuple[int, int], tuple[float, float]]] = {}
    for pair in pairs:
        for one, other, count, _ in pair.meetings:
            for label in (one, other):
                both, any_ = found.setdefault(label, {}).get(_key(pair), (0.0, 0.0))
                same = count / 2 if one == other else 0.0
                found[label][_key(pair)] = (both + same, any_ + count / 2)
    return found


def agreement(day: Day, *, per_label: bool) -> Any:
    """The agreement of a project: one number, or one for each label; None without any."""
    if not per_label:
        return share(day.agreement, day.compared)
    sums = {label: tuple(map(sum, zip(*found.values(), strict=True))) for label, found in _by_label(day.pairs).items()}
    return {label: share(both, any_) for label, (both, any_) in sorted(sums.items())} or None


def agreement_of(day: Day, user_id: int) -> float | None:
    """How far an annotator agrees with the others."""
    pairs = [pair for pair in day.pairs if pair.control == OVERALL and user_id in _key(pair)]
    return share(sum(pair.score for pair in pairs), sum(pair.tasks for pair in pairs))


def lead_time(day: Day) -> list[dict[str, Any]]:
    """Mean, median and sum of each annotator's lead times, in seconds, idle time left out of mean and sum."""
    whole: dict[int, int] = {}
    for worker in day.people.values():
        for number, count in worker.times.items():
            whole[number] = whole.get(number, 0) + count
    longest = lead_times.fence(whole)
    answers = []
    for user_id, worker in sorted(day.people.items()):
        median = lead_times.quantile(worker.times, 0.5)
        if user_id == NOBODY or median is None:
            continue
        count, seconds = lead_times.without_idle(worker.times, longest)
        answers.append(
            {
                "user_id": user_id,
                "mean_time": round(seconds / count, 2) if count else None,
                "median_time": round(median, 2),
                "sum_lead_time": round(seconds, 2),
            }
        )
    return answers


def review_scores(worker: Person | None) -> tuple[float | None, float | None]:
    """Shares of what was judged: accepted as it was, and accepted with or without a correction."""
    states = worker.reviews if worker else {}
    judged = sum(count for state, count in states.items() if state != "pending")
    accepted, fixed = states.get("accepted", 0), states.get("fixed", 0)
    return share(accepted, judged), share(accepted + fixed, judged)


def truth_score(worker: Person | None) -> float | None:
    """How far an annotator agrees with the ground truths of others."""
    return share(worker.truth_agreement, worker.truths) if worker else None


def choice_keys(day: Day) -> list[str]:
    """All labels with their controls, in order."""
    return [f"{control}{SEPARATOR}{label}" for control in sorted(day.labels) for label in sorted(day.labels[control])]


def label_row(day: Day, key: str) -> dict[str, Any] | None:
    """How often a label was given; None for no label of this project. Predictions are not counted."""
    control, _, label = key.partition(SEPARATOR)
    counts = day.labels.get(control)
    if counts is None or label not in counts:
        return None
    return {
        "choice": label,
        "choice_key": key,
        "dimension_name": control,
        "from_annotations_count": counts[label],
        "from_annotations_percent": round(100 * counts[label] / label_totals(day)[control], 2),
        "from_predictions_count": 0,
        "from_predictions_percent": 0.0,
    }


def label_totals(day: Day) -> dict[str, int]:
    """How many labels were given at each control."""
    return {control: sum(counts.values()) + day.others.get(control, 0) for control, counts in day.labels.items()}


def dimensions(day: Day) -> list[dict[str, Any]]:
    """How far all agree at each control."""
    sums: dict[str, tuple[float, int]] = {}
    for pair in day.pairs:
        if pair.control != OVERALL:
            score, tasks = sums.get(pair.control, (0.0, 0))
            sums[pair.control] = (score + pair.score, tasks + pair.tasks)
    return [
        {"name": control, "from_name": control, "agreement": share(score, tasks)}
        for control, (score, tasks) in sorted(sums.items())
    ]


def distribution(day: Day) -> dict[str, Any]:
    """How many tasks have an agreement in each tenth."""
    histogram = [day.tenths.get(tenth, 0) for tenth in range(10)]
    return {
        "average_agreement": share(day.agreement, day.compared),
        "histogram": histogram,
        "low_agreement_count": sum(histogram[:DISPUTED]),
        "total_tasks": day.compared,
    }
