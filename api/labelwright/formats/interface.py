"""What a format needs to know of a project's labeling interface: which tag shows what, and which labels there are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LABEL_TAGS = frozenset({"RectangleLabels", "PolygonLabels", "KeyPointLabels", "BrushLabels", "Labels"})


@dataclass(frozen=True, slots=True)
class Control:
    """A control tag, the tags it works on, and its labels with their attributes, in the order of the config."""

    name: str
    tag: str
    objects: frozenset[str]
    labels: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Interface:
    """Controls by name in the order of the config; `keys` are the data keys of object tags by tag name."""

    controls: Mapping[str, Control]
    keys: Mapping[str, str]
    has_lists: bool = False

    @classmethod
    def of(cls, parsed: Mapping[str, Any]) -> "Interface":
        """From `parsed_label_config` as projects keep and publish it."""
        controls: dict[str, Control] = {}
        keys: dict[str, str] = {}
        has_lists = False
        for name, entry in parsed.items():
            for shown in entry["inputs"]:
                has_lists = has_lists or "valueList" in shown
                keys.setdefault(shown["type"], shown.get("value") or shown.get("valueList") or "")
            attributes = entry["labels_attrs"]
            labels = {label: attributes.get(label, {}) for label in entry["labels"]}
            controls[name] = Control(name, entry["type"], frozenset(shown["type"] for shown in entry["inputs"]), labels)
        return cls(controls, keys, has_lists)

    @property
    def has_one_key(self) -> bool:
        """Whether tasks show one thing: formats for one picture or one text fit no other config."""
        return len(set(self.keys.values())) == 1

    def on(self, shown: str, *tags: str) -> list[Control]:
        """Controls of these tags that work on a kind of object, in the order of the config."""
        return [control for control in self.controls.values() if control.tag in tags and shown in control.objects]


EMPTY = Interface({}, {})
