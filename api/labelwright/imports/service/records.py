"""Records of imports and uploaded files."""

from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core.access import Actor
from labelwright.core.errors import NotFound
from labelwright.imports import queries
from labelwright.imports.models import ImportStatus, ProjectImport
from labelwright.projects import service as projects
from labelwright.tasks import service as tasks
from labelwright.tasks.models import FileUpload


async def get(session: AsyncSession, actor: Actor, project_id: int, import_id: int) -> ProjectImport:
    """The record of one import; else 404."""
    project = await projects.get(session, actor, project_id)
    found = await queries.record(session, project.id, import_id)
    if found is None:
        raise NotFound("No ProjectImport matches the given query.")
    return found


async def task_ids(session: AsyncSession, record: ProjectImport) -> list[int]:
    """Ids of the tasks that an import brought, when they were asked for."""
    if not record.return_task_ids or record.status != ImportStatus.COMPLETED or record.first_inner_id is None:
        return []
    return await tasks.ids_by_inner(
        session, record.project_id, first=record.first_inner_id, count=record.reserved, limit=record.reserved
    )


async def uploaded(session: AsyncSession, actor: Actor, project_id: int, name: str) -> FileUpload:
    """An uploaded file of a project the caller can see; else 404."""
    project = await projects.get(session, actor, project_id)
    found = await queries.upload_by_name(session, project.id, name)
    if found is None:
        raise NotFound
    return found


delete_project = queries.delete_project
upload_names = queries.names
