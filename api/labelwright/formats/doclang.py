"""Writes DocLang: an archive (.dclx) for each annotation in which somebody wrote a DocLang document.

Format: the DocLang archive of https://github.com/doclang-project/doclang/blob/main/spec.md: an OPC package (ECMA-376,
part 2) whose document is `document.xml`. Documents are passed on as they were written, not checked against a schema.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any
from xml.parsers import expat

import orjson

from labelwright.formats.archive import Archive
from labelwright.formats.records import ExportAnnotation, ExportTask, Writer
from labelwright.formats.regions import works

_ROOT = re.compile(r"(https://www\.doclang\.ai/ns/v[0-9]+ )?doclang")
_TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
  <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
  <Override PartName="/document.xml" ContentType="application/vnd.doclang.document+xml"/>
</Types>
"""
_RELATIONS = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
  <Relationship Id="rId1" Type="http://doclang.ai/ns/package/2026/relationships/document" Target="document.xml"/>
</Relationships>
"""


class _NoDocument(Exception):
    """Raised inside the parser at what no DocLang document has."""


class DoclangWriter(Writer):
    """The format DOCLANG: the first document of each annotation that was not skipped."""

    def __init__(self) -> None:
        self._archive = Archive()

    def chunk(self, tasks: Sequence[ExportTask]) -> bytes:
        """The documents of some tasks."""
        for task in tasks:
            for annotation in works(task):
                document = next(filter(is_document, _texts(annotation)), None)
                if document is not None:
                    name = f"task-{task.id}-annotation-{annotation.id}.dclx"
                    self._archive.add(name, _package(document))
        return self._archive.drain()

    def end(self) -> bytes:
        """The end of the archive."""
        self._archive.close()
        return self._archive.drain()

    def release(self) -> None:
        """Let go of the archive."""
        self._archive.close()


def _texts(annotation: ExportAnnotation) -> Iterator[str]:
    """What was written in a result, in its order."""
    items: Any = orjson.loads(annotation.result)
    for item in items if isinstance(items, list) else []:
        value = item.get("value") if isinstance(item, dict) else None
        if isinstance(value, dict) and item.get("type") in ("textarea", "reactcode"):
            yield from _strings(value.get("text" if item["type"] == "textarea" else "reactcode"))


def _strings(value: Any) -> Iterator[str]:
    """Every text in a JSON value, which a request may nest no deeper than a hundred levels."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _strings(inner)


def is_document(text: str) -> bool:
    """Whether a text is a DocLang document: XML without a DOCTYPE whose root is `doclang`."""
    if "<doclang" not in text and ":doclang" not in text:
        return False
    parser = expat.ParserCreate("utf-8", " ")
    roots: list[str] = []

    def start(name: str, _attributes: object) -> None:
        if not roots and not _ROOT.fullmatch(name):
            raise _NoDocument
        roots.append(name)
        parser.StartElementHandler = None

    def refuse(*_: object) -> None:
        raise _NoDocument

    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = refuse
    try:
        # As bytes, for which the encoding is known whatever the declaration says.
        parser.Parse(text.encode(), True)
    except (expat.ExpatError, _NoDocument):
        return False
    return True


def _package(document: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELATIONS)
        archive.writestr("document.xml", document)
    return content.getvalue()
