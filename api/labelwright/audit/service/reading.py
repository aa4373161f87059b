"""Reading the activity log: filters as they come, a page, all of it as a table."""

import re
from collections.abc import AsyncGenerator, Sequence
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.audit import queries, wire
from labelwright.audit.filters import Wanted
from labelwright.core import csvlines
from labelwright.core.access import Actor
from labelwright.core.db import Database
from labelwright.core.errors import Invalid
from labelwright.core.pagination import Page
from labelwright.core.types import AnyRow

MOST_TERMS = 20
_OR, _AND = re.compile(r"\s+OR\s+"), re.compile(r"\s+AND\s+")


def terms(search: str) -> list[list[str]]:
    """The alternatives of a search, each with the texts that must all be found; quotes around a text are dropped."""
    found = [[part.strip().strip('"') for part in _AND.split(choice)] for choice in _OR.split(search)]
    kept = [texts for choice in found if (texts := [text for text in choice if text])]
    if sum(map(len, kept)) > MOST_TERMS:
        raise Invalid(search=f"At most {MOST_TERMS} texts at once.")
    return kept


def moment(name: str, text: str | None, *, is_end: bool = False) -> datetime | None:
    """An instant or a day from the query, UTC unless it says otherwise; as an end, the moment after it."""
    if not text:
        return None
    try:
        if len(text) == len("2026-01-31"):
            day = datetime.combine(date.fromisoformat(text), time(), UTC)
            return day + timedelta(days=1) if is_end else day
        found = datetime.fromisoformat(text)
        found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
        return found + timedelta(microseconds=1) if is_end else found
    except (ValueError, OverflowError) as error:
        raise Invalid(
            {name: [f"{text[:50]!r} is no date or time, such as 2026-01-31 or 2026-01-31T12:00:00Z."]}
        ) from error


async def page(
    session: AsyncSession, actor: Actor, wanted: Wanted, page: Page, *, newest_first: bool
) -> tuple[int, int, Sequence[AnyRow]]:
    """How many entries there are, how many the filters leave, and one page of these."""
    total = await queries.count(session, queries.condition(Wanted(), actor.organization_id))
    where = queries.condition(wanted, actor.organization_id)
    left = await queries.count(session, where)
    rows = await queries.page(session, where, newest_first=newest_first, offset=page.offset, limit=page.size)
    return total, left, rows


async def table(database: Database, actor: Actor, wanted: Wanted) -> AsyncGenerator[bytes]:
    """The entries as CSV, newest first; memory holds one chunk."""
    yield csvlines.lines([wire.COLUMNS])
    async with database.read() as session:
        async for rows in queries.walk(session, queries.condition(wanted, actor.organization_id)):
            yield csvlines.lines(wire.cells(rows))
