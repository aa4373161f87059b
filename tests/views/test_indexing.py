"""Saved tabs of large projects have their fields indexed by a job."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import and_, text
from sqlalchemy.dialects import postgresql, sqlite

from labelwright.core.db import Database
from labelwright.filters import compiling, indexes, indexing
from labelwright.filters.fields import TASK, Scope
from labelwright.filters.selection import Selection
from labelwright.filters.tree import ValueType
from labelwright.views.service import asking
from labelwright.views.service import indexing as ordering
from tests.filters.test_indexes import asked, plan
from tests.fixtures.databases import Stage
from tests.fixtures.making import Make
from tests.fixtures.sites import Site, running_site

DIALECTS = (sqlite.dialect(), postgresql.dialect())  # type: ignore[no-untyped-call]  # SQLAlchemy leaves these untyped
KEYS = [indexes.Key(name, ValueType.NUMBER) for name in "abcdefghij"]


@pytest.fixture
async def large_site(stage: Stage, own_database_url: str, tmp_path: Path) -> AsyncIterator[Site]:
    """A site to which a project of eleven tasks is a large one."""
    database = Database(own_database_url)
    try:
        async with running_site(database, stage.people, data_dir=tmp_path / "data", index_above_tasks=10) as site:
            yield site
    finally:
        await database.close()


def tab(key: str, *more: str) -> Any:
    """The data of a tab that filters on some fields as numbers, and sorts on the first."""
    items = [
        {"filter": f"filter:tasks:data.{name}", "operator": "less", "type": "Number", "value": 1}
        for name in (key, *more)
    ]
    return {"filters": {"conjunction": "and", "items": items}, "ordering": [f"-tasks:data.{key}"]}


async def present(site: Site, project: Any) -> dict[str, bool]:
    """The indexes of a project."""
    async with site.database.read() as session:
        return await indexing.present(session, project["id"])


async def runs(site: Site) -> int:
    """How many jobs were ordered, when all have ended well."""
    await site.settled()
    rows = await site.sql("SELECT state FROM job WHERE kind = 'filters.index'")
    assert {state for (state,) in rows} <= {"completed"}
    return len(rows)


async def test_a_saved_tab_has_its_fields_indexed_and_the_planner_uses_it(large_site: Site) -> None:
    make = Make(await large_site.client(large_site.people.owner))
    project = await make.project(label_config="<View></View>")
    await make.imported(project, [{"price": number, "it's 100 %": number} for number in range(2000)])
    body = {"project": project["id"], "data": tab("price")}
    view = (await make.client.post("/api/dm/views", json=body)).json()
    assert await runs(large_site) == 1
    for key, expected in (("price", 1), ("it's 100 %", 2)):
        changed = await make.client.patch(f"/api/dm/views/{view['id']}", json={"data": tab(key)})
        assert changed.status_code == 200
        assert await runs(large_site) == expected
        name = indexes.name_of(project["id"], indexes.Key(key, ValueType.NUMBER))
        async with large_site.database.read() as session:
            for value in (7, None):
                asked_for = asked(project["id"], key, ValueType.NUMBER, value, f"-tasks:data.{key}")
                assert name in await plan(session, asked_for)
    await make.client.patch(f"/api/dm/views/{view['id']}", json={"data": {"title": "Nothing to index"}})
    assert await runs(large_site) == 2


def searching(needle: str, *, operator: str = "contains") -> Any:
    """The data of a tab that searches a field."""
    item = {"filter": "filter:tasks:data.text", "operator": operator, "type": "String", "value": needle}
    return {"filters": {"conjunction": "and", "items": [item]}}


async def test_a_tab_that_searches_has_trigrams_where_the_database_knows_them(large_site: Site) -> None:
    make = Make(await large_site.client(large_site.people.owner))
    project = await make.project(label_config="<View></View>")
    texts = [f"Sentence number {n} of many" for n in range(2000)] + ["ЁЛКА в саду", "say 100%_sure"]
    await make.imported(project, [{"text": text} for text in texts])
    body = {"project": project["id"], "data": searching("NUMBER 1987")}
    view = (await make.client.post("/api/dm/views", json=body)).json()
    assert await runs(large_site) == (0 if large_site.database.is_sqlite else 1)
    name = indexes.name_of(project["id"], indexes.Key("text", ValueType.STRING, is_searched=True))
    assert await present(large_site, project) == ({} if large_site.database.is_sqlite else {name: True})
    await make.imported(project, [{"text": "Sentence number 1987 once more"}, {"text": ["number 1987"]}, {"text": 7}])
    for operator, needle, found, is_served in (
        ("contains", "NUMBER 1987", 3, True),
        ("contains", "100%_s", 1, True),
        ("contains", "ёлка", 1, None),  # by the language of the database
        ("contains", "7", 545, False),
        ("regex", "number 198[78]", 3, True),
    ):
        data = searching(needle, operator=operator)
        await make.client.patch(f"/api/dm/views/{view['id']}", json={"data": data})
        page = (await make.client.get(f"/api/tasks?view={view['id']}")).json()
        assert (needle, page["total"]) == (needle, found)
        async with large_site.database.read() as session:
            query = asking.query_of(data)
            condition = and_(TASK.c.project_id == project["id"], compiling.where(query.filter, Scope()))
            planned = name in await plan(session, Selection(condition, ()))
        assert is_served is None or planned == (is_served and not large_site.database.is_sqlite)
    assert await runs(large_site) == (0 if large_site.database.is_sqlite else 1)


async def test_a_database_that_may_not_have_trigrams_goes_without(large_site: Site) -> None:
    if large_site.database.is_sqlite:
        pytest.skip("SQLite has none")
    keys = [indexes.Key("text", ValueType.STRING, is_searched=True), indexes.Key("n", ValueType.NUMBER)]
    # Rolled back in the end, the role with it.
    async with large_site.database.write() as session:
        assert len(await indexing.lacking(session, 1, keys)) == 2
        await session.execute(text("CREATE ROLE without_privileges"))
        await session.execute(text("SET LOCAL ROLE without_privileges"))
        assert await indexing.lacking(session, 1, keys) == [indexes.name_of(1, keys[1])]
        await session.rollback()


async def test_small_projects_go_without(large_site: Site) -> None:
    make = Make(await large_site.client(large_site.people.owner))
    project = await make.project(label_config="<View></View>")
    await make.imported(project, [{"price": number} for number in range(10)])
    body = {"project": project["id"], "data": tab("price")}
    assert (await make.client.post("/api/dm/views", json=body)).status_code == 201
    assert await runs(large_site) == 0
    assert await present(large_site, project) == {}


async def test_a_project_that_became_large_has_its_tabs_indexed(large_site: Site) -> None:
    make = Make(await large_site.client(large_site.people.owner))
    project, small = [await make.project(label_config="<View></View>") for _ in range(2)]
    for each in (project, small):
        body = {"project": each["id"], "data": tab("price")}
        assert (await make.client.post("/api/dm/views", json=body)).status_code == 201
        await make.imported(each, [{"price": number} for number in range(11 if each is project else 3)])
    for _ in range(2):
        await ordering.order_due(large_site.database, above=10)
        assert await runs(large_site) == 1
    name = indexes.name_of(project["id"], indexes.Key("price", ValueType.NUMBER))
    assert (await present(large_site, project), await present(large_site, small)) == ({name: True}, {})


async def test_the_latest_tabs_make_room_and_a_purge_drops_all(large_site: Site) -> None:
    make = Make(await large_site.client(large_site.people.owner))
    project, other = [await make.project(label_config="<View></View>") for _ in range(2)]
    for each in (project, other):
        await make.imported(each, [{"a": number} for number in range(11)])
        body = {"project": each["id"], "data": tab("a")}
        assert (await make.client.post("/api/dm/views", json=body)).status_code == 201
    await large_site.settled()
    for names in ("bcdefgh", "ij"):
        body = {"project": project["id"], "data": tab(*names)}
        assert (await make.client.post("/api/dm/views", json=body)).status_code == 201
        await large_site.settled()
        found = await present(large_site, project)
        assert len(found) == indexes.MOST
        assert {indexes.name_of(project["id"], indexes.Key(name, ValueType.NUMBER)) for name in names} <= found.keys()
    assert (await make.client.delete(f"/api/projects/{project['id']}")).status_code == 204
    await large_site.settled()
    assert await present(large_site, project) == {}
    assert list((await present(large_site, other)).values()) == [True]


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
def test_what_is_broken_goes_and_what_is_unwanted_only_for_room(dialect: Any) -> None:
    names = {key: indexes.name_of(1, key) for key in KEYS}
    broken, old, new = KEYS[0], KEYS[1], KEYS[2]
    found = {names[broken]: False, names[old]: True}
    dropped, built = indexes.steps(1, [new, new], found, dialect)
    assert names[broken] in dropped[0]
    assert names[new] in built[0]
    full = {names[key]: True for key in KEYS[:8]}
    steps = indexes.steps(1, [KEYS[9], *KEYS[1:8]], full, dialect)
    assert [(names[KEYS[0]] in steps[0][0]), (names[KEYS[9]] in steps[1][0])] == [True, True]
    assert len(steps) == 2
    assert indexes.steps(1, KEYS, full, dialect) == []
    assert len(indexes.steps(1, [], full, dialect, most=0)) == 8


def test_fields_that_a_database_cannot_index_are_not_wanted() -> None:
    key = indexes.Key('say "hi"', ValueType.STRING)
    assert [len(indexes.missing(1, [key], {}, dialect)) for dialect in DIALECTS] == [0, 1]
