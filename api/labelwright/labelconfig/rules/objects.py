"""Objects show data: they need a name and exactly one place to take it from."""

from labelwright.labelconfig.page import Page, Report, ancestors
from labelwright.labelconfig.reader import Element
from labelwright.labelconfig.references import is_reference
from labelwright.labelconfig.specs import Kind, is_labels_tag


def check_objects(page: Page, report: Report) -> None:
    """Refuse objects without name or value; warn about pages that show or ask nothing."""
    objects = page.of_kind(Kind.OBJECT)
    for element in objects:
        _check_object(element, report)
    if len(page.elements) == 1 and not page.root.text.strip():
        report.warning("view.empty", page.root, "the page is empty")
        return
    if not objects:
        report.warning("view.no-object", page.root, "the page shows no data: no object tag such as Text or Image")
    if not page.of_kind(Kind.CONTROL) and not any(element.tag == "Chat" for element in objects):
        report.warning("view.no-control", page.root, "the page asks for nothing: no control tag such as Choices")


def _check_object(element: Element, report: Report) -> None:
    if element.tag in {"Text", "HyperText", "Image"}:
        if "name" not in element.attributes and not _is_decoration(element):
            report.error("attr.required", element, "name is missing", "name")
        _check_value(element, report)
    value = element.attributes.get("value")
    if value is not None and not value.strip():
        report.warning("attr.empty", element, "value is empty, so nothing is shown", "value")
    for attribute in ("value", "valueList"):
        value = element.attributes.get(attribute, "")
        if value.startswith("$") and not is_reference(value) and " " not in value:
            report.warning(
                "value.variable",
                element,
                f'"{value[:80]}" is not one reference; keys are written with letters, digits, _ and points',
                attribute,
            )


def _check_value(element: Element, report: Report) -> None:
    has_value = "value" in element.attributes
    if element.tag == "Image":
        has_list = "valueList" in element.attributes
        if has_value and has_list:
            report.error("attr.exclusive", element, "give either value or valueList, not both", "valueList")
        elif not has_value and not has_list:
            report.error("attr.required", element, "value is missing (or valueList)", "value")
    elif not (has_value or element.has_markup or element.text.strip()):
        report.error("attr.required", element, "value is missing", "value")


def _is_decoration(element: Element) -> bool:
    """A nameless HyperText with content explains the page; text between labels heads a group of them."""
    if element.tag == "HyperText" and "value" not in element.attributes:
        return True
    return any(is_labels_tag(above.tag) or above.tag == "Choices" for above in ancestors(element))
