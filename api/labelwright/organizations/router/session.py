"""Signing in and out, signing up; and the doors that old clients use for it."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData

from labelwright.core import cookies, json, rawbody
from labelwright.core.access import MaybeActor, public
from labelwright.core.db import Database, DbSession, ReadSession
from labelwright.core.errors import Forbidden, Invalid, Unauthenticated
from labelwright.core.http import error_responses
from labelwright.core.routing import FormRoute
from labelwright.core.settings import Settings
from labelwright.core.static import Spa
from labelwright.core.version import VERSION
from labelwright.organizations import wire
from labelwright.organizations.schemas import Credentials, SessionRead, SignUp
from labelwright.organizations.service import joining, members
from labelwright.users import service as users
from labelwright.users.models import User

router = APIRouter(tags=["Session"], route_class=FormRoute, dependencies=[public])


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


async def _described(request: Request, session: Any, actor: Any, csrf: str) -> SessionRead:
    mode = await joining.signup_mode(session, _settings(request))
    if actor is None:
        return SessionRead(
            user=None, organization=None, role=None, permissions=[], signup=mode, csrf_token=csrf, version=VERSION
        )
    member, user, organization = await members.me(session, actor)
    return SessionRead(
        user=wire.whoami(member, user, organization),
        organization={"id": organization.id, "title": organization.title},
        role=member.role,
        permissions=wire.permissions(member.role),
        signup=mode,
        csrf_token=csrf,
        version=VERSION,
    )


@router.get("/api/session", summary="Who is signed in", responses=error_responses(401))
async def get_session(request: Request, response: Response, actor: MaybeActor, session: ReadSession) -> SessionRead:
    """Answer 200 in any case; sets the cookie `csrftoken` that forms need."""
    csrf = cookies.ensure_csrf(request, response)
    return await _described(request, session, actor, csrf)


@router.post("/api/session", summary="Sign in", responses=error_responses(400, 401, 403, 429))
async def sign_in(request: Request, response: Response, body: Credentials) -> SessionRead:
    """Start a session. Too many failures are a 429 with `Retry-After`."""
    cookies.refuse_foreign_write(request)
    secret = await _log_in(request, body.email, body.password)
    cookies.set_session(response, secret, _settings(request))
    return await _fresh(request, response, secret)


@router.post("/api/session/signup", status_code=201, summary="Sign up", responses=error_responses(400, 403))
async def sign_up(request: Request, response: Response, body: SignUp) -> SessionRead:
    """Create an account and sign in. The first account owns the server's organization.

    Who has an account joins the organization of an invite with it: its e-mail and password are asked for.
    """
    cookies.refuse_foreign_write(request)
    secret = await _sign_up(request, body)
    cookies.set_session(response, secret, _settings(request))
    return await _fresh(request, response, secret)


@router.delete("/api/session", status_code=204, summary="Sign out", responses=error_responses(403))
async def sign_out(request: Request, session: DbSession) -> Response:
    """End the session; its cookie is dead afterwards."""
    cookies.refuse_foreign_write(request)
    return await _log_out(request, session, Response(status_code=204))


async def _fresh(request: Request, response: Response, secret: str) -> SessionRead:
    """The session just opened, read back."""
    database: Database = request.app.state.db
    actor = await request.app.state.actor_of_cookie(secret)
    csrf = cookies.ensure_csrf(request, response)
    async with database.read() as session:
        return await _described(request, session, actor, csrf)


async def _log_in(request: Request, email: str, password: str) -> str:
    """Check the credentials and open a session; a failure is counted before it is told."""
    database: Database = request.app.state.db
    address = request.client.host if request.client else ""
    async with database.read() as session:
        user, new_hash = await users.verify_login(session, email=email, password=password, address=address)
    async with database.write() as session:
        if user is not None:
            age = _settings(request).session_age_minutes
            return await users.open_session(session, user, age_minutes=age, new_hash=new_hash)
        await users.note_failure(session, email=email, address=address)
    raise Unauthenticated("The e-mail and password do not fit together.")


async def _sign_up(request: Request, body: SignUp) -> str:
    database: Database = request.app.state.db
    settings = _settings(request)
    if body.token and (user := await _known(request, body)) is not None:
        async with database.write() as session:
            user = await joining.accept_invite(session, settings, user, body.token)
            return await users.open_session(session, user, age_minutes=settings.session_age_minutes)
    async with database.write() as session:
        user = await joining.sign_up(session, settings, **body.model_dump())
        return await users.open_session(session, user, age_minutes=settings.session_age_minutes)


async def _known(request: Request, body: SignUp) -> User | None:
    """Who comes with an invite and has an account already, once they gave its password; None for somebody new."""
    database: Database = request.app.state.db
    address = request.client.host if request.client else ""
    async with database.read() as session:
        # First of all: without a valid invite nobody learns here which e-mails have an account.
        await joining.inviting(session, body.token or "")
        if await users.find(session, body.email) is None:
            return None
        user, _ = await users.verify_login(
            session, email=body.email, password=body.password, address=address, joins=True
        )
    if user is None:
        async with database.write() as session:
            await users.note_failure(session, email=body.email, address=address)
        raise Invalid(email="This e-mail has an account already: join with the password of that account.")
    return user


async def _log_out(request: Request, session: DbSession, response: Response) -> Response:
    secret = cookies.session_secret(request, _settings(request))
    if secret:
        await users.close_session(session, secret)
    cookies.clear_session(response, _settings(request))
    return response


async def _form(request: Request) -> FormData:
    form = await request.form(max_files=0, max_fields=50)
    cookies.demand_csrf(request, str(form.get("csrfmiddlewaretoken", "")))
    return form


def _text(form: FormData, name: str) -> str:
    value = form.get(name)
    if not isinstance(value, str) or not value:
        raise Invalid({name: ["This field is required."]})
    if "\0" in value:
        raise Invalid({name: ["NUL characters are not allowed."]})
    return value


@router.get("/user/login", include_in_schema=False)
@router.get("/user/signup", include_in_schema=False)
async def auth_page(request: Request) -> Response:
    """The SPA's page for signing in and up, with the CSRF cookie that the forms below demand."""
    spa: Spa = request.app.state.spa
    page = spa.page(request) if spa.is_built else Response(status_code=200, media_type="text/html")
    cookies.ensure_csrf(request, page)
    return page


