"""Our own client against a real server: what the guide's scripts do, with both kinds of keys."""

import asyncio
import csv
import io
import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from labelwright.sdk import ApiError, AsyncClient, Client, Project, Unreachable
from tests.fixtures.making import BOXES, SENTIMENT, choice
from tests.fixtures.servers import TOKEN, Server

pytestmark = pytest.mark.contract

COMPLETED = {
    "conjunction": "and",
    "items": [{"filter": "filter:tasks:completed", "operator": "equal", "value": True, "type": "Boolean"}],
}


@pytest.fixture(params=["legacy", "personal"])
def client(request: pytest.FixtureRequest, server: Server) -> Iterator[Client]:
    """A client with either kind of key."""
    key = TOKEN
    if request.param == "personal":
        with server.client() as plain:
            key = str(plain.post("/api/token/").json()["token"])
    with Client(server.url, key) as made:
        yield made
        if request.param == "personal":
            made.request("POST", "/api/token/blacklist", json={"refresh": key})


@pytest.fixture
def project(client: Client) -> Iterator[Project]:
    """A project of sentiments."""
    made = client.start_project(title="Ours", label_config=SENTIMENT)
    yield made
    made.delete()


def test_tasks_are_assigned(client: Client, project: Project) -> None:
    ids = project.import_tasks([{"text": f"t{n}"} for n in range(4)])
    me = client.request("GET", "/api/current-user/whoami")["id"]
    assert project.assign_tasks(task_ids=ids[:2], user_ids=[me]) == 2
    assert project.assign_tasks(task_ids=ids, user_ids=[me], users_per_task=1) == 2
    assert project.assign_tasks(user_ids=[me], filters=COMPLETED, to_review=True) == 0
    with pytest.raises(ValueError, match="which tasks"):
        project.assign_tasks(user_ids=[me])
    with pytest.raises(ApiError) as refused:
        project.assign_tasks(task_ids=ids, user_ids=[999_999])
    assert refused.value.status == 400


def test_a_project_is_started_found_and_deleted(client: Client) -> None:
    made = client.start_project("Found", SENTIMENT, enable_review=True, review_percentage=20, maximum_annotations=2)
    assert (made["enable_review"], made["review_percentage"], made["maximum_annotations"]) == (True, 20, 2)
    assert client.get_project(project_id=made.id).title == client.get_project(id=made.id).title == "Found"
    assert next(found for found in client.list_projects() if found.title == "Found").id == made.id
    made.update(title="Renamed")
    assert client.get_project(made.id).title == "Renamed"
    made.delete()
    with pytest.raises(ApiError) as refused:
        client.get_project(made.id)
    assert refused.value.status == 404


def test_what_is_wrong_is_told_by_field(client: Client) -> None:
    with pytest.raises(ApiError) as refused:
        client.start_project(title="x", label_config="...")
    assert set(refused.value.validation_errors) >= {"title"}
    assert refused.value.id
    with pytest.raises(ApiError, match="label_config"):
        client.start_project(title="Broken", label_config="...")
    with pytest.raises(ApiError, match="review_percentage"):
        client.start_project(title="Broken", label_config=SENTIMENT, review_percentage=101)


def test_a_wrong_key_is_a_401(server: Server) -> None:
    for key in ("0" * 40, "a.b.c"):
        with Client(server.url, key) as client, pytest.raises(ApiError) as refused:
            client.list_projects()
        assert refused.value.status == 401


def test_tasks_come_from_lists_files_and_addresses(project: Project, tmp_path: Path) -> None:
    assert len(project.import_tasks([{"text": "a"}, {"data": {"text": "b"}}])) == 2
    assert len(project.import_tasks({"text": "c"})) == 1
    path = tmp_path / "texts.json"
    path.write_text(json.dumps([{"text": "d"}]))
    assert len(project.import_tasks(path)) == len(project.import_tasks(str(path))) == 1
    assert [task["data"]["text"] for task in project.iter_tasks()] == ["a", "b", "c", "d", "d"]
    with pytest.raises(FileNotFoundError):
        project.import_tasks("no/such/file.json")


def test_an_address_of_this_machine_is_refused(project: Project, tmp_path: Path) -> None:
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as web:
        threading.Thread(target=web.serve_forever, daemon=True).start()
        with pytest.raises(ApiError, match="url"):
            project.import_tasks(f"http://127.0.0.1:{web.server_address[1]}/a.json")
        web.shutdown()


