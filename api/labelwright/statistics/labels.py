"""The labels that a stored result gives, by control."""

from collections.abc import Iterator
from typing import Any

import msgspec

LONGEST_LABEL = 200
"""Characters; what is cut off is no longer told apart."""


class _Item(msgspec.Struct):
    from_name: str | None = None
    type: str | None = None
    value: dict[str, Any] | None = None


_ITEMS = msgspec.json.Decoder(list[_Item], strict=False)


def given(result: str) -> list[tuple[str, str]]:
    """Control and label, once for each region or choice; what gives no labels (texts, relations) is passed over."""
    try:
        items = _ITEMS.decode(result)
    except msgspec.ValidationError:
        return []
    return [
        (item.from_name, label[:LONGEST_LABEL])
        for item in items
        if item.from_name and item.type and item.value
        for label in _labels(item.type, item.value)
    ]


def _labels(kind: str, value: dict[str, Any]) -> Iterator[str]:
    if kind == "choices" or kind.endswith("labels"):
        found = value.get(kind)
        yield from (label for label in (found if isinstance(found, list) else [found]) if isinstance(label, str))
    elif kind == "taxonomy" and isinstance(paths := value.get(kind), list):
        yield from (" / ".join(map(str, path)) for path in paths if isinstance(path, list))
    elif kind == "rating" and isinstance(rating := value.get(kind), (int, float)):
        yield f"{rating:g}"
    elif kind == "pairwise" and isinstance(side := value.get("selected"), str):
        yield side
