"""Statements on tasks."""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    Table,
    bindparam,
    delete,
    exists,
    literal,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core import bulk, longlists
from labelwright.core.access import Action, Actor
from labelwright.core.db import is_sqlite
from labelwright.core.jsonfields import MOMENT, NUMBER
from labelwright.core.types import AnyRow, AnySelect, Base, DatabaseNow, DatabaseNowPlus, now
from labelwright.projects.models import Distribution, Project
from labelwright.projects.service import visibility, visible, visible_to
from labelwright.tasks.models import AssignmentKind, FileUpload, Task, TaskAssignment, TaskLock

TABLE: Table = Base.metadata.tables["task"]
PROJECT: Table = Base.metadata.tables["project"]
ASSIGNMENT: Table = Base.metadata.tables["task_assignment"]

_IS_LABELED = """
    (count(DISTINCT coalesce(a.completed_by_id, 0))
        FILTER (WHERE (NOT a.was_cancelled OR :skips_count) AND coalesce(a.review_state, '') <> 'returned'))
        >= task.overlap OR count(*) FILTER (WHERE a.ground_truth AND NOT a.was_cancelled) > 0
"""
_COUNTED = f"""
    SELECT
        count(*) FILTER (WHERE NOT a.was_cancelled),
        count(*) FILTER (WHERE a.was_cancelled),
        count(*) FILTER (WHERE a.ground_truth AND NOT a.was_cancelled),
        count(DISTINCT coalesce(a.completed_by_id, 0)) FILTER (WHERE NOT a.was_cancelled),
        coalesce(sum(a.lead_time) FILTER (WHERE NOT a.was_cancelled), 0.0),
        count(*) FILTER (WHERE NOT a.was_cancelled AND a.review_state = 'pending'),
        count(*) FILTER (WHERE NOT a.was_cancelled AND a.review_state IN ('accepted', 'fixed')),
        count(*) FILTER (WHERE NOT a.was_cancelled AND a.review_state = 'returned'),
        count(*) FILTER (WHERE NOT a.was_cancelled AND a.review_state = 'rejected'),
        {_IS_LABELED},
        CASE WHEN {_IS_LABELED} THEN max(a.created_at) END
    FROM annotation a WHERE a.task_id = task.id AND a.deleted_at IS NULL
"""

_RECOUNT = f"""
    UPDATE task SET (total_annotations, cancelled_annotations, ground_truth_annotations, annotators_number,
                     lead_time_sum, pending_reviews, accepted_reviews, returned_reviews, rejected_reviews, is_labeled,
                     completed_at) = ({_COUNTED})
"""

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
_PROJECT_TOTALS = text("""
    UPDATE project SET (task_number, finished_task_number, num_tasks_with_annotations, total_annotations_number,
        skipped_annotations_number, ground_truth_number, total_predictions_number) = (
        SELECT count(*), count(*) FILTER (WHERE is_labeled),
            count(*) FILTER (WHERE total_annotations > ground_truth_annotations),
            coalesce(sum(total_annotations), 0), coalesce(sum(cancelled_annotations), 0),
            coalesce(sum(ground_truth_annotations), 0), coalesce(sum(total_predictions), 0)
        FROM task WHERE task.project_id = project.id)
    WHERE id = :project_id
""")

