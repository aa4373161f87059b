"""S3 storages: connecting, what is refused, synchronising, media, exports. Signatures are checked."""

import base64
import io
import json
import zipfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest

from labelwright.core.db import Database
from labelwright.jobs import execution
from labelwright.storage.schemas import S3ExportRead, S3ImportRead
from tests.fixtures.buckets import SECRET_KEY, Buckets
from tests.fixtures.databases import Stage
from tests.fixtures.making import BOXES, Make, choice
from tests.fixtures.people import People
from tests.fixtures.sites import Site, running_site

BOX = {
    "id": "b1",
    "from_name": "label",
    "to_name": "image",
    "type": "rectanglelabels",
    "original_width": 100,
    "original_height": 100,
    "value": {"x": 1, "y": 1, "width": 10, "height": 10, "rotation": 0, "rectanglelabels": ["Car"]},
}


@pytest.fixture
async def site(stage: Stage, own_database_url: str, tmp_path: Path) -> AsyncIterator[Site]:
    """A site that may call S3 on this machine."""
    database = Database(own_database_url)
    settings = {"data_dir": tmp_path / "data", "ssrf_allowed_subnets": ("127.0.0.0/8",)}
    async with AsyncExitStack() as closing:
        closing.push_async_callback(database.close)
        yield await closing.enter_async_context(running_site(database, stage.people, **settings))


