"""Each call of the published `LabelStudio` client that the Community edition has, made against a real server."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.contract.conftest import published
from tests.contract.world import FILTER, World
from tests.fixtures.backends import StartBackend
from tests.fixtures.buckets import Buckets
from tests.fixtures.making import SENTIMENT, choice
from tests.fixtures.servers import EMAIL, TOKEN, NewServer

# The client's own models warn about names of theirs.
pytestmark = [pytest.mark.contract, pytest.mark.filterwarnings("ignore")]


def _gone(make: Callable[[Any], Any], delete: Callable[[Any, Any], Any], get: Callable[[Any, Any], Any]) -> Any:
    """A call that deletes: what was made is a 404 afterwards."""

    def call(world: World) -> bool:
        made = make(world)
        delete(world.sdk, made)
        return _refused(lambda: get(world.sdk, made)) == 404

    return call


def _refused(call: Callable[[], Any]) -> int:
    """The status with which a call is refused; 0 when it is not."""
    from label_studio_sdk.core.api_error import ApiError

    try:
        call()
    except ApiError as error:
        return int(error.status_code or -1) if isinstance(error.body, dict) else -1
    return 0


def _done(answer: object) -> bool:
    """Whether a call that answers nothing came back with nothing: refusals are raised."""
    return answer is None


Call = Callable[[World], Any]


def _storage_calls(way: str, kind: str) -> dict[str, Call]:
    """The seven calls of a kind of storages that is built in."""

    def client(world: World) -> Any:
        return getattr(getattr(world.sdk, way), kind)

    def settings(world: World) -> dict[str, Any]:
        return world.s3() if kind == "s3" else {"path": world.folder()}

    def listed(world: World) -> bool:
        made = world.storage(way, kind)
        return made in [storage.id for storage in client(world).list(project=world.project)]

    def updated(world: World) -> bool:
        made = world.storage(way, kind)
        return bool(client(world).update(made, title="Renamed").title == "Renamed")

    def deleted(world: World) -> bool:
        made = world.storage(way, kind)
        client(world).delete(made)
        return _refused(lambda: client(world).get(made)) == 404

    calls: dict[str, Call] = {
        "list": listed,
        "create": lambda world: client(world).create(project=world.project, **settings(world)).status == "initialized",
        "validate": lambda world: _done(client(world).validate(project=world.project, **settings(world))),
        "get": lambda world: client(world).get(world.storage(way, kind)).project == world.project,
        "delete": deleted,
        "update": updated,
        "sync": lambda world: client(world).sync(world.storage(way, kind)).status == "completed",
    }
    return {f"{way}.{kind}.{name}": call for name, call in calls.items()}


def _missing_calls(way: str, kind: str) -> dict[str, Call]:
    """The same of a kind that is not built in: lists are empty, the rest is refused."""

    def client(world: World) -> Any:
        return getattr(getattr(world.sdk, way), kind)

    calls: dict[str, Call] = {
        "list": lambda world: client(world).list(project=world.project) == [],
        "create": lambda world: _refused(lambda: client(world).create(project=world.project)) == 400,
        "validate": lambda world: _refused(lambda: client(world).validate(project=world.project)) == 400,
        "get": lambda world: _refused(lambda: client(world).get(1)) == 404,
        "delete": lambda world: _refused(lambda: client(world).delete(1)) == 404,
        "update": lambda world: _refused(lambda: client(world).update(1, title="x")) == 404,
        "sync": lambda world: _refused(lambda: client(world).sync(1)) == 404,
    }
    return {f"{way}.{kind}.{name}": call for name, call in calls.items()}


def _reset_token(world: World) -> bool:
    """Of somebody who came by the invite link: ours stays."""
    invite = world.sdk.organizations.invites.get_invite_link().token
    body = {"email": "resetting@example.com", "password": "a long secret of theirs", "token": invite}
    with httpx.Client(base_url=world.server.url) as browser:
        browser.post("/api/session/signup", json=body).raise_for_status()
        token = browser.get("/api/current-user/token").json()["token"]
    with httpx.Client() as connections:
        other = published().LabelStudio(base_url=world.server.url, api_key=token, httpx_client=connections)
        fresh = other.users.reset_token().token
        return bool(fresh != token and _refused(other.users.whoami) == 401)


def _download(world: World) -> bool:
    file = world.sdk.files.get(world.fresh_file())
    answer = world.sdk.files.download(file.file.removeprefix("upload/"))
    # The client knows no bytes here: it parses what it gets, and has nothing to say of a table.
    return answer is None or b"text" in bytes(answer)


def _task_of(world: World, task: int) -> Any:
    return world.sdk.tasks.get(str(task))


def _trained(world: World) -> bool:
    """The example learns from two labels."""
    backend = world.fresh_backend()
    tasks = world.sdk.tasks.list(project=world.sdk.ml.get(backend).project)
    for task, label in zip(list(tasks), ("Positive", "Negative"), strict=True):
        world.sdk.annotations.create(task.id, result=choice(label))
    return _done(world.sdk.ml.train(backend))


def _predicted(world: World) -> bool:
    """Both tasks of the project."""
    backend = world.fresh_backend()
    project = world.sdk.ml.get(backend).project
    world.sdk.ml.predict_all_tasks(backend, batch_size=1)
    (job, *_) = world.server.client().get("/api/jobs", params={"project": project}).json()["results"]
    return bool(world.server.ended(job["id"])["state"] == "completed") and (
        len(world.sdk.predictions.list(project=project)) == 2
    )


def _members(world: World) -> list[str]:
    """A page in some releases of the client, a pager in others."""
    found = world.sdk.organizations.members.list(world.organization)
    return [one.user.email for one in getattr(found, "results", found)]


def _interactive(world: World) -> bool:
    """The example is no interactive backend: it is told so, or answers."""
    backend = world.fresh_backend()
    task = next(iter(world.sdk.tasks.list(project=world.sdk.ml.get(backend).project)))
    return _refused(lambda: world.sdk.ml.predict_interactive(backend, task=task.id)) in (0, 400)


def _member_deleted(world: World) -> bool:
    user = world.fresh_user()
    members = world.sdk.organizations.members
    members.delete(world.organization, user)
    return _refused(lambda: members.delete(world.organization, user)) == 404


def _import_status(world: World) -> str:
    with world.server.client() as client:
        path = f"/api/projects/{world.project}/import"
        number = client.post(path, json=[{"text": "g"}]).json()["import_id"]
    return str(world.sdk.tasks.create_many_status(world.project, number).status)


def _reordered(world: World) -> bool:
    project = world.fresh_project()
    one, two = (world.sdk.views.create(project=project, data={"title": title}).id for title in "ab")
    world.sdk.views.update_order(project=project, ids=[two, one])
    return [view.id for view in world.sdk.views.list(project=project)] == [two, one]


CALLS: dict[str, Call] = {
    "actions.list": lambda w: "delete_tasks" in [one.id for one in w.sdk.actions.list(project=w.project)],
    "actions.create": lambda w: _done(
        w.sdk.actions.create(id="delete_tasks_predictions", project=w.fresh_project(), filters=FILTER)
    ),
    "annotations.get": lambda w: w.sdk.annotations.get(w.annotation).task == w.task,
    "annotations.delete": _gone(
        World.fresh_annotation, lambda s, i: s.annotations.delete(i), lambda s, i: s.annotations.get(i)
    ),
    "annotations.update": lambda w: w.sdk.annotations.update(w.annotation, lead_time=2.5).lead_time == 2.5,
    "annotations.list": lambda w: w.annotation in [one.id for one in w.sdk.annotations.list(w.task)],
    "annotations.create": lambda w: w.sdk.annotations.create(w.task, result=choice()).completed_by == w.me.id,
    **_storage_calls("import_storage", "s3"),
    **_storage_calls("import_storage", "local"),
    **_storage_calls("export_storage", "s3"),
    **_storage_calls("export_storage", "local"),
    **{
        name: call
        for way in ("import_storage", "export_storage")
        for kind in ("azure", "gcs", "redis")
        for name, call in _missing_calls(way, kind).items()
    },
    "import_storage.list_types": lambda w: [one.name for one in w.sdk.import_storage.list_types()][:2] == ["s3", "gcs"],
    "export_storage.list_types": lambda w: len(w.sdk.export_storage.list_types()) == 5,
    "files.get": lambda w: w.sdk.files.get(w.fresh_file()).size == 7,
    "files.delete": _gone(World.fresh_file, lambda s, i: s.files.delete(i), lambda s, i: s.files.get(i)),
    "files.update": lambda w: w.sdk.files.update(w.fresh_file(), file=("b.csv", b"text\nlonger\n")).size == 12,
    "files.list": lambda w: (file := w.fresh_file()) in [one.id for one in w.sdk.files.list(w.project_of_file(file))],
    "files.delete_many": lambda w: _done(w.sdk.files.delete_many(w.project_of_file(w.fresh_file()))),
    "files.download": _download,
    "jwt_settings.get": lambda w: w.sdk.jwt_settings.get().api_tokens_enabled is True,
    "jwt_settings.update": lambda w: w.sdk.jwt_settings.update(api_token_ttl_days=100).api_token_ttl_days == 100,
    "ml.list": lambda w: w.fresh_backend() in [one.id for one in w.sdk.ml.list()],
    "ml.create": lambda w: w.sdk.ml.create(url=w.backend_url, project=w.fresh_project()).state == "CO",
    "ml.get": lambda w: w.sdk.ml.get(w.fresh_backend()).title == "Model",
    "ml.delete": _gone(World.fresh_backend, lambda s, i: s.ml.delete(i), lambda s, i: s.ml.get(i)),
    "ml.update": lambda w: w.sdk.ml.update(w.fresh_backend(), title="Other", url=w.backend_url).title == "Other",
    "ml.predict_interactive": _interactive,
    "ml.train": _trained,
    "ml.predict_all_tasks": _predicted,
    "ml.list_model_versions": lambda w: isinstance(w.sdk.ml.list_model_versions(w.fresh_backend()).versions, list),
    "organizations.invites.get_invite_link": lambda w: w.sdk.organizations.invites.get_invite_link().token,
    "organizations.members.list": lambda w: EMAIL in _members(w),
    "organizations.members.get": lambda w: (
        w.sdk.organizations.members.get(w.organization, w.me.id).organization == w.organization
    ),
    "organizations.members.delete": _member_deleted,
    "organizations.reset_token": lambda w: w.sdk.organizations.reset_token().invite_url.startswith("/"),
    "organizations.list": lambda w: w.organization in [one.id for one in w.sdk.organizations.list()],
    "organizations.get": lambda w: w.sdk.organizations.get(w.organization).id == w.organization,
    "organizations.update": lambda w: w.sdk.organizations.update(w.organization, title="Ours").title == "Ours",
    "predictions.list": lambda w: w.prediction in [one.id for one in w.sdk.predictions.list(task=w.task)],
    "predictions.create": lambda w: w.sdk.predictions.create(task=w.task, result=choice()).task == w.task,
    "predictions.get": lambda w: w.sdk.predictions.get(w.prediction).model_version == "v1",
    "predictions.delete": _gone(
        World.fresh_prediction, lambda s, i: s.predictions.delete(i), lambda s, i: s.predictions.get(i)
    ),
    "predictions.update": lambda w: w.sdk.predictions.update(w.prediction, score=0.75).score == 0.75,
    "projects.exports.download_sync": lambda w: b"".join(w.sdk.projects.exports.download_sync(w.project)),
    "projects.exports.list_formats": lambda w: len(w.sdk.projects.exports.list_formats(w.project)) > 4,
    "projects.list": lambda w: w.project in [one.id for one in w.sdk.projects.list()],
    "projects.create": lambda w: w.sdk.projects.create(title="Made", label_config=SENTIMENT).title == "Made",
    "projects.list_counts": lambda w: w.sdk.projects.list_counts().count > 0,
    "projects.get": lambda w: w.sdk.projects.get(w.project).title == "Every call",
    "projects.delete": _gone(World.fresh_project, lambda s, i: s.projects.delete(i), lambda s, i: s.projects.get(i)),
    "projects.update": lambda w: w.sdk.projects.update(w.project, description="d").description == "d",
    "projects.list_unique_annotators": lambda w: (
        w.annotation and [one.email for one in w.sdk.projects.list_unique_annotators(w.project)] == [EMAIL]
    ),
    "projects.import_tasks": lambda w: w.sdk.projects.import_tasks(w.project, request=[{"text": "d"}]).task_count == 1,
    "projects.import_predictions": lambda w: (
        w.sdk.projects.import_predictions(w.project, request=[{"task": w.task, "result": choice()}]).created == 1
    ),
    "projects.validate_label_config": lambda w: (
        w.sdk.projects.validate_label_config(w.project, label_config=SENTIMENT).label_config == SENTIMENT
    ),
    "session_policy.get": lambda w: w.sdk.session_policy.get().max_session_age == 20160,
    "session_policy.update": lambda w: (
        w.sdk.session_policy.update(max_time_between_activity=600).max_time_between_activity == 600
    ),
    "states.state_history": lambda w: (
        [one.state for one in w.sdk.states.state_history("project", w.project)] == ["CREATED"]
    ),
    "states.execute_transition": lambda w: (
        _refused(lambda: w.sdk.states.execute_transition("task", w.task, transition_name="x")) == 400
    ),
    "tasks.create_many_status": lambda w: _import_status(w) == "completed",
    "tasks.delete_all_tasks": lambda w: (
        w.sdk.tasks.delete_all_tasks(project := w.fresh_project()) is None
        and list(w.sdk.tasks.list(project=project)) == []
    ),
    "tasks.list": lambda w: w.task in [one.id for one in w.sdk.tasks.list(project=w.project)],
    "tasks.create": lambda w: w.sdk.tasks.create(data={"text": "e"}, project=w.project).data == {"text": "e"},
    "tasks.get": lambda w: _task_of(w, w.task).data == {"text": "c"},
    "tasks.delete": _gone(World.fresh_task, lambda s, i: s.tasks.delete(str(i)), lambda s, i: s.tasks.get(str(i))),
    "tasks.update": lambda w: w.sdk.tasks.update(str(w.fresh_task()), data={"text": "f"}).data == {"text": "f"},
    "tokens.list": lambda w: w.personal_token().startswith(w.sdk.tokens.list()[0].token),
    "tokens.create": lambda w: w.personal_token().count(".") == 2,
    "tokens.blacklist": lambda w: (
        w.sdk.tokens.blacklist(refresh=w.personal_token()) is None and not w.sdk.tokens.list()
    ),
    "tokens.refresh": lambda w: w.sdk.tokens.refresh(refresh=w.personal_token()).access.count(".") == 2,
    "tokens.rotate": lambda w: w.sdk.tokens.rotate(refresh=(token := w.personal_token())).refresh not in ("", token),
    "users.get_hotkeys": lambda w: w.sdk.users.get_hotkeys().custom_hotkeys == {},
    "users.update_hotkeys": lambda w: w.sdk.users.update_hotkeys(custom_hotkeys={}).custom_hotkeys == {},
    "users.reset_token": _reset_token,
    "users.get_token": lambda w: w.sdk.users.get_token().token == TOKEN,
    "users.whoami": lambda w: w.sdk.users.whoami().email == EMAIL,
    "users.list": lambda w: EMAIL in [one.email for one in w.sdk.users.list()],
    "users.create": lambda w: w.fresh_user() > 0,
    "users.get": lambda w: w.sdk.users.get(w.me.id).email == EMAIL,
    "users.delete": _gone(World.fresh_user, lambda s, i: s.users.delete(i), lambda s, i: s.users.get(i)),
    "users.update": lambda w: w.sdk.users.update(w.me.id, first_name="Ada").first_name == "Ada",
    "versions.get": lambda w: w.sdk.versions.get().edition == "Community",
    "views.list": lambda w: w.fresh_view() in [str(one.id) for one in w.sdk.views.list(project=w.project)],
    "views.create": lambda w: w.sdk.views.create(project=w.project, data={"title": "T"}).project == w.project,
    "views.update_order": _reordered,
    "views.delete_all": lambda w: _done(w.sdk.views.delete_all(project=w.fresh_project())),
    "views.get": lambda w: w.sdk.views.get(w.fresh_view()).project == w.project,
    "views.delete": _gone(World.fresh_view, lambda s, i: s.views.delete(i), lambda s, i: s.views.get(i)),
    "views.update": lambda w: w.sdk.views.update(w.fresh_view(), data={"title": "U"}).data["title"] == "U",
}


ELSEWHERE = ("projects.exports.", "webhooks.")
"""Calls with contract tests of their own."""


async def test_every_call_answers(
    new_server: NewServer, buckets: Buckets, start_backend: StartBackend, tmp_path: Path
) -> None:
    (documents := tmp_path / "documents").mkdir()
    server = await new_server(
        LABELWRIGHT_SSRF_ALLOWED_SUBNETS="127.0.0.0/8",
        LABELWRIGHT_LOCAL_FILES_SERVING_ENABLED="true",
        LABELWRIGHT_LOCAL_FILES_DOCUMENT_ROOT=str(documents),
    )
    server.start()
    failed = {}
    with httpx.Client(timeout=60, follow_redirects=True) as connections:
        sdk = published().LabelStudio(base_url=server.url, api_key=TOKEN, httpx_client=connections)
        world = World(sdk, server, documents, buckets, start_backend().url)
        for name, call in CALLS.items():
            try:
                if not call(world):
                    failed[name] = "another answer than expected"
            except Exception as error:  # noqa: BLE001 - all are tried, and told together
                failed[name] = f"{type(error).__name__}: {getattr(error, 'body', error)}"[:500]
    assert not failed, "\n".join(f"{name}: {why}" for name, why in failed.items())
