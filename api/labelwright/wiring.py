"""What joins domains that do not import each other: ports, named actions, shared folders."""

from typing import Any

from fastapi import FastAPI

from labelwright.annotations import service as annotations
from labelwright.core.access import Action
from labelwright.core.security import Keys, server_key
from labelwright.core.settings import Settings
from labelwright.filters.service import Selection
from labelwright.imports import purge
from labelwright.imports.files import Uploads
from labelwright.imports.purge import PurgeProject
from labelwright.imports.service.copying import Copying
from labelwright.imports.service.deferring import ImportTasks
from labelwright.imports.service.media import Media
from labelwright.imports.service.remote import RemoteFiles
from labelwright.imports.service.syncing import SyncStorage
from labelwright.jobs.registry import Registry
from labelwright.jobs.stream import Streams
from labelwright.labeling import service as labeling
from labelwright.predictions import service as predictions
from labelwright.projects import service as projects
from labelwright.projects.ports import Ports
from labelwright.storage.service.connecting import Connections
from labelwright.storage.service.exporting import ExportAnnotations
from labelwright.tasks import service as tasks
from labelwright.views import actions
from labelwright.views import service as views
from labelwright.views.service import asking


async def _next_task(call: actions.Call) -> dict[str, Any]:
    """The label stream as an action of the data manager, among the tasks that filter, tab and selection leave."""
    settings: Settings = call.request.app.state.settings
    chosen: Selection | None = None
    if call.says_which or call.body.ordering:
        project = await projects.get(call.session, call.actor, call.project_id, Action.LABEL)
        chosen = await asking.selection(call.session, call.actor, project, call.body, view_id=call.view_id)
    task, version = await labeling.next_task(
        call.session, call.actor, call.project_id, lock_seconds=settings.task_lock_minutes * 60, among=chosen
    )
    return await views.stream_detail(call.session, call.actor, task, version)


def handlers(settings: Settings) -> Registry:
    """The handlers of jobs, for servers and for workers."""
    uploads = uploads_of(settings)
    connections = Connections(settings, Keys(server_key(settings)))
    return Registry(
        PurgeProject(uploads), ImportTasks(uploads), SyncStorage(connections), ExportAnnotations(connections)
    )


def uploads_of(settings: Settings) -> Uploads:
    """The folder of uploaded files."""
    return Uploads(settings.data_dir / "upload")


def join(app: FastAPI, settings: Settings) -> None:
    """Put the joints into the application's state."""
    uploads = uploads_of(settings)
    app.state.uploads = uploads
    app.state.storages = Connections(settings, app.state.keys)
    app.state.remote_files = RemoteFiles(settings)
    app.state.read_media = Media(uploads, app.state.remote_files, app.state.db, app.state.storages).read
    app.state.project_ports = Ports(
        label_usage=annotations.label_usage,
        model_versions=predictions.versions,
        hold_tasks=tasks.hold_tasks,
        settle_overlap=tasks.settle_overlap,
        purge=purge.order,
        copy_tasks=Copying(uploads),
    )
    app.state.visible_projects = projects.visible_ids
    app.state.job_streams = Streams()
    app.state.task_detail = views.stream_detail
    registry = actions.standard()
    registry.register(actions.NamedAction("next_task", "Next task", Action.LABEL, _next_task, order=0, is_hidden=True))
    app.state.actions = registry
