"""One flat record per annotation: the common ground of JSON_MIN, CSV and TSV.

Values stay raw JSON, so that numbers keep their spelling and long integers their digits. Relations, ids, origins and
scores are left out: they have no place in a flat record.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import msgspec
import orjson
from msgspec import UNSET, Raw, UnsetType

from labelwright.formats.records import ExportAnnotation, ExportTask, JsonText

Values = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class FlatRecord:
    """`data` are the task's fields, `answers` the value of each control, `facts` who, when and which task."""

    data: Values
    answers: Values
    facts: Values


class _Item(msgspec.Struct):
    from_name: str | UnsetType = UNSET
    type: str | UnsetType = UNSET
    value: Raw | UnsetType = UNSET
    original_width: Raw | UnsetType = UNSET
    original_height: Raw | UnsetType = UNSET


_fields = msgspec.json.Decoder(dict[str, Raw])
_items = msgspec.json.Decoder(list[_Item])
_list = msgspec.json.Decoder(list[Raw])

# Result types whose one answer stands for itself, and the key that holds it.
_PLAIN = {"choices": "choices", "textarea": "text"}


def flat_records(tasks: Iterable[ExportTask]) -> Iterator[FlatRecord]:
    """Records of each task, newest annotation first.

    A task without annotations gives one record without answers, a task with only skipped ones gives none.
    """
    for task in tasks:
        data = fields(task.data)
        if not task.annotations:
            yield FlatRecord(data, {}, {"id": _json(task.id)})
            continue
        kept = [annotation for annotation in task.annotations if not annotation.was_cancelled]
        for annotation in sorted(kept, key=lambda item: item.created_at, reverse=True):
            yield FlatRecord(data, answers(annotation.result), _facts(task, annotation))


def fields(data: JsonText) -> Values:
    """The fields of a JSON object with their raw values."""
    return {key: bytes(value) for key, value in _fields.decode(data).items()}


def answers(result: JsonText) -> Values:
    """The value of each control in a result."""
    grouped: dict[str, list[_Item]] = {}
    for item in _decoded(result):
        if isinstance(item.from_name, str) and isinstance(item.value, Raw):
            grouped.setdefault(item.from_name, []).append(item)
    return {name: _answer(items) for name, items in grouped.items()}


def _decoded(result: JsonText) -> list[_Item]:
    """Items of known shape; stored results of other shape must not make an export fail."""
    try:
        return _items.decode(result)
    except msgspec.ValidationError:
        pass
    found: list[_Item] = []
    try:
        parts = _list.decode(result)
    except msgspec.ValidationError:
        return found
    for part in parts:
        try:
            found.append(msgspec.json.decode(part, type=_Item))
        except msgspec.ValidationError:
            continue
    return found


def _facts(task: ExportTask, annotation: ExportAnnotation) -> Values:
    author = annotation.completed_by
    return {
        "id": _json(task.id),
        "annotator": author if isinstance(author, bytes) else _json(author),
        "annotation_id": _json(annotation.id),
        "created_at": _json(annotation.created_at),
        "updated_at": _json(annotation.updated_at),
        "lead_time": _json(annotation.lead_time),
    }


def _answer(items: list[_Item]) -> bytes:
    values = [_value(item) for item in items]
    result_type = items[-1].type
    if result_type == "chatmessage":
        return _joined(_member(item, "chatmessage") or b"null" for item in items)
    if len(values) == 1 and result_type in _PLAIN:
        return values[0]
    return _joined(values)


def _value(item: _Item) -> bytes:
    key = _PLAIN.get(item.type) if isinstance(item.type, str) else None
    if key is not None:
        held = _member(item, key)
        given = _elements(held) if held is not None else []
        if len(given) == 1:
            return given[0]
    value = bytes(item.value) if isinstance(item.value, Raw) else b"null"
    extra = {
        name: orjson.Fragment(bytes(size))
        for name, size in (("original_width", item.original_width), ("original_height", item.original_height))
        if isinstance(size, Raw)
    }
    if not extra or not value.startswith(b"{"):
        return value
    return _json({**{name: orjson.Fragment(raw) for name, raw in fields(value).items()}, **extra})


def _member(item: _Item, key: str) -> bytes | None:
    if not isinstance(item.value, Raw) or not bytes(item.value).startswith(b"{"):
        return None
    return fields(bytes(item.value)).get(key)


def _elements(raw: bytes) -> list[bytes]:
    """The elements of a list; a lone value counts as a list of one, as results may hold either."""
    if not raw.startswith(b"["):
        return [raw]
    return [bytes(element) for element in _list.decode(raw)]


def _joined(values: Iterable[bytes]) -> bytes:
    return b"[" + b",".join(values) + b"]"


def _json(value: object) -> bytes:
    return orjson.dumps(value)
