"""Rules about annotations and drafts."""

import uuid
import zlib
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from labelwright import labelconfig
from labelwright.annotations import queries, wire
from labelwright.annotations.models import Annotation, Change, ReviewState
from labelwright.annotations.schemas import AnnotationInput, DraftInput
from labelwright.annotations.service import agreeing
from labelwright.core import audit, outbox, results
from labelwright.core.access import Action, Actor, Role
from labelwright.core.audit import Deed, Note, Subject
from labelwright.core.concurrency import to_thread
from labelwright.core.db import Database
from labelwright.core.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from labelwright.core.outbox import Event
from labelwright.core.types import AnyRow, now
from labelwright.labelconfig import UsageKey
from labelwright.organizations.service import members
from labelwright.projects import service as projects
from labelwright.tasks import service as tasks
from labelwright.users.models import User

NO_RESULT = b"[]"
PURGE_BATCH = 1000
DELETED_KEPT = timedelta(days=30)
"""How long deleted annotations are kept for whoever wants them back."""


async def get(session: AsyncSession, actor: Actor, annotation_id: int) -> AnyRow:
    """An annotation the caller may read; else 404."""
    row = await queries.get(session, actor, annotation_id)
    if row is None:
        raise NotFound("No Annotation matches the given query.")
    return row


async def of_task(session: AsyncSession, actor: Actor, task_id: int) -> list[AnyRow]:
    """The annotations of a task that the caller may read."""
    await tasks.get(session, actor, task_id)
    return await queries.of_tasks(session, actor, [task_id])


async def annotators(session: AsyncSession, actor: Actor, project_id: int) -> list[User]:
    """Everybody who has an annotation in a project; for those who see all annotations."""
    project = await projects.get(session, actor, project_id, Action.SEE_ALL_ANNOTATIONS)
    return await queries.annotators(session, project.id)


async def create(
    session: AsyncSession, actor: Actor, task_id: int, body: AnnotationInput, result: bytes | None
) -> AnyRow:
    """Save work on a task; a repeat with the same `unique_id` returns the annotation that exists.

    The caller's draft of new work and hold on the task end with it.
    """
    was_cancelled = bool(body.was_cancelled)
    if result is None and not was_cancelled:
        raise Invalid(result="This field is required.")
    region_count = results.check(result or NO_RESULT)
    task = await tasks.for_work(session, actor, task_id)
    author = await author_of(session, actor, body.completed_by)
    await _check_parents(session, task_id, body)
    if body.draft_id is not None:
        await _use_up_draft(session, actor, body.draft_id, task_id)
    moment = now()
    unique_id = body.unique_id or str(uuid.uuid4())
    created = await queries.insert_one(
        session,
        {
            "task_id": task.id,
            "project_id": task.project_id,
            "completed_by_id": author,
            "result": (result or NO_RESULT).decode(),
            "result_count": region_count,
            "was_cancelled": was_cancelled,
            "ground_truth": bool(body.ground_truth) and actor.may(Action.REVIEW),
            "lead_time": body.lead_time,
            "unique_id": unique_id,
            "import_id": body.import_id,
            "last_action": body.last_action,
            "parent_prediction_id": body.parent_prediction,
            "parent_annotation_id": body.parent_annotation,
            "review_state": None if was_cancelled else awaited_review(task.id, task),
            "created_at": moment,
            "updated_at": moment,
        },
    )
    if created is None:
        return await get(session, actor, await _existing(session, unique_id, task_id, author))
    await tasks.settle(session, task, user_id=actor.id, free=True)
    if task.annotators_number and not was_cancelled:
        await agreeing.recompute(session, task)
    _tell(session, Event.ANNOTATION_CREATED, task, created.id)
    return created if author == actor.id else await get(session, actor, created.id)


def awaited_review(task_id: int, settings: Any) -> ReviewState | None:
    """Whether new work on a task awaits review: settled by the task's id, so it is the same for all its annotations.

    `settings` is a project, or a row with its settings of review.
    """
    is_picked = settings.enable_review and zlib.crc32(str(task_id).encode()) % 100 < settings.review_percentage
    return ReviewState.PENDING if is_picked else None


