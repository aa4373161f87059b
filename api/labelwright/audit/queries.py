"""Statements on the activity log."""

from collections.abc import AsyncIterator, Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, delete, false, func, or_, select
from sqlalchemy import insert as insert_into
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.audit.filters import Wanted
from labelwright.audit.models import LogEntry
from labelwright.core import longlists, textsearch
from labelwright.core.types import AnyRow, AnySelect, Base
from labelwright.organizations.models import Member
from labelwright.projects.models import Project
from labelwright.users.models import User

LOG: Table = Base.metadata.tables[LogEntry.__tablename__]
MEMBER = Member.__table__
USER = User.__table__
WALK = 1000


def condition(wanted: Wanted, organization_id: int) -> ColumnElement[bool]:
    """The entries that are meant, within one organization."""
    conditions = [LOG.c.organization_id == organization_id]
    if wanted.deeds is not None:
        conditions.append(LOG.c.deed.in_(wanted.deeds))
    for column, value in ((LOG.c.actor_id, wanted.user_id), (LOG.c.project_id, wanted.project_id)):
        if value is not None:
            conditions.append(column == value)
    if wanted.method is not None:
        conditions.append(LOG.c.method == wanted.method)
    if wanted.first is not None:
        conditions.append(LOG.c.created_at >= wanted.first)
    if wanted.before is not None:
        conditions.append(LOG.c.created_at < wanted.before)
    if wanted.terms:
        conditions.append(or_(*(and_(*(_tells_of(text) for text in texts)) for texts in wanted.terms)))
    return and_(*conditions, false()) if wanted.nothing else and_(*conditions)


def _tells_of(text: str) -> ColumnElement[bool]:
    """Whether the text is in the path that was called, the subject's name, its project, or the e-mail of who did it."""
    places = (LOG.c.path, LOG.c.name, User.email, Project.title)
    return or_(*(textsearch.contains(func.coalesce(place, ""), text) for place in places))


def _entries(where: ColumnElement[bool], *columns: Any) -> AnySelect:
    return (
        select(*columns)
        .select_from(LOG)
        .outerjoin(User, User.id == LOG.c.actor_id)
        # A project that was purged is told by its number alone.
        .outerjoin(Project, Project.id == LOG.c.project_id)
        .where(where)
    )


_ALL = (LOG, User.email, User.first_name, User.last_name, Project.title.label("project_title"))


async def count(session: AsyncSession, where: ColumnElement[bool]) -> int:
    """How many entries there are."""
    total: int = (await session.execute(_entries(where, func.count()))).scalar_one()
    return total


async def page(
    session: AsyncSession, where: ColumnElement[bool], *, newest_first: bool, offset: int, limit: int
) -> list[AnyRow]:
    """One page of entries, in the order in which they were written."""
    order = LOG.c.id.desc() if newest_first else LOG.c.id
    statement = _entries(where, *_ALL).order_by(order).offset(offset).limit(limit)
    return list((await session.execute(statement)).all())


async def walk(session: AsyncSession, where: ColumnElement[bool]) -> AsyncIterator[list[AnyRow]]:
    """All entries, newest first, in chunks."""
    last: int | None = None
    while True:
        further = where if last is None else and_(where, LOG.c.id < last)
        rows = await page(session, further, newest_first=True, offset=0, limit=WALK)
        if rows:
            yield rows
        if len(rows) < WALK:
            return
        last = rows[-1].id


async def places_of(session: AsyncSession, user_ids: Collection[int]) -> list[AnyRow]:
    """Where these accounts are members: organization, account, and its e-mail."""
    statement = (
        select(MEMBER.c.organization_id, MEMBER.c.user_id, USER.c.email)
        .join(USER, USER.c.id == MEMBER.c.user_id)
        .where(longlists.is_in(MEMBER.c.user_id, user_ids), MEMBER.c.deleted_at.is_(None))
        .order_by(MEMBER.c.id)
    )
    return list((await session.execute(statement)).all())


async def insert(session: AsyncSession, rows: list[dict[str, Any]]) -> None:
    """Add entries."""
    await session.execute(insert_into(LOG), rows)


async def organization_of(session: AsyncSession, *, project_id: int | None, user_id: int | None) -> int | None:
    """The organization of a project, else the one in which somebody works."""
    if project_id is not None:
        return (await session.execute(select(Project.organization_id).where(Project.id == project_id))).scalar()
    return (await session.execute(select(User.active_organization_id).where(User.id == user_id))).scalar()


async def purge(session: AsyncSession, before: datetime, limit: int) -> int:
    """Forget some entries that are older than a moment; returns how many."""
    gone = select(LOG.c.id).where(LOG.c.created_at < before).order_by(LOG.c.id).limit(limit)
    result: Any = await session.execute(delete(LOG).where(LOG.c.id.in_(gone)))
    return int(result.rowcount)
