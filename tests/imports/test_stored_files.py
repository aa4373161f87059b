"""Files that are stored first and imported later."""

from typing import Any

import httpx
import pytest

from tests.fixtures.making import Make, created

TABLE = b"text,n\na,1\nb,2\n"


async def _stored(make: Make, project: Any, name: str, content: bytes) -> int:
    path = f"/api/projects/{project['id']}/import?commit_to_project=false"
    answer = await created(await make.client.post(path, files={"file": (name, content)}))
    assert (answer["annotation_count"], answer["could_be_tasks_list"]) == (None, name.endswith("csv"))
    return int(answer["file_upload_ids"][0])


@pytest.mark.parametrize(("as_list", "data"), [(True, [{"text": "a", "n": 1}, {"text": "b", "n": 2}]), (False, None)])
async def test_a_stored_table_is_imported_as_rows_or_as_one_task(
    client: httpx.AsyncClient, make: Make, as_list: bool, data: Any
) -> None:
    project = await make.project()
    file = await _stored(make, project, "a.csv", TABLE)
    assert (await make.read(f"/api/projects/{project['id']}"))["task_number"] == 0
    body = {"file_upload_ids": [file], "files_as_tasks_list": as_list}
    answer = await created(await client.post(f"/api/projects/{project['id']}/reimport", json=body))
    tasks = (await make.read("/api/tasks", project=project["id"]))["tasks"]
    assert answer["task_count"] == len(tasks) == (2 if as_list else 1)
    assert {task["file_upload"] for task in tasks} == {"a.csv"}
    if as_list:
        assert [task["data"] for task in tasks] == data
    else:
        assert (await client.get(tasks[0]["data"]["text"])).content == TABLE


async def test_files_are_listed_and_deleted(client: httpx.AsyncClient, make: Make) -> None:
    project = await make.project()
    ids = [await _stored(make, project, f"{name}.csv", TABLE) for name in "abc"]
    path = f"/api/projects/{project['id']}/file-uploads"
    listed = await make.read(path)
    assert [file["id"] for file in listed] == ids
    assert [file["id"] for file in await make.read(path, ids=ids[1])] == [ids[1]]
    assert (await client.get("/data/" + listed[0]["file"])).content == TABLE
    answer = await client.request("DELETE", path, json={"file_upload_ids": ids[:1]})
    assert (answer.status_code, answer.json()) == (200, {"deleted": 1})
    assert (await client.get("/data/" + listed[0]["file"])).status_code == 404
    assert (await client.delete(path)).json() == {"deleted": 2}
    assert await make.read(path) == []


@pytest.mark.parametrize("ids", [[], [999_999], ["x"], None])
async def test_unknown_files_are_refused(client: httpx.AsyncClient, make: Make, ids: Any) -> None:
    project = await make.project()
    answer = await client.post(f"/api/projects/{project['id']}/reimport", json={"file_upload_ids": ids})
    assert answer.status_code == 400
    assert any(name.startswith("file_upload_ids") for name in answer.json()["validation_errors"])


async def test_files_of_another_project_are_none_of_this_one(client: httpx.AsyncClient, make: Make) -> None:
    file = await _stored(make, await make.project(), "a.csv", TABLE)
    project = await make.project()
    answer = await client.post(f"/api/projects/{project['id']}/reimport", json={"file_upload_ids": [file]})
    assert answer.status_code == 400
    path = f"/api/projects/{project['id']}/file-uploads"
    assert (await client.request("DELETE", path, json={"file_upload_ids": [file]})).json() == {"deleted": 0}


async def test_a_file_is_shown_replaced_and_deleted(client: httpx.AsyncClient, make: Make) -> None:
    project = await make.project()
    file = await _stored(make, project, "a.csv", TABLE)
    path = f"/api/import/file-upload/{file}/"
    before = await make.read(path)
    assert (before["id"], before["size"]) == (file, len(TABLE))
    answer = await client.patch(path, files={"file": ("b.csv", TABLE * 2)})
    after = answer.json()
    assert (answer.status_code, after["id"], after["size"]) == (200, file, 2 * len(TABLE))
    assert (await client.get("/data/" + after["file"])).content == TABLE * 2
    assert (await client.get("/data/" + before["file"])).status_code == 404
    assert (await client.delete(path)).status_code == 204
    assert (await client.get(path)).status_code == 404
    assert (await client.get("/data/" + after["file"])).status_code == 404


async def test_what_is_no_file_replaces_none(client: httpx.AsyncClient, make: Make) -> None:
    project = await make.project()
    path = f"/api/import/file-upload/{await _stored(make, project, 'a.csv', TABLE)}"
    before = await make.read(path)
    bodies: list[dict[str, Any]] = [{"json": {}}, {"files": {"other": ("a.csv", b"a")}}, {"data": {"file": "text"}}]
    for body in bodies:
        answer = await client.patch(path, **body)
        assert (answer.status_code, list(answer.json()["validation_errors"])) == (400, ["file"])
    for name in ("a.exe", "a.png"):
        assert (await client.patch(path, files={"file": (name, b"neither")})).status_code == 400
    await created(
        await client.post(f"/api/projects/{project['id']}/reimport", json={"file_upload_ids": [before["id"]]})
    )
    assert (await client.patch(path, files={"file": ("b.csv", TABLE)})).json()["code"] == "file_used"
    assert await make.read(path) == before


async def test_a_file_is_found_by_its_path(
    client: httpx.AsyncClient, make: Make, stranger: httpx.AsyncClient, anonymous: httpx.AsyncClient
) -> None:
    project = await make.project()
    file = await make.read(f"/api/import/file-upload/{await _stored(make, project, 'a.csv', TABLE)}")
    path, query = "/storage-data/uploaded/", {"filepath": file["file"]}
    answer = await client.get(path, params=query)
    assert (answer.status_code, answer.content) == (200, TABLE)
    assert (await anonymous.get(path, params=query)).status_code == 401
    assert (await client.get(path)).status_code == 404
    assert (await client.get(path, params={"filepath": f"{file['file']}x"})).status_code == 404
    for name in (file["file"], file["file"] + "x", "upload/999999999/a.csv"):
        assert (await stranger.get(path, params={"filepath": name})).status_code == 403
    for name in ("../secret_key", f"upload/{project['id']}/../../secret_key", "upload/0/a", "/etc/passwd"):
        assert (await client.get(path, params={"filepath": name})).status_code == 404


async def test_the_record_of_a_reimport_is_read(client: httpx.AsyncClient, make: Make) -> None:
    project = await make.project()
    file = await _stored(make, project, "a.csv", TABLE)
    path = f"/api/projects/{project['id']}"
    made = await created(await client.post(f"{path}/reimport", json={"file_upload_ids": [file]}))
    record = await make.read(f"{path}/reimports/{made['import_id']}/")
    assert (record["status"], record["task_count"]) == ("completed", 2)
