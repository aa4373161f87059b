"""Every operator on every type and column: the same rows in the same order on both databases."""

from collections.abc import Sequence
from typing import Any

import httpx
import orjson
import pytest

from labelwright.filters.names import COLUMNS
from labelwright.filters.tree import Operator, ValueType
from tests.fixtures.making import Make, choice
from tests.fixtures.people import People
from tests.fixtures.sites import Site

VALUES: dict[str, Any] = {
    "a": {"x": 5, "s": "apple", "b": True, "d": "2025-01-10", "l": ["red", "dark blue"], "t": 1},
    "b": {"x": "50", "s": "Apple pie", "b": "false", "d": "2025-01-10T12:00:00Z", "l": ["green"], "t": 1},
    "c": {"x": -1.5, "s": "ÄPFEL & 50%_off", "b": False, "d": "2025-01-10T12:00:00+05:30", "l": [], "t": 1},
    "d": {"x": "abc", "s": "", "b": "yes", "d": "soon", "l": {"k": "v w"}, "t": 1},
    "e": {"x": None, "s": None, "b": None, "d": None, "l": None, "t": 1},
    "f": {"t": 1},
    "g": {"x": [50], "s": 50, "b": 1, "d": 2025, "l": "red", "t": 1},
    "h": {"x": " 7e1 ", "s": 'it\'s a "quote"\\', "b": "TRUE", "d": "2025-02-31", "l": ["Red"], "t": 1},
}
"""Tasks by letter; `x` holds numbers, `s` texts, `b` truth values, `d` moments, `l` lists, among what is none."""

Case = tuple[str, Operator, Any, str]
"""Type, operator, value, and the letters of the tasks that pass."""

N, T, B, D, L, U = (
    ValueType.NUMBER,
    ValueType.STRING,
    ValueType.BOOLEAN,
    ValueType.DATETIME,
    ValueType.LIST,
    ValueType.UNKNOWN,
)
OP = Operator

