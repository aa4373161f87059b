"""What users do with the published `LabelStudio` client."""

import csv
import io
import json
import time
from typing import Any

import pytest

from tests.contract.conftest import published
from tests.fixtures.making import SENTIMENT, SPANS, choice
from tests.fixtures.servers import EMAIL, Server

# The client's own models warn about names of theirs.
pytestmark = [pytest.mark.contract, pytest.mark.filterwarnings("ignore")]


@pytest.fixture
def project(sdk: Any) -> Any:
    """A project of sentiments."""
    return sdk.projects.create(title="Contract", label_config=SENTIMENT)


def _texts(sdk: Any, project: Any) -> list[str]:
    return [task.data["text"] for task in sdk.tasks.list(project=project.id, page_size=2)]


def test_projects_live_through_the_client(sdk: Any) -> None:
    project = sdk.projects.create(title="Born", label_config=SENTIMENT, description="d")
    assert sdk.projects.get(project.id).title == "Born"
    assert project.id in [item.id for item in sdk.projects.list(page_size=1)]
    assert sdk.projects.update(project.id, title="Renamed", maximum_annotations=2).title == "Renamed"
    shown = sdk.projects.get(project.id)
    assert (shown.title, shown.description, shown.maximum_annotations) == ("Renamed", "d", 2)
    assert shown.created_by.email == EMAIL
    sdk.projects.validate_label_config(project.id, label_config=SPANS)
    sdk.projects.delete(project.id)
    from label_studio_sdk.core.api_error import ApiError

    with pytest.raises(ApiError) as refused:
        sdk.projects.get(project.id)
    assert refused.value.status_code == 404


def test_a_bad_config_is_told_by_field(sdk: Any, project: Any) -> None:
    from label_studio_sdk.core.api_error import ApiError

    with pytest.raises(ApiError) as refused:
        sdk.projects.validate_label_config(project.id, label_config="<View><Nothing/></View")
    assert refused.value.status_code == 400
    assert "label_config" in refused.value.body["validation_errors"]


def test_tasks_are_imported_listed_to_the_end_and_changed(sdk: Any, project: Any) -> None:
    answer = sdk.projects.import_tasks(project.id, request=[{"text": f"t{n}"} for n in range(5)], return_task_ids=True)
    assert answer.task_count == 5
    assert _texts(sdk, project) == [f"t{n}" for n in range(5)]
    first = answer.task_ids[0]
    sdk.tasks.update(first, data={"text": "changed"})
    assert sdk.tasks.get(first).data == {"text": "changed"}
    sdk.tasks.delete(answer.task_ids[1])
    assert _texts(sdk, project) == ["changed", "t2", "t3", "t4"]
    created = sdk.tasks.create(project=project.id, data={"text": "one more"})
    assert sdk.tasks.get(created.id).data == {"text": "one more"}
    sdk.tasks.delete_all_tasks(project.id)
    assert _texts(sdk, project) == []


def test_annotations_live_through_the_client(sdk: Any, project: Any) -> None:
    task = sdk.tasks.create(project=project.id, data={"text": "a"})
    made = sdk.annotations.create(task.id, result=choice(), lead_time=3.5)
    assert (made.result, made.lead_time) == (choice(), 3.5)
    assert sdk.annotations.get(made.id).result == choice()
    changed = sdk.annotations.update(made.id, result=choice("Negative"))
    assert changed.result == choice("Negative")
    assert [item.id for item in sdk.annotations.list(task.id)] == [made.id]
    shown = sdk.tasks.get(task.id)
    assert shown.is_labeled is True
    assert shown.annotations[0]["result"] == choice("Negative")
    sdk.annotations.delete(made.id)
    assert sdk.annotations.list(task.id) == []


def test_predictions_one_by_one_and_many(sdk: Any, project: Any) -> None:
    ids = sdk.projects.import_tasks(project.id, request=[{"text": "a"}, {"text": "b"}], return_task_ids=True).task_ids
    made = sdk.predictions.create(task=ids[0], result=choice(), score=0.5, model_version="v1")
    assert sdk.predictions.get(made.id).score == 0.5
    assert sdk.predictions.update(made.id, score=0.75, model_version="v2").model_version == "v2"
    many = [{"task": task, "result": choice("Negative"), "model_version": "v3", "score": 0.25} for task in ids]
    assert sdk.projects.import_predictions(project.id, request=many).created == 2
    listed = sdk.predictions.list(task=ids[0])
    assert sorted((item.model_version, item.score) for item in listed) == [("v2", 0.75), ("v3", 0.25)]
    assert sdk.projects.get(project.id).model_version == "v3"
    sdk.predictions.delete(made.id)
    assert len(sdk.predictions.list(task=ids[0])) == 1


