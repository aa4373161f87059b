"""Composed reads of tasks: lists for the data manager, one task with everything on it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.annotations import service as annotations
from labelwright.annotations import wire as annotation_wire
from labelwright.core.access import Actor
from labelwright.core.errors import Invalid, NotFound
from labelwright.core.pagination import Page
from labelwright.core.types import AnyRow
from labelwright.filters.service import Selection
from labelwright.predictions import service as predictions
from labelwright.predictions import wire as prediction_wire
from labelwright.projects import service as projects
from labelwright.projects.models import Project
from labelwright.tasks import service as tasks
from labelwright.tasks import wire as task_wire
from labelwright.views.schemas import TaskQuery
from labelwright.views.service import asking, rows

NEWEST_FIRST = TaskQuery(ordering=["-tasks:id"])


async def detail(session: AsyncSession, actor: Actor, task_id: int, *, expand_authors: bool = False) -> dict[str, Any]:
    """A task with the annotations the caller may read, all predictions, and the caller's drafts."""
    task, _ = await tasks.get(session, actor, task_id)
    return await _compose(session, actor, task, expand_authors=expand_authors)


async def stream_detail(session: AsyncSession, actor: Actor, task: AnyRow, version: str) -> dict[str, Any]:
    """A task as the label stream gives it: predictions of the shown model version only, the newest without one."""
    shown: str | None = None
    if task.total_predictions:
        shown = await predictions.version_to_show(session, task.project_id, version)
    return await _compose(session, actor, task, version=shown, has_drafts=bool(task.has_drafts))


async def _compose(
    session: AsyncSession,
    actor: Actor,
    task: Any,
    *,
    version: str | None = None,
    expand_authors: bool = False,
    has_drafts: bool = True,
) -> dict[str, Any]:
    """Ask only for what the counters say is there."""
    body = task_wire.task(task)
    has_work = task.total_annotations or task.cancelled_annotations
    works = await annotations.of_tasks(session, actor, [task.id]) if has_work else []
    body["annotations"] = [annotation_wire.annotation(row, expand_author=expand_authors) for row in works]
    guesses = await predictions.of_tasks(session, [task.id], version=version) if task.total_predictions else []
    body["predictions"] = [prediction_wire.prediction(row) for row in guesses]
    drafts = await annotations.own_drafts(session, actor, task.id) if has_drafts else []
    body["drafts"] = [annotation_wire.draft(row) for row in drafts]
    return body


async def plain_list(
    session: AsyncSession, actor: Actor, project_id: int, *, start: int | None, page: Page
) -> list[dict[str, Any]]:
    """Tasks of a project, newest first; past the end is a 404."""
    project = await projects.get(session, actor, project_id)
    if tasks.sees_only_assigned(actor, project):
        chosen = await asking.selection(session, actor, project, NEWEST_FIRST)
        found = await tasks.in_order(session, project.id, await asking.page_ids(session, chosen, page))
        return await rows.plain(session, actor, project, found)
    offset = page.offset if start is None else start
    if offset and offset >= project.task_number:
        raise NotFound("Invalid page.", code="no_such_page")
    found = await tasks.page(session, project.id, offset=offset, limit=page.size, newest_first=True)
    return await rows.plain(session, actor, project, found)


async def listing(
    session: AsyncSession,
    actor: Actor,
    page: Page,
    asked: TaskQuery,
    *,
    project_id: int | None,
    view_id: int | None,
    fields_all: bool,
    include: frozenset[str] | None,
) -> dict[str, Any]:
    """The data manager's page: the tasks that filter, tab and selection leave, with the totals of all of them.

    A tab says of which project; without one the project must be named.
    """
    tab = None if view_id is None else await asking.view(session, actor, view_id)
    if project_id is None:
        if tab is None:
            raise Invalid(project="This field is required.")
        project_id = tab.project_id
    project = await projects.get(session, actor, project_id)
    if asked.is_plain and tab is None and not tasks.sees_only_assigned(actor, project):
        total = asking.totals_of(project)
        page.check(total[0])
        found = await tasks.page(session, project.id, offset=page.offset, limit=page.size, newest_first=False)
    else:
        chosen = await asking.within(session, actor, project, asked, tab)
        found = await tasks.in_order(session, project.id, await asking.page_ids(session, chosen, page))
        total = await _totals(session, project, chosen, page, found)
    shown = await rows.managed(session, actor, project, found, fields_all=fields_all)
    if include is not None:
        shown = [{name: value for name, value in row.items() if name in include} for row in shown]
    return {"total": total[0], "total_annotations": total[1], "total_predictions": total[2], "tasks": shown}


async def _totals(
    session: AsyncSession, project: Project, chosen: Selection, page: Page, found: Sequence[AnyRow]
) -> tuple[int, int, int]:
    """The totals of a selection; when all of it is on the first page, nothing need be asked."""
    if page.number == 1 and len(found) < page.size:
        return len(found), sum(row.total_annotations for row in found), sum(row.total_predictions for row in found)
    total = await asking.totals(session, project, chosen)
    page.check(total[0])
    return total
