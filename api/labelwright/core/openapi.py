"""The OpenAPI document: FastAPI's, with the error envelope and the form encodings that every body accepts."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from labelwright.core import examples

FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")

ERROR_SCHEMA: dict[str, Any] = {
    "type": "object",
    "title": "Error",
    "required": ["id", "status_code", "version", "detail", "exc_info"],
    "properties": {
        "id": {"type": "string", "description": "Finds the request in the server's log."},
        "status_code": {"type": "integer", "examples": [400]},
        "version": {"type": "string"},
        "detail": {"type": "string", "examples": ["Validation error"]},
        "exc_info": {"type": "null"},
        "validation_errors": {
            "type": "object",
            "description": "Field name to texts; `non_field_errors` for the rest.",
            "additionalProperties": True,
            "examples": [{"title": ["Ensure this field has at least 3 characters."]}],
        },
        "code": {"type": "string", "description": "Stable machine word."},
        "hint": {"type": "string", "description": "What to do."},
        "issues": {
            "type": "array",
            "description": "Problems of a label config, with line and column.",
            "items": {"type": "object", "additionalProperties": True},
        },
        "current": {"type": "object", "description": "The stored object, in a 412.", "additionalProperties": True},
    },
}


def describe(app: FastAPI) -> dict[str, Any]:
    """The document, built once and kept by the app."""
    if app.openapi_schema is None:
        document = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        schemas["Error"] = ERROR_SCHEMA
        document["components"]["securitySchemes"] = {
            "token": {
                "type": "apiKey",
                "in": "header",
                "name": "Authorization",
                "description": "`Token <legacy token>`",
            },
            "bearer": {"type": "http", "scheme": "bearer", "description": "Access token from /api/token/refresh"},
        }
        document["security"] = [{"token": []}, {"bearer": []}]
        for path in document["paths"].values():
            for operation in path.values():
                _mend(operation)
        for name in ("HTTPValidationError", "ValidationError"):
            schemas.pop(name, None)
        examples.fill(document["components"]["schemas"])
        examples.fill(document["paths"])
        app.openapi_schema = document
    return app.openapi_schema


def _mend(operation: dict[str, Any]) -> None:
    """FastAPI's 422 is our 400; a JSON body may come as a form as well."""
    responses = operation.get("responses", {})
    if responses.pop("422", None) is not None:
        error = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
        responses.setdefault("400", {"description": "Refused input", "content": error})
    content = operation.get("requestBody", {}).get("content", {})
    schema = content.get("application/json", {}).get("schema")
    if schema and "$ref" in schema:
        for kind in FORM_TYPES:
            content.setdefault(kind, {"schema": schema})
