"""Frames between the key frames of videos, as the published library has them."""

import copy
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from label_studio_sdk._extensions.label_studio_tools.postprocessing import video as published

from labelwright.formats.key_frames import MAX_FRAMES, with_frames_between


def key(frame: int, *, enabled: bool = True, **place: float) -> dict[str, Any]:
    shape = {"x": 10.0, "y": 20.0, "width": 30.0, "height": 40.0, "rotation": 0.0, **place}
    return {"frame": frame, "enabled": enabled, "time": round(frame / 25, 2), **shape}


def region(*frames: dict[str, Any], count: int = 12, duration: float = 0.48) -> dict[str, Any]:
    value = {"framesCount": count, "duration": duration, "sequence": list(frames), "labels": ["Car"]}
    return {"id": "r", "from_name": "box", "to_name": "video", "type": "videorectangle", "value": value}


def filled(*regions: Any) -> Any:
    return orjson.loads(with_frames_between(orjson.dumps(list(regions))))


def expected(*regions: Any) -> list[Any]:
    """What the published library makes of it; it fills in place, so it gets a copy."""
    module: Any = published
    found: list[Any] = module.extract_key_frames(copy.deepcopy(list(regions)))
    return found


def test_boxes_move_between_key_frames() -> None:
    (found,) = filled(region(key(1, x=0), key(5, x=8, enabled=False), count=5))
    frames = found["value"]["sequence"]
    assert [(frame["frame"], frame["x"], frame.get("auto", False)) for frame in frames] == [
        (1, 0, False),
        (2, 2, True),
        (3, 4, True),
        (4, 6, True),
        (5, 8, False),
    ]


places = st.floats(0, 100).map(lambda number: round(number, 3))


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 12), st.booleans(), places, places), min_size=1, max_size=5, unique_by=lambda f: f[0]
    )
)
def test_frames_are_those_of_the_published_library(keys: list[tuple[int, bool, float, float]]) -> None:
    made = region(*(key(frame, enabled=enabled, x=x, rotation=turn) for frame, enabled, x, turn in sorted(keys)))
    ours, theirs = filled(made)[0]["value"]["sequence"], expected(made)[0]["value"]["sequence"]
    assert [(frame["frame"], frame.get("auto")) for frame in ours] == [(f["frame"], f.get("auto")) for f in theirs]
    for mine, other in zip(ours, theirs, strict=True):
        for name in ("x", "y", "width", "height", "rotation"):
            assert mine[name] == pytest.approx(other[name])
        assert mine["time"] == pytest.approx(other["time"], abs=0.011)


@pytest.mark.parametrize(
    "sequence",
    [[], None, "x", [1], [{"frame": "1"}], [{"frame": 1}, {"frame": MAX_FRAMES * 2}], [{"x": 1}]],
)
def test_what_is_no_sequence_stays(sequence: Any) -> None:
    odd = {"type": "videorectangle", "value": {"sequence": sequence, "framesCount": 3}}
    assert filled(odd) == [odd]


def test_a_count_beyond_reason_fills_nothing() -> None:
    (found,) = filled(region(key(1), count=10**9))
    assert len(found["value"]["sequence"]) == 1


def test_results_without_videos_are_not_touched() -> None:
    text = b'[{"value" :{"n":1.10}}]'
    assert with_frames_between(text) is text
