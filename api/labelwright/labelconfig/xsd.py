"""The structural check against `label-config.xsd`, worded for people.

The schema gives the verdict; the words come from the tag table it was generated from. Elements of one shape get one
verdict: siblings that differ only in free text are shown to the schema once, which keeps the largest legal config
far below a second. That is sound because content models are unbounded choices without identity constraints.
"""

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from labelwright.core.resources import resource
from labelwright.labelconfig.issues import MAX_ISSUES
from labelwright.labelconfig.page import Report, spec_of
from labelwright.labelconfig.reader import Element
from labelwright.labelconfig.specs import AttributeSpec, AttributeType

if TYPE_CHECKING:
    from xmlschema import XMLSchema10

_FREE_TYPES = {AttributeType.TEXT, AttributeType.COLOUR, AttributeType.VAR, AttributeType.NAMES, AttributeType.CSS}
_DIGITS = re.compile(r"[0-9]+")
_TRUTH = ("true", "false")
_NOT_ALLOWED = "\0"
"""Class of all values outside a closed set; no XML text can contain it."""


def check_structure(root: Element, report: Report) -> None:
    """Report every element that the schema refuses."""
    shapes = _Shapes()
    tree = shapes.represent(root)
    refused: dict[int, str] = {}
    for error in islice(_schema().iter_errors(tree), MAX_ISSUES):
        if error.elem is not None:
            refused.setdefault(shapes.shape_of(error.elem), error.reason or "the schema refuses it")
    for shape, reason in refused.items():
        for element in islice(shapes.members[shape], MAX_ISSUES):
            if not _explain(element, report):
                report.error("nesting.content", element, reason)


@cache
def _schema() -> "XMLSchema10":
    # Imported at first use: the library costs 20 MB and a quarter of a second, and many processes never need it.
    from xmlschema import XMLSchema10

    return XMLSchema10(str(resource("schemas") / "label-config.xsd"), allow="local")


class _Shapes:
    """Numbers the shapes of a tree's elements and builds the smaller tree that has each sibling shape once."""

    def __init__(self) -> None:
        self._numbers: dict[object, int] = {}
        self._shape_by_node: dict[int, int] = {}
        self.members: dict[int, list[Element]] = {}

    def represent(self, root: Element) -> ET.Element:
        """The tree to be validated."""
        node, _ = self._node(root)
        return node

    def shape_of(self, node: Any) -> int:
        """The shape of a node of the tree made here."""
        return self._shape_by_node[id(node)]

    def _node(self, element: Element) -> tuple[ET.Element, int]:
        children: dict[int, ET.Element] = {}
        for child in element.children:
            node, shape = self._node(child)
            children.setdefault(shape, node)
        attributes = spec_of(element).attributes
        classes = frozenset(
            (name, _class(attributes[name], value)) for name, value in element.attributes.items() if name in attributes
        )
        key = (element.tag, classes, frozenset(children))
        shape = self._numbers.setdefault(key, len(self._numbers))
        known = {name: value for name, value in element.attributes.items() if name in attributes}
        node = ET.Element(element.tag, known)
        node.extend(children.values())
        self.members.setdefault(shape, []).append(element)
        self._shape_by_node[id(node)] = shape
        return node, shape


def _class(spec: AttributeSpec, value: str) -> str:
    """What of a value matters to the schema."""
    if spec.type in _FREE_TYPES:
        return ""
    if spec.type is AttributeType.NAME:
        return "" if value else "empty"
    if spec.type is AttributeType.NUMBER:
        return _DIGITS.sub("0", value)
    if spec.values or spec.type is AttributeType.BOOL:
        return value if value in spec.values or value in _TRUTH else _NOT_ALLOWED
    return value


def _explain(element: Element, report: Report) -> bool:
    """Report what is structurally wrong with one element; false when the table finds nothing."""
    found = False
    for code, message, attribute in _attribute_faults(element, report):
        report.error(code, element, message, attribute)
        found = True
    spec = spec_of(element)
    for child in element.children:
        if not spec.allows_child(child.tag):
            report.error(f"nesting.{child.tag.lower()}", child, f"{child.tag} cannot stand inside {element.tag}")
            found = True
    return found


def _attribute_faults(element: Element, report: Report) -> Iterator[tuple[str, str, str]]:
    for name, spec in spec_of(element).attributes.items():
        value = element.attributes.get(name)
        if value is None:
            if spec.required and spec.structural:
                yield "attr.required", f"{name} is missing", name
        elif spec.values:
            if value not in spec.values:
                hint = report.suggestions.phrase(value, spec.values)
                words = f'{name}="{value[:80]}" is not allowed; use {_listed(spec.values)}'
                yield "attr.enum", words + hint.replace("; did you mean", "; perhaps"), name
        elif fault := _type_fault(spec, value):
            yield *fault, name


def _type_fault(spec: AttributeSpec, value: str) -> tuple[str, str] | None:
    shown = f'{spec.name}="{value[:80]}"'
    if spec.type is AttributeType.BOOL and value not in _TRUTH:
        return "attr.boolean", f"{shown} is not allowed; use true or false"
    if spec.type is AttributeType.NAME and not value:
        return "attr.empty", f"{spec.name} is empty"
    if spec.type in {AttributeType.NUMBER, AttributeType.UNIT}:
        if not is_decimal(value):
            return "attr.number", f"{shown} is not a number"
        if spec.type is AttributeType.UNIT and not 0 <= float(value) <= 1:
            return "attr.range", f"{shown} is not between 0 and 1"
    return None


def is_decimal(value: str) -> bool:
    """Whether the text is a number as XSD writes one: digits with an optional sign and point, no exponent."""
    return re.fullmatch(r"\s*[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)\s*", value, re.ASCII) is not None


def _listed(values: tuple[str, ...]) -> str:
    return f"{', '.join(values[:-1])} or {values[-1]}" if len(values) > 1 else values[0]
