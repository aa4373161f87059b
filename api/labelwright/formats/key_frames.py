"""Frames between the key frames of regions in videos: linear in place, size and turn, only while a region is enabled.

The published item format: `value.sequence` lists key frames `{frame, enabled, x, y, width, height, rotation, time}`; a
region that is enabled at its last key frame goes on to `framesCount`. Frames that are added carry `auto: true`.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import orjson

from labelwright.formats.records import JsonText

_FIELDS = ("x", "y", "width", "height", "rotation", "time")
MAX_FRAMES = 200_000
"""Frames of one region; a longer one is left as it is."""


def with_frames_between(result: JsonText) -> JsonText:
    """A result whose regions in videos have all their frames; any other result is returned as it is stored."""
    text = result if isinstance(result, bytes) else result.encode()
    if b'"sequence"' not in text:
        return result
    items = orjson.loads(text)
    if not isinstance(items, list):
        return result
    for item in items:
        value = item.get("value") if isinstance(item, dict) else None
        if isinstance(value, dict) and _is_sequence(value.get("sequence")):
            value["sequence"] = list(_filled(value["sequence"], value.get("framesCount"), value.get("duration")))
    return orjson.dumps(items)


def _is_sequence(found: Any) -> bool:
    return (
        isinstance(found, list)
        and bool(found)
        and all(isinstance(frame, dict) and type(frame.get("frame")) is int for frame in found)
        and max(frame["frame"] for frame in found) - min(frame["frame"] for frame in found) < MAX_FRAMES
    )


def _filled(frames: list[dict[str, Any]], count: Any, duration: Any) -> Iterator[dict[str, Any]]:
    ordered = sorted(frames, key=lambda frame: frame["frame"])
    for start, end in pairwise(ordered):
        yield start
        if start.get("enabled"):
            yield from (_between(start, end, number) for number in range(start["frame"] + 1, end["frame"]))
    last = ordered[-1]
    yield last
    if last.get("enabled") and type(count) is int and count - last["frame"] < MAX_FRAMES:
        end = {**last, "frame": count, **({"time": duration} if _is_number(duration) and duration > 0 else {})}
        yield from (_between(last, end, number) for number in range(last["frame"] + 1, count + 1))


def _between(start: dict[str, Any], end: dict[str, Any], number: int) -> dict[str, Any]:
    share = (number - start["frame"]) / (end["frame"] - start["frame"])
    moved = {
        name: start[name] + (end[name] - start[name]) * share
        for name in _FIELDS
        if _is_number(start.get(name)) and _is_number(end.get(name))
    }
    if "time" in moved:
        moved["time"] = round(moved["time"], 2)
    return {**start, **moved, "frame": number, "auto": True}


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