def test_exports_come_as_their_format_asks(project: Project, tmp_path: Path) -> None:
    ids = project.import_tasks([{"text": "a"}, {"text": "b"}])
    project.create_annotation(ids[0], choice())
    annotations = project.export_tasks()
    assert annotations[0]["annotations"][0]["result"][0]["value"]["choices"] == ["Positive"]
    assert [task["id"] for task in project.export_tasks(export_type="JSON", filters=COMPLETED)] == ids[:1]
    assert len(project.export_tasks(download_all_tasks=True)) == 2
    assert project.export_tasks(ids=ids[1:], download_all_tasks=True)[0]["data"] == {"text": "b"}
    rows = list(csv.DictReader(io.StringIO(project.export_tasks(export_type="CSV"))))
    assert rows[0]["sentiment"] == "Positive"
    target = project.export_tasks("CSV", export_location=tmp_path / "out.csv")
    assert target.read_text().startswith('"annotation_id"')
    with pytest.raises(ApiError, match="does not fit"):
        project.export_tasks("COCO")
    with pytest.raises(ApiError, match="does not fit"):
        project.export_tasks("COCO", export_location=tmp_path / "out.zip")
    summary = project.get_project_summary()
    assert (summary["task_number"], summary["num_tasks_with_annotations"]) == (2, 1)


def test_coco_comes_parsed(client: Client) -> None:
    project = client.start_project("Boxes", BOXES)
    (task,) = project.import_tasks([{"image": "https://example.org/a.png"}])
    value = {"x": 0, "y": 0, "width": 50, "height": 50, "rotation": 0, "rectanglelabels": ["Car"]}
    box = {"id": "b", "from_name": "label", "to_name": "image", "type": "rectanglelabels", "value": value}
    project.create_annotation(task, [{**box, "original_width": 4, "original_height": 2}])
    assert project.export_tasks("COCO")["annotations"][0]["bbox"] == [0, 0, 2, 1]
    assert project.export_tasks("YOLO").startswith(b"PK")
    project.delete()


def test_predictions(project: Project) -> None:
    ids = project.import_tasks([{"text": "a"}, {"text": "b"}])
    assert project.create_prediction(ids[0], choice(), score=0.5, model_version="v1")["model_version"] == "v1"
    many = [{"task": task, "result": choice(), "score": 0.1, "model_version": "v2"} for task in ids]
    assert project.create_predictions(many) == 2
    assert project.get_project_summary()["total_predictions_number"] == 3


def test_no_task_is_missed_while_the_filter_sees_others(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("labelwright.sdk.calls.PAGE_SIZE", 3)
    ids = project.import_tasks([{"text": str(number)} for number in range(8)])
    left = {"conjunction": "and", "items": [{**COMPLETED["items"][0], "value": False}]}  # type: ignore[dict-item]
    seen = []
    for task in project.iter_tasks(filters=left):
        seen.append(task["id"])
        project.create_annotation(task["id"], choice())
    assert seen == ids


async def test_the_same_for_services(server: Server) -> None:
    async with AsyncClient(server.url, TOKEN) as client:
        project = await client.start_project("Async", SENTIMENT)
        ids = await project.import_tasks([{"text": str(number)} for number in range(3)])
        await asyncio.gather(*(project.create_annotation(task, choice()) for task in ids))
        assert len(await project.export_tasks(filters=COMPLETED)) == 3
        assert [task["id"] async for task in project.iter_tasks(ordering=["-tasks:id"])] == ids[::-1]
        assert (await project.get_project_summary())["num_tasks_with_annotations"] == 3
        assert await project.create_predictions([{"task": ids[0], "result": choice()}]) == 1
        await project.update(title="Renamed")
        await project.refresh()
        assert (await client.get_project(project.id)).title == project.title == "Renamed"
        assert project.id in [found.id for found in await client.list_projects()]
        await project.delete()


class _Flaky(httpx.HTTPTransport):
    """A network that drops every request once before it lets it through."""

    def __init__(self) -> None:
        super().__init__()
        self.dropped: set[str] = set()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Drop it, or let it through."""
        what = f"{request.method} {request.url}"
        if what not in self.dropped:
            self.dropped.add(what)
            raise httpx.ConnectError("dropped")
        return super().handle_request(request)


def test_a_dropped_connection_is_tried_again(server: Server) -> None:
    with Client(server.url, TOKEN, transport=_Flaky()) as client:
        project = client.start_project("Flaky", SENTIMENT)
        assert len(project.import_tasks([{"text": "a"}])) == 1
        project.delete()


def test_a_server_that_is_not_there_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("labelwright.sdk.transport.FIRST_PAUSE_SECONDS", 0.01)
    with (
        Client("http://127.0.0.1:1", "x") as client,
        pytest.raises(Unreachable, match=r"GET http://127\.0\.0\.1:1/api"),
    ):
        client.list_projects()