_COUNTERS = (
    "total_annotations",
    "cancelled_annotations",
    "ground_truth_annotations",
    "annotators_number",
    "pending_reviews",
    "accepted_reviews",
    "returned_reviews",
    "rejected_reviews",
)
_DRIFT = text(f"""
    WITH counted AS (
        SELECT a.task_id,
            count(*) FILTER (WHERE NOT a.was_cancelled) AS total_annotations,
            count(*) FILTER (WHERE a.was_cancelled) AS cancelled_annotations,
            count(*) FILTER (WHERE a.ground_truth AND NOT a.was_cancelled) AS ground_truth_annotations,
            count(DISTINCT coalesce(a.completed_by_id, 0)) FILTER (WHERE NOT a.was_cancelled) AS annotators_number,
            count(*) FILTER (WHERE NOT a.was_cancelled AND a.review_state = 'pending') AS pending_reviews,
            count(*) FILTER (WHERE NOT a.was_cancelled AND a.review_state IN ('accepted', 'fixed')) AS accepted_reviews,
            count(*) FILTER (WHERE NOT a.was_cancelled AND a.review_state = 'returned') AS returned_reviews,
            count(*) FILTER (WHERE NOT a.was_cancelled AND a.review_state = 'rejected') AS rejected_reviews,
            count(DISTINCT coalesce(a.completed_by_id, 0)) FILTER (
                WHERE (NOT a.was_cancelled OR :skips_count) AND coalesce(a.review_state, '') <> 'returned') AS finished
        FROM annotation a WHERE a.project_id = :project_id AND a.deleted_at IS NULL GROUP BY a.task_id
    )
    SELECT task.id FROM task LEFT JOIN counted ON counted.task_id = task.id
    WHERE task.project_id = :project_id AND (
        {" OR ".join(f"task.{name} <> coalesce(counted.{name}, 0)" for name in _COUNTERS)}
        OR task.is_labeled <> (coalesce(counted.finished, 0) >= task.overlap
            OR coalesce(counted.ground_truth_annotations, 0) > 0))
    ORDER BY task.id LIMIT 20
""")
_TOTALS_DRIFT = text("""
    SELECT project.id FROM project WHERE id = :project_id AND (task_number, finished_task_number,
        total_annotations_number, skipped_annotations_number, ground_truth_number) <> (
        SELECT count(*), count(*) FILTER (WHERE is_labeled), coalesce(sum(total_annotations), 0),
            coalesce(sum(cancelled_annotations), 0), coalesce(sum(ground_truth_annotations), 0)
        FROM task WHERE task.project_id = project.id)
""")


async def get(
    session: AsyncSession, actor: Actor, task_id: int, *, for_update: bool = False
) -> tuple[Task, Project] | None:
    """One task the caller can see, with its project; locked against other writers when asked."""
    statement: Select[Task, Project] = (
        select(Task, Project).join(Project, Project.id == Task.project_id).where(Task.id == task_id, visible_to(actor))
    )
    if not actor.may(Action.SEE_ALL_ANNOTATIONS):
        statement = statement.where(is_open_to(actor.id))
    if for_update:
        statement = statement.with_for_update(of=Task)
    row = (await session.execute(statement)).one_or_none()
    return (row[0], row[1]) if row else None


def is_assigned_to(user_id: int | BindParameter[int]) -> ColumnElement[bool]:
    """Whether a task was given to a user to annotate."""
    own = select(ASSIGNMENT.c.id).where(
        ASSIGNMENT.c.task_id == TABLE.c.id,
        ASSIGNMENT.c.user_id == user_id,
        ASSIGNMENT.c.kind == AssignmentKind.ANNOTATE.value,
    )
    return exists(own.correlate(TABLE))


def is_open_to(user_id: int | BindParameter[int]) -> ColumnElement[bool]:
    """Whether an annotator may know of a task: where work is by assignment only, it must be theirs.

    For statements on task and project.
    """
    return or_(PROJECT.c.distribution != Distribution.ASSIGNED_ONLY.value, is_assigned_to(user_id))


def _is_followed() -> ColumnElement[bool]:
    """Whether anybody may want to be told what becomes of a task: asked in passing, so that it costs no statement."""
    webhook = Base.metadata.tables["webhook"]
    listens = exists().where(
        webhook.c.organization_id == PROJECT.c.organization_id,
        webhook.c.is_active,
        webhook.c.ml_backend_id.is_(None),
        or_(webhook.c.project_id.is_(None), webhook.c.project_id == PROJECT.c.id),
    )
    return or_(PROJECT.c.start_training_on_annotation_update, listens)


@lru_cache
def _for_work(*, sees_every_project: bool, sees_every_task: bool) -> AnySelect:
    settings = (PROJECT.c.skip_queue, PROJECT.c.enable_review, PROJECT.c.review_percentage)
    statement = (
        select(TABLE, *settings, _is_followed().label("is_followed"))
        .join(PROJECT, PROJECT.c.id == TABLE.c.project_id)
        .where(TABLE.c.id == bindparam("task_id"), visible(sees_every_project=sees_every_project))
        .with_for_update(of=TABLE)
    )
    return statement if sees_every_task else statement.where(is_open_to(bindparam("actor_id")))


async def for_work(session: AsyncSession, actor: Actor, task_id: int) -> AnyRow | None:
    """One task the caller can see, its row locked against other writers, with settings of its project.

    `is_followed` tells whether anybody may want to be told what becomes of it.
    """
    statement = _for_work(
        sees_every_project=actor.sees_every_project, sees_every_task=actor.may(Action.SEE_ALL_ANNOTATIONS)
    )
    return (await session.execute(statement, {"task_id": task_id, **visibility(actor)})).one_or_none()


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