FIELDS: dict[str, list[Case]] = {
    "data.x": [
        (N, OP.EQUAL, 50, "b"),
        (N, OP.EQUAL, "50", "b"),
        (N, OP.EQUAL, 70, "h"),
        (N, OP.EQUAL, -1.5, "c"),
        (N, OP.NOT_EQUAL, 50, "ach"),
        (N, OP.LESS, 50, "ac"),
        (N, OP.LESS_OR_EQUAL, 50, "abc"),
        (N, OP.GREATER, 5, "bh"),
        (N, OP.GREATER_OR_EQUAL, 5, "abh"),
        (N, OP.IN, {"min": -1.5, "max": 50}, "abc"),
        (N, OP.IN, {"min": 50}, "bh"),
        (N, OP.NOT_IN, {"min": 0, "max": 60}, "ch"),
        (N, OP.IN_LIST, [5, "50"], "ab"),
        (N, OP.IN_LIST, [], ""),
        (N, OP.NOT_IN_LIST, [5, 50], "ch"),
        (N, OP.EMPTY, True, "ef"),
        (N, OP.EMPTY, "false", "abcdgh"),
        (N, OP.CONTAINS, 5, "abcg"),
        (N, OP.NOT_CONTAINS, 5, "defh"),
        (N, OP.REGEX, r"^-?\d", "abc"),
        (T, OP.EQUAL, "50", "b"),
        (T, OP.EQUAL, 5, "a"),
        (T, OP.EQUAL, "[50]", "g"),
    ],
    "data.s": [
        (T, OP.EQUAL, "apple", "a"),
        (T, OP.EQUAL, "50", "g"),
        (T, OP.NOT_EQUAL, "apple", "bcdefgh"),
        (T, OP.CONTAINS, "APPLE", "ab"),
        (T, OP.CONTAINS, "äpfel", "c"),
        (T, OP.CONTAINS, "0%_", "c"),
        (T, OP.CONTAINS, "%", "c"),
        (T, OP.CONTAINS, "_", "c"),
        (T, OP.CONTAINS, 'S A "', "h"),
        (T, OP.CONTAINS, "\\", "h"),
        (T, OP.NOT_CONTAINS, "apple", "cdefgh"),
        (T, OP.NOT_CONTAINS, "Äpfel", "abdefgh"),
        (T, OP.REGEX, "^[Aa]pple", "ab"),
        (T, OP.REGEX, "(?i)^APPLE$", "a"),
        (T, OP.REGEX, r"\bpie\b", "b"),
        (T, OP.REGEX, r"^\w+ &", "c"),
        (T, OP.REGEX, r"\d{2}", "cg"),
        (T, OP.REGEX, "[", ""),
        (T, OP.REGEX, "a**", ""),
        (T, OP.EMPTY, "true", "def"),
        (T, OP.EMPTY, False, "abcgh"),
        (T, OP.IN_LIST, ["apple", "50"], "ag"),
        (T, OP.IN_LIST, "apple", "a"),
        (T, OP.NOT_IN_LIST, ["apple", "50"], "bcdefh"),
        (T, OP.LESS, "a", "bdg"),
        (T, OP.GREATER, "apple", "ch"),
        (T, OP.LESS_OR_EQUAL, "apple", "abdg"),
        (T, OP.GREATER_OR_EQUAL, "apple", "ach"),
        (T, OP.IN, {"min": "A", "max": "b"}, "ab"),
        (T, OP.NOT_IN, {"min": "A", "max": "b"}, "cdefgh"),
        (U, OP.EQUAL, "apple", "a"),
        (U, OP.CONTAINS, "apple", "ab"),
    ],
    "data.b": [
        (B, OP.EQUAL, True, "ah"),
        (B, OP.EQUAL, "false", "bc"),
        (B, OP.NOT_EQUAL, "true", "bcdefg"),
        (B, OP.IN_LIST, [True, False], "abch"),
        (B, OP.NOT_IN_LIST, ["true"], "bcdefg"),
        (B, OP.EMPTY, True, "ef"),
        (T, OP.EQUAL, "true", "a"),
    ],
    "data.d": [
        (D, OP.EQUAL, "2025-01-10", "a"),
        (D, OP.EQUAL, "2025-01-10T06:30:00Z", "c"),
        (D, OP.EQUAL, "2025-03-03", "h"),
        (D, OP.NOT_EQUAL, "2025-01-10", "bch"),
        (D, OP.LESS, "2025-01-10T12:00:00.000000Z", "ac"),
        (D, OP.LESS_OR_EQUAL, "2025-01-10T12:00:00.000000Z", "abc"),
        (D, OP.GREATER, "2025-01-10T06:30:00Z", "bh"),
        (D, OP.GREATER_OR_EQUAL, "2025-01-10T06:30:00Z", "bch"),
        (D, OP.IN, {"min": "2025-01-10", "max": "2025-01-10T07:00:00Z"}, "ac"),
        (D, OP.NOT_IN, {"min": "2025-01-10", "max": "2025-01-10T07:00:00Z"}, "bh"),
        (D, OP.IN_LIST, ["2025-01-10"], "a"),
        (D, OP.NOT_IN_LIST, ["2025-01-10"], "bch"),
        (D, OP.EMPTY, True, "ef"),
        (D, OP.CONTAINS, "T12", "bc"),
        (D, OP.NOT_CONTAINS, "T12", "adefgh"),
        (D, OP.REGEX, "Z$", "b"),
    ],
    "data.l": [
        (L, OP.CONTAINS, "red", "agh"),
        (L, OP.CONTAINS, '["red", "dark blue"]', "a"),
        (L, OP.CONTAINS, "dark blue", "a"),
        (L, OP.NOT_CONTAINS, "red", "bcdef"),
        (L, OP.EQUAL, '["green"]', "b"),
        (L, OP.EQUAL, '{"k":"vw"}', "d"),
        (L, OP.NOT_EQUAL, '["green"]', "acdefgh"),
        (L, OP.EMPTY, True, "cef"),
        (L, OP.EMPTY, False, "abdgh"),
        (L, OP.REGEX, '"[Rr]ed"', "ah"),
        (L, OP.IN_LIST, ["red"], "g"),
        (L, OP.NOT_IN_LIST, ["red"], "abcdefh"),
        (L, OP.LESS, "A", ""),
        (L, OP.GREATER, "A", "abcdgh"),
        (L, OP.LESS_OR_EQUAL, "A", ""),
        (L, OP.GREATER_OR_EQUAL, "A", "abcdgh"),
        (L, OP.IN, {"min": "r", "max": "s"}, "g"),
        (L, OP.NOT_IN, {"min": "r", "max": "s"}, "abcdefh"),
    ],
}

