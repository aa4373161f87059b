"""CSV and TSV as tasks: separators, types of columns, and errors with their line."""

import csv
import io
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.formats.csv_table import MAX_CELL, read_csv, read_tsv
from labelwright.formats.tasks import UnreadableFile

TABLES = Path(__file__).parents[1] / "data" / "tables"


def rows(text: str) -> list[dict[str, Any]]:
    return [orjson.loads(record.data) for record in read_csv(text.encode())]


def column(*cells: str) -> list[Any]:
    return [row["n"] for row in rows("n,x\n" + "".join(f"{cell},a\n" for cell in cells))]


def test_the_forms_of_a_table_agree() -> None:
    plain = read_csv((TABLES / "penguins.csv").read_bytes())
    assert len(plain) == 11
    assert orjson.loads(plain[0].data)["beak_length_mm"] == 39.1
    assert read_csv((TABLES / "penguins-semicolon.csv").read_bytes()) == plain
    assert read_csv((TABLES / "penguins-utf8-bom-crlf.csv").read_bytes()) == plain
    assert read_tsv((TABLES / "penguins.tsv").read_bytes()) == plain


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["1", "2"], [1, 2]),
        (["1", "", "-3"], [1, "", -3]),
        (["1", "2.5"], [1, 2.5]),
        (["0.0", "-0.585"], [0.0, -0.585]),
        (["007", "8"], ["007", "8"]),
        (["1e5"], ["1e5"]),
        (["1_000"], ["1_000"]),
        (["1.50", "2.5"], ["1.50", "2.5"]),
        (["+1"], ["+1"]),
        (["-0"], ["-0"]),
        ([" 1"], [" 1"]),
        (["12345678901234567890"], ["12345678901234567890"]),
        (["nan", "inf"], ["nan", "inf"]),
        (["True", "False"], ["True", "False"]),
        (["42", "words"], ["42", "words"]),
        (["\u0661"], ["\u0661"]),
        (["", ""], ["", ""]),
    ],
)
def test_columns_are_numbers_only_if_every_cell_is_written_back_the_same(cells: list[str], values: list[Any]) -> None:
    assert column(*cells) == values
    assert [type(value) for value in column(*cells)] == [type(value) for value in values]


def test_quotes_line_ends_and_separators_inside_cells() -> None:
    assert rows('a,b\n"x, ""y""\r\nz",1\n') == [{"a": 'x, "y"\r\nz', "b": 1}]
    assert rows("a;b\n1,5;x\n") == [{"a": "1,5", "b": "x"}]
    assert rows("a\nx\n\ny") == [{"a": "x"}, {"a": "y"}]


def test_missing_cells_are_empty_and_names_are_made_unique() -> None:
    assert rows(",a,a\n1,x,y\n2,z\n") == [
        {"Unnamed: 0": 1, "a": "x", "a.1": "y"},
        {"Unnamed: 0": 2, "a": "z", "a.1": ""},
    ]


def test_a_header_alone_has_no_tasks() -> None:
    assert rows("a,b\n") == []


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "line 1: the file has no header line"),
        (b"a,b\n1,2\n1,2,3\n", "line 3: 3 cells, but the header has 2"),
        (b'a\n"x"y\n', "line 2: a quoted cell is followed by more text; quotes inside a cell are doubled"),
        (b'a\n"x\n', "line 2: a quoted cell is not closed"),
        (b"a\nx\xff\n", "line 2: the file is not UTF-8 text"),
        (b"a\nx\0\n", "line 2: a NUL character is not allowed"),
        (b"a\n" + b"x" * (MAX_CELL + 1), "line 2: a cell may hold at most 10,000,000 characters"),
        (b",".join([b"a"] * 10_001), "line 1: a table may have at most 10,000 columns"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_is_no_table_is_refused_with_its_line(body: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_csv(body)
    assert str(caught.value) == reason


cells = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=6))
def test_every_cell_comes_back_as_it_was_sent(table: list[tuple[str, str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([("a", "b"), *table])
    found = rows(out.getvalue())
    assert [(_spelt(row["a"]), _spelt(row["b"])) for row in found] == table


def _spelt(cell: str | float) -> str:
    return cell if isinstance(cell, str) else orjson.dumps(cell).decode()
