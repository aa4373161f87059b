"""Tabs of the data manager, its columns, and lists by tab."""

from typing import Any

import httpx
import orjson
import pytest

from labelwright.views.schemas import Columns, ViewRead
from tests.fixtures.databases import PinnedDatabase
from tests.fixtures.making import Make, choice

CHEAP = {
    "conjunction": "and",
    "items": [{"filter": "filter:tasks:data.price", "operator": "less", "type": "Number", "value": 5}],
}


async def priced(make: Make, *prices: Any) -> tuple[Any, list[int]]:
    """A project whose tasks have prices."""
    project = await make.project(label_config="<View></View>")
    return project, await make.imported(project, [{"price": price} for price in prices])


async def tab(make: Make, project: Any, **data: Any) -> Any:
    """A tab of a project."""
    answer = await make.client.post("/api/dm/views/", json={"project": project["id"], "data": data})
    assert answer.status_code == 201, answer.text
    return answer.json()


class TestTabs:
    """`/api/dm/views`."""

    async def test_they_come_and_go(self, client: httpx.AsyncClient, make: Make) -> None:
        project = await make.project()
        view = await tab(make, project, title="Cheap", filters=CHEAP, ordering=["-tasks:id"], gridWidth=4)
        ViewRead.model_validate(view)
        assert view["data"]["gridWidth"] == 4
        assert await make.read(f"/api/dm/views/{view['id']}/") == view
        assert await make.read("/api/dm/views", project=project["id"]) == [view]
        changed = await client.patch(f"/api/dm/views/{view['id']}/", json={"data": {"title": "All", "filters": {}}})
        assert changed.json()["data"] == {"title": "All", "filters": {}}
        path = f"/api/dm/views/{view['id']}?interaction=filter&project={project['id']}"
        replaced = await client.put(path, json={"id": view["id"], "data": {"filters": CHEAP}, "project": 99})
        assert (replaced.status_code, replaced.json()["project"]) == (200, project["id"])
        assert (await client.delete(f"/api/dm/views/{view['id']}")).status_code == 204
        assert (await client.get(f"/api/dm/views/{view['id']}")).status_code == 404

    async def test_the_project_may_stand_in_the_query(self, client: httpx.AsyncClient, make: Make) -> None:
        project = await make.project()
        answer = await client.post(f"/api/dm/views?project={project['id']}", json={"data": {"filters": {}}})
        assert answer.status_code == 201
        assert list((await client.post("/api/dm/views", json={})).json()["validation_errors"]) == ["project"]

    async def test_without_a_project_all_that_are_visible_are_listed(
        self, make: Make, stranger: httpx.AsyncClient
    ) -> None:
        views = [await tab(make, await make.project(), title=title) for title in "ab"]
        assert await make.read("/api/dm/views") == views
        assert (await stranger.get("/api/dm/views")).json() == []

    async def test_they_keep_an_order(self, client: httpx.AsyncClient, make: Make) -> None:
        project = await make.project()
        a, b, c = [(await tab(make, project, title=title))["id"] for title in "abc"]
        assert [view["order"] for view in await make.read("/api/dm/views", project=project["id"])] == [0, 1, 2]
        answer = await client.post("/api/dm/views/order/", json={"project": project["id"], "ids": [c, a]})
        assert answer.status_code == 200
        assert [view["id"] for view in await make.read("/api/dm/views", project=project["id"])] == [c, a, b]
        reset = await client.request("DELETE", "/api/dm/views/reset/", json={"project": project["id"]})
        assert reset.status_code == 204
        assert await make.read("/api/dm/views", project=project["id"]) == []

    @pytest.mark.parametrize(
        "data",
        [
            {"filters": {"items": [{"filter": "data.x", "operator": "equal", "type": "String", "value": "a"}]}},
            {"filters": {"conjunction": "nor"}},
            {"ordering": ["tasks:user__password"]},
            {"ordering": "tasks:id"},
        ],
    )
    async def test_what_cannot_be_run_is_not_kept(self, client: httpx.AsyncClient, make: Make, data: Any) -> None:
        project = await make.project()
        answer = await client.post("/api/dm/views", json={"project": project["id"], "data": data})
        assert answer.status_code == 400, answer.text
        assert set(answer.json()["validation_errors"]) <= {"filter_group", "ordering"}
        assert await make.read("/api/dm/views", project=project["id"]) == []

    async def test_members_change_their_own(
        self, make: Make, annotator: httpx.AsyncClient, colleague: httpx.AsyncClient, client: httpx.AsyncClient
    ) -> None:
        project = await make.project()
        view = await tab(Make(annotator), project, title="Mine")
        path = f"/api/dm/views/{view['id']}"
        assert (await colleague.get(path)).status_code == 200
        assert (await colleague.patch(path, json={"data": {}})).status_code == 403
        assert (await colleague.delete(path)).status_code == 403
        assert (await annotator.patch(path, json={"data": {"title": "Still mine"}})).status_code == 200
        assert (await client.patch(path, json={"data": {"title": "Managed"}})).status_code == 200
        reset = await annotator.request("DELETE", "/api/dm/views/reset", json={"project": project["id"]})
        assert reset.status_code == 403

    async def test_they_go_with_their_project(self, client: httpx.AsyncClient, make: Make) -> None:
        project = await make.project()
        view = await tab(make, project, title="Gone")
        await client.delete(f"/api/projects/{project['id']}")
        assert (await client.get(f"/api/dm/views/{view['id']}")).status_code == 404


