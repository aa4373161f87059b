"""Reads XML text into a tree with positions. No DOCTYPE, no entities of one's own, hard limits while parsing."""

from dataclasses import dataclass, field
from xml.parsers import expat

from labelwright.labelconfig.issues import Issue, Severity
from labelwright.labelconfig.source import Source

MAX_BYTES = 2 * 1024 * 1024
MAX_DEPTH = 64
MAX_ELEMENTS = 20_000
MAX_ATTRIBUTES = 200

_EXPAT_WORDS = {
    "no element found": "the text ends before the outermost tag is closed",
    "mismatched tag": "this closing tag does not match the tag that is open",
    "not well-formed (invalid token)": "this is not XML; look for a stray <, & or quote, or a missing blank",
    "junk after document element": "something follows the outermost tag; there must be only one",
    "duplicate attribute": "an attribute is given twice",
    "undefined entity": "an entity that XML does not know; write the character itself or &amp;",
    "unclosed token": "a tag, comment or section is not finished",
}


@dataclass(slots=True, eq=False)
class Element:
    """One tag.

    `spelled` holds the attributes' names as sent, where folding changed them. `has_markup` tells of foreign tags
    inside, which folding has taken out.
    """

    tag: str
    attributes: dict[str, str]
    offset: int
    parent: "Element | None" = None
    children: list["Element"] = field(default_factory=list)
    text: str = ""
    spelled: dict[str, str] = field(default_factory=dict)
    has_markup: bool = False


class UnreadableConfig(Exception):
    """The text is no XML that may be read; carries the issue."""

    def __init__(self, issue: Issue) -> None:
        super().__init__(issue.message)
        self.issue = issue


def read(text: str) -> tuple[Element, Source]:
    """The tree of a config; refuses what is not well-formed, DOCTYPE, and everything beyond the limits."""
    try:
        content = text.encode("utf-8")
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        raise UnreadableConfig(_issue("xml.malformed", line, None, "the text holds half a character")) from error
    if len(content) > MAX_BYTES:
        raise UnreadableConfig(_issue("limit.size", None, None, f"the config is larger than {MAX_BYTES:,} bytes"))
    if not text.strip("\ufeff \t\r\n"):
        raise UnreadableConfig(_issue("config.empty", None, None, "the config is empty; it needs at least a View"))
    return _TreeReader(Source(content)).read()


def _issue(code: str, line: int | None, column: int | None, message: str, tag: str | None = None) -> Issue:
    return Issue(code, Severity.ERROR, line, column, tag, None, None, message)


class _TreeReader:
    def __init__(self, source: Source) -> None:
        self._source = source
        self._root: Element | None = None
        self._open: list[Element] = []
        self._count = 0
        # The encoding is given because the text is one already: a declaration in it means nothing any more.
        self._parser = parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._doctype

    def read(self) -> tuple[Element, Source]:
        try:
            self._parser.Parse(self._source.content, True)
        except expat.ExpatError as error:
            raise self._refusal("xml.malformed", self._words(error), self._parser.ErrorByteIndex) from error
        if self._root is None:  # expat refuses a document without an element
            raise AssertionError("a document was read without its outermost tag")
        return self._root, self._source

    def _words(self, error: expat.ExpatError) -> str:
        reason = expat.ErrorString(error.code)
        words = _EXPAT_WORDS.get(reason, f"this is not well-formed XML ({reason})")
        if self._open:
            line, _ = self._source.place(self._open[-1].offset)
            words += f"; <{self._open[-1].tag}> of line {line} is open here"
        return words

    def _refusal(self, code: str, message: str, offset: int, tag: str | None = None) -> UnreadableConfig:
        line, column = self._source.place(max(offset, 0))
        return UnreadableConfig(_issue(code, line, column, f"line {line}: {message}", tag))

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        offset = self._parser.CurrentByteIndex
        self._count += 1
        if self._count > MAX_ELEMENTS:
            raise self._refusal("limit.elements", f"the config has more than {MAX_ELEMENTS:,} tags", offset, tag)
        if len(self._open) >= MAX_DEPTH:
            raise self._refusal("limit.depth", f"tags are nested deeper than {MAX_DEPTH}", offset, tag)
        if len(attributes) > MAX_ATTRIBUTES:
            raise self._refusal("limit.attributes", f"<{tag}> has more than {MAX_ATTRIBUTES} attributes", offset, tag)
        parent = self._open[-1] if self._open else None
        element = Element(tag, attributes, offset, parent)
        if parent is None:
            self._root = element
        else:
            parent.children.append(element)
        self._open.append(element)

    def _end(self, _tag: str) -> None:
        self._open.pop()

    def _text(self, text: str) -> None:
        self._open[-1].text += text

    def _doctype(self, *_declaration: object) -> None:
        raise self._refusal("xml.doctype", "a DOCTYPE is not allowed", self._parser.CurrentByteIndex)
