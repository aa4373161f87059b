"""Rules of review: who judges what, and what a verdict brings about."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.annotations import service as annotations
from labelwright.annotations.models import Annotation, ReviewState
from labelwright.core.access import Action, Actor
from labelwright.core.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from labelwright.core.types import AnyRow
from labelwright.projects import service as projects
from labelwright.projects.models import Project, RejectedWork
from labelwright.reviews import queries, wire
from labelwright.reviews.models import Review
from labelwright.reviews.schemas import ReviewInput, ReviewUpdate, Verdict
from labelwright.tasks import service as tasks

ATTEMPTS = 5
"""A candidate can be taken by another reviewer between being picked and being locked; then the next one is tried."""


class NothingToReview(NotFound):
    """404: nothing awaits this reviewer."""

    def __init__(self) -> None:
        """Tell the client by code that this is the end of the queue."""
        super().__init__("Nothing is left for you to review in this project.", code="no_task")


async def get(session: AsyncSession, actor: Actor, review_id: int) -> AnyRow:
    """A review the caller may read; else 404."""
    found = await queries.get(session, actor, review_id)
    if found is None:
        raise NotFound("No AnnotationReview matches the given query.")
    return found


async def create(
    session: AsyncSession, actor: Actor, body: ReviewInput, result: bytes | None
) -> tuple[Review, ReviewState]:
    """Judge an annotation. One judged or changed meanwhile is a 412 that shows the stored verdict or work."""
    annotation, task = await annotations.locked(session, actor, body.annotation)
    project = await _project(session, actor, annotation)
    await _refuse_stale(session, actor, annotation, body)
    if annotation.was_cancelled:
        raise Invalid(annotation="A skip is not reviewed.")
    if annotation.completed_by_id == actor.id and not project.review_own_work:
        raise Forbidden("Your own work is reviewed by somebody else. A setting of the project allows it.")
    return await _write(session, actor, project, annotation, task, body, result)


async def _project(session: AsyncSession, actor: Actor, annotation: Annotation) -> Project:
    return await projects.get(session, actor, annotation.project_id, Action.REVIEW)


async def _refuse_stale(session: AsyncSession, actor: Actor, annotation: Annotation, body: Verdict) -> None:
    if annotation.review_state not in (None, ReviewState.PENDING):
        last = await queries.last_of(session, annotation.id)
        if last is None:
            raise Stale({"state": annotation.review_state})
        raise Stale(await shown_one(session, last, state=annotation.review_state))
    item = body.last_annotation_history
    is_other = item is not None and item != await _present_item(session, annotation)
    if is_other or (body.annotation_rev is not None and body.annotation_rev != annotation.rev):
        raise Stale(await annotations.shown(session, actor, annotation.id))


async def _present_item(session: AsyncSession, annotation: Annotation) -> int | None:
    """The number of what an annotation holds now, in its history."""
    return (await annotations.versions(session, [annotation.id]))[annotation.id].item(annotation.rev)


async def _write(
    session: AsyncSession,
    actor: Actor,
    project: Project,
    annotation: Annotation,
    task: AnyRow,
    verdict: Verdict,
    result: bytes | None,
    *,
    fixed_before: int | None = None,
) -> tuple[Review, ReviewState]:
    """Judge, and keep the verdict. `fixed_before`: the revision that was corrected by the verdict it replaces."""
    state = _state(project, verdict, is_fixed=result is not None or fixed_before is not None)
    judged = annotation.rev if fixed_before is None else fixed_before
    await annotations.judge(session, actor, annotation, task, state, result=result)
    review = Review(
        annotation_id=annotation.id,
        task_id=annotation.task_id,
        project_id=annotation.project_id,
        created_by_id=actor.id,
        accepted=verdict.accepted,
        fixed=state == ReviewState.FIXED,
        removed=state == ReviewState.REJECTED,
        comment=verdict.comment.strip(),
        annotation_rev=judged,
        started_at=verdict.started_at,
    )
    session.add(review)
    await session.flush()
    await queries.release(session, annotation.task_id, actor.id)
    return review, state


def _state(project: Project, verdict: Verdict, *, is_fixed: bool) -> ReviewState:
    """What an annotation becomes by a verdict."""
    if verdict.accepted:
        return ReviewState.FIXED if is_fixed else ReviewState.ACCEPTED
    if is_fixed:
        raise Invalid(result="Work that was corrected is accepted: leave out `result`, or accept.")
    if project.require_comment_on_reject and not verdict.comment.strip():
        raise Invalid(comment="Say why it is rejected: its annotator reads it.")
    wants_removed = verdict.remove_from_queue or verdict.reject_action == "remove"
    if project.rejected_work == RejectedWork.REMOVE:
        return ReviewState.REJECTED
    if project.rejected_work == RejectedWork.REQUEUE and wants_removed:
        raise Invalid(reject_action="Rejected work of this project goes back to its annotator.")
    return ReviewState.REJECTED if wants_removed else ReviewState.RETURNED


async def change(
    session: AsyncSession, actor: Actor, review_id: int, body: ReviewUpdate, result: bytes | None
) -> tuple[Review, ReviewState]:
    """Change one's own verdict while the annotation stands as it was judged; it replaces the first.

    What is not said stays: a correction, and whether rejected work was removed.
    """
    review, annotation, task, project = await _own(session, actor, review_id)
    says_where = not body.model_fields_set.isdisjoint({"reject_action", "remove_from_queue"})
    stays_removed = review.removed and not says_where and project.rejected_work == RejectedWork.FLEXIBLE
    verdict = Verdict(
        accepted=review.accepted if body.accepted is None else body.accepted,
        comment=review.comment if body.comment is None else body.comment,
        reject_action=body.reject_action,
        remove_from_queue=body.remove_from_queue or stays_removed,
        started_at=body.started_at or review.started_at,
    )
    stays_fixed = review.fixed and verdict.accepted and result is None
    fixed_before = review.annotation_rev if stays_fixed else None
    await session.delete(review)
    return await _write(session, actor, project, annotation, task, verdict, result, fixed_before=fixed_before)


async def take_back(session: AsyncSession, actor: Actor, review_id: int) -> None:
    """Take one's own verdict back while the annotation stands as it was judged: it awaits review again."""
    review, annotation, task, _ = await _own(session, actor, review_id)
    await annotations.judge(session, actor, annotation, task, ReviewState.PENDING)
    await session.delete(review)


