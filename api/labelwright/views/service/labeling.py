"""Which tasks somebody labels at once."""

from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.annotations.schemas import BulkInput
from labelwright.annotations.service import bulk
from labelwright.core.access import Action, Actor
from labelwright.core.errors import Invalid, NotFound
from labelwright.projects import service as projects
from labelwright.projects.models import Project
from labelwright.tasks import service as tasks
from labelwright.views.schemas import SelectedItems, TaskQuery
from labelwright.views.service import asking


async def label(session: AsyncSession, actor: Actor, body: BulkInput, result: bytes | None) -> list[int]:
    """Save the same work on several tasks of a project; returns the ids of the annotations."""
    if result is None and not body.was_cancelled:
        raise Invalid(result="This field is required.")
    named = list(dict.fromkeys(body.tasks or ([body.task] if body.task else [])))
    if not named and body.selected_items is None:
        raise Invalid(tasks="Say which tasks: `tasks`, or `selected_items` of a `project`.")
    if named:
        project, selected = await _project_of(session, actor, named[0]), SelectedItems(included=named)
    else:
        if body.project is None:
            raise Invalid(project="This field is required.")
        project = await projects.get(session, actor, body.project, Action.LABEL)
        assert body.selected_items is not None  # noqa: S101 - said so above
        selected = SelectedItems.model_validate(body.selected_items.model_dump())
    asked = TaskQuery(selectedItems=selected)
    found = await asking.all_ids(session, await asking.selection(session, actor, project, asked))
    unknown = set(named) - set(found)
    if unknown:
        raise Invalid(tasks=f'Invalid pk "{min(unknown)}" - no such task in the project of the others.')
    return await bulk.create(session, actor, project, found, body, result or b"[]")


async def _project_of(session: AsyncSession, actor: Actor, task_id: int) -> Project:
    try:
        _, project = await tasks.get(session, actor, task_id, Action.LABEL)
    except NotFound as error:
        raise Invalid(tasks=f'Invalid pk "{task_id}" - object does not exist.') from error
    return project
