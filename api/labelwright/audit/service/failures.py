"""Failed sign-ins in the activity log.

They come into it some time after, not with the request that failed: that one does the same and takes the same whether
anybody has the e-mail or not.
"""

from collections import Counter

from labelwright.audit import queries
from labelwright.core import audit
from labelwright.core.audit import Deed, Note, Subject
from labelwright.core.db import Database
from labelwright.users import service as users


async def keep(database: Database) -> None:
    """Write the failures since the last time into the logs of the organizations that the accounts are in.

    One entry for each account, with the last address it was tried from. An e-mail that nobody has is in no log.
    """
    async with database.write() as session:
        failures = [row for row in await users.take_failures(session) if row.user_id is not None]
        if not failures:
            return
        tries = Counter(row.user_id for row in failures)
        addresses = {row.user_id: row.address for row in failures}
        for place in await queries.places_of(session, tries.keys()):
            note = Note(
                Deed.SIGN_IN_FAILED,
                Subject.USER,
                place.user_id,
                place.email,
                organization_id=place.organization_id,
                address=addresses[place.user_id],
                details={"tries": tries[place.user_id]},
            )
            audit.note(session, note)
