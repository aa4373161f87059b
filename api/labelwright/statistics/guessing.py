"""Compares the predictions of model versions with annotations and with each other, task by task. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import combinations
from typing import NamedTuple

from labelwright import agreement
from labelwright.agreement import Comparison, Work
from labelwright.statistics.days import NOBODY, ModelPair

Key = tuple[str, int, str | None]
"""Version, and annotator or other version."""


class Guess(NamedTuple):
    """A prediction."""

    task_id: int
    version: str
    created_at: datetime
    result: str


@dataclass(slots=True)
class Guessing:
    """The comparisons so far, by day."""

    _pairs: dict[date, dict[Key, ModelPair]] = field(default_factory=dict)
    _meetings: dict[date, dict[Key, dict[str, dict[tuple[str, str], int]]]] = field(default_factory=dict)

    def add(self, day: date, guesses: Sequence[Guess], results: Mapping[int, str], truths: Sequence[int]) -> None:
        """Compare the predictions on one task, of one version the last, with the results of its annotators."""
        versions = {guess.version: agreement.read(guess.result) for guess in guesses}
        works = {user_id: agreement.read(result) for user_id, result in results.items()}
        for version, guessed in versions.items():
            for user_id, work in works.items():
                pair, score = self._compare(day, (version, user_id, None), guessed, work)
                if user_id in truths:
                    pair.truths += 1
                    pair.truth_score += score
        for one, other in combinations(sorted(versions), 2):
            self._compare(day, (one, NOBODY, other), versions[one], versions[other])

    def _compare(self, day: date, key: Key, one: Work, other: Work) -> tuple[ModelPair, float]:
        comparisons = agreement.compare(one, other)
        score = agreement.overall(comparisons)
        pair = self._pairs.setdefault(day, {}).setdefault(key, ModelPair(*key))
        pair.tasks += 1
        pair.score += score
        self._meet(day, key, comparisons)
        return pair, score

    def _meet(self, day: date, key: Key, comparisons: Sequence[Comparison]) -> None:
        for item in comparisons:
            if item.labels is not None:
                met = self._meetings.setdefault(day, {}).setdefault(key, {}).setdefault(item.control, {})
                met[item.labels] = met.get(item.labels, 0) + 1

    def finish(self) -> dict[date, list[ModelPair]]:
        """The pairs of each day, once everything is compared."""
        found = {day: list(pairs.values()) for day, pairs in self._pairs.items()}
        for day, pairs in self._meetings.items():
            for key, controls in pairs.items():
                for control, met in controls.items():
                    counts = [(*labels, count) for labels, count in met.items()]
                    found[day].append(ModelPair(*key, control, meetings=counts))
        self._pairs, self._meetings = {}, {}
        return found
