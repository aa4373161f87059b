"""Entries of the log as they are shown."""

from collections.abc import Iterator, Sequence
from typing import Any

from labelwright.core.types import AnyRow

COLUMNS = ("time", "person", "action", "subject", "subject_id", "name", "project_id", "project", "changes", "address")


def entry(row: AnyRow) -> dict[str, Any]:
    """An entry as the published client reads it."""
    return {
        "id": row.id,
        "datetime": row.created_at,
        "user_id": row.actor_id,
        "email": row.email or "",
        "organization_id": row.organization_id,
        "project_id": row.project_id,
        "request_method": row.method,
        "request_url": row.path,
        "response_code": "200",
        "ip_address": row.address or None,
        "duration": None,
        "http_referer": None,
        "user_agent": None,
        "user_session": None,
        "workspace_owner_id": None,
        "extra_data": {
            "action": row.deed,
            "subject": row.subject,
            "subject_id": row.subject_id,
            "name": row.name,
            "project_title": row.project_title,
            "person": f"{row.first_name or ''} {row.last_name or ''}".strip(),
            "request_id": row.request_id,
            "details": row.details,
        },
    }


def cells(rows: Sequence[AnyRow]) -> Iterator[list[Any]]:
    """Entries as rows of a table with `COLUMNS`."""
    for row in rows:
        yield [
            *(row.created_at.isoformat(), row.email or "", row.deed, row.subject, row.subject_id, row.name),
            *(row.project_id, row.project_title or "", _told(row.details), row.address),
        ]


def _told(details: dict[str, Any]) -> str:
    """Details in one cell: `count: 3; sampling: Sequential sampling → Uniform sampling; description`."""
    told = [f"{name}: {value}" for name, value in details.items() if name != "changes"]
    for name, pair in details.get("changes", {}).items():
        told.append(name if pair is None else f"{name}: {_value(pair[0])} → {_value(pair[1])}")
    return "; ".join(told)


def _value(value: Any) -> str:
    return "–" if value is None or value == "" else str(value)  # noqa: RUF001 - a dash for nothing
