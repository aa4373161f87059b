"""What is stored of the agreement on a task: recomputed when one of several annotations comes, changes or goes."""

from itertools import combinations
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from labelwright import agreement
from labelwright.annotations import queries
from labelwright.core.concurrency import to_thread
from labelwright.core.types import AnyRow

BIG = 50_000
"""Characters of results on a task beyond which they are compared in a thread."""

Scores = tuple[list[dict[str, Any]], float | None]


async def recompute(session: AsyncSession, task: AnyRow) -> None:
    """Compare the annotators of a task that this transaction has locked, each with each."""
    results = await queries.compared(session, task.id)
    if sum(map(len, results.values())) > BIG:
        scores, mean = await to_thread(_scores, task.id, task.project_id, results)
    else:
        scores, mean = _scores(task.id, task.project_id, results)
    await queries.write_agreement(session, [task.id], scores, mean)


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
