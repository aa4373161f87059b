"""Conditions of visibility and hotkeys: they point to what exists and do not clash."""

from itertools import islice

from labelwright.labelconfig.page import Page, Report, spec_of, walk
from labelwright.labelconfig.reader import Element
from labelwright.labelconfig.specs import is_labels_tag

_MAX_LISTED = 50
"""Names or values of one condition that are looked at; more are hardly written by hand."""


def check_conditions(page: Page, report: Report) -> None:
    """Warn about conditions on controls, labels or choices that are not there."""
    offers = _Offers(page)
    for element in page.elements:
        attributes = element.attributes
        for name in _listed(attributes.get("whenTagName")):
            if name not in page.named:
                hint = report.suggestions.phrase(name, page.named)
                report.warning("when.exists", element, f'whenTagName="{name[:80]}" names no tag{hint}', "whenTagName")
        if "whenLabelValue" in attributes:
            _check_values(element, "whenLabelValue", offers.labels, report)
        if "whenChoiceValue" in attributes:
            _check_values(element, "whenChoiceValue", offers.choices(element), report)


def check_hotkeys(page: Page, report: Report) -> None:
    """Warn about a key given to two things."""
    owners: dict[str, Element] = {}
    for element in page.elements:
        for key in _listed(element.attributes.get("hotkey")):
            first = owners.setdefault(key.lower(), element)
            if first is not element:
                shown = first.attributes.get("value") or first.attributes.get("name") or first.tag
                report.warning("hotkey.unique", element, f'the key "{key}" already belongs to "{shown[:80]}"', "hotkey")


class _Offers:
    """What the controls of a page offer. An empty collection means that nothing can be said: some comes from tasks."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.labels = [_stored_below(page.root, "Label")]
        if any(is_labels_tag(element.tag) and "value" in element.attributes for element in page.elements):
            self.labels = []
        self._choices = {
            element.attributes.get("name", ""): _stored_below(element, "Choice")
            for element in page.elements
            if element.tag in {"Choices", "Taxonomy"}
        }
        self._dynamic = {
            element.attributes.get("name", "")
            for element in page.elements
            if element.tag in {"Choices", "Taxonomy"} and not {"value", "apiUrl"}.isdisjoint(element.attributes)
        }

    def choices(self, element: Element) -> list[set[str]]:
        """The choices a condition may name: of the controls it names, or of all."""
        named = [name for name in _listed(element.attributes.get("whenTagName")) if name in self._choices]
        looked_at = named or list(islice(self._choices, _MAX_LISTED + 1))
        if len(looked_at) > _MAX_LISTED or not self._dynamic.isdisjoint(looked_at):
            return []
        return [self._choices[name] for name in looked_at]


def _listed(value: str | None) -> list[str]:
    parts = (part.strip() for part in value.split(",")) if value else iter(())
    return list(islice((part for part in parts if part), _MAX_LISTED))


def _check_values(element: Element, attribute: str, offered: list[set[str]], report: Report) -> None:
    if not offered:
        return
    for value in _listed(element.attributes[attribute]):
        if not any(value in values for values in offered):
            hint = report.suggestions.phrase(value, offered[0])
            report.warning("when.exists", element, f'{attribute}="{value[:80]}" is offered nowhere{hint}', attribute)


def _stored_below(element: Element, tag: str) -> set[str]:
    return {
        below.attributes[key]
        for below in walk(element)
        if below.tag == tag
        for key in ("value", "alias")
        if key in below.attributes and key in spec_of(below).attributes
    }
