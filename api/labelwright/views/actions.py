"""Named actions of the data manager. Domains beside `views` register theirs in `app.py`."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.annotations import service as annotations
from labelwright.core.access import Action, Actor
from labelwright.core.errors import Invalid, NotFound
from labelwright.core.http import MAX_ID
from labelwright.predictions import service as predictions
from labelwright.projects import service as projects
from labelwright.projects.models import SkipQueue
from labelwright.tasks import service as tasks

BATCH = 1000
MAX_IDS = 100_000


Number = Annotated[int, Field(ge=0, le=MAX_ID)]


class SelectedItems(BaseModel):
    """Which tasks an action works on: some, or all but some."""

    model_config = ConfigDict(extra="ignore")

    all: bool = False
    included: list[Number] = Field(default_factory=list, max_length=MAX_IDS)
    excluded: list[Number] = Field(default_factory=list, max_length=MAX_IDS)


class ActionBody(BaseModel):
    """What an action is called with."""

    model_config = ConfigDict(extra="ignore")

    selectedItems: SelectedItems | None = None  # noqa: N815 - published name
    ordering: list[str] = Field(default_factory=list, max_length=100)


@dataclass(frozen=True, slots=True)
class Call:
    """One call of an action."""

    session: AsyncSession
    actor: Actor
    project_id: int
    body: ActionBody
    request: Request


Handler = Callable[[Call], Awaitable[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class NamedAction:
    """An action, what it is called on screen, and what its caller must be allowed."""

    id: str
    title: str
    needs: Action
    run: Handler
    order: int = 100
    text: str = ""
    is_hidden: bool = False

    def as_dict(self) -> dict[str, Any]:
        """The entry in the list of actions."""
        return {
            "id": self.id,
            "title": self.title,
            "order": self.order,
            "permission": self.needs,
            "experimental": False,
            "dialog": {"text": self.text, "type": "confirm"} if self.text else {},
        }


class Registry:
    """The actions of this server by id."""

    def __init__(self, *actions: NamedAction) -> None:
        """Start with these."""
        self._actions = {action.id: action for action in actions}

    def register(self, action: NamedAction) -> None:
        """Add an action of another domain."""
        self._actions[action.id] = action

    def visible(self) -> list[NamedAction]:
        """Actions to offer, in order."""
        return sorted((a for a in self._actions.values() if not a.is_hidden), key=lambda action: action.order)

    def get(self, action_id: str) -> NamedAction:
        """The action of this id; 404 for an unknown one."""
        if action_id not in self._actions:
            raise NotFound(f"Unknown action {action_id[:100]!r}.")
        return self._actions[action_id]


async def selected_ids(call: Call) -> list[int]:
    """Ids of the selected tasks; without a selection, all of the project's."""
    selection = call.body.selectedItems
    if selection is not None and not selection.all:
        return selection.included
    excluded = set(selection.excluded) if selection else set()
    ids: list[int] = []
    last = 0
    while batch := await tasks.ids_in(call.session, call.project_id, after_id=last, limit=MAX_IDS):
        last = batch[-1]
        ids += [identifier for identifier in batch if identifier not in excluded]
    return ids


async def _delete_tasks(call: Call) -> dict[str, Any]:
    if call.body.selectedItems is None:
        raise Invalid(selectedItems="Say which tasks: {all, excluded} or {included}.")
    gone = await tasks.delete_selected(call.session, call.actor, call.project_id, await selected_ids(call))
    return {"processed_items": gone, "reload": True, "detail": f"Deleted {gone} tasks"}


async def _delete_annotations(call: Call) -> dict[str, Any]:
    project = await projects.get(call.session, call.actor, call.project_id, Action.MANAGE_PROJECT)
    ids, gone = await selected_ids(call), 0
    for start in range(0, len(ids), BATCH):
        rows = await tasks.by_ids(call.session, project.id, ids[start : start + BATCH])
        gone += await annotations.delete_of_tasks(call.session, [row.id for row in rows])
    await tasks.recount_project(call.session, project.id, skips_count=project.skip_queue == SkipQueue.IGNORE)
    return {"processed_items": gone, "detail": f"Deleted {gone} annotations"}


async def _delete_predictions(call: Call) -> dict[str, Any]:
    project = await projects.get(call.session, call.actor, call.project_id, Action.MANAGE_PROJECT)
    ids, gone = await selected_ids(call), 0
    for start in range(0, len(ids), BATCH):
        rows = await tasks.by_ids(call.session, project.id, ids[start : start + BATCH])
        gone += await predictions.delete_of_tasks(call.session, [row.id for row in rows])
    await tasks.total_project(call.session, project.id)
    return {"processed_items": gone, "detail": f"Deleted {gone} predictions"}


def standard() -> Registry:
    """The actions that need nothing but tasks, annotations and predictions."""
    return Registry(
        NamedAction(
            "delete_tasks",
            "Delete tasks",
            Action.MANAGE_PROJECT,
            _delete_tasks,
            order=100,
            text="The tasks are deleted with their annotations and predictions.",
        ),
        NamedAction(
            "delete_tasks_annotations",
            "Delete annotations",
            Action.MANAGE_PROJECT,
            _delete_annotations,
            order=101,
            text="All annotations and drafts of the selected tasks are deleted.",
        ),
        NamedAction(
            "delete_tasks_predictions",
            "Delete predictions",
            Action.MANAGE_PROJECT,
            _delete_predictions,
            order=102,
            text="All predictions of the selected tasks are deleted.",
        ),
    )
