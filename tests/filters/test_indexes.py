"""Expression indexes: the statements that filters and orderings make are served by them."""

import hashlib
import json
from typing import Any

import httpx
import pytest
from sqlalchemy import and_
from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.filters import compiling, indexes, parse
from labelwright.filters.fields import TASK, Scope
from labelwright.filters.selection import Selection
from labelwright.filters.tree import ValueType
from tests.fixtures.making import Make
from tests.fixtures.people import People
from tests.fixtures.sites import Site


def asked(project_id: int, key: str, kind: str, value: Any, order: str) -> Selection:
    """Tasks whose field is this, ordered by it."""
    items = [{"filter": f"filter:tasks:data.{key}", "operator": "equal", "type": kind, "value": value}]
    query = parse.query(
        {"items": items if value is not None else []}, [order], display_types={f"tasks:data.{key}": kind}
    )
    condition = and_(TASK.c.project_id == project_id, compiling.where(query.filter, Scope()))
    return Selection(condition, tuple(compiling.order_by(query.ordering, Scope())))


async def plan(session: AsyncSession, selection: Selection) -> str:
    """How the database goes about the first page."""
    connection = await session.connection()
    statement = selection.ids().limit(30).compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True})
    is_sqlite = connection.dialect.name == "sqlite"
    rows = await connection.exec_driver_sql(f"EXPLAIN {'QUERY PLAN ' if is_sqlite else ''}{statement}")
    return "\n".join(str(row[-1]) for row in rows)


@pytest.mark.parametrize(
    ("key", "kind", "value"),
    [
        ("price", ValueType.NUMBER, 7),
        ("text", ValueType.STRING, "Text 7"),
        ("it's 100 %", ValueType.NUMBER, 7),
        ("day", ValueType.DATETIME, "2025-01-07"),
    ],
)
async def test_an_index_serves_filter_and_order(
    busy_site: Site, people: People, key: str, kind: ValueType, value: Any
) -> None:
    make = Make(await busy_site.client(people.owner))
    project = await make.project(label_config="<View></View>")
    tasks = [
        {"price": number, "text": f"Text {number}", "it's 100 %": number, "day": f"2025-01-{number % 28 + 1:02d}"}
        for number in range(2000)
    ]
    await make.imported(project, tasks)
    order = f"-tasks:data.{key}"
    async with busy_site.database.read() as session:
        connection = await session.connection()
        wanted_index = indexes.Key(key, kind)
        name = indexes.name_of(project["id"], wanted_index)
        assert name not in await plan(session, asked(project["id"], key, kind, value, order))
        for statement in indexes.statements(project["id"], wanted_index, connection.dialect):
            await connection.exec_driver_sql(statement)
        for wanted in (value, None):
            assert name in await plan(session, asked(project["id"], key, kind, wanted, order))
        for statement in indexes.drops(name, connection.dialect):
            await connection.exec_driver_sql(statement)
        catalogue = "sqlite_master" if connection.dialect.name == "sqlite" else "pg_class"
        column = "name" if connection.dialect.name == "sqlite" else "relname"
        left = await connection.exec_driver_sql(f"SELECT {column} FROM {catalogue} WHERE {column} LIKE '{name}%%'")
        assert left.all() == []


async def test_writing_goes_on_with_an_index(busy_site: Site, people: People) -> None:
    client: httpx.AsyncClient = await busy_site.client(people.owner)
    make = Make(client)
    project = await make.project(label_config="<View></View>")
    async with busy_site.database.read() as session:
        connection = await session.connection()
        for kind in (ValueType.NUMBER, ValueType.STRING, ValueType.DATETIME, ValueType.BOOLEAN):
            for statement in indexes.statements(project["id"], indexes.Key("x", kind), connection.dialect):
                await connection.exec_driver_sql(statement)
    # Hardly compressible, of four bytes each.
    noise = "".join(chr(0x1F300 + byte) for byte in hashlib.shake_256().digest(9000))
    values = [1, "2", "abc", None, [1], {"a": 1}, True, "2025-02-31", "9" * 300, "1e99", noise, [noise]]
    assert len(await make.imported(project, [{"x": value, "k": 1} for value in values])) == len(values)


async def test_long_texts_are_compared_to_their_end(site: Site, people: People) -> None:
    make = Make(await site.client(people.owner))
    project = await make.project(label_config="<View></View>")
    start = "é" * compiling.SORTED_CHARACTERS
    texts = [start[:-1], start, f"{start}a", f"{start}b", "z"]
    ids = await make.imported(project, [{"x": text} for text in texts])

    async def found(operator: str, value: Any) -> list[str]:
        item = {"filter": "filter:tasks:data.x", "operator": operator, "type": "String", "value": value}
        query = json.dumps({"filters": {"conjunction": "and", "items": [item]}})
        shown = (await make.read("/api/tasks", project=project["id"], query=query))["tasks"]
        return [texts[ids.index(task["id"])] for task in shown]

    for value in (*texts, "a", f"{start}aa"):
        assert await found("equal", value) == [text for text in texts if text == value]
        assert await found("in_list", [value, "z"]) == [text for text in texts if text in (value, "z")]
        assert await found("less", value) == [text for text in texts if text < value]
        assert await found("greater_or_equal", value) == [text for text in texts if text >= value]
        assert await found("in", {"min": value, "max": f"{start}a"}) == [
            text for text in texts if value <= text <= f"{start}a"
        ]


def test_what_a_view_wants_indexed() -> None:
    document = {
        "items": [
            {"filter": "filter:tasks:data.a", "operator": "less", "type": "Number", "value": 1},
            {"filter": "filter:tasks:data.b", "operator": "contains", "type": "String", "value": "x"},
            {"filter": "filter:tasks:id", "operator": "less", "type": "Number", "value": 1},
        ]
    }
    query = parse.query(document, ["-tasks:data.c", "tasks:id", "tasks:data.d"])
    wanted = indexes.wanted_by(query, {"c": "Number", "d": None})
    assert wanted == {
        indexes.Key("a", ValueType.NUMBER),
        indexes.Key("b", ValueType.STRING, is_searched=True),
        indexes.Key("c", ValueType.NUMBER),
        indexes.Key("d", ValueType.STRING),
    }
