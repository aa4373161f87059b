"""Writes COCO: `result.json` in a zip with a folder for the pictures.

Format: the object-detection and keypoint annotations of https://cocodataset.org/#format-data. One image entry for each
annotation, as the published exports have it, so that the work of two annotators stays apart. Where ours differs on
purpose: docs/adr/0007.
"""

import tempfile
from collections.abc import Sequence
from typing import Any, ClassVar

import orjson

from labelwright.formats.brush import BadMask, runs
from labelwright.formats.brush_files import annotator
from labelwright.formats.classes import Classes, key_points
from labelwright.formats.geometry import area, extent
from labelwright.formats.interface import Interface
from labelwright.formats.picture_archive import PictureArchive, shape_controls
from labelwright.formats.records import ExportAnnotation
from labelwright.formats.regions import Found, Region, read_regions

KEY_POINT_CATEGORY = "default"


class CocoWriter(PictureArchive):
    """The format COCO. Images stream out; the annotations wait in a temporary file, as both are lists of one object."""

    folders = ()  # the one folder comes behind the file that is being written
    file_name: ClassVar[str] = "result.json"
    first_class: ClassVar[int] = 0

    def __init__(self, interface: Interface, *, with_images: bool = False) -> None:
        """For the pictures of this interface."""
        super().__init__(interface, with_images=with_images)
        self._points = key_points(interface.on("Image", "KeyPointLabels"))
        self._classes = Classes(shape_controls(interface), first=self.first_class)
        self._annotations = tempfile.SpooledTemporaryFile(max_size=4_000_000)  # noqa: SIM115 - closed by `release`
        self._images = self._annotation_count = 0
        self._point_class: int | None = None
        self._file = self.archive.open(self.file_name)
        self._file.write(b'{"images":[')

    def write(self, name: str, annotations: Sequence[ExportAnnotation]) -> None:
        """An image entry for each annotation, or one for a picture without any."""
        if not annotations:
            self._image(name, None)
        for annotation in annotations:
            found = read_regions(annotation.result)
            self.left_out += found.left_out
            self._image(name, found.size)
            self._regions(self._images - 1, found)
            self._masks(self._images - 1, annotation, found)

    def finish(self) -> None:
        """The categories and the annotations."""
        self._file.write(b'],"categories":' + orjson.dumps(self._categories()) + b',"annotations":[')
        self._annotations.seek(0)
        while part := self._annotations.read(1 << 20):
            self._file.write(part)
        info = {"version": "1.0", "contributor": "Labelwright", "description": "", "url": "", "left_out": self.left_out}
        self._file.write(b'],"info":' + orjson.dumps(info) + b"}")
        self._file.close()
        self.archive.folder("images")

    def release(self) -> None:
        """Let go of the annotations and of an unfinished file."""
        self._annotations.close()
        self._file.close()
        super().release()

    def _image(self, name: str, size: tuple[float, float] | None) -> None:
        width, height = size or (None, None)
        entry = {"width": _whole(width), "height": _whole(height), "id": self._images, "file_name": f"images/{name}"}
        self._file.write((b"," if self._images else b"") + orjson.dumps(entry))
        self._images += 1

    def _regions(self, image: int, found: Found) -> None:
        points: list[Region] = []
        for region in found.regions:
            if region.is_point:
                points.append(region)
            elif (size := region.size or found.size) is None:
                self.left_out += 1
            else:
                self._annotation(image, self._classes.number(region.labels[0]), **_shape(region, size))
        if points:
            self._key_points(image, points, found.size)

    def _masks(self, image: int, annotation: ExportAnnotation, found: Found) -> None:
        """Brush regions as run lengths, which keep holes and every pixel."""
        for packed in found.masks:
            try:
                mask = packed.unpack()
            except BadMask:
                self.left_out += 1
                continue
            if (packed_runs := runs(mask)) is None:
                self.left_out += 1
                continue
            shape = {
                "segmentation": {"size": [mask.height, mask.width], "counts": packed_runs.counts},
                "bbox": list(packed_runs.box),
                "area": packed_runs.area,
                "annotator": annotator(annotation),
            }
            for label in packed.labels:
                self._annotation(image, self._classes.number(label), **shape)

    def _key_points(self, image: int, regions: Sequence[Region], size: tuple[float, float] | None) -> None:
        """All key points of an annotation are one object; those that the config does not know are left out."""
        flat = [0] * (3 * len(self._points))
        for region in regions:
            for label in region.labels:
                own = region.size or size
                if own is None or label not in self._points:
                    self.left_out += 1
                    continue
                ((x, y),) = region.scaled(own)
                place = 3 * self._points.index(label)
                flat[place : place + 3] = [round(x), round(y), 2]
        seen = [(float(flat[i]), float(flat[i + 1])) for i in range(0, len(flat), 3) if flat[i + 2]]
        if not seen:
            return
        if self._point_class is None:
            self._point_class = self._classes.number(KEY_POINT_CATEGORY)
        box = extent(seen)
        self._annotation(
            image,
            self._point_class,
            keypoints=flat,
            num_keypoints=len(seen),
            segmentation=[],
            bbox=list(box),
            area=box.area,
        )

    def _annotation(self, image: int, category: int, **shape: Any) -> None:
        entry = {
            "id": self._annotation_count,
            "image_id": image,
            "category_id": category,
            **shape,
            "ignore": 0,
            "iscrowd": 0,
        }
        self._annotations.write((b"," if self._annotation_count else b"") + orjson.dumps(entry))
        self._annotation_count += 1

    def _categories(self) -> list[dict[str, Any]]:
        if self._points and self._point_class is None:
            self._point_class = self._classes.number(KEY_POINT_CATEGORY)
        entries: list[dict[str, Any]] = [{"id": number, "name": label} for number, label in self._classes.items()]
        for entry in entries:
            if entry["id"] == self._point_class:
                entry.update(supercategory=KEY_POINT_CATEGORY, keypoints=self._points, skeleton=[])
        return entries


class BrushCocoWriter(CocoWriter):
    """The format BRUSH_TO_COCO: the same for pictures with regions only, and classes numbered from 1."""

    file_name = "result_coco.json"
    first_class = 1

    def write(self, name: str, annotations: Sequence[ExportAnnotation]) -> None:
        """Annotations without regions have no image entry."""
        kept = [annotation for annotation in annotations if _has_regions(annotation)]
        if kept:
            super().write(name, kept)


def _has_regions(annotation: ExportAnnotation) -> bool:
    found = read_regions(annotation.result)
    return bool(found.regions or found.masks)


def _shape(region: Region, size: tuple[float, float]) -> dict[str, Any]:
    box = region.extent(size)
    if region.box is not None:
        return {"segmentation": [], "bbox": list(box), "area": box.area}
    points = region.scaled(size)
    flat = [coordinate for point in points for coordinate in point]
    return {"segmentation": [flat], "bbox": list(box), "area": area(points)}


def _whole(length: float | None) -> float | None:
    """A size as the whole number that it is."""
    return int(length) if length is not None and length.is_integer() else length
