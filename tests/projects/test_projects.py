"""Projects: what may be set, what is refused, and in which shape they come back."""

from typing import Any

import httpx
import pytest

from labelwright.projects.schemas import ProjectPage, ProjectRead
from tests.fixtures.databases import PinnedDatabase
from tests.fixtures.making import BOXES, SENTIMENT, SPANS, Make, choice
from tests.fixtures.people import People
from tests.fixtures.sites import Site


async def test_an_empty_body_makes_a_project_with_defaults(client: httpx.AsyncClient, people: People) -> None:
    answer = await client.post("/api/projects")
    assert answer.status_code == 201
    project = answer.json()
    assert project["created_by"]["id"] == people.owner.id
    assert (project["title"], project["label_config"], project["model_version"]) == ("", "<View></View>", "")
    assert (project["skip_queue"], project["sampling"]) == ("REQUEUE_FOR_OTHERS", "Sequential sampling")
    assert (project["maximum_annotations"], project["overlap_cohort_percentage"]) == (1, 100)


@pytest.mark.parametrize("path", ["/api/projects", "/api/projects/"])
async def test_both_forms_of_an_address_answer_directly(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.post(path, json={"title": "Both"})
    assert answer.status_code == 201
    one = f"{path.rstrip('/')}/{answer.json()['id']}{'/' if path.endswith('/') else ''}"
    assert (await client.get(one)).status_code == 200
    assert (await client.patch(one, json={})).status_code == 200
    assert (await client.delete(one)).status_code == 204
    assert (await client.get(f"{path.rstrip('/')}//")).status_code == 404


async def test_a_form_makes_a_project(client: httpx.AsyncClient) -> None:
    form = {
        "title": "By form",
        "show_instruction": "True",
        "is_published": "true",
        "show_skip_button": "False",
        "is_draft": "false",
        "maximum_annotations": "3",
        "label_config": SENTIMENT,
        "enable_review": "1",
    }
    answer = await client.post("/api/projects", data=form)
    assert answer.status_code == 201, answer.text
    project = answer.json()
    flags = ("show_instruction", "is_published", "show_skip_button", "is_draft")
    assert [project[name] for name in flags] == [True, True, False, False]
    assert project["maximum_annotations"] == 3


async def test_a_multipart_form_makes_a_project(client: httpx.AsyncClient) -> None:
    parts = {"title": (None, "By parts"), "color": (None, "#ff0000")}
    answer = await client.post("/api/projects", files=parts)
    assert (answer.status_code, answer.json()["title"]) == (201, "By parts")


async def test_text_comes_back_exactly_as_sent(client: httpx.AsyncClient) -> None:
    title = "  Ünï\u200bcode \U0001f41d\t"
    project = (await client.post("/api/projects", json={"title": title, "description": "a\r\n\u202eb"})).json()
    assert (project["title"], project["description"]) == (title, "a\r\n\u202eb")
    assert (await client.get(f"/api/projects/{project['id']}")).json()["title"] == title


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"title": "ab"}, "title"),
        ({"title": "x" * 51}, "title"),
        ({"title": ["list"]}, "title"),
        ({"description": "x" * 100_001}, "description"),
        ({"maximum_annotations": 0}, "maximum_annotations"),
        ({"maximum_annotations": "many"}, "maximum_annotations"),
        ({"overlap_cohort_percentage": 101}, "overlap_cohort_percentage"),
        ({"sampling": "Random"}, "sampling"),
        ({"skip_queue": "NEVER"}, "skip_queue"),
        ({"is_draft": "maybe"}, "is_draft"),
        ({"label_config": 17.5}, "label_config"),
        ({"label_config": "<View"}, "label_config"),
        ({"label_config": "<View><Choices name='c' toName='nowhere'/></View>"}, "label_config"),
        ({"label_config": "<!DOCTYPE a [<!ENTITY b 'c'>]><View>&b;</View>"}, "label_config"),
        ({"model_version": "v" * 513}, "model_version"),
        ({"pinned_at": "yesterday"}, "pinned_at"),
        ({"pinned_at": "9999-12-31T23:59:59-01:00"}, "pinned_at"),
        ({"control_weights": []}, "control_weights"),
    ],
)
async def test_bad_values_are_refused_by_name_and_nothing_is_made(
    client: httpx.AsyncClient, body: dict[str, Any], field: str
) -> None:
    answer = await client.post("/api/projects", json=body)
    assert answer.status_code == 400, answer.text
    error = answer.json()
    assert error["detail"] == "Validation error"
    assert list(error["validation_errors"]) == [field]
    assert (await client.get("/api/projects")).json()["count"] == 0


