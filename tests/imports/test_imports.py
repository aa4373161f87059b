"""Imports: JSON bodies, files, what is refused, and that a refused import leaves nothing."""

import errno
import json
from typing import Any

import httpx
import pytest

from labelwright.imports.schemas import ImportRead, ImportRecord
from tests.fixtures.making import BOXES, SENTIMENT, SPANS, Make, choice, span
from tests.fixtures.people import People
from tests.fixtures.sites import OpenSite, Site

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
EMPTY = "<View></View>"


async def _import(client: httpx.AsyncClient, project: Any, body: Any, **query: Any) -> httpx.Response:
    return await client.post(f"/api/projects/{project['id']}/import", json=body, params=query)


async def _files(client: httpx.AsyncClient, project: Any, *files: tuple[str, bytes], **query: Any) -> httpx.Response:
    parts = [(f"part{number}", (name, content)) for number, (name, content) in enumerate(files)]
    return await client.post(f"/api/projects/{project['id']}/import", files=parts, params=query)


async def _datas(make: Make, project: Any) -> list[Any]:
    return [task["data"] for task in await make.read(f"/api/projects/{project['id']}/tasks")][::-1]


async def _nothing_was_stored(make: Make, site: Site, project: Any) -> None:
    shown = await make.read(f"/api/projects/{project['id']}")
    assert (shown["task_number"], shown["total_annotations_number"], shown["total_predictions_number"]) == (0, 0, 0)
    for table in ("task", "annotation", "prediction", "file_upload", "project_import", "data_column"):
        assert (await site.sql(f"SELECT count(*) FROM {table}"))[0][0] == 0, table
    folder = site.app.state.uploads.folder(project["id"])
    assert not folder.exists() or not list(folder.iterdir())