class TestListsByTab:
    """`GET /api/tasks?view=`."""

    async def test_filter_order_and_totals_of_the_tab(self, make: Make) -> None:
        project, ids = await priced(make, 7, "3", "none", 1)
        await make.annotation(ids[1], choice(from_name="x"))
        await make.prediction(ids[0])
        view = await tab(make, project, filters=CHEAP, ordering=["tasks:data.price"])
        listed = await make.read("/api/tasks", view=view["id"], fields="all", page=1, page_size=1)
        assert [task["id"] for task in listed["tasks"]] == [ids[3]]
        assert (listed["total"], listed["total_annotations"], listed["total_predictions"]) == (2, 1, 0)
        listed = await make.read("/api/tasks", view=view["id"], project=project["id"], page=2, page_size=1)
        assert [task["id"] for task in listed["tasks"]] == [ids[1]]

    async def test_past_the_end_is_a_404(self, client: httpx.AsyncClient, make: Make) -> None:
        project, _ = await priced(make, 1, 9)
        view = await tab(make, project, filters=CHEAP)
        answer = await client.get("/api/tasks", params={"view": view["id"], "page": 2})
        assert (answer.status_code, answer.json()["detail"]) == (404, "Invalid page.")

    async def test_a_query_narrows_a_tab(self, make: Make) -> None:
        project, ids = await priced(make, 1, 2, 3, 9)
        view = await tab(make, project, filters=CHEAP, ordering=["tasks:id"])
        query: Any = {"ordering": ["-tasks:id"], "selectedItems": {"all": True, "excluded": [ids[1]]}}
        listed = await make.read("/api/tasks", view=view["id"], query=orjson.dumps(query).decode())
        assert [task["id"] for task in listed["tasks"]] == [ids[2], ids[0]]
        query = {"selectedItems": {"all": False, "included": [ids[0], ids[3]]}}
        listed = await make.read("/api/tasks", view=view["id"], query=orjson.dumps(query).decode())
        assert [task["id"] for task in listed["tasks"]] == [ids[0]]

    async def test_a_tab_of_another_project_is_none(self, client: httpx.AsyncClient, make: Make) -> None:
        project, _ = await priced(make, 1)
        other = await make.project()
        view = await tab(make, project, filters=CHEAP)
        for params in ({"view": view["id"], "project": other["id"]}, {"view": 999_999}):
            assert (await client.get("/api/tasks", params=params)).status_code == 404

    async def test_a_pattern_may_take_two_seconds(
        self, client: httpx.AsyncClient, make: Make, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        project, _ = await priced(make, *range(50))
        monkeypatch.setattr("labelwright.views.service.asking.REGEX_SECONDS", 0.0)
        query = '{"filters": {"items": [{"filter": "filter:tasks:data.price", "operator": "regex", "value": "1"}]}}'
        answer = await client.get("/api/tasks", params={"project": project["id"], "query": query})
        assert (answer.status_code, list(answer.json()["validation_errors"])) == (400, ["filter_group"])

    async def test_its_statements_do_not_grow_with_its_length(self, make: Make, db: PinnedDatabase) -> None:
        project = await make.project(label_config="<View></View>")
        view = await tab(make, project, filters=CHEAP, ordering=["-tasks:data.price"])
        seen = []
        for _ in range(2):
            for task in await make.imported(project, [{"price": number} for number in range(3)]):
                await make.annotation(task)
                await make.prediction(task)
                await make.draft(task)
            with db.statements() as statements:
                await make.read("/api/tasks", view=view["id"], project=project["id"], fields="all")
            seen.append(len(statements))
        assert seen[0] == seen[1] <= 13


class TestActionsOnFilters:
    """Actions work on what filter, tab and selection leave."""

    async def test_delete_what_a_filter_finds(self, client: httpx.AsyncClient, make: Make) -> None:
        project, ids = await priced(make, 1, 2, 9)
        body = {"filters": CHEAP, "selectedItems": {"all": True, "excluded": [ids[0]]}}
        answer = await client.post(f"/api/dm/actions?id=delete_tasks&project={project['id']}", json=body)
        assert answer.json()["processed_items"] == 1
        left = await make.read("/api/tasks", project=project["id"])
        assert [task["id"] for task in left["tasks"]] == [ids[0], ids[2]]

    async def test_delete_what_a_tab_holds(self, client: httpx.AsyncClient, make: Make) -> None:
        project, ids = await priced(make, 1, 9)
        view = await tab(make, project, filters=CHEAP)
        path = f"/api/dm/actions?id=delete_tasks&project={project['id']}&view={view['id']}"
        assert (await client.post(path, json={})).json()["processed_items"] == 1
        assert [task["id"] for task in (await make.read("/api/tasks", project=project["id"]))["tasks"]] == ids[1:]

    @pytest.mark.parametrize("body", [{}, {"filters": {}}, {"filters": {"conjunction": "and", "items": []}}])
    async def test_what_says_nothing_deletes_nothing(
        self, client: httpx.AsyncClient, make: Make, body: dict[str, object]
    ) -> None:
        project, ids = await priced(make, 1, 9)
        view = await tab(make, project)
        for query in ("", f"&view={view['id']}"):
            path = f"/api/dm/actions?id=delete_tasks&project={project['id']}{query}"
            assert (await client.post(path, json=body)).status_code == 400
        assert (await make.read("/api/tasks", project=project["id"]))["total"] == len(ids)

    async def test_a_wrong_filter_deletes_nothing(self, client: httpx.AsyncClient, make: Make) -> None:
        project, ids = await priced(make, 1, 9)
        body = {"filters": {"items": [{"filter": "filter:tasks:nothing"}]}, "selectedItems": {"all": True}}
        answer = await client.post(f"/api/dm/actions?id=delete_tasks&project={project['id']}", json=body)
        assert answer.status_code == 400
        assert (await make.read("/api/tasks", project=project["id"]))["total"] == len(ids)

    async def test_the_stream_follows_filter_and_order(self, client: httpx.AsyncClient, make: Make) -> None:
        project, ids = await priced(make, 4, 2, 9)
        path = f"/api/dm/actions?id=next_task&project={project['id']}"
        body = {"filters": CHEAP, "ordering": ["tasks:data.price"]}
        assert (await client.post(path, json=body)).json()["id"] == ids[1]
        await make.annotation(ids[1])
        assert (await client.post(path, json=body)).json()["id"] == ids[0]
        await make.annotation(ids[0])
        assert (await client.post(path, json=body)).status_code == 404
        assert (await client.post(path, json={"ordering": ["-tasks:id"]})).json()["id"] == ids[2]


class TestColumnsAndProject:
    """`/api/dm/columns` and `/api/dm/project`."""

    async def test_columns_name_types_and_the_fields_of_data(self, make: Make) -> None:
        project = await make.project()
        await make.imported(project, [{"text": "a", "price": 1}])
        body = await make.read("/api/dm/columns", project=project["id"])
        Columns.model_validate(body)
        columns = {column["id"]: column for column in body["columns"]}
        assert columns["id"]["type"] == "Number"
        assert columns["data"]["children"] == ["text", "price"]
        assert (columns["text"]["type"], columns["text"]["parent"]) == ("Text", "data")
        assert columns["price"]["value_type"] == "Number"

    async def test_an_empty_project_has_the_fields_of_its_config(self, make: Make) -> None:
        project = await make.project()
        body = await make.read("/api/dm/columns", project=project["id"])
        assert [column["id"] for column in body["columns"] if column.get("parent")] == ["text"]

    async def test_the_project_as_the_data_manager_reads_it(self, make: Make) -> None:
        project = await make.project()
        await make.annotation(await make.task(project))
        shown = await make.read("/api/dm/project", project=project["id"])
        assert (shown["task_count"], shown["annotation_count"], shown["task_number"]) == (1, 1, None)
        assert shown["can_delete_tasks"] is shown["can_manage_tasks"] is shown["can_manage_annotations"] is True
        assert shown["control_weights"]["sentiment"]["type"] == "Choices"
        assert shown["parsed_label_config"]["sentiment"]["to_name"] == ["text"]


class TestRows:
    """What rows say beside the task's own fields."""

    async def test_drafts_and_files(self, client: httpx.AsyncClient, make: Make, annotator: httpx.AsyncClient) -> None:
        project = await make.project()
        csv = b"text\nOne\nTwo\n"
        await client.post(f"/api/projects/{project['id']}/import", files={"f": ("reviews.csv", csv, "text/csv")})
        rows = (await make.read("/api/tasks", project=project["id"]))["tasks"]
        await make.draft(rows[0]["id"])
        rows = (await make.read("/api/tasks", project=project["id"]))["tasks"]
        assert [row["draft_exists"] for row in rows] == [True, False]
        assert [row["file_upload"].endswith("reviews.csv") for row in rows] == [True, True]
        theirs = (await annotator.get("/api/tasks", params={"project": project["id"]})).json()["tasks"]
        assert [row["draft_exists"] for row in theirs] == [False, False]
