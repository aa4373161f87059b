"""Metrics for `/metrics`, in the text format of Prometheus."""

from prometheus_client import CollectorRegistry, Histogram, generate_latest

REGISTRY = CollectorRegistry()

requests = Histogram(
    "labelwright_request_seconds",
    "Time to answer a request",
    ("method", "route", "status"),
    registry=REGISTRY,
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)


def render() -> bytes:
    """All metrics of this process."""
    return generate_latest(REGISTRY)
