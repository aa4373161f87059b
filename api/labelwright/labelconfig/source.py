"""The text of a config with places in it: byte offsets to lines and columns, attributes to offsets."""

import re
from bisect import bisect_right
from functools import cached_property

_LINE_END = re.compile(rb"\r\n|\r|\n")
_ATTRIBUTE = re.compile(rb"""[\s]+([^\s=/>"']+)\s*=\s*("[^"]*"|'[^']*')""")
_TAG_NAME = re.compile(rb"<[^\s/>]+")


class Source:
    """The bytes of one config. Places are computed on demand, since only issues need them."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in _LINE_END.finditer(self.content))]

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of a byte offset, both from 1; columns count characters."""
        line = bisect_right(self._line_starts, offset)
        start = self._line_starts[line - 1]
        return line, len(self.content[start:offset].decode("utf-8", "replace")) + 1

    def attribute_offset(self, tag_offset: int, attribute: str) -> int:
        """Offset of the attribute, as spelt, in the start tag at `tag_offset`; the tag's own where it is not found."""
        name = attribute.encode()
        head = _TAG_NAME.match(self.content, tag_offset)
        at = head.end() if head else tag_offset
        while match := _ATTRIBUTE.match(self.content, at):
            if match[1] == name:
                return match.start(1)
            at = match.end()
        return tag_offset
