"""Task data against the fields a config needs."""

import pytest

from labelwright.labelconfig import (
    LabelConfig,
    check,
    check_data,
    compile_data_check,
    rename_undefined,
    the_only_data_key,
)


def fields(*tags: str) -> LabelConfig:
    checked = check("<View>" + "".join(tags) + "</View>")
    assert checked.config is not None, checked.issues
    return checked.config


TEXT = fields('<Text name="a" value="$text"/>')
NESTED = fields('<Text name="a" value="$doc.body"/>')
REPEATED = fields('<Repeater on="$pages"><Image name="i{{idx}}" value="$pages[{{idx}}].url"/></Repeater>')
AUDIO = fields('<Audio name="a" value="$audio"/>')
TAXONOMY = fields(
    '<Text name="a" value="fixed"/><Taxonomy name="t" toName="a" value="$tree"><Choice value="x"/></Taxonomy>'
)


@pytest.mark.parametrize(
    ("config", "data", "problem"),
    [
        (TEXT, {"text": "a"}, None),
        (TEXT, {"text": ""}, None),
        (TEXT, {"text": 1}, None),
        (TEXT, {"text": [1]}, None),
        (TEXT, {"text": None}, '"text" must be a string or a number or a list for <Text>, and is null'),
        (TEXT, {"text": True}, '"text" must be a string or a number or a list for <Text>, and is a truth value'),
        (TEXT, {"body": 1, "x": 2}, '"text" key is expected in task data; keys found: body, x'),
        (TEXT, {"$undefined$": "a"}, None),
        (NESTED, {"doc": {"body": "a"}}, None),
        (NESTED, {"doc.body": "a"}, None),
        (NESTED, {"doc": {"title": "a"}}, '"doc.body" key is expected in task data; keys found: doc'),
        (NESTED, {"doc": "a"}, '"doc.body" key is expected in task data; keys found: doc'),
        (REPEATED, {"pages": [{"url": "a"}]}, None),
        (REPEATED, {"pages": "a"}, '"pages" must be a list for <Image>, and is a string'),
        (AUDIO, {"audio": ["a"]}, '"audio" must be a string for <Audio>, and is a list'),
        (TAXONOMY, {"tree": None}, None),
        (TAXONOMY, {}, '"tree" key is expected in task data; keys found: none'),
    ],
)
def test_data_problems(config: LabelConfig, data: dict[str, object], problem: str | None) -> None:
    assert check_data(config, data) == ([problem] if problem else [])
    assert compile_data_check(config).fits(data) is (problem is None)


def test_video_decides_what_a_shared_key_holds() -> None:
    shared = fields('<Video name="v" value="$x"/><Text name="t" value="$x"/>')
    assert shared.data_fields["x"].kinds == {"string"}
    last = fields('<Text name="t" value="$x"/><Paragraphs name="p" value="$x"/>')
    assert last.data_fields["x"].kinds == {"list", "string"}


def test_only_the_first_reference_of_a_mixed_text_counts() -> None:
    assert set(fields('<Text name="t" value="By $author in $year"/>').data_fields) == {"author"}


def test_nameless_tags_need_no_data() -> None:
    assert not fields('<Header value="$title"/>').data_fields


def test_the_only_data_key() -> None:
    assert the_only_data_key(TEXT) == "text"
    assert the_only_data_key(fields("<Header value='x'/>")) is None
    assert the_only_data_key(fields('<Text name="a" value="$a"/><Text name="b" value="$b"/>')) is None


def test_a_value_without_a_key_is_renamed_in_its_place() -> None:
    assert list(rename_undefined(TEXT, {"x": 1, "$undefined$": "a"}).items()) == [("x", 1), ("text", "a")]
    assert rename_undefined(TEXT, {"$undefined$": "a", "text": "b"}) == {"$undefined$": "a", "text": "b"}
