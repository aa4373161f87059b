"""Statements that keep counters: a task's from its annotations, a project's from its tasks."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core import longlists
from labelwright.core.db import is_sqlite
from labelwright.core.types import AnyRow, now
from labelwright.tasks.models import Task

TABLE = Task.__table__

_COUNTERS = {
    "total_annotations": "count(*) FILTER (WHERE NOT a.was_cancelled)",
    "cancelled_annotations": "count(*) FILTER (WHERE a.was_cancelled)",
    "ground_truth_annotations": "count(*) FILTER (WHERE a.ground_truth AND NOT a.was_cancelled)",
    "annotators_number": "count(DISTINCT coalesce(a.completed_by_id, 0)) FILTER (WHERE NOT a.was_cancelled)",
    "pending_reviews": "count(*) FILTER (WHERE NOT a.was_cancelled AND a.review_state = 'pending')",
    "accepted_reviews": "count(*) FILTER (WHERE NOT a.was_cancelled AND a.review_state IN ('accepted', 'fixed'))",
    "returned_reviews": "count(*) FILTER (WHERE NOT a.was_cancelled AND a.review_state = 'returned')",
    "rejected_reviews": "count(*) FILTER (WHERE NOT a.was_cancelled AND a.review_state = 'rejected')",
}
"""A task's counters and what each counts of its annotations, which are called `a`."""

_FINISHED = """count(DISTINCT coalesce(a.completed_by_id, 0)) FILTER (
    WHERE (NOT a.was_cancelled OR :skips_count) AND coalesce(a.review_state, '') <> 'returned')"""
_IS_LABELED = f"{_FINISHED} >= task.overlap OR {_COUNTERS['ground_truth_annotations']} > 0"
_COUNTED = f"""
    SELECT {", ".join(_COUNTERS.values())}, coalesce(sum(a.lead_time) FILTER (WHERE NOT a.was_cancelled), 0.0),
        {_IS_LABELED}, CASE WHEN {_IS_LABELED} THEN max(a.created_at) END
    FROM annotation a WHERE a.task_id = task.id AND a.deleted_at IS NULL
"""

_RECOUNT = f"UPDATE task SET ({', '.join(_COUNTERS)}, lead_time_sum, is_labeled, completed_at) = ({_COUNTED})"

_NEW_COUNTERS = "total_annotations, cancelled_annotations, ground_truth_annotations, annotators_number, is_labeled"
_RECOUNT_ONE = f"""{_RECOUNT}, updated_at = :moment, updated_by_id = :user_id WHERE id = :task_id
    RETURNING id, project_id, {_NEW_COUNTERS}"""
_CARRY = """
    UPDATE project SET
        updated_at = :moment,
        finished_task_number = finished_task_number + {is_labeled} - :was_labeled,
        num_tasks_with_annotations = num_tasks_with_annotations + {has_work} - :had_work,
        total_annotations_number = total_annotations_number + {total} - :old_total,
        skipped_annotations_number = skipped_annotations_number + {cancelled} - :old_cancelled,
        ground_truth_number = ground_truth_number + {truths} - :old_truths
"""
_FREE_LOCK = "DELETE FROM task_lock WHERE task_id = :task_id AND user_id = :user_id"
_FREE_DRAFT = "DELETE FROM annotation_draft WHERE task_id = :task_id AND user_id = :user_id AND annotation_id IS NULL"