async def _existing(session: AsyncSession, unique_id: str, task_id: int, author: int) -> int:
    existing = await queries.by_unique_id(session, unique_id)
    if existing is None or existing.task_id != task_id or existing.completed_by_id != author:
        raise Conflict("Another annotation has this unique_id.", code="unique_id_taken")
    return existing.id


async def author_of(session: AsyncSession, actor: Actor, wanted: int | None) -> int:
    """Whose annotation it is: the caller's, unless an owner or administrator names another member."""
    if wanted is None or wanted == actor.id or actor.role not in (Role.OWNER, Role.ADMINISTRATOR):
        return actor.id
    known, _ = await members.resolve_members(session, actor, ids=[wanted], emails=[])
    if wanted not in known:
        raise Invalid(completed_by=f'Invalid pk "{wanted}" - object does not exist.')
    return wanted


async def _check_parents(session: AsyncSession, task_id: int, body: AnnotationInput) -> None:
    """What an annotation was made from is on its task; anything else does not exist for it."""
    if body.parent_prediction and not await queries.is_prediction_of(session, body.parent_prediction, task_id):
        raise Invalid(parent_prediction=f'Invalid pk "{body.parent_prediction}" - object does not exist.')
    if body.parent_annotation and not await queries.is_annotation_of(session, body.parent_annotation, task_id):
        raise Invalid(parent_annotation=f'Invalid pk "{body.parent_annotation}" - object does not exist.')


async def _use_up_draft(session: AsyncSession, actor: Actor, draft_id: int, task_id: int) -> None:
    """The draft that became this annotation ends; one of another task stays and refuses."""
    of_task = await queries.draft_task(session, draft_id, actor.id)
    if of_task is None:
        return
    if of_task != task_id:
        raise Forbidden("The draft belongs to another task.")
    await queries.delete_draft(session, draft_id)


async def update(
    session: AsyncSession,
    actor: Actor,
    annotation_id: int,
    body: AnnotationInput,
    result: bytes | None,
    rev: int | None,
) -> int:
    """Change an annotation; with a revision, refuses when it changed since, showing the stored one."""
    row = await get(session, actor, annotation_id)
    region_count = results.check(result) if result is not None else row.result_count
    task = await tasks.for_work(session, actor, row.task_id)
    annotation = await queries.for_update(session, annotation_id)
    if annotation is None or annotation.deleted_at is not None:
        raise NotFound("No Annotation matches the given query.")
    if rev is not None and rev != annotation.rev:
        raise Stale(await shown(session, actor, annotation_id))
    given = body.model_fields_set
    is_skip = body.was_cancelled is True and not annotation.was_cancelled
    queries.keep_revision(session, annotation, actor.id, Change.SKIPPED if is_skip else Change.UPDATED)
    was_reviewed = annotation.review_state not in (None, ReviewState.PENDING)
    if result is not None:
        annotation.result, annotation.result_count = result.decode(), region_count
        if was_reviewed:
            annotation.review_state = ReviewState.PENDING
    _change_details(annotation, body, actor)
    annotation.updated_by_id = actor.id
    annotation.rev += 1
    await session.flush()
    await queries.delete_drafts_of(session, annotation_id)
    await tasks.settle(session, task, user_id=actor.id)
    if task.annotators_number > 1 or "was_cancelled" in given:
        await agreeing.recompute(session, task)
    _tell(session, Event.ANNOTATION_UPDATED, task, annotation_id)
    return annotation_id


def _tell(session: AsyncSession, event: Event, task: AnyRow, annotation_id: int) -> None:
    """Have it told, where anybody may listen."""
    if task.is_followed:
        outbox.record(session, event, task.project_id, [annotation_id])


