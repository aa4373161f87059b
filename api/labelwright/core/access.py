"""Who is asking, and the one table of what each role may do."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from fastapi import Depends, Request

from labelwright.core.audit import CALL
from labelwright.core.errors import Forbidden, Unauthenticated


class Role(StrEnum):
    """Role of a member in an organization; values are the codes on the wire."""

    OWNER = "OW"
    ADMINISTRATOR = "AD"
    MANAGER = "MA"
    REVIEWER = "RE"
    ANNOTATOR = "AN"


class MemberState(StrEnum):
    """States of a membership, shown on the wire in the field of the role."""

    DEACTIVATED = "DI"
    INVITED = "NO"


class Action(StrEnum):
    """What a route lets its caller do. Every route names one; see `allows`."""

    PUBLIC = "public"
    ACCOUNT = "account"
    MANAGE_ORGANIZATION = "organization.manage"
    VIEW_MEMBERS = "members.view"
    INVITE_MEMBERS = "members.invite"
    VIEW_PROJECT = "project.view"
    CREATE_PROJECT = "project.create"
    MANAGE_PROJECT = "project.manage"
    EXPORT = "project.export"
    SEE_ALL_ANNOTATIONS = "annotations.see_all"
    REVIEW = "review"
    LABEL = "label"
    VIEW_ACTIVITY = "activity.view"
    DELETE_HISTORY = "history.delete"


_EVERYBODY = frozenset(Role)
_LEADS = frozenset({Role.OWNER, Role.ADMINISTRATOR})
_MANAGERS = _LEADS | {Role.MANAGER}
_REVIEWERS = _MANAGERS | {Role.REVIEWER}

PERMISSIONS: dict[Action, frozenset[Role]] = {
    Action.ACCOUNT: _EVERYBODY,
    Action.MANAGE_ORGANIZATION: frozenset({Role.OWNER}),
    Action.VIEW_MEMBERS: _EVERYBODY,
    Action.INVITE_MEMBERS: _LEADS,
    Action.VIEW_PROJECT: _EVERYBODY,
    Action.CREATE_PROJECT: _MANAGERS,
    Action.MANAGE_PROJECT: _MANAGERS,
    Action.EXPORT: _REVIEWERS,
    Action.SEE_ALL_ANNOTATIONS: _REVIEWERS,
    Action.REVIEW: _REVIEWERS,
    Action.LABEL: _EVERYBODY,
    Action.VIEW_ACTIVITY: _LEADS,
    Action.DELETE_HISTORY: _LEADS,
}
"""The permission matrix. Rights over one project are narrowed further by `projects.queries.visible_to`."""


@dataclass(frozen=True, slots=True)
class Actor:
    """The signed-in caller in their active organization."""

    id: int
    email: str
    organization_id: int
    role: Role
    first_name: str = ""
    last_name: str = ""
    last_activity: datetime | None = None

    def may(self, action: Action) -> bool:
        """Whether the role allows the action at all."""
        return self.role in PERMISSIONS[action]

    @property
    def sees_every_project(self) -> bool:
        """Owners and administrators are in every project of their organization."""
        return self.role in _LEADS


def authorize(actor: Actor, action: Action) -> None:
    """Refuse with 403 what the actor's role does not allow."""
    if not actor.may(action):
        raise Forbidden


Authenticator = Callable[[Request], Awaitable[Actor | None]]


async def current_actor(request: Request) -> Actor | None:
    """The caller, or None for an anonymous request. Wrong credentials are a 401."""
    cached: Any = getattr(request.state, "actor", None)
    if isinstance(cached, Actor):
        return cached
    authenticate: Authenticator = request.app.state.authenticate
    actor = await authenticate(request)
    request.state.actor = actor
    if actor is not None and (call := CALL.get()) is not None:
        call.user_id, call.organization_id = actor.id, actor.organization_id
    return actor


MaybeActor = Annotated[Actor | None, Depends(current_actor)]


class _Allows:
    """Dependency that yields the actor when the role allows `action`."""

    def __init__(self, action: Action) -> None:
        self.action = action

    async def __call__(self, request: Request) -> Actor:
        actor = await current_actor(request)
        if actor is None:
            raise Unauthenticated
        authorize(actor, self.action)
        return actor


class _Public:
    """Marks a route that anybody may call."""

    action = Action.PUBLIC

    async def __call__(self) -> None:
        return None


def allows(action: Action) -> Any:
    """Declare the action of a route by a dependency that yields the actor."""
    return Depends(_Allows(action))


public = Depends(_Public())
"""Declare that a route is open: `dependencies=[public]`."""

Member = Annotated[Actor, allows(Action.ACCOUNT)]
Viewer = Annotated[Actor, allows(Action.VIEW_PROJECT)]
Creator = Annotated[Actor, allows(Action.CREATE_PROJECT)]
Manager = Annotated[Actor, allows(Action.MANAGE_PROJECT)]
Exporter = Annotated[Actor, allows(Action.EXPORT)]
Labeler = Annotated[Actor, allows(Action.LABEL)]
AnnotationReader = Annotated[Actor, allows(Action.SEE_ALL_ANNOTATIONS)]
Reviewer = Annotated[Actor, allows(Action.REVIEW)]
Inviter = Annotated[Actor, allows(Action.INVITE_MEMBERS)]
MemberViewer = Annotated[Actor, allows(Action.VIEW_MEMBERS)]
ActivityReader = Annotated[Actor, allows(Action.VIEW_ACTIVITY)]
HistoryKeeper = Annotated[Actor, allows(Action.DELETE_HISTORY)]
Owner = Annotated[Actor, allows(Action.MANAGE_ORGANIZATION)]


def declared_action(dependency: Any) -> Action | None:
    """The action that a route's dependency declares, if it is one of ours (used by the route audit test)."""
    action = getattr(dependency, "action", None)
    return action if isinstance(action, Action) else None
