"""Entry to the filter language: documents to queries, queries to selections of tasks."""

from dataclasses import replace

from sqlalchemy import and_
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core.access import Action, Actor
from labelwright.filters import compiling
from labelwright.filters.fields import TASK, Scope
from labelwright.filters.names import COLUMNS, DATA
from labelwright.filters.parse import filter_of, ordering_of, query
from labelwright.filters.selection import Selection
from labelwright.filters.tree import Operator, Order, Query, ValueType, conditions
from labelwright.predictions import service as predictions
from labelwright.projects import service as projects
from labelwright.projects.models import Project
from labelwright.tasks import service as tasks

__all__ = ["COLUMNS", "Query", "Selection", "filter_of", "ordering_of", "query", "select"]


async def select(session: AsyncSession, actor: Actor, project: Project, asked: Query) -> Selection:
    """The tasks of a project, which the caller was found to see, that a query leaves.

    Annotators' conditions on annotations and drafts see their own only; where work is by assignment only, there are no
    other tasks than theirs.
    """
    restricted = tasks.sees_only_assigned(actor, project)
    reader = None if actor.may(Action.SEE_ALL_ANNOTATIONS) else actor.id
    names = {*(condition.column for condition in conditions(asked.filter)), *(order.column for order in asked.ordering)}
    version = await predictions.shown_version(session, project) if "predictions_score" in names else None
    scope = Scope(project_id=project.id, reader_id=reader, model_version=version)
    ordering = await _typed(session, project.id, asked.ordering)
    return Selection(
        where=and_(
            TASK.c.project_id == project.id,
            *([tasks.is_assigned_to(actor.id)] if restricted else []),
            compiling.where(asked.filter, scope),
        ),
        order=tuple(compiling.order_by(ordering, scope)),
        is_whole=not asked.filter.items and not restricted,
        is_ordered=bool(asked.ordering),
        has_regex=any(condition.operator == Operator.REGEX for condition in conditions(asked.filter)),
    )


async def _typed(session: AsyncSession, project_id: int, ordering: tuple[Order, ...]) -> tuple[Order, ...]:
    """The ordering with the learned types of fields whose type it does not say."""
    if not any(order.type is None and order.column.startswith(DATA) for order in ordering):
        return ordering
    learned = {column.name: column.value_type for column in await projects.known_columns(session, project_id)}
    return tuple(
        replace(order, type=ValueType(learned.get(order.column.removeprefix(DATA)) or ValueType.STRING))
        if order.type is None and order.column.startswith(DATA)
        else order
        for order in ordering
    )
