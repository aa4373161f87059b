"""How long ago something was, in the words of the published API."""

from datetime import datetime

from labelwright.core.types import now

_UNITS = (
    (365 * 86400, "year"),
    (30 * 86400, "month"),
    (7 * 86400, "week"),
    (86400, "day"),
    (3600, "hour"),
    (60, "minute"),
)
NBSP = "\u00a0"


def ago(moment: datetime) -> str:
    """For example `2 hours, 5 minutes`; number and unit are joined by a no-break space."""
    seconds = max(0, int((now() - moment).total_seconds()))
    parts: list[str] = []
    for index, (size, unit) in enumerate(_UNITS):
        count, rest = divmod(seconds, size)
        if not count:
            continue
        parts.append(_counted(count, unit))
        if index + 1 < len(_UNITS):
            smaller, name = _UNITS[index + 1]
            if rest >= smaller:
                parts.append(_counted(rest // smaller, name))
        break
    return ", ".join(parts) or f"0{NBSP}minutes"


def _counted(count: int, unit: str) -> str:
    return f"{count}{NBSP}{unit}" + ("" if count == 1 else "s")
