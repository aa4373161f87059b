"""A fresh server process for one measured row, and what the system says of it."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.tools.postgres import Postgres

TOKEN = "0123456789abcdef0123456789abcdef01234567"
OWNER = "owner@example.org"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(slots=True)
class Server:
    """One `labelwright start`."""

    data_dir: Path
    database_url: str | None
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def base(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def documents(self) -> Path:
        """Where local storages may lie."""
        return self.data_dir.parent / "documents"

    def start(self) -> float:
        """Start and wait until it is ready; seconds it took."""
        command = [sys.executable, "-m", "labelwright", "start", "--no-browser", "--port", str(self.port)]
        command += ["--data-dir", str(self.data_dir), "--username", OWNER, "--password", "bench-password-1"]
        command += ["--user-token", TOKEN, "--log-level", "WARNING"]
        if self.database_url:
            command += ["--database-url", self.database_url]
        self.documents.mkdir(parents=True, exist_ok=True)
        settings = {
            "PYTHONOPTIMIZE": "0",
            "LABELWRIGHT_LOCAL_FILES_SERVING_ENABLED": "true",
            "LABELWRIGHT_SSRF_ALLOWED_SUBNETS": "127.0.0.0/8",
            "LABELWRIGHT_LOCAL_FILES_DOCUMENT_ROOT": str(self.documents),
        }
        # As installed: byte-code is there, or written by the first start.
        environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | settings
        began = time.perf_counter()
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment)
        while time.perf_counter() - began < 60:
            try:
                with urlopen(f"{self.base}/ready", timeout=1) as answer:
                    if answer.status == 200:
                        return time.perf_counter() - began
            except (URLError, OSError):
                time.sleep(0.01)
            if self.process.poll() is not None:
                raise RuntimeError(f"the server ended with {self.process.returncode}")
        raise RuntimeError("the server did not become ready in 60 s")

    def stop(self) -> None:
        """Stop it in order."""
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(40)
            self.process = None

    def memory_mb(self) -> float:
        """Resident memory."""
        return self._status("VmRSS") / 1000

    def peak_mb(self) -> float:
        """Largest resident memory so far."""
        return self._status("VmHWM") / 1000

    def _status(self, name: str) -> float:
        if self.process is None:
            raise RuntimeError("not running")
        text = Path(f"/proc/{self.process.pid}/status").read_text()
        found = re.search(rf"{name}:\s+(\d+) kB", text)
        return float(found[1]) if found else 0.0

    def cpu_seconds(self) -> float:
        """Processor time used so far."""
        if self.process is None:
            raise RuntimeError("not running")
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def fresh(kind: str, postgres: Postgres | None) -> Iterator[Server]:
    """A server on an empty database of a kind, not yet started."""
    folder = Path(tempfile.mkdtemp(prefix="labelwright-bench-"))
    url = postgres.create_database() if kind == "postgres" and postgres else None
    server = Server(folder / "data", url)
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
