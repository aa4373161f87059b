"""Handlers of jobs by the name of their kind, and what is done again and again."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from labelwright.core.db import Database
    from labelwright.jobs.execution import Run


class Handler(Protocol):
    """What does the work of one kind of job.

    `perform` and `undo` may be called again after a crash, always with the cursor of the last batch that was committed.
    """

    kind: str
    retries: int
    """How often a failing batch is tried again before the job fails for good."""

    async def perform(self, run: "Run") -> None:
        """Do the work, batch by batch; raises `jobs.execution.Hopeless` for what trying again will not mend."""
        ...

    async def undo(self, run: "Run", ending: str, error: str) -> None:
        """Clean up before the job ends as failed or cancelled."""
        ...


@dataclass(frozen=True, slots=True)
class Periodic:
    """What is done every so often, by one process however many there are. Short: long work it puts into the queue."""

    name: str
    every: timedelta
    run: "Callable[[Database], Awaitable[None]]"


class Registry:
    """The handlers that this process has."""

    def __init__(self, *handlers: Handler, periodic: Sequence[Periodic] = ()) -> None:
        """Each kind has one handler."""
        self.periodic = tuple(periodic)
        self._handlers = {handler.kind: handler for handler in handlers}
        assert len(self._handlers) == len(handlers), "two handlers of one kind"  # noqa: S101 - wiring, not input

    def of(self, kind: str) -> Handler | None:
        """The handler of a kind."""
        return self._handlers.get(kind)
