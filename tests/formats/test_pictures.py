"""Formats for pictures: geometry, classes, names, and what other programs read in them."""

import io
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycocotools.coco import COCO
from tests.fixtures.making import BOXES, SENTIMENT, SPANS
from tests.fixtures.published import converted, interface

from labelwright.formats.archive import Names, file_name
from labelwright.formats.catalogue import FORMATS, format_list, make_writer
from labelwright.formats.geometry import Box, area, corners, extent
from labelwright.formats.interface import Interface
from labelwright.formats.records import ExportAnnotation, ExportTask, written

TIME = "2026-01-02T10:00:00.123456Z"
LATER = "2026-01-02T11:00:00.000000Z"
POLYGONS = (
    '<View><Image name="image" value="$image"/><PolygonLabels name="label" toName="image">'
    '<Label value="Roof"/><Label value="Road"/></PolygonLabels></View>'
)
POSES = (
    '<View><Image name="image" value="$image"/><RectangleLabels name="box" toName="image"><Label value="Person"/>'
    '</RectangleLabels><KeyPointLabels name="kp" toName="image"><Label value="nose" model_index="1"/>'
    '<Label value="eye" model_index="0"/></KeyPointLabels></View>'
)


def box(label: str = "Car", rotation: float = 0, **value: float) -> dict[str, Any]:
    shape = {"x": 10, "y": 20, "width": 30, "height": 40, "rotation": rotation, **value}
    return item("rectanglelabels", {**shape, "rectanglelabels": [label]})


def polygon(*points: list[float], label: str = "Roof") -> dict[str, Any]:
    return item("polygonlabels", {"points": list(points), "closed": True, "polygonlabels": [label]})


def item(kind: str, value: dict[str, Any], **extra: Any) -> dict[str, Any]:
    return {
        "id": "r1",
        "from_name": "label",
        "to_name": "image",
        "type": kind,
        "original_width": 200,
        "original_height": 100,
        "image_rotation": 0,
        "value": value,
        **extra,
    }


def annotation(*result: Any, **extra: Any) -> ExportAnnotation:
    defaults: dict[str, Any] = {"id": 5, "created_at": TIME, "updated_at": TIME, "completed_by": 3}
    return ExportAnnotation(result=orjson.dumps(list(result)), **{**defaults, **extra})


def task(*annotations: ExportAnnotation, number: int = 1, image: str | None = None) -> ExportTask:
    data = orjson.dumps({"image": image or f"/data/upload/1/4d85f66{number}-a.png"})
    return ExportTask(id=number, project=1, data=data, created_at=TIME, updated_at=TIME, annotations=annotations)


def unpacked(name: str, config: str, *tasks: ExportTask) -> dict[str, bytes]:
    chunks = [tasks[start : start + 2] for start in range(0, len(tasks), 2)]
    content = b"".join(written(make_writer(name, interface=interface(config)), chunks))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {entry: archive.read(entry) for entry in archive.namelist()}


def coco(config: str, *tasks: ExportTask) -> Any:
    return json.loads(unpacked("COCO", config, *tasks)["result.json"])


def lines(config: str, *result: Any, name: str = "YOLO") -> list[list[float]]:
    files = unpacked(name, config, task(annotation(*result)))
    return [[float(part) for part in line.split()] for line in files["labels/4d85f661-a.txt"].decode().splitlines()]


def test_boxes_in_coco_are_pixels() -> None:
    found = coco(BOXES, task(annotation(box("Bird"))))
    assert found["images"] == [{"width": 200, "height": 100, "id": 0, "file_name": "images/4d85f661-a.png"}]
    assert found["categories"] == [{"id": 0, "name": "Car"}, {"id": 1, "name": "Bird"}]
    (entry,) = found["annotations"]
    assert (entry["bbox"], entry["area"], entry["category_id"]) == ([20, 20, 60, 40], 2400, 1)


