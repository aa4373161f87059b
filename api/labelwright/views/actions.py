"""Named actions of the data manager. Domains beside `views` register theirs in `app.py`."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.annotations import service as annotations
from labelwright.core import audit
from labelwright.core.access import Action, Actor
from labelwright.core.audit import Deed, Note, Subject
from labelwright.core.errors import Invalid, NotFound
from labelwright.predictions import service as predictions
from labelwright.projects import service as projects
from labelwright.projects.models import Project, SkipQueue
from labelwright.tasks import service as tasks
from labelwright.views.schemas import ActionBody
from labelwright.views.service import adopting, asking

BATCH = 1000


@dataclass(frozen=True, slots=True)
class Call:
    """One call of an action."""

    session: AsyncSession
    actor: Actor
    project_id: int
    body: ActionBody
    request: Request
    view_id: int | None = None

    async def says_which(self) -> bool:
        """Whether the caller said which tasks are meant: a selection, or a filter with a condition in it."""
        if self.body.selectedItems is not None:
            return True
        filters = [self.body.filters]
        if self.view_id is not None:
            filters.append((await asking.view(self.session, self.actor, self.view_id)).data.get("filters"))
        return any(isinstance(found, dict) and (found.get("items") or found.get("filters")) for found in filters)


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


async def selected(call: Call, action: Action) -> tuple[Project, list[int]]:
    """The project, in which the action must be the caller's, and the ids of the tasks that are meant, in order."""
    project = await projects.get(call.session, call.actor, call.project_id, action)
    chosen = await asking.selection(call.session, call.actor, project, call.body, view_id=call.view_id)
    return project, await asking.all_ids(call.session, chosen)


async def _delete_tasks(call: Call) -> dict[str, Any]:
    if not await call.says_which():
        raise Invalid(selectedItems="Say which tasks: {all, excluded} or {included}.")
    project, ids = await selected(call, Action.MANAGE_PROJECT)
    gone = await tasks.delete_selected(call.session, call.actor, project.id, ids)
    return {"processed_items": gone, "reload": True, "detail": f"Deleted {gone} tasks"}


async def _delete_annotations(call: Call) -> dict[str, Any]:
    (project, ids), gone = await selected(call, Action.MANAGE_PROJECT), 0
    for start in range(0, len(ids), BATCH):
        gone += await annotations.delete_of_tasks(call.session, project.id, ids[start : start + BATCH])
    await tasks.recount_project(call.session, project.id, skips_count=project.skip_queue == SkipQueue.IGNORE)
    _note(call, Deed.ANNOTATIONS_DELETED, Subject.ANNOTATION, gone)
    return {"processed_items": gone, "detail": f"Deleted {gone} annotations"}


async def _delete_predictions(call: Call) -> dict[str, Any]:
    (project, ids), gone = await selected(call, Action.MANAGE_PROJECT), 0
    for start in range(0, len(ids), BATCH):
        gone += await predictions.delete_of_tasks(call.session, ids[start : start + BATCH])
    await tasks.total_project(call.session, project.id)
    _note(call, Deed.PREDICTIONS_DELETED, Subject.PREDICTION, gone)
    return {"processed_items": gone, "detail": f"Deleted {gone} predictions"}


def _note(call: Call, deed: Deed, subject: Subject, count: int) -> None:
    if count:
        audit.note(call.session, Note(deed, subject, None, "", call.project_id, details={"count": count}))


async def _predictions_to_annotations(call: Call) -> dict[str, Any]:
    project, ids = await selected(call, Action.MANAGE_PROJECT)
    asked = call.body.model_version
    versions = [asked] if isinstance(asked, str) else asked
    made = await adopting.adopt(call.session, call.actor, project, ids, versions)
    return {"processed_items": made, "reload": True, "detail": f"Created {made} annotations"}


def standard() -> Registry:
    """The actions that need nothing but tasks, annotations and predictions."""
    return Registry(
        NamedAction(
            "predictions_to_annotations",
            "Make annotations of predictions",
            Action.MANAGE_PROJECT,
            _predictions_to_annotations,
            order=91,
            text="Predictions of the newest model version become annotations of yours.",
        ),
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
