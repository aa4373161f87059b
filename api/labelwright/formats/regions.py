"""Regions on pictures, read from stored results. Coordinates in results are percentages of the picture's size.

The published item format is described under "Items of result" of the labeling reference. Stored results may hold
anything, so an item of another shape is left out and counted, never an error.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated

import msgspec

from labelwright.formats import brush
from labelwright.formats.brush import BadMask, Mask
from labelwright.formats.geometry import Box, Point, corners, extent
from labelwright.formats.records import ExportAnnotation, ExportTask, JsonText


class _Value(
    msgspec.Struct,
    rename={
        "rectangle": "rectanglelabels",
        "polygon": "polygonlabels",
        "point": "keypointlabels",
        "brush": "brushlabels",
    },
):
    x: float | None = None
    y: float | None = None
    width: float | None = None
    height: float | None = None
    rotation: float | None = None
    points: list[tuple[float, float]] | None = None
    rectangle: list[str] | None = None
    polygon: list[str] | None = None
    point: list[str] | None = None
    brush: list[str] | None = None
    labels: list[str] | None = None
    rle: msgspec.Raw = msgspec.Raw()


class _Item(msgspec.Struct):
    value: _Value | None = None
    from_name: str = ""
    id: str | None = None
    type: str | None = None
    original_width: float | None = None
    original_height: float | None = None
    parentID: str | None = None  # noqa: N815 - published name


@dataclass(slots=True)
class Region:
    """A labelled rectangle, polygon or key point. `box` and `points` are in percent, `size` is the picture's."""

    labels: list[str]
    size: tuple[float, float] | None
    box: Box | None = None
    rotation: float = 0.0
    points: list[Point] = field(default_factory=list)
    is_point: bool = False
    id: str | None = None
    parent: str | None = None

    def scaled(self, size: tuple[float, float]) -> list[Point]:
        """Its corners or points in a picture of this size; a turned rectangle is turned in pixels, not in percent."""
        width, height = size
        if self.box is not None:
            x, y, w, h = self.box
            return corners(Box(x / 100 * width, y / 100 * height, w / 100 * width, h / 100 * height), self.rotation)
        return [(x / 100 * width, y / 100 * height) for x, y in self.points]

    def extent(self, size: tuple[float, float]) -> Box:
        """The axis-parallel box around it in a picture of this size; an unturned rectangle is its own."""
        if self.box is not None and not self.rotation:
            x, y, w, h = self.box
            return Box(x / 100 * size[0], y / 100 * size[1], w / 100 * size[0], h / 100 * size[1])
        return extent(self.scaled(size))


@dataclass(frozen=True, slots=True)
class PackedMask:
    """A brush region as it is stored, with the name of its control."""

    control: str
    labels: list[str]
    size: tuple[float, float] | None
    rle: bytes

    def unpack(self) -> Mask:
        """The mask; refuses what cannot be unpacked."""
        width, height = self.size or (0, 0)
        try:
            packed = _bytes.decode(self.rle)
        except msgspec.ValidationError as problem:
            raise BadMask("the mask is no list of bytes") from problem
        return brush.unpack(bytes(packed), int(width), int(height))


@dataclass(slots=True)
class Found:
    """Regions of one result, its brush regions apart from them, and how many items fit neither.

    `size` is the picture's, by the first item that tells it.
    """

    regions: list[Region]
    size: tuple[float, float] | None
    left_out: int = 0
    masks: list[PackedMask] = field(default_factory=list)


_bytes = msgspec.json.Decoder(list[Annotated[int, msgspec.Meta(ge=0, le=255)]])
_raw_items = msgspec.json.Decoder(list[msgspec.Raw])
_items = msgspec.json.Decoder(list[_Item])
_item = msgspec.json.Decoder(_Item)
# Items that are no shapes on a picture: answers about it, and the unlabelled twin of a labelled shape.
_SILENT = frozenset(
    {"choices", "textarea", "rating", "number", "datetime", "taxonomy", "pairwise", "ranker", "relation"}
)
_BARE = frozenset({"rectangle", "polygon", "keypoint", "brush"})


def works(task: ExportTask) -> Iterator[ExportAnnotation]:
    """Annotations that were not skipped, newest first."""
    kept = [annotation for annotation in task.annotations if not annotation.was_cancelled]
    yield from sorted(kept, key=lambda annotation: annotation.created_at, reverse=True)


def read_regions(result: JsonText) -> Found:
    """The labelled regions of a result."""
    items, left_out = _decoded(result)
    found = Found([], None, left_out)
    for item in items:
        found.size = found.size or _size(item)
        region = _region(item)
        if region is not None:
            found.regions.append(region)
        elif (mask := _mask(item)) is not None:
            found.masks.append(mask)
        elif item.type not in _SILENT and item.type not in _BARE:
            found.left_out += 1
    return found


def _decoded(result: JsonText) -> tuple[list[_Item], int]:
    try:
        return _items.decode(result), 0
    except msgspec.ValidationError:
        pass
    items: list[_Item] = []
    left_out = 0
    try:
        parts = _raw_items.decode(result)
    except msgspec.ValidationError:
        return items, 1
    for part in parts:
        try:
            items.append(_item.decode(part))
        except msgspec.ValidationError:
            left_out += 1
    return items, left_out


def _region(item: _Item) -> Region | None:
    value = item.value
    labels = value and (value.rectangle or value.polygon or value.point or value.labels)
    if value is None or not labels or item.type in _SILENT:
        return None
    region = Region(labels, _size(item), id=item.id, parent=item.parentID)
    return region if _place(region, value) else None


def _mask(item: _Item) -> PackedMask | None:
    """A labelled brush region; the unlabelled twin of one is none."""
    value = item.value
    labels = value and (value.brush or value.labels)
    if value is None or not labels or not bytes(value.rle):
        return None
    return PackedMask(item.from_name, labels, _size(item), bytes(value.rle))


def _size(item: _Item) -> tuple[float, float] | None:
    return (item.original_width, item.original_height) if item.original_width and item.original_height else None


def _place(region: Region, value: _Value) -> bool:
    """Give a region its place; False when the value has none."""
    if value.points is not None:
        region.points = value.points
        return len(value.points) > 2
    if value.x is None or value.y is None:
        return False
    if value.point is not None:
        region.is_point = True
        region.points = [(value.x, value.y)]
        return True
    if value.width is None or value.height is None:
        return False
    region.box = Box(value.x, value.y, value.width, value.height)
    region.rotation = value.rotation or 0.0
    return True
