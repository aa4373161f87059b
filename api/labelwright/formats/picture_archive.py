"""What formats for pictures share: a zip of label files, a folder for pictures, and the pictures if asked for."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from labelwright.formats.archive import Archive, Names
from labelwright.formats.interface import LABEL_TAGS, Control, Interface
from labelwright.formats.pictures import Picture, Pictures, address
from labelwright.formats.records import ExportAnnotation, ExportTask, Writer
from labelwright.formats.regions import works


class PictureArchive(Writer):
    """A format that is a zip of label files. `left_out` counts what it has no place for."""

    folders: ClassVar[tuple[str, ...]] = ("images",)
    shown: ClassVar[str] = "Image"
    media_folder: ClassVar[str] = "images"

    def __init__(self, interface: Interface, *, with_images: bool) -> None:
        """For the pictures of this interface, or whatever else the object tag `shown` shows."""
        self.archive = Archive()
        self.left_out = 0
        self._key = interface.keys.get(self.shown, "")
        self._names = Names()
        self._pictures = Pictures() if with_images else None
        self._missing: list[str] = []

    def write(self, name: str, annotations: Sequence[ExportAnnotation]) -> None:
        """Write the labels of one picture; `annotations` are those that were not skipped, newest first."""
        raise NotImplementedError

    def finish(self) -> None:
        """Write what comes behind the last task."""

    def start(self) -> bytes:
        """Opens the archive."""
        for folder in self.folders:
            self.archive.folder(folder)
        return self.archive.drain()

    def chunk(self, tasks: Sequence[ExportTask]) -> bytes:
        """The labels of some tasks. A task with skipped annotations only has no place in the export."""
        for task in tasks:
            annotations = list(works(task))
            if annotations or not task.annotations:
                self._task(task, annotations)
        return self.archive.drain()

    def end(self) -> bytes:
        """The end of the archive, unless pictures follow."""
        self.finish()
        if self._pictures is None:
            self.archive.close()
        return self.archive.drain()

    def pictures(self) -> Iterator[Picture]:
        """The pictures to be put into the archive, after `end`."""
        return iter(self._pictures or ())

    def add_picture(self, picture: Picture, content: bytes) -> bytes:
        """Put one picture into the archive."""
        self.archive.add(f"{self.media_folder}/{picture.name}", content)
        return self.archive.drain()

    def miss(self, picture: Picture, reason: str) -> None:
        """Note a picture that could not be had."""
        self._missing.append(f"{picture.name}\t{picture.url}\t{reason}\n")

    def close(self) -> bytes:
        """The end of an archive with pictures; those that are missing are listed with the reason."""
        if self._pictures is not None:
            if self._missing:
                self.archive.add(f"missing-{self.media_folder}.txt", "".join(self._missing))
            self.archive.close()
        return self.archive.drain()

    def release(self) -> None:
        """Let go of the list of pictures and of the archive."""
        self.archive.close()
        if self._pictures is not None:
            self._pictures.close()

    def _task(self, task: ExportTask, annotations: Sequence[ExportAnnotation]) -> None:
        url = address(task.data, self._key)
        if url is None:
            self.left_out += 1
            return
        name = self._names.of(url, task.id)
        if self._pictures is not None:
            self._pictures.add(Picture(name, url))
        self.write(name, annotations)


def shape_controls(interface: Interface) -> list[Control]:
    """Controls whose labels are classes of shapes; those of key points are not."""
    return [control for control in interface.on("Image", *LABEL_TAGS) if control.tag != "KeyPointLabels"]


def stem(name: str) -> str:
    """A file name without its extension."""
    return name.rpartition(".")[0] or name
