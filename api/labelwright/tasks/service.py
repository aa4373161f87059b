"""Rules about tasks."""

import random
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright import labelconfig
from labelwright.core import audit, json, outbox
from labelwright.core.access import Action, Actor, authorize
from labelwright.core.audit import Deed, Note, Subject
from labelwright.core.errors import Invalid, NotFound
from labelwright.core.outbox import Event
from labelwright.core.types import AnyRow
from labelwright.projects import service as projects
from labelwright.projects.models import Distribution, Project, SkipQueue
from labelwright.tasks import queries
from labelwright.tasks.models import Task
from labelwright.tasks.queries import counting, keys
from labelwright.tasks.schemas import TaskCreate, TaskUpdate

DELETE_BATCH = 1000


async def get(
    session: AsyncSession,
    actor: Actor,
    task_id: int,
    action: Action = Action.VIEW_PROJECT,
    *,
    for_update: bool = False,
) -> tuple[Task, Project]:
    """A task the caller can see, with its project; else 404."""
    found = await queries.get(session, actor, task_id, for_update=for_update)
    if found is None:
        raise NotFound("No Task matches the given query.")
    authorize(actor, action)
    return found


async def create(session: AsyncSession, actor: Actor, project_id: int, body: TaskCreate) -> Task:
    """Create one task; refuses data that lacks what the config shows."""
    project = await projects.get(session, actor, project_id, Action.MANAGE_PROJECT)
    data = await checked_data(project, body.data)
    ids = await add_many(
        session, project, [json.dumps(data)], metas=[json.dumps(body.meta)] if body.meta else None, overlap=body.overlap
    )
    await projects.count_columns(session, project.id, [(key, 1) for key in data])
    await learn_columns(session, project.id, ids)
    await projects.add_to_counters(session, project.id, {"task_number": 1})
    outbox.record(session, Event.TASKS_CREATED, project.id, ids)
    task = await session.get(Task, ids[0])
    assert task is not None  # noqa: S101 - inserted just now
    return task


async def checked_data(project: Project, data: Any) -> dict[str, Any]:
    """Task data that fits the project's config."""
    if not isinstance(data, dict) or not data:
        raise Invalid(data="Task data is an object with at least one key.")
    config = await projects.config_of(project)
    if config is None:
        return data
    problems = labelconfig.check_data(config, data)
    if problems:
        raise Invalid(data=problems)
    return labelconfig.rename_undefined(config, data)


async def add_many(
    session: AsyncSession,
    project: Project,
    datas: Sequence[str],
    *,
    metas: Sequence[str] | None = None,
    overlap: int | None = None,
    columns: Mapping[str, Sequence[Any]] | None = None,
) -> Sequence[int]:
    """Insert checked tasks, in order; counters and columns are the caller's to change. Returns ids."""
    count = len(datas)
    first_inner = await projects.reserve_inner_ids(session, project.id, count)
    keys = [random.random() for _ in range(count)]  # noqa: S311 - a sampling order, no secret
    given: dict[str, Sequence[Any]] = {
        "data": datas,
        "inner_id": range(first_inner, first_inner + count),
        "sort_key": keys,
        "overlap": [overlap] * count if overlap else overlaps(project, keys),
    }
    if metas is not None:
        given["meta"] = metas
    return await queries.insert_many(session, given | dict(columns or {}), {"project_id": project.id})


def overlaps(project: Project, keys: Sequence[float]) -> list[int]:
    """The overlap of each task, by its stored random key, so that it can be settled again later."""
    share, overlap = project.overlap_cohort_percentage / 100, project.maximum_annotations
    if overlap == 1 or share >= 1:
        return [overlap] * len(keys)
    return [overlap if key < share else 1 for key in keys]