def _change_details(annotation: Annotation, body: AnnotationInput, actor: Actor) -> None:
    given = body.model_fields_set
    if "lead_time" in given:
        annotation.lead_time = body.lead_time
    if body.was_cancelled is not None:
        annotation.was_cancelled = body.was_cancelled
    if body.ground_truth is not None and actor.may(Action.REVIEW):
        annotation.ground_truth = body.ground_truth
    if body.last_action is not None:
        annotation.last_action = body.last_action


async def judge(
    session: AsyncSession,
    actor: Actor,
    annotation: Annotation,
    task: AnyRow,
    state: ReviewState | None,
    *,
    result: bytes | None = None,
) -> None:
    """Write a verdict on an annotation, locked as is its task: its state, and the result as the reviewer has it.

    What it held before is kept as a revision.
    """
    if result is not None:
        region_count = results.check(result)
        queries.keep_revision(session, annotation, actor.id, Change.FIXED)
        annotation.result, annotation.result_count = result.decode(), region_count
        annotation.updated_by_id = actor.id
        annotation.rev += 1
    annotation.review_state = state
    await session.flush()
    await tasks.settle(session, task, user_id=actor.id)
    if result is None:
        return
    if task.annotators_number > 1:
        await agreeing.recompute(session, task)
    _tell(session, Event.ANNOTATION_UPDATED, task, annotation.id)


async def shown(session: AsyncSession, actor: Actor, annotation_id: int) -> dict[str, Any]:
    """An annotation as readers get it, for refusals that show what is stored."""
    return wire.annotation(await get(session, actor, annotation_id))


async def locked(session: AsyncSession, actor: Actor, annotation_id: int) -> tuple[Annotation, AnyRow]:
    """An annotation the caller may read and its task, both locked against other writers; else 404."""
    row = await get(session, actor, annotation_id)
    task = await tasks.for_work(session, actor, row.task_id)
    annotation = await queries.for_update(session, annotation_id)
    if annotation is None or annotation.deleted_at is not None:
        raise NotFound("No Annotation matches the given query.")
    return annotation, task


async def delete(session: AsyncSession, actor: Actor, annotation_id: int) -> None:
    """Take an annotation away from every reader."""
    annotation, task = await locked(session, actor, annotation_id)
    annotation.deleted_at = now()
    await session.flush()
    await queries.delete_drafts_of(session, annotation_id)
    await tasks.settle(session, task, user_id=actor.id)
    if task.annotators_number > 1:
        await agreeing.recompute(session, task)
    _tell(session, Event.ANNOTATIONS_DELETED, task, annotation_id)
    details = {"count": 1, "task": task.id, "completed_by": annotation.completed_by_id}
    about = (Subject.ANNOTATION, annotation_id, "", task.project_id)
    audit.note(session, Note(Deed.ANNOTATIONS_DELETED, *about, details=details))


async def delete_of_tasks(session: AsyncSession, project_id: int, task_ids: Sequence[int]) -> int:
    """Take away every annotation of some tasks, drafts as well; returns how many annotations.

    Access, counting the tasks anew, and the note for the activity log are the caller's.
    """
    gone = await queries.delete_of_tasks(session, task_ids)
    if gone:
        outbox.record(session, Event.ANNOTATIONS_DELETED, project_id, gone)
    return len(gone)


async def to_draft(session: AsyncSession, actor: Actor, annotation_id: int, *, lock_seconds: int) -> AnyRow:
    """Take one's annotation back into a draft of new work; refuses others' and where such a draft is already."""
    row = await get(session, actor, annotation_id)
    if row.completed_by_id != actor.id:
        raise Forbidden("Only the author of an annotation can take it back into a draft.")
    drafts = await queries.drafts_of_task(session, actor, row.task_id)
    if any(draft.annotation_id is None for draft in drafts):
        raise Conflict("You have a draft on this task already.", code="draft_exists")
    await delete(session, actor, annotation_id)
    body = DraftInput(lead_time=row.lead_time)
    return await save_draft(
        session, actor, row.task_id, body, row.result.encode(), annotation_id=None, lock_seconds=lock_seconds
    )


# Drafts


