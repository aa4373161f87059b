"""What follows when a project is deleted: its rows go in batches, its files with them."""

from labelwright.core.access import Actor
from labelwright.core.concurrency import to_thread
from labelwright.core.db import Database
from labelwright.imports.files import Uploads
from labelwright.imports.service import records
from labelwright.tasks import service as tasks


class Purge:
    """Removes deleted projects; knows where their files are."""

    def __init__(self, uploads: Uploads) -> None:
        """`uploads` is the folder of uploaded files."""
        self._uploads = uploads

    async def __call__(self, database: Database, _actor: Actor, project_id: int) -> None:
        """Remove the rows of a project that was marked as deleted, batch by batch, then its files."""
        await self.finish(database, project_id)

    async def finish(self, database: Database, project_id: int) -> None:
        """The same on nobody's behalf: a killed process may have left the purge half done."""
        while True:
            async with database.write() as session:
                if not await tasks.delete_batch(session, project_id):
                    await records.delete_project(session, project_id)
                    break
        await to_thread(self._uploads.remove_project, project_id)
