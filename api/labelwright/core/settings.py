"""Settings: one frozen object, read once from flags, environment and defaults.

Every setting has the prefix `LABELWRIGHT_`; `ALIASES` lists the well-known older names that are read as well, so that
existing compose files and manifests keep working.
"""

import os
from collections.abc import Mapping
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network, ip_address
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import quote

from pydantic import AliasChoices, AliasGenerator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from labelwright.core.access import Role

PREFIX = "LABELWRIGHT_"

ALIASES: dict[str, tuple[str, ...]] = {
    "data_dir": ("LABEL_STUDIO_BASE_DATA_DIR", "BASE_DATA_DIR"),
    "database_url": ("DATABASE_URL",),
    "database_kind": ("DJANGO_DB",),
    "postgres_host": ("POSTGRE_HOST",),
    "postgres_port": ("POSTGRE_PORT",),
    "postgres_user": ("POSTGRE_USER",),
    "postgres_password": ("POSTGRE_PASSWORD",),
    "postgres_name": ("POSTGRE_NAME",),
    "public_url": ("LABEL_STUDIO_HOST",),
    "username": ("LABEL_STUDIO_USERNAME",),
    "password": ("LABEL_STUDIO_PASSWORD",),
    "user_token": ("LABEL_STUDIO_USER_TOKEN",),
    "secret_key": ("LABEL_STUDIO_SECRET_KEY",),
    "log_level": ("LABEL_STUDIO_LOG_LEVEL", "LOG_LEVEL"),
    "port": ("LABEL_STUDIO_PORT",),
    "label_stream_history": ("LABEL_STREAM_HISTORY_LIMIT", "LABEL_STUDIO_LABEL_STREAM_HISTORY_LIMIT"),
    "local_files_serving_enabled": ("LABEL_STUDIO_LOCAL_FILES_SERVING_ENABLED", "LOCAL_FILES_SERVING_ENABLED"),
    "local_files_document_root": ("LABEL_STUDIO_LOCAL_FILES_DOCUMENT_ROOT", "LOCAL_FILES_DOCUMENT_ROOT"),
    "ssrf_protection_enabled": ("SSRF_PROTECTION_ENABLED", "LABEL_STUDIO_SSRF_PROTECTION_ENABLED"),
    "use_default_banned_subnets": ("USE_DEFAULT_BANNED_SUBNETS", "LABEL_STUDIO_USE_DEFAULT_BANNED_SUBNETS"),
    "user_additional_banned_subnets": ("USER_ADDITIONAL_BANNED_SUBNETS", "LABEL_STUDIO_USER_ADDITIONAL_BANNED_SUBNETS"),
    "ssrf_allowed_subnets": ("SSRF_ALLOWED_SUBNETS", "LABEL_STUDIO_SSRF_ALLOWED_SUBNETS"),
    "ml_block_local_ip": ("ML_BLOCK_LOCAL_IP", "LABEL_STUDIO_ML_BLOCK_LOCAL_IP"),
}
"""Older names of settings, in the order in which they are looked up after the name with our own prefix."""


class Synchronous(StrEnum):
    """How hard SQLite syncs: FULL survives a power cut, NORMAL may lose the newest commits."""

    FULL = "FULL"
    NORMAL = "NORMAL"


class SettingsError(Exception):
    """Settings that stop the start; `problems` has one line for each."""

    def __init__(self, problems: list[str]) -> None:
        """Keep every problem, not just the first."""
        super().__init__("; ".join(problems))
        self.problems = problems


def _names(field: str) -> AliasChoices:
    return AliasChoices(field, PREFIX + field.upper(), *ALIASES.get(field, ()))


Subnet = IPv4Network | IPv6Network


