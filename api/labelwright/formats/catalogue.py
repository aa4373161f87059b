"""The formats an export can be asked for, in the order in which they are offered."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from labelwright.formats.asr import AsrWriter
from labelwright.formats.brush import npy, png
from labelwright.formats.brush_files import BrushWriter
from labelwright.formats.coco import BrushCocoWriter, CocoWriter
from labelwright.formats.conll import ConllWriter
from labelwright.formats.csv_export import TableWriter
from labelwright.formats.doclang import DoclangWriter
from labelwright.formats.interface import EMPTY, Interface
from labelwright.formats.json_export import JsonWriter
from labelwright.formats.json_min import JsonMinWriter
from labelwright.formats.records import Writer
from labelwright.formats.voc import VocWriter
from labelwright.formats.yolo import YoloWriter


def _always(_: Interface) -> bool:
    return True


def _spans(interface: Interface) -> bool:
    return interface.has_one_key and bool(interface.on("Text", "Labels"))


def _shapes(interface: Interface) -> bool:
    """Boxes, polygons, or key points beside boxes, on one picture a task."""
    if interface.has_lists or not interface.has_one_key:
        return False
    bare = interface.on("Image", "Rectangle", "Polygon", "KeyPoint") and interface.on("Image", "Labels")
    return bool(interface.on("Image", "RectangleLabels", "PolygonLabels") or bare)


def _boxes(interface: Interface) -> bool:
    if interface.has_lists or not interface.has_one_key:
        return False
    bare = interface.on("Image", "Rectangle") and interface.on("Image", "Labels")
    return bool(interface.on("Image", "RectangleLabels") or bare)


def _brushes(interface: Interface) -> bool:
    if interface.has_lists or not interface.has_one_key:
        return False
    bare = interface.on("Image", "Brush") and interface.on("Image", "Labels")
    return bool(interface.on("Image", "BrushLabels") or bare)


def _transcripts(interface: Interface) -> bool:
    return interface.has_one_key and bool(interface.on("Audio", "TextArea"))


def _writings(interface: Interface) -> bool:
    return any(control.tag in ("TextArea", "ReactCode") for control in interface.controls.values())


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """One format: its name in requests, its words, the ending and type of its file, and which interfaces it fits.

    `tags` name the kinds of labeling it serves. `make` builds its writer. One that `has_pictures` reads what tasks
    show.
    """

    name: str
    title: str
    description: str
    extension: str
    media_type: str
    make: Callable[[Interface, Iterable[str]], Writer]
    fits: Callable[[Interface], bool] = _always
    tags: tuple[str, ...] = ()
    needs_columns: bool = False
    has_pictures: bool = False


def _archive(
    name: str,
    title: str,
    description: str,
    make: Callable[[Interface], Writer],
    fits: Callable[[Interface], bool],
    *tags: str,
    has_pictures: bool = False,
) -> ExportFormat:
    return ExportFormat(
        name=name,
        title=title,
        description=description,
        extension="zip",
        media_type="application/zip",
        make=lambda interface, _: make(interface),
        fits=fits,
        tags=tags,
        has_pictures=has_pictures,
    )


_DETECTION = ("image segmentation", "object detection")
_MASKS = ("image segmentation",)

FORMATS = {
    entry.name: entry
    for entry in (
        ExportFormat(
            name="JSON",
            title="JSON",
            description="Every task with all its annotations and results in one list; can be imported again.",
            extension="json",
            media_type="application/json",
            make=lambda *_: JsonWriter(),
        ),
        ExportFormat(
            name="JSON_MIN",
            title="JSON-MIN",
            description="One flat record per annotation: the fields of the task and the answer of each control.",
            extension="json",
            media_type="application/json",
            make=lambda *_: JsonMinWriter(),
        ),
        ExportFormat(
            name="CSV",
            title="CSV",
            description="One row per annotation with comma separated columns for fields and answers.",
            extension="csv",
            media_type="text/csv",
            make=lambda _, columns: TableWriter(columns),
            needs_columns=True,
        ),
        ExportFormat(
            name="TSV",
            title="TSV",
            description="One row per annotation with tab separated columns for fields and answers.",
            extension="tsv",
            media_type="text/tab-separated-values",
            make=lambda _, columns: TableWriter(columns, separator="\t"),
            needs_columns=True,
        ),
        ExportFormat(
            name="CONLL2003",
            title="CoNLL-2003",
            description="One token a line with its tag, for named entity recognition.",
            extension="conll",
            media_type="text/plain; charset=utf-8",
            make=lambda interface, _: ConllWriter(interface),
            fits=_spans,
            tags=("sequence labeling", "text tagging", "named entity recognition"),
        ),
        _archive("COCO", "COCO", "Boxes, polygons and key points in one JSON file.", CocoWriter, _shapes, *_DETECTION),
        _archive(
            "COCO_WITH_IMAGES",
            "COCO with images",
            "COCO, and the pictures beside it.",
            partial(CocoWriter, with_images=True),
            _shapes,
            *_DETECTION,
            has_pictures=True,
        ),
        _archive(
            "VOC",
            "Pascal VOC",
            "Boxes as one XML file per picture.",
            VocWriter,
            _boxes,
            "object detection",
        ),
        _archive(
            "BRUSH_TO_NUMPY",
            "Brush masks as NumPy",
            "One array (.npy) for each mask, rows of columns, 0 to 255.",
            lambda _: BrushWriter(npy, ".npy"),
            _brushes,
            *_MASKS,
        ),
        _archive(
            "BRUSH_TO_PNG",
            "Brush masks as PNG",
            "One grey picture for each mask.",
            lambda _: BrushWriter(png, ".png"),
            _brushes,
            *_MASKS,
        ),
        _archive(
            "ASR_MANIFEST",
            "Speech recognition manifest",
            "Recordings with what was written about them, a JSON object a line.",
            AsrWriter,
            _transcripts,
            "speech recognition",
            has_pictures=True,
        ),
        _archive("YOLO", "YOLO", "Boxes and polygons as one text file per picture.", YoloWriter, _shapes, *_DETECTION),
        _archive(
            "YOLO_WITH_IMAGES",
            "YOLO with images",
            "YOLO, and the pictures beside it.",
            partial(YoloWriter, with_images=True),
            _shapes,
            *_DETECTION,
            has_pictures=True,
        ),
        _archive(
            "YOLO_OBB",
            "YOLO oriented boxes",
            "Turned boxes by their corners, one text file per picture.",
            partial(YoloWriter, oriented=True),
            _shapes,
            *_DETECTION,
        ),
        _archive(
            "YOLO_OBB_WITH_IMAGES",
            "YOLO oriented boxes with images",
            "YOLO oriented boxes, and the pictures beside it.",
            partial(YoloWriter, oriented=True, with_images=True),
            _shapes,
            *_DETECTION,
            has_pictures=True,
        ),
        _archive(
            "BRUSH_TO_COCO",
            "Brush masks as COCO",
            "Masks, polygons and boxes in one JSON file.",
            BrushCocoWriter,
            _brushes,
            *_MASKS,
        ),
        _archive(
            "DOCLANG",
            "DocLang",
            "A DocLang archive (.dclx) for each annotation that holds such a document.",
            lambda _: DoclangWriter(),
            _writings,
            "optical character recognition",
        ),
    )
}

OLDER_NAMES = {"CSV_OLD": "CSV"}
"""Names that requests may use and that are not offered."""


def format_list(interface: Interface) -> list[dict[str, Any]]:
    """The answer of the list of formats: those that fit the interface first, the others marked as disabled."""
    entries = sorted(FORMATS.values(), key=lambda entry: not entry.fits(interface))
    return [_shown(entry, fits=entry.fits(interface)) for entry in entries]


def _shown(entry: ExportFormat, *, fits: bool) -> dict[str, Any]:
    shown: dict[str, Any] = {"name": entry.name, "title": entry.title, "description": entry.description, "link": ""}
    if entry.tags:
        shown["tags"] = list(entry.tags)
    return shown if fits else {**shown, "disabled": True}


def make_writer(name: str, columns: Iterable[str] = (), interface: Interface = EMPTY) -> Writer:
    """The writer of a format of this catalogue; tables need their columns, the others the labeling interface."""
    return FORMATS[name].make(interface, columns)
