"""Lists of tasks, one task with everything on it, and actions on selected tasks."""

from typing import Any

import httpx
import pytest

from labelwright.tasks.schemas import TaskRead
from labelwright.views.schemas import TaskPage
from tests.fixtures.databases import PinnedDatabase
from tests.fixtures.making import Make, choice
from tests.fixtures.people import People


class TestDataManagerList:
    """`GET /api/tasks?project=`."""

    async def test_pages_to_the_end_and_beyond(self, client: httpx.AsyncClient, make: Make) -> None:
        project = await make.project()
        ids = await make.tasks(project, 5)
        seen: list[int] = []
        for page in (1, 2, 3):
            answer = await client.get("/api/tasks/", params={"project": project["id"], "page": page, "page_size": 2})
            body = answer.json()
            assert (body["total"], body["total_annotations"], body["total_predictions"]) == (5, 0, 0)
            seen += [task["id"] for task in body["tasks"]]
        assert seen == ids
        past = await client.get("/api/tasks", params={"project": project["id"], "page": 4, "page_size": 2})
        assert (past.status_code, past.json()["detail"]) == (404, "Invalid page.")

    async def test_the_first_page_of_nothing_exists(self, client: httpx.AsyncClient, make: Make) -> None:
        project = await make.project()
        answer = await client.get("/api/tasks", params={"project": project["id"]})
        assert answer.json() == {"total": 0, "total_annotations": 0, "total_predictions": 0, "tasks": []}

    async def test_rows_carry_what_clients_show(self, make: Make, people: People) -> None:
        task = await make.task()
        annotation = await make.annotation(task, lead_time=2)
        await make.prediction(task, score=0.25, model_version="v1")
        await make.prediction(task, score=0.75, model_version="v1")
        row = (await make.read("/api/tasks", project=task["project"], fields="all"))["tasks"][0]
        assert row["annotations_ids"] == str(annotation["id"])
        assert row["annotators"] == [people.owner.id]
        assert (row["predictions_score"], row["predictions_model_versions"]) == (0.5, "v1")
        assert '"choices"' in row["annotations_results"]
        assert '"choices"' in row["predictions_results"]
        assert (row["is_labeled"], row["total_annotations"], row["total_predictions"]) == (True, 1, 2)
        assert row["updated_by"] == [{"user_id": people.owner.id}]
        assert (row["drafts"], row["file_upload"], row["storage_filename"]) == ([], None, None)
        assert row["annotations"][0]["completed_by"] == people.owner.id

    async def test_without_all_fields_there_are_no_results(self, make: Make) -> None:
        annotation = await make.annotation()
        row = (await make.read("/api/tasks", project=annotation["project"]))["tasks"][0]
        assert (row["annotations"], row["annotations_results"]) == ([], "")
        assert row["annotations_ids"] == str(annotation["id"])

    async def test_include_picks_fields(self, make: Make) -> None:
        task = await make.task()
        body = await make.read("/api/tasks", project=task["project"], include="id")
        assert body["tasks"] == [{"id": task["id"]}]

    @pytest.mark.parametrize("query", [{}, {"project": "x"}, {"project": "-1"}, {"project": str(2**63)}])
    async def test_a_senseless_project_is_named(self, client: httpx.AsyncClient, query: dict[str, str]) -> None:
        answer = await client.get("/api/tasks", params=query)
        assert (answer.status_code, list(answer.json()["validation_errors"])) == (400, ["project"])

    async def test_sizes_are_clamped(self, client: httpx.AsyncClient, make: Make) -> None:
        project = await make.project()
        await make.tasks(project, 3)
        for size in (-1, 10_000_000):
            answer = await make.read("/api/tasks", project=project["id"], page_size=size)
            assert len(answer["tasks"]) == 3
        zero = await client.get("/api/tasks", params={"project": project["id"], "page_size": 0})
        assert zero.status_code == 404

    async def test_its_statements_do_not_grow_with_its_length(self, make: Make, db: PinnedDatabase) -> None:
        project = await make.project()
        seen = []
        for _ in range(2):
            for task in await make.tasks(project, 3):
                await make.annotation(task)
                await make.prediction(task)
            with db.statements() as statements:
                await make.read("/api/tasks", project=project["id"], fields="all")
            seen.append(len(statements))
        # Caller, project, tasks, annotations, predictions, version, scores, drafts, comments, people.
        assert seen[0] == seen[1] <= 10