@router.post("/user/login", summary="Sign in by form", include_in_schema=False)
async def login_form(request: Request) -> Response:
    """The door for old clients: 302 to `/` with the session cookie."""
    form = await _form(request)
    secret = await _log_in(request, _text(form, "email"), _text(form, "password"))
    response = RedirectResponse("/", status_code=302)
    cookies.set_session(response, secret, _settings(request))
    return response


@router.post("/user/signup", summary="Sign up by form", include_in_schema=False)
async def signup_form(request: Request, token: Annotated[str | None, Query(max_length=128)] = None) -> Response:
    """The door for old clients: 302 to `/` with the session cookie."""
    form = await _form(request)
    fields = {"email": _text(form, "email"), "password": _text(form, "password"), "token": token}
    body = rawbody.parse(SignUp, {name: json.dumps(value).encode() for name, value in fields.items()})
    response = RedirectResponse("/", status_code=302)
    cookies.set_session(response, await _sign_up(request, body), _settings(request))
    return response


@router.get("/logout", summary="Sign out by address", include_in_schema=False)
async def logout(request: Request, session: DbSession) -> Response:
    """Published as a GET; another site cannot use it to sign people out."""
    if request.headers.get("sec-fetch-site") == "cross-site":
        raise Forbidden("Sign out from Labelwright itself.")
    return await _log_out(request, session, RedirectResponse("/user/login", status_code=302))
