"""Every route says who may call it, and tells another organization's objects from none."""

import re
from pathlib import Path
from typing import Any

import httpx
import pytest

from labelwright.core.access import Action
from tests.fixtures.making import Make
from tests.fixtures.routes import doors
from tests.fixtures.sites import OpenSite, Site

DOORS = doors()
OPEN_TO_ALL = {
    "DELETE /api/session",
    "GET /api/openapi.json",
    "GET /api/session",
    "GET /api/version",
    "GET /docs/api",
    "GET /health",
    "GET /health/ready",
    "GET /logout",
    "GET /metrics",
    "GET /ready",
    "GET /user/login",
    "GET /user/signup",
    "GET /version",
    "POST /api/session",
    "POST /api/session/signup",
    "POST /api/token/refresh",
    "POST /user/login",
    "POST /user/signup",
}


def test_every_route_declares_exactly_one_action() -> None:
    assert [f"{door} declares {sorted(door.actions)}" for door in DOORS if len(door.actions) != 1] == []


def test_nothing_is_open_to_all_but_what_must_be() -> None:
    assert {str(door) for door in DOORS if Action.PUBLIC in door.actions} == OPEN_TO_ALL


# What each route with an id in its path is called with. A new route without an entry fails the test below.
BODIES: dict[str, Any] = {
    "DELETE /api/annotations/{annotation_id}": None,
    "DELETE /api/dm/views/{view_id}": None,
    "DELETE /api/drafts/{draft_id}": None,
    "DELETE /api/organizations/{organization_id}/memberships/{user_id}": None,
    "DELETE /api/predictions/{prediction_id}": None,
    "DELETE /api/projects/{project_id}": None,
    "DELETE /api/projects/{project_id}/tasks": None,
    "DELETE /api/tasks/{task_id}": None,
    "DELETE /api/tasks/{task_id}/lock": None,
    "DELETE /api/users/{user_id}": None,
    "GET /api/annotations/{annotation_id}": None,
    "GET /api/dm/views/{view_id}": None,
    "GET /api/drafts/{draft_id}": None,
    "GET /api/jobs/{job_id}": None,
    "GET /api/organizations/{organization_id}": None,
    "GET /api/organizations/{organization_id}/memberships": None,
    "GET /api/organizations/{organization_id}/memberships/{user_id}": None,
    "GET /api/predictions/{prediction_id}": None,
    "GET /api/projects/{project_id}": None,
    "GET /api/projects/{project_id}/export": None,
    "GET /api/projects/{project_id}/export/formats": None,
    "GET /api/projects/{project_id}/exports": None,
    "POST /api/projects/{project_id}/exports": {},
    "GET /api/projects/{project_id}/exports/{export_id}": None,
    "DELETE /api/projects/{project_id}/exports/{export_id}": None,
    "POST /api/projects/{project_id}/exports/{export_id}/convert": {"export_type": "CSV"},
    "GET /api/projects/{project_id}/exports/{export_id}/download": None,
    "GET /api/projects/{project_id}/imports/{import_id}": None,
    "GET /api/projects/{project_id}/label-stream-history": None,
    "GET /api/projects/{project_id}/model-versions": None,
    "GET /api/projects/{project_id}/next": None,
    "GET /api/projects/{project_id}/summary": None,
    "GET /api/projects/{project_id}/tasks": None,
    "GET /api/tasks/{task_id}": None,
    "GET /api/tasks/{task_id}/annotations": None,
    "GET /api/tasks/{task_id}/drafts": None,
    "GET /api/users/{user_id}": None,
    "GET /data/upload/{project_id}/{name}": None,
    "PATCH /api/annotations/{annotation_id}": {"result": []},
    "PATCH /api/dm/views/{view_id}": {"data": {"title": "Taken"}},
    "PATCH /api/drafts/{draft_id}": {"result": []},
    "PATCH /api/organizations/{organization_id}": {"title": "Taken"},
    "PATCH /api/organizations/{organization_id}/memberships": {"user_id": 1, "role": "AN"},
    "PATCH /api/predictions/{prediction_id}": {"score": 1},
    "PATCH /api/projects/{project_id}": {"title": "Taken"},
    "PATCH /api/tasks/{task_id}": {"data": {"text": "taken"}},
    "PATCH /api/users/{user_id}": {"first_name": "Taken"},
    "DELETE /api/ml/{backend_id}": None,
    "GET /api/ml/{backend_id}": None,
    "GET /api/ml/{backend_id}/versions": None,
    "PATCH /api/ml/{backend_id}": {"title": "Taken"},
    "POST /api/ml/{backend_id}/interactive-annotating": {"task": "{task_id}"},
    "POST /api/ml/{backend_id}/predict": {"ids": []},
    "POST /api/ml/{backend_id}/train": None,
    "POST /api/tasks/{task_id}/predict": None,
    "DELETE /api/webhooks/{webhook_id}": None,
    "GET /api/webhooks/{webhook_id}": None,
    "GET /api/webhooks/{webhook_id}/deliveries": None,
    "PATCH /api/webhooks/{webhook_id}": {"is_active": False},
    "POST /api/webhooks/{webhook_id}/deliveries/{delivery_id}/redeliver": None,
    "POST /api/webhooks/{webhook_id}/secret": None,
    "POST /api/webhooks/{webhook_id}/test": None,
    "PUT /api/webhooks/{webhook_id}": {"is_active": False},
    "POST /api/jobs/{job_id}/cancel": None,
    "POST /api/jobs/{job_id}/retry": None,
    "POST /api/projects/{project_id}/tasks/assignees": {"selectedItems": {"all": True}, "users": [1]},
    "GET /api/projects/{project_id}/tasks/{task_id}/assignees": None,
    "POST /api/projects/{project_id}/tasks/{task_id}/assignees": {"users": [1]},
    "PATCH /api/projects/{project_id}/tasks/{task_id}/assignees": {"users": [1]},
    "DELETE /api/projects/{project_id}/tasks/{task_id}/assignees": None,
    "GET /api/projects/{project_id}/members/paginated": None,
    "POST /api/projects/{project_id}/members": {"user": 1},
    "DELETE /api/projects/{project_id}/members": None,
    "POST /api/projects/{project_id}/members/bulk": {"included": [1]},
    "DELETE /api/projects/{project_id}/members/bulk": None,
    "GET /api/annotation-reviews/{review_id}": None,
    "PATCH /api/annotation-reviews/{review_id}": {"accepted": True},
    "DELETE /api/annotation-reviews/{review_id}": None,
    "GET /api/projects/{project_id}/review": None,
    "GET /api/projects/{project_id}/review/next": None,
    "DELETE /api/tasks/{task_id}/review-lock": None,
    "GET /api/comments/{comment_id}": None,
    "PATCH /api/comments/{comment_id}": {"text": "Taken"},
    "DELETE /api/comments/{comment_id}": None,
    "POST /api/projects/{project_id}/duplicate": {"mode": "settings", "title": "Taken"},
    "POST /api/projects/{project_id}/export": {},
    "DELETE /api/projects/{project_id}/file-uploads": None,
    "GET /api/projects/{project_id}/file-uploads": None,
    "POST /api/projects/{project_id}/reimport": {"file_upload_ids": [1]},
    "POST /api/projects/{project_id}/import": [{"text": "a"}],
    "POST /api/projects/{project_id}/import/predictions": [],
    "POST /api/projects/{project_id}/tasks": {"data": {"text": "a"}},
    "POST /api/projects/{project_id}/tasks/bulk": [{"text": "a"}],
    "POST /api/projects/{project_id}/validate": {"label_config": "<View></View>"},
    "POST /api/tasks/{task_id}/annotations": {"result": []},
    "POST /api/tasks/{task_id}/annotations/{annotation_id}/drafts": {"result": []},
    "POST /api/tasks/{task_id}/drafts": {"result": []},
    "POST /api/tasks/{task_id}/lock": None,
    "PUT /api/annotations/{annotation_id}": {"result": []},
    "PUT /api/dm/views/{view_id}": {"data": {"title": "Taken"}},
    "PUT /api/predictions/{prediction_id}": {"score": 1},
    "PUT /api/projects/{project_id}": {"title": "Taken"},
    "PUT /api/tasks/{task_id}": {"data": {"text": "taken"}},
    "GET /api/storages/s3/{storage_id}": None,
    "DELETE /api/storages/s3/{storage_id}": None,
    "PATCH /api/storages/s3/{storage_id}": {"title": "Taken"},
    "PUT /api/storages/s3/{storage_id}": {"title": "Taken"},
    "POST /api/storages/s3/{storage_id}/sync": None,
    "GET /api/storages/localfiles/{storage_id}": None,
    "DELETE /api/storages/localfiles/{storage_id}": None,
    "PATCH /api/storages/localfiles/{storage_id}": {"title": "Taken"},
    "PUT /api/storages/localfiles/{storage_id}": {"title": "Taken"},
    "POST /api/storages/localfiles/{storage_id}/sync": None,
    "GET /api/storages/export/s3/{storage_id}": None,
    "DELETE /api/storages/export/s3/{storage_id}": None,
    "PATCH /api/storages/export/s3/{storage_id}": {"title": "Taken"},
    "PUT /api/storages/export/s3/{storage_id}": {"title": "Taken"},
    "POST /api/storages/export/s3/{storage_id}/sync": None,
    "GET /api/storages/export/localfiles/{storage_id}": None,
    "DELETE /api/storages/export/localfiles/{storage_id}": None,
    "PATCH /api/storages/export/localfiles/{storage_id}": {"title": "Taken"},
    "PUT /api/storages/export/localfiles/{storage_id}": {"title": "Taken"},
    "POST /api/storages/export/localfiles/{storage_id}/sync": None,
    "GET /api/projects/{project_id}/annotators": None,
    "GET /api/projects/{project_id}/reimports/{import_id}": None,
    "POST /api/annotations/{annotation_id}/convert-to-draft": None,
    "GET /api/import/file-upload/{file_id}": None,
    "PATCH /api/import/file-upload/{file_id}": None,
    "DELETE /api/import/file-upload/{file_id}": None,
    "GET /api/fsm/entities/{entity}/{entity_id}/history": None,
    "POST /api/fsm/entities/{entity}/{entity_id}/transition": {"transition_name": "submit"},
    "GET /api/storages/gcs/{storage_id}": None,
    "PATCH /api/storages/gcs/{storage_id}": {},
    "PUT /api/storages/gcs/{storage_id}": {},
    "DELETE /api/storages/gcs/{storage_id}": None,
    "POST /api/storages/gcs/{storage_id}/sync": None,
    "GET /api/storages/export/gcs/{storage_id}": None,
    "PATCH /api/storages/export/gcs/{storage_id}": {},
    "PUT /api/storages/export/gcs/{storage_id}": {},
    "DELETE /api/storages/export/gcs/{storage_id}": None,
    "POST /api/storages/export/gcs/{storage_id}/sync": None,
    "GET /api/storages/azure/{storage_id}": None,
    "PATCH /api/storages/azure/{storage_id}": {},
    "PUT /api/storages/azure/{storage_id}": {},
    "DELETE /api/storages/azure/{storage_id}": None,
    "POST /api/storages/azure/{storage_id}/sync": None,
    "GET /api/storages/export/azure/{storage_id}": None,
    "PATCH /api/storages/export/azure/{storage_id}": {},
    "PUT /api/storages/export/azure/{storage_id}": {},
    "DELETE /api/storages/export/azure/{storage_id}": None,
    "POST /api/storages/export/azure/{storage_id}/sync": None,
    "GET /api/storages/redis/{storage_id}": None,
    "PATCH /api/storages/redis/{storage_id}": {},
    "PUT /api/storages/redis/{storage_id}": {},
    "DELETE /api/storages/redis/{storage_id}": None,
    "POST /api/storages/redis/{storage_id}/sync": None,
    "GET /api/storages/export/redis/{storage_id}": None,
    "PATCH /api/storages/export/redis/{storage_id}": {},
    "PUT /api/storages/export/redis/{storage_id}": {},
    "DELETE /api/storages/export/redis/{storage_id}": None,
    "POST /api/storages/export/redis/{storage_id}/sync": None,
    "GET /api/labels/{label_id}": None,
    "PATCH /api/labels/{label_id}": {"title": "Taken"},
    "PUT /api/labels/{label_id}": {"title": "Taken"},
    "DELETE /api/labels/{label_id}": None,
    "GET /api/label_links/{link_id}": None,
    "PATCH /api/label_links/{link_id}": {"from_name": "taken"},
    "PUT /api/label_links/{link_id}": {"from_name": "taken"},
    "DELETE /api/label_links/{link_id}": None,
    "GET /tasks/{task_id}/resolve": None,
    "GET /tasks/{task_id}/presign": None,
    "GET /api/tasks/{task_id}/resolve": None,
    "GET /api/tasks/{task_id}/presign": None,
    "GET /projects/{project_id}/resolve": None,
    "GET /projects/{project_id}/presign": None,
    "GET /api/projects/{project_id}/resolve": None,
    "GET /api/projects/{project_id}/presign": None,
    "GET /api/projects/{project_id}/dashboard": None,
    "GET /api/projects/{project_id}/dashboard/export": None,
    "POST /api/projects/{project_id}/dashboard/refresh": None,
    "GET /api/projects/{project_id}/stats/IAA": None,
    "GET /api/projects/{project_id}/stats/total_agreement": None,
    "GET /api/projects/{project_id}/stats/agreement_annotator/{user_id}": None,
    "GET /api/projects/{project_id}/stats/agreement_annotators": None,
    "GET /api/projects/{project_id}/stats/lead_time": None,
    "GET /api/projects/{project_id}/stats/finished": None,
    "GET /api/projects/{project_id}/stats/label-distribution/structure": None,
    "GET /api/projects/{project_id}/stats/label-distribution/counts": None,
    "GET /api/projects/{project_id}/user-stats/review_score": None,
    "GET /api/projects/{project_id}/user-stats/{user_id}/review_score": None,
    "GET /api/projects/{project_id}/stats/agreement-groundtruth": None,
    "GET /api/projects/{project_id}/users/{user_id}/stats/agreement-groundtruth": None,
    "GET /api/projects/{project_id}/analytics/data-quality/agreement-analysis/dimensions": None,
    "GET /api/projects/{project_id}/analytics/data-quality/agreement-analysis/distribution": None,
    "GET /api/projects/{project_id}/stats/member_performance_participants": None,
    "GET /api/projects/{project_id}/stats/member_performance_rows": None,
    "GET /api/projects/{project_id}/stats/member_performance_summary": None,
    "GET /api/projects/{project_id}/update-stats": None,
    "GET /api/annotation-history/{item_id}": None,
    "GET /api/projects/{project_id}/annotation-history": None,
    "GET /api/projects/{project_id}/members/export": None,
    "GET /api/organizations/{organization_id}/memberships/search": None,
    "POST /api/organizations/{organization_id}/memberships/search": {"filters": {"role": ["AN"]}},
    "GET /api/organizations/{organization_id}/memberships/filter-schema": None,
    "GET /api/projects/{project_id}/model-stats/{model_version}/agreement": None,
    "GET /api/projects/{project_id}/model-stats/{model_version}/agreement-groundtruth": None,
    "GET /api/projects/{project_id}/model-stats/{model_version}/prediction": None,
    "GET /api/projects/{project_id}/user-stats/prediction": None,
    "GET /api/projects/{project_id}/user-stats/{user_id}/prediction": None,
    "GET /api/projects/{project_id}/analytics/data-quality/agreement-analysis/confusion-matrix": None,
    "GET /api/projects/{project_id}/stats/data_filter": None,
    "GET /api/projects/{project_id}/tasks/{task_id}/agreement-matrix": None,
}
# Calls that name an object elsewhere than in the path.
ELSEWHERE: list[tuple[str, str, Any]] = [
    ("POST", "/api/tasks", {"data": {"text": "a"}, "project": "{project_id}"}),
    ("POST", "/api/predictions", {"task": "{task_id}", "result": []}),
    ("GET", "/api/tasks?project={project_id}", None),
    ("GET", "/api/tasks?view={view_id}", None),
    ("POST", "/api/webhooks", {"project": "{project_id}", "url": "http://1.1.1.1/"}),
    ("GET", "/api/dm/views?project={project_id}", None),
    ("GET", "/api/dm/columns?project={project_id}", None),
    ("GET", "/api/dm/project?project={project_id}", None),
    ("POST", "/api/label_links", {"label": "{label_id}", "project": "{project_id}", "from_name": "a"}),
    ("POST", "/api/labels/bulk", {"project": "{project_id}", "old_label": "Positive", "new_label": "b"}),
    ("POST", "/api/dm/views", {"project": "{project_id}", "data": {}}),
    ("POST", "/api/dm/views/order", {"project": "{project_id}", "ids": []}),
    ("DELETE", "/api/dm/views/reset", {"project": "{project_id}"}),
    ("DELETE", "/api/dm/views/reset?project={project_id}", None),
    ("POST", "/api/annotation-reviews", {"annotation": "{annotation_id}", "accepted": True}),
    ("POST", "/api/annotations/bulk", {"task": "{task_id}", "result": []}),
    ("POST", "/api/annotations/bulk", {"project": "{project_id}", "selected_items": {"all": True}, "result": []}),
    ("POST", "/api/annotations/bulk-delete", {"project": "{project_id}", "ids": [1]}),
    ("PATCH", "/api/current-user", {"active_organization": "{organization_id}"}),
    ("POST", "/api/comments", {"annotation": "{annotation_id}", "text": "a"}),
    ("POST", "/api/comments", {"task": "{task_id}", "text": "a"}),
    ("POST", "/api/dm/actions?id=next_task&project={project_id}", {}),
    ("POST", "/api/dm/actions?id=delete_tasks&project={project_id}", {"selectedItems": {"all": True}}),
    ("POST", "/api/dm/actions?id=delete_tasks_annotations&project={project_id}", {}),
    ("POST", "/api/dm/actions?id=delete_tasks_predictions&project={project_id}", {}),
    ("POST", "/api/dm/actions?id=recompute_agreement&project={project_id}", {}),
    ("GET", "/api/annotation-history?annotation={annotation_id}", None),
    ("DELETE", "/api/annotation-history?annotation={annotation_id}", None),
    ("DELETE", "/api/annotation-history?task={task_id}", None),
    ("DELETE", "/api/annotation-history?project={project_id}", None),
]
UNKNOWN = 999_999_999
QUERIES = {"fileuri": "czM6Ly9iL2s=", "user": "1", "ids": "1"}
"""What some routes cannot do without; the others do not read it."""

