"""The history of annotations: what each held, who made it so, when and why."""

import re
from typing import Any

import httpx
import pytest
from sqlalchemy import event

from labelwright.annotations.items import ItemId, Source
from labelwright.core.access import Role
from labelwright.core.types import now
from labelwright.history import router
from tests.fixtures.databases import PinnedDatabase
from tests.fixtures.making import Make, choice, created
from tests.fixtures.people import People
from tests.fixtures.sites import Site

HISTORY = "/api/annotation-history"
EVERYTHING = {"selectedItems": {"all": True, "excluded": []}}


@pytest.fixture
async def reviewer(site: Site, people: People) -> httpx.AsyncClient:
    """Somebody who judges."""
    return await site.client(people.reviewer)


def _label(item: Any) -> str | None:
    """The one choice that a version holds."""
    return item["result"][0]["value"]["choices"][0] if item["result"] else None


async def _history(make: Make, annotation: Any, **query: Any) -> list[Any]:
    found: list[Any] = await make.read(HISTORY, annotation=annotation["id"], **query)
    return found


async def _told(make: Make, annotation: Any) -> list[tuple[str, int | None, str | None]]:
    items = await _history(make, annotation)
    return [(item["action"], item["created_by"], _label(item)) for item in items]


async def _change(client: httpx.AsyncClient, annotation: Any, **body: Any) -> None:
    await created(await client.patch(f"/api/annotations/{annotation['id']}", json=body), 200)


async def test_each_version_says_who_made_it_and_why(
    make: Make, annotator: httpx.AsyncClient, reviewer: httpx.AsyncClient, people: People
) -> None:
    task = await make.task(await make.project(enable_review=True))
    made = await make.annotation(task, choice("Positive"), by=annotator, lead_time=4.5)
    alone = await _history(make, made)
    assert [(item["action"], item["lead_time"], item["annotation_rev"]) for item in alone] == [("submitted", 4.5, 1)]
    reject = {"annotation": made["id"], "accepted": False, "comment": "Look again"}
    rejected = await created(await reviewer.post("/api/annotation-reviews", json=reject))
    await _change(annotator, made, result=choice("Negative"), lead_time=9)
    fix = {"annotation": made["id"], "accepted": True, "comment": "Nearly", "result": choice("Positive")}
    fixed = await created(await reviewer.post("/api/annotation-reviews", json=fix))
    items = await _history(make, made)
    assert [(item["action"], item["created_by"], _label(item), item["annotation_rev"]) for item in items] == [
        ("submitted", people.annotator.id, "Positive", 1),
        ("rejected", people.reviewer.id, "Positive", 1),
        ("updated", people.annotator.id, "Negative", 2),
        ("fixed_and_accepted", people.reviewer.id, "Positive", 3),
    ]
    assert [item["lead_time"] for item in items] == [4.5, 4.5, 9, 9]
    assert [(item["review_id"], item["comment"]) for item in items] == [
        (None, None),
        (rejected["id"], "Look again"),
        (None, None),
        (fixed["id"], "Nearly"),
    ]
    # What was told stays under its number, whatever comes after.
    assert items[0] == alone[0]
    for item in items:
        assert await make.read(f"{HISTORY}/{item['id']}") == item
    assert [item["id"] for item in await _history(make, made, ordering="-created_at")] == [
        item["id"] for item in reversed(items)
    ]


async def test_a_review_says_which_item_it_is_about(
    make: Make, annotator: httpx.AsyncClient, reviewer: httpx.AsyncClient
) -> None:
    made = await make.annotation(await make.task(await make.project(enable_review=True)), by=annotator)
    (first,) = await _history(make, made)
    await _change(annotator, made, result=choice("Negative"))
    body = {"annotation": made["id"], "accepted": True, "result": choice("Positive")}
    stale = await reviewer.post("/api/annotation-reviews", json={**body, "last_annotation_history": first["id"]})
    assert (stale.status_code, stale.json()["current"]["rev"]) == (412, 2)
    second = (await _history(make, made))[-1]
    fresh = {**body, "last_annotation_history": second["id"]}
    review = await created(await reviewer.post("/api/annotation-reviews", json=fresh))
    third = (await _history(make, made))[-1]
    names = ("last_annotation_history", "previous_annotation_history", "fixed_annotation_history")
    assert [review[name] for name in names] == [second["id"], second["id"], third["id"]]
    (listed,) = await make.read("/api/annotation-reviews", annotation=made["id"])
    assert [listed[name] for name in names] == [review[name] for name in names]
    await make.client.delete(HISTORY, params={"annotation": made["id"]})
    (listed,) = await make.read("/api/annotation-reviews", annotation=made["id"])
    (left,) = await _history(make, made)
    assert [listed[name] for name in names] == [None, None, left["id"]]
    assert left["id"] == first["id"]


