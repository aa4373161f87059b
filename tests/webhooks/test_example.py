"""The receiver of the documentation, as a process of its own, takes what we send and nothing else."""

import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from labelwright.webhooks.signing import new_secret, signature
from tests.fixtures.servers import environment

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "receiver.py"


@pytest.mark.system
def test_the_example_takes_genuine_events_once() -> None:
    secret, other = new_secret(), new_secret()
    process = subprocess.Popen(
        [sys.executable, str(EXAMPLE), "0"],
        stdout=subprocess.PIPE,
        text=True,
        env=environment({"WEBHOOK_SECRET": secret}),
    )
    with process:
        try:
            assert process.stdout is not None
            port = process.stdout.readline().strip().rpartition(" ")[2]

            def post(event_id: str, *, key: str = secret, age: int = 0, body: bytes = b'{"action":"PING"}') -> int:
                moment = int(time.time()) - age
                headers = {
                    "webhook-id": event_id,
                    "webhook-timestamp": str(moment),
                    "webhook-signature": signature(key, event_id, moment, b'{"action":"PING"}'),
                }
                return httpx.post(f"http://127.0.0.1:{port}/", content=body, headers=headers).status_code

            assert [post("a"), post("a"), post("b")] == [204, 204, 204]
            assert post("c", key=other) == 401
            assert post("d", age=3600) == 401
            assert post("e", body=b'{"action":"PONG"}') == 401
        finally:
            process.terminate()
        assert process.stdout.read().split() == ["PING", "PING"]
