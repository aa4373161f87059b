"""What is stored of the agreement on a task: recomputed when one of several annotations comes, changes or goes.

What comes in bulk is compared by a job (`order` and `recount`).
"""

from collections.abc import Sequence
from itertools import combinations
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from labelwright import agreement
from labelwright.annotations.queries import agreement as queries
from labelwright.core.access import Actor
from labelwright.core.concurrency import to_thread
from labelwright.core.types import AnyRow
from labelwright.jobs import service as jobs

BIG = 50_000
"""Characters of results on a task beyond which they are compared in a thread."""

RECOUNT_JOB = "agreement.recount"
BATCH = 200
"""Tasks of one unit of work of the job."""

Scores = tuple[list[dict[str, Any]], float | None]


async def recompute(session: AsyncSession, task: AnyRow) -> None:
    """Compare the annotators of a task that this transaction has locked, each with each."""
    results = await queries.compared(session, task.id)
    if sum(map(len, results.values())) > BIG:
        scores, mean = await to_thread(_scores, task.id, task.project_id, results)
    else:
        scores, mean = _scores(task.id, task.project_id, results)
    await queries.write(session, [task.id], scores, mean)


def _scores(task_id: int, project_id: int, results: dict[int, str]) -> Scores:
    """Rows for each pair and control, and the mean over the pairs; None with fewer than two annotators."""
    works = {user: agreement.read(result) for user, result in sorted(results.items())}
    rows: list[dict[str, Any]] = []
    totals: list[float] = []
    for (user_a, one), (user_b, other) in combinations(works.items(), 2):
        compared = agreement.compare(one, other)
        totals.append(agreement.overall(compared))
        rows += [
            {
                "task_id": task_id,
                "project_id": project_id,
                "control": item.control,
                "user_a_id": user_a,
                "user_b_id": user_b,
                "score": item.score,
                "label_a": item.labels[0] if item.labels else None,
                "label_b": item.labels[1] if item.labels else None,
                "weight": _weight(works, item.control) if item.labels else None,
            }
            for item in compared
        ]
    return rows, sum(totals) / len(totals) if totals else None


def _weight(works: dict[int, agreement.Work], control: str) -> float:
    """1 / (labels - 1), the labels being those of annotators who chose exactly one at the control."""
    single = sum(len(work.choices.get(control, ())) == 1 for work in works.values())
    return 1 / (single - 1)


# In bulk


async def order(
    session: AsyncSession, project_id: int, task_ids: Sequence[int] | None = None, *, actor: Actor | None = None
) -> int:
    """Have the annotators of some tasks compared by a job, or of all tasks of a project; returns its id.

    Without an actor it is the server's own and not shown among the jobs. Access is the caller's to check.
    """
    return await jobs.enqueue(
        session,
        RECOUNT_JOB,
        {"project_id": project_id, "tasks": None if task_ids is None else sorted(task_ids)},
        organization_id=actor.organization_id if actor else None,
        project_id=project_id,
        user_id=actor.id if actor else None,
        unique_key=f"{RECOUNT_JOB}:{project_id}" if actor and task_ids is None else None,
        total=None if task_ids is None else len(task_ids),
        message="Waiting to compare annotators",
    )


async def recount(session: AsyncSession, project_id: int, task_ids: Sequence[int]) -> None:
    """Compare the annotators of some tasks of a project, which stay locked until the transaction ends."""
    held = await queries.hold_tasks(session, project_id, task_ids)
    results = await queries.compared_many(session, held)
    rows, means = await to_thread(_scores_of, project_id, held, results)
    await queries.write_many(session, rows, means)


def _scores_of(
    project_id: int, held: Sequence[int], results: dict[int, dict[int, str]]
) -> tuple[list[dict[str, Any]], dict[int, float | None]]:
    rows: list[dict[str, Any]] = []
    means: dict[int, float | None] = {}
    for task_id in held:
        found, means[task_id] = _scores(task_id, project_id, results.get(task_id, {}))
        rows += found
    return rows, means


tasks_to_compare = queries.tasks_to_compare
