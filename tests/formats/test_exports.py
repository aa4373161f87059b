"""What exports write, and that JSON comes back in."""

import csv
import io
from collections.abc import Sequence
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.formats.catalogue import FORMATS, format_list, make_writer
from labelwright.formats.csv_export import collect_columns
from labelwright.formats.interface import EMPTY
from labelwright.formats.json_tasks import read_json
from labelwright.formats.records import ExportAnnotation, ExportTask, written

TIME = "2026-01-02T10:00:00.123456Z"
LATER = "2026-01-02T11:00:00.000000Z"


def choice(*choices: object) -> dict[str, Any]:
    return {"from_name": "label", "to_name": "text", "type": "choices", "value": {"choices": list(choices)}}


def text(*texts: str) -> dict[str, Any]:
    return {"from_name": "note", "to_name": "text", "type": "textarea", "value": {"text": list(texts)}}


BOX = {
    "from_name": "box",
    "to_name": "img",
    "type": "rectanglelabels",
    "original_width": 8,
    "original_height": 6,
    "value": {"x": 1.5, "rectanglelabels": ["Car"]},
}
RELATION = {"type": "relation", "from_id": "a", "to_id": "b", "direction": "right"}


def annotation(*result: dict[str, Any], **extra: Any) -> ExportAnnotation:
    defaults: dict[str, Any] = {"id": 5, "created_at": TIME, "updated_at": TIME, "completed_by": 3, "lead_time": 1.5}
    return ExportAnnotation(result=orjson.dumps(list(result)), **{**defaults, **extra})


def task(*annotations: ExportAnnotation, data: bytes = b'{"text":"a"}') -> ExportTask:
    return ExportTask(id=1, project=2, data=data, created_at=TIME, updated_at=TIME, annotations=annotations)


def exported(name: str, tasks: Sequence[ExportTask], *, chunk: int = 2) -> bytes:
    columns: set[str] = set()
    collect_columns(tasks, columns)
    chunks = [tasks[start : start + chunk] for start in range(0, len(tasks), chunk)]
    return b"".join(written(make_writer(name, columns), chunks))


def json_min(*tasks: ExportTask) -> Any:
    return orjson.loads(exported("JSON_MIN", tasks))


def table(*tasks: ExportTask) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(exported("CSV", tasks).decode(), newline="")))


@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_chunks_join_to_one_list(count: int) -> None:
    tasks = [task(annotation(choice("a"))) for _ in range(count)]
    assert len(orjson.loads(exported("JSON", tasks))) == count
    assert len(orjson.loads(exported("JSON_MIN", tasks))) == count
    assert len(table(*tasks)) == count


def test_chunks_without_records_leave_no_comma() -> None:
    skipped = task(annotation(was_cancelled=True))
    tasks = [skipped, skipped, task(annotation(choice("a"))), skipped, skipped, skipped]
    assert len(orjson.loads(exported("JSON_MIN", tasks, chunk=1))) == 1


def test_json_has_every_known_key() -> None:
    (found,) = orjson.loads(exported("JSON", [task(annotation(choice("a")))]))
    assert set(found) == {
        "id", "inner_id", "project", "data", "meta", "created_at", "updated_at", "updated_by", "allow_skip",
        "total_annotations", "cancelled_annotations", "total_predictions", "comment_count",
        "unresolved_comment_count", "last_comment_updated_at", "comment_authors", "drafts", "predictions",
        "annotations",
    }  # fmt: skip
    assert set(found["annotations"][0]) == {
        "id", "completed_by", "result", "was_cancelled", "ground_truth", "created_at", "updated_at",
        "draft_created_at", "lead_time", "prediction", "result_count", "unique_id", "import_id", "last_action",
        "bulk_created", "task", "project", "updated_by", "parent_prediction", "parent_annotation", "last_created_by",
    }  # fmt: skip


def test_uploaded_tasks_name_their_file() -> None:
    uploaded = task()
    uploaded.file_upload = "4d85f665-a.csv"
    assert orjson.loads(exported("JSON", [uploaded]))[0]["file_upload"] == "4d85f665-a.csv"


def test_stored_bytes_pass_through() -> None:
    data = b'{"n": 1.50, "big": 123456789012345678901234567890}'
    assert data in exported("JSON", [task(data=data)])
    assert b'"n":1.50,"big":123456789012345678901234567890' in exported("JSON_MIN", [task(data=data)])
    assert b"123456789012345678901234567890,1,1.50\n" in exported("CSV", [task(data=data)])


def test_a_json_export_can_be_imported_again() -> None:
    source = task(annotation(choice("a"), BOX, lead_time=2.5, ground_truth=True))
    source.predictions = b"[1,2]"
    data, result = source.data, source.annotations[0].result
    (record,) = read_json(exported("JSON", [source]))
    assert record.data == data
    assert record.annotations[0].result == result
    assert (record.annotations[0].lead_time, record.annotations[0].ground_truth) == (2.5, True)


