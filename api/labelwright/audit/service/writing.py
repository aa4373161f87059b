"""From what a unit of work has noted to rows of the log, in the same transaction; and forgetting them."""

from collections.abc import Sequence
from datetime import timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.audit import queries
from labelwright.core.audit import CALL, Call, Note, Subject
from labelwright.core.db import Database
from labelwright.core.types import now

PURGED_AT_ONCE = 1000
LONGEST_PATH = 500

log = structlog.get_logger()

_NO_CALL = Call("", "", "", "")


async def write(session: AsyncSession, notes: Sequence[Note]) -> None:
    """Write what was done; for requests a line of the server's own log says the same, for those who collect these."""
    call = CALL.get() or _NO_CALL
    moment = now()
    rows = []
    for note in notes:
        organization_id = note.organization_id or call.organization_id
        if organization_id is None:
            user_id = note.subject_id if note.subject == Subject.USER else None
            organization_id = await queries.organization_of(session, project_id=note.project_id, user_id=user_id)
        if organization_id is None:
            continue  # an account that is in no organization: nobody reads its log
        rows.append(
            {
                "organization_id": organization_id,
                "actor_id": note.actor_id or call.user_id,
                "deed": note.deed,
                "subject": note.subject,
                "subject_id": note.subject_id,
                "name": note.name,
                "project_id": note.project_id,
                "details": note.details,
                "method": call.method[:16],
                "path": call.path[:LONGEST_PATH],
                "request_id": call.request_id,
                "address": (note.address or call.address)[:64],
                "created_at": moment,
            }
        )
    if rows:
        await queries.insert(session, rows)
    for row in rows if call is not _NO_CALL else ():  # what a command prints is its own
        log.info("activity", **{name: row[name] for name in _LOGGED})


_LOGGED = ("deed", "subject", "subject_id", "project_id", "organization_id", "actor_id", "address", "request_id")


async def forget(database: Database, *, kept_days: int) -> None:
    """Forget entries that are older than so many days, batch by batch; none for 0."""
    if not kept_days:
        return
    while True:
        async with database.write() as session:
            gone = await queries.purge(session, now() - timedelta(days=kept_days), PURGED_AT_ONCE)
        if gone < PURGED_AT_ONCE:
            return
