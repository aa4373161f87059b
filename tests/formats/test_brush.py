"""Masks of brush regions: unpacked as the published converter does, and read by what reads such files."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from label_studio_sdk.converter import brush as published
from PIL import Image
from pycocotools.coco import COCO
from tests.fixtures.published import converted, interface
from tests.formats.test_pictures import annotation, item, task, unpacked

from labelwright.formats.brush import BadMask, Mask, npy, png, runs, unpack
from labelwright.formats.catalogue import format_list

MASKS = (
    '<View><Image name="image" value="$image"/><BrushLabels name="label" toName="image">'
    '<Label value="Sky"/><Label value="Sea/Lake"/></BrushLabels></View>'
)
Plane = npt.NDArray[np.uint8]


def plane(width: int = 40, height: int = 20) -> Plane:
    """A ring with a hole and, apart from it, a dot."""
    made = np.zeros((height, width), np.uint8)
    made[4:14, 5:20] = 255
    made[7:10, 9:14] = 0
    made[-3:, -5] = 128
    return made


def packed(made: Plane) -> list[int]:
    """A mask in the form in which results hold it."""
    module: Any = published
    found: list[int] = module.mask2rle(made)
    return found


def region(made: Plane, *labels: str, **extra: Any) -> dict[str, Any]:
    height, width = made.shape
    value = {"format": "rle", "rle": packed(made), "brushlabels": list(labels)}
    return item("brushlabels", value, original_width=width, original_height=height, **extra)


def read(content: bytes) -> Plane:
    found: Plane = np.load(io.BytesIO(content))
    return found


@settings(deadline=None)  # the first example compiles and imports
@given(arrays(np.uint8, st.tuples(st.integers(1, 12), st.integers(1, 90)), elements=st.sampled_from([0, 0, 7, 255])))
def test_masks_are_unpacked_as_they_were_packed(made: Plane) -> None:
    height, width = made.shape
    mask = unpack(bytes(packed(made)), width, height)
    assert np.frombuffer(mask.alpha, np.uint8).reshape(height, width).tolist() == made.tolist()
    assert read(npy(mask)).tolist() == made.tolist()
    assert np.asarray(Image.open(io.BytesIO(png(mask)))).tolist() == made.tolist()


@settings(deadline=None)  # the first example compiles and imports
@given(st.lists(st.integers(0, 255), min_size=8, max_size=8), st.integers(0, 6))
def test_copied_words_are_unpacked(words: list[int], sizes: int) -> None:
    """Blocks that copy values, which the published encoder writes only one at a time."""
    bits = f"{8:032b}{7:05b}" + f"{sizes + 2:04b}" * 4 + "0" + "01" + f"{7:0{sizes + 3}b}"
    bits += "".join(f"{word:08b}" for word in words)
    bits += "0" * (-len(bits) % 8)
    stream = bytes(int(bits[place : place + 8], 2) for place in range(0, len(bits), 8))
    assert list(unpack(stream, 2, 1).alpha) == [words[3], words[7]]
    assert published.decode_rle(stream).tolist() == words


@pytest.mark.parametrize(
    ("broken", "width", "height"),
    [
        (b"", 2, 1),
        (bytes(packed(np.zeros((2, 2), np.uint8))), 3, 2),
        (bytes(packed(np.zeros((2, 2), np.uint8)))[:-3], 2, 2),
        (b"\xff" * 40, 0, 0),
        (b"\xff" * 40, 30_000, 30_000),
    ],
)
def test_what_is_no_mask_is_refused(broken: bytes, width: int, height: int) -> None:
    with pytest.raises(BadMask):
        unpack(broken, width, height)


def test_a_large_mask_takes_no_time() -> None:
    made = np.zeros((3000, 4000), np.uint8)
    made[500:2500, 1000:3000] = 255
    mask = unpack(bytes(packed(made)), 4000, 3000)
    found = runs(mask)
    assert found is not None
    assert (found.area, found.box) == (4_000_000, (1000, 500, 2000, 2000))


def test_an_empty_mask_has_no_runs() -> None:
    assert runs(Mask(3, 2, bytes(6))) is None


@pytest.mark.parametrize("name", ["BRUSH_TO_NUMPY", "BRUSH_TO_PNG"])
def test_files_are_those_of_the_published_converter(tmp_path: Path, name: str) -> None:
    results = [
        [region(plane(), "Sky"), region(plane(8, 4) * 0 + 9, "Sky"), region(plane(), "Sea/Lake", "Sky")],
        [region(plane(7, 3) * 0 + 200, "Sky")],
    ]
    tasks = [
        task(annotation(*result, id=number), number=number, image=f"/data/upload/1/{number}.png")
        for number, result in enumerate(results, 1)
    ]
    exported = [
        {
            "id": number,
            "data": {"image": f"/data/upload/1/{number}.png"},
            "annotations": [{"id": number, "result": result, "completed_by": 3, "created_at": "2026-01-02T10:00:00Z"}],
        }
        for number, result in enumerate(results, 1)
    ]
    ours, theirs = unpacked(name, MASKS, *tasks), converted(tmp_path, MASKS, name, exported)
    assert ours.keys() == theirs.keys()
    for file, content in ours.items():
        opened = [
            read(part) if name == "BRUSH_TO_NUMPY" else np.asarray(Image.open(io.BytesIO(part)))
            for part in (content, theirs[file])
        ]
        assert opened[0].tolist() == opened[1].tolist()


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # of pycocotools itself
def test_masks_in_coco_are_exact(tmp_path: Path) -> None:
    """Every pixel and every hole, as pycocotools reads them."""
    tasks = [task(annotation(region(plane(), "Sky"))), task(number=2), task(annotation(), number=3)]
    files = unpacked("BRUSH_TO_COCO", MASKS, *tasks)
    (tmp_path / "result.json").write_bytes(files["result_coco.json"])
    found = COCO(str(tmp_path / "result.json"))
    assert [category["name"] for category in found.loadCats(found.getCatIds())] == ["Sky", "Sea/Lake"]
    assert found.getCatIds() == [1, 2]
    assert len(found.getImgIds()) == 1
    (entry,) = found.loadAnns(found.getAnnIds())
    expected = (plane() > 0).astype(np.uint8)
    assert found.annToMask(entry).tolist() == expected.tolist()
    assert (entry["area"], entry["bbox"], entry["annotator"]) == (expected.sum(), [5, 4, 31, 16], "3")


def test_coco_holds_masks_beside_boxes() -> None:
    config = MASKS.replace(
        "</View>", '<RectangleLabels name="box" toName="image"><Label value="Car"/></RectangleLabels></View>'
    )
    box = {"x": 10, "y": 10, "width": 10, "height": 10, "rotation": 0, "rectanglelabels": ["Car"]}
    found = json.loads(
        unpacked("COCO", config, task(annotation(item("rectanglelabels", box), region(plane(200, 100), "Sky"))))[
            "result.json"
        ]
    )
    assert [isinstance(entry["segmentation"], dict) for entry in found["annotations"]] == [False, True]


def test_masks_that_cannot_be_unpacked_break_nothing() -> None:
    broken = [
        region(plane(), "Sky") | {"original_width": 3},
        item("brushlabels", {"format": "rle", "rle": [1, 2], "brushlabels": ["Sky"]}),
        item("brushlabels", {"format": "rle", "rle": ["a"], "brushlabels": ["Sky"]}),
        item("brushlabels", {"format": "rle", "rle": [300], "brushlabels": ["Sky"]}),
        item("brushlabels", {"brushlabels": ["Sky"]}),
    ]
    files = unpacked("BRUSH_TO_PNG", MASKS, task(annotation(*broken, region(plane(), "Sky"))))
    assert len([name for name in files if name.endswith(".png")]) == 1
    assert len(files["left-out.txt"].decode().splitlines()) == 4
    coco = json.loads(
        unpacked("BRUSH_TO_COCO", MASKS, task(annotation(*broken, region(plane(), "Sky"))))["result_coco.json"]
    )
    assert (len(coco["annotations"]), coco["info"]["left_out"]) == (1, 5)
    assert (
        json.loads(unpacked("YOLO", MASKS, task(annotation(region(plane(), "Sky"))))["notes.json"])["info"]["left_out"]
        == 1
    )


def test_brushes_with_bare_labels_are_masks_too() -> None:
    twin = region(plane(), "Sky") | {"type": "brush"}
    twin["value"].pop("brushlabels")
    labelled = region(plane(), "Sky") | {"type": "labels"}
    labelled["value"]["labels"] = labelled["value"].pop("brushlabels")
    files = unpacked("BRUSH_TO_NUMPY", MASKS, task(annotation(twin, labelled)))
    assert list(files) == ["task-1-annotation-5-by-3-label-Sky-0.npy"]


def test_formats_of_brushes_are_offered_for_brushes() -> None:
    fitting = [entry["name"] for entry in format_list(interface(MASKS)) if not entry.get("disabled")]
    assert fitting == ["JSON", "JSON_MIN", "CSV", "TSV", "BRUSH_TO_NUMPY", "BRUSH_TO_PNG", "BRUSH_TO_COCO"]


def test_names_hold_no_path() -> None:
    files = unpacked("BRUSH_TO_PNG", MASKS, task(annotation(region(plane(), "../../x", "a\\b\n"))))
    assert all("/" not in name and "\\" not in name and "\n" not in name for name in files)
    with zipfile.ZipFile(io.BytesIO(), "w") as archive:
        for name in files:
            archive.writestr(name, b"")
