"""Wire shapes of accounts, members and organizations."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from labelwright.core.access import Role
from labelwright.core.types import Instant, Json


class Input(BaseModel):
    """A body: unknown and read-only fields are ignored; numbers may stand where text is meant."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)


class Credentials(Input):
    """Sign-in."""

    email: str = Field(max_length=254, examples=["ada@example.org"])
    password: str = Field(max_length=1000, examples=["correct horse battery"])


class SignUp(Credentials):
    """A new account; `token` comes from an invite link."""

    first_name: str = Field("", max_length=256)
    last_name: str = Field("", max_length=256)
    token: str | None = Field(None, max_length=128)


class UserCreate(Input):
    """A member created by somebody else."""

    email: str | None = Field(None, max_length=254)
    username: str = Field("", max_length=256)
    first_name: str = Field("", max_length=256)
    last_name: str = Field("", max_length=256)
    phone: str = Field("", max_length=256)
    password: str | None = Field(None, max_length=1000)


class UserUpdate(Input):
    """One's own profile. `email` stands here so that a change can be refused."""

    email: str | None = None
    username: str | None = Field(None, max_length=256)
    first_name: str | None = Field(None, max_length=256)
    last_name: str | None = Field(None, max_length=256)
    phone: str | None = Field(None, max_length=256)
    allow_newsletters: bool | None = None
    custom_hotkeys: dict[str, Json] | None = None


class OwnUpdate(Input):
    """One's own account. What cannot be changed here is refused: `password` and `email`."""

    email: str | None = Field(None, max_length=254)
    password: str | None = Field(None, max_length=1000)
    username: str | None = Field(None, max_length=256)
    first_name: str | None = Field(None, max_length=256, examples=["Ann"])
    last_name: str | None = Field(None, max_length=256)
    phone: str | None = Field(None, max_length=256)
    allow_newsletters: bool | None = None
    custom_hotkeys: dict[str, Json] | None = None
    active_organization: int | None = Field(
        None, ge=1, le=2**63 - 1, description="One of yours: the one to work in from now on."
    )


class UserRead(BaseModel):
    """An account as others see it."""

    id: int
    email: str
    username: str
    first_name: str
    last_name: str
    phone: str
    initials: str
    avatar: str | None = None
    last_activity: datetime | None
    date_joined: datetime
    active_organization: int | None
    active_organization_meta: dict[str, Any]
    allow_newsletters: bool | None
    custom_hotkeys: dict[str, Json]
    org_membership: list[dict[str, Any]]
    organization_membership: dict[str, Any] | None


class WhoAmI(UserRead):
    """One's own account."""

    lse_fields: dict[str, Any] = Field(default_factory=dict)
    pause: None = None
    permissions: list[str] = Field(default_factory=list, description="What the role allows.")
    social_accounts: list[Any] = Field(default_factory=list)


class SessionRead(BaseModel):
    """Who is signed in in this browser, and how somebody new gets in."""

    user: WhoAmI | None
    organization: dict[str, Any] | None = Field(description="`id` and `title`.")
    role: str | None = Field(description="OW, AD, MA, RE or AN.")
    permissions: list[str]
    signup: str = Field(description="`first`, `open` or `invite`.")
    csrf_token: str
    version: str


class MemberUser(BaseModel):
    """The account inside a membership."""

    id: int
    email: str
    username: str
    first_name: str
    last_name: str
    phone: str
    initials: str
    avatar: str | None = None
    last_activity: datetime | None
    date_joined: datetime
    active_organization: int | None
    created_projects: list[dict[str, Any]] = Field(default_factory=list)
    contributed_to_projects: list[dict[str, Any]] = Field(default_factory=list)


class MemberRead(BaseModel):
    """A membership."""

    id: int
    organization: int
    user: MemberUser
    role: str
    created_at: datetime
    created_projects: list[dict[str, Any]] = Field(default_factory=list)
    contributed_to_projects: list[dict[str, Any]] = Field(default_factory=list)
    annotations_count: int | None = None
    contributed_projects_count: int | None = None


