"""Builds the model of a page that has passed all checks."""

import re
from collections.abc import Iterable, Iterator, Mapping

from labelwright.labelconfig.model import ControlTag, DataField, LabelConfig, ObjectTag
from labelwright.labelconfig.page import Page, ancestors, spec_of, walk
from labelwright.labelconfig.reader import Element
from labelwright.labelconfig.references import first_reference
from labelwright.labelconfig.rules.names import repeater_flag
from labelwright.labelconfig.specs import Kind, is_labels_tag

_LABEL_TAGS = {"Label", "Choice", "Relation"}
_REGION_TAGS = {
    "Rectangle", "Ellipse", "Polygon", "KeyPoint", "Vector", "Brush", "Bitmask", "MagicWand",
    "VideoRectangle", "VideoVector",
}  # fmt: skip
# What Labels on HTML or a dialogue is called in results, and an older name of the former.
_OTHER_TYPES = {
    "Labels": ("hypertextlabels", "htmllabels", "paragraphlabels"),
    "HyperTextLabels": ("htmllabels",),
}
_STRING_ONLY = frozenset({"string"})


def build(page: Page) -> LabelConfig:
    """The config of a page without errors."""
    objects = {name: _object(name, element) for name, element in page.named.items() if _is(element, Kind.OBJECT)}
    controls = {
        name: _control(name, element, objects)
        for name, element in page.named.items()
        if _is(element, Kind.CONTROL) or spec_of(element).result_type
    }
    return LabelConfig(objects=objects, controls=controls, data_fields=_data_fields(page))


def _is(element: Element, kind: Kind) -> bool:
    return spec_of(element).kind is kind


def _object(name: str, element: Element) -> ObjectTag:
    attributes = element.attributes
    is_list = "value" not in attributes and "valueList" in attributes
    value = attributes.get("valueList", "") if is_list else attributes.get("value", element.text.strip())
    return ObjectTag(name, element.tag, value, is_list, attributes)


def _control(name: str, element: Element, objects: Mapping[str, ObjectTag]) -> ControlTag:
    spec = spec_of(element)
    to_name = _targets(element, objects)
    labels = {_stored(label.attributes): label.attributes for label in _labels(element)}
    flag = repeater_flag(element)
    return ControlTag(
        name=name,
        tag=element.tag,
        to_name=to_name,
        result_type=spec.result_type or "",
        result_types=frozenset({spec.result_type or "", *_OTHER_TYPES.get(element.tag, ())}),
        labels=tuple(labels),
        labels_attrs=labels,
        paths=frozenset(_paths(element)) if element.tag == "Taxonomy" else frozenset(),
        inputs=tuple((objects[target].tag, objects[target].value) for target in to_name if target in objects),
        is_dynamic="apiUrl" in element.attributes or first_reference(element.attributes.get("value", "")) is not None,
        is_per_region=element.attributes.get("perRegion") == "true",
        is_per_item=element.attributes.get("perItem") == "true",
        is_region=is_labels_tag(element.tag) or element.tag in _REGION_TAGS,
        attributes=element.attributes,
        pattern=_pattern([name], flag),
        target_pattern=_pattern(to_name, flag),
    )


def _targets(element: Element, objects: Mapping[str, ObjectTag]) -> tuple[str, ...]:
    given = element.attributes.get("toName")
    if given:
        return tuple(given.split(","))
    # A conversation answers about itself; every other control without toName works on the only object.
    return (element.attributes["name"],) if _is(element, Kind.OBJECT) else tuple(objects)[:1]


def _labels(control: Element) -> Iterator[Element]:
    """The labels that belong to a control and not to another one inside it."""
    for below in walk(control):
        if below.tag in _LABEL_TAGS:
            owner = next(above for above in ancestors(below) if above is control or _is(above, Kind.CONTROL))
            if owner is control and _stored(below.attributes):
                yield below


def _stored(attributes: Mapping[str, str]) -> str:
    return attributes.get("alias") or attributes.get("value", "")


def _paths(taxonomy: Element) -> Iterator[tuple[str, ...]]:
    for choice in _labels(taxonomy):
        above = [_stored(parent.attributes) for parent in ancestors(choice) if parent.tag == "Choice"]
        yield (*reversed(above), _stored(choice.attributes))


def _pattern(names: Iterable[str], flag: str | None) -> re.Pattern[str] | None:
    if flag is None:
        return None
    return re.compile("|".join(re.escape(name).replace(re.escape(flag), "[0-9]+") for name in names))


def _data_fields(page: Page) -> dict[str, DataField]:
    """The keys that tasks must have, from the references of every named tag; of a mixed text only the first counts.

    Where tags share a key the last one decides what it may hold, except that Video always does.
    """
    fields: dict[str, DataField] = {}
    for element in page.elements:
        if not element.attributes.get("name"):
            continue
        for attribute in ("value", "valueList"):
            reference = first_reference(element.attributes.get(attribute, ""))
            if reference is None:
                continue
            found = _data_field(reference, element)
            if not (found.key in fields and fields[found.key].tag == "Video"):
                fields[found.key] = found
    return fields


def _data_field(reference: str, element: Element) -> DataField:
    key, bracket, _ = reference.partition("[")
    key = key.rstrip(".") or reference
    kinds = frozenset({"list"}) if bracket else frozenset(spec_of(element).data) or _STRING_ONLY
    return DataField(key, element.tag, kinds, tuple(key.split(".")))