async def save_draft(
    session: AsyncSession,
    actor: Actor,
    task_id: int,
    body: DraftInput,
    result: bytes | None,
    *,
    annotation_id: int | None,
    lock_seconds: int,
) -> AnyRow:
    """Keep unfinished work. A second save for the same target replaces the first. Keeps the hold on the task."""
    results.check(result or NO_RESULT)
    task, _ = await tasks.get(session, actor, task_id, Action.LABEL)
    if annotation_id is not None:
        row = await get(session, actor, annotation_id)
        if row.task_id != task.id:
            raise NotFound("No Annotation matches the given query.")
    draft_id = await queries.save_draft(
        session,
        task_id=task.id,
        annotation_id=annotation_id,
        user_id=actor.id,
        result=(result or NO_RESULT).decode(),
        lead_time=body.lead_time,
    )
    await tasks.renew_lock(session, task.id, actor.id, seconds=lock_seconds)
    return await get_draft(session, actor, draft_id)


async def get_draft(session: AsyncSession, actor: Actor, draft_id: int) -> AnyRow:
    """One of the caller's drafts; else 404."""
    row = await queries.draft(session, actor, draft_id)
    if row is None:
        raise NotFound("No AnnotationDraft matches the given query.")
    return row


async def drafts_of_task(session: AsyncSession, actor: Actor, task_id: int) -> list[AnyRow]:
    """The caller's drafts on a task."""
    await tasks.get(session, actor, task_id)
    return await queries.drafts_of_task(session, actor, task_id)


async def update_draft(
    session: AsyncSession,
    actor: Actor,
    draft_id: int,
    body: DraftInput,
    result: bytes | None,
    rev: int | None,
    *,
    lock_seconds: int,
) -> AnyRow:
    """Change a draft; with a revision, refuses when it changed since, showing the stored one."""
    row = await get_draft(session, actor, draft_id)
    values: dict[str, Any] = {}
    if result is not None:
        results.check(result)
        values["result"] = result.decode()
    if "lead_time" in body.model_fields_set:
        values["lead_time"] = body.lead_time
    if body.was_postponed is not None:
        values["was_postponed"] = body.was_postponed
    if not await queries.update_draft(session, draft_id, values, rev=rev):
        raise Stale(wire.draft(await get_draft(session, actor, draft_id)))
    await tasks.renew_lock(session, row.task_id, actor.id, seconds=lock_seconds)
    return await get_draft(session, actor, draft_id)


async def delete_draft(session: AsyncSession, actor: Actor, draft_id: int) -> None:
    """Throw one of the caller's drafts away."""
    row = await get_draft(session, actor, draft_id)
    await queries.delete_draft(session, row.id)


# For the domains around


async def label_usage(session: AsyncSession, project_id: int) -> tuple[Counter[UsageKey], Counter[UsageKey]]:
    """What annotations and what drafts of a project use; parsed in a thread, chunk by chunk."""
    annotations: Counter[UsageKey] = Counter()
    async for chunk in queries.results(session, project_id):
        annotations += await to_thread(_usage, chunk)
    return annotations, await to_thread(_usage, await queries.draft_results(session, project_id))


def _usage(texts: Sequence[str]) -> Counter[UsageKey]:
    total: Counter[UsageKey] = Counter()
    for text in texts:
        total += labelconfig.used_labels(results.load(text))
    return total


async def purge(database: Database) -> None:
    """Remove annotations for good that were deleted long ago, batch by batch; and place revisions without a project."""
    async with database.write() as session:
        await queries.place_revisions(session)
    while True:
        async with database.write() as session:
            if await queries.purge_deleted(session, now() - DELETED_KEPT, PURGE_BATCH) < PURGE_BATCH:
                return


of_tasks = queries.of_tasks
revisions = queries.revisions
versions = queries.versions
own_drafts = queries.drafts_of_task
tasks_with_drafts = queries.tasks_with_drafts
insert_many = queries.insert_many
adopted = queries.adopted
taken_unique_ids = queries.taken_unique_ids
by_ids = queries.by_ids
order_comparison = agreeing.order
