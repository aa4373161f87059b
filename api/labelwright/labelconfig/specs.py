"""The shape of the tag table: what a tag is, which attributes and children it may have."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What a tag is for."""

    OBJECT = "object"
    CONTROL = "control"
    VISUAL = "visual"
    ITEM = "item"


class AttributeType(StrEnum):
    """What an attribute may hold."""

    TEXT = "text"
    BOOL = "bool"
    NUMBER = "number"
    UNIT = "unit"
    COLOUR = "colour"
    ENUM = "enum"
    VAR = "var"
    NAME = "name"
    NAMES = "names"
    CSS = "css"


class AttributeSpec(NamedTuple):
    """One attribute; `structural` tells whether the XSD (and not a rule) asks for a required one."""

    name: str
    type: AttributeType
    required: bool = False
    structural: bool = True
    default: str | None = None
    values: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None


class TagSpec(NamedTuple):
    """One tag.

    `children` holds tag names, or `*` for any tag, or `markup` for content that is not ours to check. `inside` names
    the tags one of which must stand above. `objects` are the object tags a control may work on, empty for any. `data`
    are the JSON kinds a task field may have that the tag shows.
    """

    tag: str
    kind: Kind
    attributes: Mapping[str, AttributeSpec]
    children: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    result_type: str | None = None
    data: tuple[str, ...] = ()

    @property
    def holds_markup(self) -> bool:
        """Whether the content is foreign markup, which no rule looks into."""
        return self.children == ("markup",)

    def allows_child(self, tag: str) -> bool:
        """Whether `tag` may stand directly inside."""
        return self.children == ("*",) or tag in self.children


def is_labels_tag(tag: str) -> bool:
    """Whether the tag is Labels or one of its typed forms, such as RectangleLabels."""
    return tag.endswith("Labels")