NAMES = {"entity": "task", "model_version": "v1"}
"""What stands in paths besides ids."""

_ROWS = (
    "project",
    "task",
    "annotation",
    "annotation_draft",
    "annotation_revision",
    "prediction",
    "file_upload",
    "task_lock",
    "project_import",
    "job",
    "data_view",
    "task_assignment",
    "project_member",
    "review",
    "comment",
    "ml_backend",
    "storage",
    "label",
    "label_link",
    "export_snapshot",
    "export_converted_format",
    "webhook",
    "webhook_delivery",
)


def test_every_route_with_an_id_stands_in_the_matrix() -> None:
    assert {str(door) for door in DOORS if "{" in door.path} == BODIES.keys()


async def ours(site: Site, make: Make) -> dict[str, Any]:
    """Ids of one of each of our objects, all of them the owner's, by their names in paths."""
    project = await make.project()
    png = b"\x89PNG\r\n\x1a\n" + b"0" * 9
    path = f"/api/projects/{project['id']}/import?commit_to_project=false"
    await make.client.post(path, files={"a": ("a.png", png)})
    imported = (await make.client.post(f"/api/projects/{project['id']}/import", json=[{"text": "a"}])).json()
    task = await make.task(project)
    annotation, prediction = await make.annotation(task), await make.prediction(task)
    draft = await make.draft(task["id"])
    await make.client.delete(f"/api/projects/{(await make.project())['id']}")
    await site.settled()
    (job,) = (await make.read("/api/jobs"))["results"]
    folder = site.app.state.settings.local_files_document_root / "tasks"
    folder.mkdir(exist_ok=True)
    storage = {"project": project["id"], "path": str(folder)}
    connected = (await make.client.post("/api/storages/localfiles", json=storage)).json()
    snapshot = (await make.client.post(f"/api/projects/{project['id']}/exports", json={})).json()
    whoami = await make.read("/api/current-user/whoami")
    allowed = {"review_settings": {"review_own_work": True}}
    await make.client.patch(f"/api/projects/{project['id']}", json=allowed)
    review = (await make.client.post("/api/annotation-reviews", json={"annotation": annotation["id"]})).json()
    remark = (await make.client.post("/api/comments", json={"annotation": annotation["id"], "text": "Why?"})).json()
    view = (await make.client.post("/api/dm/views", json={"project": project["id"], "data": {"title": "All"}})).json()
    await site.sql(
        "INSERT INTO ml_backend (project_id, url, title, description, auth_method, is_interactive, auto_update, "
        "timeout, state, model_version, server_url, created_at, updated_at) SELECT id, 'http://127.0.0.1:1', '', '', "
        "'NONE', false, true, 1, 'CO', '', '', created_at, updated_at FROM project WHERE id = :id",
        id=project["id"],
    )
    ((file_id,),) = await site.sql("SELECT id FROM file_upload")
    label = {"title": "Ours", "value": "Ours", "from_name": "sentiment", "project": project["id"]}
    (linked,) = (await make.client.post("/api/labels", json=[label])).json()
    ((backend_id,),) = await site.sql("SELECT max(id) FROM ml_backend")
    webhook = {"url": "http://1.1.1.1/", "project": project["id"], "is_active": False}
    webhook_id = (await make.client.post("/api/webhooks", json=webhook)).json()["id"]
    await site.sql(
        "INSERT INTO outbox (uid, event, payload, created_at) SELECT 'u', 'PING', '{}', created_at FROM webhook"
    )
    await site.sql(
        "INSERT INTO webhook_delivery (outbox_id, webhook_id, state, attempts, queued_at, created_at) "
        "SELECT outbox.id, webhook.id, 'parked', 1, webhook.created_at, webhook.created_at FROM outbox, webhook"
    )
    ((delivery_id,),) = await site.sql("SELECT id FROM webhook_delivery")
    await make.client.patch(f"/api/annotations/{annotation['id']}", json={"lead_time": 2})
    history = await make.read("/api/annotation-history", annotation=annotation["id"])
    return {
        "webhook_id": webhook_id,
        "delivery_id": delivery_id,
        "backend_id": backend_id,
        "entity_id": task["id"],
        "file_id": file_id,
        "label_id": linked["id"],
        "link_id": linked["links"][0],
        "project_id": project["id"],
        "import_id": imported["import_id"],
        "job_id": job["id"],
        "storage_id": connected["id"],
        "export_id": snapshot["id"],
        "task_id": task["id"],
        "annotation_id": annotation["id"],
        "draft_id": draft["id"],
        "review_id": review["id"],
        "comment_id": remark["id"],
        "prediction_id": prediction["id"],
        "view_id": view["id"],
        "item_id": history[-1]["id"],
        "user_id": whoami["id"],
        "organization_id": whoami["active_organization"],
    }


