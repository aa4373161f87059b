"""Bodies in three encodings: JSON, urlencoded and multipart reach an endpoint as the same JSON model.

Scripts written for the published API send forms in many places, with booleans and numbers as text and lists as
repeated fields (api-behaviour, section 0).
"""

import types
import typing
from collections.abc import Callable, Coroutine
from typing import Any, Union, get_args, get_origin

import orjson
from fastapi import Request, Response
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.datastructures import FormData

from labelwright.core import json
from labelwright.core.concurrency import to_thread
from labelwright.core.errors import DomainError, Invalid, TooLarge

FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
MAX_FORM_FIELDS = 1000
BIG = 64 * 1024
"""Bodies beyond this many bytes are read in a thread: they would hold up the event loop."""


def media_type(request: Request) -> str:
    """The content type without its parameters, in lower case."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def check_json(body: bytes) -> None:
    """Refuse what no JSON body may hold: bad syntax, NUL, lone surrogates, NaN, deep nesting."""
    try:
        json.check_bytes(body)
    except json.JsonProblem as problem:
        raise Invalid({problem.field or "non_field_errors": [problem.reason]}) from problem


MAX_BODY = 8_000_000
"""Bytes of a body that becomes a model. Reading it holds the interpreter, also in a thread."""


class _JsonRequest(Request):
    """The request with its body as JSON, whatever it was sent as."""

    def replace_body(self, body: bytes) -> None:
        self._body = body
        headers = [(key, value) for key, value in self.scope["headers"] if key != b"content-type"]
        self.scope["headers"] = [*headers, (b"content-type", b"application/json")]
        self.__dict__.pop("_headers", None)
        self.__dict__.pop("_json", None)

    async def json(self) -> Any:
        body = await self.body()
        return await to_thread(json.parse, body) if len(body) > BIG else json.parse(body)


class FormRoute(APIRoute):
    """Route whose one body model may also come as a form."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Turn the body into JSON before FastAPI reads it."""
        handle = super().get_route_handler()
        field = self.body_field
        if field is None:
            return handle
        model = field.field_info.annotation

        async def with_json_body(request: Request) -> Response:
            converted = _JsonRequest(request.scope, request.receive)
            length = request.headers.get("content-length", "")
            if length.isdigit() and int(length) > MAX_BODY:
                raise _too_large()
            kind = media_type(request)
            if kind in FORM_TYPES:
                form = await read_form(converted)
                body = orjson.dumps(_from_form(form, _model_of(model)))
            else:
                body = await converted.body() or b"{}"
            # Here and not later: FastAPI turns whatever its own reading raises into one plain 400.
            if len(body) > MAX_BODY:
                raise _too_large()
            if len(body) > BIG:
                await to_thread(check_json, body)
            else:
                check_json(body)
            converted.replace_body(body)
            return await handle(converted)

        return with_json_body


def _too_large() -> TooLarge:
    return TooLarge(f"The body is larger than {MAX_BODY // 1_000_000} MB.", code="too_large")


async def read_form(request: Request) -> FormData:
    """The fields of a form without files; refuses one that cannot be read."""
    try:
        return await request.form(max_files=0, max_fields=MAX_FORM_FIELDS)
    except DomainError:
        raise
    except Exception as error:  # the multipart parser raises several unrelated classes for bad input
        raise Invalid(non_field_errors="The form could not be read.") from error


def _model_of(annotation: Any) -> type[BaseModel] | None:
    """The pydantic model inside a body annotation such as `Model | None`."""
    options = get_args(annotation) if get_origin(annotation) in (Union, types.UnionType) else (annotation,)
    for option in options:
        if isinstance(option, type) and issubclass(option, BaseModel):
            return option
    return None


def _from_form(form: FormData, model: type[BaseModel] | None) -> dict[str, Any]:
    """Form fields as a JSON object: the last value wins, list fields collect, structured fields parse JSON text."""
    hints = typing.get_type_hints(model) if model else {}
    values: dict[str, Any] = {}
    for key in form:
        texts = [str(value) for value in form.getlist(key)]
        shape = _shape(hints.get(key))
        if shape is None:
            values[key] = texts[-1]
        elif shape is list and (len(texts) > 1 or not texts[0].lstrip().startswith("[")):
            values[key] = [_structured(text) if text.lstrip().startswith("{") else text for text in texts]
        else:
            values[key] = _structured(texts[-1])
    return values


def _shape(annotation: Any) -> type[list[Any]] | type[dict[Any, Any]] | None:
    """Whether a field holds a list or an object, looking through `| None`."""
    options = get_args(annotation) if get_origin(annotation) in (Union, types.UnionType) else (annotation,)
    for option in options:
        origin = get_origin(option) or option
        if origin in (list, tuple, set):
            return list
        if origin is dict or (isinstance(origin, type) and issubclass(origin, BaseModel)):
            return dict
    return None


def _structured(text: str) -> Any:
    """JSON text in a form field; what is no JSON stays text, and the model says what is wrong with it."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return text