async def test_it_tells_where_work_came_from(make: Make, site: Site, people: People) -> None:
    project = await make.project()
    item = {"data": {"text": "a"}, "annotations": [{"result": choice("Negative")}]}
    task, other = await make.imported(project, [item, {"data": {"text": "b"}}])
    (imported,) = await make.read(f"/api/tasks/{task}/annotations")
    await make.prediction(other, result=choice("Positive"))
    path = f"/api/dm/actions?project={project['id']}&id=predictions_to_annotations"
    await created(await make.client.post(path, json=EVERYTHING), 200)
    (adopted,) = await make.read(f"/api/tasks/{other}/annotations")
    owner = people.owner.id
    assert await _told(make, imported) == [("imported", owner, "Negative")]
    assert await _told(make, adopted) == [("prediction", owner, "Positive")]
    rename = {"project": project["id"], "old_label": "Positive", "new_label": "Good"}
    await created(await make.client.post("/api/labels/bulk", json=rename), 200)
    await site.settled()
    assert await _told(make, adopted) == [("prediction", owner, "Positive"), ("updated", owner, "Good")]
    skip = await make.skip(await _task(make, project))
    assert await _told(make, skip) == [("skipped", owner, None)]
    await _change(make.client, skip, result=choice(), was_cancelled=False)
    await _change(make.client, skip, was_cancelled=True)
    assert await _told(make, skip) == [
        ("skipped", owner, None),
        ("updated", owner, "Positive"),
        ("skipped", owner, "Positive"),
    ]
    assert [one["was_cancelled"] for one in await _history(make, skip)] == [True, False, True]


async def _task(make: Make, project: Any) -> int:
    found: int = (await make.task(project))["id"]
    return found


async def test_a_verdict_that_is_taken_back_leaves_nothing(
    make: Make, annotator: httpx.AsyncClient, reviewer: httpx.AsyncClient
) -> None:
    made = await make.annotation(await make.task(await make.project(enable_review=True)), by=annotator)
    review = await created(await reviewer.post("/api/annotation-reviews", json={"annotation": made["id"]}))
    verdict = (await _history(make, made))[-1]
    assert (verdict["action"], verdict["review_id"]) == ("accepted", review["id"])
    await reviewer.delete(f"/api/annotation-reviews/{review['id']}")
    assert [item["action"] for item in await _history(make, made)] == ["submitted"]
    assert (await make.client.get(f"{HISTORY}/{verdict['id']}")).status_code == 404


async def test_a_first_submit_stores_no_version(
    db: PinnedDatabase, site: Site, make: Make, annotator: httpx.AsyncClient
) -> None:
    task = await make.task()
    with db.statements() as seen:
        await make.annotation(task, by=annotator)
    assert not [statement for statement in seen if "annotation_revision" in statement]
    assert await site.sql("SELECT count(*) FROM annotation_revision") == [(0,)]


