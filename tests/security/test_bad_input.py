"""Hostile bodies: always a 4xx in the envelope, nothing stored, and the server goes on."""

import json
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fixtures.making import Make
from tests.fixtures.sites import Site

JSON = {"Content-Type": "application/json"}
ENVELOPE = {"id", "status_code", "version", "detail", "exc_info"}
TABLES = ("project", "task", "annotation", "annotation_draft", "prediction", "file_upload", "project_import", "webhook")

# Every address that takes a body, with a body that it would accept; `{…}` are filled with real ids.
DOORS: list[tuple[str, str, dict[str, Any] | list[dict[str, Any]]]] = [
    ("POST", "/api/projects", {"title": "Fine", "description": "Fine"}),
    ("PATCH", "/api/projects/{project}", {"title": "Fine"}),
    ("POST", "/api/projects/{project}/validate", {"label_config": "<View></View>"}),
    ("POST", "/api/projects/{project}/import", [{"text": "fine"}]),
    ("POST", "/api/projects/{project}/import/predictions", [{"task": 0, "result": []}]),
    ("POST", "/api/tasks", {"data": {"text": "fine"}, "project": 0}),
    ("PATCH", "/api/tasks/{task}", {"data": {"text": "fine"}}),
    ("POST", "/api/tasks/{task}/annotations", {"result": [], "unique_id": "fine"}),
    ("PATCH", "/api/annotations/{annotation}", {"result": [], "last_action": "fine"}),
    ("POST", "/api/tasks/{task}/drafts", {"result": []}),
    ("POST", "/api/predictions", {"task": 0, "result": [], "model_version": "fine"}),
    ("POST", "/api/users", {"email": "fine@example.org", "first_name": "Fine"}),
    ("PATCH", "/api/organizations/{organization}", {"title": "Fine"}),
    ("POST", "/api/dm/actions?id=delete_tasks&project={project}", {"selectedItems": {"included": []}}),
    ("POST", "/api/token/refresh", {"refresh": "fine"}),
    ("POST", "/api/session", {"email": "fine@example.org", "password": "fine"}),
    ("POST", "/api/session/signup", {"email": "fine@example.org", "password": "fine enough"}),
    ("POST", "/api/webhooks", {"url": "http://1.1.1.1/", "headers": {"Fine": "fine"}, "is_active": False}),
    ("PATCH", "/api/current-user/hotkeys", {"custom_hotkeys": {"fine": 1}}),
]
IDS = [f"{method} {path}" for method, path, _ in DOORS]


async def _places(make: Make) -> dict[str, int]:
    annotation = await make.annotation()
    whoami = await make.read("/api/current-user/whoami")
    return {
        "project": annotation["project"],
        "task": annotation["task"],
        "annotation": annotation["id"],
        "organization": whoami["active_organization"],
    }


async def _stored(site: Site) -> list[Any]:
    return [await site.sql(f"SELECT * FROM {table} ORDER BY id") for table in TABLES]


def _is_refusal(answer: httpx.Response) -> Any:
    assert 400 <= answer.status_code < 500, answer.text
    body = answer.json()
    assert body.keys() >= ENVELOPE
    assert body["status_code"] == answer.status_code
    assert "Traceback" not in answer.text
    return body


NOT_JSON = [
    b"{",
    b"[1,",
    b"nope",
    b'"text"',
    b"17",
    b"true",
    b"\xff\xfe",
    b'{"a": \xff}',
    b"{'a': 1}",
    b'{"title": NaN}',
    b'{"title": Infinity}',
    b'{"title": 1e999}',
    b'{"a": 1} {"b": 2}',
    b'{"title": "\\ud800"}',
    b'{"\\udfff": 1}',
    b'{"title": "\\u0000"}',
    b'{"a\\u0000": 1}',
    b'{"title": "raw \x00 nul"}',
    b"[" * 100_000,
    b'{"a":' * 500 + b"1" + b"}" * 500,
    b'[{"text": "a", "n": ' + b"9" * 2000 + b"}]",
]


@pytest.mark.parametrize(("method", "path", "_fine"), DOORS, ids=IDS)
async def test_what_is_no_json_for_us_is_refused_everywhere(
    site: Site, make: Make, client: httpx.AsyncClient, method: str, path: str, _fine: Any
) -> None:
    places = await _places(make)
    before = await _stored(site)
    for body in NOT_JSON:
        answer = await client.request(method, path.format(**places), content=body, headers=JSON)
        error = _is_refusal(answer)
        assert error["validation_errors"], (body[:40], error)
    assert await _stored(site) == before
    assert (await client.get("/health")).status_code == 200


