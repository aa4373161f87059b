"""Which tasks a request means: by filter, by tab, by selection. Exports and actions ask here as lists do."""

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from sqlalchemy import and_
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core import json, longlists
from labelwright.core.access import Actor
from labelwright.core.errors import Invalid, NotFound
from labelwright.core.pagination import Page
from labelwright.core.types import Json
from labelwright.filters import service as filters
from labelwright.filters.fields import TASK
from labelwright.filters.service import Query, Selection
from labelwright.filters.tree import Conjunction, Group
from labelwright.projects.models import Project
from labelwright.views import queries
from labelwright.views.models import View
from labelwright.views.schemas import SelectedItems, TaskQuery

REGEX_SECONDS = 2.0
EVERYTHING = TaskQuery()
T = TypeVar("T")


async def view(session: AsyncSession, actor: Actor, view_id: int) -> View:
    """A tab of a project the caller can see; else 404."""
    found = await queries.get(session, actor, view_id)
    if found is None:
        raise NotFound("No View matches the given query.")
    return found


async def selection(
    session: AsyncSession,
    actor: Actor,
    project: Project,
    asked: TaskQuery = EVERYTHING,
    *,
    view_id: int | None = None,
) -> Selection:
    """The tasks of a project, which the caller was found to see, that a request and a tab leave.

    A tab's filter and the request's must both hold; the request's ordering wins. A tab of another project is a 404.
    """
    tab = None if view_id is None else await view(session, actor, view_id)
    return await within(session, actor, project, asked, tab)


async def within(
    session: AsyncSession, actor: Actor, project: Project, asked: TaskQuery, tab: View | None
) -> Selection:
    """The same for a tab that was read already."""
    wanted = filters.query(asked.filters, asked.ordering)
    if tab is not None:
        if tab.project_id != project.id:
            raise NotFound("No View matches the given query.")
        wanted = _within_view(tab, wanted)
    chosen = await filters.select(session, actor, project, wanted)
    return chosen if asked.selectedItems is None else _narrowed(chosen, asked.selectedItems)


def _within_view(tab: View, wanted: Query) -> Query:
    saved = query_of(tab.data)
    parts = tuple(group for group in (saved.filter, wanted.filter) if group.items)
    return Query(Group(Conjunction.AND, parts), wanted.ordering or saved.ordering)


def query_of(data: dict[str, Any]) -> Query:
    """The filter and ordering that a tab's data hold."""
    return filters.query(data.get("filters"), data.get("ordering"), display_types=data.get("columnsDisplayType"))


def _narrowed(chosen: Selection, selected: SelectedItems) -> Selection:
    if selected.all and not selected.excluded:
        return chosen
    named = longlists.is_in(TASK.c.id, selected.excluded if selected.all else selected.included)
    return replace(chosen, where=and_(chosen.where, ~named if selected.all else named), is_whole=False)


def read_query(text: str) -> TaskQuery:
    """The `query` parameter: JSON of `{filters, ordering, selectedItems}`."""
    if not text:
        return EVERYTHING
    try:
        document: Json = json.loads(text.encode())
    except (json.JsonProblem, UnicodeEncodeError) as problem:
        raise Invalid(query=f"JSON is expected: {problem}") from problem
    if not isinstance(document, dict):
        raise Invalid(query="An object is expected: {filters, ordering, selectedItems}.")
    try:
        return TaskQuery.model_validate(document)
    except ValueError as problem:
        raise Invalid(query="`ordering` is a list of texts, `selectedItems` {all, included, excluded}.") from problem


def totals_of(project: Project) -> tuple[int, int, int]:
    """How many tasks a project has, with how many annotations and predictions."""
    return project.task_number, project.total_annotations_number, project.total_predictions_number


async def totals(session: AsyncSession, project: Project, chosen: Selection) -> tuple[int, int, int]:
    """The same of a selection."""
    if chosen.is_whole:
        return totals_of(project)
    return await _in_time(chosen, queries.totals(session, chosen))


async def page_ids(session: AsyncSession, chosen: Selection, page: Page) -> Sequence[int]:
    """Ids of one page of a selection, in order."""
    return await _in_time(chosen, queries.page_ids(session, chosen, offset=page.offset, limit=page.size))


async def all_ids(session: AsyncSession, chosen: Selection) -> list[int]:
    """Ids of a selection, in order."""
    return await _in_time(chosen, queries.all_ids(session, chosen))


async def _in_time(chosen: Selection, work: Awaitable[T]) -> T:
    """Run a statement of a selection; a regular expression may take two seconds of it."""
    if not chosen.has_regex:
        return await work
    try:
        async with asyncio.timeout(REGEX_SECONDS):
            return await work
    except TimeoutError as error:
        raise Invalid(
            {"filter_group": {"non_field_errors": ["The regular expression takes longer than 2 seconds here."]}}
        ) from error