async def test_read_only_and_unknown_fields_take_no_effect(client: httpx.AsyncClient, people: People) -> None:
    forged = {
        "id": 99,
        "organization": people.stranger.organization_id,
        "created_by": people.stranger.id,
        "task_number": 7,
        "rev": 9,
        "unheard_of": 1,
    }
    project = (await client.post("/api/projects", json=forged)).json()
    assert project["organization"] == people.owner.organization_id
    assert project["created_by"]["id"] == people.owner.id
    assert (project["task_number"], project["rev"]) == (0, 1)
    assert "unheard_of" not in project


async def test_instructions_are_cleaned_when_saved(make: Make, client: httpx.AsyncClient) -> None:
    html = '<a href="#" onerror="x()"></a><script>x()</script><b onclick="y()">B</b>'
    project = await make.project(expert_instruction=html)
    assert project["expert_instruction"] == '<a href="#"></a><b>B</b>'
    frames = '<iframe src="https://e.org" width="10" height="5"></iframe><embed src="https://e.org/a" type="x/y">'
    changed = (await client.patch(f"/api/projects/{project['id']}", json={"expert_instruction": frames})).json()
    assert changed["expert_instruction"] == frames


async def test_a_label_config_is_read(make: Make) -> None:
    project = await make.project()
    assert project["parsed_label_config"]["sentiment"]["labels"] == ["Positive", "Negative"]
    assert project["parsed_label_config"]["sentiment"]["inputs"] == [{"type": "Text", "value": "text"}]
    assert project["control_weights"]["sentiment"]["labels"] == {"Positive": 1.0, "Negative": 1.0}
    assert project["config_has_control_tags"] is True
    assert project["config_suitable_for_bulk_annotation"] is True
    boxes = await make.project(label_config=BOXES)
    assert boxes["config_suitable_for_bulk_annotation"] is False


async def test_issues_of_a_config_name_line_and_column(client: httpx.AsyncClient) -> None:
    config = '<View>\n  <Text name="t" value="$t"/>\n  <Choices name="c" toName="x"/>\n</View>'
    for path in ("/api/projects", "/api/projects/validate"):
        error = (await client.post(path, json={"label_config": config})).json()
        assert error["issues"][0]["line"] == 3
        assert error["issues"][0]["column"] >= 1
        assert error["validation_errors"]["label_config"][0].startswith("line 3, ")


async def test_validate_saves_nothing(client: httpx.AsyncClient, make: Make) -> None:
    project = await make.project()
    path = f"/api/projects/{project['id']}"
    assert (await client.post(f"{path}/validate/", json={"label_config": SPANS})).status_code == 200
    assert (await client.post(f"{path}/validate", json={"label_config": "<View"})).status_code == 400
    assert (await client.get(path)).json()["label_config"] == SENTIMENT


