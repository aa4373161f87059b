"""Two annotations of a task compared, control by control.

Results: the published format (`from_name`, `type`, `value`); regions are items that share an id.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from labelwright.agreement import matching, shapes, values

Range = tuple[str, float, float]
"""What it lies on (a paragraph, an XPath or nothing), start and end."""


class _Item(msgspec.Struct):
    id: str | int | None = None
    from_name: str = ""
    type: str = ""
    value: dict[str, Any] | None = None
    original_width: float | None = None
    original_height: float | None = None


_ITEMS = msgspec.json.Decoder(list[_Item], strict=False)


@dataclass(slots=True)
class Region:
    """A labelled place: a shape or a range."""

    labels: frozenset[str]
    shape: shapes.Shape | None = None
    range: Range | None = None


@dataclass(slots=True)
class Work:
    """What an annotation says, by control."""

    regions: dict[str, list[Region]] = field(default_factory=dict)
    choices: dict[str, set[str]] = field(default_factory=dict)
    numbers: dict[str, float] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Comparison:
    """How far two annotations agree at one control, with their labels when each chose one."""

    control: str
    score: float
    labels: tuple[str, str] | None = None


def read(result: str) -> Work:
    """What a stored result says, as far as it can be compared; the rest is passed over."""
    try:
        items = _ITEMS.decode(result)
    except msgspec.ValidationError:
        return Work()
    work = Work()
    labels = _labels(items)
    for item in items:
        value = item.value or {}
        place = _place(item, value)
        if place is not None:
            place.labels = frozenset(labels.get(item.id, ()))
            work.regions.setdefault(item.from_name, []).append(place)
        elif item.type == "choices":
            work.choices.setdefault(item.from_name, set()).update(_texts(value.get("choices")))
        elif item.type == "taxonomy":
            paths = value.get("taxonomy")
            found = (
                ("/".join(_texts(path)) for path in paths if isinstance(path, list)) if isinstance(paths, list) else ()
            )
            work.choices.setdefault(item.from_name, set()).update(found)
        elif item.type in ("rating", "number"):
            number = value.get(item.type)
            if isinstance(number, (int, float)):
                work.numbers[item.from_name] = float(number)
        elif item.type == "textarea":
            said = " ".join(_texts(value.get("text")))
            work.texts[item.from_name] = f"{work.texts.get(item.from_name, '')} {said}".strip()
    return work


def _labels(items: Sequence[_Item]) -> dict[str | int | None, set[str]]:
    """The labels of each region, whichever of its items carries them (`labels`, `rectanglelabels`, …)."""
    found: dict[str | int | None, set[str]] = {}
    for item in items:
        for key, value in (item.value or {}).items():
            if key.endswith("labels"):
                found.setdefault(item.id, set()).update(_texts(value))
    return found


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) else []


def _paths(value: Any) -> list[str]:
    return ["/".join(_texts(path)) for path in value if isinstance(path, list)] if isinstance(value, list) else []


def _place(item: _Item, value: dict[str, Any]) -> Region | None:
    """The place that an item marks. A range may share its region with other controls: labels alone mark it."""
    is_marking = any(key.endswith("labels") for key in value) or item.type in ("rectangle", "polygon")
    if not is_marking:
        return None
    width, height = (item.original_width or 100) / 100, (item.original_height or 100) / 100
    try:
        if "points" in value:
            outline = [(float(x) * width, float(y) * height) for x, y in value["points"]]
            return Region(frozenset(), shapes.Shape.of(outline) if outline else None)
        if "width" in value and "height" in value:
            corners = shapes.box(
                float(value["x"]) * width,
                float(value["y"]) * height,
                float(value["width"]) * width,
                float(value["height"]) * height,
                float(value.get("rotation") or 0),
            )
            return Region(frozenset(), shapes.Shape.of(corners))
        if "start" in value and "end" in value:
            return Region(frozenset(), range=_range(value))
    except (TypeError, ValueError, KeyError):
        return None
    return None


def _range(value: dict[str, Any]) -> Range:
    """Where a span lies: by offsets in the whole text when they are given, else in its paragraph or element."""
    whole = value.get("globalOffsets")
    if isinstance(whole, dict):
        return "", float(whole["start"]), float(whole["end"])
    start, end = value["start"], value["end"]
    if "startOffset" in value and "endOffset" in value:
        return f"{start}|{end}", float(value["startOffset"]), float(value["endOffset"])
    return "", float(start), float(end)


def likeness(one: Region, other: Region) -> float:
    """How much alike two regions are: what their places share, 0 when their labels differ."""
    if one.labels != other.labels:
        return 0.0
    if one.range is not None and other.range is not None:
        return _shared(one.range, other.range)
    if one.shape is not None and other.shape is not None:
        return shapes.iou(one.shape, other.shape)
    return 0.0


def _shared(one: Range, other: Range) -> float:
    if one == other:
        return 1.0
    if one[0] != other[0]:
        return 0.0
    shared = min(one[2], other[2]) - max(one[1], other[1])
    whole = max(one[2], other[2]) - min(one[1], other[1])
    return max(0.0, shared / whole) if whole > 0 else 0.0


def compare(one: Work, other: Work) -> list[Comparison]:
    """A score for each control that either annotation uses; one that only one of them uses scores 0."""
    found: list[Comparison] = [
        Comparison(control, matching.overlap(one.regions.get(control, []), other.regions.get(control, []), likeness))
        for control in sorted(one.regions.keys() | other.regions.keys())
    ]
    for control in sorted(one.choices.keys() | other.choices.keys()):
        a, b = one.choices.get(control, set()), other.choices.get(control, set())
        labels = (next(iter(a)), next(iter(b))) if len(a) == len(b) == 1 else None
        found.append(Comparison(control, values.choices(a, b), labels))
    found += _values(one.numbers, other.numbers, values.numbers)
    found += _values(one.texts, other.texts, values.texts)
    return _by_control(found)


def _by_control(found: Sequence[Comparison]) -> list[Comparison]:
    """One comparison for each control: items of several kinds under one name count as their mean."""
    grouped: dict[str, list[Comparison]] = {}
    for item in found:
        grouped.setdefault(item.control, []).append(item)
    return [
        items[0] if len(items) == 1 else Comparison(control, sum(item.score for item in items) / len(items))
        for control, items in grouped.items()
    ]


def _values(one: dict[str, Any], other: dict[str, Any], alike: Callable[[Any, Any], float]) -> list[Comparison]:
    return [
        Comparison(control, alike(one[control], other[control]) if control in one and control in other else 0.0)
        for control in sorted(one.keys() | other.keys())
    ]


def overall(comparisons: Sequence[Comparison]) -> float:
    """The mean over controls; two annotations that say nothing agree."""
    return sum(item.score for item in comparisons) / len(comparisons) if comparisons else 1.0
