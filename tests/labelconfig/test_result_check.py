"""Results against a config, and what a new config would orphan."""

from collections import Counter
from typing import Any

import pytest

from labelwright.labelconfig import (
    LabelConfig,
    Severity,
    check,
    check_result,
    incompatible_results,
    missing_labels,
    used_labels,
)


def config(text: str) -> LabelConfig:
    checked = check(text)
    assert checked.config is not None, checked.issues
    return checked.config


PAGE = config(
    """<View>
  <Text name="text" value="$text"/><Image name="img" value="$image"/><Audio name="aud" value="$audio"/>
  <Choices name="label" toName="text"><Choice value="pos"/><Choice value="1"/></Choices>
  <Labels name="ner" toName="text"><Label value="Person"/></Labels>
  <RectangleLabels name="box" toName="img"><Label value="Car"/></RectangleLabels>
  <PolygonLabels name="poly" toName="img"><Label value="Roof"/></PolygonLabels>
  <Labels name="seg" toName="aud"><Label value="Speech"/></Labels>
  <TextArea name="note" toName="text"/>
</View>"""
)


def item(name: str, target: str, kind: str, **value: object) -> dict[str, Any]:
    return {"id": "a", "from_name": name, "to_name": target, "type": kind, "value": value}


BOX = item("box", "img", "rectanglelabels", x=1, y=2.5, width=10, height=10, rotation=0, rectanglelabels=["Car"])
SPAN = item("ner", "text", "labels", start=0, end=4, text="Jane", labels=["Person"])


@pytest.mark.parametrize(
    "result",
    [
        BOX,
        SPAN,
        item("label", "text", "choices", choices=["pos"]),
        item("label", "text", "choices", choices=[1]),
        item("poly", "img", "polygonlabels", points=[[0, 0], [100, 0], [50.5, 100]], polygonlabels=["Roof"]),
        item("seg", "aud", "labels", start=0.5, end=1.25, channel=0, labels=["Speech"]),
        item("note", "text", "textarea", text=["a"]),
        item("note", "text", "textarea", text="a"),
        {"type": "relation", "from_id": "a", "to_id": "b", "direction": "right"},
    ],
)
def test_good_results_pass(result: dict[str, Any]) -> None:
    assert check_result(PAGE, [result]) == []


@pytest.mark.parametrize(
    ("result", "code"),
    [
        (item("lable", "text", "choices", choices=["pos"]), "result.from_name"),
        (item("label", "img", "choices", choices=["pos"]), "result.to_name"),
        (item("label", "text", "labels", labels=["pos"]), "result.type"),
        (item("label", "text", "choices", choices=["neutral"]), "result.label"),
        (item("label", "text", "choices", choices="pos"), "result.value"),
        (item("label", "text", "choices"), "result.value"),
        ({**BOX, "value": {**BOX["value"], "x": 140}}, "result.value"),
        ({**BOX, "value": {**BOX["value"], "x": "1"}}, "result.value"),
        ({**SPAN, "value": {**SPAN["value"], "start": 9}}, "result.value"),
        ({**SPAN, "value": {**SPAN["value"], "start": -1}}, "result.value"),
        (item("poly", "img", "polygonlabels", points=[[1]], polygonlabels=["Roof"]), "result.value"),
        (item("note", "text", "textarea", text=[1]), "result.value"),
        ({**BOX, "type": ["x"]}, "result.type"),
        ({**BOX, "to_name": ["img"]}, "result.to_name"),
        ({**BOX, "from_name": None}, "result.from_name"),
    ],
)
def test_doubtful_results_are_warned_about(result: dict[str, Any], code: str) -> None:
    assert [(issue.code, issue.severity) for issue in check_result(PAGE, [result])] == [(code, Severity.WARNING)]


@pytest.mark.parametrize(
    ("result", "code"),
    [
        ("text", "result.shape"),
        (None, "result.shape"),
        ([1], "result.item"),
        ([{**BOX, "value": None}], "result.value"),
        ([{"type": "relation", "from_id": "a"}], "result.relation"),
    ],
)
def test_impossible_results_are_errors(result: object, code: str) -> None:
    assert [(issue.code, issue.severity) for issue in check_result(PAGE, result)] == [(code, Severity.ERROR)]


def test_an_unknown_name_gets_a_suggestion() -> None:
    (issue,) = check_result(PAGE, [item("lable", "text", "choices", choices=["pos"])])
    assert issue.message == 'result[0]: from_name="lable" names no control; did you mean "label"?'


def test_use_is_counted_once_per_annotation() -> None:
    assert used_labels([BOX, BOX, item("label", "text", "choices", choices=["pos", 1])]) == Counter(
        {
            ("box", "img", "rectanglelabels", None): 1,
            ("box", "img", "rectanglelabels", "Car"): 1,
            ("label", "text", "choices", None): 1,
            ("label", "text", "choices", "pos"): 1,
            ("label", "text", "choices", "1"): 1,
        }
    )


def test_removed_labels_are_listed_for_validation() -> None:
    new = config(
        '<View><Text name="text" value="$t"/><Choices name="label" toName="text"><Choice value="x"/></Choices></View>'
    )
    use = used_labels([item("label", "text", "choices", choices=["pos"])])
    assert missing_labels(new, use, {}) == (
        "These labels still exist in annotations or drafts:\npos (1 annotation)\n"
        'Please add labels to tag with name="label".'
    )
    assert missing_labels(new, use, use) == (
        "These labels still exist in annotations or drafts:\npos (1 annotation, 1 draft)\n"
        'Please add labels to tag with name="label".'
    )
    assert missing_labels(PAGE, use, use) is None
    assert incompatible_results(new, use) is None


def test_a_control_of_another_kind_refuses_the_change() -> None:
    new = config(
        '<View><Text name="text" value="$text"/><Labels name="label" toName="text"><Label value="pos"/></Labels></View>'
    )
    use = used_labels([item("label", "text", "choices", choices=["pos"])])
    assert incompatible_results(new, use) == (
        "Created annotations are incompatible with provided labeling schema, we found:\n"
        "1 with from_name=label, to_name=text, type=choices"
    )
    assert incompatible_results(PAGE, use) is None


def test_free_text_never_stands_in_the_way() -> None:
    new = config('<View><Text name="text" value="$text"/></View>')
    assert incompatible_results(new, used_labels([item("note", "text", "textarea", text=["a"])])) is None


def test_paths_of_a_taxonomy_must_remain() -> None:
    tree = '<View><Text name="t" value="$t"/><Taxonomy name="x" toName="t">{}</Taxonomy></View>'
    use = used_labels([item("x", "t", "taxonomy", taxonomy=[["A", "b/c"]])])
    kept = config(tree.format('<Choice value="A"><Choice value="b/c"/></Choice>'))
    cut = config(tree.format('<Choice value="A"/>'))
    assert missing_labels(kept, use, {}) is None
    assert (missing_labels(cut, use, {}) or "").split("\n")[1] == "A / b/c (1 annotation)"


def test_dynamic_labels_cannot_be_missed() -> None:
    new = config(
        '<View><Text name="text" value="$t"/><Choices name="label" toName="text" value="$o"/></View>'
    )  # fmt: skip
    assert missing_labels(new, used_labels([item("label", "text", "choices", choices=["gone"])]), {}) is None
