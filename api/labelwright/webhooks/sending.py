"""One delivery over the guarded client: what is sent, and what is kept of the answer."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from labelwright.core.outbound_policy import policy_of
from labelwright.core.settings import Settings
from labelwright.webhooks.signing import signature

if TYPE_CHECKING:
    from labelwright.core.outbound import OutboundClient

EXCERPT = 500
"""Characters of an answer that the delivery log shows."""

ADDED_HEADERS = frozenset({"content-type", "webhook-id", "webhook-timestamp", "webhook-signature", "webhook-attempt"})
"""Headers that we set, so users cannot."""


@dataclass(frozen=True, slots=True)
class Message:
    """An event as it leaves."""

    event_id: str
    attempt: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a try went; `error` is None when the receiver has taken the event."""

    status: int | None
    excerpt: str | None
    error: str | None
    milliseconds: int


class Sender:
    """Posts events. The HTTP client loads at first use; it follows no redirect and waits a few seconds only."""

    def __init__(self, settings: Settings) -> None:
        """Follow the operator's rules about addresses."""
        self._settings = settings
        self._client: OutboundClient | None = None

    async def send(self, url: str, message: Message, headers: Mapping[str, str], *, secret: str | None) -> Outcome:
        """Post an event to a webhook."""
        return await post(self._opened(), url, message, headers, secret=secret)

    async def check(self, url: str) -> None:
        """Refuse an address that would not be called: raises `core.outbound.OutboundRefused`. No answer is needed."""
        await self._opened().check(url)

    def _opened(self) -> "OutboundClient":
        if self._client is None:
            from labelwright.core.outbound import OutboundClient

            policy = policy_of(self._settings, max_bytes=10_000_000)
            seconds = self._settings.webhook_timeout_seconds
            self._client = OutboundClient(replace(policy, max_redirects=0, total_seconds=seconds))
        return self._client

    async def close(self) -> None:
        """Close what was used."""
        if self._client is not None:
            await self._client.aclose()


async def post(
    client: "OutboundClient", url: str, message: Message, headers: Mapping[str, str], *, secret: str | None = None
) -> Outcome:
    """Post an event, signed where there is a secret; any answer of 2xx takes it."""
    from labelwright.core.outbound import OutboundFailed, OutboundRefused

    started = time.monotonic()
    status: int | None = None
    excerpt: str | None = None
    error: str | None = None
    sent = {**headers, **_headers(message, secret)}
    try:
        async with client.stream("POST", url, headers=sent, content=message.body) as (response, chunks):
            status = response.status_code
            if not 200 <= status < 300:
                error = f"The receiver answered {status}."
            excerpt = _readable(await anext(chunks, b""))
    except OutboundRefused as refused:
        error = f"Not sent: {refused.rule}"
    except OutboundFailed as failed:
        # A receiver that has answered 2xx has the event, whatever became of the rest of its answer.
        error = error or (None if status is not None else f"No answer: {failed.reason}.")
    return Outcome(status, excerpt, error, round((time.monotonic() - started) * 1000))


def _headers(message: Message, secret: str | None) -> dict[str, str]:
    moment = int(time.time())
    headers = {
        "Content-Type": "application/json",
        "webhook-id": message.event_id,
        "webhook-timestamp": str(moment),
        "webhook-attempt": str(message.attempt),
    }
    if secret is not None:
        headers["webhook-signature"] = signature(secret, message.event_id, moment, message.body)
    return headers


def _readable(content: bytes) -> str | None:
    """How an answer begins, as text that can be stored and shown."""
    text = content[: EXCERPT * 4].decode("utf-8", "replace")
    shown = "".join(character if character.isprintable() else " " for character in text).strip()[:EXCERPT]
    return shown or None
