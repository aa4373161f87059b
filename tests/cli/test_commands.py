"""The command line: administrative commands, and refusals in one line with exit code 2."""

import os
import socket
import stat
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from labelwright.core.version import VERSION
from tests.fixtures.servers import PASSWORD, NewServer, Server, labelwright
from tests.fixtures.shared import Shared

pytestmark = pytest.mark.slow  # each command is a process of its own


@pytest.fixture
async def target(db_kind: str, shared: Shared, tmp_path: Path) -> list[str]:
    """Flags that lead to a database of this test's own."""
    flags = ["--data-dir", str(tmp_path / "data")]
    if db_kind == "postgres":
        postgres = shared.postgres()
        flags += ["--database-url", postgres.url(await postgres.create_database())]
    return flags


def _refused(*arguments: str, **more: str) -> str:
    """The one line of a command that must fail."""
    done = labelwright(*arguments, more=more)
    assert done.returncode == 2, (done.stdout, done.stderr)
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    return done.stderr


def test_version() -> None:
    assert labelwright("version").stdout.strip() == VERSION


def test_the_installed_command_starts_and_refuses() -> None:
    command = Path(sys.executable).with_name("labelwright")
    assert subprocess.check_output([command, "version"], text=True).strip() == VERSION
    refused = subprocess.run(
        [sys.executable, "-m", "labelwright", "start", "--port", "nowhere"], capture_output=True, check=False
    )
    assert (refused.returncode, b"--port" in refused.stderr) == (2, True)


def test_users_and_organizations_are_made_and_tokens_shown(target: list[str]) -> None:
    first = labelwright("user", "create", "ada@example.org", "--password", PASSWORD, *target)
    assert (first.returncode, first.stdout.strip()) == (0, "ada@example.org (owner)"), first.stderr
    second = labelwright("user", "create", "bob@example.org", "--password", PASSWORD, "--role", "manager", *target)
    assert second.stdout.strip() == "bob@example.org (manager)"
    token = labelwright("user", "token", "ada@example.org", *target).stdout.strip()
    assert len(token) == 40
    assert labelwright("user", "token", "ada@example.org", *target).stdout.strip() == token
    flags = ["--owner", "eve@example.net", "--password", PASSWORD, "--print-token"]
    organization = labelwright("organization", "create", "Elsewhere", *flags, *target)
    assert organization.returncode == 0, organization.stderr
    last = organization.stdout.strip().splitlines()[-1]
    assert last == labelwright("user", "token", "eve@example.net", *target).stdout.strip()
    assert last != token


def test_what_is_wrong_with_an_account_is_told_in_one_line(target: list[str]) -> None:
    assert "8 to 128" in _refused("user", "create", "ada@example.org", "--password", "short", *target)
    assert "e-mail" in _refused("user", "create", "nobody", "--password", PASSWORD, *target)
    labelwright("user", "create", "ada@example.org", "--password", PASSWORD, *target)
    assert "already exists" in _refused("user", "create", "ada@example.org", "--password", PASSWORD, *target)
    assert "none of" in _refused("user", "create", "b@example.org", "--password", PASSWORD, "--role", "king", *target)
    assert "nobody has" in _refused("user", "token", "nobody@example.org", *target)


def test_migrating_twice_does_nothing_twice(target: list[str]) -> None:
    first, second = labelwright("migrate", *target), labelwright("migrate", *target)
    assert (first.returncode, second.returncode) == (0, 0), first.stderr
    assert "nothing to do" not in first.stdout
    assert "nothing to do" in second.stdout


def test_the_configuration_is_shown_without_secrets(tmp_path: Path) -> None:
    more = {
        "LABELWRIGHT_DATABASE_URL": "postgresql://ada:topsecret@db:5432/labels",
        "LABELWRIGHT_SECRET_KEY": "k" * 40,
        "POSTGRE_PASSWORD": "alsosecret",
        "LABEL_STUDIO_PORT": "9123",
    }
    done = labelwright("config", "--data-dir", str(tmp_path), more=more)
    assert done.returncode == 0, done.stderr
    for secret in ("topsecret", "k" * 40, "alsosecret"):
        assert secret not in done.stdout
    lines = {line.split()[0]: line.split() for line in done.stdout.splitlines() if line.strip()}
    assert lines["port"][1:] == ["9123", "LABEL_STUDIO_PORT"]
    assert lines["data_dir"][-1] == "flag"
    assert lines["secret_key"][1:] == ["********", "LABELWRIGHT_SECRET_KEY"]
    assert "ada:***@db" in lines["database_url"][1]


