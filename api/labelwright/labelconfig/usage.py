"""Which controls and labels results use, and whether a new config still has them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from labelwright.labelconfig.model import ControlTag, LabelConfig
from labelwright.labelconfig.result_check import label_key
from labelwright.labelconfig.specs import is_labels_tag

UsageKey = tuple[str, str, str, str | None]
"""from_name, to_name, type, and a label; None stands for the use of the control as such."""

_NAME_EXEMPT = {"textarea", "chatmessage"}
_ITSELF = None


def used_labels(result: Iterable[object]) -> Counter[UsageKey]:
    """What one annotation uses, each thing counted once: sums over annotations say how many use it.

    A path of a tree is written as JSON, so that a label with a separator in it stays one label.
    """
    used: set[UsageKey] = set()
    for item in result:
        if not isinstance(item, dict):
            continue
        from_name, to_name, result_type = item.get("from_name"), item.get("to_name"), item.get("type")
        if not (isinstance(from_name, str) and isinstance(to_name, str) and isinstance(result_type, str)):
            continue
        used.add((from_name, to_name, result_type, _ITSELF))
        value = item.get("value")
        key = label_key(result_type)
        labels = value.get(key) if key is not None and isinstance(value, dict) else None
        if isinstance(labels, list):
            used.update((from_name, to_name, result_type, label) for label in _texts(labels, result_type))
    return Counter(used)


def incompatible_results(config: LabelConfig, usage: Mapping[UsageKey, int]) -> str | None:
    """The refusal of a config that lacks a control which annotations use, or None when it has them all.

    Labels are not looked at: saving a config may drop a label in use, as clients rely on.
    """
    lines = [
        f"{count} with from_name={from_name}, to_name={to_name}, type={result_type}"
        for (from_name, to_name, result_type, label), count in usage.items()
        if label is _ITSELF and count > 0 and not _has_control(config, from_name, to_name, result_type)
    ]
    if not lines:
        return None
    listed = "\n".join(lines)
    return f"Created annotations are incompatible with provided labeling schema, we found:\n{listed}"


def missing_labels(
    config: LabelConfig,
    annotations: Mapping[UsageKey, int],
    drafts: Mapping[UsageKey, int],
    linked: Iterable[tuple[str, Any]] = (),
) -> str | None:
    """The refusal of a config that lacks a label in use, or None when it has them all; for validation.

    `linked` are the labels that the labels manager adds to trees: `from_name` and value.
    """
    added = {(name, _as_path(value)) for name, value in linked}
    missing: dict[str, dict[str, list[int]]] = {}
    for place, usage in enumerate((annotations, drafts)):
        for (from_name, _, result_type, label), count in usage.items():
            if label is _ITSELF or count <= 0 or _has_label(config, from_name, result_type, label):
                continue
            if result_type == "taxonomy" and (from_name, _as_path(_path(label))) in added:
                continue
            missing.setdefault(from_name, {}).setdefault(label, [0, 0])[place] += count
    if not missing:
        return None
    return "\n".join(_missing_text(name, labels) for name, labels in missing.items())


def _missing_text(name: str, labels: Mapping[str, list[int]]) -> str:
    lines = "\n".join(f"{_shown(label)} ({_counted(*counts)})" for label, counts in labels.items())
    return f'These labels still exist in annotations or drafts:\n{lines}\nPlease add labels to tag with name="{name}".'


def _counted(annotations: int, drafts: int) -> str:
    words = ((annotations, "annotation"), (drafts, "draft"))
    return ", ".join(f"{count} {word}{'' if count == 1 else 's'}" for count, word in words if count)


def _has_control(config: LabelConfig, from_name: str, to_name: str, result_type: str) -> bool:
    if result_type in _NAME_EXEMPT or result_type == "relation":
        return True
    control = _find(config, from_name)
    if control is None:
        return False
    if result_type not in control.result_types:
        return False
    pattern = control.target_pattern
    return to_name in control.to_name or (pattern is not None and pattern.fullmatch(to_name) is not None)


def _has_label(config: LabelConfig, from_name: str, result_type: str, label: str) -> bool:
    control = _find(config, from_name)
    if control is None:
        return False
    if control.is_dynamic:
        return True
    if result_type == "taxonomy":
        return tuple(_path(label)) in control.paths
    if control.tag in {"VideoRectangle", "VideoVector"}:
        return any(label in other.labels for other in config.controls.values() if is_labels_tag(other.tag))
    return label in control.labels


def _find(config: LabelConfig, from_name: str) -> ControlTag | None:
    found = config.controls.get(from_name)
    if found is not None:
        return found
    controls = config.controls.values()
    return next((item for item in controls if item.pattern is not None and item.pattern.fullmatch(from_name)), None)


def _texts(labels: Iterable[object], result_type: str) -> Iterable[str]:
    for label in labels:
        if result_type == "taxonomy":
            yield _json([str(part) for part in label] if isinstance(label, list) else [str(label)])
        elif isinstance(label, list):
            yield from (str(part) for part in label)
        else:
            yield label if isinstance(label, str) else str(label)


def _json(path: list[str]) -> str:
    return orjson.dumps(path).decode()


def _path(label: str) -> list[str]:
    try:
        path = orjson.loads(label)
    except orjson.JSONDecodeError:
        return [label]
    return [str(part) for part in path] if isinstance(path, list) else [label]


def _as_path(value: object) -> tuple[str, ...]:
    return tuple(str(part) for part in value) if isinstance(value, list) else (str(value),)


def _shown(label: str) -> str:
    return " / ".join(_path(label)) if label.startswith("[") else label
