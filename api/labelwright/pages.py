"""Addresses beside the API: health, metrics, documentation, and the SPA for everything else."""

import shutil
from typing import Any

import structlog
from fastapi import APIRouter, Request, Response
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from starlette.types import Receive, Scope, Send

from labelwright.core import telemetry
from labelwright.core.access import public
from labelwright.core.db import Database
from labelwright.core.errors import DomainError
from labelwright.core.http import JsonResponse, answered, envelope
from labelwright.core.migrate import current_revision, is_served
from labelwright.core.openapi import describe
from labelwright.core.static import Spa
from labelwright.core.version import VERSION

log = structlog.get_logger()

router = APIRouter(dependencies=[public], tags=["Server"])
MIN_FREE_BYTES = 100_000_000
SERVER_PREFIXES = ("api/", "data/", "storage-data/")
"""Addresses that are the server's alone: the SPA's page never answers there."""


@router.get("/health", summary="Is the process up", responses=answered({"status": "UP"}))
async def health() -> dict[str, str]:
    """Without a look at the database."""
    return {"status": "UP"}


@router.get("/ready", summary="Can requests be served", responses=answered({"status": "READY"}))
@router.get("/health/ready", include_in_schema=False)
async def ready(request: Request) -> Response:
    """503 names the check that failed: database, schema, or space."""
    failed = await _failed_checks(request)
    if failed:
        return envelope(request, 503, "Not ready: " + ", ".join(failed), code="not_ready", headers={"Retry-After": "5"})
    return JsonResponse({"status": "READY"})


async def _failed_checks(request: Request) -> list[str]:
    database: Database = request.app.state.db
    if not request.app.state.ready:
        return ["starting or stopping"]
    failed = []
    try:
        async with database.read() as session:
            await session.execute(text("SELECT 1"))
        if not is_served(await current_revision(database)):
            failed.append("the schema is not the one this version knows")
    except Exception:  # noqa: BLE001 - whatever is wrong with the database, the answer is that it is not ready
        failed.append("database")
    data_dir = request.app.state.settings.data_dir
    if data_dir.exists() and shutil.disk_usage(data_dir).free < MIN_FREE_BYTES:
        failed.append("less than 100 MB free in the data directory")
    return failed


@router.get("/metrics", summary="Metrics for Prometheus", include_in_schema=False)
async def metrics(request: Request) -> Response:
    """In the text format. A database that does not answer is a metric as well: the others are shown all the same."""
    try:
        await request.app.state.measure(request.app)
    except (DomainError, DBAPIError, OSError) as error:
        log.warning("measuring failed", error=type(error).__name__)
    return Response(telemetry.render(), media_type="text/plain; version=0.0.4")


@router.get("/api/version", summary="Versions", responses=answered({"release": VERSION, "edition": "Community"}))
@router.get("/version", include_in_schema=False)
async def version() -> dict[str, Any]:
    """Published clients ask this first, with any credentials or none."""
    return {
        "release": VERSION,
        "edition": "Community",
        "label-studio-os-package": {"version": VERSION, "short_version": VERSION},
        "labelwright": {"version": VERSION},
    }


@router.get("/api/openapi.json", include_in_schema=False)
async def openapi(request: Request) -> Response:
    """The OpenAPI document."""
    return JsonResponse(describe(request.app))


@router.get("/docs/api", include_in_schema=False)
async def api_page(request: Request) -> Response:
    """The interactive page over the OpenAPI document."""
    spa: Spa = request.app.state.spa
    return spa.asset(request, "docs-api/index.html")


async def fallback(scope: Scope, receive: Receive, send: Send) -> None:
    """What no route claims: files of the SPA, its page for what a browser asks for, else 404 in the envelope."""
    request = Request(scope, receive)
    await _unclaimed(request)(scope, receive, send)


def _unclaimed(request: Request) -> Response:
    path = request.url.path.removeprefix("/")
    spa: Spa = request.app.state.spa
    if request.method in ("GET", "HEAD") and not path.startswith(SERVER_PREFIXES):
        if path and spa.has(path):
            return spa.asset(request, path)
        if "text/html" in request.headers.get("accept", "") and spa.is_built:
            return spa.page(request)
        if not path:
            # Old clients follow the redirect of the sign-in form to `/` and take whatever comes, but no 404.
            return spa.page(request) if spa.is_built else Response(media_type="text/html")
    return envelope(request, 404, f"No such address: /{path[:200]}", code="not_found")
