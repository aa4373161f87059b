"""What follows when a project is deleted: a job removes its rows in batches, and its files with them."""

from collections.abc import Callable

from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core.access import Actor
from labelwright.core.concurrency import to_thread
from labelwright.filters import indexing
from labelwright.imports.service import records
from labelwright.jobs import service as jobs
from labelwright.jobs.execution import Run
from labelwright.tasks import service as tasks

KIND = "project.purge"


async def order(session: AsyncSession, actor: Actor, project_id: int) -> None:
    """Have a project purged that was marked as deleted in this transaction."""
    await order_for(session, actor.organization_id, project_id, user_id=actor.id)


async def order_for(
    session: AsyncSession, organization_id: int, project_id: int, *, user_id: int | None = None
) -> None:
    """The same on nobody's behalf."""
    await jobs.enqueue(
        session,
        KIND,
        {"project_id": project_id},
        organization_id=organization_id,
        user_id=user_id,
        unique_key=f"{KIND}:{project_id}",
        message="Removing a deleted project",
    )


class PurgeProject:
    """Removes a deleted project. Each step does nothing where it is done already."""

    kind = KIND
    retries = 10

    def __init__(self, *remove_files: Callable[[int], None]) -> None:
        """Each of `remove_files` removes files of a project by its id; they block."""
        self._remove_files = remove_files

    async def perform(self, run: Run) -> None:
        """Remove the indexes on its fields, tasks with what hangs on them batch by batch, the files, the project."""
        project_id = int(run.arguments["project_id"])
        # First, as rows go faster without them.
        await indexing.drop(run, project_id)
        while True:
            async with run.batch() as session:
                gone = await tasks.delete_batch(session, project_id)
                run.done += gone
            if not gone:
                break
        for remove in self._remove_files:
            await to_thread(remove, project_id)
        async with run.batch() as session:
            await records.delete_project(session, project_id)

    async def undo(self, run: Run, ending: str, error: str) -> None:
        """What is gone is gone: the project is deleted, and a later start has the rest purged."""
