"""Checks task data against the fields a config needs. Compiled per config: imports run every task through it."""

from collections.abc import Callable, Mapping
from functools import lru_cache

from labelwright.labelconfig.model import DataField, LabelConfig

UNDEFINED = "$undefined$"
"""The key under which a value is stored while the project has no config that names one."""

_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "number": (int, float),
    "list": (list,),
    "object": (dict,),
    "null": (type(None),),
}
_WORDS = {
    str: "a string",
    bool: "a truth value",
    int: "a number",
    float: "a number",
    list: "a list",
    dict: "an object",
    type(None): "null",
}
_MISSING = object()
_MAX_NAMED_COLUMNS = 20


class DataCheck:
    """The compiled check of one config."""

    def __init__(self, config: LabelConfig) -> None:
        self._fields = tuple(config.data_fields.values())
        self._first_key = first_data_key(config)
        self._plain = tuple((field.key, _types(field)) for field in self._fields)

    def fits(self, data: Mapping[str, object]) -> bool:
        """Whether the data has every field in an accepted kind; the cheap question asked for each imported task."""
        for key, types in self._plain:
            if type(data.get(key, _MISSING)) not in types:
                return not self.problems(data)
        return True

    def problems(self, data: Mapping[str, object]) -> list[str]:
        """What is wrong, in words that name the field and the keys found."""
        if UNDEFINED in data and self._first_key is not None:
            data = {self._first_key: data[UNDEFINED], **data}
        return [text for field in self._fields if (text := _problem(field, data)) is not None]


@lru_cache(maxsize=256)
def compile_data_check(config: LabelConfig) -> DataCheck:
    """The check of a config, kept for the configs in use."""
    return DataCheck(config)


def check_data(config: LabelConfig, data: Mapping[str, object]) -> list[str]:
    """What is wrong with the data of one task; empty when nothing is."""
    return compile_data_check(config).problems(data)


def first_data_key(config: LabelConfig) -> str | None:
    """The key that takes values imported without one."""
    return next(iter(config.data_fields), None)


def the_only_data_key(config: LabelConfig) -> str | None:
    """The key of plain files and lines, or None when the config has several keys or none."""
    return first_data_key(config) if len(config.data_fields) == 1 else None


def rename_undefined(config: LabelConfig, data: Mapping[str, object]) -> dict[str, object]:
    """The data with a value imported before there was a config under the key that the config gives it."""
    key = first_data_key(config)
    if UNDEFINED not in data or key is None or key in data:
        return dict(data)
    return {(key if name == UNDEFINED else name): value for name, value in data.items()}


def _types(field: DataField) -> frozenset[type]:
    return frozenset(python_type for kind in field.kinds for python_type in _TYPES[kind])


def _problem(field: DataField, data: Mapping[str, object]) -> str | None:
    value: object = data.get(field.key, _MISSING)
    if value is _MISSING and len(field.path) > 1:
        value = _follow(data, field.path)
    if value is _MISSING:
        named = ", ".join(list(data)[:_MAX_NAMED_COLUMNS]) or "none"
        return f'"{field.key}" key is expected in task data; keys found: {named}'
    if type(value) in _types(field):
        return None
    accepted = " or ".join(_kind_words(field))
    return f'"{field.key}" must be {accepted} for <{field.tag}>, and is {_WORDS.get(type(value), "something else")}'


def _follow(data: Mapping[str, object], path: tuple[str, ...]) -> object:
    value: object = data
    for key in path:
        value = value.get(key, _MISSING) if isinstance(value, Mapping) else _MISSING
    return value


def _kind_words(field: DataField) -> list[str]:
    order: Callable[[str], int] = list(_TYPES).index
    return [_WORDS[_TYPES[kind][0]] for kind in sorted(field.kinds, key=order)]