def test_a_turned_box_is_turned_in_pixels() -> None:
    """The example of the reference: 40 x 20 pixels turned by 45 degrees are 42.4 wide and high."""
    turned = item("rectanglelabels", {"x": 50, "y": 20, "width": 20, "height": 20, "rotation": 45,
                                      "rectanglelabels": ["Car"]})  # fmt: skip
    (entry,) = coco(BOXES, task(annotation(turned)))["annotations"]
    assert entry["bbox"][2:] == pytest.approx([42.426, 42.426], abs=1e-3)


def test_polygons_in_coco_have_outline_and_area() -> None:
    (entry,) = coco(POLYGONS, task(annotation(polygon([0, 0], [50, 0], [50, 50], [0, 50]))))["annotations"]
    assert entry["segmentation"] == [[0, 0, 100, 0, 100, 50, 0, 50]]
    assert (entry["bbox"], entry["area"]) == ([0, 0, 100, 50], 5000)


def test_key_points_of_an_annotation_are_one_object() -> None:
    points = [
        item("keypointlabels", {"x": 50, "y": 50, "width": 1, "keypointlabels": ["nose"]}),
        item("keypointlabels", {"x": 25, "y": 10, "width": 1, "keypointlabels": ["eye"]}),
    ]
    found = coco(POSES, task(annotation(*points)))
    (entry,) = found["annotations"]
    assert (entry["keypoints"], entry["num_keypoints"]) == ([50, 10, 2, 100, 50, 2], 2)
    assert found["categories"][1]["keypoints"] == ["eye", "nose"]


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # of pycocotools itself
def test_coco_is_read_by_pycocotools(tmp_path: Path) -> None:
    tasks = [task(annotation(box("Car"), box("Bird")), number=1), task(number=2), task(annotation(box()), number=3)]
    (tmp_path / "result.json").write_bytes(unpacked("COCO", BOXES, *tasks)["result.json"])
    found = COCO(str(tmp_path / "result.json"))
    assert len(found.getImgIds()) == 3
    assert len(found.getAnnIds(catIds=found.getCatIds(catNms=["Car"]))) == 2
    outlines = coco(POLYGONS, task(annotation(polygon([0, 0], [50, 0], [50, 50]))))
    (tmp_path / "polygons.json").write_text(json.dumps(outlines))
    found = COCO(str(tmp_path / "polygons.json"))
    (entry,) = found.loadAnns(found.getAnnIds())
    assert found.annToMask(entry).sum() == pytest.approx(2500, rel=0.05)


def test_category_numbers_are_the_authors_then_in_the_order_of_the_config() -> None:
    config = BOXES.replace('<Label value="Car"/>', '<Label value="Zebra"/><Label value="Car" category="7"/>')
    assert [(c["id"], c["name"]) for c in coco(config)["categories"]] == [(0, "Zebra"), (1, "Bird"), (7, "Car")]
    names = unpacked("YOLO", config)["classes.txt"].decode().splitlines()
    assert (names[0], names[1], names[7]) == ("Zebra", "Bird", "Car")


def test_one_image_entry_for_each_annotator() -> None:
    found = coco(BOXES, task(annotation(box()), annotation(box(), id=6, created_at=LATER)))
    assert [image["file_name"] for image in found["images"]] == ["images/4d85f661-a.png"] * 2
    assert [entry["image_id"] for entry in found["annotations"]] == [0, 1]


def test_what_has_no_place_is_counted_and_breaks_nothing() -> None:
    odd = [
        item("brushlabels", {"format": "rle", "rle": [1], "brushlabels": ["Car"]}),
        item("rectanglelabels", {"x": "1", "rectanglelabels": "Car"}),
        {"type": "relation", "from_id": "a", "to_id": "b"},
        item("polygonlabels", {"points": [[1, 1]], "polygonlabels": ["Car"]}),
        7,
    ]
    for name in ("COCO", "YOLO", "YOLO_OBB", "VOC"):
        unpacked(name, BOXES, task(annotation(*odd, box())), task(annotation(was_cancelled=True)))
    found = coco(BOXES, task(annotation(*odd, box())))
    assert (len(found["annotations"]), found["info"]["left_out"]) == (1, 4)


