"""Users, members and organizations."""

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core import pagination
from labelwright.core.access import PERMISSIONS, Action, Actor, Inviter, Member, MemberViewer, Owner
from labelwright.core.db import DbSession, ReadSession
from labelwright.core.errors import DomainError, Invalid
from labelwright.core.http import PathId, error_responses
from labelwright.core.idempotency import IdempotentFormRoute
from labelwright.core.settings import Settings
from labelwright.organizations import wire
from labelwright.organizations.schemas import (
    Hotkeys,
    MemberPage,
    MemberRead,
    OrganizationRead,
    OrganizationUpdate,
    RoleUpdate,
    SessionPolicy,
    SessionPolicyUpdate,
    UserCreate,
    UserRead,
    UserUpdate,
    WhoAmI,
)
from labelwright.organizations.service import members

router = APIRouter(
    prefix="/api", tags=["Users and organizations"], route_class=IdempotentFormRoute, responses=error_responses(401)
)
LARGEST_PAGE = 1000


class MethodNotAllowed(DomainError):
    """405: the e-mail of an account is no field of its profile."""

    status = 405


@router.get("/current-user/whoami", summary="The caller")
async def whoami(actor: Member, session: ReadSession) -> WhoAmI:
    """The account behind the credentials."""
    return wire.whoami(*await members.me(session, actor))


@router.get("/current-user/hotkeys", summary="The caller's key bindings")
async def read_hotkeys(actor: Member, session: ReadSession) -> Hotkeys:
    """Bindings that differ from the defaults."""
    _, user = await members.get_member(session, actor, actor.id)
    return Hotkeys(custom_hotkeys=user.custom_hotkeys)


@router.patch("/current-user/hotkeys", summary="Change the caller's key bindings", responses=error_responses(400))
async def write_hotkeys(body: Hotkeys, actor: Member, session: DbSession) -> Hotkeys:
    """Replace the bindings that differ from the defaults."""
    await members.update_profile(session, actor, actor.id, {"custom_hotkeys": body.custom_hotkeys})
    return body


@router.get("/users", summary="List users")
async def list_users(actor: MemberViewer, session: ReadSession) -> list[UserRead]:
    """Everybody in the caller's organization."""
    return [wire.user(member, user) for member, user in await members.list_members(session, actor)]


@router.post("/users", status_code=201, summary="Create a user", responses=error_responses(400, 403))
async def create_user(request: Request, body: UserCreate, actor: Inviter, session: DbSession) -> UserRead:
    """Create an account in the caller's organization. `email` may be left out when `username` is one."""
    settings: Settings = request.app.state.settings
    email = body.email or body.username
    if not email:
        raise Invalid(email="This field is required.")
    names = body.model_dump(include={"username", "first_name", "last_name", "phone"})
    return wire.user(*await members.add_user(session, actor, settings, email=email, password=body.password, **names))


@router.get("/users/{user_id}", summary="Get a user", responses=error_responses(404))
async def get_user(user_id: PathId, actor: MemberViewer, session: ReadSession) -> UserRead:
    """One member of the caller's organization."""
    return wire.user(*await members.get_member(session, actor, user_id))


@router.patch("/users/{user_id}", summary="Change your profile", responses=error_responses(400, 403, 404))
async def update_user(user_id: PathId, body: UserUpdate, actor: Member, session: DbSession) -> UserRead:
    """Your own profile only. The e-mail cannot be changed here: 405."""
    if body.email is not None and body.email.lower() != actor.email:
        raise MethodNotAllowed("The e-mail cannot be changed here.", code="method_not_allowed")
    values = body.model_dump(exclude_unset=True, exclude={"email"})
    await members.update_profile(session, actor, user_id, {k: v for k, v in values.items() if v is not None})
    return wire.user(*await members.get_member(session, actor, user_id))


@router.delete("/users/{user_id}", status_code=204, summary="Remove a user", responses=error_responses(403, 404, 409))
async def delete_user(request: Request, user_id: PathId, actor: Owner, session: DbSession) -> Response:
    """End a user's membership in the caller's organization; their work stays, and tasks assigned to them are free."""
    await _remove(request, session, actor, user_id)
    return Response(status_code=204)


async def _remove(request: Request, session: AsyncSession, actor: Actor, user_id: int) -> None:
    await members.remove(session, actor, user_id)
    await request.app.state.leave_organization(session, user_id, actor.organization_id)


