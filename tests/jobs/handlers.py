"""Handlers that write down what they do, for tests of what surrounds them."""

import asyncio

from sqlalchemy import text

from labelwright.jobs.execution import Hopeless, Run

NOTE = text("INSERT INTO login_failure (account, address, created_at) VALUES (:what, 'job', CURRENT_TIMESTAMP)")


class Counting:
    """Writes a row for each number up to `arguments["count"]`, one batch each."""

    kind = "counting"
    retries = 3

    def __init__(self) -> None:
        self.fail_at: dict[int, int] = {}
        self.hopeless_at: int | None = None
        self.hold_at: int | None = None
        self.holding = asyncio.Event()
        self.release = asyncio.Event()
        self.undone: list[tuple[str, str]] = []

    async def perform(self, run: Run) -> None:
        """Count, and stumble where the test says so."""
        async with run.batch():
            run.message = "Counting"
        for number in range(run.cursor.get("next", 0), run.arguments["count"]):
            if self.fail_at.get(number, 0) > 0:
                self.fail_at[number] -= 1
                raise RuntimeError(f"stumbled at {number}")
            if number == self.hopeless_at:
                raise Hopeless(f"{number} cannot be counted")
            async with run.batch() as session:
                await session.execute(NOTE, {"what": str(number)})
                run.cursor = {"next": number + 1}
                run.done = number + 1
            if number == self.hold_at:
                self.holding.set()
                await self.release.wait()

    async def undo(self, run: Run, ending: str, error: str) -> None:
        """Take the rows back."""
        async with run.batch() as session:
            await session.execute(text("DELETE FROM login_failure WHERE address = 'job'"))
        self.undone.append((ending, error))