def test_boxes_and_polygons_in_yolo_are_fractions() -> None:
    assert lines(BOXES, box("Bird")) == [[1, 0.25, 0.4, 0.3, 0.4]]
    assert lines(POLYGONS, polygon([0, 0], [50, 0], [50, 25])) == [[0, 0, 0, 0.5, 0, 0.5, 0.25]]


def test_every_label_of_a_region_is_a_line() -> None:
    both = box()
    both["value"]["rectanglelabels"] = ["Car", "Bird"]
    assert [line[0] for line in lines(BOXES, both)] == [0, 1]


def test_oriented_boxes_have_four_corners() -> None:
    (line,) = lines(BOXES, box(rotation=90, x=50, y=0, width=10, height=20), name="YOLO_OBB")
    assert line == pytest.approx([0, 0.5, 0, 0.5, 0.2, 0.4, 0.2, 0.4, 0])


def test_key_points_of_a_box_follow_it() -> None:
    person = {**box("Person"), "id": "p"}
    nose = item("keypointlabels", {"x": 25, "y": 40, "keypointlabels": ["nose"]}, id="n", parentID="p")
    assert lines(POSES, nose, person) == [[0, 0.25, 0.4, 0.3, 0.4, 0, 0, 0, 0.25, 0.4, 2]]


def test_older_annotations_keep_a_folder_of_their_annotator() -> None:
    work = [annotation(box("Car")), annotation(box("Bird"), id=6, created_at=LATER, completed_by=9)]
    files = unpacked("YOLO", BOXES, task(*work), task(number=2))
    assert files["labels/4d85f661-a.txt"].startswith(b"1 ")
    assert files["labels-by-annotator/3/4d85f661-a-5.txt"].startswith(b"0 ")
    assert files["labels/4d85f662-a.txt"] == b""


def test_voc_has_whole_pixels() -> None:
    files = unpacked("VOC", BOXES, task(annotation(item("choices", {"choices": ["x"]}), box("Bird"))))
    root = fromstring(files["Annotations/4d85f661-a.xml"])
    assert [root.findtext(f"size/{tag}") for tag in ("width", "height", "depth")] == ["200", "100", "3"]
    assert root.findtext("filename") == "4d85f661-a.png"
    bounds = [root.findtext(f"object/bndbox/{tag}") for tag in ("xmin", "ymin", "xmax", "ymax")]
    assert (root.findtext("object/name"), bounds) == ("Bird", ["20", "20", "80", "60"])


def test_a_label_that_xml_cannot_hold_breaks_nothing() -> None:
    files = unpacked("VOC", BOXES, task(annotation(box("a\x01<b>"))))
    assert fromstring(files["Annotations/4d85f661-a.xml"]).findtext("object/name") == "a\ufffd<b>"


@pytest.mark.parametrize("name", ["COCO", "YOLO", "VOC"])
def test_agrees_with_the_published_converter(tmp_path: Path, name: str) -> None:
    """One annotation a task, no rotation, labels in alphabetical order: there both write the same."""
    config = BOXES.replace('<Label value="Car"/><Label value="Bird"/>', '<Label value="Bird"/><Label value="Car"/>')
    results = [[box("Bird"), box("Car", x=1.5, y=2.25)], [box("Car", width=12.3456789)]]
    tasks = [task(annotation(*result), number=number) for number, result in enumerate(results, 1)]
    theirs = published(tmp_path, config, name, results)
    ours = unpacked(name, config, *tasks)
    if name == "COCO":
        mine, other = json.loads(ours["result.json"]), json.loads(theirs["result.json"])
        assert mine["categories"] == other["categories"]
        assert [entry["bbox"] for entry in mine["annotations"]] == [
            pytest.approx(entry["bbox"]) for entry in other["annotations"]
        ]
        keys = ("id", "image_id", "category_id", "iscrowd", "ignore", "segmentation")
        for key in keys:
            assert [entry[key] for entry in mine["annotations"]] == [entry[key] for entry in other["annotations"]]
    elif name == "YOLO":
        assert ours["classes.txt"] == theirs["classes.txt"]
        for place in ("labels/4d85f661-a.txt", "labels/4d85f662-a.txt"):
            assert numbers(ours[place]) == [pytest.approx(line) for line in numbers(theirs[place])]
    else:
        for place in ("Annotations/4d85f661-a.xml", "Annotations/4d85f662-a.xml"):
            assert objects(ours[place]) == objects(theirs[place])