class TestPlainList:
    """`GET /api/projects/{id}/tasks`."""

    async def test_newest_first_and_plainly_json(self, client: httpx.AsyncClient, make: Make) -> None:
        project = await make.project()
        ids = await make.tasks(project, 3)
        answer = await client.get(f"/api/projects/{project['id']}/tasks/")
        assert answer.headers["content-type"] == "application/json"
        assert [task["id"] for task in answer.json()] == ids[::-1]
        keys = {"id", "data", "meta", "created_at", "updated_at", "updated_by", "is_labeled", "overlap", "project"}
        assert keys | {"file_upload", "annotations", "predictions"} <= answer.json()[0].keys()
        assert answer.json()[0]["meta"] == {}

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ({"start": 0, "page_size": 1}, [2]),
            ({"start": 1, "page_size": 1}, [1]),
            ({"page": 2, "page_size": 2}, [0]),
            ({"page_size": -1}, [2, 1, 0]),
        ],
    )
    async def test_parts(self, make: Make, query: dict[str, int], expected: list[int]) -> None:
        project = await make.project()
        ids = await make.tasks(project, 3)
        listed = await make.read(f"/api/projects/{project['id']}/tasks", **query)
        assert [task["id"] for task in listed] == [ids[place] for place in expected]

    @pytest.mark.parametrize("query", [{"page_size": 0}, {"start": 100}, {"page": 9}, {"page": 0}])
    async def test_past_the_end(self, client: httpx.AsyncClient, make: Make, query: dict[str, int]) -> None:
        project = await make.project()
        await make.tasks(project, 2)
        answer = await client.get(f"/api/projects/{project['id']}/tasks", params=query)
        assert answer.status_code == 404

    async def test_an_empty_project_has_an_empty_list(self, make: Make) -> None:
        project = await make.project()
        assert await make.read(f"/api/projects/{project['id']}/tasks") == []


class TestOneTask:
    """`GET /api/tasks/{id}`."""

    async def test_it_comes_with_everything_on_it(self, make: Make, annotator: httpx.AsyncClient) -> None:
        task = await make.task(await make.project(maximum_annotations=2))
        annotation = await make.annotation(task)
        prediction = await make.prediction(task)
        draft = await make.draft(task["id"])
        await make.draft(task["id"], by=annotator)
        shown = await make.read(f"/api/tasks/{task['id']}/")
        assert [item["id"] for item in shown["annotations"]] == [annotation["id"]]
        assert [item["id"] for item in shown["predictions"]] == [prediction["id"]]
        assert [item["id"] for item in shown["drafts"]] == [draft["id"]]


