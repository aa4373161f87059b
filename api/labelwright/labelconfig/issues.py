"""What a check has to say: one issue, and the report that collects them."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from enum import StrEnum
from itertools import islice
from typing import Any

MAX_ISSUES = 200
"""Issues kept of each severity: nobody reads more, and a hostile config could yield millions."""

_MAX_SUGGESTIONS = 40
_MAX_CANDIDATES = 300


class Severity(StrEnum):
    """An error refuses the input; a warning is only reported."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Issue:
    """One finding. Line and column count from 1 and are None where the input has no lines."""

    code: str
    severity: Severity
    line: int | None
    column: int | None
    tag: str | None
    name: str | None
    attribute: str | None
    message: str

    def as_dict(self) -> dict[str, Any]:
        """The form in which answers carry it."""
        return asdict(self)


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate that looks most like `word`, if one does."""
    if len(word) > 60:
        return None
    few = list(islice(candidates, _MAX_CANDIDATES))
    folded = {candidate.lower(): candidate for candidate in few}
    found = get_close_matches(word.lower(), folded, n=1, cutoff=0.6)
    return folded[found[0]] if found else None


class Suggestions:
    """Nearest words, as long as the budget lasts: comparing words is by far the dearest part of a bad config."""

    def __init__(self) -> None:
        self._left = _MAX_SUGGESTIONS

    def phrase(self, word: str, candidates: Iterable[str]) -> str:
        """`; did you mean "x"?` or nothing."""
        if self._left == 0:
            return ""
        self._left -= 1
        found = nearest(word, candidates)
        return f'; did you mean "{found}"?' if found is not None else ""