def filled(body: Any, ids: dict[str, Any]) -> Any:
    """A body with the ids that it names in braces."""
    if not isinstance(body, dict):
        return body
    return {
        key: ids[value.strip("{}")] if isinstance(value, str) and value.startswith("{") else value
        for key, value in body.items()
    }


@pytest.fixture
async def site(open_site: OpenSite, tmp_path: Path) -> Site:
    """A site on which every kind of object can be made."""
    (tmp_path / "documents").mkdir()
    return await open_site(local_files_serving_enabled=True, local_files_document_root=tmp_path / "documents")


def _without_id(answer: httpx.Response) -> Any:
    return {key: value for key, value in answer.json().items() if key != "id"}


async def test_another_organizations_objects_read_like_none(
    site: Site, make: Make, stranger: httpx.AsyncClient
) -> None:
    ids = await ours(site, make)
    ((name,),) = await site.sql("SELECT stored_name FROM file_upload")
    before = [await site.sql(f"SELECT * FROM {table} ORDER BY id") for table in _ROWS]
    nothing = dict.fromkeys(ids, UNKNOWN)
    for call, body in BODIES.items():
        method, _, path = call.partition(" ")
        foreign, unknown = [
            await stranger.request(
                method, path.format(**given, **NAMES, name=name), json=filled(body, given), params=QUERIES
            )
            for given in (ids, nothing)
        ]
        assert (foreign.status_code, unknown.status_code) == (404, 404), (call, foreign.text, unknown.text)
        assert _without_id(foreign) == _without_id(unknown), call
    after = [await site.sql(f"SELECT * FROM {table} ORDER BY id") for table in _ROWS]
    assert after == before, "a refused call changed something"


