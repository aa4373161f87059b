"""Bodies with a part that is kept to the byte: results pass from the request to the database unparsed.

Endpoints take `RawFields` before their session: a slow sender must not hold a transaction, let alone the one writer.
"""

from typing import Annotated, Any, TypeVar

import msgspec
import orjson
from fastapi import Depends, Request
from pydantic import BaseModel, ValidationError

from labelwright.core.concurrency import to_thread
from labelwright.core.errors import Invalid
from labelwright.core.routing import BIG, FORM_TYPES, check_json, media_type, read_form

M = TypeVar("M", bound=BaseModel)

_OBJECT = msgspec.json.Decoder(dict[str, msgspec.Raw])
_OBJECTS = msgspec.json.Decoder(list[dict[str, msgspec.Raw]])


async def read_object(request: Request) -> dict[str, bytes]:
    """The body's fields, each as raw JSON. Forms come as well: their fields are JSON text, or plain text."""
    if media_type(request) in FORM_TYPES:
        form = await read_form(request)
        fields = {key: _raw_of_text(str(value)) for key, value in form.multi_items()}
        check_json(b"{" + b",".join(orjson.dumps(key) + b":" + raw for key, raw in fields.items()) + b"}")
        return fields
    body = await request.body() or b"{}"
    return await to_thread(_split, body) if len(body) > BIG else _split(body)


RawFields = Annotated[dict[str, bytes], Depends(read_object, scope="function")]
"""The fields of the body, read before whatever the endpoint names behind them."""


def _split(body: bytes) -> dict[str, bytes]:
    check_json(body)
    try:
        return {key: bytes(raw) for key, raw in _OBJECT.decode(body).items()}
    except msgspec.ValidationError as error:
        raise Invalid(non_field_errors="Expected an object.") from error


async def read_objects(request: Request) -> list[dict[str, bytes]]:
    """The fields of each object in a body that is a list; read in a thread, since such bodies are large."""
    return await to_thread(_split_list, await request.body())


def _split_list(body: bytes) -> list[dict[str, bytes]]:
    check_json(body)
    try:
        return [{key: bytes(raw) for key, raw in item.items()} for item in _OBJECTS.decode(body)]
    except msgspec.ValidationError as error:
        raise Invalid(non_field_errors="Expected a list of objects.") from error


def _raw_of_text(text: str) -> bytes:
    try:
        orjson.loads(text)
    except orjson.JSONDecodeError:
        return orjson.dumps(text)
    return text.encode()


def parse(model: type[M], fields: dict[str, bytes], *, without: frozenset[str] = frozenset()) -> M:
    """Validate the fields of a body, all but those kept raw."""
    rest = [orjson.dumps(key) + b":" + raw for key, raw in fields.items() if key not in without]
    try:
        return model.model_validate_json(b"{" + b",".join(rest) + b"}")
    except ValidationError as error:
        problems: dict[str, list[str]] = {}
        for item in error.errors():
            name = ".".join(str(part) for part in item["loc"]) or "non_field_errors"
            problems.setdefault(name, []).append(str(item["msg"]).removeprefix("Value error, "))
        raise Invalid(problems) from error


def _inlined(schema: Any, models: dict[str, Any]) -> Any:
    """A schema with the models that it refers to in their places: the document knows only those of answers."""
    if isinstance(schema, list):
        return [_inlined(part, models) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return _inlined(models[schema["$ref"].rpartition("/")[2]], models)
    return {key: _inlined(part, models) for key, part in schema.items()}


def described(model: type[BaseModel], *, example: Any = None, many: bool = False) -> dict[str, Any]:
    """OpenAPI of a body that the endpoint reads itself."""
    schema = model.model_json_schema()
    schema = _inlined(schema, schema.pop("$defs", {}))
    if example is not None:
        schema["example"] = example
    shown = {"type": "array", "items": schema} if many else schema
    content = {"application/json": {"schema": shown}}
    if not many:
        content |= {kind: {"schema": schema} for kind in FORM_TYPES}
    return {"requestBody": {"required": True, "content": content}}
