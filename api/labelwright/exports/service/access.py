"""Who may have the file of an export, asked by a proxy that serves it."""

import re

from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core.access import Action, Actor
from labelwright.core.audit import Deed, Note, Subject
from labelwright.core.errors import DomainError
from labelwright.projects import service as projects

_ADDRESS = re.compile(r"/export/([0-9]{1,18})-")


class NoExportAddress(DomainError):
    """422: the address names no file of an export."""

    status = 422


def downloaded(project_id: int, *, kind: str, name: str, export_id: int | None = None) -> Note:
    """That somebody took an export, for the activity log: the format or `file`, and the name of the file."""
    about = (Subject.EXPORT, export_id, name[:200], project_id)
    return Note(Deed.EXPORT_DOWNLOADED, *about, details={"kind": kind})


async def check_address(session: AsyncSession, actor: Actor, address: str) -> Note:
    """Refuse an address of a project that the caller may not export, and one that names none; what is to be noted."""
    found = _ADDRESS.search(address)
    if found is None:
        raise NoExportAddress("X-Original-URI is expected to be /export/<project>-<name>.", code="no_export_address")
    project = await projects.get(session, actor, int(found[1]), Action.EXPORT)
    return downloaded(project.id, kind="file", name=address[found.start() + len("/export/") :])
