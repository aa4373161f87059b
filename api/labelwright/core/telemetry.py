"""Metrics for `/metrics`, in the text format of Prometheus."""

from prometheus_client import CollectorRegistry, Gauge, Histogram, generate_latest

REGISTRY = CollectorRegistry()

requests = Histogram(
    "labelwright_request_seconds",
    "Time to answer a request",
    ("method", "route", "status"),
    registry=REGISTRY,
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)

# Measured when they are asked for, by functions that `wiring` lists.
database_up = Gauge("labelwright_database_up", "Whether the database answers", registry=REGISTRY)
connections = Gauge(
    "labelwright_database_connections", "Connections in use by this process", ("pool",), registry=REGISTRY
)
jobs = Gauge("labelwright_jobs", "Jobs that have not ended", ("kind", "state"), registry=REGISTRY)
job_age = Gauge(
    "labelwright_job_age_seconds",
    "How long the job of a kind has been due that waits longest for a worker",
    ("kind",),
    registry=REGISTRY,
)
workers = Gauge("labelwright_workers", "Workers that take up jobs, of all processes", registry=REGISTRY)
deliveries = Gauge("labelwright_webhook_deliveries", "Events that wait for webhooks", registry=REGISTRY)
outbox_lag = Gauge(
    "labelwright_outbox_lag_seconds",
    "How long the event has waited that waits longest for a webhook",
    registry=REGISTRY,
)
streams = Gauge("labelwright_event_streams", "Clients that follow events of this process", registry=REGISTRY)


def render() -> bytes:
    """All metrics of this process."""
    return generate_latest(REGISTRY)