class TestJson:
    """JSON bodies."""

    @pytest.mark.parametrize("door", ["import", "import/", "tasks/bulk", "tasks/bulk/"])
    async def test_plain_objects_become_tasks(self, client: httpx.AsyncClient, make: Make, door: str) -> None:
        project = await make.project()
        answer = await client.post(f"/api/projects/{project['id']}/{door}", json=[{"text": "a"}, {"text": "b"}])
        assert answer.status_code == 201
        body = answer.json()
        assert (body["task_count"], body["annotation_count"], body["prediction_count"]) == (2, 0, 0)
        assert (body["file_upload_ids"], body["could_be_tasks_list"], body["found_formats"]) == ([], False, [])
        assert "task_ids" not in body
        assert await _datas(make, project) == [{"text": "a"}, {"text": "b"}]
        ImportRead.model_validate(body)

    async def test_one_object_is_one_task(self, client: httpx.AsyncClient, make: Make) -> None:
        project = await make.project()
        assert (await _import(client, project, {"data": {"text": "a"}})).json()["task_count"] == 1
        assert (await _import(client, project, {"text": "b"})).json()["task_count"] == 1
        assert await _datas(make, project) == [{"text": "a"}, {"text": "b"}]

    @pytest.mark.parametrize("flag", ["1", "true", "True"])
    async def test_ids_come_when_asked(self, client: httpx.AsyncClient, make: Make, flag: str) -> None:
        project = await make.project()
        answer = await _import(client, project, [{"text": "a"}, {"text": "b"}], return_task_ids=flag)
        ids = answer.json()["task_ids"]
        assert [(await make.read(f"/api/tasks/{task}"))["data"]["text"] for task in ids] == ["a", "b"]

    async def test_whole_tasks_bring_their_work(self, client: httpx.AsyncClient, make: Make, people: People) -> None:
        project = await make.project()
        item = {
            "data": {"text": "a"},
            "meta": {"source": "s"},
            "annotations": [
                {"result": choice(), "completed_by": {"email": people.annotator.email.upper()}, "lead_time": 2},
                {"result": [], "was_cancelled": True, "completed_by": people.colleague.id},
            ],
            "predictions": [{"result": choice("Negative"), "score": 0.5, "model_version": "v1"}],
        }
        answer = (await _import(client, project, [item, {"text": "b"}], return_task_ids=1)).json()
        assert (answer["task_count"], answer["annotation_count"], answer["prediction_count"]) == (2, 2, 1)
        task = await make.read(f"/api/tasks/{answer['task_ids'][0]}")
        assert (task["is_labeled"], task["total_annotations"], task["cancelled_annotations"]) == (True, 1, 1)
        assert [work["completed_by"] for work in task["annotations"]] == [people.annotator.id, people.colleague.id]
        assert (task["predictions"][0]["score"], task["meta"]) == (0.5, {"source": "s"})
        shown = await make.read(f"/api/projects/{project['id']}")
        counters = ("task_number", "finished_task_number", "total_annotations_number", "skipped_annotations_number")
        assert [shown[name] for name in counters] == [2, 1, 1, 1]
        assert (shown["total_predictions_number"], shown["model_version"]) == (1, "v1")

    async def test_a_ground_truth_makes_a_task_labeled(self, make: Make) -> None:
        project = await make.project(maximum_annotations=3)
        item = {"data": {"text": "a"}, "annotations": [{"result": choice(), "ground_truth": True}]}
        (task,) = await make.imported(project, [item])
        assert (await make.read(f"/api/tasks/{task}"))["is_labeled"] is True

    async def test_an_export_can_be_imported_again(self, client: httpx.AsyncClient, make: Make) -> None:
        project = await make.project(label_config=SPANS)
        task = await make.task(project, {"text": "Ada in Rome"})
        await make.annotation(task, [span("Person", 0, 3), span("Place", 7, 11)])
        await make.prediction(task, result=[])
        exported = (await client.get(f"/api/projects/{project['id']}/export")).json()
        other = await make.project(label_config=SPANS)
        assert (await _import(client, other, exported)).json()["annotation_count"] == 1
        again = (await client.get(f"/api/projects/{other['id']}/export")).json()
        assert [item["data"] for item in again] == [item["data"] for item in exported]
        assert again[0]["annotations"][0]["result"] == exported[0]["annotations"][0]["result"]

    async def test_a_taken_unique_id_is_renewed(self, client: httpx.AsyncClient, make: Make) -> None:
        free, taken = "own id \U0001f600", (await make.annotation())["unique_id"]
        project = await make.project()
        works = [{"result": choice(), "unique_id": unique_id} for unique_id in (taken, free, free)]
        await make.imported(project, [{"data": {"text": "a"}, "annotations": works}])
        (task,) = (await client.get(f"/api/projects/{project['id']}/export")).json()
        found = {work["unique_id"] for work in task["annotations"]}
        assert len(found) == 3
        assert free in found
        assert taken not in found