class TestActions:
    """`/api/dm/actions`."""

    async def _act(self, client: httpx.AsyncClient, project: Any, action: str, body: Any = None) -> httpx.Response:
        return await client.post("/api/dm/actions/", params={"id": action, "project": project["id"]}, json=body)

    async def test_the_list_offers_what_is_visible(self, make: Make) -> None:
        project = await make.project()
        listed = await make.read("/api/dm/actions/", project=project["id"])
        assert [item["id"] for item in listed] == [
            "retrieve_tasks_predictions",
            "predictions_to_annotations",
            "recompute_agreement",
            "delete_tasks",
            "delete_tasks_annotations",
            "delete_tasks_predictions",
        ]

    async def test_some_tasks_are_deleted(self, client: httpx.AsyncClient, make: Make) -> None:
        project = await make.project()
        ids = await make.tasks(project, 4)
        body = {"selectedItems": {"all": False, "included": [ids[1], 999_999_999]}, "project": project["id"]}
        answer = await self._act(client, project, "delete_tasks", body)
        assert answer.json()["processed_items"] == 1
        body = {"selectedItems": {"all": True, "excluded": [str(ids[0])]}}
        assert (await self._act(client, project, "delete_tasks", body)).json()["processed_items"] == 2
        assert [task["id"] for task in await make.read(f"/api/projects/{project['id']}/tasks")] == [ids[0]]

    async def test_nothing_is_deleted_without_a_selection(self, client: httpx.AsyncClient, make: Make) -> None:
        project = await make.project()
        await make.tasks(project, 1)
        bodies: tuple[Any, ...] = (None, {})
        for body in bodies:
            answer = await self._act(client, project, "delete_tasks", body)
            assert list(answer.json()["validation_errors"]) == ["selectedItems"]
        assert (await make.read(f"/api/projects/{project['id']}"))["task_number"] == 1

    async def test_tasks_of_another_project_are_out_of_reach(self, client: httpx.AsyncClient, make: Make) -> None:
        project, other = await make.project(), await make.task()
        body = {"selectedItems": {"all": False, "included": [other["id"]]}}
        for action in (
            "delete_tasks",
            "delete_tasks_annotations",
            "delete_tasks_predictions",
            "predictions_to_annotations",
        ):
            assert (await self._act(client, project, action, body)).json()["processed_items"] == 0
        assert (await client.get(f"/api/tasks/{other['id']}")).status_code == 200

    async def test_annotations_and_drafts_go_and_counters_follow(self, client: httpx.AsyncClient, make: Make) -> None:
        project = await make.project()
        ids = await make.tasks(project, 2)
        await make.annotation(ids[0])
        await make.skip(ids[1])
        await make.draft(ids[1])
        answer = await self._act(client, project, "delete_tasks_annotations")
        assert (answer.status_code, answer.json()["processed_items"]) == (200, 2)
        shown = await make.read(f"/api/projects/{project['id']}")
        counted = ("finished_task_number", "total_annotations_number", "skipped_annotations_number")
        assert [shown[name] for name in counted] == [0, 0, 0]
        assert (await make.read(f"/api/tasks/{ids[1]}"))["drafts"] == []

    async def test_predictions_go_and_counters_follow(self, client: httpx.AsyncClient, make: Make) -> None:
        project = await make.project()
        task = await make.task(project)
        await make.prediction(task)
        answer = await self._act(client, project, "delete_tasks_predictions", {"selectedItems": {"all": True}})
        assert answer.json()["processed_items"] == 1
        assert (await make.read(f"/api/tasks/{task['id']}"))["total_predictions"] == 0
        assert (await make.read(f"/api/projects/{project['id']}"))["total_predictions_number"] == 0

    async def test_predictions_become_annotations_once(
        self, client: httpx.AsyncClient, make: Make, people: People
    ) -> None:
        project = await make.project()
        first, second, other = await make.tasks(project, 3)
        await make.prediction(first, model_version="v1", result=choice("Negative"))
        newest = [await make.prediction(task_id, model_version="v2") for task_id in (first, second)]
        for expected in (2, 0):
            answer = await self._act(client, project, "predictions_to_annotations")
            assert (answer.status_code, answer.json()["processed_items"]) == (200, expected)
        task = await make.read(f"/api/tasks/{first}")
        (annotation,) = task["annotations"]
        assert annotation["result"] == newest[0]["result"]
        assert annotation["parent_prediction"] == newest[0]["id"]
        assert annotation["completed_by"] == people.owner.id
        assert (task["is_labeled"], task["total_annotations"]) == (True, 1)
        assert task["completed_at"] == annotation["created_at"]
        assert (await make.read(f"/api/tasks/{other}"))["is_labeled"] is False
        shown = await make.read(f"/api/projects/{project['id']}")
        counted = ("finished_task_number", "total_annotations_number", "num_tasks_with_annotations")
        assert [shown[name] for name in counted] == [2, 2, 2]
        # What was thrown away may be made again.
        await client.delete(f"/api/annotations/{annotation['id']}")
        assert (await self._act(client, project, "predictions_to_annotations")).json()["processed_items"] == 1

    @pytest.mark.parametrize(
        ("version", "made"), [("v1", 1), (["v1", "v2"], 2), ([], 0), ("unknown", 0), (None, 1), ("", 0)]
    )
    async def test_predictions_are_picked_by_version_and_selection(
        self, client: httpx.AsyncClient, make: Make, version: Any, made: int
    ) -> None:
        project = await make.project()
        ids = await make.tasks(project, 2)
        for task_id in ids:
            for name in ("v1", "v2"):
                await make.prediction(task_id, model_version=name)
        body = {"selectedItems": {"included": [ids[1]]}, "model_version": version}
        assert (await self._act(client, project, "predictions_to_annotations", body)).json()["processed_items"] == made
        assert (await make.read(f"/api/tasks/{ids[0]}"))["annotations"] == []
        assert len((await make.read(f"/api/tasks/{ids[1]}"))["annotations"]) == made

    async def test_a_senseless_version_is_a_400(self, client: httpx.AsyncClient, make: Make) -> None:
        project = await make.project()
        answer = await self._act(client, project, "predictions_to_annotations", {"model_version": {"a": 1}})
        assert answer.status_code == 400, answer.text
        assert all(name.startswith("model_version") for name in answer.json()["validation_errors"])

    async def test_an_unknown_action_is_a_404(self, client: httpx.AsyncClient, make: Make) -> None:
        project = await make.project()
        assert (await self._act(client, project, "format_disk")).status_code == 404

    async def test_annotators_may_label_but_not_delete(self, make: Make, annotator: httpx.AsyncClient) -> None:
        project = await make.project()
        await make.tasks(project, 1)
        body = {"selectedItems": {"all": True}}
        for action in (
            "delete_tasks",
            "delete_tasks_annotations",
            "delete_tasks_predictions",
            "predictions_to_annotations",
        ):
            assert (await self._act(annotator, project, action, body)).status_code == 403
        assert (await self._act(annotator, project, "next_task")).status_code == 200

    @pytest.mark.parametrize(
        "selected", [{"included": ["x"]}, {"included": {}}, {"all": "some"}, [], {"included": [2**70]}]
    )
    async def test_a_senseless_selection_is_a_400(self, client: httpx.AsyncClient, make: Make, selected: Any) -> None:
        project = await make.project()
        answer = await self._act(client, project, "delete_tasks", {"selectedItems": selected})
        assert answer.status_code == 400, answer.text
        assert all(name.startswith("selectedItems") for name in answer.json()["validation_errors"])


async def test_answers_are_what_the_document_says(client: httpx.AsyncClient, make: Make) -> None:
    task = await make.task()
    await make.annotation(task, choice("Negative"))
    await make.prediction(task)
    TaskPage.model_validate(await make.read("/api/tasks", project=task["project"], fields="all"))
    for row in await make.read(f"/api/projects/{task['project']}/tasks"):
        TaskRead.model_validate(row)
