"""Rules about labels and their links."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from labelwright import labelconfig
from labelwright.core import json, outbox
from labelwright.core.access import Action, Actor
from labelwright.core.concurrency import to_thread
from labelwright.core.errors import Conflict, Invalid, NotFound
from labelwright.core.outbox import Event
from labelwright.core.pagination import Page
from labelwright.core.types import AnyRow, now
from labelwright.labels import queries, wire
from labelwright.labels.models import Label, LabelLink
from labelwright.labels.schemas import LabelInput, LabelUpdate, LinkInput, LinkUpdate
from labelwright.projects import service as projects

COUNT_BATCH = 500

Linked = tuple[Label, list[LabelLink]]
"""A label with those of its links that the caller sees."""


async def page(session: AsyncSession, actor: Actor, page: Page) -> tuple[int, list[Linked]]:
    """How many labels the caller's organization has, and one page of them with their links."""
    total, rows = await queries.page(session, actor.organization_id, offset=page.offset, limit=page.size)
    return total, await _with_links(session, actor, rows)


async def _with_links(session: AsyncSession, actor: Actor, rows: Sequence[Label]) -> list[Linked]:
    links = await queries.links_of(session, actor, sorted({row.id for row in rows}))
    return [(row, [link for link in links if link.label_id == row.id]) for row in rows]


async def get(session: AsyncSession, actor: Actor, label_id: int) -> Linked:
    """A label of the caller's organization; else 404."""
    row = await queries.get(session, actor.organization_id, label_id)
    if row is None:
        raise NotFound("No Label matches the given query.")
    return (await _with_links(session, actor, [row]))[0]


async def create(session: AsyncSession, actor: Actor, items: Sequence[LabelInput]) -> list[Linked]:
    """Link labels to one project, making those whose title is new; returns them in order."""
    if not items:
        raise Invalid(non_field_errors="This list may not be empty.")
    if len({item.project for item in items}) > 1:
        raise Invalid(project="Labels of one request are for one project.")
    project = await projects.get(session, actor, items[0].project, Action.MANAGE_PROJECT)
    moment = now()
    stamps = {"created_at": moment, "updated_at": moment}
    fresh = {"organization_id": actor.organization_id, "created_by_id": actor.id, "approved": False, **stamps}
    # In the order of titles: two requests with the same ones wait for each other instead of for both.
    titled = sorted({item.title: item for item in reversed(items)}.items())
    await queries.add_missing(
        session,
        [{**fresh, "title": title, "value": item.value, "description": item.description} for title, item in titled],
    )
    found = await queries.by_titles(session, actor.organization_id, [title for title, _ in titled])
    links = sorted({(found[item.title].id, item.from_name) for item in items})
    new = await queries.add_links(
        session, [{"label_id": label, "project_id": project.id, "from_name": name, **stamps} for label, name in links]
    )
    linked = await _with_links(session, actor, [found[item.title] for item in items])
    made = {link.id: link for _, of_label in linked for link in of_label if link.id in new}
    _tell(session, Event.LABEL_LINK_CREATED, list(made.values()))
    return linked


async def update(session: AsyncSession, actor: Actor, label_id: int, body: LabelUpdate) -> Linked:
    """Change a label; results keep what they hold, see `renaming`."""
    row, links = await get(session, actor, label_id)
    given = body.model_dump(exclude_unset=True)
    title = given.get("title")
    if title is not None and title != row.title:
        if await queries.by_titles(session, actor.organization_id, [title]):
            raise Conflict("Another label has this title.", code="title_taken")
        row.title = title
    if "value" in given:
        row.value = given["value"]
    if "description" in given:
        row.description = given["description"]
    if given.get("approved") is not None:
        row.approved, row.approved_by_id = given["approved"], actor.id if given["approved"] else None
    await session.flush()
    return row, links


async def delete(session: AsyncSession, actor: Actor, label_id: int) -> None:
    """Remove a label and its links; results keep what they hold."""
    row, links = await get(session, actor, label_id)
    _tell(session, Event.LABEL_LINK_DELETED, links)
    await session.delete(row)


