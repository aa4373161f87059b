"""Webhooks and deliveries as they are shown."""

from typing import Any

import orjson

from labelwright.core.security import Keys, SealedElsewhere
from labelwright.webhooks.models import Webhook


def webhook(row: Webhook, keys: Keys) -> dict[str, Any]:
    """A webhook under its published names; its secret stays here."""
    return {
        "id": row.id,
        "organization": row.organization_id,
        "project": row.project_id,
        "url": row.url,
        "send_payload": row.send_payload,
        "send_for_all_actions": row.send_for_all_actions,
        "is_active": row.is_active,
        "headers": _shown_headers(row, keys),
        "actions": row.actions,
        "consecutive_failures": row.consecutive_failures,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
    }


def _shown_headers(row: Webhook, keys: Keys) -> dict[str, str]:
    """None where they were sealed under another key, so that they can be given anew."""
    try:
        return headers_of(row, keys)
    except SealedElsewhere:
        return {}


def headers_of(row: Webhook, keys: Keys) -> dict[str, str]:
    """The headers that a user has given a webhook."""
    return {} if row.sealed_headers is None else orjson.loads(keys.unseal(row.sealed_headers))


def delivery(row: Any) -> dict[str, Any]:
    """A delivery row joined with its event."""
    return {
        "id": row.id,
        "event_id": row.uid,
        "action": row.event,
        "project": row.project_id,
        "state": row.state,
        "attempts": row.attempts,
        "next_at": row.next_at,
        "status": row.status,
        "excerpt": row.excerpt,
        "error": row.error,
        "duration_ms": row.duration_ms,
        "created_at": row.created_at,
        "tried_at": row.tried_at,
    }
