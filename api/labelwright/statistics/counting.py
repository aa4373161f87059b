"""Counts a project's work into days, task by task. Pure: what is counted is given in chunks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from labelwright.statistics import labels, lead_times
from labelwright.statistics.days import NOBODY, OVERALL, Confusion, Day, Pair, Person
from labelwright.statistics.guessing import Guess, Guessing

MOST_LABELS = 1000
"""Labels of a control that are told apart, the most frequent ones; the rest is counted together."""


class Finished(NamedTuple):
    """A task: when it was done, and how far its annotators agree."""

    id: int
    completed_at: datetime | None
    agreement: float | None


class Submitted(NamedTuple):
    """An annotation, skips as well."""

    task_id: int
    user_id: int | None
    created_at: datetime
    was_cancelled: bool
    ground_truth: bool
    lead_time: float | None
    review_state: str | None
    result: str


class Score(NamedTuple):
    """A stored score of two annotators at one control."""

    task_id: int
    control: str
    user_a: int
    user_b: int
    score: float
    label_a: str | None
    label_b: str | None
    weight: float | None


@dataclass(slots=True)
class Worked:
    """The finished work on one task: of several annotations of one person the newest counts."""

    newest: datetime
    results: dict[int, str] = field(default_factory=dict)
    truths: list[int] = field(default_factory=list)
    """Whose annotations are ground truths, the newest last."""

    accepted: set[int] = field(default_factory=set)

    def add(self, item: Submitted) -> None:
        """The next annotation, by id."""
        self.newest = max(self.newest, item.created_at)
        if item.user_id is None:
            return
        self.results[item.user_id] = item.result
        if item.ground_truth:
            self.truths.append(item.user_id)
        if item.review_state in ("accepted", "fixed"):
            self.accepted.add(item.user_id)
        else:
            self.accepted.discard(item.user_id)


class Verdict(NamedTuple):
    """A review."""

    user_id: int | None
    accepted: bool
    fixed: bool
    created_at: datetime


@dataclass(slots=True)
class Counting:
    """The days so far."""

    days: dict[date, Day] = field(default_factory=dict)
    _pairs: dict[tuple[date, int, int, str], Pair] = field(default_factory=dict)
    _meetings: dict[tuple[date, int, int, str], dict[tuple[str, str], tuple[int, float]]] = field(default_factory=dict)

    _guessing: Guessing = field(default_factory=Guessing)

    def _day(self, moment: datetime) -> Day:
        return self.days.setdefault(moment.date(), Day())

    def add_tasks(
        self, tasks: Iterable[Finished], work: Iterable[Submitted], scores: Iterable[Score], guesses: Iterable[Guess]
    ) -> None:
        """Count some tasks with all their annotations, by id, and all their scores and predictions, by id."""
        worked: dict[int, Worked] = {}
        for item in work:
            self._add_work(item)
            if not item.was_cancelled:
                worked.setdefault(item.task_id, Worked(item.created_at)).add(item)
        of_task: dict[int, list[Score]] = {}
        for score in scores:
            of_task.setdefault(score.task_id, []).append(score)
        guessed: dict[int, list[Guess]] = {}
        for guess in guesses:
            guessed.setdefault(guess.task_id, []).append(guess)
        for task in tasks:
            found = worked.get(task.id)
            if task.completed_at is not None:
                self._day(task.completed_at).finished += 1
            if task.agreement is not None and found is not None:
                day, tenth = self._day(found.newest), min(int(task.agreement * 10), 9)
                day.compared += 1
                day.agreement += task.agreement
                day.tenths[tenth] = day.tenths.get(tenth, 0) + 1
                self._add_scores(found, of_task.get(task.id, ()))
            if task.id in guessed:
                moment = found.newest if found else guessed[task.id][-1].created_at
                results, truths = (found.results, found.truths) if found else ({}, [])
                self._guessing.add(moment.date(), guessed[task.id], results, truths)

    def _add_work(self, item: Submitted) -> None:
        day = self._day(item.created_at)
        person = day.people.setdefault(item.user_id or NOBODY, Person())
        if item.was_cancelled:
            person.skipped += 1
            return
        person.submitted += 1
        if item.lead_time is not None and item.lead_time > 0:
            number = lead_times.class_of(item.lead_time)
            person.times[number] = person.times.get(number, 0) + 1
        if item.review_state:
            person.reviews[item.review_state] = person.reviews.get(item.review_state, 0) + 1
        for control, label in labels.given(item.result):
            counts = day.labels.setdefault(control, {})
            counts[label] = counts.get(label, 0) + 1

    def _add_scores(self, worked: Worked, scores: Sequence[Score]) -> None:
        """The scores of one task."""
        day, truths = worked.newest.date(), set(worked.truths)
        of_pair: dict[tuple[int, int], list[float]] = {}
        for score in scores:
            of_pair.setdefault((score.user_a, score.user_b), []).append(score.score)
            self._meet(day, score)
            self._confuse(self.days[day], worked, score)
        for (user_a, user_b), values in of_pair.items():
            mean = sum(values) / len(values)
            self._pair(day, user_a, user_b, OVERALL, mean)
            for person_id, other in ((user_a, user_b), (user_b, user_a)):
                if other in truths and person_id not in truths:
                    person = self.days[day].people.setdefault(person_id, Person())
                    person.truths += 1
                    person.truth_agreement += mean

    def _pair(self, day: date, user_a: int, user_b: int, control: str, score: float) -> None:
        pair = self._pairs.setdefault((day, user_a, user_b, control), Pair(user_a, user_b, control))
        pair.tasks += 1
        pair.score += score
        pair.squares += score * score

    def _meet(self, day: date, score: Score) -> None:
        self._pair(day, score.user_a, score.user_b, score.control, score.score)
        if score.label_a is None or score.label_b is None:
            return
        met = self._meetings.setdefault((day, score.user_a, score.user_b, score.control), {})
        count, weight = met.get((score.label_a, score.label_b), (0, 0.0))
        met[score.label_a, score.label_b] = (count + 1, weight + (score.weight or 0.0))

    def _confuse(self, day: Day, worked: Worked, score: Score) -> None:
        """Count labels that met a ground truth's, the newest of several, and those of accepted annotations."""
        if score.label_a is None or score.label_b is None:
            return
        truth = worked.truths[-1] if worked.truths else NOBODY
        if truth == score.user_a:
            _meet(day.true_labels, score.control, score.label_a, score.label_b)
        elif truth == score.user_b:
            _meet(day.true_labels, score.control, score.label_b, score.label_a)
        if {score.user_a, score.user_b} <= worked.accepted:
            _meet(day.accepted_labels, score.control, score.label_a, score.label_b)

    def add_reviews(self, reviews: Iterable[Verdict]) -> None:
        """Count some verdicts."""
        for review in reviews:
            outcome = "fixed" if review.fixed else "accepted" if review.accepted else "rejected"
            verdicts = self._day(review.created_at).reviewers.setdefault(review.user_id or NOBODY, {})
            verdicts[outcome] = verdicts.get(outcome, 0) + 1

    def finish(self) -> dict[date, Day]:
        """The days, once everything is counted."""
        for key, pair in self._pairs.items():
            met = self._meetings.get(key, {})
            pair.meetings = [(*labels, count, weight) for labels, (count, weight) in met.items()]
            self.days[key[0]].pairs.append(pair)
        self._pairs, self._meetings = {}, {}
        for day_of, pairs in self._guessing.finish().items():
            self.days.setdefault(day_of, Day()).models = pairs
        self._merge_rare_labels()
        return self.days

    def _merge_rare_labels(self) -> None:
        totals: dict[str, dict[str, int]] = {}
        for day in self.days.values():
            for control, counts in day.labels.items():
                whole = totals.setdefault(control, {})
                for label, count in counts.items():
                    whole[label] = whole.get(label, 0) + count
        for control, whole in totals.items():
            if len(whole) <= MOST_LABELS:
                continue
            kept = set(sorted(whole, key=lambda label: (-whole[label], label))[:MOST_LABELS])
            for day in self.days.values():
                counts = day.labels.get(control, {})
                rare = [label for label in counts if label not in kept]
                if rare:
                    day.others[control] = sum(counts.pop(label) for label in rare)


def _meet(confusion: Confusion, control: str, label: str, other: str) -> None:
    met = confusion.setdefault(control, {}).setdefault(label, {})
    met[other] = met.get(other, 0) + 1
