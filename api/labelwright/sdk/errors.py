"""What goes wrong, as a client sees it."""

from collections.abc import Mapping
from typing import Any

import httpx


class LabelwrightError(Exception):
    """Anything that this client raises on purpose."""


class Unreachable(LabelwrightError):
    """The server did not answer, also not after several tries."""


class ImportFailed(LabelwrightError):
    """A large import was refused after it had been accepted; nothing of it was kept."""


class ApiError(LabelwrightError):
    """The server refused: `status`, `detail`, `validation_errors` by field, and the `id` to look for in its log."""

    def __init__(self, status: int, body: Mapping[str, Any]) -> None:
        """From the error envelope of an answer."""
        self.status = status
        self.detail = str(body.get("detail", "")) or f"status {status}"
        self.validation_errors: Mapping[str, Any] = body.get("validation_errors") or {}
        self.id = str(body.get("id", ""))
        fields = "; ".join(f"{name}: {_text(why)}" for name, why in self.validation_errors.items())
        super().__init__(f"{status} {self.detail}{f' ({fields})' if fields else ''}")

    @classmethod
    def of(cls, response: httpx.Response) -> "ApiError":
        """From an answer that is no success. One that is no JSON comes from a proxy in between."""
        try:
            body = response.json()
        except ValueError:
            body = {}
        return cls(response.status_code, body if isinstance(body, dict) else {})


def _text(why: Any) -> str:
    return ", ".join(map(str, why)) if isinstance(why, list) else str(why)