async def test_of_a_long_history_only_what_is_shown_is_read(
    db: PinnedDatabase, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(router, "LONGEST_LIST", 2)
    made = await make.annotation(None, choice("Positive"))
    for label in ("Negative", "Positive", "Negative"):
        await _change(make.client, made, result=choice(label))
    with db.statements() as seen:
        items = await _history(make, made)
    assert [(item["annotation_rev"], _label(item)) for item in items] == [(3, "Positive"), (4, "Negative")]
    of_revisions = [statement for statement in seen if "FROM annotation_revision" in statement]
    assert [".result" in statement for statement in of_revisions] == [False, True]


async def test_annotators_read_the_history_of_their_own_work(
    site: Site, make: Make, annotator: httpx.AsyncClient, people: People
) -> None:
    project = await make.project(maximum_annotations=2)
    task = await make.task(project)
    own, other = await make.annotation(task, by=annotator), await make.annotation(task)
    assert (await annotator.get(HISTORY, params={"annotation": own["id"]})).status_code == 200
    assert (await annotator.get(HISTORY, params={"annotation": other["id"]})).status_code == 404
    (item,) = await _history(make, other)
    assert (await annotator.get(f"{HISTORY}/{item['id']}")).status_code == 404
    for role in Role:
        client = await site.client(people.of(role))
        listed = await client.get(f"/api/projects/{project['id']}/annotation-history")
        assert listed.status_code == (403 if role == Role.ANNOTATOR else 200), role
        deleted = await client.delete(HISTORY, params={"annotation": own["id"]})
        assert deleted.status_code == (200 if role in (Role.OWNER, Role.ADMINISTRATOR) else 403), role


async def test_the_history_of_a_project_comes_in_pages(
    make: Make, annotator: httpx.AsyncClient, reviewer: httpx.AsyncClient
) -> None:
    project = await make.project(enable_review=True)
    first, second = await make.tasks(project, 2)
    one = await make.annotation(first, by=annotator)
    two = await make.annotation(second, by=annotator)
    await _change(annotator, one, result=choice("Negative"))
    await created(await reviewer.post("/api/annotation-reviews", json={"annotation": one["id"]}))
    moment = now().isoformat()
    fix = {"annotation": two["id"], "accepted": True, "result": choice("Negative")}
    await created(await reviewer.post("/api/annotation-reviews", json=fix))
    path = f"/api/projects/{project['id']}/annotation-history"
    expected = [
        (one["id"], "submitted"),
        (two["id"], "submitted"),
        (one["id"], "updated"),
        (one["id"], "accepted"),
        (two["id"], "fixed_and_accepted"),
    ]
    for follows_links in (False, True):
        told, address = [], f"{path}?page_size=2"
        for page in (1, 2, 3):
            found = await created(await make.client.get(address), 200)
            assert (found["count"], found["previous"] is None) == (5, page == 1)
            told += [(item["annotation_id"], item["action"]) for item in found["results"]]
            address = found["next"] if follows_links else f"{path}?page_size=2&page={page + 1}"
            assert (found["next"] is None) == (page == 3)
        assert told == expected
    before = await created(await make.client.get(found["previous"]), 200)
    assert before["results"] == (await make.read(path, page=2, page_size=2))["results"]
    assert (await make.read(path, page=9, page_size=2))["results"] == []
    later = await make.read(path, created_at_from=moment)
    assert [item["action"] for item in later["results"]] == ["fixed_and_accepted"]
    assert (await make.read(path, created_at_to=moment))["count"] == 4
    never = await make.client.get(path, params={"created_at_from": "0001-01-01T00:00:00+14:00"})
    assert (never.status_code, list(never.json()["validation_errors"])) == (400, ["created_at_from"])
    await make.client.delete(f"/api/annotations/{one['id']}")
    assert (await make.read(path))["count"] == 2


async def test_a_page_begins_where_the_last_one_ended(
    site: Site, make: Make, annotator: httpx.AsyncClient, reviewer: httpx.AsyncClient
) -> None:
    project = await make.project(enable_review=True)
    made = [await make.annotation(task, by=annotator) for task in await make.tasks(project, 4)]
    for annotation in made:
        await _change(annotator, annotation, result=choice("Negative"))
        await created(await reviewer.post("/api/annotation-reviews", json={"annotation": annotation["id"]}))
    # Of one moment, as what comes in bulk is.
    for table in ("annotation", "annotation_revision", "review"):
        await site.sql(f"UPDATE {table} SET created_at = (SELECT min(created_at) FROM project)")
    path = f"/api/projects/{project['id']}/annotation-history"
    whole = [item["id"] for item in (await make.read(path))["results"]]
    assert len(set(whole)) == 12
    told, address = [], f"{path}?page_size=1"
    while address:
        page = await created(await make.client.get(address), 200)
        told += [item["id"] for item in page["results"]]
        address = page["next"]
        if len(told) == 1:  # what is gone meanwhile shifts nothing
            await make.client.delete(f"/api/annotations/{made[0]['id']}")
    assert told == [number for number in whole if number in told]
    assert len(told) == 10
    for after in ("", "yesterday", "2026-01-31T12:00:00Z", "2026-01-31T12:00:00Z,x", "0001-01-01T00:00:00+14:00,1"):
        refused = await make.client.get(path, params={"after": after})
        assert (refused.status_code, list(refused.json()["validation_errors"])) == (400, ["after"]), after
    far = await make.read(path, after=f"9999-12-31T00:00:00,{'9' * 60}")
    assert (far["results"], far["next"]) == ([], None)


async def test_a_page_of_a_project_is_read_in_the_order_of_indexes(site: Site, make: Make, db_kind: str) -> None:
    project = await make.project()
    await _change(make.client, await make.annotation(await make.task(project)), result=choice("Negative"))
    path = f"/api/projects/{project['id']}/annotation-history"
    after = f"{now().replace(year=2020).isoformat()},3"
    if db_kind == "postgres":
        # What is cheap of a few rows is not of many.
        for costly in ("seqscan", "bitmapscan", "sort"):
            await site.sql(f"SET LOCAL enable_{costly} = off")
    for query in ({}, {"after": after}):
        plan = await _plan(site, make, path, query)
        for index in ("annotation_project_created_at", "annotation_revision_project_created_at", "review_project_cr"):
            assert f"ix_{index}" in plan, plan
        # What is sorted is what the three have yielded, no more than a page of each.
        within = re.findall(r"CO-ROUTINE.*?SCAN anon|Limit +\(.*?Limit ", plan[len("Limit") :], re.DOTALL)
        assert within, plan
        assert not re.search("TEMP B-TREE|Sort Key", "".join(within)), plan


async def _plan(site: Site, make: Make, path: str, query: dict[str, str]) -> str:
    """How the statement that reads a page is carried out."""
    seen: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if "UNION ALL" in statement:
            seen.append((statement, parameters))

    assert isinstance(site.database, PinnedDatabase)
    connection = site.database.connection
    event.listen(connection.sync_connection, "before_cursor_execute", note)
    await make.read(path, **query)
    event.remove(connection.sync_connection, "before_cursor_execute", note)
    ((statement, parameters),) = seen
    explain = "EXPLAIN QUERY PLAN" if site.database.is_sqlite else "EXPLAIN"
    rows = (await connection.exec_driver_sql(f"{explain} {statement}", parameters)).all()
    return "\n".join(str(row[-1]) for row in rows)


async def test_older_versions_are_deleted_on_demand(site: Site, make: Make, people: People) -> None:
    project = await make.project()
    task, _ = await make.tasks(project, 2)
    made = await make.annotation(task, choice("Positive"))
    for label in ("Negative", "Positive"):
        await _change(make.client, made, result=choice(label))
    other = await make.annotation()
    await _change(make.client, other, result=choice("Negative"))
    for query in ({"annotation": made["id"]}, {"task": task}, {"project": project["id"]}):
        await _change(make.client, made, result=choice("Negative"))
        answer = await created(await make.client.delete(HISTORY, params=query), 200)
        assert answer["removed"] == (3 if "annotation" in query else 1)
    # What it holds is of whoever changed it last; what comes from now on is told again.
    assert await _told(make, made) == [("updated", people.owner.id, "Negative")]
    await _change(make.client, made, result=choice("Positive"))
    assert await _told(make, made) == [("updated", None, "Negative"), ("updated", people.owner.id, "Positive")]
    assert len(await _history(make, other)) == 2
    assert (await make.client.delete(HISTORY)).status_code == 400
    assert (await make.client.get(HISTORY)).status_code == 400
    (log,) = await make.read("/api/activity-logs", action="history_deleted", ordering="id")
    assert [entry["extra_data"]["details"] for entry in log["data"]] == [{"count": 3}, {"count": 1}, {"count": 1}]


def test_items_are_numbered_by_what_tells_of_them() -> None:
    for source in Source:
        for row_id in (1, 2, 2**60):
            assert ItemId.of(ItemId(source, row_id).number) == ItemId(source, row_id)
    assert len({ItemId(source, 7).number for source in Source}) == len(Source)
