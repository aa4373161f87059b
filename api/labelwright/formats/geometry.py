"""Plane geometry of regions, in pixels with y pointing down."""

from collections.abc import Sequence
from math import cos, radians, sin
from typing import NamedTuple

Point = tuple[float, float]


class Box(NamedTuple):
    """An axis-parallel box: top left corner and size."""

    x: float
    y: float
    width: float
    height: float

    @property
    def area(self) -> float:
        """Width times height."""
        return self.width * self.height


def corners(box: Box, degrees: float) -> list[Point]:
    """Corners of a box turned clockwise about its top left one, beginning there and going round clockwise."""
    x, y, width, height = box
    across, down = cos(radians(degrees)), sin(radians(degrees))
    return [
        (x, y),
        (x + width * across, y + width * down),
        (x + width * across - height * down, y + width * down + height * across),
        (x - height * down, y + height * across),
    ]


def extent(points: Sequence[Point]) -> Box:
    """The smallest axis-parallel box around some points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    left, top = min(xs), min(ys)
    return Box(left, top, max(xs) - left, max(ys) - top)


def area(points: Sequence[Point]) -> float:
    """The area of a simple polygon (shoelace formula)."""
    pairs = zip(points, [*points[1:], *points[:1]], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2
