"""What the rest of the product learns from a config."""

from labelwright import labelconfig
from labelwright.labelconfig import LabelConfig, check

SENTIMENT = """<View>
  <Text name="text" value="$text"/>
  <Choices name="label" toName="text"><Choice value="pos" alias="p"/><Choice value="neg"/></Choices>
</View>"""
BOXES = """<View>
  <Image name="img" value="$image"/>
  <RectangleLabels name="box" toName="img"><Label value="Car" background="red"/></RectangleLabels>
</View>"""


def config(text: str) -> LabelConfig:
    checked = check(text)
    assert checked.config is not None, checked.issues
    return checked.config


def test_controls_know_their_objects_and_stored_labels() -> None:
    control = config(SENTIMENT).controls["label"]
    assert (control.tag, control.to_name, control.result_type) == ("Choices", ("text",), "choices")
    assert control.labels == ("p", "neg")
    assert not control.is_region


def test_the_wire_form_is_the_known_one() -> None:
    assert labelconfig.parsed_label_config(config(BOXES)) == {
        "box": {
            "type": "RectangleLabels",
            "to_name": ["img"],
            "inputs": [{"type": "Image", "value": "image"}],
            "labels": ["Car"],
            "labels_attrs": {"Car": {"value": "Car", "background": "red"}},
        }
    }


def test_control_weights_are_even() -> None:
    assert labelconfig.control_weights(config(SENTIMENT)) == {
        "label": {"overall": 1.0, "type": "Choices", "labels": {"p": 1.0, "neg": 1.0}}
    }


def test_bulk_annotation_suits_answers_about_whole_tasks() -> None:
    assert labelconfig.suitable_for_bulk_annotation(config(SENTIMENT))
    assert not labelconfig.suitable_for_bulk_annotation(config(BOXES))
    assert not labelconfig.suitable_for_bulk_annotation(config("<View/>"))
    per_region = SENTIMENT.replace('toName="text"', 'toName="text" perRegion="true"')
    assert not labelconfig.suitable_for_bulk_annotation(config(per_region))


def test_an_empty_page_has_no_control_tags() -> None:
    assert not labelconfig.has_control_tags(config("<View></View>"))
    assert labelconfig.has_control_tags(config(SENTIMENT))


def test_a_missing_to_name_means_the_only_object() -> None:
    assert config(SENTIMENT.replace(' toName="text"', "")).controls["label"].to_name == ("text",)


def test_labels_from_the_task_make_a_control_dynamic() -> None:
    dynamic = BOXES.replace('toName="img"', 'toName="img" value="$options"')
    assert config(dynamic).controls["box"].is_dynamic
    assert labelconfig.parsed_label_config(config(dynamic))["box"]["dynamic_labels"] is True


def test_a_taxonomy_knows_its_paths() -> None:
    tree = config(
        '<View><Text name="t" value="$t"/><Taxonomy name="x" toName="t">'
        '<Choice value="A"><Choice value="B" alias="b"/></Choice></Taxonomy></View>'
    )
    assert tree.controls["x"].paths == {("A",), ("A", "b")}


def test_nested_controls_keep_their_own_labels() -> None:
    nested = config(
        '<View><Text name="t" value="$t"/><Choices name="a" toName="t"><Choice value="x"/>'
        '<View><Choices name="b" toName="t"><Choice value="y"/></Choices></View></Choices></View>'
    )
    assert nested.controls["a"].labels == ("x",)
    assert nested.controls["b"].labels == ("y",)


def test_a_conversation_is_its_own_control() -> None:
    chat = config('<View><Chat name="chat" value="$messages"/></View>')
    assert chat.controls["chat"].to_name == ("chat",)
    assert chat.controls["chat"].result_type == "chatmessage"


def test_names_in_a_repeater_match_their_results() -> None:
    repeated = config(
        '<View><Repeater on="$l"><Text name="t_{{idx}}" value="$l[{{idx}}].t"/>'
        '<Choices name="c_{{idx}}" toName="t_{{idx}}"><Choice value="a"/></Choices></Repeater></View>'
    )
    result = [{"id": "1", "from_name": "c_12", "to_name": "t_12", "type": "choices", "value": {"choices": ["a"]}}]
    assert labelconfig.check_result(repeated, result) == []
    assert repeated.data_fields["l"].kinds == {"list"}
