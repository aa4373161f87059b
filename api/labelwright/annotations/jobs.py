"""The job that compares the annotators of many tasks."""

from bisect import bisect_right
from collections.abc import Awaitable, Callable, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.annotations.service import agreeing
from labelwright.jobs.execution import Run

Then = Callable[[AsyncSession, int], Awaitable[object]]


class RecountAgreement:
    """Goes through the tasks by id, batch by batch; the cursor is the last task whose agreement is written.

    May be run again at any time: it writes what the annotations say then.
    """

    kind = agreeing.RECOUNT_JOB
    retries = 5

    def __init__(self, then: Then) -> None:
        """`then` is called with the project in the last unit of work."""
        self._then = then

    async def perform(self, run: Run) -> None:
        """A batch that was committed is not looked at again."""
        run.message = "Comparing annotators"
        project_id = int(run.arguments["project_id"])
        while ids := await self._following(run, project_id):
            async with run.batch() as session:
                await agreeing.recount(session, project_id, ids)
                run.done += len(ids)
                run.cursor = {"task": ids[-1]}
        async with run.batch() as session:
            run.message = f"Compared the annotators of {run.done} tasks"
            await self._then(session, project_id)

    async def _following(self, run: Run, project_id: int) -> Sequence[int]:
        """The next tasks: of those that were named, or of all that several people worked on."""
        last = int(run.cursor.get("task", 0))
        named: list[int] | None = run.arguments["tasks"]
        if named is not None:
            first = bisect_right(named, last)
            return named[first : first + agreeing.BATCH]
        async with run.database.read() as session:
            return await agreeing.tasks_to_compare(session, project_id, after=last, limit=agreeing.BATCH)

    async def undo(self, run: Run, ending: str, error: str) -> None:
        """What is compared is right; running the job again does the rest."""