class TestList:
    """`GET /api/projects`."""

    async def test_pages(self, client: httpx.AsyncClient, make: Make) -> None:
        ids = [(await make.project(title=f"Project {number}"))["id"] for number in range(3)]
        first = (await client.get("/api/projects", params={"page_size": 2})).json()
        assert [item["id"] for item in first["results"]] == [ids[2], ids[1]]
        assert (first["count"], first["previous"]) == (3, None)
        second = (await client.get(first["next"])).json()
        assert [item["id"] for item in second["results"]] == [ids[0]]
        assert second["next"] is None
        assert (await client.get("/api/projects", params={"page_size": 2, "page": 3})).status_code == 404

    async def test_the_first_page_of_nothing_exists(self, client: httpx.AsyncClient) -> None:
        assert (await client.get("/api/projects")).json() == {"count": 0, "next": None, "previous": None, "results": []}

    @pytest.mark.parametrize("size", ["10000000", "-1"])
    async def test_huge_sizes_mean_as_many_as_possible(self, client: httpx.AsyncClient, make: Make, size: str) -> None:
        await make.project()
        await make.project()
        answer = await client.get("/api/projects", params={"page_size": size})
        assert len(answer.json()["results"]) == 2

    @pytest.mark.parametrize("query", [{"page_size": "0"}, {"page": "0"}, {"page": "-1"}, {"page": "99999999999999"}])
    async def test_impossible_pages_are_404(self, client: httpx.AsyncClient, query: dict[str, str]) -> None:
        assert (await client.get("/api/projects", params=query)).status_code == 404

    @pytest.mark.parametrize("query", [{"page": "one"}, {"page_size": "1.5"}, {"ids": "a"}, {"ordering": "password"}])
    async def test_senseless_queries_name_the_parameter(self, client: httpx.AsyncClient, query: dict[str, str]) -> None:
        answer = await client.get("/api/projects", params=query)
        assert answer.status_code == 400
        assert list(answer.json()["validation_errors"]) == list(query)

    @pytest.mark.parametrize("form", ["ids={0}&ids={1}", "ids[]={0}&ids[]={1}", "ids={0},{1}"])
    async def test_ids_are_read_in_every_form(self, client: httpx.AsyncClient, make: Make, form: str) -> None:
        ids = [(await make.project())["id"] for _ in range(3)]
        answer = await client.get("/api/projects?" + form.format(ids[0], ids[2]))
        assert {item["id"] for item in answer.json()["results"]} == {ids[0], ids[2]}

    async def test_pinned_ones_come_first_and_can_be_picked(self, client: httpx.AsyncClient, make: Make) -> None:
        pinned = (await make.project(pinned_at="2026-01-01T00:00:00"))["id"]
        other = (await make.project())["id"]
        expected = {"all": [pinned, other], "pinned_only": [pinned], "exclude_pinned": [other]}
        for name, ids in expected.items():
            answer = await client.get("/api/projects", params={"filter": name})
            assert [item["id"] for item in answer.json()["results"]] == ids

    @pytest.mark.parametrize(("ordering", "titles"), [("title", "abc"), ("-title", "cba"), ("created_at", "bac")])
    async def test_ordering(self, client: httpx.AsyncClient, make: Make, ordering: str, titles: str) -> None:
        for letter in "bac":
            await make.project(title=f"Project {letter}")
        answer = await client.get("/api/projects", params={"ordering": ordering})
        assert [item["title"][-1] for item in answer.json()["results"]] == list(titles)

    async def test_search_takes_every_character_literally(self, client: httpx.AsyncClient, make: Make) -> None:
        for title in ("100% sure", "100x sure", "under_score", "back\\slash"):
            await make.project(title=title)
        for text, found in (("100%", 1), ("r_s", 1), ("\\", 1), ("SURE", 2), ("'", 0)):
            answer = await client.get("/api/projects", params={"title": text})
            assert answer.json()["count"] == found, text

    async def test_include_picks_fields(self, client: httpx.AsyncClient, make: Make) -> None:
        project = await make.project()
        listed = (await client.get("/api/projects", params={"include": "id,title"})).json()
        assert listed["results"] == [{"id": project["id"], "title": "Reviews"}]
        one = (await client.get(f"/api/projects/{project['id']}", params={"include": "id"})).json()
        assert one == {"id": project["id"]}

    async def test_counts(self, client: httpx.AsyncClient, make: Make) -> None:
        project = await make.project()
        await make.tasks(project, 3)
        counts = (await client.get("/api/projects/counts/")).json()
        assert [(row["id"], row["task_number"]) for row in counts["results"]] == [(project["id"], 3)]

    async def test_its_statements_do_not_grow_with_its_length(
        self, client: httpx.AsyncClient, make: Make, db: PinnedDatabase
    ) -> None:
        seen = []
        for _ in range(2):
            await make.project()
            await make.project()
            with db.statements() as statements:
                await client.get("/api/projects")
            seen.append(len(statements))
        assert seen == [4, 4], "caller, total, rows, creators"


