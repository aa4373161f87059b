"""What the columns of task data are found to hold, in the transaction that writes them."""

from typing import Any

import httpx
import pytest

from tests.fixtures.making import Make

LEARNED: list[tuple[str, list[Any], str]] = [
    ("numbers", [1, 2.5, "3", "-4e2", " 5", "\t6", None, ""], "Number"),
    ("flags", [True, False, None], "Boolean"),
    ("moments", ["2025-01-01", "2025-01-01T10:00:00Z"], "Datetime"),
    ("lists", [["a"], {"b": 1}], "List"),
    ("texts", ["a", "b"], "String"),
    ("a mixture", [1, "a"], "String"),
    ("another", [True, 1], "String"),
    ("nothing", [None, ""], "String"),
]


@pytest.mark.parametrize(("name", "values", "expected"), LEARNED, ids=[case[0] for case in LEARNED])
async def test_columns_learn_from_imports(make: Make, name: str, values: list[Any], expected: str) -> None:
    project = await make.project(label_config="<View></View>")
    await make.imported(project, [{name: value, "k": 1} for value in values])
    assert await type_of(make, project, name) == expected


async def type_of(make: Make, project: Any, name: str) -> str:
    """The type that the columns of a project say."""
    columns = (await make.read("/api/dm/columns", project=project["id"]))["columns"]
    (found,) = [column["value_type"] for column in columns if column["id"] == name]
    return str(found)


async def test_they_learn_from_single_tasks_changes_and_copies(client: httpx.AsyncClient, make: Make) -> None:
    project = await make.project(label_config="<View></View>")
    task = await make.task(project, {"x": 1})
    assert await type_of(make, project, "x") == "Number"
    await make.task(project, {"x": "2"})
    copy = (await client.post(f"/api/projects/{project['id']}/duplicate", json={"mode": "settings,data"})).json()
    await client.patch(f"/api/tasks/{task['id']}", json={"data": {"x": "many"}})
    assert await type_of(make, project, "x") == "String"
    assert await type_of(make, copy, "x") == "Number"


async def test_they_are_sorted_by_as_what_they_hold(make: Make) -> None:
    project = await make.project(label_config="<View></View>")
    ids = await make.imported(project, [{"x": "10"}, {"x": "9"}, {"x": -1}])
    listed = await make.read("/api/tasks", project=project["id"], query='{"ordering": ["tasks:data.x"]}')
    assert [task["id"] for task in listed["tasks"]] == [ids[2], ids[1], ids[0]]
