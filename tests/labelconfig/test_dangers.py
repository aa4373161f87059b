"""Hostile configs: refused quickly, with a place, and never by an exception."""

import string
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labelwright.labelconfig import Severity, check
from labelwright.labelconfig.reader import MAX_BYTES, MAX_ELEMENTS
from labelwright.labelconfig.tags_gen import TAGS

ENTITY = '<!DOCTYPE View [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><View>&b;</View>'
EXTERNAL = '<!DOCTYPE View SYSTEM "http://127.0.0.1:1/x.dtd"><View/>'
FILE = '<!DOCTYPE View [<!ENTITY a SYSTEM "file:///etc/hostname">]><View>&a;</View>'
INCLUDE = '<View xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="/etc/hostname" parse="text"/></View>'


@pytest.mark.parametrize(
    ("config", "code"),
    [
        (ENTITY, "xml.doctype"),
        (EXTERNAL, "xml.doctype"),
        (FILE, "xml.doctype"),
        ("<!DOCTYPE View><View/>", "xml.doctype"),
        ("<View>" * 2000 + "</View>" * 2000, "limit.depth"),
        ("<View>" + "<View/>" * MAX_ELEMENTS + "</View>", "limit.elements"),
        ("<View " + " ".join(f'a{n}="1"' for n in range(201)) + "/>", "limit.attributes"),
        ("<View>" + "a" * MAX_BYTES + "</View>", "limit.size"),
        ("/etc/hostname", "xml.malformed"),
        ("http://127.0.0.1:1/config.xml", "xml.malformed"),
    ],
    ids=lambda value: value[:30],
)
def test_dangerous_configs_are_refused(config: str, code: str) -> None:
    assert [issue.code for issue in check(config).issues] == [code]


def test_includes_are_only_unknown_tags() -> None:
    assert "tag.unknown" in {issue.code for issue in check(INCLUDE).issues}


def test_a_million_faults_yield_a_bounded_report() -> None:
    config = "<View>" + "<Chioce valeu='x' oops='1'/>" * 15_000 + "</View>"
    assert len(check(config).issues) <= 400


LARGEST = {
    "choices": "<View><Text name='t' value='$t'/><Choices name='c' toName='t'>"
    + "".join(f"<Choice value='v{n}'/>" for n in range(MAX_ELEMENTS - 3))
    + "</Choices></View>",
    "nested": "<View>" + "".join(f"<View><Text name='t{n}' value='$t'/></View>" for n in range(9_999)) + "</View>",
    "wrong": "<View>"
    + "".join(f"<Text name='t' value='$t'/><Choices name='c' toName='x{n}' choice='x{n}'/>" for n in range(9_999))
    + "</View>",
    "conditions": "<View><Choices name='c' toName='t'>"
    + "".join(f"<Choice value='v{n}'/>" for n in range(9_000))
    + "</Choices>"
    + "".join(f"<View whenTagName='c' whenChoiceValue='w{n}'/>" for n in range(9_000))
    + "</View>",
}


@pytest.mark.parametrize("name", LARGEST)
def test_the_largest_configs_are_answered(name: str) -> None:
    started = time.process_time()
    issues = check(LARGEST[name]).issues
    print(f"{name}: {time.process_time() - started:.2f} s of CPU, {len(issues)} issues")
    expected_errors = name in {"wrong", "conditions"}
    assert any(issue.severity is Severity.ERROR for issue in issues) is expected_errors


names = st.sampled_from([*TAGS, "div", "choices", "TEXT"])
attributes = st.dictionaries(
    st.sampled_from(["name", "toName", "value", "choice", "required", "opacity", "hotkey", "perRegion", "on", "x"]),
    st.text(alphabet=string.ascii_letters + "$,.1 {}[]-", max_size=12),
    max_size=5,
)


def element(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def write(tag: str, attrs: dict[str, str], inner: list[str]) -> str:
        written = " ".join(f'{key}="{value}"' for key, value in attrs.items())
        return f"<{tag} {written}>" + "\n".join(inner) + f"</{tag}>"

    return st.builds(write, names, attributes, st.lists(children, max_size=4))


trees = st.recursive(st.builds(lambda tag: f"<{tag}/>", names), element, max_leaves=12)


@settings(max_examples=150, deadline=None)
@given(st.lists(trees, max_size=4))
def test_no_tree_raises_and_every_issue_points_to_its_tag(parts: list[str]) -> None:
    config = "<View>\n" + "\n".join(parts) + "\n</View>"
    lines = config.split("\n")
    for issue in check(config).issues:
        assert issue.line is not None
        assert issue.column is not None
        rest = lines[issue.line - 1][issue.column - 1 :]
        points_to_attribute = issue.attribute is not None and rest.lower().startswith(issue.attribute.lower())
        assert points_to_attribute or rest.lower().startswith(f"<{issue.tag}".lower())


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60) | st.text(alphabet="<>/&\"' =Viewa\n", max_size=60))
def test_no_text_raises(text: str) -> None:
    assert isinstance(check(text).issues, tuple)