@pytest.mark.parametrize(("method", "path", "fine"), DOORS, ids=IDS)
async def test_hostile_text_in_any_field_is_refused_by_its_name(
    make: Make, client: httpx.AsyncClient, method: str, path: str, fine: Any
) -> None:
    places = await _places(make)
    item = fine[0] if isinstance(fine, list) else fine
    for name in item:
        for text in ("nul \\u0000 inside", "half \\ud83d pair"):
            hostile = json.dumps({key: value for key, value in item.items() if key != name})[:-1]
            body = f'{hostile}{", " if len(item) > 1 else ""}"{name}": {{"x": "{text}"}}}}'
            body = f"[{body}]" if isinstance(fine, list) else body
            answer = await client.request(method, path.format(**places), content=body, headers=JSON)
            fields = _is_refusal(answer)["validation_errors"]
            assert name in str(fields), (fields, body)


@pytest.mark.parametrize(("method", "path", "fine"), DOORS, ids=IDS)
async def test_wrong_types_are_never_a_fault_of_the_server(
    make: Make, client: httpx.AsyncClient, method: str, path: str, fine: Any
) -> None:
    places = await _places(make)
    item = fine[0] if isinstance(fine, list) else fine
    values: list[Any] = [
        None,
        True,
        -1,
        2**70,
        1.5,
        "",
        "x" * 5000,
        [],
        [[[]]],
        {},
        {"a": {"b": []}},
        [None],
        ["\u202e"],
    ]
    for name in item:
        for value in values:
            body = {**item, name: value}
            answer = await client.request(
                method, path.format(**places), json=[body] if isinstance(fine, list) else body
            )
            assert answer.status_code < 500, (name, value, answer.text)


_scalars = st.none() | st.booleans() | st.integers(-(2**80), 2**80) | st.floats() | st.text(max_size=20)
_values = st.recursive(
    _scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
_NAMES = [
    "data", "annotations", "predictions", "result", "completed_by", "lead_time", "score", "cluster", "overlap",
    "unique_id", "created_at", "meta", "text", "was_cancelled", "id", "inner_id", "import_id", "model_version",
    "neighbors", "mislabeling", "parent_prediction", "last_action", "draft_created_at", "file_upload_id",
]  # fmt: skip
_objects = st.dictionaries(st.sampled_from(_NAMES), _values, max_size=6)
_tasks = st.fixed_dictionaries(
    {"data": st.just({"text": "a"}) | _values},
    optional={"annotations": st.lists(_objects, max_size=2), "predictions": st.lists(_objects, max_size=2)},
)
_anything = settings(
    max_examples=60,
    deadline=None,
    # Each database is a test of its own, and examples share its project on purpose.
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.differing_executors,
        HealthCheck.too_slow,
    ],
)