# PostgreSQL does it all in one round trip; SQLite, which has none to save, in one statement after the other.
_CARRY_IN_ONE = _CARRY.format(
    is_labeled="r.is_labeled::int",
    has_work="(r.total_annotations > r.ground_truth_annotations)::int",
    total="r.total_annotations",
    cancelled="r.cancelled_annotations",
    truths="r.ground_truth_annotations",
)
_SETTLE = text(f"WITH r AS ({_RECOUNT_ONE}) {_CARRY_IN_ONE} FROM r WHERE project.id = r.project_id")
_SETTLE_AND_FREE = text(
    f"WITH r AS ({_RECOUNT_ONE}), l AS ({_FREE_LOCK}), d AS ({_FREE_DRAFT}) "
    f"{_CARRY_IN_ONE} FROM r WHERE project.id = r.project_id"
)
_RECOUNT_ALONE = text(_RECOUNT_ONE)
_CARRY_ALONE = text(
    _CARRY.format(
        is_labeled=":is_labeled", has_work=":has_work", total=":total", cancelled=":cancelled", truths=":truths"
    )
    + " WHERE id = :project_id"
)
_FREE_ALONE = (text(_FREE_LOCK), text(_FREE_DRAFT))
_RECOUNT_SOME = text(f"{_RECOUNT} WHERE id IN :task_ids").bindparams(bindparam("task_ids", expanding=True))
_RECOUNT_PROJECT = text(f"{_RECOUNT} WHERE project_id = :project_id")

_HOLD_TASKS = text("SELECT id FROM task WHERE project_id = :project_id ORDER BY id FOR UPDATE")
_HOLD_PROJECT = text("SELECT id FROM project WHERE id = :project_id FOR UPDATE")
_TOTALS = {
    "task_number": "count(*)",
    "finished_task_number": "count(*) FILTER (WHERE is_labeled)",
    "num_tasks_with_annotations": "count(*) FILTER (WHERE total_annotations > ground_truth_annotations)",
    "total_annotations_number": "coalesce(sum(total_annotations), 0)",
    "skipped_annotations_number": "coalesce(sum(cancelled_annotations), 0)",
    "ground_truth_number": "coalesce(sum(ground_truth_annotations), 0)",
    "total_predictions_number": "coalesce(sum(total_predictions), 0)",
}
"""A project's counters and what each counts of its tasks."""

_SUMMED = f"SELECT {', '.join(_TOTALS.values())} FROM task WHERE task.project_id = project.id"
_PROJECT_TOTALS = text(f"UPDATE project SET ({', '.join(_TOTALS)}) = ({_SUMMED}) WHERE id = :project_id")
_RECOUNT_PREDICTIONS = text("""
    UPDATE task SET total_predictions = (SELECT count(*) FROM prediction WHERE prediction.task_id = task.id)
    WHERE project_id = :project_id
""")

_DRIFT = text(f"""
    WITH counted AS (
        SELECT a.task_id, {", ".join(f"{counted} AS {name}" for name, counted in _COUNTERS.items())},
            {_FINISHED} AS finished
        FROM annotation a WHERE a.project_id = :project_id AND a.deleted_at IS NULL GROUP BY a.task_id
    ), predicted AS (
        SELECT p.task_id, count(*) AS total_predictions FROM prediction p WHERE p.project_id = :project_id
        GROUP BY p.task_id
    )
    SELECT task.id FROM task LEFT JOIN counted ON counted.task_id = task.id
        LEFT JOIN predicted ON predicted.task_id = task.id
    WHERE task.project_id = :project_id AND (
        {" OR ".join(f"task.{name} <> coalesce(counted.{name}, 0)" for name in _COUNTERS)}
        OR task.total_predictions <> coalesce(predicted.total_predictions, 0)
        OR task.is_labeled <> (coalesce(counted.finished, 0) >= task.overlap
            OR coalesce(counted.ground_truth_annotations, 0) > 0))
    ORDER BY task.id LIMIT 20
""")
_TOTALS_DRIFT = text(f"SELECT id FROM project WHERE id = :project_id AND ({', '.join(_TOTALS)}) <> ({_SUMMED})")