async def insert_many(
    session: AsyncSession, columns: Mapping[str, Sequence[Any]], constants: Mapping[str, Any]
) -> Sequence[int]:
    """Insert tasks given by column; returns their ids in order."""
    ids = await bulk.reserve_ids(session, TABLE, len(columns["data"]))
    moment = now()
    fixed = {"created_at": moment, "updated_at": moment, **constants}
    await bulk.insert(session, TABLE, {"id": ids, **columns}, fixed)
    return ids


async def page(session: AsyncSession, project_id: int, *, offset: int, limit: int, newest_first: bool) -> list[AnyRow]:
    """Tasks of a project, ordered by id. A deep page walks the index only, then fetches its rows."""
    order = Task.id.desc() if newest_first else Task.id.asc()
    ids = select(Task.id).where(Task.project_id == project_id).order_by(order).offset(offset).limit(limit).subquery()
    statement = (
        select(TABLE).join(ids, ids.c.id == TABLE.c.id).order_by(TABLE.c.id.desc() if newest_first else TABLE.c.id)
    )
    return list((await session.execute(statement)).all())


async def after(session: AsyncSession, project_id: int, last_id: int, limit: int) -> list[AnyRow]:
    """The next tasks by id, for walking a whole project."""
    statement = (
        select(TABLE).where(TABLE.c.project_id == project_id, TABLE.c.id > last_id).order_by(TABLE.c.id).limit(limit)
    )
    return list((await session.execute(statement)).all())


async def by_ids(
    session: AsyncSession, project_id: int, ids: Sequence[int], *, for_update: bool = False
) -> list[AnyRow]:
    """Tasks of a project among these ids; locked against other writers when asked."""
    statement = select(TABLE).where(TABLE.c.project_id == project_id, TABLE.c.id.in_(ids)).order_by(TABLE.c.id)
    if for_update:
        statement = statement.with_for_update()
    return list((await session.execute(statement)).all())


async def in_order(session: AsyncSession, project_id: int, ids: Sequence[int]) -> list[AnyRow]:
    """Tasks of a project in the order of these ids; those that are gone are left out."""
    statement = select(TABLE).where(TABLE.c.project_id == project_id, longlists.is_in(TABLE.c.id, ids))
    found = {row.id: row for row in (await session.execute(statement)).all()}
    return [found[identifier] for identifier in ids if identifier in found]


async def ids_in(session: AsyncSession, project_id: int, *, after_id: int, limit: int) -> list[int]:
    """The next ids of a project's tasks."""
    statement = select(Task.id).where(Task.project_id == project_id, Task.id > after_id).order_by(Task.id).limit(limit)
    return list((await session.execute(statement)).scalars())


async def ids_by_inner(session: AsyncSession, project_id: int, *, first: int, count: int, limit: int) -> list[int]:
    """Ids of a project's tasks whose inner ids are among `count` from `first` on."""
    statement = (
        select(Task.id)
        .where(Task.project_id == project_id, Task.inner_id >= first, Task.inner_id < first + count)
        .order_by(Task.inner_id)
        .limit(limit)
    )
    return list((await session.execute(statement)).scalars())


async def file_names(session: AsyncSession, ids: Collection[int]) -> dict[int, str]:
    """What uploaded files were called."""
    if not ids:
        return {}
    statement = select(FileUpload.id, FileUpload.name).where(longlists.is_in(FileUpload.__table__.c.id, ids))
    return dict((await session.execute(statement)).all())


async def key_counts(session: AsyncSession, ids: Sequence[int]) -> dict[str, int]:
    """How many of these tasks have each key of task data."""
    keys = "json_each(task.data) AS each" if is_sqlite(session) else "LATERAL jsonb_object_keys(task.data) AS each(key)"
    statement = text(
        f"SELECT each.key, count(*) FROM task CROSS JOIN {keys} WHERE task.id IN :ids GROUP BY each.key"
    ).bindparams(bindparam("ids", expanding=True))
    return {str(name): count for name, count in (await session.execute(statement, {"ids": list(ids)})).all()}


