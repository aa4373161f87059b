"""The parts of the dashboard as tables: a head and rows, for CSV files. Pure."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from labelwright.core import csvlines
from labelwright.statistics.dashboard import Dashboard

Rows = list[list[Any]]


class Table(StrEnum):
    """Which part."""

    DAYS = "days"
    ANNOTATORS = "annotators"
    REVIEWERS = "reviewers"
    LABELS = "labels"
    AGREEMENT = "agreement"


def as_csv(dashboard: Dashboard, table: Table) -> bytes:
    """UTF-8 with a head line."""
    return csvlines.lines(_TABLES[table](dashboard))


def _email(user: dict[str, Any] | None) -> str:
    return user["email"] if user else ""


def _days(dashboard: Dashboard) -> Rows:
    names = ["day", "finished", "submitted", "skipped", "accepted", "rejected", "agreement"]
    return [names, *([row[name] for name in names] for row in dashboard["days"])]


def _annotators(dashboard: Dashboard) -> Rows:
    names = [
        *("submitted", "skipped", "active_days", "per_day", "median_lead_time", "mean_lead_time", "lead_time"),
        *("accepted_share", "agreement", "comparisons", "ground_truth_agreement", "ground_truths"),
    ]
    states = ["pending", "accepted", "fixed", "returned", "rejected"]
    rows = [
        [_email(row["user"]), *(row[name] for name in names), *(row["reviews"][state] for state in states)]
        for row in dashboard["annotators"]
    ]
    return [["annotator", *names, *states], *rows]


def _reviewers(dashboard: Dashboard) -> Rows:
    names = ["accepted", "fixed", "rejected"]
    rows = [[_email(row["user"]), *(row[name] for name in names)] for row in dashboard["reviewers"]]
    return [["reviewer", *names], *rows]


def _labels(dashboard: Dashboard) -> Rows:
    rows = [[part["control"], item["label"], item["count"]] for part in dashboard["labels"] for item in part["labels"]]
    return [["control", "label", "count"], *rows]


def _agreement(dashboard: Dashboard) -> Rows:
    found = dashboard["agreement"]
    emails = {user["id"]: user["email"] for user in found["users"] if user}
    pairs = [([emails.get(user_id, "") for user_id in pair["users"]], pair) for pair in found["pairs"]]
    pairs += [
        ([f"model:{model['version']}", emails.get(pair["user"], "")], pair)
        for model in found["models"]
        for pair in model["users"]
    ]
    controls = sorted({control for _, pair in pairs for control in pair["kappa"]})
    rows = [
        [*names, pair["tasks"], pair["score"], *(pair["kappa"].get(control) for control in controls)]
        for names, pair in pairs
    ]
    return [["annotator", "other", "tasks", "score", *(f"kappa {control}" for control in controls)], *rows]


_TABLES: dict[Table, Callable[[Dashboard], Rows]] = {
    Table.DAYS: _days,
    Table.ANNOTATORS: _annotators,
    Table.REVIEWERS: _reviewers,
    Table.LABELS: _labels,
    Table.AGREEMENT: _agreement,
}