def test_an_export_holds_what_was_labeled(sdk: Any, project: Any) -> None:
    ids = sdk.projects.import_tasks(project.id, request=[{"text": "a"}, {"text": "b"}], return_task_ids=True).task_ids
    sdk.annotations.create(ids[0], result=choice())
    exported = json.loads(b"".join(sdk.projects.exports.download_sync(project.id, export_type="JSON")))
    assert [(task["id"], task["annotations"][0]["result"]) for task in exported] == [(ids[0], choice())]
    everything = b"".join(sdk.projects.exports.download_sync(project.id, export_type="JSON", download_all_tasks=True))
    assert [task["id"] for task in json.loads(everything)] == ids
    table = b"".join(sdk.projects.exports.download_sync(project.id, export_type="CSV")).decode()
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [(row["text"], row["sentiment"]) for row in rows] == [("a", "Positive")]
    assert sdk.projects.exports.as_json(project.id)[0]["data"] == {"text": "a"}
    assert list(sdk.projects.exports.as_pandas(project.id)["sentiment"].dropna()) == ["Positive"]


def test_snapshots_are_made_converted_and_downloaded(sdk: Any, project: Any) -> None:
    ids = sdk.projects.import_tasks(project.id, request=[{"text": "a"}, {"text": "b"}], return_task_ids=True).task_ids
    sdk.annotations.create(ids[0], result=choice())
    exports = sdk.projects.exports
    made = exports.create(
        project.id,
        title="By script",
        task_filter_options={"annotated": "only"},
        serialization_options={"annotations__completed_by": {"only_id": False}},
    )
    assert (made.status, made.title, made.created_by.email) == ("completed", "By script", EMAIL)
    assert made.md5
    assert made.finished_at
    assert [item.id for item in exports.list(project.id, ordering="-created_at")] == [made.id]
    tasks = json.loads(b"".join(exports.download(project.id, made.id)))
    assert [task["id"] for task in tasks] == ids[:1]
    assert tasks[0]["annotations"][0]["completed_by"]["email"] == EMAIL
    converted = exports.convert(project.id, made.id, export_type="CSV", download_resources=True)
    (entry,) = exports.get(project.id, made.id).converted_formats
    assert (entry.id, entry.export_type, entry.status) == (converted.converted_format, "CSV", "completed")
    table = b"".join(exports.download(project.id, made.id, export_type="CSV")).decode()
    assert [row["id"] for row in csv.DictReader(io.StringIO(table))] == [str(ids[0])]
    exports.delete(project.id, made.id)
    assert list(exports.list(project.id)) == []


def test_every_way_of_the_client_to_take_an_export(sdk: Any, project: Any) -> None:
    sdk.projects.import_tasks(project.id, request=[{"text": "a"}, {"text": "b"}])
    exports = sdk.projects.exports
    assert len(exports.as_json(project.id)) == 2
    assert len(json.load(exports.as_file(project.id))) == 2
    assert exports.as_binary(project.id, export_type="TSV").startswith(b'"')
    assert list(exports.as_pandas(project.id)["text"]) == ["a", "b"]


def test_users_organization_and_invite(sdk: Any) -> None:
    me = sdk.users.whoami()
    assert me.email == EMAIL
    assert me.id in [user.id for user in sdk.users.list()]
    assert sdk.users.get(me.id).email == EMAIL
    assert sdk.organizations.get(me.active_organization).id == me.active_organization
    members = sdk.organizations.members.list(me.active_organization, page_size=100)
    # A page in some releases of the client, a pager in others.
    rows = members.results if hasattr(members, "results") else list(members)
    assert EMAIL in [member.user.email for member in rows]
    assert sdk.organizations.invites.get_invite_link().invite_url.startswith("/")
    assert sdk.users.get_token().token
    changed = sdk.users.update(me.id, first_name="Ada")
    assert changed.first_name == "Ada"


def test_tokens(sdk: Any, api_key: str) -> None:
    personal = "." in api_key
    listed = sdk.tokens.list()
    assert [item.token for item in listed] == ([api_key.rpartition(".")[0]] if personal else [])
    settings = sdk.jwt_settings.get()
    assert (settings.api_tokens_enabled, settings.legacy_api_tokens_enabled) == (True, True)
    if personal:
        assert sdk.tokens.refresh(refresh=api_key).access.count(".") == 2


def test_a_wrong_key_is_a_401(sdk: Any) -> None:
    from label_studio_sdk.core.api_error import ApiError

    stranger = published().LabelStudio(base_url=sdk._client_wrapper.get_base_url(), api_key="wrong" * 8)
    with pytest.raises(ApiError) as refused:
        stranger.users.whoami()
    assert refused.value.status_code == 401