class TestChange:
    """`PATCH /api/projects/{id}`."""

    async def test_fields_left_out_stay(self, client: httpx.AsyncClient, make: Make) -> None:
        project = await make.project(title="Before", description="Kept")
        changed = (await client.patch(f"/api/projects/{project['id']}", json={"title": "After"})).json()
        assert (changed["title"], changed["description"], changed["label_config"]) == ("After", "Kept", SENTIMENT)

    async def test_a_stale_revision_is_a_412_with_the_stored_one(self, client: httpx.AsyncClient, make: Make) -> None:
        project = await make.project()
        path = f"/api/projects/{project['id']}"
        tag = (await client.get(path)).headers["etag"]
        assert (await client.patch(path, json={"title": "First"}, headers={"If-Match": tag})).status_code == 200
        stale = await client.patch(path, json={"title": "Second"}, headers={"If-Match": tag})
        assert stale.status_code == 412
        assert stale.json()["current"]["title"] == "First"
        assert (await client.get(path)).json()["title"] == "First"
        assert (await client.patch(path, json={"title": "Third"})).status_code == 200

    async def test_only_a_model_version_of_a_prediction_can_be_shown(
        self, client: httpx.AsyncClient, make: Make
    ) -> None:
        prediction = await make.prediction(model_version="v1")
        path = f"/api/projects/{prediction['project']}"
        assert (await client.get(path)).json()["model_version"] == ""
        refused = await client.patch(path, json={"model_version": "v2"})
        assert list(refused.json()["validation_errors"]) == ["model_version"]
        assert (await client.patch(path, json={"model_version": "v1"})).json()["model_version"] == "v1"
        assert (await client.patch(path, json={"model_version": None})).json()["model_version"] == ""

    async def test_less_overlap_reaches_every_task(self, client: httpx.AsyncClient, make: Make) -> None:
        project = await make.project(maximum_annotations=3, overlap_cohort_percentage=50)
        await make.tasks(project, 30)
        path = f"/api/projects/{project['id']}"
        assert set(await _overlaps(client, path)) == {1, 3}
        await client.patch(path, json={"maximum_annotations": 1, "overlap_cohort_percentage": 40})
        assert set(await _overlaps(client, path)) == {1}

    async def test_the_cohort_can_be_settled_again(self, client: httpx.AsyncClient, make: Make) -> None:
        project = await make.project(maximum_annotations=3, overlap_cohort_percentage=50)
        await make.tasks(project, 30)
        path = f"/api/projects/{project['id']}"
        before = await _overlaps(client, path)
        await client.patch(path, json={"overlap_cohort_percentage": 100})
        assert set(await _overlaps(client, path)) == {3}
        await client.patch(path, json={"overlap_cohort_percentage": 50})
        assert await _overlaps(client, path) == before

    async def test_more_overlap_opens_finished_tasks_again(self, client: httpx.AsyncClient, make: Make) -> None:
        annotation = await make.annotation()
        path = f"/api/projects/{annotation['project']}"
        assert (await client.get(path)).json()["finished_task_number"] == 1
        await client.patch(path, json={"maximum_annotations": 2})
        assert (await client.get(path)).json()["finished_task_number"] == 0


async def _overlaps(client: httpx.AsyncClient, project: str) -> list[int]:
    tasks = (await client.get(f"{project}/tasks", params={"page_size": 1000})).json()
    return [task["overlap"] for task in tasks]


