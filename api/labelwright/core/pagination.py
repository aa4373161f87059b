"""Pages as the published API knows them: `page`, `page_size`, and a 404 past the end."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fastapi import Request

from labelwright.core.errors import Invalid, NotFound
from labelwright.core.http import MAX_ID

DEFAULT_SIZE = 30
MAX_IDS = 100_000


@dataclass(frozen=True, slots=True)
class Page:
    """Which rows are asked for. `number` counts from 1."""

    number: int
    size: int

    @property
    def offset(self) -> int:
        """Rows before this page."""
        return (self.number - 1) * self.size

    def check(self, total: int) -> None:
        """Refuse a page past the end with 404; the first page of an empty list exists."""
        if self.number > max(1, math.ceil(total / self.size)):
            raise NotFound("Invalid page.", code="no_such_page")


def page_of(request: Request, *, default: int = DEFAULT_SIZE, largest: int) -> Page:
    """Read `page` and `page_size` from the query.

    Sizes above `largest`, and -1, mean "as many as you may give"; a size of 0 is a 404 as the known API has it.
    """
    size = _number(request, "page_size", default)
    number = _number(request, "page", 1)
    if size == 0:
        raise NotFound("Invalid page.", code="no_such_page")
    if size < 0 or size > largest:
        size = largest
    if number < 1 or number > 2**31:
        raise NotFound("Invalid page.", code="no_such_page")
    return Page(number, size)


def _number(request: Request, name: str, default: int) -> int:
    text = request.query_params.get(name, "")
    if not text:
        return default
    try:
        return int(text)
    except ValueError as error:
        raise Invalid({name: ["A valid integer is required."]}) from error


def ids_of(request: Request, name: str = "ids") -> list[int] | None:
    """Ids of the query in every published form: `ids` repeated, `ids[]`, a comma list; None when there are none."""
    values = [value for spelling in (name, f"{name}[]") for value in request.query_params.getlist(spelling)]
    return ids_in(values, name)


def ids_in(values: Iterable[str], name: str) -> list[int] | None:
    """Ids of comma lists; None when there are none."""
    texts = [part for value in values for part in value.split(",") if part.strip()]
    if not texts:
        return None
    if len(texts) > MAX_IDS:
        raise Invalid({name: [f"At most {MAX_IDS:,} ids at once."]})
    try:
        ids = [int(text) for text in texts]
    except ValueError as error:
        raise Invalid({name: ["Ids are integers."]}) from error
    if any(abs(identifier) > MAX_ID for identifier in ids):
        raise Invalid({name: ["Ids are integers of 64 bits."]})
    return ids


def envelope(request: Request, page: Page, total: int, results: list[Any]) -> dict[str, Any]:
    """`count`, `next`, `previous`, `results`: links are relative, since the server does not trust Host."""
    more = page.offset + len(results) < total
    return {
        "count": total,
        "next": _link(request, page=page.number + 1) if more else None,
        "previous": _link(request, page=page.number - 1) if page.number > 1 else None,
        "results": results,
    }


def keyed(request: Request, page: Page, total: int, results: list[Any], *, ends: object | None) -> dict[str, Any]:
    """The same, where the next page begins behind the place at which this one ends; None when nothing follows."""
    return {
        **envelope(request, page, total, results),
        "next": None if ends is None else _link(request, page=page.number + 1, after=ends),
    }


def _link(request: Request, **changed: object) -> str:
    """The address of another page: with what was asked for, but for where it begins."""
    asked = [(name, value) for name, value in request.query_params.multi_items() if name not in ("page", "after")]
    return f"{request.url.path}?{urlencode([*asked, *changed.items()])}"