def test_storages_are_connected_and_synchronised(server: Server, sdk: Any, project: Any) -> None:
    from label_studio_sdk.core.api_error import ApiError

    (server.documents / "sdk").mkdir(exist_ok=True)
    (server.documents / "sdk" / "a.json").write_text('{"text": "from a storage"}')
    assert next(kind.name for kind in sdk.import_storage.list_types()) == "s3"
    storage = sdk.import_storage.local.create(project=project.id, path=str(server.documents / "sdk"), title="Mine")
    assert (storage.title, storage.status, storage.last_sync_count) == ("Mine", "initialized", None)
    synced = sdk.import_storage.local.sync(storage.id)
    assert (synced.status, synced.last_sync_count) == ("completed", 1)
    assert _texts(sdk, project) == ["from a storage"]
    assert [item.id for item in sdk.import_storage.local.list(project=project.id)] == [storage.id]
    assert sdk.import_storage.local.update(storage.id, title="Renamed").title == "Renamed"
    sdk.import_storage.local.delete(storage.id)
    with pytest.raises(ApiError) as refused:
        sdk.import_storage.s3.create(project=project.id, bucket="b", s3endpoint="http://10.0.0.1")
    assert refused.value.status_code == 400


def test_a_large_import_is_followed_to_its_end(sdk: Any, project: Any) -> None:
    answer = sdk.projects.import_tasks(project.id, request=[{"text": f"t{n}"} for n in range(50_001)])
    number = answer.import_
    for _ in range(600):
        record = sdk.tasks.create_many_status(project.id, number)
        if record.status in ("completed", "failed"):
            break
        time.sleep(0.1)
    assert (record.status, record.task_count, record.error) == ("completed", 50_001, None)


CHEAP = {
    "conjunction": "and",
    "items": [{"filter": "filter:tasks:data.price", "operator": "less", "type": "Number", "value": 5}],
}


def test_tabs_filter_order_and_go(sdk: Any) -> None:
    project = sdk.projects.create(title="Priced", label_config="<View></View>")
    sdk.projects.import_tasks(project.id, request=[{"price": price} for price in (3, "1", 9)])
    view = sdk.views.create(
        project=project.id, data={"title": "Cheap", "filters": CHEAP, "ordering": ["tasks:data.price"]}
    )
    assert [task.data["price"] for task in sdk.tasks.list(view=view.id, fields="all")] == ["1", 3]
    other = sdk.views.create(project=project.id, data={"title": "All"})
    sdk.views.update_order(project=project.id, ids=[other.id, view.id])
    assert [item.id for item in sdk.views.list(project=project.id)] == [other.id, view.id]
    changed = sdk.views.update(
        str(view.id), data={"title": "Dear first", "ordering": ["-tasks:id"]}, project=project.id
    )
    assert sdk.views.get(str(view.id)).data == changed.data
    sdk.views.delete(str(other.id))
    sdk.views.delete_all(project=project.id)
    assert sdk.views.list(project=project.id) == []


def test_actions_work_on_what_a_filter_leaves(sdk: Any) -> None:
    project = sdk.projects.create(title="Acted", label_config="<View></View>")
    sdk.projects.import_tasks(project.id, request=[{"price": price} for price in (3, 1, 9)])
    sdk.actions.create(
        id="delete_tasks",
        project=project.id,
        filters=CHEAP,
        ordering=["tasks:total_annotations"],
        selected_items={"all": True, "excluded": []},
    )
    assert [task.data["price"] for task in sdk.tasks.list(project=project.id)] == [9]
    assert "delete_tasks" in [action.id for action in sdk.actions.list(project=project.id)]


def test_webhooks_are_made_changed_and_removed(sdk: Any, project: Any) -> None:
    made = sdk.webhooks.create(
        url="http://1.1.1.1/labels",
        project=project.id,
        send_for_all_actions=False,
        actions=["ANNOTATION_CREATED", "TASKS_CREATED"],
        headers={"X-Key": "1"},
        is_active=False,
    )
    assert (made.project, made.is_active, made.send_payload) == (project.id, False, True)
    assert [hook.id for hook in sdk.webhooks.list(project=project.id)] == [made.id]
    assert sdk.webhooks.get(made.id).headers == {"X-Key": "1"}
    changed = sdk.webhooks.update(made.id, url="http://1.1.1.1/other", send_payload=False, actions=["TASKS_DELETED"])
    assert (changed.url, changed.send_payload, changed.actions) == ("http://1.1.1.1/other", False, ["TASKS_DELETED"])
    assert (changed.headers, changed.project) == ({"X-Key": "1"}, project.id)
    info = sdk.webhooks.info()
    assert info.annotation_created.key == "annotation"
    assert sdk.webhooks.info(organization_only=True).tasks_created is None
    sdk.webhooks.delete(made.id)
    assert sdk.webhooks.list(project=project.id) == []