# Links


async def links_page(
    session: AsyncSession, actor: Actor, page: Page, *, project_id: int | None, label_id: int | None
) -> tuple[int, list[tuple[LabelLink, Label]]]:
    """How many links to projects the caller sees there are, and one page of them."""
    return await queries.links_page(
        session, actor, project_id=project_id, label_id=label_id, offset=page.offset, limit=page.size
    )


async def get_link(session: AsyncSession, actor: Actor, link_id: int) -> tuple[LabelLink, Label]:
    """A link to a project that the caller sees; else 404."""
    found = await queries.link(session, actor, link_id)
    if found is None:
        raise NotFound("No LabelLink matches the given query.")
    return found


async def count_annotations(session: AsyncSession, link: LabelLink, label: Label) -> int:
    """How many annotations of the project have the label under the link's control."""
    word = longest_word(label.value)
    count, after = 0, 0
    while word:
        rows = await queries.annotations_with(session, [link.project_id], word, after=after, limit=COUNT_BATCH)
        if not rows:
            break
        count += await to_thread(_holding, rows, label.value, link.from_name)
        after = rows[-1].id
    return count


def _holding(rows: Sequence[AnyRow], value: Any, from_name: str) -> int:
    return sum(labelconfig.holds(json.parse(row.result.encode()), value, from_name) for row in rows)


async def create_link(session: AsyncSession, actor: Actor, body: LinkInput) -> tuple[LabelLink, Label]:
    """Link a label to a control of a project; refuses a link that exists."""
    label, _ = await get(session, actor, body.label)
    project = await projects.get(session, actor, body.project, Action.MANAGE_PROJECT)
    await _refuse_double(session, label.id, project.id, body.from_name)
    link = LabelLink(label_id=label.id, project_id=project.id, from_name=body.from_name)
    session.add(link)
    await session.flush()
    _tell(session, Event.LABEL_LINK_CREATED, [link])
    return link, label


async def update_link(session: AsyncSession, actor: Actor, link_id: int, body: LinkUpdate) -> tuple[LabelLink, Label]:
    """Change the control of a link."""
    link, label = await get_link(session, actor, link_id)
    if body.from_name is not None and body.from_name != link.from_name:
        await _refuse_double(session, link.label_id, link.project_id, body.from_name)
        link.from_name = body.from_name
        await session.flush()
        _tell(session, Event.LABEL_LINK_UPDATED, [link])
    return link, label


async def _refuse_double(session: AsyncSession, label_id: int, project_id: int, from_name: str) -> None:
    if await queries.same_link(session, label_id, project_id, from_name) is not None:
        raise Conflict("The label is linked there already.", code="link_exists")


async def delete_link(session: AsyncSession, actor: Actor, link_id: int) -> None:
    """Take a label out of a project; results keep what they hold."""
    link, _ = await get_link(session, actor, link_id)
    _tell(session, Event.LABEL_LINK_DELETED, [link])
    await session.delete(link)


def _tell(session: AsyncSession, event: Event, links: Sequence[LabelLink]) -> None:
    """Have it told what became of links, those of each project together; of one that is gone its id alone."""
    by_project: dict[int, list[LabelLink]] = {}
    for link in links:
        by_project.setdefault(link.project_id, []).append(link)
    for project_id, of_project in by_project.items():
        is_gone = event == Event.LABEL_LINK_DELETED
        shown: Any = [{"id": link.id} if is_gone else wire.link(link) for link in of_project]
        payload = {"label_link": shown[0] if event == Event.LABEL_LINK_UPDATED else shown}
        outbox.record(session, event, project_id, payload=payload)


def longest_word(label: Any) -> str:
    """The longest text inside a label: results with the label have it in them. Empty where there is none."""
    if isinstance(label, list):
        return max(map(longest_word, label), key=len, default="")
    return label if isinstance(label, str) else str(label) if isinstance(label, (int, float)) else ""


values_of = queries.values_of
