"""Ending a command: one clear line and exit code 2."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NoReturn

import typer
from sqlalchemy.exc import ArgumentError, DBAPIError

from labelwright.core.errors import DomainError
from labelwright.core.settings import Settings, SettingsError, load


def fail(message: str) -> NoReturn:
    """Say what is wrong and end with 2."""
    typer.secho(f"labelwright: {message}", err=True, fg=typer.colors.RED)
    raise typer.Exit(2)


def settings_of(overrides: Mapping[str, Any]) -> Settings:
    """Settings, or every problem with them, one a line."""
    try:
        return load(overrides)
    except SettingsError as error:
        fail("\n             ".join(error.problems))


@contextmanager
def plainly(given: Mapping[str, str] | None = None) -> Iterator[None]:
    """Turn what an operator can mend into one line.

    `given` says by what arguments of the command fields were given that have other names.
    """
    try:
        yield
    except DomainError as error:
        named = [f"{(given or {}).get(name, name)}: {_text(why)}" for name, why in (error.fields or {}).items()]
        fail("; ".join(named) or error.detail)
    except (DBAPIError, ArgumentError) as error:
        fail(f"the database does not work: {_first_line(getattr(error, 'orig', None) or error)}")
    except PermissionError as error:
        fail(f"{error.filename}: not writable")
    except OSError as error:
        fail(f"{error.filename or 'the database'}: {error.strerror or error}")


def _text(why: Any) -> str:
    return " ".join(str(part) for part in why) if isinstance(why, list) else str(why)


def _first_line(error: Any) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
