"""Writes CoNLL-2003: one token a line with its tag, an empty line after each annotation.

Format: the shared task of CoNLL-2003 (https://aclanthology.org/W03-0419/), with IOB2 tags. Spans of the first
Labels control only, as the published exports have it; tokens are split at the borders of spans (docs/adr/0007). Of
overlapping spans the one that begins first is written, the longer one of two that begin together.
"""

from collections.abc import Sequence

import msgspec

from labelwright.formats.interface import Interface
from labelwright.formats.pictures import address
from labelwright.formats.records import ExportTask, JsonText, Writer
from labelwright.formats.regions import works
from labelwright.formats.tokens import tokens


class _Value(msgspec.Struct):
    start: int
    end: int
    labels: list[str]


class _Span(msgspec.Struct):
    from_name: str
    value: _Value


_items = msgspec.json.Decoder(list[msgspec.Raw])
_span = msgspec.json.Decoder(_Span)


class ConllWriter(Writer):
    """The format CONLL2003."""

    def __init__(self, interface: Interface) -> None:
        """For the text of this interface."""
        self._key = interface.keys.get("Text", "")
        self._control = next((control.name for control in interface.on("Text", "Labels")), "")

    def start(self) -> bytes:
        """The line that begins a document."""
        return b"-DOCSTART- -X- O\n"

    def chunk(self, tasks: Sequence[ExportTask]) -> bytes:
        """The lines of some tasks; a task without annotations has no tags."""
        parts: list[str] = []
        for task in tasks:
            text = address(task.data, self._key)
            if text is None:
                continue
            if not task.annotations:
                parts.append(_lines(text, []))
            parts += [_lines(text, self._spans(annotation.result)) for annotation in works(task)]
        return "".join(parts).encode()

    def _spans(self, result: JsonText) -> list[_Value]:
        """Spans that do not overlap, in the order of the text. Offsets count characters."""
        found: list[_Value] = []
        try:
            items = _items.decode(result)
        except msgspec.ValidationError:
            return found
        for item in items:
            try:
                span = _span.decode(item)
            except msgspec.ValidationError:
                continue  # an answer of another kind
            if span.from_name == self._control and span.value.labels and span.value.start < span.value.end:
                found.append(span.value)
        kept: list[_Value] = []
        for value in sorted(found, key=lambda value: (value.start, -value.end)):
            if not kept or value.start >= kept[-1].end:
                kept.append(value)
        return kept


def _lines(text: str, spans: Sequence[_Value]) -> str:
    borders = [border for span in spans for border in (span.start, span.end)]
    waiting = list(reversed(spans))
    opened: _Value | None = None
    lines: list[str] = []
    for start, end in tokens(text, borders):
        while waiting and waiting[-1].end <= start:
            waiting.pop()
        span = waiting[-1] if waiting and waiting[-1].start < end else None
        tag = "O"
        if span is not None:
            tag = f"{'I' if span is opened else 'B'}-{'_'.join(span.labels[0].split())}"
        opened = span
        lines.append(f"{text[start:end]} -X- _ {tag}\n")
    return "".join([*lines, "\n"])
