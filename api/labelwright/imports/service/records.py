"""Records of imports and uploaded files."""

from collections.abc import Sequence
from typing import IO

from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core import audit
from labelwright.core.access import Action, Actor
from labelwright.core.audit import Deed, Note, Subject
from labelwright.core.errors import Conflict, Forbidden, Invalid, NotFound
from labelwright.imports import queries
from labelwright.imports.files import Uploads, check_content, extension
from labelwright.imports.models import ImportStatus, ProjectImport
from labelwright.projects import service as projects
from labelwright.tasks import service as tasks
from labelwright.tasks.models import FileUpload

HEAD_BYTES = 64
"""How much of a file is looked at to tell what it is."""


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


async def uploaded_or_forbidden(session: AsyncSession, actor: Actor, project_id: int, name: str) -> FileUpload:
    """The same for an address that must say 403 where the caller does not see the project, there or not."""
    if await projects.find(session, actor, project_id) is None:
        raise Forbidden
    return await uploaded(session, actor, project_id, name)


async def file(session: AsyncSession, actor: Actor, file_id: int, action: Action = Action.VIEW_PROJECT) -> FileUpload:
    """An uploaded file of a project in which the action is the caller's; else 404 or 403."""
    found = await session.get(FileUpload, file_id)
    if found is None:
        raise NotFound("No FileUpload matches the given query.")
    try:
        await projects.get(session, actor, found.project_id, action)
    except NotFound:
        raise NotFound("No FileUpload matches the given query.") from None
    return found


async def replaceable(session: AsyncSession, actor: Actor, file_id: int) -> FileUpload:
    """A file that may become another one; refuses one that tasks were made from, for they may show it."""
    found = await file(session, actor, file_id, Action.MANAGE_PROJECT)
    if await queries.is_used(session, found.id):
        raise Conflict("Tasks were made from this file. Upload the other one beside it.", code="file_used")
    return found


def saved(uploads: Uploads, project_id: int, name: str, content: IO[bytes]) -> tuple[str, int]:
    """Keep an uploaded file whose kind and content are accepted; its stored name and size. Blocking."""
    extension(name)
    content.seek(0)
    check_content(name, content.read(HEAD_BYTES))
    return uploads.save(project_id, name, content)


async def listed(
    session: AsyncSession, actor: Actor, project_id: int, ids: Sequence[int] | None = None
) -> list[FileUpload]:
    """Uploaded files of a project, oldest first."""
    project = await projects.get(session, actor, project_id)
    return await queries.project_uploads(session, project.id, ids)


async def chosen(session: AsyncSession, actor: Actor, project_id: int, ids: Sequence[int]) -> list[FileUpload]:
    """These files of a project; refuses ids that are none of its files."""
    if not ids:
        raise Invalid(file_upload_ids="This field is required.")
    found = await listed(session, actor, project_id, ids)
    missing = set(ids) - {file.id for file in found}
    if missing:
        raise Invalid(file_upload_ids=[f'Invalid pk "{one}" - object does not exist.' for one in sorted(missing)[:100]])
    return found


async def remove(session: AsyncSession, actor: Actor, project_id: int, ids: Sequence[int] | None) -> list[str]:
    """Remove the rows of files, of all without `ids`; tasks stay. Returns the names under which they are stored."""
    project = await projects.get(session, actor, project_id, Action.MANAGE_PROJECT)
    found = await queries.project_uploads(session, project.id, ids)
    if found:
        name = found[0].name[:200] if len(found) == 1 else ""
        about = (Subject.FILE, found[0].id if name else None, name, project.id)
        audit.note(session, Note(Deed.FILES_DELETED, *about, details={"count": len(found)}))
    return await queries.forget_uploads(session, [file.id for file in found])


delete_project = queries.delete_project
upload_names = queries.names
