"""Writes YOLO: a text file for each picture, one line for each region, coordinates from 0 to 1.

Format: https://docs.ultralytics.com/datasets/detect/ (boxes, polygons, oriented boxes, poses). Where ours differs
from the published exports on purpose: docs/adr/0007.
"""

from collections.abc import Sequence

import orjson

from labelwright.formats.classes import Classes, key_points
from labelwright.formats.interface import Interface
from labelwright.formats.picture_archive import PictureArchive, shape_controls, stem
from labelwright.formats.records import ExportAnnotation
from labelwright.formats.regions import Found, Region, read_regions

UNIT = (1.0, 1.0)


class YoloWriter(PictureArchive):
    """The formats YOLO and, with `oriented`, YOLO_OBB."""

    folders = ("images", "labels")

    def __init__(self, interface: Interface, *, oriented: bool = False, with_images: bool = False) -> None:
        """For the pictures of this interface."""
        super().__init__(interface, with_images=with_images)
        self._oriented = oriented
        self._points = key_points(interface.on("Image", "KeyPointLabels"))
        self._classes = Classes(shape_controls(interface))

    def write(self, name: str, annotations: Sequence[ExportAnnotation]) -> None:
        """The newest annotation labels the picture; the others stay readable in folders of their annotators."""
        if not annotations:
            self.archive.add(f"labels/{stem(name)}.txt", b"")
        for position, annotation in enumerate(annotations):
            lines = self._lines(read_regions(annotation.result))
            if not position:
                self.archive.add(f"labels/{stem(name)}.txt", lines)
            else:
                author = annotation.completed_by if isinstance(annotation.completed_by, int) else "unknown"
                self.archive.add(f"labels-by-annotator/{author}/{stem(name)}-{annotation.id}.txt", lines)

    def finish(self) -> None:
        """The names of the classes. Line n of `classes.txt` is class n: a free number stands for itself."""
        named = dict(self._classes.items())
        lines = [named.get(number, str(number)).replace("\n", " ") for number in range(max(named, default=-1) + 1)]
        self.archive.add("classes.txt", "".join(f"{line}\n" for line in lines))
        extra = {"keypoints": self._points} if self._points else {}
        notes = {
            "categories": [{"id": number, "name": label, **extra} for number, label in self._classes.items()],
            "info": {"version": "1.0", "contributor": "Labelwright", "left_out": self.left_out},
        }
        self.archive.add("notes.json", orjson.dumps(notes, option=orjson.OPT_INDENT_2))

    def _lines(self, found: Found) -> str:
        self.left_out += found.left_out + len(found.masks)
        children: dict[str, list[Region]] = {}
        for region in found.regions:
            if region.is_point:
                children.setdefault(region.parent or "", []).append(region)
        lines: list[str] = []
        for region in found.regions:
            if region.is_point:
                continue
            numbers = self._numbers(region, found)
            if numbers is None:
                self.left_out += 1
                continue
            numbers += self._pose(children.pop(region.id or "", []))
            text = " ".join(f"{number:.10g}" for number in numbers)
            lines += [f"{self._classes.number(label)} {text}\n" for label in region.labels]
        self.left_out += sum(map(len, children.values()))
        return "".join(lines)

    def _numbers(self, region: Region, found: Found) -> list[float] | None:
        """What stands behind the class: a box, an oriented box or a polygon."""
        if region.box is None:
            return [coordinate for point in region.scaled(UNIT) for coordinate in point]
        size = region.size or found.size
        if self._oriented:
            if size is None:
                return None
            width, height = size
            return [part for x, y in region.scaled(size) for part in (x / width, y / height)]
        if region.rotation and size is not None:
            around = region.extent(size)
            x, y, w, h = (around.x / size[0], around.y / size[1], around.width / size[0], around.height / size[1])
        else:
            x, y, w, h = (part / 100 for part in region.box)
        return [x + w / 2, y + h / 2, w, h]

    def _pose(self, points: Sequence[Region]) -> list[float]:
        """The key points that belong to a box, in the order of the model; unseen ones are zeros."""
        if not self._points or self._oriented:
            return []
        flat = [0.0] * (3 * len(self._points))
        for region in points:
            ((x, y),) = region.scaled(UNIT)
            for label in region.labels:
                if label in self._points:
                    place = 3 * self._points.index(label)
                    flat[place : place + 3] = [x, y, 2]
                else:
                    self.left_out += 1
        return flat
