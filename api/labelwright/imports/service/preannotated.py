"""Columns of task data that hold predictions (`preannotated_from_fields`)."""

from typing import Any

import orjson

from labelwright.formats.tasks import PredictionRecord
from labelwright.labelconfig import LabelConfig

VERSION = "preannotated"
_PLAIN = frozenset({"rating", "number", "datetime"})


class Preannotated:
    """Makes predictions of some fields of a task; the fields stay in its data."""

    def __init__(self, fields: list[str], config: LabelConfig | None) -> None:
        """Each field is taken for the control of the same name."""
        self._fields = fields
        self._config = config

    def predictions(self, data: dict[str, Any]) -> list[PredictionRecord]:
        """One prediction for each field that the task has."""
        return [self._prediction(name, data[name]) for name in self._fields if name in data]

    def _prediction(self, name: str, value: Any) -> PredictionRecord:
        control = self._config.controls.get(name) if self._config else None
        kind = control.result_type if control else "choices"
        item = {
            "id": name[:10],
            "from_name": name,
            "to_name": control.to_name[0] if control and control.to_name else "text",
            "type": kind,
            "value": self._value(kind, value),
        }
        return PredictionRecord(result=orjson.dumps([item]), score=1.0, model_version=VERSION)

    def _value(self, kind: str, value: Any) -> dict[str, Any]:
        """An object is the whole value; other values stand under the key of the type."""
        if isinstance(value, dict):
            return value
        if kind in _PLAIN:
            return {kind: value}
        key = "text" if kind == "textarea" else kind
        return {key: value if isinstance(value, list) else [str(value) if kind == "choices" else value]}
