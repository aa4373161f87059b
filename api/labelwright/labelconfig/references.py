"""References into task data: `$field`, `$a.b`, `$list[0].url`, `$list[{{idx}}].url`."""

import re

_REFERENCE = re.compile(r"\$([\w.\[\]{}]+)")


def first_reference(value: str) -> str | None:
    """The first reference of a value without its `$`, or None when there is none."""
    found = _REFERENCE.search(value)
    return found[1] if found else None


def is_reference(value: str) -> bool:
    """Whether the whole value is one reference."""
    return _REFERENCE.fullmatch(value) is not None
