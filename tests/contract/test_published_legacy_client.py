"""What scripts do with the older `Client`."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from tests.fixtures.making import SENTIMENT, choice
from tests.fixtures.servers import EMAIL, PASSWORD, Server

pytestmark = [pytest.mark.contract, pytest.mark.filterwarnings("ignore")]


@pytest.fixture
def project(legacy: Any) -> Any:
    """A project of sentiments."""
    return legacy.start_project(title="Legacy", label_config=SENTIMENT, enable_review=True)


def test_the_connection_is_checked(legacy: Any) -> None:
    assert legacy.check_connection() == {"status": "UP"}


def test_projects(legacy: Any, project: Any) -> None:
    assert legacy.get_project(project.id).get_params()["title"] == "Legacy"
    assert project.id in [item.id for item in legacy.get_projects()]
    project.set_params(title="Renamed", maximum_annotations=2)
    assert legacy.get_project(project.id).maximum_annotations == 2
    assert project.get_model_versions() == {}
    legacy.delete_project(project.id)
    assert project.id not in [item.id for item in legacy.list_projects()]


def test_a_list_is_imported_and_labeled(project: Any) -> None:
    ids = project.import_tasks([{"text": "a"}, {"data": {"text": "b"}}, {"text": "c"}])
    assert len(ids) == 3
    assert [task["data"]["text"] for task in project.get_tasks()] == ["a", "b", "c"]
    made = project.create_annotation(ids[0], result=choice(), lead_time=1.5)
    assert project.get_annotation(made["id"])["result"] == choice()
    project.update_annotation(made["id"], result=choice("Negative"))
    assert project.list_annotations(ids[0])[0]["result"] == choice("Negative")
    project.update_task(ids[1], data={"text": "changed"})
    assert project.get_task(ids[1])["data"] == {"text": "changed"}
    project.delete_task(ids[2])
    assert project.get_tasks_ids() == ids[:2]
    assert [task["id"] for task in project.export_tasks()] == [ids[0]]
    project.delete_tasks([ids[1]])
    assert project.get_tasks_ids() == ids[:1]
    project.delete_all_tasks()
    assert project.get_tasks() == []


def test_files_are_imported_and_exported(project: Any, tmp_path: Path) -> None:
    table = tmp_path / "reviews.csv"
    table.write_text('text,stars\n"good, really",5\nbad,1\n')
    ids = project.import_tasks(str(table))
    assert [task["data"]["text"] for task in project.get_tasks()] == ["good, really", "bad"]
    listed = tmp_path / "reviews.json"
    listed.write_text('[{"text": "from json"}]')
    assert len(project.import_tasks(str(listed))) == 1
    project.create_annotation(ids[0], result=choice())
    target = tmp_path / "out.csv"
    project.export_tasks(export_type="CSV", export_location=str(target))
    assert '"good, really"' in target.read_text()
    assert len(project.export_tasks(export_type="JSON", download_all_tasks=True)) == 3
    assert project.export_tasks(export_type="JSON_MIN")[0]["sentiment"] == "Positive"


def test_snapshots_are_made_listed_downloaded_and_deleted(project: Any, tmp_path: Path) -> None:
    ids = project.import_tasks([{"text": "a"}, {"text": "b"}])
    project.create_annotation(ids[0], result=choice())
    made = project.export_snapshot_create(title="By script", serialization_options_annotations__completed_by=False)
    status = project.export_snapshot_status(made["id"])
    assert status.is_completed()
    assert [item["id"] for item in project.export_snapshot_list()] == [made["id"]]
    code, name = project.export_snapshot_download(made["id"], path=str(tmp_path))
    tasks = json.loads((tmp_path / name).read_text())
    assert (code, [task["id"] for task in tasks]) == (200, ids)
    assert tasks[0]["annotations"][0]["completed_by"]["email"] == EMAIL
    assert project.export_snapshot_delete(made["id"]) == 204
    assert project.export_snapshot_list() == []


def test_a_filtered_export_in_a_format_of_choice(project: Any, tmp_path: Path) -> None:
    """The older client has no call for conversions: it downloads in the format at once."""
    ids = project.import_tasks([{"text": "a"}, {"text": "b"}])
    for task in ids:
        project.create_annotation(task, result=choice())
    item = {"filter": "filter:tasks:id", "operator": "equal", "type": "Number", "value": ids[1]}
    filters = {"conjunction": "and", "items": [item]}
    answer = project.export(filters=filters, export_type="CSV", output_dir=str(tmp_path))
    assert answer["status"] == 200
    with (tmp_path / answer["filename"]).open() as file:
        assert [row["id"] for row in csv.DictReader(file)] == [str(ids[1])]


def test_columns_become_predictions(project: Any) -> None:
    (task,) = project.import_tasks([{"text": "a", "sentiment": "Negative"}], preannotated_from_fields=["sentiment"])
    item = project.get_task(task)["predictions"][0]["result"][0]
    assert (item["from_name"], item["value"]) == ("sentiment", {"choices": ["Negative"]})


def test_predictions(project: Any) -> None:
    first, second = project.import_tasks([{"text": "a"}, {"text": "b"}])
    project.create_prediction(first, result=choice(), score=0.5, model_version="v1")
    made = project.create_predictions(
        [{"task": second, "result": choice("Negative"), "score": 0.25, "model_version": "v2"}]
    )
    assert made["created"] == 1
    assert project.get_model_versions() == {"v1": 1, "v2": 1}
    project.set_model_version("v1")
    assert project.get_task(first)["predictions"][0]["score"] == 0.5


def test_tasks_are_read_page_by_page_to_the_end(project: Any) -> None:
    project.import_tasks([{"text": str(number)} for number in range(250)])
    assert len(project.get_tasks()) == 250
    page = project.get_paginated_tasks(page=2, page_size=100)
    assert len(page["tasks"]) == 100


def test_users(legacy: Any) -> None:
    users = legacy.get_users()
    assert EMAIL in [user.email for user in users]
    created = legacy.create_user({"email": "by-client@example.org", "username": "by-client"})
    assert created.email == "by-client@example.org"
    assert created.id in [user.id for user in legacy.get_users()]
    assert legacy.get_organization()["id"] == created.active_organization


def test_signing_in_with_a_password(server: Server, legacy: Any) -> None:
    from label_studio_sdk._legacy.client import ClientCredentials

    credentials = ClientCredentials(email=EMAIL, password=PASSWORD)
    client = type(legacy)(url=server.url, credentials=credentials)
    assert client.get_users()


def test_views_with_the_clients_own_filters(legacy: Any) -> None:
    import label_studio_sdk.data_manager as made

    project = legacy.start_project(title="Viewed", label_config=SENTIMENT)
    ids = project.import_tasks([{"text": "a lovely phone"}, {"text": "dull"}, {"text": "lovely again"}])
    manager: Any = made
    value = manager.Filters.value("lovely")
    column, operator, kind = manager.Column.data("text"), manager.Operator.CONTAINS, manager.Type.String
    filters = manager.Filters.create(manager.Filters.AND, [manager.Filters.item(column, operator, kind, value)])
    assert [task["id"] for task in project.get_tasks(filters=filters)] == [ids[0], ids[2]]
    view = project.create_view(title="Lovely", filters=filters, ordering=["-tasks:id"])
    assert [task["id"] for task in project.get_paginated_tasks(view_id=view["id"])["tasks"]] == [ids[2], ids[0]]
    assert [item["id"] for item in project.get_views()] == [view["id"]]
    project.delete_view(view["id"])
    assert project.get_views() == []
