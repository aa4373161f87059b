"""The measures of agreement against public libraries, and results against what they should say."""

import json
import math
import random
from collections import Counter
from itertools import combinations
from typing import Any

import krippendorff
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from labelwright.agreement import compare, matching, read, reliability, shapes, values
from labelwright.agreement.comparing import overall


def _chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - the same examples in every run, no secret


def _star(random_: random.Random, corners: int) -> list[tuple[float, float]]:
    """An outline that does not cross itself: corners in order round a middle."""
    x, y = random_.uniform(-30, 30), random_.uniform(-30, 30)
    turns = sorted(random_.uniform(0, 2 * math.pi) for _ in range(corners))
    return [(x + math.cos(turn) * (size := random_.uniform(5, 60)), y + math.sin(turn) * size) for turn in turns]


def _iou(one: shapes.Outline, other: shapes.Outline) -> float:
    return shapes.iou(shapes.Shape.of(one), shapes.Shape.of(other))


@pytest.mark.parametrize("seed", range(60))
def test_shared_areas_are_those_of_shapely(seed: int) -> None:
    random_ = _chance(seed)
    one, other = _star(random_, random_.randint(3, 40)), _star(random_, random_.randint(3, 40))
    a, b = (shapely.make_valid(shapely.Polygon(outline)) for outline in (one, other))
    assert _iou(one, other) == pytest.approx(a.intersection(b).area / a.union(b).area, abs=1e-9)


@pytest.mark.parametrize("seed", range(40))
def test_turned_boxes_share_what_shapely_says(seed: int) -> None:
    random_ = _chance(seed)
    boxes = [
        shapes.box(random_.uniform(0, 20), random_.uniform(0, 20), 30, 20, random_.choice([0, random_.uniform(0, 360)]))
        for _ in range(2)
    ]
    a, b = (shapely.Polygon(corners) for corners in boxes)
    assert _iou(*boxes) == pytest.approx(a.intersection(b).area / a.union(b).area, abs=1e-9)


def test_shapes_without_area_share_nothing() -> None:
    line = [(0.0, 0.0), (1.0, 1.0), (2.0, 2.0)]
    assert _iou(line, line) == 0
    assert _iou(line[:2], line) == 0
    assert _iou(shapes.box(0, 0, 1, 1), shapes.box(2, 2, 1, 1)) == 0
    assert _iou(shapes.box(0, 0, 2, 1), shapes.box(1, 0, 2, 1)) == pytest.approx(1 / 3)


def _ratings(seed: int, annotators: int, tasks: int) -> list[list[str | None]]:
    random_ = _chance(seed)
    truth = [random_.choice("abc") for _ in range(tasks)]
    return [
        [
            None if random_.random() < 0.2 else label if random_.random() < 0.7 else random_.choice("abc")
            for label in truth
        ]
        for _ in range(annotators)
    ]


@pytest.mark.parametrize("seed", range(10))
def test_kappa_is_that_of_scikit_learn(seed: int) -> None:
    first, second = _ratings(seed, 2, 80)
    both = [(a, b) for a, b in zip(first, second, strict=True) if a is not None and b is not None]
    expected = cohen_kappa_score([a for a, _ in both], [b for _, b in both])
    assert reliability.cohen_kappa(Counter(both)) == pytest.approx(expected)


@pytest.mark.parametrize("seed", range(10))
def test_alpha_is_that_of_the_library(seed: int) -> None:
    ratings = _ratings(seed, 4, 60)
    meetings: Counter[tuple[str, str]] = Counter()
    for labels in zip(*ratings, strict=True):
        known = [label for label in labels if label is not None]
        for pair in combinations(known, 2):
            meetings[pair] += 1 / (len(known) - 1)  # type: ignore[assignment]  # weights are fractions
    numbers = [[np.nan if label is None else "abc".index(label) for label in row] for row in ratings]
    expected = krippendorff.alpha(reliability_data=numbers, level_of_measurement="nominal")
    assert reliability.krippendorff_alpha(meetings) == pytest.approx(expected)


def test_nothing_in_common_has_no_reliability() -> None:
    assert reliability.cohen_kappa({}) is None
    assert reliability.cohen_kappa({("a", "a"): 3}) is None, "one label only: chance explains everything"
    assert reliability.krippendorff_alpha({}) is None
    assert reliability.krippendorff_alpha({("a", "a"): 3}) is None


def _item(kind: str, value: Any, identifier: str = "r", name: str = "c", **more: Any) -> dict[str, Any]:
    return {"id": identifier, "from_name": name, "to_name": "t", "type": kind, "value": value, **more}


def _agree(one: list[Any], other: list[Any]) -> float:
    return overall(compare(read(json.dumps(one)), read(json.dumps(other))))


def _span(start: float, end: float, label: str = "Person", identifier: str = "r") -> dict[str, Any]:
    return _item("labels", {"start": start, "end": end, "labels": [label]}, identifier)