class TestProperties:
    """Whatever is sent, the answer is no 5xx; what is accepted can be read and exported."""

    @pytest.mark.slow
    @_anything
    @given(items=st.lists(_tasks | _objects, min_size=1, max_size=3))
    async def test_imports(self, make: Make, client: httpx.AsyncClient, items: list[Any]) -> None:
        project = await make.project(label_config="<View></View>")
        path = f"/api/projects/{project['id']}"
        body = json.dumps(items).encode("utf-8", "surrogatepass")
        answer = await client.post(f"{path}/import", content=body, headers=JSON)
        assert answer.status_code < 500, (answer.text, items)
        if answer.status_code != 201:
            _is_refusal(answer)
            assert (await make.read(path))["task_number"] == 0
            return
        assert len(await make.read(f"{path}/tasks")) == answer.json()["task_count"]
        for name in ("JSON", "JSON_MIN", "CSV"):
            exported = await client.get(f"{path}/export", params={"exportType": name, "download_all_tasks": "1"})
            assert exported.status_code == 200

    @pytest.mark.slow
    @_anything
    @given(fields=_objects | st.fixed_dictionaries({"result": _values}))
    async def test_annotations_and_predictions(self, make: Make, client: httpx.AsyncClient, fields: Any) -> None:
        task = await make.task()
        for path, body in (
            (f"/api/tasks/{task['id']}/annotations", fields),
            (f"/api/tasks/{task['id']}/drafts", fields),
            ("/api/predictions", {**fields, "task": task["id"]}),
            (f"/api/projects/{task['project']}/import/predictions", [{**fields, "task": task["id"]}]),
        ):
            content = json.dumps(body).encode("utf-8", "surrogatepass")
            answer = await client.post(path, content=content, headers=JSON)
            assert answer.status_code < 500, (path, answer.text, body)
            if answer.status_code >= 400:
                _is_refusal(answer)
        await make.read(f"/api/tasks/{task['id']}")
        await make.read("/api/tasks", project=task["project"], fields="all")

    @_anything
    @given(body=st.binary(max_size=200))
    async def test_raw_bytes(self, client: httpx.AsyncClient, body: bytes) -> None:
        for kind in ("application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "x/y"):
            answer = await client.post("/api/projects", content=body, headers={"Content-Type": kind})
            assert answer.status_code < 500, (kind, answer.text)

    @_anything
    @given(query=st.text(max_size=30))
    async def test_texts_in_queries(self, client: httpx.AsyncClient, query: str) -> None:
        names = ("search", "title", "ordering", "ids", "page", "page_size", "filter", "include")
        for name in names:
            answer = await client.get("/api/projects", params={name: query.encode("utf-8", "replace")})
            assert answer.status_code < 500, (name, answer.text)

    @_anything
    @given(text=st.text(alphabet=st.sampled_from("<>/&;!\"'=$ViewTxtname\n\x00\u2028 "), max_size=80))
    async def test_label_configs(self, client: httpx.AsyncClient, text: str) -> None:
        for config in (text, f"<View>{text}</View>", f'<View><Text name="t" value="$t"/>{text}</View>'):
            answer = await client.post("/api/projects/validate", json={"label_config": config})
            assert answer.status_code in {200, 400}, answer.text


@pytest.mark.parametrize(
    "item",
    [
        {"overlap": 2**40},
        {"overlap": 0},
        {"overlap": -1},
        {"predictions": [{"result": [], "cluster": 2**40}]},
        {"predictions": [{"result": [], "cluster": 2**70}]},
        {"predictions": [{"result": [], "model_version": "v" * 600}]},
        {"predictions": [{"result": [], "score": "high"}]},
        {"annotations": [{"result": [], "import_id": 2**63}]},
        {"annotations": [{"result": [], "import_id": 2**70}]},
        {"annotations": [{"result": [], "completed_by": 2**63}]},
        {"annotations": [{"result": [], "completed_by": 2**70}]},
        {"annotations": [{"result": [], "last_action": "x" * 200}]},
        {"annotations": [{"result": [], "lead_time": -1}]},
        {"annotations": [{"result": [], "created_at": "yesterday"}]},
        {"annotations": [{"result": [], "unique_id": "u" * 65}]},
    ],
    ids=str,
)
async def test_numbers_and_texts_beyond_their_columns_are_refused(
    client: httpx.AsyncClient, make: Make, site: Site, item: dict[str, Any]
) -> None:
    project = await make.project()
    before = await _stored(site)
    body = [{"data": {"text": "fine"}}, {"data": {"text": "a"}, **item}]
    answer = await client.post(f"/api/projects/{project['id']}/import", json=body)
    assert _is_refusal(answer)["validation_errors"]
    assert await _stored(site) == before


DANGEROUS_CONFIGS = [
    '<!DOCTYPE a SYSTEM "file:///etc/passwd"><View></View>',
    '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><View>&b;</View>',
    "<View>&undefined;</View>",
    "<View>" * 70 + "</View>" * 70,
    "<View>" + "<View></View>" * 20_001 + "</View>",
    "<View " + " ".join(f'a{n}="1"' for n in range(201)) + "></View>",
    "<View>" + "x" * 2_200_000 + "</View>",
    "",
    "plain text",
    "<View></View><View></View>",
]


@pytest.mark.parametrize("config", DANGEROUS_CONFIGS, ids=lambda text: text[:30])
async def test_dangerous_configs_are_refused_with_their_place(client: httpx.AsyncClient, config: str) -> None:
    answer = await client.post("/api/projects/validate", json={"label_config": config})
    error = _is_refusal(answer)
    assert error["validation_errors"]["label_config"]
    assert "root:" not in answer.text
    assert all({"line", "column"} <= issue.keys() for issue in error["issues"])


@pytest.mark.parametrize(
    "body",
    [
        {"files": {f"f{n}": (f"{n}.csv", b"text\na\n") for n in range(101)}},
        {"data": {f"n{n}": "x" for n in range(1001)}},
        {"content": b"--x\r\nbroken", "headers": {"Content-Type": "multipart/form-data; boundary=x"}},
        {"content": b"x", "headers": {"Content-Type": "multipart/form-data"}},
        {"files": {"a": ("", b"text")}},
        {"data": {"url": ""}},
        {"data": {"url": "http://" + "a" * 9000}},
        {"data": {"url": "[{'text': 'a'"}},
    ],
    ids=lambda body: next(iter(body)),
)
async def test_broken_uploads_are_refused(client: httpx.AsyncClient, make: Make, site: Site, body: Any) -> None:
    project = await make.project()
    before = await _stored(site)
    _is_refusal(await client.post(f"/api/projects/{project['id']}/import", **body))
    assert await _stored(site) == before
