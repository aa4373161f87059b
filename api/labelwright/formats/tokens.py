"""Words of a text, much as the Penn Treebank has them: punctuation stands apart, contractions are split."""

import re
from collections.abc import Iterable, Iterator

# In order: contractions behind a word, numbers and words that hold marks inside, runs of dots or dashes, single marks.
_TOKEN = re.compile(
    r"""
      (?i:n't|'(?:s|m|d|ll|re|ve))(?!\w)
    | \w+?(?=(?i:n't)(?!\w))
    | \d+(?:[.,:]\d+)+
    | \w+(?:[-./@&_]\w+)*
    | \.{2,} | -{2,} | `` | ''
    | [^\w\s]
    """,
    re.VERBOSE,
)


def tokens(text: str, borders: Iterable[int] = ()) -> Iterator[tuple[int, int]]:
    """Start and end of each token; a token is split where a border lies inside it."""
    cuts = sorted(set(borders))
    place = 0
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        while place < len(cuts) and cuts[place] <= start:
            place += 1
        while place < len(cuts) and cuts[place] < end:
            yield start, cuts[place]
            start = cuts[place]
            place += 1
        yield start, end
