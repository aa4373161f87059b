"""The compose file, as Docker Compose itself reads it."""

import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from labelwright.core.settings import Settings
from tests.deploy.test_chart import is_known_setting
from tests.tools.chart import ROOT
from tests.tools.image import environment

pytestmark = pytest.mark.slow

FILE = ROOT / "deploy" / "compose.yaml"
GIVEN = {
    "LABELWRIGHT_SECRET_KEY": "k" * 40,
    "POSTGRES_PASSWORD": "a password",
    "LABELWRIGHT_USERNAME": "owner@example.org",
    "LABELWRIGHT_PASSWORD": "a lovely little phone",
}


@pytest.fixture(scope="module")
def compose() -> list[str]:
    """The command."""
    found = subprocess.run([ROOT / "tests/tools/ensure-compose"], stdout=subprocess.PIPE, text=True, check=True)
    return found.stdout.split()


def _read(compose: list[str], variables: Path, *flags: str) -> "subprocess.CompletedProcess[str]":
    command = [*compose, "--env-file", str(variables), "--file", str(FILE), *flags, "config"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def _filled(tmp_path: Path) -> Path:
    """The example of variables, filled in."""
    lines = (ROOT / "deploy/env.example").read_text().splitlines()
    named = {line.split("=")[0] for line in lines if "=" in line and not line.startswith("#")}
    assert named >= GIVEN.keys()
    path = tmp_path / "env"
    path.write_text("\n".join([*lines, *(f"{name}={value}" for name, value in GIVEN.items())]))
    return path


def test_with_its_variables_it_is_complete(compose: list[str], tmp_path: Path) -> None:
    done = _read(compose, _filled(tmp_path), "--profile", "s3")
    assert done.returncode == 0, done.stderr
    services: dict[str, Any] = yaml.safe_load(done.stdout)["services"]
    assert set(services) == {"api", "migrate", "postgres", "s3", "worker"}
    for name in ("api", "migrate", "worker"):
        service = services[name]
        assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
        assert all(is_known_setting(variable) for variable in service["environment"]), service["environment"]
    for name in ("api", "worker"):
        assert services[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"


def test_its_environment_makes_settings(compose: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    service = yaml.safe_load(_read(compose, _filled(tmp_path)).stdout)["services"]["api"]
    for name, value in (environment() | service["environment"]).items():
        monkeypatch.setenv(name, str(value))
    settings = Settings()
    assert settings.url == "postgresql+asyncpg://labelwright:a%20password@postgres:5432/labelwright"
    assert (settings.username, settings.embedded_worker, settings.signup_is_open) == (
        *(GIVEN["LABELWRIGHT_USERNAME"], False, False),
    )
    assert [str(subnet) for subnet in settings.ssrf_allowed_subnets] == ["172.31.250.0/24"]
    assert settings.database_wait_seconds >= 60


def test_without_secrets_it_does_not_start(compose: list[str], tmp_path: Path) -> None:
    for name in GIVEN:
        variables = tmp_path / "env"
        variables.write_text("\n".join(f"{other}={value}" for other, value in GIVEN.items() if other != name))
        done = _read(compose, variables)
        assert done.returncode != 0
        assert "in .env" in done.stderr
