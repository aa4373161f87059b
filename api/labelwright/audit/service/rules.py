"""What is noted of mapped rows as they are added, changed and deleted.

Fields stand in lists of those that may be shown: whatever is not in one is never read here, secrets least of all.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy.orm import Session as OrmSession

from labelwright.core import audit
from labelwright.core.audit import Deed, Note, Subject
from labelwright.exports.models import ExportSnapshot
from labelwright.mlbackends.models import MlBackend
from labelwright.organizations.models import Member, Organization
from labelwright.projects.models import Project
from labelwright.storage.models import Storage, place_of
from labelwright.users.models import ApiToken, Session, User
from labelwright.webhooks.models import Webhook

LONGEST = 200
"""Characters of a value that is shown; a longer one is only named."""

Changes = dict[str, list[Any] | None]
Seen = Callable[[OrmSession, Any, Changes], Iterator[Note]]


def fields(*names: str) -> dict[str, Callable[[Any], Any]]:
    """Fields that are shown as they are."""
    return dict.fromkeys(names, lambda value: value)


def named(*names: str) -> dict[str, None]:
    """Fields of which only that they changed is told: long ones, and what is sealed in them is secret."""
    return dict.fromkeys(names)


def host(url: str | None) -> str:
    """The part of an address that is no secret: receivers put theirs into paths and queries."""
    try:
        parts = urlsplit(url or "")
    except ValueError:  # brackets that enclose no address
        return ""
    return f"{parts.scheme}://{parts.hostname}" if parts.hostname else ""


@dataclass(frozen=True, slots=True)
class Watch:
    """What is noted of a class. `shown` gives each field that counts how it is shown, None for its name alone."""

    shown: Mapping[str, Callable[[Any], Any] | None]
    added: Seen | None = None
    changed: Seen | None = None
    deleted: Seen | None = None


def _project_added(_: OrmSession, row: Project, __: Changes) -> Iterator[Note]:
    yield _of_project(Deed.PROJECT_CREATED, row)


def _project_changed(_: OrmSession, row: Project, changes: Changes) -> Iterator[Note]:
    if "deleted_at" in changes:
        yield _of_project(Deed.PROJECT_DELETED, row, tasks=row.task_number, annotations=row.total_annotations_number)
        return
    if "label_config" in changes:
        yield _of_project(Deed.LABEL_CONFIG_CHANGED, row, characters=len(row.label_config))
    rest = {name: change for name, change in changes.items() if name != "label_config"}
    if rest:
        yield _of_project(Deed.PROJECT_CHANGED, row, changes=rest)


def _of_project(deed: Deed, row: Project, **details: Any) -> Note:
    return Note(deed, Subject.PROJECT, row.id, row.title, row.id, row.organization_id, details=details)


def _member_added(session: OrmSession, row: Member, _: Changes) -> Iterator[Note]:
    yield _of_member(Deed.MEMBER_ADDED, session, row, role=row.role)


def _member_changed(session: OrmSession, row: Member, changes: Changes) -> Iterator[Note]:
    if "deleted_at" in changes:
        deed = Deed.MEMBER_ADDED if row.deleted_at is None else Deed.MEMBER_REMOVED
        yield _of_member(deed, session, row, role=row.role)
    elif "role" in changes:
        yield _of_member(Deed.ROLE_CHANGED, session, row, changes=changes)


def _of_member(deed: Deed, session: OrmSession, row: Member, **details: Any) -> Note:
    return Note(
        deed,
        Subject.USER,
        row.user_id,
        _email(session, row.user_id),
        organization_id=row.organization_id,
        # Who came by themselves, with a link or an open door.
        actor_id=row.user_id if deed == Deed.MEMBER_ADDED and _is_nobody() else None,
        details=details,
    )


def _is_nobody() -> bool:
    """Whether a request is served of somebody who is not signed in."""
    call = audit.CALL.get()
    return call is not None and call.user_id is None


def _account(session: OrmSession, user_id: int) -> User | None:
    """An account as far as this unit of work has it; nothing is read for the log."""
    found: User | None = session.identity_map.get(session.identity_key(User, user_id))
    return found


def _email(session: OrmSession, user_id: int) -> str:
    account = _account(session, user_id)
    return "" if account is None else account.email


_POLICIES = {
    Deed.TOKEN_POLICY_CHANGED: ("api_tokens_enabled", "legacy_api_tokens_enabled", "api_token_ttl_days"),
    Deed.SESSION_POLICY_CHANGED: ("max_session_age", "max_time_between_activity"),
    Deed.ORGANIZATION_CHANGED: ("title", "contact_info"),
}


def _organization_changed(_: OrmSession, row: Organization, changes: Changes) -> Iterator[Note]:
    about = (Subject.ORGANIZATION, row.id, row.title)
    if "invite_token" in changes:
        yield Note(Deed.INVITE_RESET, *about, organization_id=row.id)
    for deed, names in _POLICIES.items():
        if found := {name: changes[name] for name in names if name in changes}:
            yield Note(deed, *about, organization_id=row.id, details={"changes": found})


def _token_added(session: OrmSession, row: ApiToken, _: Changes) -> Iterator[Note]:
    yield _of_account(Deed.TOKEN_CREATED, session, row.user_id, kind=row.kind)


def _token_changed(session: OrmSession, row: ApiToken, changes: Changes) -> Iterator[Note]:
    if "revoked_at" in changes:
        yield _of_account(Deed.TOKEN_REVOKED, session, row.user_id, kind=row.kind)


def _signed_in(session: OrmSession, row: Session, _: Changes) -> Iterator[Note]:
    yield _of_account(Deed.SIGNED_IN, session, row.user_id)


def _of_account(deed: Deed, session: OrmSession, user_id: int, **details: Any) -> Note:
    account = _account(session, user_id)
    return Note(
        deed,
        Subject.USER,
        user_id,
        "" if account is None else account.email,
        organization_id=None if account is None else account.active_organization_id,
        actor_id=user_id if _is_nobody() else None,
        details=details,
    )


def _snapshot_added(_: OrmSession, row: ExportSnapshot, __: Changes) -> Iterator[Note]:
    yield Note(
        Deed.EXPORT_MADE, Subject.EXPORT, row.id, row.title[:LONGEST], row.project_id, details={"kind": "snapshot"}
    )


def _simple(
    subject: Subject, name: Callable[[Any], str], *deeds: Deed, facts: Callable[[Any], dict[str, Any]] = lambda _: {}
) -> dict[str, Seen]:
    """What is noted of a row of a project that is simply made, changed and removed."""

    def noting(deed: Deed, *, is_change: bool) -> Seen:
        def seen(_: OrmSession, row: Any, changes: Changes) -> Iterator[Note]:
            details = facts(row) | ({"changes": changes} if is_change else {})
            organization = getattr(row, "organization_id", None)
            yield Note(deed, subject, row.id, name(row)[:LONGEST], row.project_id, organization, details=details)

        return seen

    added, changed, deleted = deeds
    return {
        "added": noting(added, is_change=False),
        "changed": noting(changed, is_change=True),
        "deleted": noting(deleted, is_change=False),
    }


WATCHED: dict[type[Any], Watch] = {
    Project: Watch(
        {
            **fields("title", "color", "is_published", "is_draft", "sampling", "distribution", "skip_queue"),
            **fields("show_instruction", "show_skip_button", "enable_empty_annotation", "show_annotation_history"),
            **fields("show_collab_predictions", "evaluate_predictions_automatically", "show_ground_truth_first"),
            **fields("reveal_preannotations_interactively", "show_overlap_first", "min_annotations_to_start_training"),
            **fields("start_training_on_annotation_update", "maximum_annotations", "overlap_cohort_percentage"),
            **fields("enable_review", "review_percentage", "rejected_work", "require_comment_on_reject"),
            **fields("review_only_finished", "review_own_work", "model_version"),
            **named("label_config", "description", "expert_instruction", "deleted_at"),
        },
        _project_added,
        _project_changed,
    ),
    Member: Watch({**fields("role"), **named("deleted_at")}, _member_added, _member_changed),
    Organization: Watch(
        {**fields(*(name for names in _POLICIES.values() for name in names)), **named("invite_token")},
        changed=_organization_changed,
    ),
    ApiToken: Watch(named("revoked_at"), _token_added, _token_changed),
    Session: Watch({}, _signed_in),
    ExportSnapshot: Watch({}, _snapshot_added),
    Storage: Watch(
        {
            **fields("title", "regex_filter", "use_blob_urls", "synchronizable", "sync_minutes"),
            **named("description", "sealed"),
            "options": place_of,
        },
        **_simple(
            Subject.STORAGE,
            lambda row: row.title or place_of(row.options),
            *(Deed.STORAGE_CREATED, Deed.STORAGE_CHANGED, Deed.STORAGE_DELETED),
            facts=lambda row: {"kind": row.kind, "direction": row.direction},
        ),
    ),
    Webhook: Watch(
        {
            **fields("is_active", "send_payload", "send_for_all_actions"),
            **named("actions", "sealed_headers", "sealed_secret"),
            "url": host,
        },
        **_simple(
            Subject.WEBHOOK,
            lambda row: host(row.url),
            *(Deed.WEBHOOK_CREATED, Deed.WEBHOOK_CHANGED, Deed.WEBHOOK_DELETED),
        ),
    ),
    MlBackend: Watch(
        {
            **fields("title", "auth_method", "is_interactive", "auto_update", "timeout"),
            **named("description", "basic_auth_user", "sealed", "extra_params"),
            "url": host,
        },
        **_simple(
            Subject.MODEL,
            lambda row: row.title or host(row.url),
            *(Deed.MODEL_CREATED, Deed.MODEL_CHANGED, Deed.MODEL_DELETED),
        ),
    ),
}
"""Every class that is watched. What happens to any other is no matter of the log."""

SHOWN_AS = {"sealed": "credentials", "sealed_headers": "headers", "sealed_secret": "secret", "options": "place"}
"""Names for people of columns that are called otherwise."""