async def test_references_outside_the_path_read_like_none(site: Site, make: Make, stranger: httpx.AsyncClient) -> None:
    ids = await ours(site, make)
    before = [await site.sql(f"SELECT * FROM {table} ORDER BY id") for table in _ROWS]
    for method, path, body in ELSEWHERE:
        call, answers = (method, path, body), []
        for given in (ids, dict.fromkeys(ids, UNKNOWN)):
            answer = await stranger.request(method, path.format(**given), json=filled(body, given))
            assert answer.status_code in {400, 404}, (call, answer.text)
            own = rf"\b({given['task_id']}|{given['annotation_id']}|{given['organization_id']})\b"
            answers.append(re.sub(own, "ID", str(answer.json().get("validation_errors"))))
            answers[-1] += str(answer.json()["detail"])
        assert answers[0] == answers[1], call
        assert [await site.sql(f"SELECT * FROM {table} ORDER BY id") for table in _ROWS] == before, call


async def test_lists_hold_only_the_own_organizations(site: Site, make: Make, stranger: httpx.AsyncClient) -> None:
    ids = await ours(site, make)
    for query in ({}, {"project": ids["project_id"]}, {"user": ids["user_id"]}):
        (page,) = (await stranger.get("/api/activity-logs", params=query)).json()
        assert {entry["email"] for entry in page["data"]} <= {"stranger@example.net"}
        assert "owner@example.org" not in (await stranger.get("/api/activity-logs/export", params=query)).text
    assert (await stranger.get("/api/projects")).json()["count"] == 0
    assert (await stranger.get("/api/projects", params={"ids": ids["project_id"]})).json()["count"] == 0
    assert (await stranger.get("/api/jobs")).json()["count"] == 0
    assert (await stranger.get("/api/labels")).json()["count"] == 0
    assert (await stranger.get("/api/label_links")).json()["count"] == 0
    for query in ({}, {"project": ids["project_id"]}):
        assert (await stranger.get("/api/webhooks", params=query)).json() == []
    for query in ({}, {"task": ids["task_id"]}, {"project": ids["project_id"]}):
        assert (await stranger.get("/api/predictions", params=query)).json() == []