# What a value is to filters; NULL for what says nothing (nulls and empty texts). Text of numbers counts as numbers.
_TYPE_SQLITE = """
    CASE each.type WHEN 'integer' THEN 'Number' WHEN 'real' THEN 'Number' WHEN 'null' THEN NULL
        WHEN 'true' THEN 'Boolean' WHEN 'false' THEN 'Boolean' WHEN 'text' THEN
            CASE WHEN each.value = '' THEN NULL
                WHEN each.value GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]*' THEN
                    CASE WHEN strftime('%s', each.value) IS NULL THEN 'String' ELSE 'Datetime' END
                WHEN length(each.value) < 32 AND json_valid(each.value) THEN
                    CASE WHEN json_type(each.value) IN ('integer', 'real') THEN 'Number' ELSE 'String' END
                ELSE 'String' END
        ELSE 'List' END
"""
_TYPE_POSTGRES = f"""
    CASE jsonb_typeof(each.value) WHEN 'number' THEN 'Number' WHEN 'null' THEN NULL WHEN 'boolean' THEN 'Boolean'
        WHEN 'string' THEN
            CASE WHEN each.value = '""' THEN NULL
                WHEN left(each.value #>> '{{}}', 1) COLLATE "C" NOT BETWEEN chr(9) AND '9' THEN 'String'
                WHEN each.value #>> '{{}}' ~ '{MOMENT}' THEN 'Datetime'
                WHEN length(each.value #>> '{{}}') < 32 AND each.value #>> '{{}}' ~ '{NUMBER}' THEN 'Number'
                ELSE 'String' END
        ELSE 'List' END
"""
_KEY_TYPES = """
    SELECT found.key, CASE WHEN min(found.type) < max(found.type) THEN 'String' ELSE max(found.type) END
    FROM (SELECT each.key AS key, {kind} AS type FROM task CROSS JOIN {each}
          WHERE task.project_id = :project_id AND task.id BETWEEN :first AND :last) AS found
    WHERE found.type IS NOT NULL GROUP BY found.key
"""
_KEY_TYPES_SQLITE = text(_KEY_TYPES.format(kind=_TYPE_SQLITE, each="json_each(task.data) AS each"))
_KEY_TYPES_POSTGRES = text(
    _KEY_TYPES.format(kind=_TYPE_POSTGRES, each="LATERAL jsonb_each(task.data) AS each(key, value)")
)


async def key_types(session: AsyncSession, project_id: int, ids: Sequence[int]) -> dict[str, str]:
    """What the values of each key are in tasks that were just written, by the types of the filter language."""
    if not ids:
        return {}
    statement = _KEY_TYPES_SQLITE if is_sqlite(session) else _KEY_TYPES_POSTGRES
    parameters = {"project_id": project_id, "first": ids[0], "last": ids[-1]}
    return {str(name): str(kind) for name, kind in (await session.execute(statement, parameters)).all()}


async def delete_many(session: AsyncSession, ids: Sequence[int]) -> int:
    """Remove tasks with all that hangs on them."""
    result: Any = await session.execute(delete(Task).where(Task.id.in_(ids)))
    return int(result.rowcount)


async def set_overlap(session: AsyncSession, project_id: int, *, overlap: int, cohort: int) -> None:
    """Give a share of the tasks (`cohort` percent, settled by a stored random key) the overlap, the rest 1."""
    share = cohort / 100
    await session.execute(
        update(Task).where(Task.project_id == project_id).values(overlap=1).execution_options(synchronize_session=False)
    )
    if overlap > 1 and cohort > 0:
        await session.execute(
            update(Task)
            .where(Task.project_id == project_id, Task.sort_key < share)
            .values(overlap=overlap)
            .execution_options(synchronize_session=False)
        )


async def release_lock(session: AsyncSession, task_id: int, user_id: int) -> None:
    """Let a task go that was handed out to a user."""
    await session.execute(delete(TaskLock).where(TaskLock.task_id == task_id, TaskLock.user_id == user_id))


async def renew_lock(session: AsyncSession, task_id: int, user_id: int, *, seconds: int) -> None:
    """Keep a task that is being worked on with its annotator; a lock that has run out stays so."""
    await session.execute(
        update(TaskLock)
        .where(TaskLock.task_id == task_id, TaskLock.user_id == user_id, TaskLock.expires_at > DatabaseNow())
        .values(expires_at=DatabaseNowPlus(literal(seconds)))
        .execution_options(synchronize_session=False)
    )


async def end_assignments(session: AsyncSession, users: Sequence[int], projects: Select[int]) -> None:
    """Take tasks of some projects (a query of ids) away from people who leave, and let go what they hold there."""
    for table in (TaskAssignment, TaskLock):
        await session.execute(
            delete(table)
            .where(table.user_id.in_(users), table.project_id.in_(projects))
            .execution_options(synchronize_session=False)
        )
