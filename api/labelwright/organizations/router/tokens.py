"""API tokens and invite links. Their answers are secrets: these routes take no part in idempotency keys."""

from fastapi import APIRouter, Request, Response

from labelwright.core.access import Inviter, Member, Owner, public
from labelwright.core.db import DbSession, ReadSession
from labelwright.core.errors import Forbidden
from labelwright.core.http import error_responses
from labelwright.core.routing import FormRoute
from labelwright.core.security import Keys
from labelwright.organizations.schemas import (
    AccessText,
    Invite,
    PersonalToken,
    RefreshText,
    RotatedText,
    TokenSettings,
    TokenSettingsUpdate,
    TokenText,
)
from labelwright.organizations.service import members
from labelwright.users import service as users

router = APIRouter(prefix="/api", tags=["Tokens"], route_class=FormRoute, responses=error_responses(401))


def _keys(request: Request) -> Keys:
    keys: Keys = request.app.state.keys
    return keys


@router.get("/current-user/token", summary="Show the legacy token")
async def show_legacy(request: Request, actor: Member, session: DbSession) -> TokenText:
    """The token for `Authorization: Token …`; made at first asking."""
    return TokenText(token=await users.legacy_token(session, _keys(request), actor.id))


@router.post("/current-user/reset-token", status_code=201, summary="Replace the legacy token")
async def reset_legacy(request: Request, actor: Member, session: DbSession) -> TokenText:
    """The old token ends at once."""
    return TokenText(token=await users.reset_legacy_token(session, _keys(request), actor.id))


@router.get("/token", summary="List personal tokens")
async def list_personal(actor: Member, session: ReadSession) -> list[PersonalToken]:
    """Without their signatures: a token is shown whole only when it is created."""
    return [
        PersonalToken(token=item.public_part or "", created_at=item.created_at, expires_at=item.expires_at)
        for item in await users.list_personal_tokens(session, actor.id)
    ]


@router.post("/token", status_code=201, summary="Create a personal token", responses=error_responses(409))
async def create_personal(request: Request, actor: Member, session: DbSession) -> PersonalToken:
    """A refresh token, shown this once. A second valid one is a 409."""
    organization = await members.organization(session, actor)
    if not organization.api_tokens_enabled:
        raise Forbidden("Personal tokens are switched off in this organization.")
    signed, token = await users.create_personal_token(
        session, _keys(request), actor.id, ttl_days=organization.api_token_ttl_days
    )
    return PersonalToken(token=signed, created_at=token.created_at, expires_at=token.expires_at)


@router.post("/token/refresh", summary="Get an access token", dependencies=[public])
async def refresh(request: Request, body: RefreshText, session: ReadSession) -> AccessText:
    """Exchange a refresh token for an access token, good for five minutes."""
    return AccessText(access=await users.access_token(session, _keys(request), body.refresh))


@router.post("/token/blacklist", status_code=204, summary="Revoke a personal token", responses=error_responses(404))
async def blacklist(request: Request, body: RefreshText, actor: Member, session: DbSession) -> Response:
    """End one of your tokens; access tokens made from it end with it."""
    await users.revoke_personal_token(session, _keys(request), actor.id, body.refresh)
    return Response(status_code=204)


@router.post("/token/rotate", summary="Rotate a personal token")
async def rotate(request: Request, body: RefreshText, actor: Member, session: DbSession) -> RotatedText:
    """Exchange a refresh token for a new one; the old one ends."""
    organization = await members.organization(session, actor)
    signed = await users.rotate_personal_token(
        session, _keys(request), actor.id, body.refresh, ttl_days=organization.api_token_ttl_days
    )
    return RotatedText(refresh=signed)


@router.get("/jwt/settings", summary="Which tokens the organization accepts")
async def read_settings(actor: Member, session: ReadSession) -> TokenSettings:
    """Settings of the caller's organization."""
    return TokenSettings.model_validate(await members.organization(session, actor), from_attributes=True)


@router.post("/jwt/settings", summary="Set which tokens the organization accepts", responses=error_responses(400, 403))
async def write_settings(body: TokenSettingsUpdate, actor: Owner, session: DbSession) -> TokenSettings:
    """Only an owner can change them."""
    organization = await members.organization(session, actor)
    for name, value in body.model_dump(exclude_none=True).items():
        setattr(organization, name, value)
    return TokenSettings.model_validate(organization, from_attributes=True)


@router.get("/invite", tags=["Users and organizations"], summary="The invite link", responses=error_responses(403))
async def get_invite(actor: Inviter, session: ReadSession) -> Invite:
    """Whoever signs up by it joins the caller's organization."""
    organization = await members.organization(session, actor)
    return _invite(organization.invite_token)


@router.post("/invite/reset-token", status_code=201, summary="Replace the invite link", responses=error_responses(403))
async def reset_invite(actor: Owner, session: DbSession) -> Invite:
    """The old link opens nothing any more."""
    return _invite((await members.rotate_invite(session, actor)).invite_token)


def _invite(token: str) -> Invite:
    return Invite(token=token, invite_url=f"/user/signup?token={token}")
