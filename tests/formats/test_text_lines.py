"""Plain text as tasks."""

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.formats.tasks import UnreadableFile
from labelwright.formats.text_lines import read_document, read_lines


def lines(body: bytes) -> list[str]:
    return [orjson.loads(record.data)["text"] for record in read_lines(body, "text")]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"a\nb\n", ["a", "b"]),
        (b"a\r\n\r\nb", ["a", "", "b"]),
        (b"\xef\xbb\xbfa", ["a"]),
        ("a\u2028b\x0bc".encode(), ["a\u2028b\x0bc"]),
        (b"\n", [""]),
        (b"", []),
    ],
)
def test_each_line_is_a_task(body: bytes, expected: list[str]) -> None:
    assert lines(body) == expected


def test_a_document_is_one_task() -> None:
    (record,) = read_document(b"<p>a\n</p>", "$undefined$")
    assert orjson.loads(record.data) == {"$undefined$": "<p>a\n</p>"}


@pytest.mark.parametrize("body", [b"\xff\xfea\0", b"a\0b"])
def test_what_is_no_text_is_refused(body: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read_lines(body, "text")


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\n\ufeff"))))
def test_lines_come_back_as_they_were_sent(texts: list[str]) -> None:
    assert lines("".join(f"{text}\n" for text in texts).encode()) == texts
