"""What every storage can do."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from labelwright.core.textsearch import regex_options

PAGE = 1000
ADDRESS = "/data/local-files/?d="
"""How files of local storages are named in task data, the path below the document root quoted."""


class Pattern(Protocol):
    """A compiled filter of keys."""

    def match(self, text: str) -> Any:
        """Something where the text fits from its start on, else None."""
        ...


class Unreachable(Exception):
    """A storage that does not do what it is asked; the text is for users. `field` names the setting at fault."""

    def __init__(self, text: str, *, field: str = "non_field_errors") -> None:
        """Keep both for the answer."""
        super().__init__(text)
        self.field = field


class Down(Unreachable):
    """No answer, or one that says to come back: trying again later may help."""


class Missing(Unreachable):
    """There is no such object."""


class BadRange(Unreachable):
    """The bytes that were asked for lie behind the end."""


@dataclass(frozen=True, slots=True)
class ObjectInfo:
    """An object in a listing."""

    key: str
    size: int
    etag: str


@dataclass(frozen=True, slots=True)
class Opened:
    """An object, or a part of it, ready to be read."""

    chunks: Iterator[bytes]
    length: int
    content_type: str | None
    content_range: str | None
    etag: str | None
    modified: datetime | None


class Backend(Protocol):
    """One connection to one place. Keys are relative to nothing: they are what the storage itself calls its objects."""

    def check(self) -> None:
        """Refuse with `Unreachable` what does not exist or may not be read."""
        ...

    def pages(self, after: str) -> Iterator[list[ObjectInfo]]:
        """Objects under the prefix in the order of their keys, from the first after `after` on."""
        ...

    def read(self, key: str, *, most: int) -> bytes:
        """A whole object; refuses one larger than `most` bytes."""
        ...

    def open(self, key: str, byte_range: str | None) -> Opened:
        """An object for serving; with the value of a Range header, that part of it."""
        ...

    def write(self, key: str, body: bytes) -> None:
        """Create or replace an object."""
        ...

    def delete(self, key: str) -> None:
        """Remove an object; nothing happens when there is none."""
        ...

    def presign(self, key: str, seconds: int) -> str | None:
        """An address under which a browser gets the object itself for a while; None where there is no such thing."""
        ...

    def covers(self, key: str) -> bool:
        """Whether a key lies under this connection's prefix."""
        ...

    def key_in(self, name: str) -> str:
        """The key of a new object of this name."""
        ...

    def uri(self, key: str) -> str:
        """How an object is named in task data."""
        ...

    def label(self, key: str) -> str:
        """How an object is named to people."""
        ...


def under(prefix: str, key: str) -> bool:
    """Whether a key lies under a prefix, by whole path components."""
    folder = prefix.strip("/")
    return not folder or key == folder or key.startswith(f"{folder}/")


@dataclass(frozen=True, slots=True)
class Selection:
    """Which of the listed objects are meant."""

    prefix: str
    pattern: Pattern | None
    is_recursive: bool

    def takes(self, found: ObjectInfo) -> bool:
        """No folders, nothing deeper than asked for, and what the filter fits."""
        if found.key.endswith("/"):
            return False
        inner = found.key.removeprefix(self.prefix.strip("/")).lstrip("/")
        if not self.is_recursive and "/" in inner:
            return False
        return self.pattern is None or self.pattern.match(found.key) is not None


def compiled(pattern: str | None) -> Pattern | None:
    """A filter of keys, from their start on; refuses one that is no regular expression. Its time is linear."""
    if not pattern:
        return None
    import re2

    try:
        found: Pattern = re2.compile(pattern, regex_options())
    except re2.error as error:
        raise Unreachable(f"Not a regular expression of RE2: {error}", field="regex_filter") from error
    return found