def published(folder: Path, config: str, name: str, results: Sequence[Any]) -> dict[str, bytes]:
    """What the published converter writes for one annotation a task."""
    tasks = [
        {
            "id": number,
            "data": {"image": f"/data/upload/1/4d85f66{number}-a.png"},
            "annotations": [{"id": 5, "result": result, "completed_by": {"id": 3}, "created_at": TIME}],
        }
        for number, result in enumerate(results, 1)
    ]
    return converted(folder, config, name, tasks)


def numbers(content: bytes) -> list[list[float]]:
    return [[float(part) for part in line.split()] for line in content.decode().splitlines()]


def objects(content: bytes) -> list[tuple[str | None, list[str | None]]]:
    tags = ("xmin", "ymin", "xmax", "ymax")
    return [
        (entry.findtext("name"), [entry.findtext(f"bndbox/{tag}") for tag in tags])
        for entry in fromstring(content).iter("object")
    ]


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://host/a/b%20c.jpg?x=1", "b_c.jpg"),
        ("/data/local-files/?d=dir%2Fa.png", "a.png"),
        ("s3://bucket/../../etc/passwd", "passwd"),
        ("..", "file"),
        ("https://host/", "file"),
        ("C:\\x\\y.png", "y.png"),
    ],
)
def test_names_in_archives_are_plain(url: str, name: str) -> None:
    assert file_name(url) == name


@given(st.lists(st.text(max_size=40), max_size=8))
def test_names_in_archives_are_unique_and_lead_nowhere(urls: list[str]) -> None:
    book = Names()
    found = [book.of(url, number) for number, url in enumerate(urls)]
    assert len(set(found)) == len(found)
    assert not any("/" in name or "\\" in name or name.startswith(".") or "\x00" in name for name in found)


@given(st.floats(-500, 500), st.floats(1, 500), st.floats(1, 500), st.floats(-360, 360))
def test_turning_keeps_the_area(place: float, width: float, height: float, degrees: float) -> None:
    points = corners(Box(place, place, width, height), degrees)
    assert area(points) == pytest.approx(width * height, rel=1e-6)
    assert extent(points).area >= width * height * (1 - 1e-9)


@pytest.mark.parametrize(
    ("config", "fitting"),
    [
        (SENTIMENT, []),
        (SPANS, ["CONLL2003"]),
        (
            POLYGONS,
            ["COCO", "COCO_WITH_IMAGES", "YOLO", "YOLO_WITH_IMAGES", "YOLO_OBB", "YOLO_OBB_WITH_IMAGES"],
        ),
        (BOXES.replace("</View>", '<Text name="t" value="$other"/><Choices name="c" toName="t"><Choice value="a"/>'
                       "</Choices></View>"), []),
        (BOXES.replace('value="$image"', 'valueList="$image"'), []),
        ("<View></View>", []),
    ],
)  # fmt: skip
def test_formats_that_fit_come_first(config: str, fitting: list[str]) -> None:
    shown = format_list(Interface({}, {}) if config == "<View></View>" else interface(config))
    basic = ["JSON", "JSON_MIN", "CSV", "TSV"]
    assert [entry["name"] for entry in shown if not entry.get("disabled")] == basic + fitting
    assert {entry["name"] for entry in shown} == set(FORMATS)
