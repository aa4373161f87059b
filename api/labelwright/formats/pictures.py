"""The pictures that an archive is to hold: their addresses wait on disk until the labels are written."""

import tempfile
from collections.abc import Iterator
from typing import Any, NamedTuple

import orjson

from labelwright.formats.records import JsonText


class Picture(NamedTuple):
    """A picture's name in the archive and its address in task data."""

    name: str
    url: str


class Pictures:
    """Pictures in the order in which they were added."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=1_000_000)  # noqa: SIM115 - closed by `close`

    def add(self, picture: Picture) -> None:
        """Add one."""
        self._file.write(orjson.dumps(tuple(picture)) + b"\n")

    def __iter__(self) -> Iterator[Picture]:
        """From the first one on."""
        self._file.seek(0)
        for line in self._file:
            yield Picture(*orjson.loads(line))

    def close(self) -> None:
        """Forget them."""
        self._file.close()


def address(data: JsonText, key: str) -> str | None:
    """The address that a task holds under a key such as `image` or `meta.url`; None when there is no text."""
    found: Any = orjson.loads(data)
    for part in key.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    return found if isinstance(found, str) and found else None
