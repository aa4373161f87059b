"""Names join tags to results: they are unique, plain, and inside a Repeater carry its index."""

import re

from labelwright.labelconfig.page import Page, Report, ancestors, spec_of
from labelwright.labelconfig.reader import Element
from labelwright.labelconfig.specs import Kind

_PLAIN = re.compile(r"[\w-]+")


def check_names(page: Page, report: Report) -> None:
    """Refuse doubled names; warn about unusual ones."""
    seen: dict[str, Element] = {}
    for element in page.elements:
        name = element.attributes.get("name")
        if not name or spec_of(element).kind not in {Kind.OBJECT, Kind.CONTROL}:
            continue
        first = seen.setdefault(name, element)
        if first is not element:
            report.error("name.unique", element, f'the name "{name}" is already used by a {first.tag}', "name")
        _check_pattern(element, name, report)


def _check_pattern(element: Element, name: str, report: Report) -> None:
    flag = repeater_flag(element)
    if flag is not None and flag not in name:
        report.warning("repeater.name", element, f"a name inside a Repeater must contain {flag}", "name")
    plain = name.replace(flag, "") if flag else name
    if plain and not _PLAIN.fullmatch(plain):
        report.warning("name.pattern", element, "use letters, digits, _ and - in names", "name")


def repeater_flag(element: Element) -> str | None:
    """The index placeholder of the Repeater around an element."""
    for above in ancestors(element):
        if above.tag == "Repeater":
            return above.attributes.get("indexFlag", "{{idx}}")
    return None