class TestRefusals:
    """All or nothing, in the words that clients know."""

    @pytest.mark.parametrize(
        ("items", "text"),
        [
            ([{"text": "ok"}, {"other": 1}], 'Task 1: "text" key is expected in task data; keys found: other'),
            ([{"text": "ok"}, {"text": {"a": 1}}], "Task 1: "),
            ([{"text": "ok"}, "plain"], "Task 1: a task must be an object"),
            ([{"text": "ok"}, {"data": {"text": "a"}, "annotations": [{}]}], "annotations[0]: result is missing"),
            ([{"text": "ok"}, {"data": {"text": "a"}, "predictions": [{"result": 1}]}], "result"),
            (
                [{"data": {"text": "a"}, "annotations": [{"result": [], "completed_by": {"email": "x@example.com"}}]}],
                "Unknown annotator's email x@example.com",
            ),
            (
                [{"data": {"text": "a"}, "annotations": [{"result": [], "completed_by": 99999}]}],
                "Import data contains completed_by=99999 which is not a valid annotator's email or ID",
            ),
            ([], "No tasks added"),
        ],
    )
    async def test_nothing_is_stored(
        self, client: httpx.AsyncClient, make: Make, site: Site, items: Any, text: str
    ) -> None:
        project = await make.project()
        answer = await _import(client, project, items)
        assert answer.status_code == 400, answer.text
        assert text in "\n".join(answer.json()["validation_errors"]["non_field_errors"])
        await _nothing_was_stored(make, site, project)

    async def test_the_known_texts_stand_alone(self, client: httpx.AsyncClient, make: Make) -> None:
        project = await make.project()
        item = {"data": {"text": "a"}, "annotations": [{"result": [], "completed_by": 99999}]}
        answer = await _import(client, project, [item])
        assert answer.json()["validation_errors"]["non_field_errors"] == [
            "Import data contains completed_by=99999 which is not a valid annotator's email or ID"
        ]

    async def test_members_of_another_organization_are_unknown(
        self, client: httpx.AsyncClient, make: Make, people: People
    ) -> None:
        project = await make.project()
        for author in (people.stranger.id, {"email": people.stranger.email}):
            item = {"data": {"text": "a"}, "annotations": [{"result": [], "completed_by": author}]}
            assert (await _import(client, project, [item])).status_code == 400

    @pytest.mark.parametrize(
        ("name", "text"),
        [("a.wrong_ext", ".wrong_ext extension is not supported"), ("noext", " extension is not supported")],
    )
    async def test_unknown_extensions(
        self, client: httpx.AsyncClient, make: Make, site: Site, name: str, text: str
    ) -> None:
        project = await make.project()
        answer = await _files(client, project, ("ok.csv", b"text\na\n"), (name, b"x"))
        assert answer.json()["validation_errors"] == {"non_field_errors": [text]}
        await _nothing_was_stored(make, site, project)

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("a.png", b"<html>"),
            ("a.jpg", PNG),
            ("a.json", b"[{"),
            ("a.json", b"17"),
            ("a.csv", b'text\n"open\n'),
            ("a.csv", b"\xff\xfe\x00\xd8"),
            ("a.tsv", b""),
            ("a.jsonl", b'{"text": "a"}\n{"text": '),
        ],
    )
    async def test_files_that_are_not_what_they_say(
        self, client: httpx.AsyncClient, make: Make, site: Site, name: str, content: bytes
    ) -> None:
        project = await make.project()
        answer = await _files(client, project, ("ok.csv", b"text\na\n"), (name, content))
        assert answer.status_code == 400, answer.text
        assert answer.json()["validation_errors"]["non_field_errors"]
        await _nothing_was_stored(make, site, project)

    async def test_media_may_be_larger_than_task_data(self, open_site: OpenSite, people: People) -> None:
        site = await open_site(max_import_mb=1, max_upload_mb=3)
        make = Make(await site.client(people.owner))
        project = await make.project(label_config=BOXES)
        assert (await _files(make.client, project, ("a.png", PNG + b"x" * 2_000_000))).status_code == 201
        answer = await _files(make.client, project, ("a.png", PNG + b"x" * 3_000_001))
        assert answer.status_code == 413

    async def test_annotators_import_nothing(self, make: Make, annotator: httpx.AsyncClient) -> None:
        project = await make.project()
        assert (await _import(annotator, project, [{"text": "a"}])).status_code == 403

    async def test_a_url_of_this_machine_is_not_fetched(self, client: httpx.AsyncClient, make: Make) -> None:
        project = await make.project()
        path = f"/api/projects/{project['id']}/import"
        for url in ("http://127.0.0.1:1/a.json", "http://[::1]/a.json", "http://169.254.169.254/a.json"):
            for answer in (await client.post(path, data={"url": url}), await client.post(path, json={"url": url})):
                assert (answer.status_code, list(answer.json()["validation_errors"])) == (400, ["url"])
        answer = await client.post(path, data={"url": "file:///etc/passwd"})
        assert (answer.status_code, list(answer.json()["validation_errors"])) == (400, ["url"])