async def update(session: AsyncSession, actor: Actor, task_id: int, body: TaskUpdate) -> tuple[Task, Project]:
    """Change a task's data, meta or overlap."""
    task, project = await get(session, actor, task_id, Action.MANAGE_PROJECT, for_update=True)
    values = body.model_dump(exclude_unset=True)
    changes: list[tuple[str, int]] = []
    if values.get("data") is not None:
        data = await checked_data(project, values["data"])
        before = json.loads(task.data.encode())
        task.data = json.dumps(data)
        changes = [(key, -1) for key in before if key not in data] + [(key, 1) for key in data if key not in before]
    if values.get("meta") is not None:
        task.meta = json.dumps(values["meta"])
    task.updated_by_id = actor.id
    if values.get("overlap") is not None:
        task.overlap = values["overlap"]
    if values.get("allow_skip") is not None:
        task.allow_skip = values["allow_skip"]
    await session.flush()
    if values.get("overlap") is not None:
        skips_count = project.skip_queue == SkipQueue.IGNORE
        await counting.settle(session, task, user_id=actor.id, skips_count=skips_count, free=False)
        await session.refresh(task)
    await projects.count_columns(session, project.id, changes)
    if values.get("data") is not None:
        await learn_columns(session, project.id, [task.id])
    return task, project


async def learn_columns(session: AsyncSession, project_id: int, ids: Sequence[int]) -> None:
    """Learn what the keys of written tasks hold, for filters; after their columns were counted."""
    await projects.learn_types(session, project_id, await keys.key_types(session, project_id, ids))


async def for_work(session: AsyncSession, actor: Actor, task_id: int) -> AnyRow:
    """A task that the caller works on, its row locked; `settle` must follow what changes its annotations."""
    row = await queries.for_work(session, actor, task_id)
    if row is None:
        raise NotFound("No Task matches the given query.")
    return row


async def settle(session: AsyncSession, task: AnyRow, *, user_id: int | None, free: bool = False) -> None:
    """Recount a task after its annotations changed and carry the differences to its project.

    With `free` the user's hold on the task and draft of new work on it end as well.
    """
    skips_count = task.skip_queue == SkipQueue.IGNORE
    await counting.settle(session, task, user_id=user_id, skips_count=skips_count, free=free)


async def delete(session: AsyncSession, actor: Actor, task_id: int) -> None:
    """Remove a task with its annotations, drafts and predictions."""
    task, project = await get(session, actor, task_id, Action.MANAGE_PROJECT, for_update=True)
    await _remove(session, project.id, [task.id])
    outbox.record(session, Event.TASKS_DELETED, project.id, [task.id])
    audit.note(session, Note(Deed.TASKS_DELETED, Subject.TASK, task.id, "", project.id, details={"count": 1}))


async def delete_selected(session: AsyncSession, actor: Actor, project_id: int, ids: Sequence[int]) -> int:
    """Remove some tasks of a project; unknown ids are passed over. Returns how many are gone."""
    project = await projects.get(session, actor, project_id, Action.MANAGE_PROJECT)
    gone = 0
    for start in range(0, len(ids), DELETE_BATCH):
        found = await _remove(session, project.id, ids[start : start + DELETE_BATCH])
        outbox.record(session, Event.TASKS_DELETED, project.id, found)
        gone += len(found)
    if gone:
        audit.note(session, Note(Deed.TASKS_DELETED, Subject.TASK, None, "", project.id, details={"count": gone}))
    return gone


async def delete_next(session: AsyncSession, actor: Actor, project_id: int) -> int:
    """Remove the next batch of a project's tasks, whichever they are; returns how many."""
    ids = await queries.ids_in(session, project_id, after_id=0, limit=DELETE_BATCH)
    return await delete_selected(session, actor, project_id, ids)


async def delete_batch(session: AsyncSession, project_id: int) -> int:
    """Remove the next batch of a deleted project's tasks; returns how many. For the caller's own access check."""
    ids = await queries.ids_in(session, project_id, after_id=0, limit=DELETE_BATCH)
    return len(await _remove(session, project_id, ids))


