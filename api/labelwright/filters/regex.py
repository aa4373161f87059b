"""The regular expressions that a filter may use: what RE2 and PostgreSQL both understand, in the spelling of each.

No look-around, no references back, no named groups: nothing here takes more than linear time.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from labelwright.core.textsearch import regex_options

LONGEST = 500
"""Characters of a pattern."""

_PART = re.compile(r"\\.|\{\d+(?:,\d*)?\}|\[\^?\]?(?:\\.|\[:\w+:\]|[^\]\\])*\]|\(\?[^:)]*[:)]?|.", re.DOTALL)
_IN_CLASS = re.compile(r"\\.|.", re.DOTALL)

MOST_REPEATS = 255
"""What PostgreSQL takes as a count."""

_REPEATS = frozenset("*+?")
_ANCHORS = frozenset({"^", "$", r"\b", r"\B"})
# Letters beyond ASCII are all word characters: what PostgreSQL takes for letters depends on its database's language.
_WORD_POSTGRES = r"A-Za-z0-9_\u0080-\U0010ffff"
_WORD_RE2 = r"A-Za-z0-9_\x{80}-\x{10ffff}"
_ESCAPES = {
    r"\d": ("[0-9]", "[0-9]"),
    r"\D": ("[^0-9]", "[^0-9]"),
    r"\w": (f"[{_WORD_POSTGRES}]", f"[{_WORD_RE2}]"),
    r"\W": (f"[^{_WORD_POSTGRES}]", f"[^{_WORD_RE2}]"),
    r"\s": (r"\s", r"[\s\v]"),
    r"\S": (r"\S", r"[^\s\v]"),
    r"\b": (r"\y", r"\b"),
    r"\B": (r"\Y", r"\B"),
    r"\n": (r"\n", r"\n"),
    r"\r": (r"\r", r"\r"),
    r"\t": (r"\t", r"\t"),
}
_CLASS_ESCAPES = {
    r"\d": ("0-9", "0-9"),
    r"\w": (_WORD_POSTGRES, _WORD_RE2),
    r"\s": (r"\s", r"\s\v"),
    r"\n": (r"\n", r"\n"),
    r"\r": (r"\r", r"\r"),
    r"\t": (r"\t", r"\t"),
}


class UnusablePattern(ValueError):
    """The pattern asks for something that one of the databases does not know."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern in both spellings."""

    postgres: str
    re2: str


def translate(pattern: str) -> Pattern | None:
    """The pattern for both databases; None for one that is no regular expression, which matches nothing.

    Raises:
        UnusablePattern: for one that is too long or uses what only some engines know.
    """
    if len(pattern) > LONGEST:
        raise UnusablePattern(f"A regular expression has at most {LONGEST} characters.")
    pairs: list[tuple[str, str]] = []
    rest = pattern
    if rest.startswith("(?i)"):
        pairs.append(("(?i)", "(?i)"))
        rest = rest.removeprefix("(?i)")
    parts: list[str] = _PART.findall(rest)
    pairs += [_spelled(part) for part in parts]
    spelled = Pattern("".join(pair[0] for pair in pairs), "".join(pair[1] for pair in pairs))
    return spelled if not _repeats_anchors(parts) and _compiles(spelled.re2) else None


def _repeats_anchors(parts: list[str]) -> bool:
    """RE2 lets a place be repeated, PostgreSQL does not."""
    return any(before in _ANCHORS and (after in _REPEATS or after.startswith("{")) for before, after in pairwise(parts))


def _spelled(part: str) -> tuple[str, str]:
    if part.startswith("{"):
        counts = [int(count) for count in re.findall(r"\d+", part)]
        if not counts or max(counts) > MOST_REPEATS:
            raise UnusablePattern(f"A repeat is {{m}}, {{m,}} or {{m,n}} up to {MOST_REPEATS}; a brace is \\{{.")
        return part, part
    if part.startswith("(?"):
        if part != "(?:":
            raise UnusablePattern("Of groups that begin with `(?` only `(?:` is known, and `(?i)` at the very start.")
        return part, part
    if part.startswith("[") and len(part) > 1:
        return _spelled_class(part)
    if part.startswith("\\"):
        return _spelled_escape(part, _ESCAPES)
    return part, part


def _spelled_class(part: str) -> tuple[str, str]:
    pairs = [
        _spelled_escape(part, _CLASS_ESCAPES) if part.startswith("\\") else (part, part)
        for part in _IN_CLASS.findall(part)
    ]
    return "".join(pair[0] for pair in pairs), "".join(pair[1] for pair in pairs)


def _spelled_escape(part: str, known: dict[str, tuple[str, str]]) -> tuple[str, str]:
    if part in known:
        return known[part]
    if len(part) == 2 and not part[1].isalnum() and part[1].isascii():
        return part, part
    raise UnusablePattern(f"The escape {part} is not known; use one of {' '.join(_ESCAPES)}.")


def _compiles(spelled: str) -> bool:
    import re2

    try:
        re2.compile(spelled, regex_options())
    except re2.error:
        return False
    return True
