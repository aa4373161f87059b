"""Imports that a job brings in: the same tasks as in a request, all of them or none, whatever happens meanwhile."""

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest

from labelwright.core.db import Database
from labelwright.imports.schemas import ImportRecord
from labelwright.imports.service import streaming
from labelwright.jobs import execution
from tests.fixtures.databases import Stage
from tests.fixtures.making import SPANS, Make, choice
from tests.fixtures.people import People
from tests.fixtures.sites import Site, running_site

COUNT = 2500
COUNTERS = ("task_number", "finished_task_number", "total_annotations_number", "total_predictions_number")


@pytest.fixture
async def site(stage: Stage, own_database_url: str, tmp_path: Path) -> AsyncIterator[Site]:
    """A site of several connections on which three tasks are many and a megabyte is large."""
    database = Database(own_database_url)
    settings = {"data_dir": tmp_path / "data", "max_import_tasks": 3, "max_import_mb": 1}
    async with AsyncExitStack() as closing:
        closing.push_async_callback(database.close)
        yield await closing.enter_async_context(running_site(database, stage.people, **settings))


async def _ended(site: Site, make: Make, project: Any, answer: httpx.Response) -> Any:
    """The record of an import once its job has ended."""
    assert answer.status_code == 201, answer.text
    assert set(answer.json()) == {"import", "job"}
    await site.settled()
    record = await make.read(f"/api/projects/{project['id']}/imports/{answer.json()['import']}")
    ImportRecord.model_validate(record)
    assert record["job"] == answer.json()["job"]
    return record


async def _import(make: Make, project: Any, items: Any, **query: Any) -> httpx.Response:
    return await make.client.post(f"/api/projects/{project['id']}/import", json=items, params=query)


async def _files(make: Make, project: Any, *files: tuple[str, bytes], **query: Any) -> httpx.Response:
    parts = [(f"part{number}", file) for number, file in enumerate(files)]
    return await make.client.post(f"/api/projects/{project['id']}/import", files=parts, params=query)


async def _datas(site: Site) -> list[Any]:
    return [json.loads(row[0]) for row in await site.sql("SELECT CAST(data AS TEXT) FROM task ORDER BY inner_id")]


async def _nothing_is_left(site: Site, make: Make, project: Any) -> None:
    shown = await make.read(f"/api/projects/{project['id']}")
    assert [shown[name] for name in COUNTERS] == [0, 0, 0, 0]
    for table in ("task", "annotation", "prediction", "file_upload"):
        assert (await site.sql(f"SELECT count(*) FROM {table}"))[0][0] == 0, table
    assert await site.sql("SELECT name FROM data_column WHERE task_count <> 0") == []
    assert [path for path in site.app.state.uploads.root.rglob("*") if path.is_file()] == []


async def test_many_tasks_are_imported_by_a_job(site: Site, make: Make, people: People) -> None:
    project = await make.project(maximum_annotations=1)
    items: list[Any] = [{"text": f"t{number}"} for number in range(COUNT)]
    items[7] = {
        "data": {"text": "t7"},
        "meta": {"from": "here"},
        "annotations": [{"result": choice(), "completed_by": people.annotator.email}],
        "predictions": [{"result": choice("Negative"), "score": 0.25, "model_version": "v7"}],
    }
    record = await _ended(site, make, project, await _import(make, project, items, return_task_ids=1))
    assert (record["status"], record["error"], record["data_columns"]) == ("completed", None, ["text"])
    assert [record[f"{name}_count"] for name in ("task", "annotation", "prediction")] == [COUNT, 1, 1]
    assert [data["text"] for data in await _datas(site)] == [f"t{number}" for number in range(COUNT)]
    shown = await make.read(f"/api/projects/{project['id']}")
    assert [shown[name] for name in COUNTERS] == [COUNT, 1, 1, 1]
    assert shown["model_version"] == "v7"
    assert len(record["task_ids"]) == COUNT
    task = await make.read(f"/api/tasks/{record['task_ids'][7]}")
    assert (task["meta"], task["annotations"][0]["completed_by"]) == ({"from": "here"}, people.annotator.id)
    summary = await make.read(f"/api/projects/{project['id']}/summary")
    assert summary["all_data_columns"] == {"text": COUNT}
    job = await make.read(f"/api/jobs/{record['job']}")
    assert (job["kind"], job["state"], job["done"], job["total"]) == ("import", "completed", COUNT, COUNT)
    assert list((site.app.state.uploads.root / "spool").iterdir()) == []