FIRST, LATER = "2000-01-01T00:00:00Z", "2100-01-01T00:00:00Z"
# a: two annotations (the owner's and the annotator's), b: a skip, c: two predictions, d: a ground truth.
OWN: dict[str, list[tuple[Operator, Any, str]]] = {
    "id": [
        (OP.EQUAL, "id:c", "c"),
        (OP.NOT_EQUAL, "id:c", "abdefgh"),
        (OP.LESS, "id:c", "ab"),
        (OP.LESS_OR_EQUAL, "id:c", "abc"),
        (OP.GREATER, "id:f", "gh"),
        (OP.GREATER_OR_EQUAL, "id:f", "fgh"),
        (OP.IN, {"min": "id:b", "max": "id:d"}, "bcd"),
        (OP.NOT_IN, {"min": "id:b", "max": "id:g"}, "ah"),
        (OP.IN_LIST, ["id:a", "id:h"], "ah"),
        (OP.NOT_IN_LIST, ["id:a", "id:h"], "bcdefg"),
        (OP.EMPTY, True, ""),
        (OP.CONTAINS, "id:c", "c"),
        (OP.REGEX, "^[0-9]+$", "abcdefgh"),
        (OP.EQUAL, 2**62, ""),
        (OP.GREATER, 1e300, ""),
        (OP.LESS, 0.5, ""),
    ],
    "inner_id": [(OP.EQUAL, 3, "c"), (OP.IN, {"min": 2, "max": 3}, "bc"), (OP.GREATER, "6.5", "gh")],
    "overlap": [(OP.EQUAL, 2, "abcdefgh"), (OP.LESS, 2, "")],
    "total_annotations": [(OP.GREATER, 0, "ad"), (OP.EQUAL, 2, "a"), (OP.EMPTY, True, "")],
    "cancelled_annotations": [(OP.EQUAL, 1, "b"), (OP.NOT_EQUAL, 1, "acdefgh")],
    "total_predictions": [(OP.GREATER_OR_EQUAL, 1, "c"), (OP.IN_LIST, [2], "c")],
    "avg_lead_time": [(OP.EQUAL, 3, "a"), (OP.LESS, 2.5, "d"), (OP.EMPTY, True, "bcefgh"), (OP.NOT_EQUAL, 3, "d")],
    "predictions_score": [(OP.EQUAL, 0.5, "c"), (OP.LESS, 0.6, "c"), (OP.EMPTY, False, "c")],
    "comment_count": [(OP.EQUAL, 2, "c"), (OP.LESS, 1, "abdefgh")],
    "unresolved_comment_count": [(OP.EQUAL, 1, "c"), (OP.GREATER, 0, "c")],
    "updated_by__active_organization": [(OP.EQUAL, 2**40, ""), (OP.GREATER, 0, "abd"), (OP.EMPTY, True, "cefgh")],
    "completed": [
        (OP.EQUAL, True, "ad"),
        (OP.EQUAL, "false", "bcefgh"),
        (OP.NOT_EQUAL, True, "bcefgh"),
        (OP.IN_LIST, [True, False], "abcdefgh"),
        (OP.NOT_IN_LIST, [False], "ad"),
        (OP.EMPTY, False, "abcdefgh"),
    ],
    "is_labeled": [(OP.EQUAL, 1, "ad")],
    "ground_truth": [(OP.EQUAL, "True", "d")],
    "draft_exists": [(OP.EQUAL, True, "e"), (OP.NOT_EQUAL, True, "abcdfgh")],
    "completed_at": [(OP.GREATER, LATER, "")],
    "created_at": [
        (OP.GREATER, FIRST, "abcdefgh"),
        (OP.LESS, FIRST, ""),
        (OP.IN, {"min": FIRST, "max": LATER}, "abcdefgh"),
        (OP.NOT_IN, {"min": FIRST, "max": LATER}, ""),
        (OP.EQUAL, "2000-01-01", ""),
        (OP.NOT_EQUAL, "2000-01-01", "abcdefgh"),
        (OP.IN_LIST, [FIRST], ""),
        (OP.NOT_IN_LIST, [FIRST], "abcdefgh"),
        (OP.GREATER_OR_EQUAL, FIRST, "abcdefgh"),
        (OP.LESS_OR_EQUAL, FIRST, ""),
        (OP.EMPTY, True, ""),
        (OP.CONTAINS, "T", "abcdefgh"),
        (OP.NOT_CONTAINS, "T", ""),
        (OP.REGEX, "Z$", "abcdefgh"),
    ],
    "updated_at": [(OP.LESS, LATER, "abcdefgh")],
    "file_upload": [(OP.EMPTY, True, "abcdefgh"), (OP.EQUAL, "a.csv", ""), (OP.NOT_EQUAL, "a.csv", "abcdefgh")],
    "storage_filename": [(OP.EMPTY, "true", "abcdefgh"), (OP.CONTAINS, "s3", ""), (OP.NOT_CONTAINS, "s3", "abcdefgh")],
    "annotations_ids": [
        (OP.EQUAL, "works:a", "a"),
        (OP.NOT_EQUAL, "works:a", "bcdefgh"),
        (OP.CONTAINS, "work:d", "d"),
        (OP.EMPTY, True, "cefgh"),
    ],
    "annotations_results": [
        (OP.CONTAINS, "positive", "ad"),
        (OP.CONTAINS, "Negative", "a"),
        (OP.NOT_CONTAINS, "negative", "bcdefgh"),
        (OP.EMPTY, False, "ad"),
        (OP.REGEX, '"choices": ?."Negative"', "a"),
        (OP.EQUAL, "results:d", "d"),
        (OP.NOT_EQUAL, "results:d", "abcefgh"),
        (OP.IN_LIST, ["results:d", "x"], "d"),
        (OP.NOT_IN_LIST, ["results:d"], "abcefgh"),
    ],
    "predictions_results": [(OP.CONTAINS, "Positive", "c"), (OP.EMPTY, True, "abdefgh"), (OP.REGEX, "zzz", "")],
    "predictions_model_versions": [
        (OP.CONTAINS, "V1", "c"),
        (OP.EQUAL, "v1,v2", "c"),
        (OP.NOT_CONTAINS, "v3", "abcdefgh"),
        (OP.GREATER, "v", "c"),
    ],
    "annotators": [
        (OP.EQUAL, "owner", "abd"),
        (OP.CONTAINS, "annotator", "a"),
        (OP.CONTAINS, ["owner", "annotator"], "abd"),
        (OP.NOT_CONTAINS, "owner", "cefgh"),
        (OP.NOT_EQUAL, "annotator", "bcdefgh"),
        (OP.IN_LIST, ["annotator"], "a"),
        (OP.NOT_IN_LIST, ["owner"], "cefgh"),
        (OP.EMPTY, True, "cefgh"),
        (OP.EMPTY, False, "abd"),
    ],
    "assignees": [
        (OP.EQUAL, "annotator", "ac"),
        (OP.CONTAINS, "owner", "c"),
        (OP.NOT_CONTAINS, "annotator", "bdefgh"),
        (OP.EMPTY, True, "bdefgh"),
    ],
    "agreement": [(OP.EQUAL, 0, "a"), (OP.EMPTY, True, "bcdefgh")],
    "reviewers": [
        (OP.CONTAINS, "owner", "d"),
        (OP.NOT_CONTAINS, "administrator", "bcdefgh"),
        (OP.EMPTY, True, "bcefgh"),
    ],
    "reviewed": [(OP.EQUAL, True, "d"), (OP.EQUAL, False, "abcefgh")],
    "reviews_accepted": [(OP.EQUAL, 1, "d"), (OP.GREATER, 0, "d")],
    "reviews_rejected": [(OP.EQUAL, 1, "a"), (OP.LESS, 1, "bcdefgh")],
    "pending_reviews": [(OP.EQUAL, 0, "abcdefgh")],
    "comments": [(OP.CONTAINS, "WHY", "c"), (OP.EQUAL, "Why?,Yes", "c"), (OP.EMPTY, True, "abdefgh")],
    "updated_by": [
        (OP.EQUAL, "owner", "bd"),
        (OP.CONTAINS, "administrator", "a"),
        (OP.NOT_CONTAINS, "administrator", "bcdefgh"),
        (OP.IN_LIST, ["owner", "administrator"], "abd"),
        (OP.NOT_EQUAL, "owner", "acefgh"),
        (OP.NOT_IN_LIST, ["owner"], "acefgh"),
        (OP.EMPTY, True, "cefgh"),
    ],
}

