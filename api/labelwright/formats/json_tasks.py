"""Reads tasks from JSON: a list, one object, or one object a line (JSONL).

A good body is decoded in one go; only when an item does not fit is each decoded alone, to say which and why.
"""

from datetime import UTC, datetime
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, Raw, UnsetType

from labelwright.core import json
from labelwright.formats.tasks import (
    MAX_ERRORS,
    MAX_KEYS,
    AnnotationRecord,
    Annotator,
    ItemProblem,
    PredictionRecord,
    RefusedItems,
    TaskRecord,
    UnreadableFile,
)

_BOM = b"\xef\xbb\xbf"
_EMPTY = {b"{}", b"[]", b'""', b"null"}


# What the columns of the database hold, so that a number beyond them is refused by its name.
_Int32 = Annotated[int, Meta(ge=-(2**31), le=2**31 - 1)]
_Int64 = Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)]
_Seconds = Annotated[float, Meta(ge=0)]


class _Annotation(msgspec.Struct):
    result: Raw | UnsetType = UNSET
    completed_by: Raw | UnsetType = UNSET
    was_cancelled: bool | None = None
    ground_truth: bool | None = None
    lead_time: _Seconds | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    draft_created_at: datetime | None = None
    unique_id: Annotated[str, Meta(max_length=64)] | None = None
    import_id: _Int64 | None = None
    last_action: Annotated[str, Meta(max_length=128)] | None = None
    bulk_created: bool | None = None
    parent_prediction: _Int64 | None = None
    parent_annotation: _Int64 | None = None


class _Prediction(msgspec.Struct):
    result: Raw | UnsetType = UNSET
    score: float | None = None
    model_version: Annotated[str, Meta(max_length=512)] | None = None
    cluster: _Int32 | None = None
    neighbors: Raw | UnsetType = UNSET
    mislabeling: float | None = None


class _Task(msgspec.Struct):
    """A task as sent. An export lists predictions by their ids, which mean nothing elsewhere and are skipped."""

    data: Raw | UnsetType = UNSET
    meta: Raw | UnsetType = UNSET
    annotations: list[_Annotation] | None = None
    completions: list[_Annotation] | None = None
    predictions: list[_Prediction | int] | None = None
    inner_id: int | None = None
    overlap: Annotated[int, Meta(ge=1, le=1000)] | None = None
    is_labeled: bool | None = None
    allow_skip: bool | None = None
    file_upload_id: int | None = None


_raws = msgspec.json.Decoder(list[Raw])
_tasks = msgspec.json.Decoder(list[_Task], strict=False)
_task = msgspec.json.Decoder(_Task, strict=False)
_object = msgspec.json.Decoder(dict[str, Raw])


def read_json(body: bytes) -> list[TaskRecord]:
    """Tasks in the order of the body.

    Raises:
        UnreadableFile: the body is no JSON, or neither object nor list.
        RefusedItems: some items are no tasks.
    """
    items = _items(body.removeprefix(_BOM))
    raws = _raws.decode(items)
    try:
        tasks = _tasks.decode(items)
        return [_record(task, raw) for task, raw in zip(tasks, raws, strict=True)]
    except (msgspec.ValidationError, _NotATask):
        return _read_singly(raws)


class _NotATask(Exception):
    """An item that is no task, with the reason."""


def _items(body: bytes) -> bytes:
    """The body as a JSON list."""
    try:
        json.check_bytes(body)
    except json.JsonProblem as problem:
        return _lines(body, problem)
    text = body.strip()
    if text.startswith(b"["):
        return text
    if text.startswith(b"{"):
        return b"[%b]" % text
    raise UnreadableFile("expected a JSON object or a list of objects")


def _lines(body: bytes, problem: json.JsonProblem) -> bytes:
    """The objects of a JSONL body as a list; where it is none, the problem of the whole body stands."""
    lines = body.splitlines()
    if sum(1 for line in lines[:100] if line.strip()) < 2 or not _is_object(lines[0]):
        where = f"{problem.field}: " if problem.field else ""
        raise UnreadableFile(f"{where}{problem.reason}") from problem
    objects: list[bytes] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            json.check_bytes(line)
        except json.JsonProblem as error:
            raise UnreadableFile(error.reason, line=number) from error
        objects.append(line)
    return b"[%b]" % b",".join(objects)


def _is_object(line: bytes) -> bool:
    try:
        json.check_bytes(line)
    except json.JsonProblem:
        return False
    return line.lstrip().startswith(b"{")


def _read_singly(raws: list[Raw]) -> list[TaskRecord]:
    records: list[TaskRecord] = []
    problems: list[ItemProblem] = []
    for index, raw in enumerate(raws):
        try:
            records.append(_read_one(raw))
        except _NotATask as problem:
            problems.append(ItemProblem(index, str(problem)))
            if len(problems) >= MAX_ERRORS:
                break
    if problems:
        raise RefusedItems(problems)
    return records


