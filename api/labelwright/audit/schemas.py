"""Wire shapes of the activity log: the published ones, with what they have no place for in `extra_data`."""

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, Field

from labelwright.core.audit import Deed, Subject
from labelwright.core.types import Json


class Method(StrEnum):
    """Of the request in which it was done."""

    DELETE = "DELETE"
    GET = "GET"
    PATCH = "PATCH"
    POST = "POST"
    PUT = "PUT"
    ALL = "all"


class Ordering(StrEnum):
    """In which order entries come; `-` is the newest first."""

    OLDEST = "datetime"
    NEWEST = "-datetime"
    FIRST_ID = "id"
    LAST_ID = "-id"
    OLDEST_MADE = "created_at"
    NEWEST_MADE = "-created_at"


class Told(BaseModel):
    """What was done, and to what."""

    action: Deed
    subject: Subject
    subject_id: int | None
    name: str = Field(description="What the subject was called then: a title, an e-mail, the host of an address.")
    project_title: str | None = Field(description="Null without a project, and once it was purged.")
    person: str = Field(description="Name of the user, as far as it is known.")
    request_id: str
    details: dict[str, Json] = Field(
        description="Counts, and `changes`: old and new value of each field, null where only that it changed is told.",
        examples=[{"changes": {"sampling": ["Sequential sampling", "Uniform sampling"], "description": None}}],
    )


class ActivityLog(BaseModel):
    """One entry. What is no part of the log is null."""

    id: int
    datetime: datetime
    user_id: int | None = Field(description="Null for what was done on the command line.")
    email: str
    organization_id: int
    project_id: int | None
    request_method: str = Field(description="Empty for what was done on the command line, or in a job.")
    request_url: str = Field(description="Path of the request, without its query.")
    response_code: str = Field(description="200: only what was done is in the log.")
    ip_address: str | None
    extra_data: Told
    duration: None = None
    http_referer: None = None
    user_agent: None = None
    user_session: None = None
    workspace_owner_id: None = None


class ActivityLogPage(BaseModel):
    """One page of entries."""

    data: list[ActivityLog]
    recordsFiltered: int = Field(description="How many entries the filters leave.")  # noqa: N815 - published name
    recordsTotal: int = Field(description="How many there are in the organization.")  # noqa: N815 - published name
