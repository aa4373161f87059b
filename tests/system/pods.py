"""Processes as a rendered chart describes them: its arguments and environment, an address and mounts of their own."""

import asyncio
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import httpx

from tests.bench.server import free_port
from tests.fixtures.servers import START_SECONDS, environment


class Pod:
    """One process of a workload, started anew whenever it has died, as a cluster does."""

    def __init__(self, folder: Path, name: str, arguments: Sequence[str], variables: Mapping[str, str]) -> None:
        """`folder` is mounted where the container finds /data; every other variable stays as it was rendered."""
        self.port = free_port()
        self.starts = 0
        self._log = folder / f"{name}.log"
        own = {"LABELWRIGHT_DATA_DIR": str(folder / "data")}
        if "LABELWRIGHT_PORT" in variables:
            own |= {"LABELWRIGHT_HOST": "127.0.0.1", "LABELWRIGHT_PORT": str(self.port)}
        self.is_api = "LABELWRIGHT_PORT" in own
        self._variables = environment({"PYTHONUNBUFFERED": "1", **variables, **own})
        self._command = [sys.executable, "-m", "labelwright", *arguments]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def process(self) -> "subprocess.Popen[bytes]":
        """The process of now."""
        assert self._process is not None, "it was not started"
        return self._process

    @property
    def log(self) -> str:
        """What it has said, of all its starts."""
        return self._log.read_text()

    def run(self) -> None:
        """Start it."""
        self.starts += 1
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(self._command, stdout=log, stderr=log, env=self._variables)

    async def ready(self) -> None:
        """Until its readiness probe would pass; for a worker, until it says so."""
        deadline = time.monotonic() + START_SECONDS
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{self.port}", timeout=5) as probe:
            while not await self._is_ready(probe):
                assert self.process.poll() is None, self.log[-2000:]
                assert time.monotonic() < deadline, self.log[-2000:]
                await asyncio.sleep(0.05)

    async def _is_ready(self, probe: httpx.AsyncClient) -> bool:
        if not self.is_api:
            return self.log.count("worker is ready") == self.starts
        try:
            return (await probe.get("/ready")).status_code == 200
        except httpx.TransportError:
            return False

    async def restarted(self) -> None:
        """Ended as by a power cut, and started again."""
        self.process.send_signal(signal.SIGKILL)
        await asyncio.to_thread(self.process.wait, 10)
        self.run()
        await self.ready()

    async def stopped(self) -> int:
        """Told to stop; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return await asyncio.to_thread(self.process.wait, 40)

    def close(self) -> None:
        """Make sure that nothing is left running."""
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait(10)
