"""Rules about projects."""

from collections.abc import Sequence
from typing import Any

import nh3
from sqlalchemy import ColumnElement
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright import labelconfig
from labelwright.core import outbox
from labelwright.core.access import Action, Actor, authorize
from labelwright.core.audit import Deed
from labelwright.core.concurrency import to_thread
from labelwright.core.errors import Invalid, NotFound, Stale
from labelwright.core.outbox import Event
from labelwright.core.pagination import Page
from labelwright.core.types import now
from labelwright.labelconfig import CheckedConfig, LabelConfig
from labelwright.projects import queries, wire
from labelwright.projects.models import DataColumn, Project
from labelwright.projects.ports import Ports
from labelwright.projects.schemas import ProjectCreate, ProjectInput, ProjectUpdate
from labelwright.projects.service import noting

EMPTY_CONFIG = "<View></View>"
_CONSEQUENCES = {"maximum_annotations", "overlap_cohort_percentage", "skip_queue"}
_INSTRUCTION_TAGS = nh3.ALLOWED_TAGS | {"iframe", "embed"}
_INSTRUCTION_ATTRIBUTES = {
    **nh3.ALLOWED_ATTRIBUTES,
    "iframe": {"src", "width", "height", "title", "allow", "allowfullscreen", "frameborder", "name"},
    "embed": {"src", "type", "width", "height"},
    "*": {"class", "title", "lang", "dir"},
}


async def get(
    session: AsyncSession,
    actor: Actor,
    project_id: int,
    action: Action = Action.VIEW_PROJECT,
    *,
    for_update: bool = False,
) -> Project:
    """A project the caller can see and in which the action is theirs; else 404 or 403."""
    project = await queries.get(session, actor, project_id, for_update=for_update)
    if project is None:
        raise NotFound("No Project matches the given query.")
    authorize(actor, action)
    return project


async def page(
    session: AsyncSession, actor: Actor, page: Page, *, ordering: str = "", **filters: Any
) -> tuple[int, list[Project]]:
    """How many projects fit the filters, and one page of them."""
    return await queries.page(session, actor, order=_order(ordering), offset=page.offset, limit=page.size, **filters)


def _order(ordering: str) -> Sequence[ColumnElement[Any]]:
    if not ordering:
        return queries.default_order()
    order: list[ColumnElement[Any]] = []
    for name in ordering.split(","):
        column = queries.ORDERINGS.get(name.strip().removeprefix("-"))
        if column is None:
            raise Invalid(ordering=f"Unknown field {name!r}; use one of {', '.join(queries.ORDERINGS)}.")
        order.append(column.desc() if name.strip().startswith("-") else column.asc())
    return [*order, queries.ORDERINGS["id"].desc()]


async def create(session: AsyncSession, actor: Actor, body: ProjectCreate) -> Project:
    """Create a project; refuses a label config with errors."""
    values = await _checked_values(body)
    project = Project(
        organization_id=actor.organization_id,
        created_by_id=actor.id,
        label_config=EMPTY_CONFIG,
        parsed_label_config={},
        control_weights={},
    )
    for name, value in values.items():
        setattr(project, name, value)
    session.add(project)
    await session.flush()
    await session.refresh(project)
    outbox.record(session, Event.PROJECT_CREATED, project.id)
    return project


async def update(
    session: AsyncSession, actor: Actor, project_id: int, body: ProjectUpdate, ports: Ports, rev: int | None
) -> Project:
    """Change a project. With a revision, refuses when the project changed since."""
    values = await _checked_values(body)
    if _CONSEQUENCES & values.keys():
        await get(session, actor, project_id, Action.MANAGE_PROJECT)
        await ports.hold_tasks(session, project_id)
    project = await get(session, actor, project_id, Action.MANAGE_PROJECT, for_update=True)
    if rev is not None and rev != project.rev:
        known = {"id": project.id, "rev": project.rev, "title": project.title}
        raise Stale({**known, "label_config": project.label_config})
    if "label_config" in values and values["label_config"] != project.label_config:
        await _refuse_incompatible(session, project, values["label_config"], ports)
    await _check_model_version(session, project, values, ports)
    for name, value in values.items():
        setattr(project, name, value)
    project.rev += 1
    await session.flush()
    if _CONSEQUENCES & values.keys():
        await ports.settle_overlap(session, project.id)
    await session.refresh(project)
    outbox.record(session, Event.PROJECT_UPDATED, project.id)
    return project


async def delete(session: AsyncSession, actor: Actor, project_id: int, ports: Ports) -> None:
    """Take a project away from every reader; a job purges its rows."""
    project = await get(session, actor, project_id, Action.MANAGE_PROJECT)
    project.deleted_at = now()
    await session.flush()
    await ports.purge(session, actor, project.id)
    outbox.record(session, Event.PROJECT_DELETED, project.id)


async def duplicate(
    session: AsyncSession,
    actor: Actor,
    project_id: int,
    *,
    title: str | None,
    description: str | None,
    with_data: bool,
    with_members: bool = False,
    ports: Ports,
) -> Project:
    """A copy of a project's settings, with its tasks and who was added to it when asked; annotations stay."""
    source = await get(session, actor, project_id, Action.MANAGE_PROJECT)
    apart = {"pinned_at", "model_version", *wire.SETTINGS}
    values = {name: getattr(source, name) for name in ProjectInput.model_fields if name not in apart}
    values |= {group: wire.settings(source, group) for group in wire.SETTINGS}
    values["title"] = (title or f"{source.title} copy")[:50]
    values["description"] = source.description if description is None else description
    copy = await create(session, actor, ProjectCreate.model_validate(values))
    if with_members:
        users = await queries.copy_members(session, source.id, copy.id)
        noting.people(session, Deed.PROJECT_MEMBERS_ADDED, copy, users, len(users))
    if with_data:
        await ports.copy_tasks(session, actor, source.id, copy.id)
        await session.refresh(copy)
    return copy


