"""Rules about histories: who reads them, and who may delete them."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.annotations import service as annotations
from labelwright.annotations.items import ItemId
from labelwright.core import audit
from labelwright.core.access import Action, Actor
from labelwright.core.audit import Deed, Note, Subject
from labelwright.core.errors import Invalid, NotFound
from labelwright.core.pagination import Page
from labelwright.core.types import AnyRow
from labelwright.history import queries, versions
from labelwright.history.places import Place, Span
from labelwright.history.versions import Item
from labelwright.projects import service as projects
from labelwright.tasks import service as tasks

History = tuple[AnyRow, list[Item]]
"""An annotation and items of its history, oldest first."""


async def of_annotation(session: AsyncSession, actor: Actor, annotation_id: int, *, newest: int) -> History:
    """The newest items of the history of an annotation that the caller may read; else 404."""
    row, items = await _whole(session, actor, annotation_id)
    shown = await _read(session, [(row, found) for found in items[-newest:]])
    return row, [found for _, found in shown]


async def _whole(session: AsyncSession, actor: Actor, annotation_id: int) -> History:
    row = await annotations.get(session, actor, annotation_id)
    (history,) = await _histories(session, [row.id])
    return history


async def _histories(session: AsyncSession, ids: Sequence[int]) -> list[History]:
    rows = await queries.annotations(session, ids)
    revisions, reviews = await queries.revisions(session, ids), await queries.reviews(session, ids)
    return [(row, versions.items(row, revisions.get(row.id, []), reviews.get(row.id, []))) for row in rows]


async def _read(session: AsyncSession, chosen: Sequence[tuple[AnyRow, Item]]) -> list[tuple[AnyRow, Item]]:
    """Items with the results of their versions; those whose version was deleted just now are left out."""
    held = {found.held_by for _, found in chosen if found.held_by is not None}
    results = await queries.results(session, held) if held else {}
    shown = [(row, found) for row, found in chosen if found.held_by is None or found.held_by in results]
    for row, found in shown:
        found.result = row.result if found.held_by is None else results[found.held_by]
    return shown


async def item(session: AsyncSession, actor: Actor, number: int) -> tuple[AnyRow, Item]:
    """One item of an annotation that the caller may read; else 404."""
    wanted = ItemId.of(number)
    annotation_id = await queries.annotation_of(session, wanted)
    missing = NotFound("No AnnotationHistory matches the given query.")
    if annotation_id is None:
        raise missing
    try:
        row, items = await _whole(session, actor, annotation_id)
    except NotFound:
        raise missing from None
    shown = await _read(session, [(row, found) for found in items if found.id == wanted])
    if not shown:
        raise missing
    return shown[0]


async def of_project(
    session: AsyncSession, actor: Actor, span: Span, page: Page, *, after: Place | None
) -> tuple[int, list[tuple[AnyRow, Item]], Place | None]:
    """How many items the annotations of a project have, one page, oldest first, and where it ends if more follow.

    The page is the next one behind a place, else the one with this number.
    """
    await projects.get(session, actor, span.project_id, Action.SEE_ALL_ANNOTATIONS)
    total = await queries.count_of_project(session, span)
    offset = page.offset if after is None else 0
    wanted = await queries.page_of_project(session, span, after=after, offset=offset, limit=page.size + 1)
    shown, has_more = wanted[: page.size], len(wanted) > page.size
    histories = await _histories(session, sorted({annotation_id for annotation_id, _ in shown})) if shown else []
    known = {found.id: (row, found) for row, items in histories for found in items}
    items = await _read(session, [known[place.item] for _, place in shown if place.item in known])
    return total, items, shown[-1][1] if has_more else None


async def delete(
    session: AsyncSession, actor: Actor, *, annotation_id: int | None, task_id: int | None, project_id: int | None
) -> int:
    """Delete what annotations held before: of one, of a task, or of a project. Returns how many versions are gone.

    What they hold now stays, as do verdicts.
    """
    if annotation_id is not None:
        row = await annotations.get(session, actor, annotation_id)
        of, condition = row.project_id, queries.ANNOTATION.c.id == row.id
        subject, subject_id = Subject.ANNOTATION, row.id
    elif task_id is not None:
        task, _ = await tasks.get(session, actor, task_id, Action.DELETE_HISTORY)
        of, condition = task.project_id, queries.ANNOTATION.c.task_id == task.id
        subject, subject_id = Subject.TASK, task.id
    elif project_id is not None:
        project = await projects.get(session, actor, project_id, Action.DELETE_HISTORY)
        of, condition = project.id, queries.ANNOTATION.c.project_id == project.id
        subject, subject_id = Subject.PROJECT, project.id
    else:
        raise Invalid(non_field_errors="Name an annotation, a task or a project.")
    gone = await queries.forget(session, condition)
    if gone:
        audit.note(session, Note(Deed.HISTORY_DELETED, subject, subject_id, "", of, details={"count": gone}))
    return gone