class Storages:
    """Calls about the storages of a project."""

    def __init__(self, make: Make, buckets: Buckets, project: Any, direction: str = "") -> None:
        self.client = make.client
        self.buckets = buckets
        self.project = project
        self.base = f"/api/storages/{direction}s3"

    async def add(self, bucket: str, **fields: Any) -> Any:
        """Connect a bucket."""
        body = {"project": self.project["id"], "bucket": bucket, **self.buckets.settings, **fields}
        answer = await self.client.post(self.base, json=body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def sync(self, storage: Any) -> Any:
        """Synchronise."""
        answer = await self.client.post(f"{self.base}/{storage['id']}/sync")
        assert answer.status_code == 200, answer.text
        return answer.json()


@pytest.fixture
async def storages(make: Make, buckets: Buckets) -> Storages:
    """Storages of a project of texts."""
    return Storages(make, buckets, await make.project())


async def _datas(site: Site) -> list[Any]:
    return [json.loads(row[0]) for row in await site.sql("SELECT CAST(data AS TEXT) FROM task ORDER BY id")]


def _link(uri: str) -> str:
    return base64.b64encode(uri.encode()).decode()


class TestConnecting:
    """Settings and keys."""

    async def test_keys_are_sealed_and_never_shown(
        self, site: Site, storages: Storages, buckets: Buckets, make: Make
    ) -> None:
        storage = await storages.add(buckets.bucket(), prefix="in", title="Mine", presign_ttl=5)
        S3ImportRead.model_validate(storage)
        assert (storage["type"], storage["status"], storage["has_credentials"]) == ("s3", "initialized", True)
        assert (storage["presign"], storage["presign_ttl"], storage["last_sync_count"]) == (True, 5, None)
        shown = json.dumps([await make.read(f"/api/storages/s3/{storage['id']}"), storage])
        listed = await make.read("/api/storages", project=storages.project["id"])
        assert listed == await make.read("/api/storages/s3", project=storages.project["id"]) == [storage]
        assert SECRET_KEY not in shown
        assert "aws_secret_access_key" not in shown
        (row,) = await site.sql("SELECT sealed, CAST(options AS TEXT) FROM storage")
        assert SECRET_KEY not in "".join(row)

    async def test_forms_connect_too(self, storages: Storages, buckets: Buckets) -> None:
        fields = {"project": str(storages.project["id"]), "bucket": buckets.bucket(), "presign": "False"}
        answer = await storages.client.post("/api/storages/s3/", data={**fields, **buckets.settings})
        assert (answer.status_code, answer.json()["presign"]) == (201, False)

    async def test_fields_left_out_stay_keys_included(self, storages: Storages, buckets: Buckets) -> None:
        storage = await storages.add(buckets.bucket({"a.json": '{"text": "a"}'}), title="Old", regex_filter=".*json")
        answer = await storages.client.patch(f"/api/storages/s3/{storage['id']}", json={"title": "New"})
        assert (answer.status_code, answer.json()["title"], answer.json()["regex_filter"]) == (200, "New", ".*json")
        assert (await storages.sync(storage))["last_sync_count"] == 1

    async def test_validate_takes_what_is_left_out_from_the_storage(self, storages: Storages, buckets: Buckets) -> None:
        storage = await storages.add(buckets.bucket())
        path = "/api/storages/s3/validate"
        assert (await storages.client.post(path, json={"id": storage["id"]})).status_code == 200
        answer = await storages.client.post(path, json={"id": storage["id"], "bucket": "no-such-bucket"})
        assert answer.status_code == 400
        assert "Cannot find bucket no-such-bucket in S3" in answer.text

    @pytest.mark.parametrize(
        ("fields", "field", "text"),
        [
            ({"bucket": "no-such-bucket"}, "non_field_errors", "Cannot find bucket no-such-bucket in S3"),
            ({"bucket": ""}, "bucket", "required"),
            ({"bucket": "no name"}, "bucket", "no name of a bucket"),
            ({"s3_endpoint": "http://[::1"}, "s3_endpoint", "not valid"),
            ({"s3_endpoint": "http://no-such-host.invalid"}, "s3_endpoint", "does not answer"),
            ({"aws_secret_access_key": "wrong"}, "aws_access_key_id", "SignatureDoesNotMatch"),
            ({"aws_access_key_id": "", "aws_secret_access_key": ""}, "aws_access_key_id", "SignatureDoesNotMatch"),
            ({"s3_endpoint": "http://127.0.0.1:1"}, "s3_endpoint", "does not answer"),
            ({"s3_endpoint": "http://10.0.0.1:9000"}, "s3_endpoint", "private addresses are denied"),
            ({"s3_endpoint": "http://169.254.169.254"}, "s3_endpoint", "link-local addresses are denied"),
            ({"s3_endpoint": "ftp://example.org"}, "s3_endpoint", "http or https"),
            ({"regex_filter": "(["}, "regex_filter", "Not a regular expression"),
            ({"presign_ttl": 0}, "presign_ttl", "greater than"),
            ({"project": None}, "project", "required"),
        ],
    )
    async def test_what_does_not_work_is_refused_by_its_field(
        self, site: Site, storages: Storages, buckets: Buckets, fields: Any, field: str, text: str
    ) -> None:
        body = {"project": storages.project["id"], "bucket": buckets.bucket(), **buckets.settings, **fields}
        for path in ("/api/storages/s3", "/api/storages/s3/validate"):
            answer = await storages.client.post(path, json=body)
            assert answer.status_code == 400, answer.text
            assert text in str(answer.json()["validation_errors"][field])
            assert SECRET_KEY not in answer.text
        assert await site.sql("SELECT id FROM storage") == []

    async def test_kinds_are_listed_in_the_known_order(self, make: Make) -> None:
        for path in ("/api/storages/types", "/api/storages/export/types/"):
            names = [kind["name"] for kind in await make.read(path)]
            assert names == ["s3", "gcs", "azure", "redis", "localfiles"]

    @pytest.mark.parametrize("kind", ["gcs", "azure", "redis"])
    async def test_kinds_that_are_not_built_in_say_so(self, make: Make, kind: str) -> None:
        project = await make.project()
        assert await make.read(f"/api/storages/{kind}", project=project["id"]) == []
        for path in (f"/api/storages/{kind}", f"/api/storages/export/{kind}/validate"):
            answer = await make.client.post(path, json={"project": project["id"]})
            assert answer.status_code == 400
            assert "not built in" in answer.text

    async def test_only_managers_connect(
        self, storages: Storages, buckets: Buckets, annotator: httpx.AsyncClient, stranger: httpx.AsyncClient
    ) -> None:
        storage = await storages.add(buckets.bucket())
        path = f"/api/storages/s3/{storage['id']}"
        assert (await annotator.get(path)).status_code == 403
        assert (await stranger.get(path)).status_code == 404
        assert (await stranger.post(f"{path}/sync")).status_code == 404


class TestSynchronising:
    """Objects become tasks."""

    async def test_new_objects_become_tasks_once(
        self, site: Site, make: Make, storages: Storages, buckets: Buckets
    ) -> None:
        bucket = buckets.bucket(
            {
                "in/a.json": '{"text": "a"}',
                "in/b.json": json.dumps({"data": {"text": "b"}, "predictions": [{"result": choice(), "score": 0.5}]}),
                "in/deep/c.json": '{"text": "c"}',
                "in/": "",
                "out/d.json": '{"text": "d"}',
                "inside.json": '{"text": "e"}',
            }
        )
        storage = await storages.add(bucket, prefix="in")
        synced = await storages.sync(storage)
        assert (synced["status"], synced["last_sync_count"], synced["traceback"]) == ("completed", 2, None)
        assert synced["last_sync"] is not None
        assert [data["text"] for data in await _datas(site)] == ["a", "b"]
        listed = (await make.read("/api/tasks", project=storages.project["id"]))["tasks"]
        assert [(task["storage_filename"], task["total_predictions"]) for task in listed] == [
            ("in/a.json", 0),
            ("in/b.json", 1),
        ]
        assert (await storages.sync(storage))["last_sync_count"] == 0
        buckets.put(bucket, {"in/f.json": '[{"text": "f1"}, {"text": "f2"}]'})
        await storages.client.patch(f"/api/storages/s3/{storage['id']}", json={"recursive_scan": True})
        assert (await storages.sync(storage))["last_sync_count"] == 3
        assert [data["text"] for data in await _datas(site)] == ["a", "b", "c", "f1", "f2"]
        project = await make.read(f"/api/projects/{storages.project['id']}")
        assert (project["task_number"], project["total_predictions_number"]) == (5, 1)
        job = await make.read(f"/api/jobs/{synced['last_sync_job']}")
        assert (job["kind"], job["state"]) == ("storage.sync", "completed")

    async def test_media_become_tasks_by_their_address(self, site: Site, make: Make, buckets: Buckets) -> None:
        storages = Storages(make, buckets, await make.project(label_config=BOXES))
        bucket = buckets.bucket({"cat.png": b"x", "dog.jpg": b"y", "notes.txt": b"z"})
        storage = await storages.add(bucket, use_blob_urls=True, regex_filter=r".*\.(png|jpg)")
        assert (await storages.sync(storage))["last_sync_count"] == 2
        assert await _datas(site) == [{"image": f"s3://{bucket}/cat.png"}, {"image": f"s3://{bucket}/dog.jpg"}]

    async def test_what_is_no_task_is_told_and_stops_nothing(
        self, site: Site, storages: Storages, buckets: Buckets
    ) -> None:
        bucket = buckets.bucket({"a.png": b"\x89PNG", "b.json": '{"other": "key"}'})
        storage = await storages.add(bucket)
        synced = await storages.sync(storage)
        assert (synced["status"], synced["last_sync_count"]) == ("failed", 0)
        assert "a.png: no JSON tasks" in synced["traceback"]
        assert 'b.json: Task 0: "text" key is expected' in synced["traceback"]
        buckets.put(bucket, {"c.json": '{"text": "c"}'})
        synced = await storages.sync(storage)
        assert (synced["status"], synced["last_sync_count"]) == ("completed_with_errors", 1)
        assert [data["text"] for data in await _datas(site)] == ["c"]

    async def test_a_bucket_that_is_gone_fails_the_sync(self, storages: Storages, buckets: Buckets) -> None:
        bucket = buckets.bucket()
        storage = await storages.add(bucket)
        buckets.client.delete_bucket(Bucket=bucket)
        synced = await storages.sync(storage)
        assert (synced["status"], synced["traceback"]) == ("failed", f"Cannot find bucket {bucket} in S3")

    async def test_a_storage_that_is_down_is_tried_again(
        self, site: Site, storages: Storages, buckets: Buckets, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(execution, "FIRST_DELAY_SECONDS", 0.02)
        storage = await storages.add(buckets.bucket({"a.json": '{"text": "a"}'}))
        buckets.failing += [None] * 5
        synced = await storages.sync(storage)
        await site.settled()
        synced = (await storages.client.get(f"/api/storages/s3/{storage['id']}")).json()
        assert (synced["status"], synced["last_sync_count"]) == ("completed", 1)
        job = (await storages.client.get(f"/api/jobs/{synced['last_sync_job']}")).json()
        assert (job["attempt"], buckets.failing) == (3, [])

    async def test_what_is_not_to_be_synchronised_is_refused(self, storages: Storages, buckets: Buckets) -> None:
        storage = await storages.add(buckets.bucket(), synchronizable=False)
        assert (await storages.client.post(f"/api/storages/s3/{storage['id']}/sync")).status_code == 400

    async def test_a_hostile_filter_does_not_hold_the_server_up(self, storages: Storages, buckets: Buckets) -> None:
        bucket = buckets.bucket({"a" * 60 + "!": '{"text": "a"}'})
        storage = await storages.add(bucket, regex_filter="(a|a)*(a|a)*(a|aa)*$")
        synced = await storages.sync(storage)
        assert synced["status"] in ("failed", "completed")
        assert synced["last_sync_count"] == 0

    async def test_a_deleted_task_comes_back_with_the_next_sync(self, storages: Storages, buckets: Buckets) -> None:
        storage = await storages.add(buckets.bucket({"a.json": '{"text": "a"}'}))
        await storages.sync(storage)
        await storages.client.delete(f"/api/projects/{storages.project['id']}/tasks")
        assert (await storages.sync(storage))["last_sync_count"] == 1


class TestMedia:
    """What task data shows is resolved by the storages of its project."""

    async def _task(self, make: Make, project: Any, data: Any) -> Any:
        return await make.read(f"/api/tasks/{(await make.task(project, data))['id']}")

    async def test_addresses_are_rewritten_on_reading(self, make: Make) -> None:
        project = await make.project(label_config="<View></View>")
        odd = 's3://b/a "quoted" 100% file\'.png'
        data = {
            "image": odd,
            "html": "<a href=\"s3://b/it's.pdf\">x</a> <img src='gs://g/1.png'>",
            "nested": {"list": ["s3://b/k", 7, None]},
            "broken": "s3:/b/k",
            "plain": "see s3://b/k for more",
        }
        task = await self._task(make, project, data)

        def link(uri: str) -> str:
            return f"/tasks/{task['id']}/resolve/?fileuri={_link(uri)}"

        assert task["data"] == {
            "image": link(odd),
            "html": f"<a href=\"{link(chr(115) + '3://b/it' + chr(39) + 's.pdf')}\">x</a> <img src='{link('gs://g/1.png')}'>",
            "nested": {"list": [link("s3://b/k"), 7, None]},
            "broken": "s3:/b/k",
            "plain": "see s3://b/k for more",
        }
        exported = await make.read(f"/api/projects/{project['id']}/export", download_all_tasks="true")
        assert exported[0]["data"] == data

    async def test_a_signed_address_leads_to_the_object(self, make: Make, buckets: Buckets) -> None:
        project = await make.project(label_config=BOXES)
        bucket = buckets.bucket({"in/a cat+%.png": b"miaow"})
        await Storages(make, buckets, project).add(bucket, prefix="in")
        uri = f"s3://{bucket}/in/a cat+%.png"
        task = await self._task(make, project, {"image": uri})
        project_door = f"/projects/{project['id']}/presign?fileuri={_link(uri)}"
        for path in (task["data"]["image"], f"/api/tasks/{task['id']}/presign?fileuri={_link(uri)}", project_door):
            answer = await make.client.get(path)
            assert answer.status_code == 303, answer.text
            assert answer.headers["cache-control"].startswith("private")
            async with httpx.AsyncClient() as browser:
                found = await browser.get(answer.headers["location"])
                assert (found.status_code, found.content) == (200, b"miaow")
                tampered = answer.headers["location"].replace("cat", "dog")
                assert (await browser.get(tampered)).status_code == 403

    async def test_the_server_passes_on_what_is_not_signed_for(self, make: Make, buckets: Buckets) -> None:
        project = await make.project(label_config=BOXES)
        bucket = buckets.bucket()
        buckets.client.put_object(Bucket=bucket, Key="a.png", Body=b"0123456789", ContentType="image/png")
        buckets.client.put_object(Bucket=bucket, Key="a.html", Body=b"<script>", ContentType="text/html")
        await Storages(make, buckets, project).add(bucket, presign=False)
        task = await self._task(make, project, {"image": f"s3://{bucket}/a.png"})
        whole = await make.client.get(task["data"]["image"])
        assert (whole.status_code, whole.content, whole.headers["content-type"]) == (200, b"0123456789", "image/png")
        assert whole.headers["content-disposition"].startswith("inline")
        assert "sandbox" in whole.headers["content-security-policy"]
        part = await make.client.get(task["data"]["image"], headers={"Range": "bytes=2-4"})
        assert (part.status_code, part.content, part.headers["content-range"]) == (206, b"234", "bytes 2-4/10")
        assert (await make.client.get(task["data"]["image"], headers={"Range": "bytes=99-"})).status_code == 416
        page = await make.client.get(f"/projects/{project['id']}/resolve?fileuri={_link(f's3://{bucket}/a.html')}")
        assert page.headers["content-disposition"].startswith("attachment")

    async def test_only_what_a_task_shows_and_a_storage_covers(
        self, make: Make, buckets: Buckets, annotator: httpx.AsyncClient, stranger: httpx.AsyncClient
    ) -> None:
        project = await make.project(label_config=BOXES)
        bucket = buckets.bucket({"in/a.png": b"x", "secret/b.png": b"y", "inside.png": b"z"})
        await Storages(make, buckets, project).add(bucket, prefix="in")
        task = await self._task(make, project, {"image": f"s3://{bucket}/in/a.png"})
        assert (await annotator.get(task["data"]["image"])).status_code == 303
        assert (await stranger.get(task["data"]["image"])).status_code == 404
        for key in ("secret/b.png", "inside.png", "in/../secret/b.png", ""):
            uri = _link(f"s3://{bucket}/{key}")
            assert (await annotator.get(f"/tasks/{task['id']}/resolve?fileuri={uri}")).status_code == 404, key
        for uri in (f"s3://{bucket}/secret/b.png", f"s3://{bucket}/inside.png", "gs://g/k", "file:///etc/passwd"):
            answer = await annotator.get(f"/projects/{project['id']}/resolve?fileuri={_link(uri)}")
            assert answer.status_code == 404, uri
        assert (await annotator.get(f"/tasks/{task['id']}/resolve?fileuri=%%%")).status_code == 400


async def test_a_file_is_imported_by_its_address_in_s3(
    site: Site, make: Make, storages: Storages, buckets: Buckets
) -> None:
    bucket = buckets.bucket({"data/texts.json": '[{"text": "a"}, {"text": "b"}]', "data/c.csv": "text\nc\n"})
    path = f"/api/projects/{storages.project['id']}/import"
    answer = await make.client.post(path, json={"url": f"s3://{bucket}/data/texts.json"})
    assert answer.status_code == 400
    assert "No S3 storage of this project covers this address" in answer.json()["validation_errors"]["url"][0]
    await storages.add(bucket)
    answer = await make.client.post(path, json={"url": f"s3://{bucket}/data/texts.json"})
    assert (answer.status_code, answer.json()["task_count"]) == (201, 2)
    assert (await make.client.post(path, data={"url": f"s3://{bucket}/data/c.csv"})).json()["task_count"] == 1
    assert (await make.client.post(path, json={"url": f"s3://{bucket}/data/none.json"})).status_code == 400
    assert [data["text"] for data in await _datas(site)] == ["a", "b", "c"]


class TestExporting:
    """Annotations go to a bucket."""

    async def test_annotations_are_written_changed_and_removed(
        self, make: Make, buckets: Buckets, people: People
    ) -> None:
        project = await make.project()
        storages = Storages(make, buckets, project, "export/")
        bucket = buckets.bucket()
        storage = await storages.add(bucket, prefix="out", can_delete_objects=True, aws_sse_kms_key_id="my-key")
        S3ExportRead.model_validate(storage)
        assert storage["aws_sse_kms_key_id"] == "my-key"
        task = await make.task(project, {"text": "a"})
        first, second = await make.annotation(task), await make.annotation(task, choice("Negative"))
        synced = await storages.sync(storage)
        assert (synced["status"], synced["last_sync_count"]) == ("completed", 2), synced
        assert buckets.keys(bucket) == [f"out/{first['id']}", f"out/{second['id']}"]
        written = json.loads(buckets.read(bucket, f"out/{first['id']}"))
        assert (written["result"], written["task"]["data"]) == (choice(), {"text": "a"})
        assert people.owner.email in written["created_username"]
        assert (await storages.sync(storage))["last_sync_count"] == 0
        await make.client.patch(f"/api/annotations/{first['id']}", json={"result": choice("Negative")})
        await make.client.delete(f"/api/annotations/{second['id']}")
        assert (await storages.sync(storage))["last_sync_count"] == 1
        assert buckets.keys(bucket) == [f"out/{first['id']}"]
        assert json.loads(buckets.read(bucket, f"out/{first['id']}"))["result"] == choice("Negative")


async def test_an_export_with_pictures_reads_them_from_the_projects_storages(make: Make, buckets: Buckets) -> None:
    project = await make.project(label_config=BOXES)
    bucket = buckets.bucket({"in/cat.png": b"miaow", "secret/dog.png": b"wow"})
    await Storages(make, buckets, project).add(bucket, prefix="in")
    for key in ("in/cat.png", "secret/dog.png"):
        await make.annotation(await make.task(project, {"image": f"s3://{bucket}/{key}"}), [BOX])
    answer = await make.client.get(f"/api/projects/{project['id']}/export", params={"exportType": "COCO_WITH_IMAGES"})
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        pictures = [archive.read(name) for name in archive.namelist() if name.endswith("cat.png")]
        assert pictures == [b"miaow"]
        assert not any(archive.read(name) == b"wow" for name in archive.namelist())
