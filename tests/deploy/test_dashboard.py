"""The dashboard asks for nothing but what `/metrics` has."""

import json
import re

from labelwright.core import telemetry
from tests.tools.chart import ROOT

DASHBOARD = json.loads((ROOT / "deploy/grafana/labelwright.json").read_text())
OF_PROMETHEUS = {"job", "instance", "le"}
"""Labels that Prometheus itself adds, and the one of buckets."""


def _exported() -> dict[str, set[str]]:
    """Names of samples, and the labels of each."""
    found = {}
    for metric in (
        *(telemetry.requests, telemetry.database_up, telemetry.connections, telemetry.jobs, telemetry.job_age),
        *(telemetry.workers, telemetry.streams),
    ):
        (family,) = metric.describe()
        endings = ("_bucket", "_count", "_sum") if family.type == "histogram" else ("",)
        for ending in endings:
            found[family.name + ending] = set(metric._labelnames)
    return found


def _expressions() -> list[str]:
    return [target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]]


def test_every_metric_and_label_is_exported() -> None:
    exported = _exported()
    for expression in _expressions():
        names = set(re.findall(r"labelwright_\w+", expression))
        assert names <= exported.keys(), expression
        labels = set(re.findall(r"(\w+)=~?\"", expression))
        for group in re.findall(r"by \(([^)]*)\)", expression):
            labels |= {label.strip() for label in group.split(",")}
        assert labels <= OF_PROMETHEUS.union(*(exported[name] for name in names)), expression


def test_every_metric_is_shown() -> None:
    text = " ".join(_expressions())
    assert all(name in text for name in _exported() if not name.endswith("_sum"))


def test_panels_do_not_overlap() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in DASHBOARD["panels"]:
        place = panel["gridPos"]
        assert place["x"] + place["w"] <= 24
        cells = {(place["x"] + column, place["y"] + row) for column in range(place["w"]) for row in range(place["h"])}
        assert not cells & taken, panel["title"]
        taken |= cells
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])
