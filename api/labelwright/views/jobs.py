"""The job that indexes what tabs filter and sort by."""

from labelwright.filters import indexing
from labelwright.jobs.execution import Run
from labelwright.views.service.indexing import INDEX_JOB, wanted


class IndexFields:
    """Brings the indexes of a project to what its tabs want; does nothing where that is so already."""

    kind = INDEX_JOB
    retries = 20

    async def perform(self, run: Run) -> None:
        """Twice: a project that was deleted during the first round has its indexes dropped by the second."""
        for _ in range(2):
            await indexing.renew(run, int(run.arguments["project_id"]), wanted)

    async def undo(self, run: Run, ending: str, error: str) -> None:
        """What is built serves; a build that broke is dropped by the next job."""
