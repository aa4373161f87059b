"""Signatures of deliveries, by the Standard Webhooks specification 1.0.0 (standardwebhooks.com), symmetric scheme.

A receiver recomputes HMAC-SHA256 over `id.timestamp.body` with the secret's bytes, and refuses old timestamps.
"""

import base64
import hashlib
import hmac
import secrets

PREFIX = "whsec_"
SIZE = 32


def new_secret() -> str:
    """A secret of a webhook: 32 random bytes in Base64 behind the prefix that tells what it is."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SIZE)).decode()


def signature(secret: str, event_id: str, timestamp: int, body: bytes) -> str:
    """The value of the header `webhook-signature`; `timestamp` is in seconds since 1970."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = hmac.new(key, f"{event_id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    return "v1," + base64.b64encode(signed).decode()