class TestFiles:
    """Files of many kinds."""

    async def test_csv_rows_are_tasks(self, client: httpx.AsyncClient, make: Make) -> None:
        project = await make.project()
        answer = await _files(client, project, ("a.csv", 'text,n\n"a, ""b""",1\nä,2\n'.encode()), return_task_ids=1)
        body = answer.json()
        assert (body["task_count"], body["could_be_tasks_list"], body["found_formats"]) == (2, True, {".csv": 1})
        assert sorted(body["data_columns"]) == ["n", "text"]
        datas = await _datas(make, project)
        assert [data["text"] for data in datas] == ['a, "b"', "ä"]
        task = await make.read(f"/api/tasks/{body['task_ids'][0]}")
        assert task["file_upload"] == body["file_upload_ids"][0]

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("a.tsv", b"text\tn\na\t1\nb\t2\n"),
            ("a.txt", b"a\nb\n"),
            ("a.json", b'[{"text": "a"}, {"data": {"text": "b"}}]'),
            ("a.JSON", b'[{"text": "a"}, {"data": {"text": "b"}}]'),
            ("a.jsonl", b'{"text": "a"}\n\n{"text": "b"}\n'),
        ],
    )
    async def test_other_files(self, client: httpx.AsyncClient, make: Make, name: str, content: bytes) -> None:
        project = await make.project()
        answer = await _files(client, project, (name, content))
        assert answer.status_code == 201, answer.text
        assert [data["text"] for data in await _datas(make, project)] == ["a", "b"]

    async def test_several_files_are_one_import(self, client: httpx.AsyncClient, make: Make) -> None:
        project = await make.project()
        answer = await _files(client, project, ("a.csv", b"text\na\n"), ("b.json", b'[{"text": "b"}]'))
        body = answer.json()
        assert (body["task_count"], len(body["file_upload_ids"])) == (2, 2)
        assert body["found_formats"] == {".csv": 1, ".json": 1}

    async def test_without_committing_only_the_files_stay(self, client: httpx.AsyncClient, make: Make) -> None:
        project = await make.project()
        answer = await _files(client, project, ("a.csv", b"text\na\nb\n"), commit_to_project="false")
        body = answer.json()
        assert (body["task_count"], body["annotation_count"], body["prediction_count"]) == (2, None, None)
        assert len(body["file_upload_ids"]) == 1
        assert (await make.read(f"/api/projects/{project['id']}"))["task_number"] == 0

    async def test_how_an_import_ended_can_be_read(self, client: httpx.AsyncClient, make: Make) -> None:
        project = await make.project()
        answer = (await _import(client, project, [{"text": "a"}])).json()
        record = await make.read(f"/api/projects/{project['id']}/imports/{answer['import_id']}/")
        assert (record["status"], record["task_count"], record["error"]) == ("completed", 1, None)
        ImportRecord.model_validate(record)


class TestPreannotated:
    """`preannotated_from_fields`."""

    async def test_choices_from_text(self, make: Make) -> None:
        project = await make.project()
        (task,) = await make.imported(
            project, [{"text": "a", "sentiment": "Positive"}], preannotated_from_fields="sentiment"
        )
        prediction = (await make.read(f"/api/tasks/{task}"))["predictions"][0]
        item = prediction["result"][0]
        assert (item["from_name"], item["to_name"], item["type"]) == ("sentiment", "text", "choices")
        assert item["value"] == {"choices": ["Positive"]}

    async def test_boxes_from_objects(self, make: Make) -> None:
        project = await make.project(label_config=BOXES)
        box = {"x": 1, "y": 2, "width": 3, "height": 4, "rectanglelabels": ["Car"]}
        items = [{"image": "https://example.org/a.png", "label": box, "other": 1}]
        (task,) = await make.imported(project, items, preannotated_from_fields="label,missing")
        predictions = (await make.read(f"/api/tasks/{task}"))["predictions"]
        assert [item["result"][0]["value"] for item in predictions] == [box]


