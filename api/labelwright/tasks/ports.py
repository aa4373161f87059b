"""What the label stream needs from the composed reads beside it, handed in by `app.py`."""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core.access import Actor
from labelwright.core.types import AnyRow

TaskDetail = Callable[[AsyncSession, Actor, AnyRow, str], Awaitable[dict[str, Any]]]
"""A task row with its annotations, its predictions of a model version ("" for the newest), and the caller's drafts."""


def task_detail(request: Request) -> TaskDetail:
    """The composed read that the application was wired with."""
    found: TaskDetail = request.app.state.task_detail
    return found
