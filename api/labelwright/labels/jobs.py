"""The job that renames a label in stored results."""

from labelwright.jobs.execution import Run
from labelwright.labels.service import renaming
from labelwright.labels.service.renaming import RENAME_JOB


class RenameLabel:
    """Goes through annotations, then through drafts, batch by batch; the cursor is the last one of each.

    What may hold the label is searched for outside the batches: SQLite's one writer is not held up by a search.
    """

    kind = RENAME_JOB
    retries = 5

    async def perform(self, run: Run) -> None:
        """A batch that was committed is not looked at again."""
        run.message = "Renaming a label"
        await self._annotations(run)
        await self._drafts(run)
        run.message = f"{run.done} annotations changed"
        async with run.batch() as session:
            if run.done:
                await renaming.renamed(session, run.arguments["projects"])

    async def _annotations(self, run: Run) -> None:
        projects, old, new = (run.arguments[name] for name in ("projects", "old", "new"))
        while True:
            async with run.database.read() as session:
                found = await renaming.annotations_after(session, projects, old, int(run.cursor.get("annotation", 0)))
            if not found:
                return
            async with run.batch() as session:
                run.done += await renaming.rename_annotations(session, found, old, new, user_id=run.user_id)
                run.cursor = {"annotation": found[-1].id}

    async def _drafts(self, run: Run) -> None:
        projects, old, new = (run.arguments[name] for name in ("projects", "old", "new"))
        while True:
            async with run.database.read() as session:
                found = await renaming.drafts_after(session, projects, old, int(run.cursor.get("draft", 0)))
            if not found:
                return
            async with run.batch() as session:
                await renaming.rename_drafts(session, found, old, new)
                run.cursor = run.cursor | {"draft": found[-1].id}

    async def undo(self, run: Run, ending: str, error: str) -> None:
        """What was renamed stays renamed, with its old results as revisions; running the job again does the rest."""