class Settings(BaseSettings):
    """Everything an operator can set. Build it with `load`, never at import time."""

    model_config = SettingsConfigDict(
        frozen=True,
        extra="ignore",
        case_sensitive=True,
        populate_by_name=True,
        alias_generator=AliasGenerator(validation_alias=_names),
    )

    data_dir: Path = Field(Path("labelwright-data"), description="Folder of the embedded database, uploads and keys.")
    database_url: SecretStr | None = Field(
        None, description="postgresql+asyncpg://user:password@host:port/name, or sqlite:///path. Default: in data_dir."
    )
    database_kind: Literal["default", "postgresql", "sqlite"] | None = Field(
        None, description="'default' or 'postgresql' reads postgres_*, 'sqlite' the embedded file."
    )
    postgres_host: str = Field("", description="Host of PostgreSQL, instead of a database_url.")
    postgres_port: int = Field(5432, ge=1, le=65535, description="Port of PostgreSQL.")
    postgres_user: str = Field("postgres", description="User of PostgreSQL.")
    postgres_password: SecretStr = Field(SecretStr(""), description="Password of the PostgreSQL user.")
    postgres_name: str = Field("postgres", description="Database in PostgreSQL.")
    database_pool_size: int = Field(8, ge=1, le=200, description="Connections a process keeps to PostgreSQL.")
    database_wait_seconds: float = Field(
        10.0, ge=0, le=600, description="How long a start waits for a PostgreSQL that does not answer yet."
    )
    sqlite_synchronous: Synchronous = Field(
        Synchronous.FULL, description="FULL survives a power cut, NORMAL is faster."
    )

    host: str = Field("127.0.0.1", description="Address to listen on; 0.0.0.0 for every one.")
    port: int = Field(8080, ge=0, le=65535, description="Port to listen on; 0 takes a free one.")
    public_url: str = Field("", description="URL under which users reach the server; decides about secure cookies.")
    secret_key: SecretStr | None = Field(
        None, description="Key for tokens and sealed secrets, 32 characters or more. Default: made in data_dir."
    )

    username: str = Field("", description="E-mail of the owner to create or update at start.")
    password: SecretStr = Field(SecretStr(""), description="Password of that owner.")
    user_token: SecretStr = Field(SecretStr(""), description="Legacy API token of that owner.")
    open_signup: bool | None = Field(
        None, description="Let anybody sign up. Default: only on loopback without a public URL."
    )
    signup_role: Role = Field(Role.ANNOTATOR, description="Role of those who sign up later or by invite.")
    password_common_check: bool = Field(True, description="Refuse the most common passwords.")
    session_idle_minutes: int = Field(
        5 * 24 * 60, ge=1, description="A session ends after this time without a request."
    )
    session_age_minutes: int = Field(14 * 24 * 60, ge=1, description="A session ends after this time in any case.")

    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="Least severe events shown.")
    log_json: bool = Field(False, description="Log JSON lines instead of text.")

    embedded_worker: bool = Field(
        True, description="Run background jobs in the server. False with PostgreSQL: `labelwright worker` runs them."
    )
    worker_heartbeat_seconds: float = Field(
        30.0, ge=1, description="PostgreSQL: a worker that is silent this long is dead, and others take its jobs."
    )

    task_lock_minutes: int = Field(30, ge=1, description="How long a handed-out task stays with its annotator.")
    label_stream_history: int = Field(100, ge=1, le=10_000, description="Tasks kept in an annotator's history.")
    max_connections_per_address: int = Field(
        200, ge=0, description="Open connections one address may have; 0 for any number, behind a proxy."
    )
    max_body_mb: int = Field(64, ge=1, description="Largest JSON or form body, in MB.")
    max_upload_mb: int = Field(250, ge=1, description="Largest import request with media files, in MB.")
    max_import_mb: int = Field(32, ge=1, description="Largest task data an import takes in the request, in MB.")
    max_import_tasks: int = Field(50_000, ge=1, description="Most tasks an import takes in the request.")

    max_export_tasks: int = Field(
        20_000, ge=0, description="Most tasks of an export snapshot that is made in the request; larger ones are jobs."
    )
    export_kept_days: int = Field(30, ge=0, description="Days for which export snapshots are kept; 0 for ever.")

    activity_kept_days: int = Field(400, ge=0, description="Days for which the activity log is kept; 0 for ever.")

    index_above_tasks: int = Field(
        50_000, ge=0, description="In projects with more tasks, fields that saved tabs filter or sort by are indexed."
    )

    local_files_serving_enabled: bool = Field(
        False, description="Allow storages of files on the server's own disk, below local_files_document_root."
    )
    local_files_document_root: Path | None = Field(
        None, description="Folder below which local storages lie. Nothing outside it is ever served."
    )
    s3_server_credentials: bool = Field(
        False, description="Let S3 storages without keys of their own use the server's (environment, instance role)."
    )

    webhook_timeout_seconds: float = Field(10.0, ge=1, le=60, description="How long a receiver of events may take.")
    webhook_retry_seconds: float = Field(
        15.0, ge=0.01, description="Wait before the second try of an event; each further one is four times as long."
    )
    webhook_log_days: int = Field(7, ge=1, description="How long the log of sent events is kept.")

    ssrf_protection_enabled: bool = Field(True, description="Check the addresses of outbound calls.")
    use_default_banned_subnets: bool = Field(True, description="Deny loopback, private and other special addresses.")
    user_additional_banned_subnets: Annotated[tuple[Subnet, ...], NoDecode] = Field(
        (), description="Further denied subnets."
    )
    ssrf_allowed_subnets: Annotated[tuple[Subnet, ...], NoDecode] = Field(
        (), description="Exceptions to the denied subnets."
    )
    ml_block_local_ip: bool | None = Field(None, description="Deny ML backends on this machine.")

    @model_validator(mode="before")
    @classmethod
    def _split_lists_and_roles(cls, values: Any) -> Any:
        """Comma lists for subnets; roles by name as well as by code; kinds and levels in any case."""
        if not isinstance(values, dict):
            return values
        for name in ("user_additional_banned_subnets", "ssrf_allowed_subnets"):
            for key in _names(name).choices:
                text = values.get(str(key))
                if isinstance(text, str):
                    values[str(key)] = tuple(part.strip() for part in text.split(",") if part.strip())
        for key in map(str, _names("signup_role").choices):
            text = values.get(key)
            if isinstance(text, str) and text.upper() in Role.__members__:
                values[key] = Role[text.upper()]
        for field, fold in (("log_level", str.upper), ("sqlite_synchronous", str.upper), ("database_kind", str.lower)):
            for key in map(str, _names(field).choices):
                if isinstance(values.get(key), str):
                    values[key] = fold(values[key])
        return values

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.secret_key is not None and len(self.secret_key.get_secret_value()) < 32:
            raise ValueError("secret_key must have at least 32 characters")
        if self.user_token.get_secret_value() and not self.username:
            raise ValueError("user_token needs username, the e-mail of the owner it belongs to")
        return self

    @property
    def url(self) -> str:
        """The database URL with its async driver."""
        if self.database_url is not None:
            return with_driver(self.database_url.get_secret_value())
        if self.database_kind in ("default", "postgresql") or (self.postgres_host and self.database_kind != "sqlite"):
            password = quote(self.postgres_password.get_secret_value(), safe="")
            user = quote(self.postgres_user, safe="")
            host = self.postgres_host or "localhost"
            return f"postgresql+asyncpg://{user}:{password}@{host}:{self.postgres_port}/{quote(self.postgres_name)}"
        return f"sqlite+aiosqlite:///{(self.data_dir / 'labelwright.sqlite3').resolve()}"

    @property
    def is_sqlite(self) -> bool:
        """Whether the embedded database is used."""
        return self.url.startswith("sqlite")

    @property
    def listens_on_loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        if self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def signup_is_open(self) -> bool:
        """Whether anybody may sign up without an invite."""
        if self.open_signup is not None:
            return self.open_signup
        # With a public URL there is a proxy in front, and loopback no longer means "only this machine".
        return self.listens_on_loopback and not self.public_url

    @property
    def uses_https(self) -> bool:
        """Whether users reach the server by https, so that cookies must be secure."""
        return self.public_url.startswith("https://")