async def test_a_large_body_goes_by_way_of_the_disk(site: Site, make: Make) -> None:
    project = await make.project()
    texts = ["x" * 700_000, "y" * 700_000]
    record = await _ended(site, make, project, await _import(make, project, [{"text": text} for text in texts]))
    assert (record["status"], record["task_count"]) == ("completed", 2)
    assert [data["text"] for data in await _datas(site)] == texts


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        (
            "a.csv",
            b"text,n,m\na,1,1\nb,2,x\nc,3,\nd,,4\n",
            [["a", 1, "1"], ["b", 2, "x"], ["c", 3, ""], ["d", "", "4"]],
        ),
        ("a.csv", b"\xef\xbb\xbftext;n\r\n\xc3\xa4;1.5\r\nb\r\n\r\nc;2.5\r\nd;-1\r\n", None),
        ("a.tsv", b'text\tn\n"a\nb"\t007\nb\t1\nc\t2\nd\t3\n', [["a\nb", "007"], ["b", "1"], ["c", "2"], ["d", "3"]]),
        ("a.txt", b"a\r\n\r\nb\nc", [["a"], [""], ["b"], ["c"]]),
        (
            "a.json",
            b' {"text": "a"} \n{"text": "b"}\n{"data": {"text": "c"}}\n{"text": "d"}',
            [["a"], ["b"], ["c"], ["d"]],
        ),
        ("a.jsonl", b'{"text":"a"}\n{"text":"b"}\n{"text":"c"}\n{"text":"d"}\n', [["a"], ["b"], ["c"], ["d"]]),
    ],
)
async def test_files_are_read_as_they_are_in_a_request(
    site: Site, make: Make, name: str, content: bytes, expected: list[list[Any]] | None
) -> None:
    project = await make.project()
    record = await _ended(site, make, project, await _files(make, project, (name, content)))
    assert (record["status"], record["error"]) == ("completed", None)
    datas = await _datas(site)
    if expected is not None:
        assert [[data[key] for key in ("text", "n", "m") if key in data] for data in datas] == expected
    # A site with the usual limits reads the same in the request.
    site.app.state.settings.__dict__["max_import_tasks"] = 100
    await site.sql("DELETE FROM task")
    assert (await _files(make, project, (name, content))).json()["task_count"] == len(datas)
    assert await _datas(site) == datas
    uploads = await site.sql("SELECT DISTINCT file_upload_id FROM task")
    assert len(uploads) == 1
    assert uploads[0][0] is not None


async def test_numbers_keep_their_values(site: Site, make: Make) -> None:
    project = await make.project(label_config="<View></View>")
    body = b'[{"n": 12345678901234567890123},{"n": 0.1},{"n": 1e2},{"n": -7},{"n": 9007199254740993}]'
    answer = await make.client.post(f"/api/projects/{project['id']}/import", content=body)
    await _ended(site, make, project, answer)
    expected = [12345678901234567890123, 0.1, 100, -7, 9007199254740993]
    assert [data["n"] for data in await _datas(site)] == expected


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([{"text": "a"}] * 1500 + [{"other": "b"}], 'Task 1500: "text" key is expected in task data'),
        ([{"text": "a"}] * 1500 + [7], "Task 1500: a task must be an object"),
        ([{"text": "a"}] * 4 + [{"text": "\0"}], "NUL"),
        ([{"data": {"text": "a"}, "annotations": [{"result": [], "completed_by": 99999}]}] * 4, "completed_by=99999"),
    ],
)
async def test_what_is_wrong_is_told_and_nothing_is_left(
    site: Site, make: Make, items: list[Any], expected: str
) -> None:
    project = await make.project()
    path = f"/api/projects/{project['id']}/import"
    answer = await make.client.post(path, files={"a": ("a.json", json.dumps(items).encode())})
    if answer.status_code == 400:
        # Small enough to be looked at in the request.
        assert expected in answer.text
        await _nothing_is_left(site, make, project)
        return
    record = await _ended(site, make, project, answer)
    assert record["status"] == "failed"
    assert expected in record["error"]
    assert (record["task_count"], record["file_upload_ids"]) == (0, [])
    await _nothing_is_left(site, make, project)