async def _own(session: AsyncSession, actor: Actor, review_id: int) -> tuple[Review, Annotation, AnyRow, Project]:
    row = await get(session, actor, review_id)
    annotation, task = await annotations.locked(session, actor, row.annotation_id)
    project = await _project(session, actor, annotation)
    review = await session.get(Review, review_id)
    if review is None:
        raise NotFound("No AnnotationReview matches the given query.")
    if review.created_by_id != actor.id and not actor.may(Action.MANAGE_PROJECT):
        raise Forbidden("Only its reviewer changes a verdict.")
    last = await queries.last_of(session, annotation.id)
    if last is None or last.id != review.id or annotation.rev != review.annotation_rev + int(review.fixed):
        raise Conflict("The annotation was changed or judged again since.", code="verdict_is_past")
    return review, annotation, task, project


async def next_task(
    session: AsyncSession, actor: Actor, project_id: int, *, passed: tuple[int, ...], lock_seconds: int
) -> tuple[AnyRow, str]:
    """The next task with work to judge, locked for the reviewer, and the model version that its project shows.

    Those in `passed` are left out. 404 when nothing is left.
    """
    project = await projects.get(session, actor, project_id, Action.REVIEW)
    if project.enable_review:
        lost = passed
        for _ in range(ATTEMPTS):
            row = await queries.pick(session, project, actor.id, passed=lost)
            if row is None:
                break
            if await queries.lock(session, project.id, row.id, actor.id, seconds=lock_seconds):
                return row, project.model_version
            lost = (*lost, row.id)
    raise NothingToReview


async def release(session: AsyncSession, actor: Actor, task_id: int) -> None:
    """Let a task go; one that is not held is let go as well."""
    task, _ = await tasks.get(session, actor, task_id, Action.REVIEW)
    await queries.release(session, task.id, actor.id)


async def queue(session: AsyncSession, actor: Actor, project_id: int) -> dict[str, int]:
    """How much awaits the caller's review, and how much they have done."""
    project = await projects.get(session, actor, project_id, Action.REVIEW)
    left, done = await queries.counts(session, project, actor.id)
    return {"left": left if project.enable_review else 0, "done": done}


async def listed(
    session: AsyncSession,
    actor: Actor,
    *,
    annotation_id: int | None,
    project_id: int | None,
    newest_first: bool,
    limit: int,
) -> list[AnyRow]:
    """Reviews of what the caller may read."""
    return await queries.listed(
        session,
        actor,
        annotation_id=annotation_id,
        project_id=project_id,
        newest_first=newest_first,
        limit=limit,
    )


async def shown(session: AsyncSession, reviews: Sequence[Review | AnyRow]) -> list[dict[str, Any]]:
    """Reviews as readers get them, with their places in the histories of the annotations."""
    versions = await annotations.versions(session, {review.annotation_id for review in reviews}) if reviews else {}
    return [wire.review(review, versions[review.annotation_id]) for review in reviews]


async def shown_one(session: AsyncSession, review: Review | AnyRow, *, state: str | None = None) -> dict[str, Any]:
    """One review, with what the annotation became by it when that is known."""
    (found,) = await shown(session, [review])
    return {**found, "state": state}


async def people_of(session: AsyncSession, actor: Actor, task_ids: Sequence[int]) -> dict[int, dict[str, list[int]]]:
    """Who was given tasks to annotate and who judged work on them, under the names of the columns.

    Annotators learn neither: they see their own work only.
    """
    found: dict[int, dict[str, list[int]]] = defaultdict(lambda: {"assignees": [], "reviewers": []})
    if actor.may(Action.SEE_ALL_ANNOTATIONS):
        for task_id, column, user_id in await queries.people_of(session, task_ids):
            found[task_id][column].append(user_id)
    return {task_id: {column: sorted(ids) for column, ids in people.items()} for task_id, people in found.items()}
