"""Manifests for speech recognition, and DocLang archives."""

import io
import json
import wave
import zipfile
from pathlib import Path
from typing import Any

import doclang
import orjson
import pytest
from label_studio_sdk.converter import audio as published
from tests.fixtures.published import converted, interface
from tests.formats.test_pictures import annotation

from labelwright.formats.asr import AsrWriter
from labelwright.formats.catalogue import format_list, make_writer
from labelwright.formats.doclang import is_document
from labelwright.formats.records import ExportAnnotation, ExportTask, written

SPEECH = (
    '<View><Audio name="audio" value="$audio"/><Choices name="kind" toName="audio"><Choice value="a"/></Choices>'
    '<TextArea name="said" toName="audio"/></View>'
)
DOCUMENT = '<doclang xmlns="https://www.doclang.ai/ns/v0"><text>Grüße</text></doclang>'


def wav(seconds: float, rate: int = 8000) -> bytes:
    content = io.BytesIO()
    with wave.open(content, "wb") as recording:
        recording.setnchannels(1)
        recording.setsampwidth(2)
        recording.setframerate(rate)
        recording.writeframes(bytes(int(seconds * rate) * 2))
    return content.getvalue()


def said(*texts: str, **extra: Any) -> dict[str, Any]:
    return {"from_name": "said", "to_name": "audio", "type": "textarea", "value": {"text": list(texts)}, **extra}


def task(number: int, *annotations: ExportAnnotation) -> ExportTask:
    data = orjson.dumps({"audio": f"/data/upload/1/{number}.wav"})
    return ExportTask(number, 1, data, "2026-01-02T10:00:00Z", "2026-01-02T10:00:00Z", annotations=annotations)


def archive(recordings: dict[str, bytes], *tasks: ExportTask) -> dict[str, bytes]:
    """The archive of tasks whose recordings are these; any other cannot be had."""
    writer = make_writer("ASR_MANIFEST", interface=interface(SPEECH))
    assert isinstance(writer, AsrWriter)
    parts = [writer.start(), writer.chunk(tasks), writer.end()]
    for picture in writer.pictures():
        if picture.name in recordings:
            parts.append(writer.add_picture(picture, recordings[picture.name]))
        else:
            writer.miss(picture, "gone")
    parts.append(writer.close())
    writer.release()
    with zipfile.ZipFile(io.BytesIO(b"".join(parts))) as made:
        return {name: made.read(name) for name in made.namelist()}


def lines(files: dict[str, bytes]) -> list[Any]:
    return [json.loads(line) for line in files["manifest.json"].splitlines()]


def test_a_manifest_names_recordings_with_duration_and_text() -> None:
    files = archive({"1.wav": wav(1.5)}, task(1, annotation(said("one", "two"))))
    assert lines(files) == [{"audio_filepath": "audio/1.wav", "duration": 1.5, "text": "one", "annotator": "3"}]
    assert files["audio/1.wav"] == wav(1.5)


def test_it_says_what_the_published_converter_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    results = [
        [said("hello")],
        [{"from_name": "kind", "to_name": "audio", "type": "choices", "value": {"choices": ["a"]}}, said("x", "y")],
    ]
    recordings = {f"{number}.wav": wav(number) for number in (1, 2)}
    # Its converter looks for the length of uploads in the folder of recordings, where it does not put them itself.
    monkeypatch.setattr(published, "get_audio_duration", lambda path: float(Path(path).stem))
    exported = [
        {
            "id": number,
            "data": {"audio": f"/data/upload/1/{number}.wav"},
            "annotations": [{"id": number, "result": result, "completed_by": 3, "created_at": "2026-01-02T10:00:00Z"}],
        }
        for number, result in enumerate(results, 1)
    ]
    theirs = converted(tmp_path, SPEECH, "ASR_MANIFEST", exported)
    ours = lines(archive(recordings, *(task(n, annotation(*result)) for n, result in enumerate(results, 1))))
    expected = lines(theirs)
    facts = ("duration", "text")
    assert [[line[name] for name in facts] for line in ours] == [[line[name] for name in facts] for line in expected]


def test_what_is_no_wav_is_as_long_as_the_editor_says_or_has_no_line() -> None:
    files = archive(
        {"1.wav": b"ID3 not a wave", "2.wav": b"ID3 not a wave"},
        task(1, annotation(said("one", original_length=4.25))),
        task(2, annotation(said("two"))),
        task(3, annotation(said("three"))),
        task(4, annotation({"from_name": "kind", "type": "choices", "value": {"choices": ["a"]}}, 7)),
        task(5),
    )
    assert [(line["audio_filepath"], line["duration"]) for line in lines(files)] == [("audio/1.wav", 4.25)]
    missing = files["missing-audio.txt"].decode()
    assert "3.wav\t/data/upload/1/3.wav\tgone" in missing
    assert "2.wav\t\tits duration is not known" in missing


def test_manifests_are_offered_for_written_recordings() -> None:
    names = [entry["name"] for entry in format_list(interface(SPEECH)) if not entry.get("disabled")]
    assert names == ["JSON", "JSON_MIN", "CSV", "TSV", "ASR_MANIFEST", "DOCLANG"]


def test_documents_become_archives_like_those_of_doclang(tmp_path: Path) -> None:
    tasks = [task(1, annotation(said("no document", DOCUMENT), id=8)), task(2, annotation(said("none")))]
    content = b"".join(written(make_writer("DOCLANG", interface=interface(SPEECH)), [tasks]))
    with zipfile.ZipFile(io.BytesIO(content)) as made:
        assert made.namelist() == ["task-1-annotation-8.dclx"]
        (tmp_path / "a.dclx").write_bytes(made.read("task-1-annotation-8.dclx"))
    (tmp_path / "b.xml").write_text(DOCUMENT, encoding="utf-8")
    made_by_doclang: Any = doclang
    made_by_doclang.pack(tmp_path / "b.xml", output=tmp_path / "b.dclx")
    with zipfile.ZipFile(tmp_path / "a.dclx") as ours, zipfile.ZipFile(tmp_path / "b.dclx") as theirs:
        assert sorted(ours.namelist()) == sorted(theirs.namelist())
        assert ours.read("document.xml") == theirs.read("document.xml") == DOCUMENT.encode()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (DOCUMENT, True),
        ("<doclang/>", True),
        ('<?xml version="1.0" encoding="latin-1"?><doclang/>', True),
        ('<a:doclang xmlns:a="https://www.doclang.ai/ns/v12"/>', True),
        ('<doclang xmlns="https://example.org/"/>', False),
        ("<doclang>", False),
        ("<a><doclang/></a>", False),
        ('<!DOCTYPE doclang [<!ENTITY a "b">]><doclang>&a;</doclang>', False),
        ("doclang", False),
        ("", False),
    ],
)
def test_a_document_is_told_by_its_root(text: str, expected: bool) -> None:
    assert is_document(text) is expected
