"""What projects need from domains above them, handed in by `app.py`: imports go one way only."""

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core.access import Actor
from labelwright.labelconfig import UsageKey

Usage = Counter[UsageKey]


@dataclass(frozen=True, slots=True)
class Ports:
    """Questions about, and consequences for, what lies above projects."""

    label_usage: Callable[[AsyncSession, int], Awaitable[tuple[Usage, Usage]]]
    """What annotations and what drafts of a project use."""

    linked_labels: Callable[[AsyncSession, int], Awaitable[list[tuple[str, Any]]]]
    """Labels that the labels manager adds to a project: the name of their control, and their value."""

    model_versions: Callable[[AsyncSession, int], Awaitable[dict[str, int]]]
    """Model versions of a project's predictions and how many there are of each."""

    hold_tasks: Callable[[AsyncSession, int], Awaitable[None]]
    """Lock a project's tasks before the project itself, as everything that changes both does."""

    settle_overlap: Callable[[AsyncSession, int], Awaitable[None]]
    """Give every task of a project the overlap its settings ask for, and recount what is finished."""

    purge: Callable[[AsyncSession, Actor, int], Awaitable[None]]
    """Have the rows and files of a project removed that is deleted in this transaction."""

    copy_tasks: Callable[[AsyncSession, Actor, int, int], Awaitable[None]]
    """Copy the tasks of one project into another."""

    leave: Callable[[AsyncSession, list[int], int], Awaitable[None]]
    """Take a project's tasks away from people who leave it."""

    assignees: Callable[[AsyncSession, int], Awaitable[list[int]]]
    """To whom tasks of a project were given, by assignment or by the label stream."""


def ports(request: Request) -> Ports:
    """The ports that the application was wired with."""
    found: Ports = request.app.state.project_ports
    return found
