"""What joins domains that do not import each other: ports, named actions, shared folders."""

import asyncio
from datetime import timedelta
from functools import partial
from typing import Any

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.annotations import service as annotations
from labelwright.annotations.jobs import RecountAgreement
from labelwright.audit.service import failures, watching, writing
from labelwright.core import idempotency, telemetry
from labelwright.core.access import Action
from labelwright.core.db import Database
from labelwright.core.errors import Invalid
from labelwright.core.security import Keys, server_key
from labelwright.core.settings import Settings
from labelwright.exports.files import ExportFiles
from labelwright.exports.jobs import ConvertSnapshot, MakeSnapshot
from labelwright.exports.service import housekeeping as exports_housekeeping
from labelwright.exports.service.snapshots import Keeping
from labelwright.exports.service.writing import MediaSource
from labelwright.filters.service import Selection
from labelwright.imports import purge
from labelwright.imports.files import Uploads
from labelwright.imports.purge import PurgeProject
from labelwright.imports.service import housekeeping
from labelwright.imports.service.copying import Copying
from labelwright.imports.service.deferring import ImportTasks
from labelwright.imports.service.media import Media
from labelwright.imports.service.remote import RemoteFiles
from labelwright.imports.service.syncing import SyncStorage
from labelwright.jobs import measuring
from labelwright.jobs import service as jobs
from labelwright.jobs.registry import Periodic, Registry
from labelwright.jobs.stream import Streams
from labelwright.labeling import service as labeling
from labelwright.labels import service as labels
from labelwright.labels.jobs import RenameLabel
from labelwright.mlbackends import service as mlbackends
from labelwright.mlbackends.jobs import PredictTasks, TrainModel
from labelwright.mlbackends.service import Calling, predicting
from labelwright.mlbackends.wire import Backends
from labelwright.predictions import service as predictions
from labelwright.projects import service as projects
from labelwright.projects.ports import Ports
from labelwright.statistics import service as statistics
from labelwright.statistics.jobs import CountProject
from labelwright.storage import service as storages
from labelwright.storage.service.connecting import Connections
from labelwright.storage.service.exporting import ExportAnnotations
from labelwright.tasks import service as tasks
from labelwright.users import service as users
from labelwright.views import actions
from labelwright.views import service as views
from labelwright.views.jobs import IndexFields
from labelwright.views.service import asking, indexing
from labelwright.webhooks.jobs import DeliverEvents
from labelwright.webhooks.sending import Sender
from labelwright.webhooks.service import delivering, recording


async def _next_task(call: actions.Call) -> dict[str, Any]:
    """The label stream as an action of the data manager, among the tasks that filter, tab and selection leave."""
    settings: Settings = call.request.app.state.settings
    chosen: Selection | None = None
    if call.view_id is not None or not call.body.is_plain:
        project = await projects.get(call.session, call.actor, call.project_id, Action.LABEL)
        chosen = await asking.selection(call.session, call.actor, project, call.body, view_id=call.view_id)
    task, version = await labeling.next_task(
        call.session, call.actor, call.project_id, lock_seconds=settings.task_lock_minutes * 60, among=chosen
    )
    return await views.stream_detail(call.session, call.actor, task, version)


def handlers(settings: Settings, backends: Backends, remote: RemoteFiles, sender: Sender) -> Registry:
    """The handlers of jobs, for servers and for workers. What is given stays the caller's to close."""
    uploads, exports = uploads_of(settings), exports_of(settings)
    connections = Connections(settings, Keys(server_key(settings)))
    calling = Calling(backends, Keys(server_key(settings)))

    def media(database: Database) -> MediaSource:
        return Media(uploads, remote, database, connections).read

    return Registry(
        PurgeProject(uploads.remove_project, exports.remove_project),
        ImportTasks(uploads),
        SyncStorage(connections),
        ExportAnnotations(connections),
        PredictTasks(calling),
        TrainModel(calling),
        RenameLabel(),
        IndexFields(),
        MakeSnapshot(exports),
        ConvertSnapshot(exports, media),
        DeliverEvents(settings, sender, calling),
        RecountAgreement(statistics.order),
        CountProject(),
        periodic=periodic(settings, uploads, exports),
    )


def periodic(settings: Settings, uploads: Uploads, exports: ExportFiles) -> list[Periodic]:
    """What is done again and again: synchronisation that is due, and forgetting what is over."""

    async def purge(database: Database) -> None:
        await jobs.tidy(database)
        await annotations.purge(database)
        async with database.write() as session:
            await users.purge(session)
            await idempotency.purge(session)
            await labeling.forget_visits(session, settings.label_stream_history)
        await housekeeping.tidy(database, uploads)
        await writing.forget(database, kept_days=settings.activity_kept_days)
        await exports_housekeeping.expire(database, exports, kept_days=settings.export_kept_days)

    return [
        Periodic("storages.sync", timedelta(minutes=1), storages.sync_due),
        Periodic("statistics.due", timedelta(minutes=1), statistics.order_due),
        Periodic("filters.index", timedelta(minutes=15), partial(indexing.order_due, above=settings.index_above_tasks)),
        Periodic("activity.failures", timedelta(minutes=1), failures.keep),
        Periodic("purge", timedelta(hours=1), purge),
    ]


