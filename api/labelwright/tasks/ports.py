"""What the label stream needs from the composed reads beside it, handed in by `app.py`."""

from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core.access import Actor

TaskDetail = Callable[[AsyncSession, Actor, int], Awaitable[dict[str, Any]]]
"""A task with annotations, predictions and drafts as its labeler sees it."""


def task_detail(request: Request) -> TaskDetail:
    """The composed read that the application was wired with."""
    found: TaskDetail = request.app.state.task_detail
    return found
