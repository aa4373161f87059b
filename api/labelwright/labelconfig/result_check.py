"""Checks the items of `result` against a config. Compiled per config, because every imported region passes here."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from labelwright.labelconfig.issues import Issue, Severity, nearest
from labelwright.labelconfig.model import ControlTag, LabelConfig
from labelwright.labelconfig.specs import is_labels_tag
from labelwright.labelconfig.value_shapes import shape_fault

MAX_RESULT_ISSUES = 100

_ALIASES = {"htmllabels": "hypertextlabels"}
_LABEL_KEYS = {"choices": "choices", "taxonomy": "taxonomy", "videorectangle": "labels", "videovector": "labels"}
_DIRECTIONS = {"left", "right", "bi"}


def label_key(result_type: str) -> str | None:
    """The key of a value that lists labels, or None for types without."""
    return result_type if result_type.endswith("labels") else _LABEL_KEYS.get(result_type)


class ResultCheck:
    """The compiled check of one config."""

    def __init__(self, config: LabelConfig) -> None:
        self._config = config
        self._controls = {name: _ControlCheck(control, config) for name, control in config.controls.items()}
        self._repeated = [check for check in self._controls.values() if check.control.pattern is not None]

    def issues(self, result: object) -> list[Issue]:
        """What is wrong with a result; an error is what no editor could show, everything else a warning."""
        if not isinstance(result, list):
            return [_issue("result.shape", Severity.ERROR, "result must be a list", None)]
        found: list[Issue] = []
        for index, item in enumerate(result):
            found.extend(self._item_issues(index, item))
            if len(found) >= MAX_RESULT_ISSUES:
                break
        return found[:MAX_RESULT_ISSUES]

    def _item_issues(self, index: int, item: object) -> Iterable[Issue]:
        if not isinstance(item, dict):
            return [_issue("result.item", Severity.ERROR, f"result[{index}] must be an object", None)]
        if item.get("type") == "relation":
            return _relation_issues(index, item)
        value = item.get("value")
        if not isinstance(value, dict):
            name = item.get("from_name")
            return [_issue("result.value", Severity.ERROR, f"result[{index}].value must be an object", name)]
        check = self._find(item.get("from_name"))
        if check is None:
            return [self._unknown_name(index, item.get("from_name"))]
        faults = check.faults(item, value)
        return [_issue(code, Severity.WARNING, f"result[{index}]: {text}", check.control.name) for code, text in faults]

    def _find(self, name: object) -> "_ControlCheck | None":
        if not isinstance(name, str):
            return None
        found = self._controls.get(name)
        if found is not None or not self._repeated:
            return found
        return next((check for check in self._repeated if check.matches(name)), None)

    def _unknown_name(self, index: int, name: object) -> Issue:
        hint = nearest(name, self._controls) if isinstance(name, str) else None
        words = f'; did you mean "{hint}"?' if hint else ""
        text = f"result[{index}]: from_name={_shown(name)} names no control{words}"
        return _issue("result.from_name", Severity.WARNING, text, name)


class _ControlCheck:
    def __init__(self, control: ControlTag, config: LabelConfig) -> None:
        self.control = control
        target = config.objects.get(control.to_name[0]) if control.to_name else None
        self._object_tag = target.tag if target is not None else None
        self._labels = None if control.is_dynamic else _known_labels(control, config)

    def matches(self, name: str) -> bool:
        """Whether the name is one of those that a Repeater makes of this control."""
        return self.control.pattern is not None and self.control.pattern.fullmatch(name) is not None

    def faults(self, item: Mapping[str, Any], value: Mapping[str, Any]) -> list[tuple[str, str]]:
        """Codes and texts of what does not fit this control."""
        control = self.control
        found: list[tuple[str, str]] = []
        to_name = item.get("to_name")
        if to_name not in control.to_name and not _matches_target(control, to_name):
            found.append(("result.to_name", f"to_name={_shown(to_name)} is not what {control.name} works on"))
        result_type = item.get("type")
        if not isinstance(result_type, str) or result_type not in control.result_types:
            found.append(("result.type", f"type={_shown(result_type)} does not belong to <{control.tag}>"))
            return found
        result_type = _ALIASES.get(result_type, result_type)
        fault = shape_fault(result_type, self._object_tag, value)
        if fault is not None:
            found.append(("result.value", fault))
        elif self._labels is not None:
            found.extend(self._label_faults(result_type, value))
        return found

    def _label_faults(self, result_type: str, value: Mapping[str, Any]) -> list[tuple[str, str]]:
        key = label_key(result_type)
        labels = value.get(key) if key is not None else None
        if labels is None or self._labels is None:
            return []
        if not isinstance(labels, list):
            return [("result.value", f"value.{key} must be a list")]
        unknown = [label for label in labels if not self._knows(label)]
        return [("result.label", f"{_shown(label)} is no label of {self.control.name}") for label in unknown[:10]]

    def _knows(self, label: object) -> bool:
        known = self._labels or frozenset()
        if isinstance(label, list):
            return all(self._knows(part) for part in label)
        # Clients post numbers for labels that look like numbers.
        return (label if isinstance(label, str) else str(label)) in known


@lru_cache(maxsize=256)
def compile_result_check(config: LabelConfig) -> ResultCheck:
    """The check of a config, kept for the configs in use."""
    return ResultCheck(config)


def check_result(config: LabelConfig, result: object) -> list[Issue]:
    """What is wrong with the result of an annotation or prediction."""
    return compile_result_check(config).issues(result)


def _known_labels(control: ControlTag, config: LabelConfig) -> frozenset[str] | None:
    """The labels a result may hold; None when the control cannot tell them."""
    if control.tag not in {"VideoRectangle", "VideoVector"}:
        has_labels = is_labels_tag(control.tag) or control.tag in {"Choices", "Taxonomy"}
        return frozenset(control.labels) if has_labels else None
    lenders = [other for other in config.controls.values() if is_labels_tag(other.tag)]
    if any(lender.is_dynamic for lender in lenders):
        return None
    return frozenset(label for lender in lenders for label in lender.labels)


def _matches_target(control: ControlTag, to_name: object) -> bool:
    pattern = control.target_pattern
    return pattern is not None and isinstance(to_name, str) and pattern.fullmatch(to_name) is not None


def _relation_issues(index: int, item: Mapping[str, Any]) -> list[Issue]:
    if not (isinstance(item.get("from_id"), str) and isinstance(item.get("to_id"), str)):
        text = f"result[{index}] is a relation and needs from_id and to_id"
        return [_issue("result.relation", Severity.ERROR, text, None)]
    if item.get("direction", "right") not in _DIRECTIONS:
        text = f"result[{index}]: direction must be left, right or bi"
        return [_issue("result.relation", Severity.WARNING, text, None)]
    return []


def _issue(code: str, severity: Severity, message: str, name: object) -> Issue:
    return Issue(code, severity, None, None, None, name if isinstance(name, str) else None, None, message)


def _shown(value: object) -> str:
    text = repr(value) if not isinstance(value, str) else f'"{value}"'
    return text if len(text) <= 80 else text[:77] + "..."