async def data_columns(session: AsyncSession, actor: Actor, project_id: int) -> tuple[Project, list[DataColumn]]:
    """A project and the keys of its task data."""
    project = await get(session, actor, project_id)
    return project, await queries.data_columns(session, project.id)


async def check_label_config(text: str) -> CheckedConfig:
    """Check a label config in a thread; refuses one with errors, naming line and column of each."""
    checked = await to_thread(labelconfig.check, text)
    if checked.config is None:
        raise Invalid(
            {"label_config": [issue.message for issue in checked.errors]},
            issues=[issue.as_dict() for issue in checked.issues],
        )
    return checked


async def config_of(project: Project) -> LabelConfig | None:
    """The meaning of a project's config; None for one without any tag that shows data."""
    if project.label_config == EMPTY_CONFIG:
        return None
    return await to_thread(labelconfig.load, project.label_config)


async def validate_for(session: AsyncSession, actor: Actor, project_id: int, text: str, ports: Ports) -> CheckedConfig:
    """Check a config against what a project's annotations and drafts use; refuses when a used label is gone."""
    project = await get(session, actor, project_id)
    checked = await check_label_config(text)
    assert checked.config is not None  # noqa: S101 - check_label_config raised otherwise
    annotations, drafts = await ports.label_usage(session, project.id)
    linked = await ports.linked_labels(session, project.id)
    problem = labelconfig.missing_labels(checked.config, annotations, drafts, linked)
    if problem is not None:
        raise Invalid(non_field_errors=problem)
    return checked


async def _refuse_incompatible(session: AsyncSession, project: Project, text: str, ports: Ports) -> None:
    checked = await check_label_config(text)
    if checked.config is None or not project.total_annotations_number:
        return
    annotations, _ = await ports.label_usage(session, project.id)
    problem = labelconfig.incompatible_results(checked.config, annotations)
    if problem is not None:
        raise Invalid(label_config=problem)


async def _check_model_version(session: AsyncSession, project: Project, values: dict[str, Any], ports: Ports) -> None:
    version = values.get("model_version")
    if version and version != project.model_version and version not in await ports.model_versions(session, project.id):
        raise Invalid(model_version="No prediction of this project has that model version.")


async def _checked_values(body: ProjectInput) -> dict[str, Any]:
    """The fields a client gave, checked and with what follows from them."""
    values = body.model_dump(exclude_unset=True)
    nullable = ("pinned_at", "model_version")
    values = {name: value for name, value in values.items() if value is not None or name in nullable}
    for group, columns in wire.SETTINGS.items():
        given = values.pop(group, {})
        values |= {columns[name]: value for name, value in given.items() if value is not None}
    if "model_version" in values:
        values["model_version"] = values["model_version"] or ""
    title = values.get("title")
    if title and len(title.strip()) < 3:
        raise Invalid(title="Ensure this field has at least 3 characters.")
    if "expert_instruction" in values:
        values["expert_instruction"] = clean_html(values["expert_instruction"])
    text = values.get("label_config")
    if text is not None:
        values |= await _config_values(text or EMPTY_CONFIG, weights="control_weights" not in values)
    return values


async def _config_values(text: str, *, weights: bool) -> dict[str, Any]:
    values: dict[str, Any] = {"label_config": text}
    if text == EMPTY_CONFIG:
        return values | {
            "parsed_label_config": {},
            "config_has_control_tags": False,
            "config_suitable_for_bulk_annotation": False,
        }
    config = (await check_label_config(text)).config
    assert config is not None  # noqa: S101 - check_label_config raised otherwise
    values["parsed_label_config"] = labelconfig.parsed_label_config(config)
    values["config_has_control_tags"] = labelconfig.has_control_tags(config)
    values["config_suitable_for_bulk_annotation"] = labelconfig.suitable_for_bulk_annotation(config)
    if weights:
        values["control_weights"] = labelconfig.control_weights(config)
    return values


def clean_html(text: str) -> str:
    """Instructions without scripts and event attributes; frames survive as data."""
    return nh3.clean(text, tags=_INSTRUCTION_TAGS, attributes=_INSTRUCTION_ATTRIBUTES, link_rel=None)


async def common_columns(project: Project, columns: Sequence[DataColumn]) -> list[str]:
    """Keys that every task of the project has, sorted."""
    return sorted(column.name for column in columns if column.task_count >= project.task_number > 0)


# For the domains above, inside their own transactions.

add_to_counters = queries.add_to_counters
reserve_inner_ids = queries.reserve_inner_ids
count_columns = queries.count_columns
forget_columns = queries.forget_columns
learn_types = queries.learn_types
known_columns = queries.data_columns
find = queries.get
visible_to = queries.visible_to
visible_ids = queries.visible_ids
visible = queries.visible
visibility = queries.visibility
memberships = queries.memberships
show_model_version = noting.show_model_version
