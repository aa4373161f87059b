"""A receiver of webhooks: takes what is signed with its secret and fresh, once. Nothing but the standard library.

WEBHOOK_SECRET=whsec_... python docs/examples/receiver.py 9000
"""

import base64
import hashlib
import hmac
import json
import os
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

KEY = base64.b64decode(os.environ["WEBHOOK_SECRET"].removeprefix("whsec_"))
OLDEST_SECONDS = 300
seen: set[str] = set()  # a real receiver keeps these in its database, beside what it does


def is_genuine(event_id: str, timestamp: str, signatures: str, body: bytes) -> bool:
    """Whether one of the signatures is ours, and was made a moment ago."""
    if not timestamp.isdigit() or abs(time.time() - int(timestamp)) > OLDEST_SECONDS:
        return False
    signed = hmac.new(KEY, f"{event_id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    expected = "v1," + base64.b64encode(signed).decode()
    return any(hmac.compare_digest(expected, found) for found in signatures.split(" "))


class Receiver(BaseHTTPRequestHandler):
    """Answers 204 to every genuine event, also to one that has come before."""

    def do_POST(self) -> None:
        """One event."""
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        event_id = self.headers.get("webhook-id", "")
        signatures = self.headers.get("webhook-signature", "")
        if not is_genuine(event_id, self.headers.get("webhook-timestamp", ""), signatures, body):
            self.answer(401)
            return
        if event_id not in seen:
            seen.add(event_id)
            event = json.loads(body)
            print(event["action"], event.get("annotation", {}).get("id", ""), flush=True)
        self.answer(204)

    def answer(self, status: int) -> None:
        """An answer without a body."""
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Events are printed, requests are not."""


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Receiver)
    print(f"listening on port {server.server_port}", flush=True)
    server.serve_forever()
