"""Brings tag and attribute names to their canonical spelling and sets unknown tags aside."""

from functools import cache

from labelwright.labelconfig.issues import Severity
from labelwright.labelconfig.page import Report
from labelwright.labelconfig.reader import Element
from labelwright.labelconfig.specs import TagSpec
from labelwright.labelconfig.tags_gen import TAGS


def fold(root: Element, report: Report) -> bool:
    """Fold the tree in place; false when the outermost tag is not a View, so that there is no page to check.

    An unknown tag is shown as a placeholder around its content; its children therefore move up to where it stood.
    """
    if root.tag.lower() != "view":
        report.error("root.view", root, "the outermost tag must be View")
        return False
    if root.tag != "View":
        report.warning("tag.case", root, "the tag is spelt View")
        root.tag = "View"
    _fold_attributes(root, TAGS["View"], report)
    _fold_children(root, report)
    return True


@cache
def _tag_names() -> dict[str, str]:
    return {tag.lower(): tag for tag in TAGS}


@cache
def _attribute_names(tag: str) -> dict[str, str]:
    return {name.lower(): name for name in TAGS[tag].attributes}


def _fold_children(parent: Element, report: Report) -> None:
    kept: list[Element] = []
    for child in parent.children:
        canonical = child.tag if child.tag in TAGS else _tag_names().get(child.tag.lower())
        if canonical is None:
            _report_unknown_tag(child, report)
            _fold_children(child, report)
            for grandchild in child.children:
                grandchild.parent = parent
            kept.extend(child.children)
            continue
        if canonical != child.tag:
            report.warning("tag.case", child, f"the tag is spelt {canonical}")
            child.tag = canonical
        spec = TAGS[canonical]
        _fold_attributes(child, spec, report)
        if spec.holds_markup:
            child.has_markup = bool(child.children)
            child.children = []
        else:
            _fold_children(child, report)
        kept.append(child)
    parent.children = kept


def _report_unknown_tag(element: Element, report: Report) -> None:
    if not report.is_full(Severity.WARNING):
        hint = report.suggestions.phrase(element.tag, TAGS)
        report.warning("tag.unknown", element, f"this tag is not known and is shown as a placeholder{hint}")


def _fold_attributes(element: Element, spec: TagSpec, report: Report) -> None:
    known = spec.attributes
    if all(name in known for name in element.attributes):
        return
    folded: dict[str, str] = {}
    for name, value in element.attributes.items():
        canonical = name if name in known else _attribute_names(spec.tag).get(name.lower())
        if canonical is None:
            folded[name] = value
        elif name == canonical:
            folded[name] = value
            element.spelled.pop(name, None)
        elif canonical not in element.attributes:
            folded[canonical] = value
            element.spelled[canonical] = name
    element.attributes = folded
    _report_attributes(element, spec, report)
    for name in [name for name in folded if _is_event_handler(name, spec)]:
        del folded[name]


def _is_event_handler(name: str, spec: TagSpec) -> bool:
    return name not in spec.attributes and name.lower().startswith("on")


def _report_attributes(element: Element, spec: TagSpec, report: Report) -> None:
    if report.is_full(Severity.WARNING):
        return
    for name in element.attributes:
        if name in element.spelled:
            report.warning("tag.case", element, f"{element.spelled[name]} is spelt {name}", name)
        elif name in spec.attributes:
            continue
        elif _is_event_handler(name, spec):
            report.warning("tag.unsafe", element, f"{name} would run script in the page and is dropped", name)
        else:
            hint = report.suggestions.phrase(name, spec.attributes)
            report.warning("attr.unknown", element, f"{name} is not an attribute of {element.tag}{hint}", name)
