"""Areas that outlines share: intersection over union of polygons, boxes with and without rotation among them.

A shape is a list of corners (x, y) in any unit, the same for both; crossing outlines count by the even-odd rule.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

Point = tuple[float, float]
Outline = Sequence[Point]
Bounds = tuple[float, float, float, float]


def box(x: float, y: float, width: float, height: float, rotation: float = 0.0) -> list[Point]:
    """Corners of a box that is turned about its first corner by `rotation` degrees clockwise (y points down)."""
    turned = math.radians(rotation)
    cosine, sine = math.cos(turned), math.sin(turned)
    return [
        (x + dx * cosine - dy * sine, y + dx * sine + dy * cosine)
        for dx, dy in ((0, 0), (width, 0), (width, height), (0, height))
    ]


@dataclass(frozen=True, slots=True)
class Shape:
    """An outline with what each comparison asks of it: the upright box around it, and whether it is that box."""

    outline: Outline
    bounds: Bounds
    is_upright: bool

    @classmethod
    def of(cls, outline: Outline) -> "Shape":
        """A shape by its corners."""
        xs, ys = [x for x, _ in outline], [y for _, y in outline]
        left, top, right, bottom = min(xs), min(ys), max(xs), max(ys)
        corners = {(left, top), (right, top), (right, bottom), (left, bottom)}
        return cls(outline, (left, top, right, bottom), len(outline) == 4 and set(outline) == corners)


def iou(one: Shape, other: Shape) -> float:
    """Intersection over union, 0 to 1; two shapes without any area share nothing."""
    left, top, right, bottom = one.bounds
    other_left, other_top, other_right, other_bottom = other.bounds
    if left >= other_right or other_left >= right or top >= other_bottom or other_top >= bottom:
        return 0.0
    if one.is_upright and other.is_upright:
        shared = (min(right, other_right) - max(left, other_left)) * (min(bottom, other_bottom) - max(top, other_top))
        whole = (right - left) * (bottom - top) + (other_right - other_left) * (other_bottom - other_top) - shared
    elif len(one.outline) < 3 or len(other.outline) < 3:
        return 0.0
    else:
        areas = _areas(one.outline, other.outline)
        shared, whole = areas[2], areas[0] + areas[1] - areas[2]
    return shared / whole if whole > 0 else 0.0


def _areas(one: Outline, other: Outline) -> tuple[float, float, float]:
    """The areas of two outlines and of what they share.

    Between two neighbouring heights at which something happens (a corner, a crossing) every edge is straight and none
    cross, so widths change evenly: their mean is the width half-way.
    """
    edges = [_edges(one), _edges(other)]
    heights = sorted({y for outline in (one, other) for _, y in outline} | _crossings([*edges[0], *edges[1]]))
    sums = [0.0, 0.0, 0.0]
    for top, bottom in pairwise(heights):
        tall = bottom - top
        if tall <= 0:
            continue
        middle = (top + bottom) / 2
        inside = [_spans(part, middle) for part in edges]
        widths = (_width(inside[0]), _width(inside[1]), _shared_width(inside[0], inside[1]))
        for index, width in enumerate(widths):
            sums[index] += width * tall
    return sums[0], sums[1], sums[2]


Edge = tuple[float, float, float, float]


def _edges(outline: Outline) -> list[Edge]:
    """Edges that are not level, each from top to bottom: x, y, x, y."""
    found = []
    for (x1, y1), (x2, y2) in zip(outline, [*outline[1:], outline[0]], strict=True):
        if y1 < y2:
            found.append((x1, y1, x2, y2))
        elif y2 < y1:
            found.append((x2, y2, x1, y1))
    return found


def _crossings(edges: Sequence[Edge]) -> set[float]:
    """Heights at which edges cross."""
    found: set[float] = set()
    ordered = sorted(edges, key=lambda edge: edge[1])
    for index, (ax, ay, bx, by) in enumerate(ordered):
        for cx, cy, dx, dy in ordered[index + 1 :]:
            if cy >= by:
                break
            slope, other = (bx - ax) / (by - ay), (dx - cx) / (dy - cy)
            if slope != other:
                height = (cx - cy * other - ax + ay * slope) / (slope - other)
                if max(ay, cy) < height < min(by, dy):
                    found.add(height)
    return found


def _spans(edges: Sequence[Edge], height: float) -> list[float]:
    """Where a level line crosses the edges, from left to right: in, out, in, out."""
    return sorted(x1 + (height - y1) * (x2 - x1) / (y2 - y1) for x1, y1, x2, y2 in edges if y1 < height < y2)


def _width(spans: Sequence[float]) -> float:
    return sum(end - start for start, end in zip(spans[::2], spans[1::2], strict=False))


def _shared_width(one: Sequence[float], other: Sequence[float]) -> float:
    total = 0.0
    for start, end in zip(one[::2], one[1::2], strict=False):
        for left, right in zip(other[::2], other[1::2], strict=False):
            total += max(0.0, min(end, right) - max(start, left))
    return total
