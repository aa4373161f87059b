"""The job that counts a project."""

from labelwright.jobs.execution import Run
from labelwright.statistics.service import COUNT_JOB
from labelwright.statistics.service.counting import ProjectCount

STEPS = 20
"""Chunks after which progress is written."""


class CountProject:
    """Reads all of a project and writes the result at the end: cut short, it begins anew."""

    kind = COUNT_JOB
    retries = 5

    async def perform(self, run: Run) -> None:
        """What was counted before is shown until the new count is there."""
        count = ProjectCount(run.database, int(run.arguments["project_id"]))
        total = await count.begin()
        if total is None:
            return
        run.done, run.total, run.message = 0, total, "Counting a project"
        step = 0
        async for tasks in count.chunks():
            run.done += tasks
            step += 1
            if step % STEPS == 0:
                async with run.batch():
                    pass
        async with run.batch() as session:
            await count.write(session)
            run.message = f"Counted {run.done} tasks"

    async def undo(self, run: Run, ending: str, error: str) -> None:
        """Nothing was written."""
