"""What jobs need from the domains above them, handed in by `wiring`."""

from collections.abc import Callable

from fastapi import Request
from sqlalchemy import Select

from labelwright.core.access import Actor

VisibleProjects = Select[int]


def visible_projects(request: Request) -> Callable[[Actor], VisibleProjects]:
    """Which projects a caller sees, as a subquery of ids."""
    found: Callable[[Actor], VisibleProjects] = request.app.state.visible_projects
    return found
