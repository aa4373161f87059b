"""Lead times in classes."""

from collections import Counter

import pytest

from labelwright.statistics import lead_times


def _times(*seconds: float) -> Counter[int]:
    return Counter(map(lead_times.class_of, seconds))


@pytest.mark.parametrize("seconds", [0.2, 1, 7.5, 60, 3600, 86_400])
def test_a_class_is_right_to_a_fortieth(seconds: float) -> None:
    assert lead_times.seconds_of(lead_times.class_of(seconds)) == pytest.approx(seconds, rel=0.026)


def test_what_nobody_takes_is_told_by_the_ends() -> None:
    assert lead_times.class_of(0) == lead_times.class_of(-3) == lead_times.class_of(lead_times.SHORTEST)
    assert lead_times.class_of(1e300) == lead_times.class_of(lead_times.LONGEST)


def test_the_median_is_that_of_the_times() -> None:
    assert lead_times.quantile(_times(1, 2, 30, 40, 50), 0.5) == pytest.approx(30, rel=0.026)
    assert lead_times.quantile({}, 0.5) is None


def test_a_break_is_no_work() -> None:
    times = _times(*range(20, 40), 5000)
    longest = lead_times.fence(times)
    count, seconds = lead_times.without_idle(times, longest)
    assert count == 20
    assert seconds == pytest.approx(sum(range(20, 40)), rel=0.026)


def test_where_all_take_the_same_time_somewhat_more_is_still_work() -> None:
    times = _times(*[5.0] * 50, 40)
    assert lead_times.without_idle(times, lead_times.fence(times))[0] == 51