async def delete_reserved(session: AsyncSession, project_id: int, *, first: int, count: int) -> int:
    """Remove the next batch of the tasks that have one of these inner ids; for the caller's own access check."""
    ids = await queries.ids_by_inner(session, project_id, first=first, count=count, limit=DELETE_BATCH)
    found = await _remove(session, project_id, ids)
    outbox.record(session, Event.TASKS_DELETED, project_id, found)
    return len(found)


async def _remove(session: AsyncSession, project_id: int, ids: Sequence[int]) -> list[int]:
    """Remove tasks, and take what they counted from their project; the ids of those that were there.

    Locks go from tasks to project to columns.
    """
    rows = await queries.by_ids(session, project_id, ids, for_update=True) if ids else []
    found = [row.id for row in rows]
    if not found:
        return found
    counts = await keys.key_counts(session, found)
    await queries.delete_many(session, found)
    lost = {
        "task_number": len(rows),
        "finished_task_number": sum(bool(row.is_labeled) for row in rows),
        "num_tasks_with_annotations": sum(row.total_annotations > row.ground_truth_annotations for row in rows),
        "total_annotations_number": sum(row.total_annotations for row in rows),
        "skipped_annotations_number": sum(row.cancelled_annotations for row in rows),
        "ground_truth_number": sum(row.ground_truth_annotations for row in rows),
        "total_predictions_number": sum(row.total_predictions for row in rows),
    }
    await projects.add_to_counters(session, project_id, {name: -count for name, count in lost.items()})
    await projects.count_columns(session, project_id, [(key, -count) for key, count in counts.items()])
    return found


async def settle_overlap(session: AsyncSession, project_id: int) -> None:
    """Give every task the overlap that the project asks for now, and recount what is finished."""
    project = await session.get(Project, project_id)
    assert project is not None  # noqa: S101 - called inside an update of that project
    await queries.set_overlap(
        session, project.id, overlap=project.maximum_annotations, cohort=project.overlap_cohort_percentage
    )
    await counting.recount_project(session, project.id, skips_count=project.skip_queue == SkipQueue.IGNORE)


async def leave_project(session: AsyncSession, users: list[int], project_id: int) -> None:
    """Take a project's tasks away from people who leave it."""
    await queries.end_assignments(session, users, select(Project.id).where(Project.id == project_id))


async def leave_organization(session: AsyncSession, user_id: int, organization_id: int) -> None:
    """Take every task of an organization away from somebody who leaves it."""
    await queries.end_assignments(
        session, [user_id], select(Project.id).where(Project.organization_id == organization_id)
    )


assignees = queries.assignees


async def stop_reviewing(session: AsyncSession, user_id: int, organization_id: int) -> None:
    """Take the tasks of an organization that somebody was to review away from them: their role does not allow it."""
    await queries.end_review_assignments(
        session, user_id, select(Project.id).where(Project.organization_id == organization_id)
    )


def sees_only_assigned(actor: Actor, project: Project) -> bool:
    """Whether the tasks of a project that were not assigned to the caller do not exist for them."""
    return project.distribution == Distribution.ASSIGNED_ONLY and not actor.may(Action.SEE_ALL_ANNOTATIONS)


# Reads for the domains above, within what they have checked.

is_assigned_to = queries.is_assigned_to
is_open_to = queries.is_open_to

page = queries.page
after = queries.after
by_ids = queries.by_ids
in_order = queries.in_order
file_names = queries.file_names
ids_in = queries.ids_in
ids_by_inner = queries.ids_by_inner
recount_project = counting.recount_project
mend_project = counting.mend_project
drift = counting.drift
recount_some = counting.recount_some
hold_some = counting.hold_some
total_project = counting.total_project
hold_tasks = counting.hold_tasks
key_counts = keys.key_counts
release_lock = queries.release_lock
renew_lock = queries.renew_lock
insert_many = queries.insert_many