def own_url(settings: Settings) -> str:
    """Where others find this server, as far as settings tell."""
    host = "localhost" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104 - compared, not bound
    return settings.public_url or f"http://{host}:{settings.port}"


async def _model_versions(session: AsyncSession, project_id: int) -> dict[str, int]:
    """Versions that a project may show: of its predictions, and by the title of a backend its present one."""
    found = await predictions.versions(session, project_id)
    return {**dict.fromkeys(await mlbackends.titles(session, project_id), 0), **found}


async def _retrieve_predictions(call: actions.Call) -> dict[str, Any]:
    """Predictions by the project's backend, as an action of the data manager."""
    backend = await predicting.first_of(call.session, call.actor, call.project_id)
    if backend is None:
        raise Invalid(non_field_errors="Connect a model backend to this project first.")
    _, ids = await actions.selected(call, Action.MANAGE_PROJECT)
    job = await predicting.order(call.session, call.actor, backend.id, ids)
    return {"processed_items": len(ids), "job": job, "detail": f"Predictions for {len(ids)} tasks are being made"}


async def _recompute_agreement(call: actions.Call) -> dict[str, Any]:
    """The comparison of annotators anew, as an action of the data manager."""
    project, ids = await actions.selected(call, Action.MANAGE_PROJECT)
    job = await annotations.order_comparison(call.session, project.id, ids, actor=call.actor)
    return {"processed_items": len(ids), "job": job, "detail": f"The annotators of {len(ids)} tasks are being compared"}


def uploads_of(settings: Settings) -> Uploads:
    """The folder of uploaded files."""
    return Uploads(settings.data_dir / "upload")


async def measure(app: FastAPI) -> None:
    """Set the gauges that are measured when they are asked for."""
    database: Database = app.state.db
    worker: asyncio.Task[None] | None = app.state.worker
    streams: Streams = app.state.job_streams
    telemetry.streams.set(streams.count)
    for pool, count in database.connections_in_use.items():
        telemetry.connections.labels(pool).set(count)
    telemetry.database_up.set(0)
    async with database.read() as session:
        await measuring.measure(session, works_here=worker is not None and not worker.done())
        waiting, lag = await delivering.backlog(session)
    telemetry.deliveries.set(waiting)
    telemetry.outbox_lag.set(lag)
    telemetry.database_up.set(1)


def exports_of(settings: Settings) -> ExportFiles:
    """The folder of exports that are kept."""
    return ExportFiles(settings.data_dir / "export")


def keep_outbox(database: Database) -> None:
    """Have what units of work record written into the outbox, for servers and for workers."""
    database.outbox = recording.write
    keep_log(database)


def keep_log(database: Database) -> None:
    """Have what units of work do kept in the activity log, for commands as well."""
    watching.watch()
    database.audit = writing.write


def join(app: FastAPI, settings: Settings) -> None:
    """Put the joints into the application's state."""
    keep_outbox(app.state.db)
    uploads = uploads_of(settings)
    app.state.uploads = uploads
    app.state.export_keeping = Keeping(app.state.db, exports_of(settings), settings.max_export_tasks)
    app.state.storages = Connections(settings, app.state.keys)
    app.state.remote_files = RemoteFiles(settings)
    app.state.read_media = Media(uploads, app.state.remote_files, app.state.db, app.state.storages).read
    app.state.project_ports = Ports(
        label_usage=annotations.label_usage,
        linked_labels=labels.values_of,
        model_versions=_model_versions,
        hold_tasks=tasks.hold_tasks,
        settle_overlap=tasks.settle_overlap,
        purge=purge.order,
        copy_tasks=Copying(uploads),
        leave=tasks.leave_project,
        assignees=tasks.assignees,
    )
    app.state.leave_organization = tasks.leave_organization
    app.state.stop_reviewing = tasks.stop_reviewing
    app.state.ml_backends = Calling(Backends(settings), app.state.keys)
    app.state.webhook_sender = Sender(settings)
    app.state.ml_breaker = predicting.Breaker()
    app.state.own_url = own_url(settings)
    app.state.visible_projects = projects.visible_ids
    app.state.job_streams = Streams()
    app.state.task_detail = views.stream_detail
    registry = actions.standard()
    registry.register(actions.NamedAction("next_task", "Next task", Action.LABEL, _next_task, order=0, is_hidden=True))
    registry.register(
        actions.NamedAction(
            "retrieve_tasks_predictions", "Retrieve predictions", Action.MANAGE_PROJECT, _retrieve_predictions, order=90
        )
    )
    registry.register(
        actions.NamedAction(
            "recompute_agreement", "Recompute agreement", Action.MANAGE_PROJECT, _recompute_agreement, order=95
        )
    )
    app.state.actions = registry
    app.state.measure = measure
