"""Which configs are accepted, which are refused, and where the finger points."""

from pathlib import Path

import pytest

from labelwright.labelconfig import Severity, check
from labelwright.labelconfig.issues import Issue

CONFIGS = sorted((Path(__file__).parents[1] / "data" / "configs").glob("*.config.xml"))
TEXT = '<Text name="text" value="$text"/>'
CHOICES = '<Choices name="c" toName="text"><Choice value="a"/></Choices>'


def page(*tags: str) -> str:
    return "<View>\n" + "\n".join(tags) + "\n</View>"


def found(text: str) -> list[tuple[str, Severity]]:
    return [(issue.code, issue.severity) for issue in check(text).issues]


def only_issue(text: str) -> Issue:
    (issue,) = check(text).issues
    return issue


@pytest.mark.parametrize("path", CONFIGS, ids=lambda path: path.stem)
def test_sample_configs_pass_without_an_issue(path: Path) -> None:
    assert check(path.read_text(encoding="utf-8")).issues == ()


@pytest.mark.parametrize(
    ("config", "code"),
    [
        ("", "config.empty"),
        (" \n\t", "config.empty"),
        ("View", "xml.malformed"),
        ("<View>", "xml.malformed"),
        ("<View></Veiw>", "xml.malformed"),
        ("<View><Text name='a' name='b' value='$x'/></View>", "xml.malformed"),
        ("<View>&nothing;</View>", "xml.malformed"),
        ("<View/><View/>", "xml.malformed"),
        ("<View>\x00</View>", "xml.malformed"),
        ("<View>\ud800</View>", "xml.malformed"),
        ("<!DOCTYPE View><View/>", "xml.doctype"),
        ("<Text name='t' value='$t'/>", "root.view"),
        ("<html/>", "root.view"),
        (page(TEXT, TEXT), "name.unique"),
        (page(TEXT, '<Choices name="text" toName="text"><Choice value="a"/></Choices>'), "name.unique"),
        (page(TEXT, '<Choices toName="text"><Choice value="a"/></Choices>'), "attr.required"),
        (page(TEXT, '<Choices name="" toName="text"><Choice value="a"/></Choices>'), "attr.empty"),
        (page(TEXT, '<Choices name="c" toName=""><Choice value="a"/></Choices>'), "attr.empty"),
        (page(TEXT, '<Choices name="c" toName="text"><Choice/></Choices>'), "attr.required"),
        (page('<Text name="t"/>'), "attr.required"),
        (page('<Text value="$t"/>'), "attr.required"),
        (page('<Image name="i"/>'), "attr.required"),
        (page('<Image name="i" value="$a" valueList="$b"/>'), "attr.exclusive"),
        (page('<Audio name="a"/>'), "attr.required"),
        (page(TEXT, '<Choices name="c" toName="txt"><Choice value="a"/></Choices>'), "toname.exists"),
        (page(TEXT, '<Choices name="c" toName="text,no"><Choice value="a"/></Choices>'), "toname.exists"),
        (page(TEXT, CHOICES, '<Number name="n" toName="c"/>'), "toname.type"),
        (page(TEXT, '<RectangleLabels name="r" toName="text"><Label value="a"/></RectangleLabels>'), "toname.type"),
        (page(TEXT, '<Text name="b" value="$b"/>', '<Number name="n"/>'), "attr.required"),
        (page(TEXT, '<Pairwise name="p" toName="text"/>'), "toname.arity"),
        (page(TEXT, '<Choices name="c" toName="text" choice="many"><Choice value="a"/></Choices>'), "attr.enum"),
        (page(TEXT, '<TextArea name="a" toName="text" required="yes"/>'), "attr.boolean"),
        (page(TEXT, '<TextArea name="a" toName="text" rows="four"/>'), "attr.number"),
        (page(TEXT, '<TextArea name="a" toName="text" rows="0"/>'), "attr.range"),
        (page(TEXT, '<Labels name="l" toName="text" opacity="2"><Label value="a"/></Labels>'), "attr.range"),
        (page('<Video name="v" value="$v" minPlaybackSpeed="3"/>'), "attr.order"),
        (page('<Video name="v" value="$v" defaultPlaybackSpeed="11"/>'), "attr.range"),
        (page(TEXT, '<TextArea name="a" toName="text" perRegion="true" perItem="true"/>'), "attr.exclusive"),
        (page(TEXT, '<Choices name="c" toName="text"/>'), "choices.empty"),
        (page(TEXT, '<Labels name="l" toName="text"/>'), "labels.empty"),
        (page(TEXT, '<Label value="a"/>'), "nesting.label"),
        (page(TEXT, '<Choice value="a"/>'), "nesting.choice"),
        (page(TEXT, '<Rating name="r" toName="text"><Choice value="a"/></Rating>'), "nesting.choice"),
        (page(TEXT, '<View><Channel column="a"/></View>'), "nesting.channel"),
    ],
)
def test_bad_configs_are_refused(config: str, code: str) -> None:
    checked = check(config)
    assert code in {issue.code for issue in checked.errors}
    assert checked.config is None


