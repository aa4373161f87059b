"""JSON and JSONL as tasks: what is a task, what is refused, and that bytes stay what they were."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.formats.json_tasks import read_json
from labelwright.formats.tasks import MAX_ERRORS, Annotator, RefusedItems, TaskRecord, UnreadableFile

TABLES = Path(__file__).parents[1] / "data" / "tables"


def read(value: Any) -> list[TaskRecord]:
    return read_json(orjson.dumps(value))


def one(value: Any) -> TaskRecord:
    (record,) = read([value])
    return record


def problems(value: Any) -> list[str]:
    with pytest.raises(RefusedItems) as caught:
        read(value)
    return [str(problem) for problem in caught.value.problems]


def test_an_object_is_one_task_and_a_list_many() -> None:
    assert [record.data for record in read({"text": "a"})] == [b'{"text":"a"}']
    assert [record.data for record in read([{"text": "a"}, {"data": {"text": "b"}}])] == [
        b'{"text":"a"}',
        b'{"text":"b"}',
    ]
    assert read([]) == []


@pytest.mark.parametrize(
    "task",
    [
        {"text": "a"},
        {"text": "a", "meta": "a word", "annotations": "three", "overlap": "x"},
        {"data": {}, "text": "a"},
        {"data": None, "text": "a"},
        {"data": "", "text": "a"},
    ],
)
def test_a_task_without_data_is_its_own_data(task: dict[str, Any]) -> None:
    assert one(task) == TaskRecord(orjson.dumps(task))


def test_all_keys_of_a_full_task_are_read() -> None:
    record = one(
        {
            "data": {"text": "a"},
            "meta": {"source": "x"},
            "inner_id": "7",
            "overlap": 2,
            "is_labeled": True,
            "allow_skip": False,
            "file_upload_id": 3,
            "id": 99,
            "annotations": [
                {
                    "result": [{"id": "x"}],
                    "completed_by": {"id": 4, "email": "a@example.org"},
                    "was_cancelled": True,
                    "ground_truth": True,
                    "lead_time": "3.5",
                    "created_at": "2026-01-02T10:00:00.123456Z",
                    "updated_at": "2026-01-02T10:00:00",
                    "unique_id": "6690f690-21e9-4f5c-8f1e-2a1bd4a4f2a1",
                }
            ],
            "predictions": [{"result": [], "score": 0.5, "model_version": "", "neighbors": [1]}],
        }
    )
    (annotation,), (prediction,) = record.annotations, record.predictions
    assert (record.data, record.meta) == (b'{"text":"a"}', b'{"source":"x"}')
    assert (record.inner_id, record.overlap, record.is_labeled, record.allow_skip) == (7, 2, True, False)
    assert annotation.result == b'[{"id":"x"}]'
    assert annotation.completed_by == Annotator(4, "a@example.org")
    assert (annotation.was_cancelled, annotation.ground_truth, annotation.lead_time) == (True, True, 3.5)
    assert annotation.created_at == datetime(2026, 1, 2, 10, 0, 0, 123456, tzinfo=UTC)
    assert annotation.updated_at == datetime(2026, 1, 2, 10, tzinfo=UTC)
    assert annotation.unique_id == "6690f690-21e9-4f5c-8f1e-2a1bd4a4f2a1"
    assert (prediction.result, prediction.score, prediction.model_version) == (b"[]", 0.5, "")
    assert prediction.neighbors == b"[1]"


def test_results_keep_every_byte() -> None:
    result = b'[ {"value" : {"x":1.50, "y":1E2, "n": 123456789012345678901234567890}} ]'
    (record,) = read_json(b'[{"data":{"a":1.0},"annotations":[{"result":' + result + b"}]}]")
    assert record.annotations[0].result == result
    assert record.data == b'{"a":1.0}'


def test_predictions_of_an_export_are_ids_and_skipped() -> None:
    assert one({"data": {"a": 1}, "predictions": [1, 2], "drafts": []}).predictions == []


@pytest.mark.parametrize("author", [5, "5"])
def test_annotators_may_be_ids(author: object) -> None:
    (annotation,) = one({"data": {"a": 1}, "annotations": [{"result": [], "completed_by": author}]}).annotations
    assert annotation.completed_by == Annotator(id=5)


@pytest.mark.parametrize(
    ("task", "problem"),
    [
        (1, "Task 0: a task must be an object"),
        (None, "Task 0: a task must be an object"),
        ([], "Task 0: a task must be an object"),
        ({"data": "words"}, "Task 0: data must be an object"),
        ({"data": [1]}, "Task 0: data must be an object"),
        ({"data": {"a": 1}, "meta": 5}, "Task 0: meta must be an object or a list"),
        ({"data": {"a": 1}, "annotations": {}}, "Task 0: annotations: expected array | null, got object"),
        ({"data": {"a": 1}, "annotations": [{}]}, "Task 0: annotations[0]: result is missing"),
        ({"data": {"a": 1}, "annotations": [{"result": {}}]}, "Task 0: annotations[0]: result must be a list"),
        ({"data": {"a": 1}, "annotations": [5]}, "Task 0: annotations[0]: expected object, got int"),
        ({"data": {"a": 1}, "predictions": [{}]}, "Task 0: predictions[0]: result is missing"),
        (
            {"data": {"a": 1}, "annotations": [{"result": [], "completed_by": [1]}]},
            "Task 0: annotations[0]: completed_by must be an id, an e-mail or an object with one",
        ),
        (
            {"data": {"a": 1}, "annotations": [{"result": [], "lead_time": "soon"}]},
            "Task 0: annotations[0].lead_time: expected float | null, got str",
        ),
        ({"data": {str(n): n for n in range(10_001)}}, "Task 0: a task may have at most 10,000 keys"),
        ({str(n): n for n in range(10_001)}, "Task 0: a task may have at most 10,000 keys"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_items_that_are_no_tasks_are_named(task: object, problem: str) -> None:
    assert problems([task]) == [problem]


def test_every_bad_item_is_reported_up_to_a_limit() -> None:
    assert problems([{"a": 1}, 5, {"a": 1}, {"data": 5}]) == [
        "Task 1: a task must be an object",
        "Task 3: data must be an object",
    ]
    assert len(problems([5] * 1000)) == MAX_ERRORS


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "JSON parse error"),
        (b"words", "JSON parse error"),
        (b'"words"', "expected a JSON object or a list of objects"),
        (b'[{"a": "\\u0000"}]', "[0].a: NUL characters are not allowed."),
        (b'{"a": 1}\n{"a": }', "line 2: JSON parse error"),
        (b'{"a": 1}\n{"a": NaN}', "line 2: NaN"),
    ],
)
def test_files_that_are_no_json_are_refused(body: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_json(body)
    assert str(caught.value).startswith(reason)


def test_jsonl_has_one_task_a_line_and_blank_lines_are_nothing() -> None:
    body = b'{"text":"a"}\r\n\n{"data":{"text":"b"}}\n'
    assert [record.data for record in read_json(body)] == [b'{"text":"a"}', b'{"text":"b"}']


def test_sample_tables_agree() -> None:
    listed = read_json((TABLES / "penguins.json").read_bytes())
    lined = read_json((TABLES / "penguins.jsonl").read_bytes())
    assert [orjson.loads(record.data) for record in listed] == [orjson.loads(record.data) for record in lined]


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert read_json(b'\xef\xbb\xbf[{"a":1}]')[0].data == b'{"a":1}'


texts = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
values = (
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.floats(allow_nan=False, allow_infinity=False) | texts
)
data = st.dictionaries(texts.filter(lambda key: key != "data"), values, min_size=1, max_size=5)


@given(st.lists(data, max_size=5))
def test_data_comes_back_as_it_was_sent(items: list[dict[str, Any]]) -> None:
    bare = read(items)
    framed = read([{"data": item} for item in items])
    assert [record.data for record in bare] == [record.data for record in framed] == [orjson.dumps(i) for i in items]
