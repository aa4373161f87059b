"""Rules of the label stream: who gets which task, and how long it stays theirs."""

from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core.access import Action, Actor
from labelwright.core.errors import Conflict, NotFound
from labelwright.core.types import AnyRow
from labelwright.filters.service import Selection
from labelwright.labeling import queries
from labelwright.labeling.queries import SOFT_SECONDS, Share
from labelwright.projects.models import Distribution
from labelwright.tasks import service as tasks
from labelwright.tasks.models import LockKind

ATTEMPTS = 5
"""A candidate can be lost to another annotator between being picked and being locked; then the next one is tried."""

Handed = tuple[AnyRow, str]
"""A task that was handed out, and the model version whose predictions its project shows ("" for the newest)."""


class NothingLeft(NotFound):
    """404: no task is left for this user."""

    def __init__(self) -> None:
        """Tell the client by code that this is the end of the stream."""
        super().__init__("There are no tasks left for you in this project.", code="no_task")


async def next_task(
    session: AsyncSession, actor: Actor, project_id: int, *, lock_seconds: int, among: Selection | None = None
) -> Handed:
    """The task the user holds, else a new one, locked for them. 404 when nothing is left.

    A new one is taken `among` the selected tasks, in their order if they have one of their own.
    """
    project = await _project(session, actor, project_id)
    held = project.task_id
    # Locking what is held renews a full lock and makes a soft one full.
    if held is not None and await _lock(session, project.id, held, actor, LockKind.FULL, lock_seconds):
        row = await queries.task(session, held, actor.id)
    else:
        row = await _claim(session, project, actor, LockKind.FULL, lock_seconds, among=among)
    return row, project.model_version


async def prefetch(session: AsyncSession, actor: Actor, project_id: int, *, after: int) -> Handed:
    """One task more than the open one, under a soft lock.

    It is promised for a while; then others may take it when nothing else is left.
    """
    project = await _project(session, actor, project_id)
    # Its own lock may be a soft one still: its page opens it and asks for one more at the same time.
    await queries.release_soft(session, project.id, actor.id, without=after)
    row = await _claim(session, project, actor, LockKind.SOFT, SOFT_SECONDS, without=(after,))
    return row, project.model_version


async def _project(session: AsyncSession, actor: Actor, project_id: int) -> AnyRow:
    project = await queries.access(session, actor, project_id)
    if project is None:
        raise NotFound("No Project matches the given query.")
    return project


async def _claim(
    session: AsyncSession,
    project: AnyRow,
    actor: Actor,
    kind: LockKind,
    seconds: int,
    *,
    without: tuple[int, ...] = (),
    among: Selection | None = None,
) -> AnyRow:
    """Pick a task and lock it: what reviewers sent back, then what is assigned to the user, then the others.

    What others fetched ahead comes last, and only for a full lock.
    """
    if project.enable_review and among is None:
        back = await queries.returned(session, project.id, actor.id, without=without)
        if back is not None and await _lock(session, project.id, back.id, actor, kind, seconds):
            return back
    for soft_ones_count in (True, False) if kind == LockKind.FULL else (True,):
        for share in _shares(project, actor):
            lost = without
            for _ in range(ATTEMPTS):
                row = await queries.pick(
                    session,
                    project,
                    actor.id,
                    soft_ones_count=soft_ones_count,
                    share=share,
                    without=lost,
                    among=among,
                )
                if row is None:
                    break
                if await _lock(session, project.id, row.id, actor, kind, seconds):
                    return row
                lost = (*lost, row.id)
    raise NothingLeft


def _shares(project: AnyRow, actor: Actor) -> tuple[Share, ...]:
    """Where the user's next task is looked for: among theirs, then, unless work is by assignment only, nobody's."""
    if project.distribution == Distribution.ASSIGNED_ONLY and not actor.may(Action.SEE_ALL_ANNOTATIONS):
        return (Share.MINE,)
    return (Share.MINE, Share.NOBODYS) if project.has_assignments else (Share.ALL,)


async def _lock(
    session: AsyncSession, project_id: int, task_id: int, actor: Actor, kind: LockKind, seconds: int
) -> bool:
    return await queries.lock(session, project_id, task_id, actor.id, kind=kind, seconds=seconds)


async def open_task(session: AsyncSession, actor: Actor, task_id: int, *, lock_seconds: int) -> None:
    """Make a task the user's; 409 when others hold it or have finished it meanwhile."""
    task, project = await tasks.get(session, actor, task_id, Action.LABEL, for_update=True)
    await queries.drop_expired(session, task.id)
    if not await _lock(session, project.id, task.id, actor, LockKind.FULL, lock_seconds):
        raise Conflict("Somebody else has this task now. Ask for the next one.", code="task_taken")


async def release(session: AsyncSession, actor: Actor, task_id: int) -> None:
    """Let a task go; one that is not held is let go as well."""
    task, _ = await tasks.get(session, actor, task_id, Action.LABEL)
    await tasks.release_lock(session, task.id, actor.id)


async def history(session: AsyncSession, actor: Actor, project_id: int, *, limit: int) -> list[AnyRow]:
    """The tasks that the caller was handed last in a project, oldest first, with what they made of each."""
    project = await _project(session, actor, project_id)
    return await queries.visits(session, project.id, actor.id, limit=limit)


forget_visits = queries.forget_visits