class MemberPage(BaseModel):
    """A page of members."""

    count: int
    next: str | None
    previous: str | None
    results: list[MemberRead]


class MemberFilters(BaseModel):
    """Which members are meant; every condition must hold."""

    model_config = ConfigDict(extra="forbid")

    version: Literal[1] = 1
    search: str = Field("", max_length=200, description="Text in e-mail or name.", examples=["ann"])
    role: list[Role] = Field(default_factory=list, max_length=5, description="Any of these.", examples=[["AN", "RE"]])
    last_activity_gte: Instant | None = Field(None, description="Active since.")
    last_activity_lte: Instant | None = Field(None, description="Not active since.")
    exclude_project_id: int | None = Field(
        None, ge=1, le=2**63 - 1, description="Not those who were added to this project."
    )
    is_deleted: bool = Field(
        False, description="Those whose membership has ended, instead; for owners and administrators."
    )


class MemberSearch(Input):
    """A search for members."""

    filters: MemberFilters


class FilterSchema(BaseModel):
    """What members can be searched by."""

    version: int = Field(examples=[1])
    filters: list[dict[str, Any]] = Field(
        description="For each its name in `filters`, its type, and the values there are.",
        examples=[[{"name": "role", "type": "List", "values": ["OW", "AD", "MA", "RE", "AN"]}]],
    )


class RoleUpdate(Input):
    """Another role for a member."""

    user_id: int
    role: str = Field(examples=["MA"])


class OrganizationUpdate(Input):
    """Settings of an organization."""

    title: str | None = Field(None, min_length=1, max_length=1000)
    contact_info: str | None = Field(None, max_length=254)


class OrganizationRead(BaseModel):
    """An organization."""

    id: int
    title: str
    contact_info: str
    created_at: datetime
    created_by: int | None = None
    token: str | None = Field(None, description="Invite token, for those who may invite.")
    billing: dict[str, Any] = Field(default_factory=dict)
    default_role: str | None = None
    email_notification_settings: dict[str, Any] = Field(default_factory=dict)
    embed_domains: list[Any] = Field(default_factory=list)
    embed_settings: dict[str, Any] = Field(default_factory=dict)


class Invite(BaseModel):
    """An invite link: a path on this server."""

    token: str
    invite_url: str = Field(examples=["/user/signup?token=abc"])


class TokenText(BaseModel):
    """A legacy token."""

    token: str


class PersonalToken(BaseModel):
    """A personal access token: whole when created, without its signature in lists."""

    token: str
    created_at: datetime
    expires_at: datetime | None


class RefreshText(Input):
    """A refresh token in a body."""

    refresh: str = Field(max_length=4096)


class AccessText(BaseModel):
    """An access token, good for five minutes."""

    access: str


class RotatedText(BaseModel):
    """The refresh token that replaces the old one."""

    refresh: str


class TokenSettings(BaseModel):
    """Which tokens an organization accepts."""

    api_tokens_enabled: bool
    legacy_api_tokens_enabled: bool
    api_token_ttl_days: int


class TokenSettingsUpdate(Input):
    """Change which tokens an organization accepts."""

    api_tokens_enabled: bool | None = None
    legacy_api_tokens_enabled: bool | None = None
    api_token_ttl_days: int | None = Field(None, ge=1, le=3650)


class SessionPolicy(BaseModel):
    """How long sessions last in an organization, in minutes."""

    max_session_age: int = Field(description="A session ends after so many minutes in any case.")
    max_time_between_activity: int = Field(description="A session ends after so many minutes without a request.")
    created_at: datetime
    updated_at: datetime


class SessionPolicyUpdate(Input):
    """Change how long sessions last; null gives a limit back to the server."""

    max_session_age: int | None = Field(None, ge=1, examples=[1440])
    max_time_between_activity: int | None = Field(None, ge=1, examples=[60])


class Hotkeys(Input):
    """A user's own key bindings."""

    custom_hotkeys: dict[str, Json] = Field(default_factory=dict)
