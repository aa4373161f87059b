"""What is told of an event: the published body without `action`, read in the transaction that made the change."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.annotations import service as annotations
from labelwright.annotations import wire as annotation_wire
from labelwright.core.http import dumps
from labelwright.core.outbox import Event, Fact
from labelwright.projects import wire as project_wire
from labelwright.projects.models import Project
from labelwright.tasks import service as tasks
from labelwright.tasks import wire as task_wire
from labelwright.users.models import User
from labelwright.webhooks.catalogue import OF_PROJECTS, PUBLISHED

MOST_OBJECTS = 200
"""Objects in one event: more of them make several events."""

MOST_BYTES = 1_000_000
"""Events of many objects that would be larger name them by their ids alone."""

_SHORT = frozenset({Event.TASKS_DELETED, Event.ANNOTATIONS_DELETED})
_SINGLE = frozenset({Event.ANNOTATION_CREATED, Event.ANNOTATION_UPDATED})


def parts(ids: Sequence[int]) -> Iterator[list[int]]:
    """Objects of a fact as several events tell them."""
    for start in range(0, len(ids), MOST_OBJECTS):
        yield list(ids[start : start + MOST_OBJECTS])


async def of_project(session: AsyncSession, project: Project) -> dict[str, Any]:
    """A project as bodies show it."""
    creator = await session.get(User, project.created_by_id) if project.created_by_id is not None else None
    return project_wire.project(project, creator)


async def of_fact(session: AsyncSession, fact: Fact, project: Project, ids: Sequence[int]) -> bytes | None:
    """The body of one part of a fact; None when its objects are gone again."""
    if fact.payload is not None:
        return dumps(fact.payload)
    key = PUBLISHED[fact.event].key
    if fact.event in OF_PROJECTS:
        is_gone = fact.event is Event.PROJECT_DELETED
        return dumps({key: {"id": project.id} if is_gone else await of_project(session, project)})
    if fact.event in _SHORT:
        return dumps({key: _short(ids)})
    return await _of_objects(session, fact.event, project, ids)


async def _of_objects(session: AsyncSession, event: Event, project: Project, ids: Sequence[int]) -> bytes | None:
    key = PUBLISHED[event].key
    found = await _tasks(session, project, ids) if key == "tasks" else await _annotations(session, project, ids)
    if not found[key]:
        return None
    if event in _SINGLE:
        return dumps({name: values[0] for name, values in found.items()})
    body = dumps(found)
    return body if len(body) <= MOST_BYTES else dumps({key: _short(ids), "is_complete": False})


def _short(ids: Sequence[int]) -> list[dict[str, int]]:
    return [{"id": identifier} for identifier in ids]


async def _tasks(session: AsyncSession, project: Project, ids: Sequence[int]) -> dict[str, list[Any]]:
    return {"tasks": [task_wire.task(row) for row in await tasks.by_ids(session, project.id, ids)]}


async def _annotations(session: AsyncSession, project: Project, ids: Sequence[int]) -> dict[str, list[Any]]:
    rows = await annotations.by_ids(session, ids)
    of_them = await tasks.by_ids(session, project.id, sorted({row.task_id for row in rows})) if rows else []
    return {
        "annotation": [annotation_wire.annotation(row) for row in rows],
        "task": [task_wire.task(row) for row in of_them],
    }