class TestUploads:
    """Media files, and the addresses under which they are served."""

    async def _upload(self, client: httpx.AsyncClient, make: Make, name: str, content: bytes, config: str) -> str:
        project = await make.project(label_config=config)
        answer = await _files(client, project, (name, content))
        assert answer.status_code == 201, answer.text
        (data,) = await _datas(make, project)
        (url,) = data.values()
        assert url.startswith(f"/data/upload/{project['id']}/")
        return str(url)

    async def test_an_image_is_a_task_and_comes_back_as_sent(self, client: httpx.AsyncClient, make: Make) -> None:
        url = await self._upload(client, make, "cat photo.png", PNG, BOXES)
        assert url.endswith("-cat_photo.png")
        answer = await client.get(url)
        assert (answer.status_code, answer.content) == (200, PNG)
        assert answer.headers["content-type"] == "image/png"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-disposition"].startswith("inline")
        assert "sandbox" in answer.headers["content-security-policy"]

    async def test_parts_of_a_file(self, client: httpx.AsyncClient, make: Make) -> None:
        url = await self._upload(client, make, "a.png", PNG, BOXES)
        part = await client.get(url, headers={"Range": "bytes=1-3"})
        assert (part.status_code, part.content) == (206, PNG[1:4])
        assert (await client.get(url, headers={"Range": "bytes=999-"})).status_code == 416

    @pytest.mark.parametrize("name", ["page.html", "picture.svg", "doc.xml"])
    async def test_what_could_run_is_only_downloaded(self, client: httpx.AsyncClient, make: Make, name: str) -> None:
        content = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
        project = await make.project(label_config=EMPTY)
        body = (await _files(client, project, (name, content), commit_to_project="false")).json()
        assert body["file_upload_ids"]
        (stored,) = [path.name for path in self._folder(client, project).iterdir()]
        answer = await client.get(f"/data/upload/{project['id']}/{stored}")
        assert answer.status_code == 200
        assert answer.headers["content-disposition"].startswith("attachment")
        assert "sandbox" in answer.headers["content-security-policy"]

    @staticmethod
    def _folder(client: httpx.AsyncClient, project: Any) -> Any:
        transport: Any = client._transport
        return transport.app.state.uploads.folder(project["id"])

    async def test_only_those_who_see_the_project_get_it(
        self, client: httpx.AsyncClient, make: Make, stranger: httpx.AsyncClient, anonymous: httpx.AsyncClient
    ) -> None:
        url = await self._upload(client, make, "a.png", PNG, BOXES)
        assert (await anonymous.get(url)).status_code == 401
        foreign = await stranger.get(url)
        assert foreign.status_code == 404
        missing = await stranger.get("/data/upload/999999/00000000-a.png")
        assert {k: v for k, v in foreign.json().items() if k != "id"} == {
            k: v for k, v in missing.json().items() if k != "id"
        }

    @pytest.mark.parametrize("name", ["..%2f..%2fsecret.key", "%2e%2e%2fsecret.key", "..", "%00", "a%5c..%5cb"])
    async def test_no_name_leads_out_of_the_folder(self, client: httpx.AsyncClient, make: Make, name: str) -> None:
        url = await self._upload(client, make, "a.png", PNG, BOXES)
        folder = url.rpartition("/")[0]
        assert (await client.get(f"{folder}/{name}")).status_code == 404

    @pytest.mark.parametrize(
        "name",
        ["../../evil.png", "a\\b.png", "ユニ コード.png", "x" * 300 + ".png", ".png.png", "a\r\nb.png", "%2e.png"],
    )
    async def test_any_name_is_stored_safely(self, client: httpx.AsyncClient, make: Make, name: str) -> None:
        url = await self._upload(client, make, name, PNG, BOXES)
        stored = url.rpartition("/")[2]
        assert not {"/", "\\", "\r", "\n", " "} & set(stored)
        assert len(stored) <= 120
        assert (await client.get(url)).content == PNG

    async def test_files_need_one_field_to_go_to(self, client: httpx.AsyncClient, make: Make, site: Site) -> None:
        config = SENTIMENT.replace("</View>", '<Image name="i" value="$image"/></View>')
        project = await make.project(label_config=config)
        answer = await _files(client, project, ("a.png", PNG))
        assert "several fields" in answer.json()["validation_errors"]["non_field_errors"][0]
        await _nothing_was_stored(make, site, project)


async def test_text_that_is_json_may_stand_for_a_url(client: httpx.AsyncClient, make: Make) -> None:
    project = await make.project()
    form = {"url": json.dumps([{"text": "a"}])}
    answer = await client.post(f"/api/projects/{project['id']}/import", data=form)
    assert (answer.status_code, answer.json()["task_count"]) == (201, 1)


async def test_a_full_disk_is_a_507_and_leaves_nothing(
    client: httpx.AsyncClient, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = await make.project()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    files = {"file": ("a.json", b'[{"text": "a"}]')}
    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        answer = await client.post(f"/api/projects/{project['id']}/import", files=files)
    assert (answer.status_code, answer.json()["code"]) == (507, "disk_full")
    shown = await make.read(f"/api/projects/{project['id']}")
    assert shown["task_number"] == 0
    assert (await client.post(f"/api/projects/{project['id']}/import", files=files)).status_code == 201