def _read_one(raw: Raw) -> TaskRecord:
    text = bytes(raw)
    if not text.startswith(b"{"):
        raise _NotATask("a task must be an object")
    if "data" not in _object.decode(text):
        # Keys such as `meta` or `annotations` are columns like any other where there is no `data`.
        return TaskRecord(_checked_keys(text))
    try:
        return _record(_task.decode(text), raw)
    except msgspec.ValidationError as error:
        raise _NotATask(_words(error)) from error


def _record(task: _Task, raw: Raw) -> TaskRecord:
    data = bytes(task.data) if isinstance(task.data, Raw) else b"null"
    if _is_empty(data):
        text = bytes(raw)
        if not text.startswith(b"{"):
            raise _NotATask("a task must be an object")
        return TaskRecord(_checked_keys(text))
    if not data.startswith(b"{"):
        raise _NotATask("data must be an object")
    annotations = task.annotations if task.annotations is not None else task.completions
    return TaskRecord(
        data=_checked_keys(data),
        meta=_meta(task.meta),
        annotations=[_annotation(index, item) for index, item in enumerate(annotations)] if annotations else [],
        predictions=_predictions(task.predictions) if task.predictions else [],
        inner_id=task.inner_id,
        overlap=task.overlap,
        is_labeled=task.is_labeled,
        allow_skip=task.allow_skip,
        file_upload_id=task.file_upload_id,
    )


def _is_empty(value: bytes) -> bool:
    return value in _EMPTY or (value[:1] in b"{[" and not value[1:-1].strip())


def _checked_keys(data: bytes) -> bytes:
    # A key takes at least four bytes and brings a colon: most tasks are done with the first look.
    if len(data) > 4 * MAX_KEYS and data.count(b":") > MAX_KEYS and len(_object.decode(data)) > MAX_KEYS:
        raise _NotATask(f"a task may have at most {MAX_KEYS:,} keys")
    return data


def _meta(meta: Raw | UnsetType) -> bytes | None:
    if not isinstance(meta, Raw):
        return None
    text = bytes(meta)
    if text == b"null":
        return None
    if text[:1] not in {b"{", b"["}:
        raise _NotATask("meta must be an object or a list")
    return text


def _annotation(index: int, item: _Annotation) -> AnnotationRecord:
    if not isinstance(item.result, Raw):
        raise _NotATask(f"annotations[{index}]: result is missing")
    result = bytes(item.result)
    if not result.startswith(b"["):
        raise _NotATask(f"annotations[{index}]: result must be a list")
    return AnnotationRecord(
        result=result,
        completed_by=_annotator(index, item.completed_by) if isinstance(item.completed_by, Raw) else None,
        was_cancelled=item.was_cancelled or False,
        ground_truth=item.ground_truth or False,
        lead_time=item.lead_time,
        created_at=_aware(item.created_at),
        updated_at=_aware(item.updated_at),
        draft_created_at=_aware(item.draft_created_at),
        unique_id=item.unique_id,
        import_id=item.import_id,
        last_action=item.last_action,
        bulk_created=item.bulk_created or False,
        parent_prediction=item.parent_prediction,
        parent_annotation=item.parent_annotation,
    )


def _aware(moment: datetime | None) -> datetime | None:
    """A time without a zone is UTC, as in every export."""
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment


def _annotator(index: int, raw: Raw) -> Annotator | None:
    value: Any = msgspec.json.decode(raw)
    if value is None:
        return None
    if isinstance(value, dict):
        number, email = value.get("id"), value.get("email")
        if (isinstance(number, int) or number is None) and (isinstance(email, str) or email is None):
            return Annotator(number, email)
    elif isinstance(value, int) and not isinstance(value, bool):
        return Annotator(id=value)
    elif isinstance(value, str):
        return Annotator(id=int(value)) if value.isascii() and value.isdigit() else Annotator(email=value)
    raise _NotATask(f"annotations[{index}]: completed_by must be an id, an e-mail or an object with one")


def _predictions(items: list[_Prediction | int]) -> list[PredictionRecord]:
    return [_prediction(index, item) for index, item in enumerate(items) if isinstance(item, _Prediction)]


def _prediction(index: int, item: _Prediction) -> PredictionRecord:
    if not isinstance(item.result, Raw) or item.result == b"null":
        raise _NotATask(f"predictions[{index}]: result is missing")
    return PredictionRecord(
        result=bytes(item.result),
        score=item.score,
        model_version=item.model_version,
        cluster=item.cluster,
        neighbors=bytes(item.neighbors) if isinstance(item.neighbors, Raw) else None,
        mislabeling=item.mislabeling or 0.0,
    )


def _words(error: msgspec.ValidationError) -> str:
    """The decoder's words with the path in front: `annotations[0].lead_time: expected float, got str`."""
    text, _, path = str(error).partition(" - at `")
    path = path.rstrip("`").removeprefix("$").removeprefix(".")
    text = text[:1].lower() + text[1:].replace("`", "")
    return f"{path}: {text}" if path else text
