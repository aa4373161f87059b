"""Numbers of classes, as COCO and YOLO files name them."""

from collections.abc import Iterable, Mapping
from itertools import count

from labelwright.formats.interface import Control

MAX_NUMBER = 10_000
"""Numbers of classes and key points stay below this; a higher one counts as none."""


class Classes:
    """Class numbers by label.

    A label with the attribute `category` has that number. The others get the free numbers in the order of the config,
    so that adding a label at its end changes no number (docs/adr/0007). Labels that only annotations know follow.
    """

    def __init__(self, controls: Iterable[Control], *, first: int = 0) -> None:
        """Number the labels of some controls; `first` is the lowest free number."""
        labels: dict[str, Mapping[str, str]] = {}
        for control in controls:
            for label, attributes in control.labels.items():
                labels.setdefault(label, attributes)
        self._numbers: dict[str, int] = {}
        self._taken: set[int] = set()
        self._free = count(first)
        for label, attributes in labels.items():
            number = _whole(attributes.get("category", ""))
            if number is not None and number not in self._taken:
                self._numbers[label] = number
                self._taken.add(number)
        for label in labels:
            self.number(label)

    def number(self, label: str) -> int:
        """The number of a label."""
        if label not in self._numbers:
            self._numbers[label] = next(number for number in self._free if number not in self._taken)
        return self._numbers[label]

    def items(self) -> list[tuple[int, str]]:
        """Numbers and labels in the order of the numbers."""
        return sorted((number, label) for label, number in self._numbers.items())


def key_points(controls: Iterable[Control]) -> list[str]:
    """Labels of key points in the order of their `model_index`; those without one follow in the order of the config."""
    labels = {label: attributes for control in controls for label, attributes in control.labels.items()}

    def place(label: str) -> tuple[bool, int]:
        index = _whole(labels[label].get("model_index", ""))
        return (index is None, index or 0)

    return sorted(labels, key=place)


def _whole(text: str) -> int | None:
    """The number that a text is; files list all numbers below the highest, so there is an end to them."""
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
    return number if number is not None and number < MAX_NUMBER else None
