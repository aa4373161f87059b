"""What is told of how far the predictions of models agree, from what was counted of a project. Pure."""

from collections.abc import Iterable
from typing import Any

from labelwright.statistics.dashboard import share
from labelwright.statistics.days import NOBODY, OVERALL, Day, ModelPair

Told = float | dict[str, float | None] | None


def with_annotators(day: Day, version: str) -> float | None:
    """How far a model version agrees with the annotators of the same tasks."""
    pairs = [pair for pair in _overall(day) if pair.version == version and pair.user != NOBODY]
    return share(sum(pair.score for pair in pairs), sum(pair.tasks for pair in pairs))


def with_truths(day: Day, version: str) -> float | None:
    """How far it agrees with the ground truths among them."""
    pairs = [pair for pair in _overall(day) if pair.version == version]
    return share(sum(pair.truth_score for pair in pairs), sum(pair.truths for pair in pairs))


def with_other_versions(day: Day, version: str, *, per_label: bool) -> Told:
    """How far it agrees with the other versions on the same tasks."""
    pairs = [pair for pair in day.models if pair.other is not None and version in (pair.version, pair.other)]
    return _told(pairs, per_label=per_label)


def of_user(day: Day, user_id: int, *, per_label: bool) -> Told:
    """How far an annotator agrees with the predictions on the same tasks, of whichever version."""
    pairs = [pair for pair in day.models if pair.other is None and pair.user == user_id]
    return _told(pairs, per_label=per_label)


def _overall(day: Day) -> list[ModelPair]:
    return [pair for pair in day.models if pair.control == OVERALL]


def _told(pairs: Iterable[ModelPair], *, per_label: bool) -> Told:
    if per_label:
        return _by_label(pairs) or None
    overall = [pair for pair in pairs if pair.control == OVERALL]
    return share(sum(pair.score for pair in overall), sum(pair.tasks for pair in overall))


def _by_label(pairs: Iterable[ModelPair]) -> dict[str, float | None]:
    """The specific agreement of each label; see `answers`."""
    both: dict[str, float] = {}
    either: dict[str, float] = {}
    for pair in pairs:
        for one, other, count in pair.meetings:
            for label in (one, other):
                both[label] = both.get(label, 0.0) + (count if one == other else 0)
                either[label] = either.get(label, 0.0) + count
    return {label: share(both[label], either[label]) for label in sorted(either)}


def versions(day: Day) -> list[str]:
    """The model versions whose predictions were compared."""
    return sorted({version for pair in day.models for version in (pair.version, pair.other) if version})


def filters(day: Day) -> dict[str, Any]:
    """Filters of the data manager for the tasks that each annotator worked on and each model version predicted."""
    people = sorted(user_id for user_id, worker in day.people.items() if user_id != NOBODY and worker.submitted)
    stats = [{"id": str(user_id), "filters": _filter("annotators", "contains", "List", user_id)} for user_id in people]
    stats += [
        {"id": f"model:{version}", "filters": _filter("predictions_model_versions", "contains", "List", version)}
        for version in versions(day)
    ]
    annotated = _filter("total_annotations", "greater", "Number", 0)
    return {"stats": stats, "tasks_with_annotations": {"title": "Annotated", "filters": annotated}}


def _filter(column: str, operator: str, kind: str, value: Any) -> dict[str, Any]:
    item = {"filter": f"filter:tasks:{column}", "operator": operator, "type": kind, "value": value}
    return {"conjunction": "and", "items": [item]}
