"""Addresses for one's own account and for searching members, as the published client has them."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import ValidationError

from labelwright.core import pagination
from labelwright.core.access import Member, MemberViewer, Role
from labelwright.core.db import DbSession, ReadSession
from labelwright.core.errors import Invalid
from labelwright.core.http import MAX_ID, PathId, error_responses
from labelwright.core.idempotency import IdempotentFormRoute
from labelwright.core.types import Instant
from labelwright.organizations import wire
from labelwright.organizations.schemas import FilterSchema, MemberFilters, MemberPage, MemberSearch, OwnUpdate, WhoAmI
from labelwright.organizations.service import members

router = APIRouter(
    prefix="/api", tags=["Users and organizations"], route_class=IdempotentFormRoute, responses=error_responses(401)
)
LARGEST_PAGE = 1000
_NOT_HERE = {
    "password": "The password is not changed here.",
    "email": "The e-mail is not changed here.",
}


@router.get("/current-user", summary="The caller's account")
async def get_current_user(actor: Member, session: ReadSession) -> WhoAmI:
    """As `/api/current-user/whoami`."""
    return wire.whoami(*await members.me(session, actor))


@router.patch("/current-user", summary="Change the caller's account", responses=error_responses(400))
async def update_current_user(body: OwnUpdate, actor: Member, session: DbSession) -> WhoAmI:
    """Fields left out stay; `active_organization` is where you work from now on."""
    values = body.model_dump(exclude_none=True)
    refused = {name: [why] for name, why in _NOT_HERE.items() if name in values}
    if refused:
        raise Invalid(refused)
    organization_id = values.pop("active_organization", actor.organization_id)
    await members.update_profile(session, actor, actor.id, values)
    member, user, organization = await members.me(session, actor)
    if organization_id != actor.organization_id:
        await members.go_to(session, actor, organization_id)
    return wire.whoami(member, user, organization)


@router.get(
    "/organizations/{organization_id}/memberships/search",
    summary="Search members",
    responses=error_responses(400, 403, 404),
)
async def search_members(
    request: Request,
    organization_id: PathId,
    actor: MemberViewer,
    session: ReadSession,
    search: Annotated[str, Query(max_length=200, description="Text in e-mail or name.")] = "",
    role: Annotated[str, Query(max_length=50, description="Comma list of roles.", examples=["AN,RE"])] = "",
    since: Annotated[Instant | None, Query(alias="user__last_activity__gte", description="Active since.")] = None,
    until: Annotated[Instant | None, Query(alias="user__last_activity__lte", description="Not active since.")] = None,
    exclude_project_id: Annotated[
        int | None, Query(ge=1, le=MAX_ID, description="Not those who were added to this project.")
    ] = None,
    is_deleted: Annotated[  # noqa: FBT002 - as published
        bool, Query(description="Those whose membership has ended, instead; for owners and administrators.")
    ] = False,
    ordering: Annotated[str, Query(max_length=50, description="`-` before it reverses.")] = "id",
    filters: Annotated[str | None, Query(max_length=10_000, description="JSON: as in the POST, instead.")] = None,
) -> MemberPage:
    """A page at a time; a page past the end is empty. Members have no tags and no types: those are refused."""
    for name in ("tags", "user_type", "exclude_workspace_id"):
        if request.query_params.get(name):
            raise Invalid({name: ["There is no such thing here."]})
    if filters:
        return await _found(request, organization_id, actor, session, _filters_of(filters), ordering)
    asked: dict[str, Any] = {
        "search": search,
        "role": list(dict.fromkeys(one.strip() for one in role.split(",") if one.strip())),
        "last_activity_gte": since,
        "last_activity_lte": until,
        "exclude_project_id": exclude_project_id,
        "is_deleted": is_deleted,
    }
    unknown = set(asked["role"]) - set(Role)
    if unknown:
        raise Invalid(role=f"Unknown role; use some of {', '.join(Role)}.")
    return await _found(request, organization_id, actor, session, MemberFilters.model_validate(asked), ordering)


def _filters_of(text: str) -> MemberFilters:
    try:
        return MemberFilters.model_validate_json(text)
    except ValidationError as error:
        problems = {".".join(("filters", *map(str, item["loc"]))): [item["msg"]] for item in error.errors()}
        raise Invalid(problems) from error


async def _found(
    request: Request,
    organization_id: int,
    actor: MemberViewer,
    session: ReadSession,
    asked: MemberFilters,
    ordering: str,
) -> MemberPage:
    await members.organization(session, actor, organization_id)
    page = pagination.page_of(request, default=100, largest=LARGEST_PAGE)
    total, rows = await members.search(session, actor, page, asked, ordering)
    results = [wire.member(member, user) for member, user in rows]
    return MemberPage.model_validate(pagination.envelope(request, page, total, results))


@router.post(
    "/organizations/{organization_id}/memberships/search",
    summary="Search members by a document",
    responses=error_responses(400, 403, 404),
)
async def search_members_by_document(
    request: Request,
    organization_id: PathId,
    body: MemberSearch,
    actor: MemberViewer,
    session: ReadSession,
    ordering: Annotated[str, Query(max_length=50, description="`-` before it reverses.")] = "id",
) -> MemberPage:
    """The same with the conditions in the body; `page` and `page_size` as there."""
    return await _found(request, organization_id, actor, session, body.filters, ordering)


@router.get(
    "/organizations/{organization_id}/memberships/filter-schema",
    summary="What members can be searched by",
    responses=error_responses(404),
)
async def get_filter_schema(organization_id: PathId, actor: MemberViewer, session: ReadSession) -> FilterSchema:
    """The names in `filters` of a search."""
    await members.organization(session, actor, organization_id)
    return FilterSchema(
        version=1,
        filters=[
            {"name": "search", "type": "String"},
            {"name": "role", "type": "List", "values": [str(role) for role in Role]},
            {"name": "last_activity_gte", "type": "Datetime"},
            {"name": "last_activity_lte", "type": "Datetime"},
            {"name": "exclude_project_id", "type": "Number"},
            {"name": "is_deleted", "type": "Boolean"},
        ],
    )
