"""The project named on the command line."""

from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core.errors import Invalid
from labelwright.organizations.service import joining
from labelwright.projects import queries
from labelwright.projects.models import Project
from labelwright.projects.service import EMPTY_CONFIG


async def ensure_project(session: AsyncSession, title: str) -> int:
    """Create a project of this title in the first organization unless it has one; returns its id."""
    if not 3 <= len(title) <= 50:
        raise Invalid(title="A project title has 3 to 50 characters.")
    organization = await joining.first_organization(session)
    existing = await queries.by_title(session, organization.id, title)
    if existing is not None:
        return existing
    project = Project(
        organization_id=organization.id,
        created_by_id=organization.created_by_id,
        title=title,
        label_config=EMPTY_CONFIG,
        parsed_label_config={},
        control_weights={},
    )
    session.add(project)
    await session.flush()
    return project.id