def _box(x: float, label: str = "Car", identifier: str = "r", **more: Any) -> dict[str, Any]:
    value = {"x": x, "y": 0, "width": 10, "height": 10, "rectanglelabels": [label], **more}
    return _item("rectanglelabels", value, identifier, original_width=200, original_height=100)


POLYGON = [[0, 0], [10, 0], [10, 10], [0, 10]]


@pytest.mark.parametrize(
    ("one", "other", "score"),
    [
        ([], [], 1.0),
        ([_item("choices", {"choices": ["a"]})], [_item("choices", {"choices": ["a"]})], 1.0),
        ([_item("choices", {"choices": ["a"]})], [_item("choices", {"choices": ["b"]})], 0.0),
        ([_item("choices", {"choices": ["a", "b"]})], [_item("choices", {"choices": ["b"]})], 0.5),
        ([_item("choices", {"choices": ["a"]})], [], 0.0),
        ([_item("taxonomy", {"taxonomy": [["x", "y"]]})], [_item("taxonomy", {"taxonomy": [["x", "y"], ["x"]]})], 0.5),
        ([_item("rating", {"rating": 4})], [_item("rating", {"rating": 3})], 0.75),
        ([_item("number", {"number": 0})], [_item("number", {"number": 0})], 1.0),
        ([_item("textarea", {"text": ["a b c d"]})], [_item("textarea", {"text": "a x c d"})], 0.75),
        ([_span(0, 10)], [_span(0, 10)], 1.0),
        ([_span(0, 10)], [_span(5, 15)], 1 / 3),
        ([_span(0, 10)], [_span(0, 10, "Place")], 0.0),
        ([_span(0, 10), _span(20, 30, identifier="s")], [_span(0, 10)], 2 / 3),
        ([_box(0)], [_box(0)], 1.0),
        ([_box(0)], [_box(5)], 1 / 3),
        ([_box(0), _box(50, identifier="s")], [_box(50), _box(0, identifier="s")], 1.0),
        ([_box(0)], [_box(0, "Bus")], 0.0),
        (
            [_item("polygonlabels", {"points": POLYGON, "polygonlabels": ["A"]})],
            [_item("polygonlabels", {"points": POLYGON[::-1], "polygonlabels": ["A"]})],
            1.0,
        ),
        (
            [
                _item("rectangle", {"x": 0, "y": 0, "width": 5, "height": 5}),
                _item("labels", {"x": 0, "y": 0, "width": 5, "height": 5, "labels": ["A"]}, name="l"),
            ],
            [_item("rectangle", {"x": 0, "y": 0, "width": 5, "height": 5})],
            0.0,
        ),
    ],
)
def test_results_agree_as_far_as_they_are_alike(one: list[Any], other: list[Any], score: float) -> None:
    assert _agree(one, other) == pytest.approx(score)
    assert _agree(other, one) == pytest.approx(score), "the same from either side"


def test_a_control_is_compared_once_whatever_stands_under_its_name() -> None:
    mixed = [_item("choices", {"choices": ["a"]}), _item("rating", {"rating": 3})]
    compared = compare(read(json.dumps(mixed)), read(json.dumps(mixed[:1])))
    assert [(item.control, item.score) for item in compared] == [("c", 0.5)]


def test_single_choices_tell_their_labels() -> None:
    one, other = (read(json.dumps([_item("choices", {"choices": [label]})])) for label in "ab")
    assert [item.labels for item in compare(one, other)] == [("a", "b")]


def test_spans_match_exactly_or_in_part() -> None:
    def likeness(a: tuple[int, int], b: tuple[int, int]) -> float:
        return max(0, min(a[1], b[1]) - max(a[0], b[0])) / (max(a[1], b[1]) - min(a[0], b[0]))

    one, other = [(0, 10), (20, 30)], [(0, 10), (22, 30)]
    assert matching.f1(one, other, likeness, least=1.0) == 0.5
    assert matching.f1(one, other, likeness) == 1.0
    assert matching.overlap(one, other, likeness) == pytest.approx(0.9)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats(-9, 9) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)
KEYS = st.sampled_from(["x", "y", "width", "height", "points", "start", "end", "labels", "choices", "text", "rating"])
ITEM = st.fixed_dictionaries(
    {
        "id": st.text(max_size=2),
        "from_name": st.sampled_from("ab"),
        "type": st.sampled_from(["labels", "choices", "textarea", "rating", "rectangle", "polygon", "taxonomy", "?"]),
        "value": st.dictionaries(KEYS, JSON, max_size=5),
    }
)


@given(st.lists(ITEM, max_size=4), st.lists(ITEM, max_size=4))
def test_whatever_is_stored_can_be_compared(one: list[Any], other: list[Any]) -> None:
    score = _agree(one, other)
    assert 0 <= score <= 1 + 1e-9
    assert score == pytest.approx(_agree(other, one))


def test_texts_are_told_apart_by_words() -> None:
    assert values.texts("", "") == 1
    assert values.texts("a", "") == 0
    assert values.texts("a b", "a b c") == pytest.approx(2 / 3)
