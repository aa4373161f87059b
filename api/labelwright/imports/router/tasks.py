"""Addresses of imports."""

from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Query, Request
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from labelwright.core import routing
from labelwright.core.access import Manager, Viewer
from labelwright.core.db import ReadSession
from labelwright.core.errors import Invalid
from labelwright.core.http import JsonResponse, PathId, error_responses
from labelwright.core.idempotency import IdempotentRoute
from labelwright.core.types import now
from labelwright.imports import wire
from labelwright.imports.models import ProjectImport
from labelwright.imports.schemas import FileIds, ImportRead, ImportRecord
from labelwright.imports.service import records, remote
from labelwright.imports.service.intake import Intake, Options, Outcome, Upload

router = APIRouter(route_class=IdempotentRoute, tags=["Import"], responses=error_responses(401, 404))

MAX_FILES = 100
_SCHEMES = ("http://", "https://", "s3://")
_SANDBOX = "sandbox; default-src 'none'"
_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "oneOf": [
                        {"type": "array", "items": {"type": "object", "additionalProperties": True}},
                        {"type": "object", "additionalProperties": True},
                    ]
                },
                "example": [{"text": "A lovely little phone."}, {"data": {"text": "It broke."}, "predictions": []}],
            },
            "multipart/form-data": {
                "schema": {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}}
            },
            "application/x-www-form-urlencoded": {
                "schema": {"type": "object", "properties": {"url": {"type": "string"}}}
            },
        },
    }
}

FieldNames = Annotated[list[str] | None, Query(description="Columns that hold predictions; repeated or a comma list.")]


@router.post(
    "/api/projects/{project_id}/import",
    status_code=201,
    summary="Import tasks",
    response_model=ImportRead,
    responses=error_responses(400, 403, 413),
    openapi_extra=_BODY,
)
@router.post("/api/projects/{project_id}/tasks/bulk", status_code=201, include_in_schema=False)
async def import_tasks(
    request: Request,
    project_id: PathId,
    actor: Manager,
    return_task_ids: bool = Query(False),
    commit_to_project: bool = Query(True, description="False stores files only."),
    preannotated_from_fields: FieldNames = None,
) -> JsonResponse:
    """JSON tasks, files (JSON, JSONL, CSV, TSV, TXT, media) or a URL: all of it or nothing.

    Media files become one task each. More than 50,000 tasks or 32 MB of task data are imported by a job: the answer is
    `{"import": id, "job": id}`, and the import's record tells how it ended.
    """
    state = request.app.state
    intake = Intake(state.db, state.settings, state.uploads, actor, project_id)
    await intake.check_access()
    fields = [part for text in preannotated_from_fields or [] for part in text.split(",") if part]
    options = Options(commit=commit_to_project, return_task_ids=return_task_ids, preannotated_from=fields)
    outcome = await _take_in(request, intake, options)
    if isinstance(outcome, ProjectImport):
        return JsonResponse({"import": outcome.id, "job": outcome.job_id}, status_code=201)
    return JsonResponse(_shown(outcome, with_ids=return_task_ids), status_code=201)


async def _take_in(request: Request, intake: Intake, options: Options) -> Outcome | ProjectImport:
    if routing.media_type(request) in routing.FORM_TYPES:
        form = await _form(request)
        try:
            uploads = [
                Upload(value.filename or "file", value.file, value.size or 0)
                for _, value in form.multi_items()
                if isinstance(value, UploadFile)
            ]
            if uploads:
                return await intake.files(uploads, options)
            return await _from_url(request, intake, str(form.get("url", "")), options)
        finally:
            await form.close()
    body = await intake.receive(request.stream())
    if isinstance(body, str):
        return await intake.body(body, options)
    if body[:200].lstrip()[:1] == b"{" and len(body) < remote.MAX_URL * 2 and (url := _only_url(body)) is not None:
        return await _from_url(request, intake, url, options)
    return await intake.body(body, options)


async def _form(request: Request) -> FormData:
    try:
        return await request.form(max_files=MAX_FILES, max_fields=1000)
    except HTTPException as error:
        raise Invalid(non_field_errors=str(error.detail)) from error


def _only_url(body: bytes) -> str | None:
    """The URL of a body `{"url": …}` without anything else."""
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    if isinstance(value, dict) and list(value) == ["url"] and str(value["url"]).startswith(_SCHEMES):
        return str(value["url"])
    return None


def _json_text(text: str) -> bytes:
    """The text as JSON; single quotes become double ones only where it is none as it stands."""
    try:
        orjson.loads(text)
    except orjson.JSONDecodeError:
        return text.replace("'", '"').encode()
    return text.encode()


async def _from_url(request: Request, intake: Intake, url: str, options: Options) -> Outcome | ProjectImport:
    """Text that is JSON is the data; else the file at the address is fetched through the guarded client."""
    text = url.strip()
    if text.startswith(("[", "{")):
        return await intake.body(_json_text(text), options)
    if text.startswith("s3://"):
        return await intake.files([await intake.stored_object(request.app.state.storages, text)], options)
    fetcher: remote.RemoteFiles = request.app.state.remote_files
    name, content = await fetcher.fetch(text)
    return await intake.files([Upload(name, content, content.seek(0, 2))], options)


def _shown(outcome: Outcome, *, with_ids: bool) -> dict[str, Any]:
    record = outcome.record
    answer: dict[str, Any] = {
        "task_count": outcome.task_count,
        "annotation_count": record.annotation_count if record else None,
        "prediction_count": record.prediction_count if record else None,
        "duration": (now() - outcome.started).total_seconds(),
        "file_upload_ids": list(outcome.file_ids),
        "could_be_tasks_list": outcome.could_be_tasks_list,
        "found_formats": outcome.formats or [],
        "data_columns": list(outcome.columns) if outcome.formats else [],
    }
    if record is not None:
        answer |= {"import_id": record.id, "warnings": record.warnings}
    if with_ids:
        answer["task_ids"] = list(outcome.task_ids)
    return answer


@router.get("/api/projects/{project_id}/imports/{import_id}", summary="Get an import", response_model=ImportRecord)
@router.get("/api/projects/{project_id}/reimports/{import_id}", include_in_schema=False)
async def get_import(project_id: PathId, import_id: PathId, actor: Viewer, session: ReadSession) -> JsonResponse:
    """How far an import is or how it ended, and what did not fit the config. `job` has the progress of a large one.

    Task ids are listed when they were asked for with the import.
    """
    record = await records.get(session, actor, project_id, import_id)
    return JsonResponse(wire.record(record, await records.task_ids(session, record)))


@router.post(
    "/api/projects/{project_id}/reimport",
    status_code=201,
    summary="Import stored files",
    response_model=ImportRead,
    responses=error_responses(400, 403, 413),
)
async def reimport(request: Request, project_id: PathId, actor: Manager, body: FileIds) -> JsonResponse:
    """Files that were stored with `commit_to_project=false`: their tasks, or each file as one task."""
    state = request.app.state
    intake = Intake(state.db, state.settings, state.uploads, actor, project_id)
    outcome = await intake.reimport(body.file_upload_ids or [], as_lists=body.files_as_tasks_list)
    return JsonResponse(_shown(outcome, with_ids=False), status_code=201)
