"""The semantic pass: what a schema cannot say. One rule is one function over the page."""

from labelwright.labelconfig.page import Page, Report
from labelwright.labelconfig.rules.attributes import check_attributes
from labelwright.labelconfig.rules.children import check_children
from labelwright.labelconfig.rules.conditions import check_conditions, check_hotkeys
from labelwright.labelconfig.rules.names import check_names
from labelwright.labelconfig.rules.objects import check_objects
from labelwright.labelconfig.rules.targets import check_targets


def check_meaning(page: Page, report: Report) -> None:
    """Run every rule. Rules may assume canonical tags, and nothing else: structural errors may stand beside."""
    for rule in (
        check_names,
        check_objects,
        check_targets,
        check_attributes,
        check_children,
        check_conditions,
        check_hotkeys,
    ):
        rule(page, report)