def test_a_busy_port_is_one_clear_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        line = _refused("start", "--port", port, "--data-dir", str(tmp_path), "--no-browser")
    assert port in line
    assert not list(tmp_path.glob("*.sqlite3")), "nothing is done before the port is ours"


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("mysql://u@h/d", "not supported"),
        ("nonsense", "looks like"),
        ("postgresql://u@127.0.0.1:1/d", "does not answer"),
        ("sqlite:////nowhere/at/all/x.db", "unable to open"),
    ],
)
def test_a_wrong_database_is_one_clear_line(tmp_path: Path, url: str, word: str) -> None:
    flags = ["--port", "0", "--data-dir", str(tmp_path), "--database-url", url, "--no-browser"]
    assert word in _refused("start", *flags)


def test_a_data_directory_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    # A file in its place cannot be written to as a folder by anybody, not even by root.
    place = tmp_path / "file"
    place.write_text("")
    for folder in (place, place / "below"):
        line = _refused("start", "--port", "0", "--data-dir", str(folder), "--no-browser")
        assert str(folder) in line


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_read_only_data_directory_is_one_clear_line(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        assert "not writable" in _refused("start", "--port", "0", "--data-dir", str(tmp_path), "--no-browser")
    finally:
        tmp_path.chmod(0o700)


def test_several_wrong_settings_are_told_at_once(tmp_path: Path) -> None:
    more = {"LABELWRIGHT_TASK_LOCK_MINUTES": "0", "LABELWRIGHT_MAX_BODY_MB": "x"}
    done = labelwright("start", "--data-dir", str(tmp_path), "--no-browser", more=more)
    assert done.returncode == 2
    assert "task_lock_minutes" in done.stderr.lower()
    assert "max_body_mb" in done.stderr.lower()


@pytest.mark.databases("sqlite")
def test_an_embedded_database_has_no_workers(target: list[str]) -> None:
    assert "workers are for PostgreSQL" in _refused("worker", *target)


class TestStart:
    """`labelwright start`."""

    async def test_commands_work_beside_a_running_server(self, new_server: NewServer) -> None:
        server = await new_server()
        server.start("Opened at start")
        with server.client() as client:
            assert [item["title"] for item in client.get("/api/projects").json()["results"]] == ["Opened at start"]
        made = labelwright("user", "create", "late@example.org", "--password", PASSWORD, *server.target)
        assert made.returncode == 0, made.stderr
        token = labelwright("user", "token", "late@example.org", *server.target).stdout.strip()
        with server.client(token) as client:
            assert client.get("/api/current-user/whoami").json()["email"] == "late@example.org"
        _keeps_its_secrets(server)
        assert server.stop() == 0
        server.start("Opened at start")
        with server.client() as client:
            assert client.get("/api/projects").json()["count"] == 1

    async def test_the_owner_named_at_start_can_sign_in(self, new_server: NewServer) -> None:
        server = await new_server(LABELWRIGHT_OPEN_SIGNUP="false")
        server.start()
        async with httpx.AsyncClient(base_url=server.url) as client:
            wrong = await client.post("/api/session", json={"email": "owner@example.org", "password": "something else"})
            assert wrong.status_code == 401
            answer = await client.post("/api/session", json={"email": "owner@example.org", "password": PASSWORD})
            assert answer.json()["role"] == "OW"
            assert answer.json()["signup"] == "invite"


def _keeps_its_secrets(server: Server) -> None:
    """The key is the user's alone, and no secret stands in the log."""
    key = server.data_dir / "secret.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert stat.S_IMODE(server.data_dir.stat().st_mode) == 0o700
    log = (server.folder / "stderr").read_text() + (server.folder / "stdout").read_text()
    for secret in (key.read_text().strip(), PASSWORD):
        assert secret not in log
