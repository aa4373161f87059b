"""A config in the forms that answers of the public API carry."""

from typing import Any

from labelwright.labelconfig.model import ControlTag, LabelConfig

_BULK_TAGS = {"Choices", "Taxonomy", "TextArea", "Number", "Rating", "DateTime"}


def parsed_label_config(config: LabelConfig) -> dict[str, Any]:
    """The field `parsed_label_config`: each control with its objects and labels."""
    return {name: _parsed(control, config) for name, control in config.controls.items()}


def _parsed(control: ControlTag, config: LabelConfig) -> dict[str, Any]:
    inputs = [
        {"type": found.tag, "valueList" if found.is_list else "value": found.value.lstrip("$")}
        for target in control.to_name
        if (found := config.objects.get(target)) is not None
    ]
    parsed: dict[str, Any] = {
        "type": control.tag,
        "to_name": list(control.to_name),
        "inputs": inputs,
        "labels": list(control.labels),
        "labels_attrs": {label: dict(attributes) for label, attributes in control.labels_attrs.items()},
    }
    if control.is_dynamic:
        parsed["dynamic_labels"] = True
    return parsed


def control_weights(config: LabelConfig) -> dict[str, Any]:
    """The field `control_weights`: every control and label weighs the same until somebody changes it."""
    return {
        name: {"overall": 1.0, "type": control.tag, "labels": dict.fromkeys(control.labels, 1.0)}
        for name, control in config.controls.items()
    }


def has_control_tags(config: LabelConfig) -> bool:
    """Whether the page asks for anything."""
    return bool(config.controls)


def suitable_for_bulk_annotation(config: LabelConfig) -> bool:
    """Whether one answer can be given to many tasks at once: every control is about the task as a whole."""
    return bool(config.controls) and all(
        control.tag in _BULK_TAGS and not control.is_per_region and not control.is_per_item
        for control in config.controls.values()
    )
