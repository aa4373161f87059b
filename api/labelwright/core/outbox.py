"""What happened in a unit of work and is to be told to others: webhooks, and model backends that learn.

A service names it by `record`, at no cost. Just before the commit whoever `Database.outbox` names writes it into the
same transaction, if anybody listens: what is committed will be told, what is rolled back will not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

_KEY = "labelwright.outbox"


class Event(StrEnum):
    """What can be told; values are the published names. PING is a test, which nobody subscribes to."""

    PROJECT_CREATED = "PROJECT_CREATED"
    PROJECT_UPDATED = "PROJECT_UPDATED"
    PROJECT_DELETED = "PROJECT_DELETED"
    TASKS_CREATED = "TASKS_CREATED"
    TASKS_DELETED = "TASKS_DELETED"
    ANNOTATION_CREATED = "ANNOTATION_CREATED"
    ANNOTATIONS_CREATED = "ANNOTATIONS_CREATED"
    ANNOTATION_UPDATED = "ANNOTATION_UPDATED"
    ANNOTATIONS_DELETED = "ANNOTATIONS_DELETED"
    LABEL_LINK_CREATED = "LABEL_LINK_CREATED"
    LABEL_LINK_UPDATED = "LABEL_LINK_UPDATED"
    LABEL_LINK_DELETED = "LABEL_LINK_DELETED"
    PING = "PING"


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened to objects of a project.

    What is told of them is read just before the commit, by their ids; `payload` is given by domains that know it better
    themselves: the keys of the published event beside `action` and `project`.
    """

    event: Event
    project_id: int
    ids: Sequence[int] = ()
    payload: dict[str, Any] | None = None


def record(
    session: AsyncSession,
    event: Event,
    project_id: int,
    ids: Sequence[int] = (),
    *,
    payload: dict[str, Any] | None = None,
) -> None:
    """Have something told that this unit of work did; dropped when it is rolled back."""
    session.info.setdefault(_KEY, []).append(Fact(event, project_id, ids, payload))


def take(session: AsyncSession) -> list[Fact]:
    """What was recorded, in order; nothing the second time."""
    facts: list[Fact] = session.info.pop(_KEY, [])
    return facts
