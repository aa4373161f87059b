"""Accounts, members and organizations as they are shown."""

from typing import Any

from labelwright.core.access import PERMISSIONS, Action, Role
from labelwright.core.settings import Settings
from labelwright.organizations.models import Member, Organization
from labelwright.organizations.schemas import MemberRead, MemberUser, OrganizationRead, SessionPolicy, UserRead, WhoAmI
from labelwright.users.models import User


def initials(user: User) -> str:
    """Two letters for a person: of the names, else of the e-mail."""
    if user.first_name and user.last_name:
        return user.first_name[0] + user.last_name[0]
    return (user.first_name or user.email)[:2].lower()


def _account(user: User) -> dict[str, Any]:
    return {
        "id": user.id,
        "email": user.email,
        "username": user.username,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "phone": user.phone,
        "initials": initials(user),
        "last_activity": user.last_activity or user.created_at,
        "date_joined": user.created_at,
        "active_organization": user.active_organization_id,
    }


def _membership(member: Member) -> dict[str, Any]:
    return {"role": member.role, "active": True, "organization_id": member.organization_id}


def user(member: Member, account: User) -> UserRead:
    """An account for other members."""
    return UserRead.model_validate(_full(member, account))


def _full(member: Member, account: User) -> dict[str, Any]:
    return _account(account) | {
        "active_organization_meta": {},
        "allow_newsletters": account.allow_newsletters,
        "custom_hotkeys": account.custom_hotkeys,
        "org_membership": [_membership(member)],
        "organization_membership": _membership(member),
    }


def permissions(role: str) -> list[str]:
    """What a role may do, for the SPA to hide what would be refused."""
    return sorted(action for action, roles in PERMISSIONS.items() if Role(role) in roles)


def whoami(member: Member, account: User, organization: Organization) -> WhoAmI:
    """One's own account."""
    owner = organization.created_by_id
    return WhoAmI.model_validate(
        _full(member, account)
        | {
            "active_organization_meta": {"title": organization.title, "created_by": owner, "email": ""},
            "permissions": permissions(member.role),
        }
    )


def member(row: Member, account: User) -> MemberRead:
    """A membership with its account."""
    return MemberRead(
        id=row.id,
        organization=row.organization_id,
        user=MemberUser.model_validate(_account(account)),
        role=row.role,
        created_at=row.created_at,
    )


def organization(row: Organization, role: Role) -> OrganizationRead:
    """An organization; its invite token only for those who may invite."""
    return OrganizationRead(
        id=row.id,
        title=row.title,
        contact_info=row.contact_info,
        created_at=row.created_at,
        created_by=row.created_by_id,
        token=row.invite_token if role in PERMISSIONS[Action.INVITE_MEMBERS] else None,
    )


def session_policy(organization: Organization, settings: Settings) -> SessionPolicy:
    """How long sessions last: the organization's limits, else the server's."""
    return SessionPolicy(
        max_session_age=_shorter(organization.max_session_age, settings.session_age_minutes),
        max_time_between_activity=_shorter(organization.max_time_between_activity, settings.session_idle_minutes),
        created_at=organization.created_at,
        updated_at=organization.updated_at,
    )


def _shorter(own: int | None, of_server: int) -> int:
    return of_server if own is None else min(own, of_server)