ORDERINGS: list[tuple[Sequence[str], dict[str, str], str]] = [
    (["tasks:data.x"], {"tasks:data.x": "Number"}, "cabhdefg"),
    (["-tasks:data.x"], {"tasks:data.x": "Number"}, "hbacdefg"),
    (["tasks:data.x"], {"tasks:data.x": "String"}, "hcabgdef"),
    (["tasks:data.x"], {}, "hcabgdef"),
    (["tasks:data.s"], {}, "dgbahcef"),
    (["-tasks:data.s"], {}, "chabgdef"),
    (["tasks:data.d"], {"tasks:data.d": "Datetime"}, "acbhdefg"),
    (["tasks:data.b"], {"tasks:data.b": "Boolean"}, "bcahdefg"),
    (["tasks:data.l"], {}, "hbacgdef"),
    (["tasks:data.t", "-tasks:id"], {}, "hgfedcba"),
    (["-tasks:total_annotations"], {}, "adbcefgh"),
    (["-tasks:completed", "-tasks:inner_id"], {}, "dahgfecb"),
    (["tasks:predictions_score"], {}, "cabdefgh"),
    (["-tasks:avg_lead_time"], {}, "adbcefgh"),
    (["-tasks:annotators"], {}, None),  # type: ignore[list-item]  # ids of people differ; it must only not fail
    (["tasks:annotations_results"], {}, None),  # type: ignore[list-item]
    (["tasks:created_at"], {}, "abcdefgh"),
    (["-id"], {}, "hgfedcba"),
]


