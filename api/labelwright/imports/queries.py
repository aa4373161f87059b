"""Statements on imports and uploaded files."""

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core import longlists
from labelwright.imports.models import ImportStatus, ProjectImport
from labelwright.projects.models import Project
from labelwright.tasks.models import FileUpload, Task


async def record(session: AsyncSession, project_id: int, import_id: int) -> ProjectImport | None:
    """One import of a project."""
    statement = select(ProjectImport).where(ProjectImport.project_id == project_id, ProjectImport.id == import_id)
    return (await session.execute(statement)).scalar_one_or_none()


async def upload_by_name(session: AsyncSession, project_id: int, stored_name: str) -> FileUpload | None:
    """An uploaded file of a project by its stored name."""
    statement = select(FileUpload).where(FileUpload.project_id == project_id, FileUpload.stored_name == stored_name)
    return (await session.execute(statement)).scalar_one_or_none()


async def names(session: AsyncSession, ids: set[int]) -> dict[int, str]:
    """Stored names of uploaded files by id."""
    if not ids:
        return {}
    statement = select(FileUpload.id, FileUpload.stored_name).where(FileUpload.id.in_(ids))
    return {row[0]: row[1] for row in await session.execute(statement)}


async def uploads(session: AsyncSession, ids: set[int]) -> list[FileUpload]:
    """Uploaded files by id."""
    if not ids:
        return []
    return list((await session.execute(select(FileUpload).where(FileUpload.id.in_(ids)))).scalars())


async def project_uploads(session: AsyncSession, project_id: int, ids: Sequence[int] | None) -> list[FileUpload]:
    """Uploaded files of a project, or some of them, oldest first."""
    statement = select(FileUpload).where(FileUpload.project_id == project_id)
    if ids is not None:
        statement = statement.where(longlists.is_in(FileUpload.__table__.c.id, ids))
    return list((await session.execute(statement.order_by(FileUpload.id))).scalars())


async def forget_uploads(session: AsyncSession, ids: list[int]) -> list[str]:
    """Remove the rows of uploaded files; returns their stored names."""
    if not ids:
        return []
    statement = (
        delete(FileUpload).where(longlists.is_in(FileUpload.__table__.c.id, ids)).returning(FileUpload.stored_name)
    )
    return list((await session.execute(statement)).scalars())


async def is_used(session: AsyncSession, file_id: int) -> bool:
    """Whether tasks were made from a file."""
    statement = select(Task.id).where(Task.file_upload_id == file_id).limit(1)
    return (await session.execute(statement)).scalar_one_or_none() is not None


async def spooled(session: AsyncSession) -> set[str]:
    """Names of the bodies that unfinished imports are to read."""
    unfinished = (ImportStatus.CREATED, ImportStatus.IN_PROGRESS)
    statement = select(ProjectImport.sources).where(ProjectImport.status.in_(unfinished))
    rows = (await session.execute(statement)).scalars()
    return {item["spool"] for sources in rows for item in sources if "spool" in item}


async def deleted_projects(session: AsyncSession) -> list[tuple[int, int]]:
    """Organization and id of the projects that were deleted and whose rows are still there."""
    statement = select(Project.organization_id, Project.id).where(Project.deleted_at.is_not(None)).order_by(Project.id)
    return [(row[0], row[1]) for row in await session.execute(statement)]


async def stored_names(session: AsyncSession, project_id: int) -> set[str]:
    """Stored names of all uploaded files of a project."""
    statement = select(FileUpload.stored_name).where(FileUpload.project_id == project_id)
    return set((await session.execute(statement)).scalars())


async def delete_project(session: AsyncSession, project_id: int) -> None:
    """Remove the row of a project whose tasks are gone, and what still hangs on it."""
    await session.execute(delete(Project).where(Project.id == project_id))
