"""What stands inside what: labels below their control, choices below theirs, and enough of them."""

from labelwright.labelconfig.page import Page, Report, ancestors, spec_of, walk
from labelwright.labelconfig.reader import Element
from labelwright.labelconfig.specs import Kind, is_labels_tag

_THROUGH = {"View", "Header", "Repeater", "Collapse", "Panel"}


def check_children(page: Page, report: Report) -> None:
    """Refuse items outside their parent and controls with nothing to offer; warn about doubled values."""
    for element in page.elements:
        spec = spec_of(element)
        if spec.kind is Kind.ITEM:
            _check_parent(element, spec.inside, report)
        elif element.tag == "Choices":
            _check_offer(element, "Choice", report)
        elif is_labels_tag(element.tag):
            _check_offer(element, "Label", report)
        elif element.tag == "TimeSeries" and not any(below.tag == "Channel" for below in walk(element)):
            report.warning("timeseries.channel", element, "a TimeSeries draws nothing without a Channel")


def _check_parent(element: Element, inside: tuple[str, ...], report: Report) -> None:
    for above in ancestors(element):
        if above.tag in inside or (inside == ("*Labels",) and is_labels_tag(above.tag)):
            return
        if above.tag not in _THROUGH and above.tag != element.tag:
            break
    parents = "a labels control" if inside == ("*Labels",) else " or ".join(inside)
    report.error(f"nesting.{element.tag.lower()}", element, f"{element.tag} must stand inside {parents}")


def _check_offer(control: Element, item: str, report: Report) -> None:
    items = [below for below in walk(control) if below.tag == item]
    if not items and not control.attributes.get("value"):
        code = "choices.empty" if item == "Choice" else "labels.empty"
        message = f"{control.tag} offers nothing: give it a {item} or a value"
        # A typed labels control is let through without labels by the servers these configs come from.
        if control.tag in {"Choices", "Labels"} and not any(child.tag == "View" for child in control.children):
            report.error(code, control, message)
        else:
            report.warning(code, control, message)
    # Only choices form trees: a value may come again under another parent.
    groups: dict[int, dict[str, Element]] = {}
    for element in items:
        group = groups.setdefault(id(element.parent) if item == "Choice" else 0, {})
        stored = element.attributes.get("alias") or element.attributes.get("value", "")
        if group.setdefault(stored, element) is not element:
            code = "choice.unique" if item == "Choice" else "label.unique"
            report.warning(code, element, f'"{stored[:80]}" is offered twice', "value")