class Dataset:
    """The tasks of a project by letter, and what stands for what in values."""

    def __init__(self, make: Make, project: Any, ids: list[int], names: dict[str, Any]) -> None:
        self.make, self.project = make, project
        self.letters = dict(zip(ids, VALUES, strict=True))
        self.names = names | {f"id:{letter}": identifier for identifier, letter in self.letters.items()}

    def meant(self, value: Any) -> Any:
        """A value with names replaced by what they stand for."""
        if isinstance(value, list):
            return [self.meant(item) for item in value]
        if isinstance(value, dict):
            return {key: self.meant(item) for key, item in value.items()}
        return self.names.get(value, value) if isinstance(value, str) else value

    async def passing(self, items: list[Any], *, conjunction: str = "and", ordering: Sequence[str] = ()) -> str:
        """Letters of the tasks that pass, in order."""
        query = {"filters": {"conjunction": conjunction, "items": items}, "ordering": list(ordering)}
        answer = await self.make.client.get(
            "/api/tasks", params={"project": self.project["id"], "query": orjson.dumps(query).decode()}
        )
        assert answer.status_code == 200, (items, answer.text)
        body = answer.json()
        assert body["total"] == len(body["tasks"])
        return "".join(self.letters[task["id"]] for task in body["tasks"])


