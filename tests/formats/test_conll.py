"""CoNLL-2003: tokens, tags, and agreement with the published converter."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fixtures.making import SPANS, span
from tests.fixtures.published import converted, interface

from labelwright.formats.catalogue import make_writer
from labelwright.formats.records import ExportAnnotation, ExportTask, written
from labelwright.formats.tokens import tokens

TIME = "2026-01-02T10:00:00.123456Z"


def words(text: str) -> list[str]:
    return [text[start:end] for start, end in tokens(text)]


def exported(text: str, *results: list[Any]) -> str:
    works = [
        ExportAnnotation(id=number, result=orjson.dumps(result), created_at=TIME, updated_at=TIME)
        for number, result in enumerate(results)
    ]
    task = ExportTask(
        id=1, project=1, data=orjson.dumps({"text": text}), created_at=TIME, updated_at=TIME, annotations=works
    )
    return b"".join(written(make_writer("CONLL2003", interface=interface(SPANS)), [[task]])).decode()


def tags(text: str, *spans: Any) -> list[tuple[str, str]]:
    rows = [line.split(" -X- _ ") for line in exported(text, list(spans)).splitlines()[1:] if line]
    return [(word, tag) for word, tag in rows]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada wrote it.", ["Ada", "wrote", "it", "."]),
        ("They don't, I'll say 3,000.50!", ["They", "do", "n't", ",", "I", "'ll", "say", "3,000.50", "!"]),
        ("well-known (U.N.) café...", ["well-known", "(", "U.N", ".", ")", "café", "..."]),
        ("東京 😀 ok", ["東京", "😀", "ok"]),
        ("", []),
    ],
)
def test_punctuation_stands_apart(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@given(st.text(max_size=60), st.lists(st.integers(0, 60), max_size=6))
def test_tokens_cover_all_but_blanks(text: str, borders: list[int]) -> None:
    found = list(tokens(text, borders))
    assert all(start < end for start, end in found)
    assert all(one[1] <= two[0] for one, two in pairwise(found))
    assert "".join(text[start:end] for start, end in found) == "".join(text.split())
    assert not any(start < border < end for start, end in found for border in borders)


def test_spans_begin_with_b_and_go_on_with_i() -> None:
    assert tags("Ada Lovelace saw Paris", span("Person", 0, 12), span("Place", 17, 22)) == [
        ("Ada", "B-Person"),
        ("Lovelace", "I-Person"),
        ("saw", "O"),
        ("Paris", "B-Place"),
    ]


def test_neighbours_of_one_label_stay_apart() -> None:
    assert tags("Rome Paris", span("Place", 0, 4), span("Place", 5, 10)) == [("Rome", "B-Place"), ("Paris", "B-Place")]


def test_a_span_inside_a_word_splits_it() -> None:
    assert tags("Parisian", span("Place", 0, 5)) == [("Paris", "B-Place"), ("ian", "O")]


def test_of_overlapping_spans_the_first_is_written() -> None:
    found = tags("New York City", span("Place", 0, 13), span("Person", 4, 8))
    assert [tag for _, tag in found] == ["B-Place", "I-Place", "I-Place"]


def test_offsets_count_characters_beyond_the_basic_plane() -> None:
    assert tags("😀 Ada", span("Person", 2, 5)) == [("😀", "O"), ("Ada", "B-Person")]


def test_each_annotation_ends_with_an_empty_line() -> None:
    assert exported("a", [], [7, {"type": "choices"}]) == "-DOCSTART- -X- O\na -X- _ O\n\na -X- _ O\n\n"
    assert exported("a") == "-DOCSTART- -X- O\na -X- _ O\n\n"


def test_agrees_with_the_published_converter(tmp_path: Path) -> None:
    text = "Ada Lovelace, of London, wrote to Babbage in 1843."
    result = [span("Person", 0, 12), span("Place", 17, 23), span("Person", 34, 41)]
    work = {"id": 1, "result": result, "completed_by": {"id": 3}, "created_at": TIME}
    (file,) = converted(
        tmp_path, SPANS, "CONLL2003", [{"id": 1, "data": {"text": text}, "annotations": [work]}]
    ).values()
    assert exported(text, result).split() == file.decode().split()
