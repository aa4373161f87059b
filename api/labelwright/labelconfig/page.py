"""A labeling page ready for the rules: the folded tree with its tags by kind and by name."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from labelwright.labelconfig.issues import MAX_ISSUES, Issue, Severity, Suggestions
from labelwright.labelconfig.reader import Element
from labelwright.labelconfig.source import Source
from labelwright.labelconfig.specs import Kind, TagSpec
from labelwright.labelconfig.tags_gen import TAGS


class Report:
    """Collects issues about elements of one source, with their places, up to a limit for each severity."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._issues: dict[Severity, list[Issue]] = {Severity.ERROR: [], Severity.WARNING: []}
        self.suggestions = Suggestions()

    @property
    def has_errors(self) -> bool:
        """Whether an error was reported."""
        return bool(self._issues[Severity.ERROR])

    def is_full(self, severity: Severity) -> bool:
        """Whether further issues of this severity would be dropped."""
        return len(self._issues[severity]) >= MAX_ISSUES

    def error(self, code: str, element: Element, message: str, attribute: str | None = None) -> None:
        """Report what refuses the config."""
        self._add(Severity.ERROR, code, element, message, attribute)

    def warning(self, code: str, element: Element, message: str, attribute: str | None = None) -> None:
        """Report what is accepted but unlikely to be meant."""
        self._add(Severity.WARNING, code, element, message, attribute)

    def sorted_issues(self) -> tuple[Issue, ...]:
        """All issues in the order of their places."""
        issues = [*self._issues[Severity.ERROR], *self._issues[Severity.WARNING]]
        return tuple(sorted(issues, key=lambda issue: (issue.line or 0, issue.column or 0, issue.code)))

    def _add(self, severity: Severity, code: str, element: Element, message: str, attribute: str | None) -> None:
        if self.is_full(severity):
            return
        offset = element.offset
        if attribute is not None and attribute in element.attributes:
            offset = self._source.attribute_offset(offset, element.spelled.get(attribute, attribute))
        line, column = self._source.place(offset)
        name = element.attributes.get("name")
        shown = f'<{element.tag} name="{name}">' if name else f"<{element.tag}>"
        self._issues[severity].append(
            Issue(code, severity, line, column, element.tag, name, attribute, f"line {line}, {shown}: {message}")
        )


@dataclass(slots=True)
class Page:
    """Elements in document order; `named` holds the first element of each name that joins to results."""

    root: Element
    elements: list[Element]
    named: dict[str, Element] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Element) -> "Page":
        """The page of a folded tree."""
        page = cls(root, list(walk(root)))
        for element in page.elements:
            name = element.attributes.get("name")
            if name and spec_of(element).kind in {Kind.OBJECT, Kind.CONTROL}:
                page.named.setdefault(name, element)
        return page

    def of_kind(self, kind: Kind) -> list[Element]:
        """The elements of a kind, in document order."""
        return [element for element in self.elements if spec_of(element).kind is kind]


def spec_of(element: Element) -> TagSpec:
    """The row of the tag table; folding has left only tags that have one."""
    return TAGS[element.tag]


def walk(root: Element) -> Iterator[Element]:
    """The element and all below it, in document order."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        yield element
        waiting.extend(reversed(element.children))


def ancestors(element: Element) -> Iterator[Element]:
    """The elements around it, from inside to outside."""
    above = element.parent
    while above is not None:
        yield above
        above = above.parent
