"""Writes the masks of brush regions as files in a zip: PNG pictures, or arrays in NPY."""

import re
from collections.abc import Callable, Sequence

import orjson

from labelwright.formats.archive import Archive
from labelwright.formats.brush import BadMask, Mask
from labelwright.formats.records import ExportAnnotation, ExportTask, Writer
from labelwright.formats.regions import read_regions, works

_UNSAFE = re.compile(r"[/\\\x00-\x1f\x7f]")
MAX_NAME = 200


class BrushWriter(Writer):
    """A file for each mask of an annotation: `task-1-annotation-2-by-3-{control}-{labels}-{n}`."""

    def __init__(self, encode: Callable[[Mask], bytes], suffix: str) -> None:
        """`encode` makes the file of a mask."""
        self._encode = encode
        self._suffix = suffix
        self._archive = Archive()
        self._left_out: list[str] = []

    def chunk(self, tasks: Sequence[ExportTask]) -> bytes:
        """The masks of some tasks."""
        for task in tasks:
            for annotation in works(task):
                self._masks(f"task-{task.id}-annotation-{annotation.id}", annotation)
        return self._archive.drain()

    def end(self) -> bytes:
        """The end of the archive; masks that could not be unpacked are listed with the reason."""
        if self._left_out:
            self._archive.add("left-out.txt", "\n".join(self._left_out) + "\n")
        self._archive.close()
        return self._archive.drain()

    def release(self) -> None:
        """Let go of the archive."""
        self._archive.close()

    def _masks(self, start: str, annotation: ExportAnnotation) -> None:
        found = read_regions(annotation.result)
        seen: dict[str, int] = {}
        for packed in found.masks:
            name = _UNSAFE.sub("-", "-".join((packed.control, *packed.labels)))[:MAX_NAME]
            number = seen[name] = seen.get(name, -1) + 1
            place = f"{start}-by-{annotator(annotation)}-{name}-{number}"
            try:
                mask = packed.unpack()
            except BadMask as problem:
                self._left_out.append(f"{place}\t{problem}")
            else:
                self._archive.add(f"{place}{self._suffix}", self._encode(mask))


def annotator(annotation: ExportAnnotation) -> str:
    """Who made an annotation: their e-mail where the export tells it, else their id."""
    author = annotation.completed_by
    if isinstance(author, bytes):
        author = orjson.loads(author).get("email", "")
    return _UNSAFE.sub("-", "" if author is None else str(author))