class TestConfigInUse:
    """Changing a config when annotations or drafts exist."""

    ONE_LABEL = SENTIMENT.replace('<Choice value="Positive"/>', "")

    async def _refusal(self, client: httpx.AsyncClient, project: int, config: str) -> dict[str, Any]:
        answer = await client.post(f"/api/projects/{project}/validate", json={"label_config": config})
        assert answer.status_code == 400, answer.text
        errors: dict[str, Any] = answer.json()["validation_errors"]
        return errors

    async def test_a_label_in_use_cannot_be_left_out(self, client: httpx.AsyncClient, make: Make) -> None:
        annotation = await make.annotation()
        errors = await self._refusal(client, annotation["project"], self.ONE_LABEL)
        assert errors == {
            "non_field_errors": [
                (
                    "These labels still exist in annotations or drafts:\nPositive (1 annotation)\n"
                    'Please add labels to tag with name="sentiment".'
                )
            ]
        }

    async def test_drafts_count_as_well(self, client: httpx.AsyncClient, make: Make) -> None:
        project = await make.project()
        first, second = await make.tasks(project, 2)
        await make.draft(first)
        errors = await self._refusal(client, project["id"], self.ONE_LABEL)
        assert "Positive (1 draft)" in errors["non_field_errors"][0]
        await make.annotation(second)
        errors = await self._refusal(client, project["id"], self.ONE_LABEL)
        assert "Positive (1 annotation, 1 draft)" in errors["non_field_errors"][0]

    async def test_counts_follow_every_change(self, client: httpx.AsyncClient, make: Make) -> None:
        annotation = await make.annotation()
        project, path = annotation["project"], f"/api/annotations/{annotation['id']}"
        validate = f"/api/projects/{project}/validate"
        await client.patch(path, json={"result": choice("Negative")})
        assert (await client.post(validate, json={"label_config": self.ONE_LABEL})).status_code == 200
        await client.patch(path, json={"result": choice("Positive")})
        await self._refusal(client, project, self.ONE_LABEL)
        await client.delete(path)
        assert (await client.post(validate, json={"label_config": self.ONE_LABEL})).status_code == 200

    async def test_deleting_tasks_frees_their_labels(self, client: httpx.AsyncClient, make: Make) -> None:
        annotation = await make.annotation()
        validate = f"/api/projects/{annotation['project']}/validate"
        assert (await client.post(validate, json={"label_config": self.ONE_LABEL})).status_code == 400
        await client.delete(f"/api/tasks/{annotation['task']}")
        assert (await client.post(validate, json={"label_config": self.ONE_LABEL})).status_code == 200

    async def test_saving_is_not_as_strict(self, client: httpx.AsyncClient, make: Make) -> None:
        annotation = await make.annotation()
        path = f"/api/projects/{annotation['project']}"
        assert (await client.patch(path, json={"label_config": self.ONE_LABEL})).status_code == 200

    async def test_another_tag_of_the_same_name_is_refused(self, client: httpx.AsyncClient, make: Make) -> None:
        annotation = await make.annotation()
        config = '<View><Text name="text" value="$text"/><Rating name="sentiment" toName="text"/></View>'
        answer = await client.patch(f"/api/projects/{annotation['project']}", json={"label_config": config})
        assert answer.status_code == 400
        assert answer.json()["validation_errors"] == {
            "label_config": [
                (
                    "Created annotations are incompatible with provided labeling schema, we found:\n"
                    "1 with from_name=sentiment, to_name=text, type=choices"
                )
            ]
        }

    async def test_a_number_counts_as_the_label_of_its_text(self, client: httpx.AsyncClient, make: Make) -> None:
        config = SENTIMENT.replace("Positive", "1")
        project = await make.project(label_config=config)
        result = choice()
        result[0]["value"] = {"choices": [1]}
        await make.annotation(await make.task(project), result)
        kept = await client.post(f"/api/projects/{project['id']}/validate", json={"label_config": config})
        assert kept.status_code == 200
        errors = await self._refusal(client, project["id"], config.replace('<Choice value="1"/>', ""))
        assert "1 (1 annotation)" in errors["non_field_errors"][0]


class TestSummary:
    """`/summary` and `/model-versions`."""

    async def test_columns_are_counted(self, client: httpx.AsyncClient, make: Make) -> None:
        project = await make.project(label_config="<View></View>")
        ids = await make.imported(project, [{"b": 1, "a": 1}, {"b": 2, "c": 3}, {"b": 4, "a": 5}])
        path = f"/api/projects/{project['id']}/summary"
        assert (await client.get(path)).json()["all_data_columns"] == {"b": 3, "a": 2, "c": 1}
        assert (await client.get(path)).json()["common_data_columns"] == ["b"]
        await client.delete(f"/api/tasks/{ids[1]}")
        assert (await client.get(path)).json()["all_data_columns"] == {"b": 2, "a": 2}
        assert (await client.get(path)).json()["common_data_columns"] == ["a", "b"]

    async def test_model_versions_are_counted(self, client: httpx.AsyncClient, make: Make) -> None:
        task = await make.task()
        for version in ("v1", "v2", "v1"):
            await make.prediction(task, model_version=version)
        assert (await client.get(f"/api/projects/{task['project']}/model-versions")).json() == {"v1": 2, "v2": 1}


