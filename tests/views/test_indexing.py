"""Saved tabs of large projects have their fields indexed by a job."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.dialects import postgresql, sqlite

from labelwright.core.db import Database
from labelwright.filters import indexes, indexing
from labelwright.filters.tree import ValueType
from tests.filters.test_indexes import asked, plan
from tests.fixtures.databases import Stage
from tests.fixtures.making import Make
from tests.fixtures.sites import Site, running_site

DIALECTS = (sqlite.dialect(), postgresql.dialect())  # type: ignore[no-untyped-call]  # SQLAlchemy leaves these untyped
KEYS = [(name, ValueType.NUMBER) for name in "abcdefghij"]


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
        name = indexes.name_of(project["id"], key, ValueType.NUMBER)
        async with large_site.database.read() as session:
            for value in (7, None):
                asked_for = asked(project["id"], key, ValueType.NUMBER, value, f"-tasks:data.{key}")
                assert name in await plan(session, asked_for)
    await make.client.patch(f"/api/dm/views/{view['id']}", json={"data": {"title": "Nothing to index"}})
    assert await runs(large_site) == 2


async def test_small_projects_go_without(large_site: Site) -> None:
    make = Make(await large_site.client(large_site.people.owner))
    project = await make.project(label_config="<View></View>")
    await make.imported(project, [{"price": number} for number in range(10)])
    body = {"project": project["id"], "data": tab("price")}
    assert (await make.client.post("/api/dm/views", json=body)).status_code == 201
    assert await runs(large_site) == 0
    assert await present(large_site, project) == {}


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
        assert {indexes.name_of(project["id"], name, ValueType.NUMBER) for name in names} <= found.keys()
    assert (await make.client.delete(f"/api/projects/{project['id']}")).status_code == 204
    await large_site.settled()
    assert await present(large_site, project) == {}
    assert list((await present(large_site, other)).values()) == [True]


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
def test_what_is_broken_goes_and_what_is_unwanted_only_for_room(dialect: Any) -> None:
    names = {key: indexes.name_of(1, *key) for key in KEYS}
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
    key = ('say "hi"', ValueType.STRING)
    assert [len(indexes.missing(1, [key], {}, dialect)) for dialect in DIALECTS] == [0, 1]
