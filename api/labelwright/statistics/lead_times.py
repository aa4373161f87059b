"""Lead times as counts in classes, from which a median and a sum without idle time are told for any span of days.

A class is 5 % wide, so that what is told is right to 2.5 %. Idle: whoever leaves a task open over lunch
reports an hour. Source of the fence: J. W. Tukey, Exploratory Data Analysis (1977), far outliers, here on the
logarithm of the time.
"""

import math
from collections.abc import Mapping

WIDTH = math.log(1.05)
SHORTEST = 0.05
"""Seconds; all that is shorter counts as this."""

LONGEST = 30 * 24 * 3600.0
"""Seconds; all that is longer counts as this."""

Times = Mapping[int, int]
"""How many lead times lie in each class."""


def class_of(seconds: float) -> int:
    """The class of a lead time."""
    return round(math.log(min(max(seconds, SHORTEST), LONGEST)) / WIDTH)


def seconds_of(number: int) -> float:
    """The middle of a class, in seconds."""
    return math.exp(number * WIDTH)


def quantile(times: Times, share: float) -> float | None:
    """The lead time below which a share (0 to 1) of them lie, in seconds; None without any."""
    number = _class_at(times, share)
    return None if number is None else seconds_of(number)


def _class_at(times: Times, share: float) -> int | None:
    wanted, seen = share * sum(times.values()), 0
    for number in sorted(times):
        seen += times[number]
        if seen >= wanted:
            return number
    return None


def fence(times: Times) -> float | None:
    """The lead time beyond which somebody was away, in seconds: three interquartile ranges above the upper quartile.

    Never below ten times the median, for where all take about the same time the quartiles are close together.
    """
    lower, middle, upper = (_class_at(times, share) for share in (0.25, 0.5, 0.75))
    if lower is None or middle is None or upper is None:
        return None
    return max(seconds_of(upper + 3 * (upper - lower)), 10 * seconds_of(middle))


def without_idle(times: Times, longest: float | None) -> tuple[int, float]:
    """How many lead times are at most `longest` seconds, and their sum in seconds."""
    kept = {number: count for number, count in times.items() if longest is None or seconds_of(number) <= longest}
    return sum(kept.values()), sum(seconds_of(number) * count for number, count in kept.items())