def with_driver(url: str) -> str:
    """Give a database URL the async driver we use; other databases are refused.

    Raises:
        ValueError: the scheme is neither SQLite nor PostgreSQL.
    """
    scheme, separator, rest = url.partition("://")
    if not separator:
        raise ValueError("a database URL looks like postgresql+asyncpg://user:password@host:5432/name")
    drivers = {
        "postgres": "postgresql+asyncpg",
        "postgresql": "postgresql+asyncpg",
        "postgresql+asyncpg": "postgresql+asyncpg",
        "sqlite": "sqlite+aiosqlite",
        "sqlite+aiosqlite": "sqlite+aiosqlite",
    }
    if scheme not in drivers:
        raise ValueError(f"databases of kind {scheme!r} are not supported; use postgresql+asyncpg or sqlite")
    return f"{drivers[scheme]}://{rest}"


def load(overrides: Mapping[str, Any] | None = None) -> Settings:
    """Settings from flags (`overrides`, None meaning not given), then environment, then defaults.

    Raises:
        SettingsError: with every problem found.
    """
    given = {name: value for name, value in (overrides or {}).items() if value is not None}
    try:
        settings = Settings(**given)
        _ = settings.url
    except ValidationError as error:
        # One line for each setting: a value that fits none of several types is told once.
        problems = {item["loc"][:1]: _problem(item["loc"][:1], item["msg"]) for item in reversed(error.errors())}
        raise SettingsError(list(reversed(problems.values()))) from error
    except ValueError as error:
        raise SettingsError([f"database_url: {error}"]) from error
    return settings


def _problem(location: tuple[int | str, ...], message: str) -> str:
    name = ".".join(str(part) for part in location)
    text = message.removeprefix("Value error, ")
    return f"{name}: {text}" if name else text


def source_of(field: str, overrides: Mapping[str, Any]) -> str:
    """Where the effective value of a setting came from: `flag`, the environment variable's name, or `default`."""
    if overrides.get(field) is not None:
        return "flag"
    for name in (PREFIX + field.upper(), *ALIASES.get(field, ())):
        if name in os.environ:
            return name
    return "default"
