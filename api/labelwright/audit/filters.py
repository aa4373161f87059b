"""Which entries of the log are meant. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from labelwright.core.audit import Deed


class Area(StrEnum):
    """What a deed is about."""

    PEOPLE = "people"
    EXPORTS = "exports"
    DELETIONS = "deletions"
    SETTINGS = "settings"
    CONNECTIONS = "connections"


AREAS: dict[Area, tuple[Deed, ...]] = {
    Area.PEOPLE: (
        *(Deed.MEMBER_ADDED, Deed.MEMBER_REMOVED, Deed.ROLE_CHANGED, Deed.INVITE_RESET),
        *(Deed.SIGNED_IN, Deed.SIGN_IN_FAILED),
        *(Deed.PROJECT_MEMBERS_ADDED, Deed.PROJECT_MEMBERS_REMOVED, Deed.TOKEN_CREATED, Deed.TOKEN_REVOKED),
    ),
    Area.EXPORTS: (Deed.EXPORT_MADE, Deed.EXPORT_DOWNLOADED, Deed.EXPORT_DELETED),
    Area.DELETIONS: (
        *(Deed.MEMBER_REMOVED, Deed.PROJECT_DELETED, Deed.TASKS_DELETED, Deed.ANNOTATIONS_DELETED),
        *(Deed.PREDICTIONS_DELETED, Deed.HISTORY_DELETED, Deed.FILES_DELETED, Deed.VIEWS_DELETED),
        *(Deed.EXPORT_DELETED, Deed.STORAGE_DELETED, Deed.WEBHOOK_DELETED, Deed.MODEL_DELETED),
    ),
    Area.SETTINGS: (
        *(Deed.ORGANIZATION_CHANGED, Deed.SESSION_POLICY_CHANGED, Deed.TOKEN_POLICY_CHANGED),
        *(Deed.PROJECT_CREATED, Deed.PROJECT_CHANGED, Deed.LABEL_CONFIG_CHANGED),
    ),
    Area.CONNECTIONS: (
        *(Deed.STORAGE_CREATED, Deed.STORAGE_CHANGED, Deed.STORAGE_DELETED),
        *(Deed.WEBHOOK_CREATED, Deed.WEBHOOK_CHANGED, Deed.WEBHOOK_DELETED),
        *(Deed.MODEL_CREATED, Deed.MODEL_CHANGED, Deed.MODEL_DELETED),
    ),
}
"""Some belong to two: a deletion is found where it was done, and among the deletions."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asked for, all of which must hold. Of `terms` one must, with all its texts."""

    deeds: Sequence[str] | None = None
    user_id: int | None = None
    project_id: int | None = None
    method: str | None = None
    first: datetime | None = None
    before: datetime | None = None
    terms: Sequence[Sequence[str]] = ()
    nothing: bool = False
