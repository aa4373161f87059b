"""Who may have the file of an export, asked by a proxy that serves it."""

import re

from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core.access import Action, Actor
from labelwright.core.errors import DomainError
from labelwright.projects import service as projects

_ADDRESS = re.compile(r"/export/([0-9]{1,18})-")


class NoExportAddress(DomainError):
    """422: the address names no file of an export."""

    status = 422


async def check_address(session: AsyncSession, actor: Actor, address: str) -> None:
    """Refuse an address of a project that the caller may not export, and one that names none."""
    found = _ADDRESS.search(address)
    if found is None:
        raise NoExportAddress("X-Original-URI is expected to be /export/<project>-<name>.", code="no_export_address")
    await projects.get(session, actor, int(found[1]), Action.EXPORT)
