"""What is kept of one day in a project: sums, so that a span of days is the sum of its days."""

from collections import Counter
from typing import Any

import msgspec

NOBODY = 0
"""Stands for the annotator of work whose author is not known, or whose account is gone."""

OVERALL = ""
"""The control under which pairs are kept with the mean over all controls of a task."""


class Person(msgspec.Struct, omit_defaults=True):
    """The work of one annotator, by the day on which it was submitted."""

    submitted: int = 0
    skipped: int = 0
    times: dict[int, int] = {}
    """Lead times: how many lie in each class of `lead_times`."""

    reviews: dict[str, int] = {}
    """How many of them are in each state of review now."""

    truths: int = 0
    """How often work of this annotator was compared with a ground truth of somebody else."""

    truth_agreement: float = 0.0
    """The sum of these scores, 0 to 1 each."""


class Pair(msgspec.Struct, omit_defaults=True):
    """How far two annotators agreed at one control; `user_a` is the smaller id."""

    user_a: int
    user_b: int
    control: str
    tasks: int = 0
    score: float = 0.0
    """The sum over the tasks, 0 to 1 each."""

    squares: float = 0.0
    """The sum of their squares."""

    meetings: list[tuple[str, str, int, float]] = []
    """Label of a, label of b, how often they met, and with what weight (see `AgreementScore.weight`)."""


class ModelPair(msgspec.Struct, omit_defaults=True):
    """How far the predictions of one model version agreed with the annotations of somebody, or with another version.

    With a `control`, only which labels met there is kept.
    """

    version: str
    user: int = NOBODY
    other: str | None = None
    """The version that comes after `version` in order, where it is no annotator."""

    control: str = OVERALL
    tasks: int = 0
    score: float = 0.0
    """The sum over the tasks, 0 to 1 each."""

    truths: int = 0
    """How many of the annotations are ground truths."""

    truth_score: float = 0.0
    """The sum of the scores with these."""

    meetings: list[tuple[str, str, int]] = []
    """Label of the version, label of the annotator or the other version, how often they met."""


Confusion = dict[str, dict[str, dict[str, int]]]
"""For each control, and each label there, how often each label of somebody else met it."""


class Day(msgspec.Struct, omit_defaults=True):
    """One day. Agreement counts on the day of the newest annotation of the task."""

    finished: int = 0
    """Tasks that are done, by the day of the annotation that made them so."""

    compared: int = 0
    """Tasks with an agreement."""

    agreement: float = 0.0
    """The sum of their agreements, 0 to 1 each."""

    tenths: dict[int, int] = {}
    """How many of them have an agreement in each tenth, 0 to 9."""

    people: dict[int, Person] = {}
    labels: dict[str, dict[str, int]] = {}
    """For each control how often each label was given."""

    others: dict[str, int] = {}
    """For each control how often labels were given that are too many to be told apart."""

    pairs: list[Pair] = []
    models: list[ModelPair] = []
    """Predictions on tasks without annotations count on the day of the newest of them."""

    true_labels: Confusion = {}
    """The label of a ground truth, and those of others on the same task."""

    accepted_labels: Confusion = {}
    """Labels of pairs of annotations that were both accepted."""

    reviewers: dict[int, dict[str, int]] = {}
    """For each reviewer how many verdicts were `accepted`, `fixed` and `rejected` on this day."""


_DECODER = msgspec.json.Decoder(Day)


def encode(day: Day) -> str:
    """JSON text to be stored."""
    return msgspec.json.encode(day).decode()


def decode(text: str) -> Day:
    """What `encode` wrote."""
    return _DECODER.decode(text)


def total(days: list[Day]) -> Day:
    """The sum of several days."""
    whole = Day(
        finished=sum(day.finished for day in days),
        compared=sum(day.compared for day in days),
        agreement=sum(day.agreement for day in days),
    )
    pairs: dict[tuple[int, int, str], list[Pair]] = {}
    for day in days:
        _add(whole.tenths, day.tenths)
        for user_id, person in day.people.items():
            _add_person(whole.people.setdefault(user_id, Person()), person)
        for control, labels in day.labels.items():
            _add(whole.labels.setdefault(control, {}), labels)
        _add(whole.others, day.others)
        for user_id, verdicts in day.reviewers.items():
            _add(whole.reviewers.setdefault(user_id, {}), verdicts)
        for pair in day.pairs:
            pairs.setdefault((pair.user_a, pair.user_b, pair.control), []).append(pair)
    whole.pairs = [_joined(key, parts) for key, parts in sorted(pairs.items())]
    whole.models = _models([pair for day in days for pair in day.models])
    for day in days:
        _add_confusion(whole.true_labels, day.true_labels)
        _add_confusion(whole.accepted_labels, day.accepted_labels)
    return whole


def _add(target: dict[Any, int], counts: dict[Any, int]) -> None:
    for key, count in counts.items():
        target[key] = target.get(key, 0) + count


def _add_person(target: Person, person: Person) -> None:
    target.submitted += person.submitted
    target.skipped += person.skipped
    _add(target.times, person.times)
    _add(target.reviews, person.reviews)
    target.truths += person.truths
    target.truth_agreement += person.truth_agreement


def _joined(key: tuple[int, int, str], parts: list[Pair]) -> Pair:
    counts: Counter[tuple[str, str]] = Counter()
    weights: dict[tuple[str, str], float] = {}
    for part in parts:
        for one, other, count, weight in part.meetings:
            counts[one, other] += count
            weights[one, other] = weights.get((one, other), 0.0) + weight
    return Pair(
        *key,
        tasks=sum(part.tasks for part in parts),
        score=sum(part.score for part in parts),
        squares=sum(part.squares for part in parts),
        meetings=[(*labels, count, weights[labels]) for labels, count in sorted(counts.items())],
    )


def _models(parts: list[ModelPair]) -> list[ModelPair]:
    found: dict[tuple[str, int, str, str], ModelPair] = {}
    met: dict[tuple[str, int, str, str], Counter[tuple[str, str]]] = {}
    for part in parts:
        key = (part.version, part.user, part.other or "", part.control)
        whole = found.setdefault(key, ModelPair(part.version, part.user, part.other, part.control))
        whole.tasks += part.tasks
        whole.score += part.score
        whole.truths += part.truths
        whole.truth_score += part.truth_score
        for one, other, count in part.meetings:
            met.setdefault(key, Counter())[one, other] += count
    for key, whole in found.items():
        whole.meetings = [(*labels, count) for labels, count in sorted(met.get(key, Counter()).items())]
    return [found[key] for key in sorted(found)]


def _add_confusion(target: Confusion, part: Confusion) -> None:
    for control, rows in part.items():
        for label, counts in rows.items():
            _add(target.setdefault(control, {}).setdefault(label, {}), counts)
