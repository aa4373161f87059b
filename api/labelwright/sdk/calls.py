"""The calls of the API that the clients offer, without any input or output of their own."""

import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx

from labelwright.sdk.errors import ImportFailed
from labelwright.sdk.transport import Call, Pause, Request, checked

Json = dict[str, Any]
TaskSource = Sequence[Json] | Json | str | Path

PAGE_SIZE = 500
POLL_SECONDS = 0.5
LONGEST_POLL_SECONDS = 5.0
_TEXT_FORMATS = frozenset({"CSV", "TSV", "CONLL2003"})


def get(path: str, **query: Any) -> Call[Any]:
    """The JSON of an address."""
    response = yield Request("GET", path, query=query)
    return checked(response).json()


def send(method: str, path: str, body: Any = None, **query: Any) -> Call[Any]:
    """Write, and return the JSON of the answer; None where there is no body."""
    response = yield Request(method, path, query=query, json=body)
    return checked(response).json() if response.content else None


def projects(filters: Mapping[str, Any]) -> Call[list[Json]]:
    """All visible projects, page by page."""
    found: list[Json] = []
    page = 1
    while True:
        answer = yield from get("/api/projects", page=page, page_size=PAGE_SIZE, **filters)
        found += answer["results"]
        if answer.get("next") is None:
            return found
        page += 1


def import_tasks(
    project_id: int, source: TaskSource, *, preannotated_from_fields: Iterable[str] = (), key: str | None = None
) -> Call[list[int]]:
    """Import tasks and return their ids; a large import is waited for.

    `source` is a list of tasks, one task, the path of a file, or an address (http, https or s3). With a `key` the same
    import comes in once within a day, also when a script that broke off sends it again.
    """
    fields = ",".join(preannotated_from_fields) or None
    query = {"return_task_ids": "1", "preannotated_from_fields": fields}
    path = f"/api/projects/{project_id}/import"
    response = yield replace(_import_request(path, source, query), key=key)
    answer: Json = checked(response).json()
    if "import" not in answer:
        return list(answer["task_ids"])
    return (yield from _await_import(project_id, int(answer["import"])))


def _import_request(path: str, source: TaskSource, query: Mapping[str, Any]) -> Request:
    if isinstance(source, str) and source.startswith(("http://", "https://", "s3://")):
        return Request("POST", path, query=query, form={"url": source})
    if isinstance(source, (str, Path)):
        file = Path(source)
        return Request("POST", path, query=query, file=(file.name, file.read_bytes()))
    return Request("POST", path, query=query, json=source)


def _await_import(project_id: int, import_id: int) -> Call[list[int]]:
    pause = POLL_SECONDS
    while True:
        record = yield from get(f"/api/projects/{project_id}/imports/{import_id}")
        if record["status"] == "completed":
            return list(record["task_ids"])
        if record["status"] == "failed":
            raise ImportFailed(str(record.get("error") or "the import failed"))
        yield Pause(pause)
        pause = min(pause * 1.5, LONGEST_POLL_SECONDS)


def export_request(
    project_id: int,
    export_type: str,
    *,
    filters: Json | None,
    download_all_tasks: bool,
    download_resources: bool,
    ids: Sequence[int] | None,
) -> Request:
    """Asks for an export. With `download_resources` a format for pictures brings the pictures along."""
    name = export_type.upper()
    if download_resources and name in ("COCO", "YOLO", "YOLO_OBB"):
        name += "_WITH_IMAGES"
    body: Json = {"export_type": name, "download_all_tasks": download_all_tasks}
    if filters is not None:
        body["filters"] = filters
    if ids is not None:
        body["ids"] = list(ids)
    return Request("POST", f"/api/projects/{project_id}/export", json=body)


def exported(export_type: str, request: Request) -> Call[Any]:
    """An export in memory, as `read_export` has it."""
    response = yield request
    return read_export(export_type, response)


def read_export(export_type: str, response: httpx.Response) -> Any:
    """An export as the caller works with it: JSON formats parsed, tables as text, COCO parsed, archives as bytes."""
    content = checked(response).content
    name = export_type.upper()
    if name in ("JSON", "JSON_MIN"):
        return json.loads(content)
    if name in _TEXT_FORMATS:
        return content.decode()
    if name == "COCO":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if not any(entry.startswith("images/") and not entry.endswith("/") for entry in archive.namelist()):
                return json.loads(archive.read("result.json"))
    return content


def task_page(project_id: int, page: int, *, filters: Json | None, ordering: Sequence[str] | None) -> Call[list[Json]]:
    """One page of tasks with their annotations; an empty list behind the last."""
    asked = {"filters": filters, "ordering": list(ordering) if ordering is not None else None}
    query = json.dumps({name: value for name, value in asked.items() if value is not None})
    response = yield Request(
        "GET",
        "/api/tasks",
        query={"project": project_id, "page": page, "page_size": PAGE_SIZE, "fields": "all", "query": query},
    )
    if response.status_code == 404 and page > 1:
        return []
    return list(checked(response).json()["tasks"])


def behind(last: int, filters: Json | None) -> Json:
    """A filter for the tasks behind an id: work that changes what the filter sees moves no task from page to page."""
    after = {"filter": "filter:tasks:id", "operator": "greater", "type": "Number", "value": last}
    return {"conjunction": "and", "items": [after, *([filters] if filters else [])]}


def summary(project_id: int) -> Call[Json]:
    """What a project holds: its counters, and the keys of its data."""
    project = yield from get(f"/api/projects/{project_id}")
    keys = yield from get(f"/api/projects/{project_id}/summary")
    counters = (
        "task_number",
        "num_tasks_with_annotations",
        "finished_task_number",
        "total_annotations_number",
        "skipped_annotations_number",
        "ground_truth_number",
        "total_predictions_number",
    )
    return {**{name: project[name] for name in counters}, **keys}


def assign_tasks(
    project_id: int,
    user_ids: Sequence[int],
    task_ids: Sequence[int] | None,
    *,
    filters: Json | None,
    to_review: bool,
    users_per_task: int | None,
) -> Call[int]:
    """Give tasks to people; returns how many assignments are new."""
    if task_ids is None and filters is None:
        raise ValueError("say which tasks: task_ids or filters")
    body: Json = {"users": list(user_ids), "type": "RE" if to_review else "AN", "users_per_task": users_per_task}
    if task_ids is not None:
        body["selectedItems"] = {"all": False, "included": list(task_ids)}
    if filters is not None:
        body["filters"] = filters
    answer = yield from send("POST", f"/api/projects/{project_id}/tasks/assignees", body)
    return int(answer["assignments"])
