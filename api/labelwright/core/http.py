"""What every answer has in common: the error envelope, raw JSON, ids in paths."""

import errno
import re
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import aclosing
from typing import Annotated, Any

import orjson
import structlog
from fastapi import FastAPI, Path, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException

from labelwright.core import json
from labelwright.core.errors import DomainError
from labelwright.core.types import Json
from labelwright.core.version import VERSION

log = structlog.get_logger()

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
MAX_ID = 2**63 - 1
PathId = Annotated[int, Path(ge=1, le=MAX_ID, description="Numeric id.", examples=[1])]
"""An id in a path. What cannot be an id is answered with 404, like an id that does not exist."""


def dumps(value: Json) -> bytes:
    """JSON bytes; `orjson.Fragment` passes stored JSON through untouched."""
    return json.packed(value, orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS)


class JsonResponse(Response):
    """An answer from a plain value, or from JSON bytes as they are."""

    media_type = "application/json"

    def render(self, content: Json) -> bytes:
        """Bytes pass; everything else is dumped."""
        return content if isinstance(content, bytes) else dumps(content)


async def begun(parts: AsyncGenerator[bytes]) -> AsyncIterator[bytes]:
    """The parts of a stream, the first of which is made now: what refuses it must come before the status."""
    first = await anext(parts)

    async def all_parts() -> AsyncIterator[bytes]:
        async with aclosing(parts):
            yield first
            async for part in parts:
                yield part

    return all_parts()


def stored(text: str | None) -> orjson.Fragment:
    """Stored JSON text inside an answer, untouched; nothing stored reads as null."""
    return orjson.Fragment(text if text is not None else "null")


def etag(rev: int) -> str:
    """The entity tag of an object's revision."""
    return f'"{rev}"'


def expected_rev(if_match: str | None) -> int | None:
    """The revision a client says it changes, from `If-Match`; None when it does not care."""
    if if_match is None:
        return None
    found = re.fullmatch(r'(?:W/)?"?(\d{1,18})"?', if_match.strip())
    return int(found[1]) if found else None


def envelope(
    request: Request,
    status: int,
    detail: str,
    *,
    fields: Mapping[str, Any] | None = None,
    code: str | None = None,
    hint: str | None = None,
    issues: Sequence[Mapping[str, Any]] | None = None,
    extra: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> JsonResponse:
    """The one shape of an error, as published clients know it."""
    body: dict[str, Any] = {
        "id": request_id(request),
        "status_code": status,
        "version": VERSION,
        "detail": detail,
        "exc_info": None,
    }
    optional = {"validation_errors": fields, "code": code, "hint": hint, "issues": issues}
    body |= {key: value for key, value in optional.items() if value is not None}
    body |= extra or {}
    return JsonResponse(body, status_code=status, headers=dict(headers or {}))


def request_id(request: Request) -> str:
    """The id of this request, also found in its log lines."""
    return str(request.scope.get("labelwright.request_id", ""))


def install_error_handlers(app: FastAPI) -> None:
    """Render every failure in the envelope."""
    app.add_exception_handler(DomainError, _domain_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(DBAPIError, _database_error)
    app.add_exception_handler(OSError, _system_error)


async def _domain_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, DomainError)  # noqa: S101 - registered for this class only
    return envelope(
        request,
        error.status,
        error.detail,
        fields=error.fields,
        code=error.code,
        hint=error.hint,
        issues=error.issues,
        extra=error.extra,
        headers=error.headers,
    )


async def _validation_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this class only
    problems = error.errors()
    if any(item["loc"][0] == "path" for item in problems):
        return envelope(request, 404, "Not found.", code="not_found")
    fields: dict[str, Any] = {}
    for item in problems:
        place = [str(part) for part in item["loc"][1:]]
        key = ".".join(place) if place else "non_field_errors"
        text = str(item["msg"]).removeprefix("Value error, ")
        fields.setdefault("non_field_errors" if item["type"] == "json_invalid" else key, []).append(text)
    return envelope(request, 400, "Validation error", fields=fields)


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class only
    if error.status_code == 405 and _names_nothing(request):
        return envelope(request, 404, "Not found.", code="not_found")
    return envelope(request, error.status_code, str(error.detail), headers=error.headers)


def _names_nothing(request: Request) -> bool:
    """Whether the path has something else where an id belongs: there is no such address, by no method."""
    found = request.path_params.items()
    return any(name.endswith("_id") and not str(value).isdigit() for name, value in found)


async def _database_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, DBAPIError)  # noqa: S101 - registered for this class only
    text = str(error.orig)
    if "disk is full" in text or "No space left" in text or "disk I/O error" in text:
        return _disk_full(request)
    if error.connection_invalidated or "database is locked" in text or "deadlock detected" in text:
        log.warning("database unavailable", id=request_id(request), error=type(error.orig).__name__)
        return envelope(
            request, 503, "The database does not answer. Try again.", code="unavailable", headers={"Retry-After": "5"}
        )
    return await unknown_error(request, error)


async def _system_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, OSError)  # noqa: S101 - registered for this class only
    return _disk_full(request) if error.errno in _FULL else await unknown_error(request, error)


def _disk_full(request: Request) -> Response:
    log.error("disk full", id=request_id(request))
    return envelope(request, 507, "The server has no space left. Nothing was saved.", code="disk_full")


async def unknown_error(request: Request, error: Exception) -> Response:
    """The answer to a fault of ours; the log has the rest."""
    log.error("request failed", id=request_id(request), exc_info=error)
    return envelope(request, 500, "The server failed; the id finds the record in its log.", code="internal")


Responses = dict[int | str, dict[str, Any]]


def error_responses(*statuses: int) -> Responses:
    """OpenAPI entries for the refusals of a router; 401 and 404 are nearly everywhere."""
    texts = {
        400: "Refused input: `validation_errors` names each field",
        401: "No valid credentials",
        403: "Not allowed for this role",
        404: "No such object, or not one the caller may see",
        409: "Not possible in the object's present state",
        412: "Changed since it was read: `current` holds the stored one",
        413: "Too large for one request",
        429: "Too many attempts",
    }
    schema = {"$ref": "#/components/schemas/Error"}
    return {
        status: {"description": texts[status], "content": {"application/json": {"schema": schema}}}
        for status in statuses
    }


def answered(example: Json, status: int = 200) -> Responses:
    """OpenAPI of an answer that is too small for a model, by an example."""
    return {status: {"content": {"application/json": {"example": example}}}}


FILE: Responses = {
    200: {
        "description": "The bytes.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
"""OpenAPI of an answer that is a file; with `response_class=Response`."""