@pytest.fixture
async def dataset(make: Make, people: People, annotator: httpx.AsyncClient, site: Site) -> Dataset:
    """Eight tasks with what columns can tell apart."""
    project = await make.project(label_config="<View></View>", maximum_annotations=2)
    ids = await make.imported(project, list(VALUES.values()))
    first = await make.annotation(ids[0], choice("Positive"), lead_time=2)
    second = await make.annotation(ids[0], choice("Negative"), lead_time=4, by=annotator)
    await make.skip(ids[1])
    await make.prediction(ids[2], score=0.25, model_version="v1")
    await make.prediction(ids[2], score=0.5, model_version="v2")
    truth = await make.annotation(ids[3], choice("Positive"), ground_truth=True, lead_time=2)
    await make.draft(ids[4])
    for task, users in ((ids[0], [people.annotator.id]), (ids[2], [people.annotator.id, people.owner.id])):
        path = f"/api/projects/{project['id']}/tasks/{task}/assignees"
        assert (await make.client.post(path, json={"users": users})).status_code == 200
    allowed = {"review_settings": {"review_own_work": True, "requeue_rejected_tasks_mode": "remove"}}
    assert (await make.client.patch(f"/api/projects/{project['id']}", json=allowed)).status_code == 200
    judge = await site.client(people.administrator)
    for who, work, verdict in ((judge, second, {"accepted": False, "comment": "No"}), (make.client, truth, {})):
        answer = await who.post("/api/annotation-reviews", json={"annotation": work["id"], **verdict})
        assert answer.status_code == 201
    for remark in ({"text": "Why?"}, {"text": "Yes", "is_resolved": True}):
        assert (await make.client.post("/api/comments", json={"task": ids[2], **remark})).status_code == 201
    row = (await make.read("/api/tasks", project=project["id"], fields="all"))["tasks"][3]
    names = {
        "owner": people.owner.id,
        "annotator": people.annotator.id,
        "administrator": people.administrator.id,
        "works:a": f"{first['id']},{second['id']}",
        "work:d": str(truth["id"]),
        "results:d": row["annotations_results"],
    }
    return Dataset(make, project, ids, names)


def item(column: str, kind: str, operator: str, value: Any) -> dict[str, Any]:
    """A condition as it stands on the wire."""
    return {"filter": f"filter:tasks:{column}", "type": kind, "operator": operator, "value": value}


async def test_every_operator_and_type_on_fields_of_task_data(dataset: Dataset) -> None:
    wrong = []
    for column, cases in FIELDS.items():
        for kind, operator, value, expected in cases:
            found = await dataset.passing([item(column, kind, operator, value)])
            if found != expected:
                wrong.append((column, kind, operator, value, found, expected))
    assert wrong == []


async def test_every_column_of_its_own(dataset: Dataset) -> None:
    wrong = []
    for column, cases in OWN.items():
        for operator, value, expected in cases:
            found = await dataset.passing([item(column, COLUMNS[column], operator, dataset.meant(value))])
            if found != expected:
                wrong.append((column, operator, value, found, expected))
    assert wrong == []


async def test_orderings(dataset: Dataset) -> None:
    wrong = []
    for ordering, types, expected in ORDERINGS:
        body = {"project": dataset.project["id"], "data": {"ordering": ordering, "columnsDisplayType": types}}
        view = (await dataset.make.client.post("/api/dm/views", json=body)).json()
        listed = await dataset.make.read("/api/tasks", view=view["id"])
        found = "".join(dataset.letters[task["id"]] for task in listed["tasks"])
        if sorted(found) != sorted(VALUES) or (expected is not None and found != expected):
            wrong.append((ordering, types, found, expected))
    assert wrong == []


def test_the_tables_above_leave_nothing_out() -> None:
    assert OWN.keys() == COLUMNS.keys()
    asked = {(kind, operator) for cases in FIELDS.values() for kind, operator, _, _ in cases}
    every = set(Operator) - {OP.LESS, OP.GREATER, OP.LESS_OR_EQUAL, OP.GREATER_OR_EQUAL, OP.IN, OP.NOT_IN}
    for kind in (N, T, D, L):
        assert {operator for of, operator in asked if of == kind} == set(Operator), kind
    assert {operator for of, operator in asked if of == B} == every - {OP.CONTAINS, OP.NOT_CONTAINS, OP.REGEX}


