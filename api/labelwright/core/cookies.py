"""The session cookie, and what keeps other sites from using it."""

from urllib.parse import urlsplit

from fastapi import Request, Response

from labelwright.core.errors import Forbidden
from labelwright.core.security import new_secret, same
from labelwright.core.settings import Settings

CSRF_COOKIE = "csrftoken"
CSRF_HEADER = "x-csrftoken"


def _session_cookie(settings: Settings) -> str:
    return "__Host-labelwright" if settings.uses_https else "labelwright"


def session_secret(request: Request, settings: Settings) -> str | None:
    """The secret in the session cookie, if there is one."""
    return request.cookies.get(_session_cookie(settings))


def set_session(response: Response, secret: str, settings: Settings) -> None:
    """Give the browser its session."""
    response.set_cookie(
        _session_cookie(settings),
        secret,
        max_age=settings.session_age_minutes * 60,
        httponly=True,
        samesite="lax",
        secure=settings.uses_https,
    )


def clear_session(response: Response, settings: Settings) -> None:
    """Take the session away from the browser."""
    response.delete_cookie(_session_cookie(settings), httponly=True, samesite="lax", secure=settings.uses_https)


def ensure_csrf(request: Request, response: Response) -> str:
    """The CSRF token of this browser, set when it has none."""
    settings: Settings = request.app.state.settings
    token = request.cookies.get(CSRF_COOKIE, "")
    if not 32 <= len(token) <= 128:
        token = new_secret()
    response.set_cookie(CSRF_COOKIE, token, samesite="lax", secure=settings.uses_https, max_age=14 * 24 * 3600)
    return token


def demand_csrf(request: Request, form_token: str) -> None:
    """Refuse a form without the token of the cookie: 403."""
    cookie = request.cookies.get(CSRF_COOKIE, "")
    sent = request.headers.get(CSRF_HEADER) or form_token
    if not cookie or not sent or not same(cookie, sent):
        raise Forbidden("CSRF token missing or incorrect.", code="csrf")
    refuse_foreign_write(request)


def refuse_foreign_write(request: Request) -> None:
    """Refuse a write that another site makes with the user's cookie.

    Scripts send neither `Sec-Fetch-Site` nor `Origin` and pass; a token that is sent must be right.
    """
    site = request.headers.get("sec-fetch-site")
    if site in ("cross-site", "same-site"):
        raise Forbidden("Requests from other sites are not accepted.", code="foreign_origin")
    origin = request.headers.get("origin")
    if origin is not None and site is None and not _is_ours(request, origin):
        raise Forbidden("Requests from other origins are not accepted.", code="foreign_origin")
    sent = request.headers.get(CSRF_HEADER)
    if sent is not None and not same(sent, request.cookies.get(CSRF_COOKIE, "")):
        raise Forbidden("CSRF token incorrect.", code="csrf")


def _is_ours(request: Request, origin: str) -> bool:
    settings: Settings = request.app.state.settings
    if settings.public_url:
        public = urlsplit(settings.public_url)
        return origin == f"{public.scheme}://{public.netloc}"
    return urlsplit(origin).netloc == request.headers.get("host", "")
