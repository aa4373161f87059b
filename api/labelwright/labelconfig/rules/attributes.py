"""Attribute values that a schema does not judge: colours, ranges, order, contradictions."""

from labelwright.labelconfig.colours import is_colour
from labelwright.labelconfig.page import Page, Report, spec_of
from labelwright.labelconfig.reader import Element
from labelwright.labelconfig.specs import AttributeSpec, AttributeType
from labelwright.labelconfig.xsd import is_decimal


def check_attributes(page: Page, report: Report) -> None:
    """Refuse numbers out of range and contradictions; warn about colours that are none."""
    for element in page.elements:
        known = spec_of(element).attributes
        for name, value in element.attributes.items():
            spec = known.get(name)
            if spec is None:
                continue
            if spec.type is AttributeType.COLOUR:
                _check_colour(element, name, value, report)
            elif spec.minimum is not None or spec.maximum is not None:
                _check_range(element, spec, value, report)
        if element.attributes.get("perRegion") == "true" and element.attributes.get("perItem") == "true":
            report.error("attr.exclusive", element, "give either perRegion or perItem, not both", "perItem")
        if element.tag == "Video":
            _check_speeds(element, report)
        elif element.tag == "Header":
            _check_level(element, report)


def _check_colour(element: Element, name: str, value: str, report: Report) -> None:
    # A reference or a placeholder of a Repeater becomes a colour later.
    if value and "$" not in value and "{{" not in value and not is_colour(value):
        report.warning("attr.colour", element, f'{name}="{value[:80]}" is not a CSS colour', name)


def _check_range(element: Element, spec: AttributeSpec, value: str, report: Report) -> None:
    if not is_decimal(value):
        return
    number = float(value)
    if spec.minimum is not None and number < spec.minimum:
        report.error("attr.range", element, f'{spec.name}="{value[:80]}" is below {spec.minimum:g}', spec.name)
    elif spec.maximum is not None and number > spec.maximum:
        report.error("attr.range", element, f'{spec.name}="{value[:80]}" is above {spec.maximum:g}', spec.name)


def _check_speeds(element: Element, report: Report) -> None:
    least = element.attributes.get("minPlaybackSpeed", "0.25")
    default = element.attributes.get("defaultPlaybackSpeed", "1")
    if is_decimal(least) and is_decimal(default) and float(least) > float(default):
        attribute = "minPlaybackSpeed" if "minPlaybackSpeed" in element.attributes else "defaultPlaybackSpeed"
        report.error("attr.order", element, "minPlaybackSpeed is above defaultPlaybackSpeed", attribute)


def _check_level(element: Element, report: Report) -> None:
    size = element.attributes.get("size", "4")
    if is_decimal(size) and not 1 <= float(size) <= 6:
        report.warning("attr.range", element, f'size="{size[:80]}" is not a heading level from 1 to 6', "size")
