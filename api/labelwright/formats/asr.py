"""Writes a manifest for speech recognition: `manifest.json` with a JSON object a line, and the recordings beside it.

Format: the manifests of NVIDIA NeMo, `{"audio_filepath", "duration", "text"}`. A line needs the duration in seconds,
which a recording tells, so the manifest comes behind the recordings.
"""

import io
import tempfile
import wave
from collections.abc import Sequence

import msgspec
import orjson

from labelwright.formats.brush_files import annotator
from labelwright.formats.interface import Interface
from labelwright.formats.picture_archive import PictureArchive
from labelwright.formats.pictures import Picture
from labelwright.formats.records import ExportAnnotation, JsonText


class _Value(msgspec.Struct):
    text: list[str] | str | None = None


class _Item(msgspec.Struct):
    from_name: str = ""
    type: str = ""
    value: _Value | None = None
    original_length: float | None = None


_items = msgspec.json.Decoder(list[msgspec.Raw])
_item = msgspec.json.Decoder(_Item)


class AsrWriter(PictureArchive):
    """The format ASR_MANIFEST. What somebody wrote about each recording waits on disk until the recordings are read."""

    folders = ("audio",)
    shown = "Audio"
    media_folder = "audio"

    def __init__(self, interface: Interface) -> None:
        """For the recordings of this interface; texts come from its first `TextArea`."""
        super().__init__(interface, with_images=True)
        self._controls = [control.name for control in interface.on("Audio", "TextArea")]
        self._texts = tempfile.SpooledTemporaryFile(max_size=4_000_000)  # noqa: SIM115 - closed by `release`
        self._durations: dict[str, float] = {}

    def write(self, name: str, annotations: Sequence[ExportAnnotation]) -> None:
        """One line for each annotation with a text."""
        for annotation in annotations:
            text, length = self._transcript(annotation.result)
            if text is None:
                self.left_out += 1
                continue
            line = {"name": name, "duration": length, "text": text, "annotator": annotator(annotation)}
            self._texts.write(orjson.dumps(line) + b"\n")

    def add_picture(self, picture: Picture, content: bytes) -> bytes:
        """Put one recording into the archive, and note how long it is."""
        self._durations[picture.name] = _seconds(content)
        return super().add_picture(picture, content)

    def close(self) -> bytes:
        """The manifest. A recording that is missing, or does not tell how long it is, has no line."""
        self._texts.seek(0)
        with self.archive.open("manifest.json") as file:
            for stored in self._texts:
                line = orjson.loads(stored)
                name = line.pop("name")
                if name not in self._durations:
                    continue  # it is listed as missing
                line["duration"] = self._durations[name] or line["duration"]
                if line["duration"]:
                    file.write(orjson.dumps({"audio_filepath": f"audio/{name}", **line}) + b"\n")
                else:
                    self.miss(Picture(name, ""), "its duration is not known")
        return super().close()

    def release(self) -> None:
        """Let go of the texts as well."""
        self._texts.close()
        super().release()

    def _transcript(self, result: JsonText) -> tuple[str | None, float | None]:
        """The first text of the first control that has one, and the length that the editor noted, in seconds."""
        texts: dict[str, str] = {}
        length = None
        for item in _decoded(result):
            length = length or item.original_length
            if item.from_name in self._controls and item.value is not None and item.value.text:
                texts.setdefault(item.from_name, _first(item.value.text))
        return next((texts[name] for name in self._controls if name in texts), None), length


def _first(text: list[str] | str) -> str:
    return text if isinstance(text, str) else text[0]


def _decoded(result: JsonText) -> list[_Item]:
    """Items of the known shape; others have no place here."""
    found: list[_Item] = []
    try:
        parts = _items.decode(result)
    except msgspec.ValidationError:
        return found
    for part in parts:
        try:
            found.append(_item.decode(part))
        except msgspec.ValidationError:
            continue
    return found


def _seconds(content: bytes) -> float:
    """How long a WAV recording is; 0 for what is none."""
    try:
        with wave.open(io.BytesIO(content)) as recording:
            return float(recording.getnframes() / recording.getframerate())
    except (wave.Error, EOFError, ZeroDivisionError):
        return 0.0
