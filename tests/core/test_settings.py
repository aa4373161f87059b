"""Settings: where they come from, what they mean, what stops the start."""

import os
from ipaddress import ip_network

import pytest

from labelwright.core.access import Role
from labelwright.core.settings import ALIASES, SettingsError, load, source_of, with_driver


@pytest.fixture(autouse=True)
def _no_settings_of_the_developer(monkeypatch: pytest.MonkeyPatch) -> None:
    names = {name for names in ALIASES.values() for name in names}
    for name in os.environ:
        if name.startswith("LABELWRIGHT_") or name in names:
            monkeypatch.delenv(name)


def test_the_default_is_a_file_in_the_data_directory() -> None:
    settings = load()
    assert settings.url.startswith("sqlite+aiosqlite:///")
    assert settings.url.endswith("/labelwright-data/labelwright.sqlite3")
    assert (settings.port, settings.listens_on_loopback, settings.signup_is_open) == (8080, True, True)


def test_flags_win_over_the_environment_and_our_name_over_the_older_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LABEL_STUDIO_PORT", "1111")
    assert (load().port, source_of("port", {})) == (1111, "LABEL_STUDIO_PORT")
    monkeypatch.setenv("LABELWRIGHT_PORT", "2222")
    assert (load().port, source_of("port", {})) == (2222, "LABELWRIGHT_PORT")
    assert (load({"port": 3333}).port, source_of("port", {"port": 3333})) == (3333, "flag")
    assert (load({"port": None}).port, source_of("host", {})) == (2222, "default")


@pytest.mark.parametrize("kind", ["default", "postgresql"])
def test_the_variables_of_well_known_compose_files(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    values = {"DJANGO_DB": kind, "POSTGRE_NAME": "labels", "POSTGRE_USER": "ada", "POSTGRE_PASSWORD": "p@ss/word"}
    for name, value in {**values, "POSTGRE_PORT": "5433", "POSTGRE_HOST": "db"}.items():
        monkeypatch.setenv(name, value)
    assert load().url == "postgresql+asyncpg://ada:p%40ss%2Fword@db:5433/labels"
    assert not load().is_sqlite


def test_sqlite_can_be_asked_for_beside_a_postgres_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_DB", "sqlite")
    monkeypatch.setenv("POSTGRE_HOST", "db")
    assert load().is_sqlite


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgres://u@h/d", "postgresql+asyncpg://u@h/d"),
        ("postgresql://u@h/d", "postgresql+asyncpg://u@h/d"),
        ("postgresql+asyncpg://u@h/d", "postgresql+asyncpg://u@h/d"),
        ("sqlite:///x.db", "sqlite+aiosqlite:///x.db"),
    ],
)
def test_a_database_url_gets_our_driver(given: str, used: str) -> None:
    assert with_driver(given) == used


@pytest.mark.parametrize("url", ["mysql://u@h/d", "postgresql+psycopg2://u@h/d", "nonsense", ""])
def test_another_database_stops_the_start(url: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load({"database_url": url})
    assert len(refused.value.problems) == 1
    assert refused.value.problems[0].startswith("database_url: ")


def test_every_problem_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LABELWRIGHT_PORT", "many")
    monkeypatch.setenv("LABELWRIGHT_TASK_LOCK_MINUTES", "0")
    monkeypatch.setenv("SSRF_ALLOWED_SUBNETS", "10.0.0.0/8,nowhere")
    with pytest.raises(SettingsError) as refused:
        load()
    problems = "\n".join(refused.value.problems)
    assert len(refused.value.problems) == 3, problems
    for name in ("PORT", "TASK_LOCK_MINUTES", "SSRF_ALLOWED_SUBNETS"):
        assert name in problems.upper()


def test_a_short_key_stops_the_start() -> None:
    with pytest.raises(SettingsError) as refused:
        load({"secret_key": "short"})
    assert "at least 32 characters" in str(refused.value)
    assert "short" not in str(refused.value).replace("at least", "")


def test_a_token_needs_its_owner() -> None:
    with pytest.raises(SettingsError):
        load({"user_token": "0" * 40})


@pytest.mark.parametrize("name", ["manager", "MANAGER", "MA"])
def test_roles_are_read_by_name_and_by_code(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("LABELWRIGHT_SIGNUP_ROLE", name)
    assert load().signup_role is Role.MANAGER


def test_subnets_are_a_comma_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSRF_ALLOWED_SUBNETS", "10.0.0.0/8, fd00::/8")
    assert load().ssrf_allowed_subnets == (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("10.0.0.1", False), ("x", False)],  # noqa: S104
)
def test_only_loopback_is_loopback(host: str, loopback: bool) -> None:
    settings = load({"host": host})
    assert settings.listens_on_loopback is settings.signup_is_open is loopback
