"""Searching text in SQL, the same on SQLite and PostgreSQL: substrings without case, patterns, the order of bytes."""

from functools import lru_cache
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Text, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import expression
from sqlalchemy.sql.compiler import SQLCompiler


class Contains(expression.FunctionElement[bool]):
    """Whether a text contains another, without regard to case. Clauses: the text, the folded needle, LIKE patterns."""

    type = Boolean()
    inherit_cache = True


class ContainsAscii(Contains):
    """The same for a needle of ASCII, which SQLite can fold by itself."""

    inherit_cache = True


class ContainsEach(Contains):
    """The same with a condition for every spelling: an index of trigrams serves those, and no list of them."""

    inherit_cache = True


class Matches(expression.FunctionElement[bool]):
    """Whether a pattern is found in a text. Clauses: the text, the pattern for PostgreSQL, and for RE2 on SQLite."""

    type = Boolean()
    inherit_cache = True


class Bytewise(expression.FunctionElement[str]):
    """Text that compares and sorts by its bytes, whatever the database's language is."""

    type = Text()
    inherit_cache = True


def contains(text: ColumnElement[Any], needle: str, *, may_be_indexed: bool = False) -> ColumnElement[bool]:
    """Whether `text` contains `needle`, every character of it taken as it is."""
    construct = ContainsAscii if needle.isascii() else ContainsEach if may_be_indexed else Contains
    patterns = [literal(f"%{_escaped(spelling)}%", Text()) for spelling in _spellings(needle)]
    return construct(text, literal(fold(needle), Text()), *patterns)


def _spellings(needle: str) -> list[str]:
    """PostgreSQL folds only ASCII when its database has no language: then the usual spellings must do."""
    usual = (needle,) if needle.isascii() else (needle, needle.lower(), needle.upper(), needle.capitalize())
    return list(dict.fromkeys(usual))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def fold(text: str | None) -> str | None:
    """Text without case."""
    return None if text is None else text.lower()


def matches(pattern: str, text: str | None) -> bool | None:
    """Whether RE2, which takes linear time whatever the pattern, finds the pattern in the text."""
    return None if text is None else _compiled(pattern).search(text) is not None


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> Any:
    import re2

    return re2.compile(pattern, regex_options())


def regex_options() -> Any:
    """As PostgreSQL reads patterns: a dot is any character; memory is bounded, and nothing is written to stderr."""
    import re2

    options = re2.Options()
    options.dot_nl = True
    options.log_errors = False
    options.max_mem = 8 << 20
    return options


def add_functions(connection: Any) -> None:
    """Give a connection of SQLite what it lacks."""
    connection.create_function("labelwright_fold", 1, fold, deterministic=True)
    connection.create_function("labelwright_matches", 2, matches, deterministic=True)


@compiles(Contains)
def _contains_postgres(element: Contains, compiler: SQLCompiler, **options: Any) -> str:
    whole, _, *spellings = element.clauses
    text, *patterns = (compiler.process(clause, **options) for clause in (whole, *spellings))
    return f"(({text}) ILIKE ANY (ARRAY[{', '.join(patterns)}]))" if patterns[1:] else f"(({text}) ILIKE {patterns[0]})"


@compiles(ContainsEach)
def _contains_each_postgres(element: Contains, compiler: SQLCompiler, **options: Any) -> str:
    whole, _, *spellings = element.clauses
    text, *patterns = (compiler.process(clause, **options) for clause in (whole, *spellings))
    return f"({' OR '.join(f'({text}) ILIKE {pattern}' for pattern in patterns)})"


@compiles(ContainsAscii, "sqlite")
def _contains_ascii_sqlite(element: ContainsAscii, compiler: SQLCompiler, **options: Any) -> str:
    text, needle, *_ = element.clauses
    return f"(instr(lower({compiler.process(text, **options)}), {compiler.process(needle, **options)}) > 0)"


@compiles(Contains, "sqlite")
@compiles(ContainsEach, "sqlite")
def _contains_sqlite(element: Contains, compiler: SQLCompiler, **options: Any) -> str:
    text, needle, *_ = element.clauses
    return f"(instr(labelwright_fold({compiler.process(text, **options)}), {compiler.process(needle, **options)}) > 0)"


@compiles(Matches)
def _matches_postgres(element: Matches, compiler: SQLCompiler, **options: Any) -> str:
    text, pattern, _ = element.clauses
    return f"(({compiler.process(text, **options)}) ~ {compiler.process(pattern, **options)})"


@compiles(Matches, "sqlite")
def _matches_sqlite(element: Matches, compiler: SQLCompiler, **options: Any) -> str:
    text, _, pattern = element.clauses
    return f"labelwright_matches({compiler.process(pattern, **options)}, {compiler.process(text, **options)})"


@compiles(Bytewise)
def _bytewise_postgres(element: Bytewise, compiler: SQLCompiler, **options: Any) -> str:
    return f'({compiler.process(element.clauses, **options)}) COLLATE "C"'


@compiles(Bytewise, "sqlite")
def _bytewise_sqlite(element: Bytewise, compiler: SQLCompiler, **options: Any) -> str:
    return f"({compiler.process(element.clauses, **options)})"
