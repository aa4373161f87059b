"""What the activity log keeps of projects that is no change of a mapped row."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core import audit
from labelwright.core.audit import Deed, Note, Subject
from labelwright.projects import queries
from labelwright.projects.models import Project

NAMED = 100
"""How many of the people that come and go at once are named."""


def people(session: AsyncSession, deed: Deed, project: Project, users: Sequence[int], count: int) -> None:
    """Who was added to a project or taken out of it, if anybody was."""
    if count:
        details = {"count": count, "users": list(users[:NAMED])}
        audit.note(session, Note(deed, Subject.PROJECT, project.id, project.title, project.id, details=details))


async def show_model_version(
    session: AsyncSession, project_id: int, version: str, *, user_id: int | None = None
) -> None:
    """Make a model version the one whose predictions are shown; in a job for somebody."""
    before = await queries.settings_of(session, project_id)
    if before.model_version == version:
        return
    await queries.show_model_version(session, project_id, version)
    changes = {"model_version": [before.model_version, version]}
    about = (Subject.PROJECT, project_id, before.title, project_id, before.organization_id, user_id)
    audit.note(session, Note(Deed.PROJECT_CHANGED, *about, details={"changes": changes}))
