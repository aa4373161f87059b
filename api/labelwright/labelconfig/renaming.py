"""Renaming a label inside results, and finding those that hold it."""

from typing import Any

from labelwright.labelconfig.result_check import label_key


def renamed(result: list[Any], old: Any, new: Any) -> int:
    """Put `new` in the place of the label `old` in the items of a result, in place; returns how many items changed.

    A label is a text, or a path in a tree. A list may also stand for all labels of an item, as clients know it.
    """
    return sum(_rename(item, old, new) for item in result)


def holds(result: list[Any], label: Any, from_name: str) -> bool:
    """Whether an item of a control in this result has the label."""
    for item in result:
        labels = _labels(item)
        if labels is not None and item.get("from_name") == from_name and (labels == label or label in labels):
            return True
    return False


def _labels(item: Any) -> list[Any] | None:
    """The labels of an item; None for one that cannot have any."""
    if not isinstance(item, dict) or not isinstance(item.get("value"), dict):
        return None
    key = label_key(str(item.get("type")))
    labels = item["value"].get(key) if key is not None else None
    return labels if isinstance(labels, list) else None


def _rename(item: Any, old: Any, new: Any) -> bool:
    labels = _labels(item)
    if labels is None or old == new:
        return False
    is_tree = item["type"] == "taxonomy"
    one_old, one_new = (old, new) if is_tree else (_single(old), _single(new))
    if labels == old and isinstance(new, list):
        changed = new
    elif one_old in labels and (is_tree or not isinstance(one_new, list)):
        changed = [one_new if label == one_old else label for label in labels]
    else:
        return False
    # What had both names has one afterwards.
    labels[:] = [label for place, label in enumerate(changed) if label not in changed[:place]]
    return True


def _single(label: Any) -> Any:
    """A list of one label stands for the label, but in a tree."""
    return label[0] if isinstance(label, list) and len(label) == 1 else label
