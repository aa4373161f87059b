"""What the `value` of a result looks like, by result type. Percentages are of the picture's width or height."""

import math
from collections.abc import Callable, Mapping
from typing import Any

Value = Mapping[str, Any]
FaultFinder = Callable[[Value], str | None]

_TOLERANCE = 1e-6
"""Shapes drawn up to the border may exceed it by rounding."""


def is_number(value: object) -> bool:
    """Whether the value is a finite number; truth values are none."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _percent(value: object) -> bool:
    return is_number(value) and -_TOLERANCE <= value <= 100 + _TOLERANCE  # type: ignore[operator]  # is_number told


def _positive(value: object) -> bool:
    return is_number(value) and value >= 0  # type: ignore[operator]  # is_number told


def _offset(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _point(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(map(_percent, value))


def _points(value: object) -> bool:
    return isinstance(value, list) and all(map(_point, value))


def _list(value: object) -> bool:
    return isinstance(value, list)


def _objects(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def _bytes(value: object) -> bool:
    return isinstance(value, list) and all(type(item) is int and 0 <= item <= 255 for item in value)


def _mask_url(value: object) -> bool:
    return isinstance(value, str) and value.startswith("data:image/png;base64,")


def _text(value: object) -> bool:
    return isinstance(value, str)


def _texts(value: object) -> bool:
    """A lone string is accepted, as published clients send it."""
    return isinstance(value, str) or (isinstance(value, list) and all(isinstance(item, str) for item in value))


def _object(value: object) -> bool:
    return isinstance(value, dict)


def _frames(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(item, dict) and is_number(item.get("start")) and is_number(item.get("end")) for item in value
    )


def _side(value: object) -> bool:
    return value in {"left", "right"} if isinstance(value, str) else False


_Fields = Mapping[str, tuple[Callable[[object], bool], str]]

_BOX: _Fields = dict.fromkeys(("x", "y", "width", "height"), (_percent, "a percentage"))
_POLYGON: _Fields = {"points": (_points, "a list of [x, y] in percent")}
_ELLIPSE: _Fields = dict.fromkeys(("x", "y", "radiusX", "radiusY"), (_percent, "a percentage"))
_KEYPOINT: _Fields = dict.fromkeys(("x", "y"), (_percent, "a percentage"))
_VECTOR: _Fields = {"vertices": (_objects, "a list of objects")}
_BRUSH: _Fields = {"rle": (_bytes, "a list of bytes")}
_BITMASK: _Fields = {"imageDataURL": (_mask_url, "a PNG data URL")}
_SEQUENCE: _Fields = {"sequence": (_objects, "a list of objects")}
_BETWEEN: _Fields = dict.fromkeys(("startOffset", "endOffset"), (_offset, "a whole number from 0"))

_FIELDS: dict[str, _Fields] = {
    "rectangle": _BOX,
    "rectanglelabels": _BOX,
    "ellipse": _ELLIPSE,
    "ellipselabels": _ELLIPSE,
    "polygon": _POLYGON,
    "polygonlabels": _POLYGON,
    "keypoint": _KEYPOINT,
    "keypointlabels": _KEYPOINT,
    "vector": _VECTOR,
    "vectorlabels": _VECTOR,
    "brush": _BRUSH,
    "brushlabels": _BRUSH,
    "bitmask": _BITMASK,
    "bitmasklabels": _BITMASK,
    "hypertextlabels": _BETWEEN,
    "paragraphlabels": _BETWEEN,
    "timelinelabels": {"ranges": (_frames, "a list of ranges with start and end")},
    "videorectangle": _SEQUENCE,
    "videovector": _SEQUENCE,
    "videovectorlabels": _SEQUENCE,
    "choices": {"choices": (_list, "a list")},
    "taxonomy": {"taxonomy": (_list, "a list of paths")},
    "textarea": {"text": (_texts, "a list of strings")},
    "number": {"number": (is_number, "a number")},
    "rating": {"rating": (_positive, "a number from 0")},
    "datetime": {"datetime": (_text, "a string")},
    "pairwise": {"selected": (_side, "left or right")},
    "ranker": {"ranker": (_object, "an object of lists")},
    "chatmessage": {"chatmessage": (_object, "an object")},
}
_NO_FIELDS: _Fields = {}


def shape_fault(result_type: str, object_tag: str | None, value: Value) -> str | None:
    """What is wrong with the shape of a value, or None. `object_tag` decides how the offsets of labels count."""
    for key, (fits, words) in _FIELDS.get(result_type, _NO_FIELDS).items():
        if key not in value:
            return f"value.{key} is missing"
        if not fits(value[key]):
            return f"value.{key} must be {words}"
    if result_type == "labels":
        return _span_fault(object_tag, value)
    if result_type == "timeserieslabels" and not ("start" in value and "end" in value):
        return "value.start and value.end are needed"
    return None


def _span_fault(object_tag: str | None, value: Value) -> str | None:
    if object_tag == "Text":
        fits, words = _offset, "a whole number from 0"
    elif object_tag in {"Audio", "AudioPlus"}:
        fits, words = _positive, "seconds from 0"
    else:
        return None
    for key in ("start", "end"):
        if not fits(value.get(key)):
            return f"value.{key} must be {words}"
    return "value.start is behind value.end" if value["start"] > value["end"] else None
