"""A checked config as the rest of the product sees it: objects, controls, data fields."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from labelwright.labelconfig.issues import Issue, Severity


@dataclass(frozen=True, slots=True)
class ObjectTag:
    """A tag that shows data. `value` is the expression as written, `is_list` tells that it came from valueList."""

    name: str
    tag: str
    value: str
    is_list: bool
    attributes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ControlTag:
    """A tag that makes results.

    `result_types` are all types its results may have, `result_type` is the usual one. `labels` are the values as
    results store them: the alias where there is one. `paths` are those of a tree, from its root. `inputs` are the tag
    and the value expression of each object named by `to_name`. `is_dynamic` tells that further labels come from task
    data. `pattern` matches the names of results where the tag stands in a Repeater, `target_pattern` their objects.
    """

    name: str
    tag: str
    to_name: tuple[str, ...]
    result_type: str
    result_types: frozenset[str] = frozenset()
    labels: tuple[str, ...] = ()
    labels_attrs: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    paths: frozenset[tuple[str, ...]] = frozenset()
    inputs: tuple[tuple[str, str], ...] = ()
    is_dynamic: bool = False
    is_per_region: bool = False
    is_per_item: bool = False
    is_region: bool = False
    attributes: Mapping[str, str] = field(default_factory=dict)
    pattern: re.Pattern[str] | None = None
    target_pattern: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class DataField:
    """A key that tasks must have. `path` leads to it through nested objects; `kinds` are the JSON kinds accepted."""

    key: str
    tag: str
    kinds: frozenset[str]
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class LabelConfig:
    """The meaning of one config. Compared by identity: checks compiled for it are kept by it."""

    objects: Mapping[str, ObjectTag]
    controls: Mapping[str, ControlTag]
    data_fields: Mapping[str, DataField]


@dataclass(frozen=True, slots=True)
class CheckedConfig:
    """The outcome of a check: all issues in the order of their lines, and the config when there is no error."""

    issues: tuple[Issue, ...]
    config: LabelConfig | None

    @property
    def errors(self) -> tuple[Issue, ...]:
        """The issues that refuse the config."""
        return tuple(issue for issue in self.issues if issue.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Issue, ...]:
        """The issues that are only reported."""
        return tuple(issue for issue in self.issues if issue.severity is Severity.WARNING)
