"""Writes Pascal VOC: an XML file for each picture.

Format: the annotation files of the PASCAL Visual Object Classes challenge. Coordinates are whole pixels; a turned
rectangle becomes the box around it. Where ours differs from the published exports on purpose: docs/adr/0007.
"""

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from labelwright.formats.interface import Interface
from labelwright.formats.picture_archive import PictureArchive, stem
from labelwright.formats.records import ExportAnnotation
from labelwright.formats.regions import Found, read_regions

# What XML 1.0 cannot hold in any spelling.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class VocWriter(PictureArchive):
    """The format VOC."""

    folders = ("Annotations", "images")

    def __init__(self, interface: Interface, *, with_images: bool = False) -> None:
        """For the pictures of this interface."""
        super().__init__(interface, with_images=with_images)

    def write(self, name: str, annotations: Sequence[ExportAnnotation]) -> None:
        """One file for each annotation; the newest has the name of the picture."""
        for position, annotation in enumerate(annotations):
            found = read_regions(annotation.result)
            self.left_out += found.left_out + len(found.masks)
            if found.size is not None:
                place = stem(name) if not position else f"{stem(name)}-{annotation.id}"
                self.archive.add(f"Annotations/{place}.xml", _document(name, annotation, found))


def _document(name: str, annotation: ExportAnnotation, found: Found) -> bytes:
    root = Element("annotation")
    _text(root, "folder", "images")
    _text(root, "filename", name)
    source = SubElement(root, "source")
    _text(source, "database", "Labelwright")
    author = annotation.completed_by
    _text(source, "annotator", author.decode() if isinstance(author, bytes) else str(author or ""))
    size = SubElement(root, "size")
    width, height = found.size or (0, 0)
    for tag, number in (("width", width), ("height", height), ("depth", 3)):
        _text(size, tag, str(int(number)))
    _text(root, "segmented", "0")
    for region in found.regions:
        own = region.size or found.size
        if region.box is None or own is None:
            continue
        entry = SubElement(root, "object")
        _text(entry, "name", region.labels[0])
        for tag, word in (("pose", "Unspecified"), ("truncated", "0"), ("difficult", "0")):
            _text(entry, tag, word)
        bounds = SubElement(entry, "bndbox")
        x, y, w, h = region.extent(own)
        left, top = int(x), int(y)
        edges = (("xmin", left), ("ymin", top), ("xmax", left + int(w)), ("ymax", top + int(h)))
        for tag, number in edges:
            _text(bounds, tag, str(number))
    indent(root, "\t")
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _text(parent: Element, tag: str, text: str) -> None:
    SubElement(parent, tag).text = _FORBIDDEN.sub("\ufffd", text)