class TestDelete:
    """`DELETE /api/projects/{id}`."""

    async def test_everything_of_a_project_goes_with_it(
        self, client: httpx.AsyncClient, make: Make, site: Site
    ) -> None:
        project = await make.project()
        png = b"\x89PNG\r\n\x1a\n" + b"0" * 30
        await client.post(f"/api/projects/{project['id']}/import", files={"a": ("a.png", png)})
        task = await make.task(project)
        annotation = await make.annotation(task)
        prediction = await make.prediction(task)
        draft = await make.draft(task["id"])
        uploads = site.app.state.uploads.folder(project["id"])
        assert list(uploads.iterdir())
        assert (await client.delete(f"/api/projects/{project['id']}")).status_code == 204
        for path in (
            f"projects/{project['id']}",
            f"tasks/{task['id']}",
            f"annotations/{annotation['id']}",
            f"predictions/{prediction['id']}",
            f"drafts/{draft['id']}",
        ):
            assert (await client.get(f"/api/{path}")).status_code == 404, path
        await site.settled()
        for table in ("project", "task", "annotation", "annotation_draft", "prediction", "file_upload", "data_column"):
            assert (await site.sql(f"SELECT count(*) FROM {table}"))[0][0] == 0, table
        assert not uploads.exists()
        assert (await client.delete(f"/api/projects/{project['id']}")).status_code == 404


class TestDuplicate:
    """`POST /api/projects/{id}/duplicate`."""

    async def test_settings_alone(self, client: httpx.AsyncClient, make: Make) -> None:
        project = await make.project(maximum_annotations=2, description="About")
        await make.tasks(project, 2)
        body = {"mode": "settings", "title": "The copy"}
        copy = (await client.post(f"/api/projects/{project['id']}/duplicate/", json=body)).json()
        shown = (await client.get(f"/api/projects/{copy['id']}")).json()
        assert (shown["title"], shown["maximum_annotations"], shown["description"]) == ("The copy", 2, "About")
        assert (shown["label_config"], shown["task_number"]) == (SENTIMENT, 0)

    async def test_with_its_members(self, client: httpx.AsyncClient, make: Make, people: People) -> None:
        project = await make.project()
        path = f"/api/projects/{project['id']}"
        await client.post(f"{path}/members", json={"user": people.annotator.id})
        for asked, wanted in ((True, [people.annotator.id]), (False, [])):
            body = {"mode": "settings", "title": "The copy", "workspace": 1, "include_members": asked}
            copy = (await client.post(f"{path}/duplicate", json=body)).json()
            members = f"/api/projects/{copy['id']}/members/paginated"
            found = (await client.get(members, params={"implicit": "false"})).json()
            assert [row["id"] for row in found["results"]] == wanted
        refused = await client.post(f"{path}/duplicate", json={"mode": "everything"})
        assert (refused.status_code, refused.json()["validation_errors"].keys()) == (400, {"mode"})

    async def test_with_its_tasks(self, client: httpx.AsyncClient, make: Make) -> None:
        project = await make.project()
        ids = await make.tasks(project, 3)
        await make.annotation(ids[0])
        body = {"mode": "settings,data", "title": "The copy"}
        copy = (await client.post(f"/api/projects/{project['id']}/duplicate", json=body)).json()
        tasks = (await client.get(f"/api/projects/{copy['id']}/tasks")).json()
        assert [task["data"] for task in tasks] == [{"text": f"Text {number}"} for number in (2, 1, 0)]
        shown = (await client.get(f"/api/projects/{copy['id']}")).json()
        assert (shown["task_number"], shown["total_annotations_number"]) == (3, 0)
        summary = (await client.get(f"/api/projects/{copy['id']}/summary")).json()
        assert summary["all_data_columns"] == {"text": 3}


async def test_answers_are_what_the_document_says(client: httpx.AsyncClient, make: Make) -> None:
    project = await make.project()
    ProjectRead.model_validate(project, strict=False)
    ProjectRead.model_validate((await client.get(f"/api/projects/{project['id']}")).json())
    ProjectPage.model_validate((await client.get("/api/projects")).json())
