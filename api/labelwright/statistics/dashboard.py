"""What the dashboard shows, from the days that were counted. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypedDict

from labelwright.agreement.reliability import cohen_kappa, krippendorff_alpha
from labelwright.core.types import AnyRow
from labelwright.projects.models import Project
from labelwright.statistics import lead_times
from labelwright.statistics.days import NOBODY, OVERALL, Day, ModelPair, Pair, Person
from labelwright.users.models import User

DISPUTED = 5
"""Tenths of agreement below which a task is disputed."""

People = Mapping[int, dict[str, Any]]


class Dashboard(TypedDict):
    """See `schemas.dashboard.DashboardRead` for what the parts mean."""

    project: int
    computed_at: Any
    first_day: date | None
    last_day: date | None
    totals: dict[str, Any]
    days: list[dict[str, Any]]
    annotators: list[dict[str, Any]]
    reviewers: list[dict[str, Any]]
    labels: list[dict[str, Any]]
    agreement: dict[str, Any]


def person(user: User) -> dict[str, Any]:
    """Somebody, as far as the page names them."""
    return {"id": user.id, "email": user.email, "first_name": user.first_name, "last_name": user.last_name}


def build(
    project: Project,
    state: AnyRow | None,
    days: Mapping[date, Day],
    whole: Day,
    people: People,
    first: date | None,
    last: date | None,
) -> Dashboard:
    """Put it together; `whole` is the sum of the days."""
    longest = lead_times.fence(_times(whole))
    return {
        "project": project.id,
        "computed_at": state.computed_at if state else None,
        "first_day": first,
        "last_day": last,
        "totals": _totals(project, whole, longest),
        "days": [_day(day, counts) for day, counts in days.items()],
        "annotators": _annotators(days, whole, people, longest),
        "reviewers": [
            {"user": _user(user_id, people), **_verdicts(verdicts)}
            for user_id, verdicts in sorted(whole.reviewers.items(), key=lambda item: -sum(item[1].values()))
        ],
        "labels": [_labels(control, whole) for control in sorted(whole.labels)],
        "agreement": _agreement(whole, people),
    }


def _times(day: Day) -> dict[int, int]:
    total: dict[int, int] = {}
    for worker in day.people.values():
        for number, count in worker.times.items():
            total[number] = total.get(number, 0) + count
    return total


def share(part: float, whole: float) -> float | None:
    """A share of 0 to 1, to four decimals; None of nothing."""
    return round(part / whole, 4) if whole else None


def _rounded(value: float | None, digits: int = 4) -> float | None:
    return None if value is None else round(value, digits)


def _totals(project: Project, whole: Day, longest: float | None) -> dict[str, Any]:
    times = _times(whole)
    counted, seconds = lead_times.without_idle(times, longest)
    return {
        "tasks": project.task_number,
        "finished_tasks": project.finished_task_number,
        "finished": whole.finished,
        "submitted": sum(worker.submitted for worker in whole.people.values()),
        "skipped": sum(worker.skipped for worker in whole.people.values()),
        "median_lead_time": _rounded(lead_times.quantile(times, 0.5), 1),
        "mean_lead_time": _rounded(seconds / counted if counted else None, 1),
        "idle_beyond": _rounded(longest, 1),
        "agreement": share(whole.agreement, whole.compared),
        "compared_tasks": whole.compared,
        "disputed_tasks": sum(count for tenth, count in whole.tenths.items() if tenth < DISPUTED),
    }


def _day(day: date, counts: Day) -> dict[str, Any]:
    verdicts = [_verdicts(found) for found in counts.reviewers.values()]
    return {
        "day": day,
        "finished": counts.finished,
        "submitted": sum(worker.submitted for worker in counts.people.values()),
        "skipped": sum(worker.skipped for worker in counts.people.values()),
        "accepted": sum(found["accepted"] + found["fixed"] for found in verdicts),
        "rejected": sum(found["rejected"] for found in verdicts),
        "agreement": share(counts.agreement, counts.compared),
    }


def _annotators(days: Mapping[date, Day], whole: Day, people: People, longest: float | None) -> list[dict[str, Any]]:
    active: dict[int, int] = {}
    for counts in days.values():
        for user_id, worker in counts.people.items():
            active[user_id] = active.get(user_id, 0) + bool(worker.submitted or worker.skipped)
    compared = _compared(whole)
    by_work = sorted(whole.people.items(), key=lambda item: (-item[1].submitted, item[0]))
    return [
        _annotator(user_id, worker, active[user_id], compared.get(user_id, (0, 0.0)), people, longest)
        for user_id, worker in by_work
    ]


def _annotator(
    user_id: int, worker: Person, active_days: int, compared: tuple[int, float], people: People, longest: float | None
) -> dict[str, Any]:
    counted, seconds = lead_times.without_idle(worker.times, longest)
    states = {name: worker.reviews.get(name, 0) for name in ("pending", "accepted", "fixed", "returned", "rejected")}
    judged = sum(states.values()) - states["pending"]
    return {
        "user": _user(user_id, people),
        "submitted": worker.submitted,
        "skipped": worker.skipped,
        "active_days": active_days,
        "per_day": share(worker.submitted, active_days),
        "median_lead_time": _rounded(lead_times.quantile(worker.times, 0.5), 1),
        "mean_lead_time": _rounded(seconds / counted if counted else None, 1),
        "lead_time": round(seconds, 1),
        "reviews": states,
        "accepted_share": share(states["accepted"] + states["fixed"], judged),
        "agreement": share(compared[1], compared[0]),
        "comparisons": compared[0],
        "ground_truth_agreement": share(worker.truth_agreement, worker.truths),
        "ground_truths": worker.truths,
    }


def _compared(whole: Day) -> dict[int, tuple[int, float]]:
    """For each annotator how often they were compared with another, and the sum of the scores."""
    found: dict[int, tuple[int, float]] = {}
    for pair in whole.pairs:
        if pair.control == OVERALL:
            for user_id in (pair.user_a, pair.user_b):
                count, score = found.get(user_id, (0, 0.0))
                found[user_id] = (count + pair.tasks, score + pair.score)
    return found


def _user(user_id: int, people: People) -> dict[str, Any] | None:
    return None if user_id == NOBODY else people.get(user_id)


def _verdicts(found: Mapping[str, int]) -> dict[str, int]:
    return {name: found.get(name, 0) for name in ("accepted", "fixed", "rejected")}


def _labels(control: str, whole: Day) -> dict[str, Any]:
    counts = whole.labels[control]
    return {
        "control": control,
        "total": sum(counts.values()) + whole.others.get(control, 0),
        "others": whole.others.get(control, 0),
        "labels": [
            {"label": label, "count": count}
            for label, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        ],
    }


def _agreement(whole: Day, people: People) -> dict[str, Any]:
    by_users: dict[tuple[int, int], list[Pair]] = {}
    by_control: dict[str, list[Pair]] = {}
    for pair in whole.pairs:
        by_users.setdefault((pair.user_a, pair.user_b), []).append(pair)
        if pair.control != OVERALL:
            by_control.setdefault(pair.control, []).append(pair)
    by_model: dict[str, dict[int, list[ModelPair]]] = {}
    for guess in whole.models:
        if guess.other is None:
            by_model.setdefault(guess.version, {}).setdefault(guess.user, []).append(guess)
    ids = {user_id for pair in by_users for user_id in pair} | {user for found in by_model.values() for user in found}
    return {
        "users": [_user(user_id, people) for user_id in sorted(ids)],
        "pairs": [_pair(users, parts) for users, parts in sorted(by_users.items())],
        "controls": [_control(control, parts) for control, parts in sorted(by_control.items())],
        "models": [
            {"version": version, "users": [_guessed(user, parts) for user, parts in sorted(found.items())]}
            for version, found in sorted(by_model.items())
        ],
    }


def _guessed(user_id: int, parts: list[ModelPair]) -> dict[str, Any]:
    mean = next(part for part in parts if part.control == OVERALL)
    kappas = {
        part.control: _rounded(cohen_kappa({(a, b): count for a, b, count in part.meetings}))
        for part in parts
        if part.meetings
    }
    return {"user": user_id, "tasks": mean.tasks, "score": share(mean.score, mean.tasks), "kappa": kappas}


def _pair(users: tuple[int, int], parts: list[Pair]) -> dict[str, Any]:
    mean = next(part for part in parts if part.control == OVERALL)
    kappas = {
        part.control: _rounded(cohen_kappa({(a, b): count for a, b, count, _ in part.meetings}))
        for part in parts
        if part.meetings
    }
    return {"users": users, "tasks": mean.tasks, "score": share(mean.score, mean.tasks), "kappa": kappas}


def _control(control: str, parts: list[Pair]) -> dict[str, Any]:
    weights: dict[tuple[str, str], float] = {}
    for part in parts:
        for one, other, _, weight in part.meetings:
            weights[one, other] = weights.get((one, other), 0.0) + weight
    return {
        "control": control,
        "comparisons": sum(part.tasks for part in parts),
        "score": share(sum(part.score for part in parts), sum(part.tasks for part in parts)),
        "alpha": _rounded(krippendorff_alpha(weights)),
    }
