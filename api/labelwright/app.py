"""The application: wiring only, no rules."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import structlog
from fastapi import FastAPI

from labelwright import pages, wiring
from labelwright.annotations.router import router as annotations
from labelwright.assignments.router import router as assignments
from labelwright.audit.router import router as activity
from labelwright.comments.router import router as comments
from labelwright.core.db import Database, open_database
from labelwright.core.http import install_error_handlers
from labelwright.core.middleware import Edge
from labelwright.core.migrate import upgrade
from labelwright.core.openapi import describe
from labelwright.core.security import Keys, server_key
from labelwright.core.settings import Settings, load
from labelwright.core.static import Spa
from labelwright.core.version import VERSION
from labelwright.exports.router.snapshots import router as snapshots
from labelwright.exports.router.streaming import router as exports
from labelwright.exports.service import housekeeping as exports_housekeeping
from labelwright.history.router import router as history
from labelwright.imports.router.files import router as files
from labelwright.imports.router.tasks import router as imports
from labelwright.imports.service.housekeeping import tidy
from labelwright.jobs import service as job_service
from labelwright.jobs.registry import Registry
from labelwright.jobs.router import router as jobs
from labelwright.jobs.runners import Runner, runner_for, working
from labelwright.labeling.router import router as labeling
from labelwright.labels.router import router as labels
from labelwright.mlbackends.router import router as ml
from labelwright.organizations import authenticator
from labelwright.organizations.router.people import router as people
from labelwright.organizations.router.searching import router as searching
from labelwright.organizations.router.session import router as session
from labelwright.organizations.router.tokens import router as tokens
from labelwright.predictions.router import router as predictions
from labelwright.projects.router.members import router as project_members
from labelwright.projects.router.projects import router as projects
from labelwright.reviews.router import router as reviews
from labelwright.states.router import router as states
from labelwright.statistics.router.dashboard import router as dashboard
from labelwright.statistics.router.predicted import router as predicted
from labelwright.statistics.router.published import router as statistics
from labelwright.storage.router.connections import router as storages
from labelwright.storage.router.media import router as media
from labelwright.tasks.router import router as tasks
from labelwright.views.router.actions import router as actions
from labelwright.views.router.bulk import router as bulk
from labelwright.views.router.tabs import router as tabs
from labelwright.views.router.tasks import router as views
from labelwright.webhooks.router import router as webhooks
from labelwright.webhooks.service import delivering

RunnerOf = Callable[[Database, Registry], Runner]

log = structlog.get_logger()

# Matched in this order: what annotators call for every task comes first.
ROUTERS = (
    *(labeling, annotations, views, session, actions, tabs, projects, tasks, predictions),
    *(imports, files, exports, snapshots, jobs, storages, media, ml, labels, states),
    *(assignments, reviews, comments, webhooks, project_members, tokens, searching, people),
    *(dashboard, statistics, predicted, bulk, history, activity),
)


def create_app(
    settings: Settings, *, database: Database | None = None, spa: Spa | None = None, runner: RunnerOf | None = None
) -> FastAPI:
    """The ASGI application for these settings. A database that is given stays its giver's to close."""
    db = database or open_database(settings)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await upgrade(db)
        async with AsyncExitStack() as beside:
            if settings.embedded_worker or db.is_sqlite:
                app.state.worker = await beside.enter_async_context(working(_runner(app, runner)))
            await beside.enter_async_context(_tidying(app))
            app.state.ready = True
            yield
            app.state.ready = False
        await app.state.remote_files.close()
        await app.state.ml_backends.wire.close()
        await app.state.webhook_sender.close()
        if database is None:
            await db.close()

    app = FastAPI(
        title="Labelwright",
        version=VERSION,
        description="Data annotation: projects, tasks, annotations, predictions. Speaks the API of Label Studio.",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        strict_content_type=False,
        lifespan=lifespan,
    )
    keys = Keys(server_key(settings))
    app.state.settings = settings
    app.state.db = db
    app.state.keys = keys
    app.state.spa = spa or Spa()
    app.state.ready = False
    app.state.worker = None
    app.state.authenticate = authenticator.build(db, keys, settings)
    app.state.actor_of_cookie = authenticator.by_cookie(db, settings)
    wiring.join(app, settings)
    install_error_handlers(app)
    # Their routes are complete, prefix and dependencies included: nested routers would be matched level by level.
    for router in (*ROUTERS, pages.router):
        app.router.routes.extend(router.routes)
    app.router.default = pages.fallback
    app.add_middleware(Edge, max_body=settings.max_body_mb * 1_000_000, max_upload=settings.max_upload_mb * 1_000_000)
    app.openapi = lambda: describe(app)  # type: ignore[method-assign]  # FastAPI's documented way to extend it
    return app


def _runner(app: FastAPI, given: RunnerOf | None) -> Runner:
    settings: Settings = app.state.settings
    registry = wiring.handlers(settings, app.state.ml_backends.wire, app.state.remote_files, app.state.webhook_sender)
    if given is not None:
        return given(app.state.db, registry)
    return runner_for(app.state.db, registry, heartbeat_seconds=settings.worker_heartbeat_seconds)


@asynccontextmanager
async def _tidying(app: FastAPI) -> AsyncIterator[None]:
    """Tidy up beside the first requests."""
    task: asyncio.Task[None] = asyncio.create_task(_tidy(app))
    app.state.tidying = task
    yield
    task.cancel()
    (outcome,) = await asyncio.gather(task, return_exceptions=True)
    if isinstance(outcome, Exception):
        log.error("tidying up failed", exc_info=outcome)


async def _tidy(app: FastAPI) -> None:
    database: Database = app.state.db
    settings: Settings = app.state.settings
    await job_service.tidy(database)
    await tidy(database, app.state.uploads, is_start=True)
    await exports_housekeeping.tidy(database, app.state.export_keeping.files, kept_days=settings.export_kept_days)
    async with database.write() as session:
        await delivering.take_up(session)


def openapi_document() -> dict[str, Any]:
    """The OpenAPI document without a running server, for generated files."""
    return describe(create_app(load({"secret_key": "0" * 32, "database_url": "sqlite://"})))