async def settle(
    session: AsyncSession, task: AnyRow | Task, *, user_id: int | None, skips_count: bool, free: bool
) -> None:
    """Recount a task from its annotations and carry the differences to its project.

    `task` holds the counters from before and is locked in this transaction. With `free` the user's hold on the task
    and draft of new work on it end as well.
    """
    parameters = {
        "task_id": task.id,
        "user_id": user_id,
        "skips_count": skips_count,
        "moment": _moment(session),
        "was_labeled": int(task.is_labeled),
        "had_work": int(task.total_annotations > task.ground_truth_annotations),
        "old_total": task.total_annotations,
        "old_cancelled": task.cancelled_annotations,
        "old_truths": task.ground_truth_annotations,
    }
    if is_sqlite(session):
        await _settle_stepwise(session, task.project_id, parameters, free=free)
    else:
        await session.execute(_SETTLE_AND_FREE if free else _SETTLE, parameters)


async def _settle_stepwise(session: AsyncSession, project_id: int, parameters: dict[str, Any], *, free: bool) -> None:
    row = (await session.execute(_RECOUNT_ALONE, parameters)).one()
    if free:
        for statement in _FREE_ALONE:
            await session.execute(statement, parameters)
    after = {
        "project_id": project_id,
        "is_labeled": int(row.is_labeled),
        "has_work": int(row.total_annotations > row.ground_truth_annotations),
        "total": row.total_annotations,
        "cancelled": row.cancelled_annotations,
        "truths": row.ground_truth_annotations,
    }
    await session.execute(_CARRY_ALONE, parameters | after)


def _moment(session: AsyncSession) -> Any:
    """The present for a textual statement, as the driver takes it."""
    value = now()
    return value.strftime("%Y-%m-%d %H:%M:%S.%f") if is_sqlite(session) else value


async def hold_tasks(session: AsyncSession, project_id: int) -> None:
    """Lock every task of a project until the transaction ends.

    Tasks come before their project in the order of locks: a submit holds its task when it reaches for the project.
    """
    if not is_sqlite(session):
        await session.execute(_HOLD_TASKS, {"project_id": project_id})


async def recount_project(session: AsyncSession, project_id: int, *, skips_count: bool) -> None:
    """Recount every task of a project, then the project.

    The rows are locked by statements of their own: one that waited for a row inside the recount would go on with the
    counts of the moment it began.
    """
    await hold_tasks(session, project_id)
    await session.execute(_RECOUNT_PROJECT, {"project_id": project_id, "skips_count": skips_count})
    await total_project(session, project_id)


async def mend_project(session: AsyncSession, project_id: int, *, skips_count: bool) -> None:
    """The same, and the predictions of its tasks, of which nothing else keeps count anew."""
    await hold_tasks(session, project_id)
    await session.execute(_RECOUNT_PREDICTIONS, {"project_id": project_id})
    await recount_project(session, project_id, skips_count=skips_count)


async def hold_some(session: AsyncSession, task_ids: Sequence[int]) -> None:
    """Lock some tasks until the transaction ends."""
    if not is_sqlite(session):
        await session.execute(
            select(TABLE.c.id).where(longlists.is_in(TABLE.c.id, task_ids)).order_by(TABLE.c.id).with_for_update()
        )


async def recount_some(session: AsyncSession, task_ids: Sequence[int], *, skips_count: bool) -> None:
    """Recount tasks that this transaction has locked; their project is the caller's to total."""
    await session.execute(_RECOUNT_SOME, {"task_ids": list(task_ids), "skips_count": skips_count})


async def total_project(session: AsyncSession, project_id: int) -> None:
    """Recount a project from its tasks."""
    if not is_sqlite(session):
        await session.execute(_HOLD_PROJECT, {"project_id": project_id})
    await session.execute(_PROJECT_TOTALS, {"project_id": project_id})


async def drift(session: AsyncSession, project_id: int, *, skips_count: bool) -> list[str]:
    """What of a project's counters is not what its rows say; the first twenty tasks."""
    parameters = {"project_id": project_id, "skips_count": skips_count}
    off = [f"the counters of task {row.id} are off" for row in (await session.execute(_DRIFT, parameters)).all()]
    if (await session.execute(_TOTALS_DRIFT, {"project_id": project_id})).all():
        off.append("its totals are not the sums over its tasks")
    return off
