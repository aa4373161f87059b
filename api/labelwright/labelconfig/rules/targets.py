"""toName: it names objects that exist and that the control can work on."""

from labelwright.labelconfig.page import Page, Report, spec_of
from labelwright.labelconfig.reader import Element
from labelwright.labelconfig.specs import Kind

_LIST_TAGS = {"Choices", "TextArea", "Rating", "Pairwise"}


def check_targets(page: Page, report: Report) -> None:
    """Refuse controls without a fitting object; a missing toName is filled in when there is one object only."""
    objects = page.of_kind(Kind.OBJECT)
    for element in page.elements:
        spec = spec_of(element)
        if "toName" not in spec.attributes:
            continue
        given = element.attributes.get("toName")
        if given:
            _check_target(element, given.split(","), page, report)
        elif given == "":
            report.error("attr.empty", element, "toName is empty", "toName")
        elif spec.kind is Kind.CONTROL and len(objects) == 1 and element.tag != "Pairwise":
            only = objects[0].attributes.get("name", "")
            report.warning(
                "attr.required", element, f'toName is missing; the only object, "{only}", is taken', "toName"
            )
        elif spec.kind is Kind.CONTROL:
            report.error("attr.required", element, "toName is missing", "toName")


def _check_target(element: Element, names: list[str], page: Page, report: Report) -> None:
    targets = []
    for name in names:
        target = page.named.get(name)
        if target is None:
            hint = report.suggestions.phrase(name, page.named)
            report.error("toname.exists", element, f'toName="{name[:80]}" names no tag{hint}', "toName")
        else:
            targets.append(target)
    if spec_of(element).kind is Kind.CONTROL:
        _check_arity(element, names, report)
        for target in targets:
            _check_kind(element, target, report)
    elif element.tag == "Filter":
        for target in targets:
            if spec_of(target).kind is not Kind.CONTROL:
                report.error("toname.type", element, f"Filter works on a control, not on a {target.tag}", "toName")


def _check_arity(element: Element, names: list[str], report: Report) -> None:
    if element.tag == "Pairwise" and len(names) != 2:
        report.error("toname.arity", element, "Pairwise compares two objects: toName needs two names", "toName")
    elif len(names) > 1 and element.tag not in _LIST_TAGS:
        report.warning("toname.arity", element, f"{element.tag} works on one object; the first name counts", "toName")


def _check_kind(element: Element, target: Element, report: Report) -> None:
    target_spec = spec_of(target)
    allowed = spec_of(element).objects
    if target_spec.kind is not Kind.OBJECT:
        message = f"{element.tag} works on an object, and {target.tag} is a control"
    elif allowed and target.tag not in allowed:
        message = f"{element.tag} cannot work on {target.tag}, only on {', '.join(allowed)}"
    else:
        return
    report.error("toname.type", element, message, "toName")