class TestGroups:
    """Conjunctions, nested groups and child filters."""

    async def test_both_conjunctions(self, dataset: Dataset) -> None:
        items = [item("data.x", N, "greater", 0), item("data.s", T, "contains", "apple")]
        assert await dataset.passing(items) == "ab"
        assert await dataset.passing(items, conjunction="or") == "abh"
        assert await dataset.passing([]) == "abcdefgh"

    async def test_groups_in_groups(self, dataset: Dataset) -> None:
        inner = {
            "conjunction": "or",
            "items": [item("id", N, "equal", dataset.names["id:a"]), item("completed", B, "equal", True)],
        }
        assert await dataset.passing([inner, item("data.x", N, "empty", False)]) == "ad"
        assert await dataset.passing([inner, item("data.x", N, "equal", 50)], conjunction="or") == "abd"

    @pytest.mark.slow
    async def test_as_large_as_it_may_be(self, dataset: Dataset) -> None:
        many = [item("data.x", N, "in_list", [5, *range(10_000, 10_048)]) for _ in range(198)]
        many += [item("data.x", N, "in_list", [5.0, *range(10_000, 10_140)])]
        many += [item("data.s", T, "in_list", ["apple", *(f"text {n}" for n in range(140))])]
        for conjunction in ("and", "or"):
            data = {"filters": {"conjunction": conjunction, "items": many}}
            body = {"project": dataset.project["id"], "data": data}
            view = (await dataset.make.client.post("/api/dm/views", json=body)).json()
            listed = await dataset.make.read("/api/tasks", view=view["id"])
            assert [dataset.letters[task["id"]] for task in listed["tasks"]] == ["a"]

    async def test_an_empty_group_asks_for_nothing(self, dataset: Dataset) -> None:
        items = [{"conjunction": "or", "items": []}, item("data.x", N, "equal", 50)]
        for conjunction in ("and", "or"):
            assert await dataset.passing(items, conjunction=conjunction) == "b"

    async def test_a_child_filter_must_hold_as_well(self, dataset: Dataset) -> None:
        child = item("data.x", N, "greater", 10)
        for key, value in (("child_filter", child), ("child_filters", [child])):
            assert await dataset.passing([item("data.s", T, "contains", "apple") | {key: value}]) == "b"


HOSTILE_KEYS = [
    "a.b",
    "with space",
    'quo"te',
    "apostrophe's",
    "back\\slash",
    "ключ",
    "日本語",
    "a__b",
    "-minus",
    "$.x",
    "[0]",
    "%s :name ?",
    "x'); DROP TABLE task; --",
    "emoji😀",
    "tab\there",
    "{curly}",
]


@pytest.mark.parametrize("key", HOSTILE_KEYS)
async def test_keys_of_task_data_may_hold_any_character(make: Make, key: str) -> None:
    project = await make.project(label_config="<View></View>")
    ids = await make.imported(project, [{key: 2, "k": 1}, {key: "10"}, {"other": 1}])
    filters = {"conjunction": "and", "items": [item(f"data.{key}", N, "greater", 1)]}
    query = {"filters": filters, "ordering": [f"-tasks:data.{key}"]}
    listed = await make.read("/api/tasks", project=project["id"], query=orjson.dumps(query).decode())
    assert [task["id"] for task in listed["tasks"]] == ids[1::-1]
    query = {"filters": {"items": [item(f"data.{key}", T, "empty", True)]}}
    listed = await make.read("/api/tasks", project=project["id"], query=orjson.dumps(query).decode())
    assert [task["id"] for task in listed["tasks"]] == ids[2:]


async def test_an_annotators_filter_sees_their_own_work_only(
    dataset: Dataset, people: People, annotator: httpx.AsyncClient
) -> None:
    dataset.make = Make(annotator)
    assert await dataset.passing([item("annotations_results", T, "contains", "Positive")]) == ""
    assert await dataset.passing([item("annotations_results", T, "contains", "Negative")]) == "a"
    assert await dataset.passing([item("annotators", L, "contains", people.owner.id)]) == ""
    assert await dataset.passing([item("draft_exists", B, "equal", True)]) == ""
