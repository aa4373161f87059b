"""What people did that the activity log keeps: who came in and out, what was changed, deleted and exported.

A change of a mapped row is noted by itself (`audit.service.rules`); what is no such change is named by `note`, at no
cost. Just before the commit whoever `Database.audit` names writes the notes into the same transaction: what is
committed is in the log, what is rolled back is not. Never a secret in them, nor a result or task data.
"""

from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession
    from sqlalchemy.orm import Session

_KEY = "labelwright.audit"


class Deed(StrEnum):
    """What was done; the values are stored and shown."""

    MEMBER_ADDED = "member_added"
    MEMBER_REMOVED = "member_removed"
    ROLE_CHANGED = "role_changed"
    INVITE_RESET = "invite_reset"
    PROJECT_MEMBERS_ADDED = "project_members_added"
    PROJECT_MEMBERS_REMOVED = "project_members_removed"
    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    TOKEN_CREATED = "token_created"  # noqa: S105 - a name
    TOKEN_REVOKED = "token_revoked"  # noqa: S105 - a name
    ORGANIZATION_CHANGED = "organization_changed"
    SESSION_POLICY_CHANGED = "session_policy_changed"
    TOKEN_POLICY_CHANGED = "token_policy_changed"  # noqa: S105 - a name
    PROJECT_CREATED = "project_created"
    PROJECT_CHANGED = "project_changed"
    LABEL_CONFIG_CHANGED = "label_config_changed"
    PROJECT_DELETED = "project_deleted"
    TASKS_DELETED = "tasks_deleted"
    ANNOTATIONS_DELETED = "annotations_deleted"
    PREDICTIONS_DELETED = "predictions_deleted"
    HISTORY_DELETED = "history_deleted"
    FILES_DELETED = "files_deleted"
    VIEWS_DELETED = "views_deleted"
    EXPORT_MADE = "export_made"
    EXPORT_DOWNLOADED = "export_downloaded"
    EXPORT_DELETED = "export_deleted"
    STORAGE_CREATED = "storage_created"
    STORAGE_CHANGED = "storage_changed"
    STORAGE_DELETED = "storage_deleted"
    WEBHOOK_CREATED = "webhook_created"
    WEBHOOK_CHANGED = "webhook_changed"
    WEBHOOK_DELETED = "webhook_deleted"
    MODEL_CREATED = "model_created"
    MODEL_CHANGED = "model_changed"
    MODEL_DELETED = "model_deleted"


class Subject(StrEnum):
    """The kinds of things to which it was done."""

    USER = "user"
    ORGANIZATION = "organization"
    PROJECT = "project"
    TASK = "task"
    ANNOTATION = "annotation"
    PREDICTION = "prediction"
    FILE = "file"
    VIEW = "view"
    EXPORT = "export"
    STORAGE = "storage"
    WEBHOOK = "webhook"
    MODEL = "model"


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that was done. `name` is what the subject was called then, for it may be gone when somebody reads it.

    Without `actor_id`, `organization_id` and `address` these are the caller's. `details` are small: counts, and names
    of fields with plain values.
    """

    deed: Deed
    subject: Subject
    subject_id: int | None = None
    name: str = ""
    project_id: int | None = None
    organization_id: int | None = None
    actor_id: int | None = None
    address: str = ""
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Call:
    """The request that is being served, and its caller once known. The query, which may hold secrets, is not kept."""

    request_id: str
    method: str
    path: str
    address: str
    user_id: int | None = None
    organization_id: int | None = None


CALL: ContextVar[Call | None] = ContextVar("call", default=None)
"""The request in whose course something is done; none in jobs and on the command line."""


def note(session: "AsyncSession | Session", *notes: Note) -> None:
    """Have something kept that this unit of work did; dropped when it is rolled back."""
    session.info.setdefault(_KEY, []).extend(notes)


def take(session: "AsyncSession") -> list[Note]:
    """What was noted, in order; nothing the second time."""
    notes: list[Note] = session.info.pop(_KEY, [])
    return notes