async def test_broken_json_far_down_is_refused_by_the_job(site: Site, make: Make) -> None:
    project = await make.project()
    body = b'[{"text": "a"}' + b',{"text": "b"}' * 100_000 + b',{"text": '
    answer = await make.client.post(f"/api/projects/{project['id']}/import", content=body)
    record = await _ended(site, make, project, answer)
    assert record["status"] == "failed"
    assert "JSON parse error" in record["error"]
    await _nothing_is_left(site, make, project)


async def test_cancelling_removes_what_was_written(site: Site, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streaming, "BATCH", 10)
    project = await make.project(label_config=SPANS)
    answer = await _import(make, project, [{"text": f"t{number}"} for number in range(3000)])
    job = answer.json()["job"]
    while (await make.read(f"/api/jobs/{job}"))["done"] < 50:
        assert (await make.read(f"/api/jobs/{job}"))["state"] in ("queued", "running")
    assert (await make.client.post(f"/api/jobs/{job}/cancel")).json()["is_cancelling"]
    record = await _ended(site, make, project, answer)
    assert (record["status"], record["error"]) == ("failed", "cancelled")
    assert (await make.read(f"/api/jobs/{job}"))["state"] == "cancelled"
    await _nothing_is_left(site, make, project)


async def test_an_import_that_failed_cannot_be_run_again(site: Site, make: Make) -> None:
    project = await make.project()
    answer = await _import(make, project, [{"text": f"t{number}"} for number in range(2000)] + [{"other": 1}])
    record = await _ended(site, make, project, answer)
    assert (await make.client.post(f"/api/jobs/{record['job']}/retry")).status_code == 200
    assert (await _ended(site, make, project, answer))["error"] == record["error"]
    job = await make.read(f"/api/jobs/{record['job']}")
    assert (job["state"], job["error"]) == (
        "failed",
        "The files of an import are removed when it fails. Send them again.",
    )


async def test_files_that_are_not_there_are_told(site: Site, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FIRST_DELAY_SECONDS", "LONGEST_DELAY_SECONDS"):
        monkeypatch.setattr(execution, name, 0.02)
    project = await make.project()
    answer = await _import(make, project, [{"text": f"t{number}"} for number in range(20_000)])
    # As on a worker whose data directory is another one than the server's: gone while the job reads.
    for path in (site.app.state.uploads.root / "spool").iterdir():
        path.rename(path.with_suffix(".gone"))
    await site.settled()
    job = await make.read(f"/api/jobs/{answer.json()['job']}")
    assert job["state"] in ("failed", "completed")
    if job["state"] == "failed":
        assert "not in the data directory" in job["error"]


async def test_a_project_deleted_meanwhile_ends_its_import(
    site: Site, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streaming, "BATCH", 10)
    project = await make.project()
    answer = await _import(make, project, [{"text": f"t{number}"} for number in range(3000)])
    while (await make.read(f"/api/jobs/{answer.json()['job']}"))["done"] < 20:
        pass
    assert (await make.client.delete(f"/api/projects/{project['id']}")).status_code == 204
    await site.settled()
    for table in ("task", "project", "project_import", "file_upload"):
        assert (await site.sql(f"SELECT count(*) FROM {table}"))[0][0] == 0, table


async def test_files_can_be_kept_without_importing_them(site: Site, make: Make) -> None:
    project = await make.project()
    answer = await _files(make, project, ("a.csv", b"text\n" + b"line\n" * 5000), commit_to_project="false")
    assert (answer.status_code, answer.json()["task_count"]) == (201, 5000)
    assert await site.sql("SELECT count(*) FROM task") == [(0,)]
