"""What every stored result must be: a list of objects. Read once when it is written, kept as bytes."""

from typing import Any

import msgspec

from labelwright.core.errors import Invalid


class Item(msgspec.Struct):
    """The parts of a result item that we look at; the rest passes through."""

    id: str | int | None = None
    type: str | None = None
    value: dict[str, msgspec.Raw] | None = None
    from_id: str | int | None = None
    to_id: str | int | None = None


_ITEMS = msgspec.json.Decoder(list[Item])


def check(raw: bytes, *, field: str = "result") -> int:
    """Refuse what cannot be a result; returns the number of distinct regions."""
    try:
        items: list[Item] = _ITEMS.decode(raw)
    except msgspec.ValidationError as error:
        raise Invalid({field: [f"A result is a list of objects: {error}"]}) from error
    for index, item in enumerate(items):
        if item.type == "relation" and (item.from_id is None or item.to_id is None):
            raise Invalid({field: [f"Item {index}: a relation needs from_id and to_id."]})
    return len({item.id for item in items if item.id is not None})


def load(text: str) -> Any:
    """The items of a stored result."""
    return msgspec.json.decode(text)