@pytest.mark.parametrize(
    ("result", "answers"),
    [
        ([choice("pos")], {"label": "pos"}),
        ([choice("a", "b")], {"label": {"choices": ["a", "b"]}}),
        ([choice(["A", "b"])], {"label": ["A", "b"]}),
        ([choice(1)], {"label": 1}),
        ([choice()], {"label": {"choices": []}}),
        ([choice("a"), choice("b")], {"label": ["a", "b"]}),
        ([text("one")], {"note": "one"}),
        ([text("one", "two")], {"note": {"text": ["one", "two"]}}),
        ([BOX], {"box": [{"x": 1.5, "rectanglelabels": ["Car"], "original_width": 8, "original_height": 6}]}),
        ([RELATION], {}),
        ([{"from_name": 5}, {"from_name": "x", "type": "number", "value": 5}], {"x": [5]}),
    ],
    ids=lambda value: str(value)[:50],
)
def test_answers_of_flat_records(result: list[dict[str, Any]], answers: dict[str, Any]) -> None:
    (record,) = json_min(task(annotation(*result)))
    facts = {"id": 1, "annotator": 3, "annotation_id": 5, "created_at": TIME, "updated_at": TIME, "lead_time": 1.5}
    assert record == {"text": "a", **answers, **facts}


def test_one_record_per_annotation_newest_first_without_skips() -> None:
    records = json_min(
        task(
            annotation(choice("old"), id=1),
            annotation(choice("new"), id=2, created_at=LATER),
            annotation(id=3, was_cancelled=True),
        ),
        task(),
        task(annotation(was_cancelled=True)),
    )
    assert [record.get("annotation_id") for record in records] == [2, 1, None]


def test_a_control_named_like_a_field() -> None:
    named = {**choice("pos"), "from_name": "text"}
    assert json_min(task(annotation(named)))[0]["text"] == "pos"
    (row,) = table(task(annotation(named)))
    assert (row["text"], row["_data_text"]) == ("pos", "a")


def test_a_field_named_like_a_fact_is_not_lost_in_tables() -> None:
    (row,) = table(task(annotation(choice("pos")), data=b'{"id":77,"annotator":"me"}'))
    assert (row["id"], row["_data_id"], row["annotator"], row["_data_annotator"]) == ("1", "77", "3", "me")


def test_tables_have_all_columns_sorted_and_quoted_text() -> None:
    body = exported("CSV", [task(annotation(choice('say "a"'))), task(annotation(text("b"), lead_time=None))])
    lines = body.decode().split("\n")
    assert lines[0] == '"annotation_id","annotator","created_at","id","label","lead_time","note","text","updated_at"'
    assert lines[1] == f'5,"3","{TIME}",1,"say ""a""",1.5,"","a","{TIME}"'
    assert lines[2] == f'5,"3","{TIME}",1,"","","b","a","{TIME}"'
    assert exported("TSV", [task()]) == b'"id"\t"text"\n1\t"a"\n'


def test_lists_and_objects_are_json_texts() -> None:
    (row,) = table(task(annotation(BOX), data=b'{"tags":["a","b"],"ok":true,"none":null}'))
    assert orjson.loads(row["box"])[0]["rectanglelabels"] == ["Car"]
    assert (row["tags"], row["ok"], row["none"]) == ('["a","b"]', "true", "")


def test_conversations_have_a_transcript() -> None:
    messages = [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]
    result = [
        {"from_name": "chat", "to_name": "chat", "type": "chatmessage", "value": {"chatmessage": message}}
        for message in messages
    ]
    assert json_min(task(annotation(*result)))[0]["chat"] == messages
    assert table(task(annotation(*result)))[0]["chat_transcript"] == "user: Hi\nassistant: Hello"


@pytest.mark.parametrize("result", [b"{}", b"null", b"[1,null]", b'[{"from_name":"a","value":null}]'])
def test_no_stored_result_makes_an_export_fail(result: bytes) -> None:
    for name in FORMATS:
        odd = task(ExportAnnotation(id=1, result=result, created_at=TIME, updated_at=TIME))
        assert exported(name, [odd])


def test_the_list_of_formats() -> None:
    shown = format_list(EMPTY)
    assert [entry["name"] for entry in shown if not entry.get("disabled")] == ["JSON", "JSON_MIN", "CSV", "TSV"]
    assert all({"name", "title", "description", "link"} <= set(entry) for entry in shown)


texts = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
keys = texts.filter(lambda key: key not in {"id", ""})


@given(st.dictionaries(keys, texts, min_size=1, max_size=5))
def test_texts_survive_every_table(data: dict[str, str]) -> None:
    (row,) = table(task(data=orjson.dumps(data)))
    assert row == {**data, "id": "1"}


@given(
    st.dictionaries(keys, st.integers(-(2**62), 2**62) | st.floats(allow_nan=False, allow_infinity=False), max_size=4)
)
def test_numbers_survive_flat_json(data: dict[str, Any]) -> None:
    assert json_min(task(data=orjson.dumps(data))) == [{**data, "id": 1}]
