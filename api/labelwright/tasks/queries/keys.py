"""Statements on the keys of task data: how many tasks have each, and what its values are."""

from collections.abc import Sequence

from sqlalchemy import bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core.db import is_sqlite
from labelwright.core.jsonfields import MOMENT, NUMBER


async def key_counts(session: AsyncSession, ids: Sequence[int]) -> dict[str, int]:
    """How many of these tasks have each key of task data."""
    keys = "json_each(task.data) AS each" if is_sqlite(session) else "LATERAL jsonb_object_keys(task.data) AS each(key)"
    statement = text(
        f"SELECT each.key, count(*) FROM task CROSS JOIN {keys} WHERE task.id IN :ids GROUP BY each.key"
    ).bindparams(bindparam("ids", expanding=True))
    return {str(name): count for name, count in (await session.execute(statement, {"ids": list(ids)})).all()}


# What a value is to filters; NULL for what says nothing (nulls and empty texts). Text of numbers counts as numbers.
_TYPE_SQLITE = """
    CASE each.type WHEN 'integer' THEN 'Number' WHEN 'real' THEN 'Number' WHEN 'null' THEN NULL
        WHEN 'true' THEN 'Boolean' WHEN 'false' THEN 'Boolean' WHEN 'text' THEN
            CASE WHEN each.value = '' THEN NULL
                WHEN each.value GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]*' THEN
                    CASE WHEN strftime('%s', each.value) IS NULL THEN 'String' ELSE 'Datetime' END
                WHEN length(each.value) < 32 AND json_valid(each.value) THEN
                    CASE WHEN json_type(each.value) IN ('integer', 'real') THEN 'Number' ELSE 'String' END
                ELSE 'String' END
        ELSE 'List' END
"""
_TYPE_POSTGRES = f"""
    CASE jsonb_typeof(each.value) WHEN 'number' THEN 'Number' WHEN 'null' THEN NULL WHEN 'boolean' THEN 'Boolean'
        WHEN 'string' THEN
            CASE WHEN each.value = '""' THEN NULL
                WHEN left(each.value #>> '{{}}', 1) COLLATE "C" NOT BETWEEN chr(9) AND '9' THEN 'String'
                WHEN each.value #>> '{{}}' ~ '{MOMENT}' THEN 'Datetime'
                WHEN length(each.value #>> '{{}}') < 32 AND each.value #>> '{{}}' ~ '{NUMBER}' THEN 'Number'
                ELSE 'String' END
        ELSE 'List' END
"""
_KEY_TYPES = """
    SELECT found.key, CASE WHEN min(found.type) < max(found.type) THEN 'String' ELSE max(found.type) END
    FROM (SELECT each.key AS key, {kind} AS type FROM task CROSS JOIN {each}
          WHERE task.project_id = :project_id AND task.id BETWEEN :first AND :last) AS found
    WHERE found.type IS NOT NULL GROUP BY found.key
"""
_KEY_TYPES_SQLITE = text(_KEY_TYPES.format(kind=_TYPE_SQLITE, each="json_each(task.data) AS each"))
_KEY_TYPES_POSTGRES = text(
    _KEY_TYPES.format(kind=_TYPE_POSTGRES, each="LATERAL jsonb_each(task.data) AS each(key, value)")
)


async def key_types(session: AsyncSession, project_id: int, ids: Sequence[int]) -> dict[str, str]:
    """What the values of each key are in tasks that were just written, by the types of the filter language."""
    if not ids:
        return {}
    statement = _KEY_TYPES_SQLITE if is_sqlite(session) else _KEY_TYPES_POSTGRES
    parameters = {"project_id": project_id, "first": ids[0], "last": ids[-1]}
    return {str(name): str(kind) for name, kind in (await session.execute(statement, parameters)).all()}