@pytest.mark.parametrize(
    ("config", "code"),
    [
        ("<View></View>", "view.empty"),
        ("<View><Header value='x'/></View>", "view.no-object"),
        (page(TEXT), "view.no-control"),
        (page(TEXT, '<Choices name="c"><Choice value="a"/></Choices>'), "attr.required"),
        (page(TEXT, '<Choices name="c" toName="text" colour="x"><Choice value="a"/></Choices>'), "attr.unknown"),
        (page(TEXT, CHOICES, '<Button value="x"/>'), "tag.unknown"),
        (page(TEXT, '<choices name="c" toName="text"><Choice value="a"/></choices>'), "tag.case"),
        (page(TEXT, '<Choices name="c" toname="text"><Choice value="a"/></Choices>'), "tag.case"),
        (page(TEXT, '<Choices name="c" toName="text" onclick="x"><Choice value="a"/></Choices>'), "tag.unsafe"),
        (page(TEXT, CHOICES.replace("</", '<Choice value="a"/></')), "choice.unique"),
        (page(TEXT, '<Labels name="l" toName="text"><Label value="a"/><Label value="a"/></Labels>'), "label.unique"),
        (page(TEXT, '<Labels name="l" toName="text"><Label value="a" background="reddish"/></Labels>'), "attr.colour"),
        (page('<Image name="i" value="$i"/>', '<RectangleLabels name="r" toName="i"/>'), "labels.empty"),
        (page(TEXT, CHOICES, '<View visibleWhen="choice-selected" whenTagName="d"/>'), "when.exists"),
        (page(TEXT, CHOICES, '<View whenTagName="c" whenChoiceValue="b"/>'), "when.exists"),
        (page(TEXT, '<Choices name="my choice" toName="text"><Choice value="a"/></Choices>'), "name.pattern"),
        (page(TEXT, CHOICES, '<Number name="n" toName="text" hotkey="1"/>', '<Filter toName="c" hotkey="1"/>'),
         "hotkey.unique"),
        (page('<Text name="text" value="$my-key"/>', CHOICES), "value.variable"),
        (page('<TimeSeries name="s" value="$s"/>', '<Number name="n" toName="s"/>'), "timeseries.channel"),
        (page(TEXT, CHOICES, '<Header value="x" size="9"/>'), "attr.range"),
        (page('<Repeater on="$l"><Text name="text" value="$l[{{idx}}]"/></Repeater>', CHOICES), "repeater.name"),
    ],
)  # fmt: skip
def test_doubtful_configs_are_accepted_with_a_warning(config: str, code: str) -> None:
    checked = check(config)
    assert (code, Severity.WARNING) in found(config)
    assert checked.errors == ()
    assert checked.config is not None


@pytest.mark.parametrize(
    "config",
    [
        page(TEXT, '<Choices name="c" toName="text"><View><Header value="h"/><Choice value="a"/></View></Choices>'),
        page(TEXT, '<Choices name="c" toName="text">text<Choice value="a"><Choice value="b"/></Choice></Choices>'),
        page(TEXT, '<Labels name="l" toName="text" value="$labels"/>'),
        page('<Text name="text" value="$text">\n</Text>', CHOICES),
        page('<HyperText name="text"><p class="x">Any <b onclick="y">markup</b></p></HyperText>', CHOICES),
        page('<Text name="a" value="$a"/>', TEXT, '<Choices name="c" toName="text,a"><Choice value="x"/></Choices>'),
        '<?xml version="1.0" encoding="latin-1"?>' + page(TEXT, CHOICES, '<Header value="ä"/>'),
        "\ufeff" + page(TEXT, CHOICES),
        page(TEXT, CHOICES, '<!-- {"data": {"text": "a"}} -->', "<Style>.a { color: red }</Style>"),
        page('<Repeater on="$l"><Text name="t_{{idx}}" value="$l[{{idx}}].t"/>'
             '<Choices name="c_{{idx}}" toName="t_{{idx}}"><Choice value="a"/></Choices></Repeater>'),
    ],
)  # fmt: skip
def test_configs_seen_in_the_field_pass(config: str) -> None:
    assert check(config).issues == ()


def test_an_issue_names_line_column_tag_and_nearest_word() -> None:
    issue = only_issue(page(TEXT, '  <Choices name="c" toName="txt"><Choice value="a"/></Choices>'))
    assert (issue.line, issue.column, issue.tag, issue.name, issue.attribute) == (3, 21, "Choices", "c", "toName")
    assert issue.message == 'line 3, <Choices name="c">: toName="txt" names no tag; did you mean "text"?'


def test_an_enumeration_is_spelt_out() -> None:
    issue = only_issue(page(TEXT, '<Choices name="c" toName="text" choice="many"><Choice value="a"/></Choices>'))
    assert "use single, single-radio or multiple" in issue.message
    assert issue.column == 33


def test_columns_count_characters_not_bytes() -> None:
    issue = only_issue(f'<View>{TEXT}<Header value="žluťoučký"/><Number name="n" toName="x"/></View>')
    before = f'<View>{TEXT}<Header value="žluťoučký"/><Number name="n" '
    assert issue.column == len(before) + 1


def test_issues_come_in_the_order_of_lines() -> None:
    config = page('<Choices name="c" toName="x"/>', '<Text name="t"/>', "<Label/>")
    lines = [issue.line for issue in check(config).issues]
    assert lines == sorted(lines, key=lambda line: line or 0)
    assert len(lines) >= 4


def test_strict_turns_warnings_into_errors() -> None:
    checked = check(page(TEXT), strict=True)
    assert [issue.severity for issue in checked.issues] == [Severity.ERROR]
    assert checked.config is None
    assert check(page(TEXT)).config is not None


def test_the_same_text_is_checked_once() -> None:
    assert check(page(TEXT, CHOICES)) is check(page(TEXT, CHOICES))


def test_an_unknown_tag_keeps_its_content() -> None:
    config = check(page("<div>", TEXT, "</div>", CHOICES)).config
    assert config is not None
    assert set(config.objects) == {"text"}
