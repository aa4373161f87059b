"""What the published client asks of statistics: all of it from what was counted last, but for tasks that are named."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.annotations import service as annotations
from labelwright.core.access import Action, Actor
from labelwright.core.concurrency import to_thread
from labelwright.core.types import AnyRow
from labelwright.projects import service as projects
from labelwright.statistics import answers, queries
from labelwright.statistics import days as calendar
from labelwright.statistics.counting import Counting
from labelwright.statistics.dashboard import share
from labelwright.statistics.days import NOBODY, Day
from labelwright.users import service as users
from labelwright.users.models import User


async def counted(session: AsyncSession, actor: Actor, project_id: int) -> Day:
    """All that was counted of a project, for those who see all annotations."""
    project = await projects.get(session, actor, project_id, Action.SEE_ALL_ANNOTATIONS)
    return await to_thread(_total, list(await queries.days(session, project.id, None, None)))


def _total(rows: Sequence[AnyRow]) -> Day:
    return calendar.total([calendar.decode(row.counts) for row in rows])


async def counted_in(session: AsyncSession, actor: Actor, project_id: int, task_ids: Sequence[int]) -> Day:
    """The same of some tasks of it, as they are now."""
    project = await projects.get(session, actor, project_id, Action.SEE_ALL_ANNOTATIONS)
    counting = Counting()
    tasks = await queries.tasks_of(session, project.id, task_ids)
    ids = [task.id for task in tasks]
    work, scores = await queries.work_on(session, ids), await queries.scores_of(session, ids)
    await to_thread(counting.add_tasks, tasks, work, scores, [])
    return calendar.total(list(counting.finish().values()))


async def people(session: AsyncSession, ids: Sequence[int]) -> list[User]:
    """Accounts, in the order of the ids."""
    found = await users.by_ids(session, ids)
    return [found[user_id] for user_id in ids if user_id in found]


async def finished(session: AsyncSession, actor: Actor, project_id: int, user_id: int | None) -> dict[str, Any]:
    """How many tasks are done, or have finished work of one user, and what share of all that is."""
    project = await projects.get(session, actor, project_id, Action.SEE_ALL_ANNOTATIONS)
    if user_id is None:
        count = project.finished_task_number
    else:
        count = await queries.tasks_worked_on(session, project.id, user_id)
    return {"finished": count, "id": user_id, "progress": int(100 * (share(count, project.task_number) or 0))}


def participants(day: Day, *, reviewers: bool) -> list[int]:
    """Who annotated, or who reviewed, by id."""
    return sorted(user_id for user_id in (day.reviewers if reviewers else day.people) if user_id != NOBODY)


def performance(day: Day, ids: Sequence[int], *, reviewers: bool) -> list[dict[str, Any]]:
    """One row for each of some people."""
    if reviewers:
        return [_reviewer(day, user_id) for user_id in ids]
    times = {row["user_id"]: row for row in answers.lead_time(day)}
    return [_annotator(day, user_id, times.get(user_id, {})) for user_id in ids]


def _reviewer(day: Day, user_id: int) -> dict[str, Any]:
    verdicts = day.reviewers.get(user_id, {})
    counts = {name: verdicts.get(name, 0) for name in ("accepted", "fixed", "rejected")}
    return {"id": user_id, "reviewed": sum(counts.values()), **counts}


def _annotator(day: Day, user_id: int, times: dict[str, Any]) -> dict[str, Any]:
    worker = day.people.get(user_id)
    review_score, performance_score = answers.review_scores(worker)
    return {
        "id": user_id,
        "submitted": worker.submitted if worker else 0,
        "skipped": worker.skipped if worker else 0,
        "mean_time": times.get("mean_time"),
        "median_time": times.get("median_time"),
        "sum_lead_time": times.get("sum_lead_time", 0.0),
        "agreement": answers.agreement_of(day, user_id),
        "ground_truth_agreement": answers.truth_score(worker),
        "review_score": review_score,
        "performance_score": performance_score,
    }


async def update(session: AsyncSession, actor: Actor, project_id: int) -> int:
    """Have all annotators of a project compared and the project counted; returns the job's id."""
    project = await projects.get(session, actor, project_id, Action.SEE_ALL_ANNOTATIONS)
    return await annotations.order_comparison(session, project.id, actor=actor)
