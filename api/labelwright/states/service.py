"""Histories, told from creation, completion and the revisions of annotations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.annotations import service as annotations
from labelwright.core.access import Actor
from labelwright.projects import service as projects
from labelwright.states.schemas import Entity, Person, Step
from labelwright.tasks import service as tasks
from labelwright.users import service as users


@dataclass(frozen=True, slots=True)
class _Event:
    state: str
    transition: str
    moment: datetime
    user_id: int | None


async def history(session: AsyncSession, actor: Actor, entity: Entity, entity_id: int) -> list[Step]:
    """The states of an object that the caller sees, oldest first; 404 for any other."""
    events = await _READERS[entity](session, actor, entity_id)
    people = await users.by_ids(session, {event.user_id for event in events})
    steps: list[Step] = []
    for number, event in enumerate(events, 1):
        person = people.get(event.user_id)
        steps.append(
            Step(
                id=f"{entity}-{entity_id}-{number}",
                state=event.state,
                previous_state=steps[-1].state if steps else None,
                transition_name=event.transition,
                triggered_by=None if person is None else Person(id=person.id, email=person.email),
                reason="",
                context_data={},
                created_at=event.moment,
            )
        )
    return steps


async def _of_project(session: AsyncSession, actor: Actor, project_id: int) -> Sequence[_Event]:
    row = await projects.get(session, actor, project_id)
    return [_Event("CREATED", "project_created", row.created_at, row.created_by_id)]


async def _of_task(session: AsyncSession, actor: Actor, task_id: int) -> Sequence[_Event]:
    row, _ = await tasks.get(session, actor, task_id)
    events = [_Event("CREATED", "task_created", row.created_at, None)]
    if row.completed_at is not None:
        events.append(_Event("COMPLETED", "task_completed", row.completed_at, None))
    return events


async def _of_annotation(session: AsyncSession, actor: Actor, annotation_id: int) -> Sequence[_Event]:
    row = await annotations.get(session, actor, annotation_id)
    changes = await annotations.revisions(session, row.id)
    return [
        _Event("SUBMITTED", "annotation_submitted", row.created_at, row.completed_by_id),
        *(_Event("SUBMITTED", "annotation_updated", change.created_at, change.actor_id) for change in changes),
    ]


_READERS = {Entity.PROJECT: _of_project, Entity.TASK: _of_task, Entity.ANNOTATION: _of_annotation}
