"""From an annotation, its revisions and its reviews to the items of its history. Pure.

A revision holds what an annotation was, and the change that ended it. So the first item is the annotation as it was
made, each change makes the next, and what the last one made is what the annotation holds now: a submit that nobody
changes is stored once. Items have no rows, and are numbered by the row that tells of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from labelwright.annotations.items import ItemId, Source
from labelwright.annotations.models import Change


class Action(StrEnum):
    """Why there is an item; the published values."""

    PREDICTION = "prediction"
    PROPAGATED = "propagated_annotation"
    IMPORTED = "imported"
    SUBMITTED = "submitted"
    UPDATED = "updated"
    SKIPPED = "skipped"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    FIXED = "fixed_and_accepted"
    DELETED_REVIEW = "deleted_review"
    """Published, and never told here: a verdict that is taken back leaves nothing."""


@dataclass(slots=True)
class Item:
    """One item of a history: a version, or a verdict on one. `rev` is the revision that it is about.

    Results can be large, and are read for the items that are shown alone: `held_by` is the row of the revision that
    holds this one, None for the annotation itself.
    """

    id: ItemId
    action: Action
    rev: int
    created_at: datetime
    created_by_id: int | None
    held_by: int | None
    lead_time: float | None
    was_cancelled: bool
    review_id: int | None = None
    comment: str = ""
    result: str = "[]"


def items(annotation: Any, revisions: Sequence[Any], reviews: Sequence[Any]) -> list[Item]:
    """The history of an annotation, oldest first. `revisions` come in order; `annotation` has `task_created_at`.

    The results of neither are looked at.
    """
    held = [*revisions, annotation]
    first_rev = revisions[0].rev if revisions else annotation.rev
    found = [_first(annotation, held[0], first_rev)]
    for revision, content in zip(revisions, held[1:], strict=True):
        found.append(
            Item(
                ItemId(Source.REVISION, revision.id),
                Action(revision.change or Change.UPDATED),
                revision.rev + 1,
                revision.created_at,
                revision.actor_id,
                *_content(annotation, content),
            )
        )
    by_rev = {item.rev: item for item in found}
    found += [item for review in reviews if (item := _verdict(review, by_rev)) is not None]
    return sorted(found, key=lambda item: (item.created_at, item.rev, item.id.number))


def _content(annotation: Any, row: Any) -> tuple[int | None, float | None, bool]:
    return None if row is annotation else row.id, row.lead_time, bool(row.was_cancelled)


def _first(annotation: Any, content: Any, rev: int) -> Item:
    """The first version that is known: of who made it, unless older ones were deleted."""
    number = ItemId(Source.ANNOTATION, annotation.id)
    if rev == 1:
        how, who, moment = _origin(annotation, content), annotation.completed_by_id, annotation.created_at
    elif content is annotation:
        how, who, moment = Action.UPDATED, annotation.updated_by_id, annotation.updated_at
    else:
        how, who, moment = Action.UPDATED, None, annotation.created_at
    return Item(number, how, rev, moment, who, *_content(annotation, content))


def _origin(annotation: Any, content: Any) -> Action:
    """How an annotation came to be."""
    if annotation.last_action == "prediction" and annotation.bulk_created:
        return Action.PREDICTION
    # Nobody can have labeled a task before there was one: it came with it.
    if annotation.created_at <= annotation.task_created_at:
        return Action.IMPORTED
    if content.was_cancelled:
        return Action.SKIPPED
    return Action.SUBMITTED


def _verdict(review: Any, by_rev: dict[int, Item]) -> Item | None:
    """The item of a verdict. A correction has one already, made by the change, which it joins."""
    if review.fixed and (fixed := by_rev.get(review.annotation_rev + 1)) is not None:
        fixed.review_id, fixed.comment = review.id, review.comment
        return None
    # Of a version that was deleted, what came first after it is shown.
    judged = by_rev.get(review.annotation_rev) or next(iter(by_rev.values()))
    return Item(
        ItemId(Source.REVIEW, review.id),
        Action.ACCEPTED if review.accepted else Action.REJECTED,
        review.annotation_rev,
        review.created_at,
        review.created_by_id,
        judged.held_by,
        judged.lead_time,
        judged.was_cancelled,
        review.id,
        review.comment,
    )