@router.get("/organizations", summary="List organizations")
async def list_organizations(actor: Member, session: ReadSession) -> list[OrganizationRead]:
    """The organizations the caller is in."""
    return [wire.organization(item, actor.role) for item in await members.organizations(session, actor)]


@router.get("/organizations/{organization_id}", summary="Get an organization", responses=error_responses(404))
async def get_organization(organization_id: PathId, actor: Member, session: ReadSession) -> OrganizationRead:
    """The caller's organization."""
    return wire.organization(await members.organization(session, actor, organization_id), actor.role)


@router.patch(
    "/organizations/{organization_id}", summary="Change an organization", responses=error_responses(400, 403, 404)
)
async def update_organization(
    organization_id: PathId, body: OrganizationUpdate, actor: Owner, session: DbSession
) -> OrganizationRead:
    """Only an owner can change it."""
    organization = await members.organization(session, actor, organization_id)
    for name, value in body.model_dump(exclude_none=True).items():
        setattr(organization, name, value)
    return wire.organization(organization, actor.role)


@router.get("/organizations/{organization_id}/memberships", summary="List members", responses=error_responses(404))
async def list_members(
    request: Request,
    organization_id: PathId,
    actor: MemberViewer,
    session: ReadSession,
    search: str = Query("", max_length=200, description="Text in e-mail or name."),
) -> MemberPage:
    """Members, a page at a time; a page past the end is empty."""
    await members.organization(session, actor, organization_id)
    page = pagination.page_of(request, default=100, largest=LARGEST_PAGE)
    total = await members.count_members(session, actor, search=search)
    rows = await members.list_members(session, actor, offset=page.offset, limit=page.size, search=search)
    results = [wire.member(member, user) for member, user in rows]
    return MemberPage.model_validate(pagination.envelope(request, page, total, results))


@router.patch(
    "/organizations/{organization_id}/memberships", summary="Change a role", responses=error_responses(400, 403, 404)
)
async def set_role(
    request: Request, organization_id: PathId, body: RoleUpdate, actor: Inviter, session: DbSession
) -> MemberRead:
    """Give a member another role. Only an owner gives or takes owner and administrator.

    Tasks that they were to review are free again when the role does not allow it any more.
    """
    await members.organization(session, actor, organization_id)
    role = members.role_of(body.role)
    changed = await members.set_role(session, actor, body.user_id, role)
    if role not in PERMISSIONS[Action.REVIEW]:
        await request.app.state.stop_reviewing(session, body.user_id, actor.organization_id)
    return wire.member(*changed)


@router.get(
    "/organizations/{organization_id}/memberships/{user_id}", summary="Get a member", responses=error_responses(404)
)
async def get_member(organization_id: PathId, user_id: PathId, actor: MemberViewer, session: ReadSession) -> MemberRead:
    """One member."""
    await members.organization(session, actor, organization_id)
    return wire.member(*await members.get_member(session, actor, user_id))


@router.delete(
    "/organizations/{organization_id}/memberships/{user_id}",
    status_code=204,
    summary="Remove a member",
    responses=error_responses(403, 404, 409),
)
async def remove_member(
    request: Request, organization_id: PathId, user_id: PathId, actor: Owner, session: DbSession
) -> Response:
    """End a membership; tasks assigned to them are free again. The last owner stays: 409."""
    await members.organization(session, actor, organization_id)
    await _remove(request, session, actor, user_id)
    return Response(status_code=204)


@router.get("/session-policy", summary="How long sessions last")
async def read_session_policy(request: Request, actor: Member, session: ReadSession) -> SessionPolicy:
    """In the caller's organization, in minutes."""
    return wire.session_policy(await members.organization(session, actor), request.app.state.settings)


@router.patch("/session-policy", summary="Set how long sessions last", responses=error_responses(400, 403))
async def write_session_policy(
    request: Request, body: SessionPolicyUpdate, actor: Owner, session: DbSession
) -> SessionPolicy:
    """Shorter than the server's own limits; holds for sessions that are open already. Only an owner can change it."""
    settings: Settings = request.app.state.settings
    limits = body.model_dump(exclude_unset=True)
    return wire.session_policy(await members.limit_sessions(session, actor, settings, limits), settings)
