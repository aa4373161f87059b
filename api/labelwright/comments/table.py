"""Comments as a table."""

from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo
from typing import Any

from labelwright.core import csvlines
from labelwright.core.types import AnyRow

HEAD = (
    *("id", "project", "task", "annotation", "draft", "created_by", "created_at", "updated_at"),
    *("text", "region", "is_resolved", "resolved_at", "mentions"),
)


def head() -> bytes:
    """The first line."""
    return csvlines.lines([HEAD])


def lines(rows: Iterable[tuple[AnyRow, Sequence[int]]], zone: tzinfo, *, expand_author: bool) -> bytes:
    """A line for each comment, with who is named in it. Times are those of a zone."""
    return csvlines.lines(_cells(row, mentions, zone, expand_author=expand_author) for row, mentions in rows)


def _cells(row: AnyRow, mentions: Sequence[int], zone: tzinfo, *, expand_author: bool) -> list[Any]:
    author = row.email if expand_author else row.created_by_id
    region = row.region_ref.get("regionId") if isinstance(row.region_ref, dict) else None
    ids = (row.id, row.project_id, row.task_id, row.annotation_id, row.draft_id)
    times = (_told(row.created_at, zone), _told(row.updated_at, zone))
    state = (bool(row.is_resolved), _told(row.resolved_at, zone))
    return [*ids, author, *times, row.text, region, *state, " ".join(map(str, mentions))]


def _told(moment: datetime | None, zone: tzinfo) -> str | None:
    return moment.astimezone(zone).isoformat(timespec="seconds") if moment else None
