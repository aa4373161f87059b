"""Tries, rests, giving up, sending again, and the log of it all."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from labelwright.webhooks.service.delivering import TRIES, delay_after
from tests.fixtures.making import Make, created
from tests.fixtures.receivers import Receiver
from tests.fixtures.sites import OpenSite, Site
from tests.webhooks.test_events import subscribe


@pytest.fixture
async def site(open_site: OpenSite) -> Site:
    """A site that may call receivers on this machine, and tries again almost at once."""
    return await open_site(ssrf_allowed_subnets="127.0.0.0/8", webhook_retry_seconds=0.01, webhook_timeout_seconds=1)


async def deliveries(make: Make, hook: Any, **query: Any) -> list[Any]:
    """The log of a webhook, newest first."""
    found: list[Any] = (await make.read(f"/api/webhooks/{hook['id']}/deliveries", **query))["results"]
    return found


async def tried(make: Make, hook: Any, attempts: int) -> Any:
    """The newest delivery, after so many tries."""
    deadline = time.monotonic() + 20
    while True:
        newest = (await deliveries(make, hook))[0]
        if newest["attempts"] >= attempts:
            return newest
        assert time.monotonic() < deadline, newest
        await asyncio.sleep(0.01)


async def hurry(site: Site, make: Make, hook: Any) -> None:
    """Have what waits for its next try be tried now: time passes for the rows alone."""
    await site.sql("UPDATE webhook_delivery SET next_at = created_at WHERE state = 'pending'")
    base = f"/api/webhooks/{hook['id']}"
    for is_active in (False, True):
        await created(await make.client.patch(base, json={"is_active": is_active}), 200)


def test_eight_tries_take_about_a_day() -> None:
    waits = [delay_after(attempts, first=15) for attempts in range(1, TRIES)]
    assert waits == sorted(waits)
    assert 20 * 3600 < sum(waits) < 26 * 3600


async def test_a_failed_try_is_followed_by_another_with_the_same_id(site: Site, make: Make, receiver: Receiver) -> None:
    receiver.answers = [500, 503]
    hook = await subscribe(make.client, receiver.url)
    await make.project()
    found = await receiver.until(3)
    assert len({one.id for one in found}) == 1
    assert {one.body for one in found} == {found[0].body}
    assert [one.headers["webhook-attempt"] for one in found] == ["1", "2", "3"]
    delivery = await tried(make, hook, 3)
    assert (delivery["state"], delivery["error"], delivery["next_at"]) == ("sent", None, None)
    assert (await make.read(f"/api/webhooks/{hook['id']}"))["consecutive_failures"] == 0


async def test_after_eight_tries_an_event_is_parked_until_it_is_sent_again(
    site: Site, make: Make, receiver: Receiver
) -> None:
    receiver.answers = [500] * TRIES
    hook = await subscribe(make.client, receiver.url)
    await make.project()
    for attempts in range(1, TRIES + 1):
        delivery = await tried(make, hook, attempts)
        if delivery["state"] == "pending":
            assert delivery["next_at"] is not None
            await hurry(site, make, hook)
    assert (delivery["state"], delivery["attempts"], delivery["next_at"]) == ("parked", TRIES, None)
    assert (delivery["status"], delivery["error"]) == (500, "The receiver answered 500.")
    await site.settled()
    assert len(receiver.received) == TRIES
    path = f"/api/webhooks/{hook['id']}/deliveries/{delivery['id']}/redeliver"
    again = await created(await make.client.post(path), 200)
    assert (again["state"], again["attempts"]) == ("pending", 0)
    found = await receiver.until(TRIES + 1)
    assert found[-1].id == found[0].id
    assert (await tried(make, hook, 1))["state"] == "sent"


async def test_an_event_that_is_refused_does_not_hold_up_the_others(site: Site, make: Make, receiver: Receiver) -> None:
    refused = (await make.project())["id"]
    receiver.refuses = lambda event: event.json["project"]["id"] == refused
    hook = await subscribe(make.client, receiver.url)
    await make.client.patch(f"/api/projects/{refused}", json={"title": "Refused"})
    await tried(make, hook, 2)
    # Its next try is far, and the rest after the last one is over.
    await site.sql("UPDATE webhook_delivery SET next_at = '2999-01-01 00:00:00.000000'")
    await site.sql("UPDATE webhook SET rests_until = NULL")
    others = [(await make.project())["id"] for _ in range(2)]
    await receiver.until_true(lambda: others[1] in [event.json["project"]["id"] for event in receiver.received])
    await tried(make, hook, 1)
    assert [one["state"] for one in await deliveries(make, hook)] == ["sent", "sent", "pending"]


async def test_metrics_tell_what_waits(site: Site, make: Make, receiver: Receiver) -> None:
    receiver.answers = [503] * 100
    hook = await subscribe(make.client, receiver.url)
    await make.project()
    await tried(make, hook, 1)
    an_hour_ago = (datetime.now(UTC) - timedelta(hours=1)).strftime("%Y-%m-%d %H:%M:%S.%f")
    await site.sql(f"UPDATE webhook_delivery SET queued_at = '{an_hour_ago}' WHERE state = 'pending'")
    lines = dict(
        line.rsplit(" ", 1) for line in (await make.client.get("/metrics")).text.splitlines() if line[0] != "#"
    )
    assert lines["labelwright_webhook_deliveries"] == "1.0"
    assert 3600 <= float(lines["labelwright_outbox_lag_seconds"]) < 4000


async def test_events_come_in_their_order_after_the_receiver_was_down(
    site: Site, make: Make, receiver: Receiver
) -> None:
    receiver.answers = [503, 503]
    hook = await subscribe(make.client, receiver.url)
    ids = [(await make.project())["id"] for _ in range(5)]
    await receiver.until(7)
    await tried(make, hook, 1)
    told = [one.json["project"]["id"] for one in receiver.received]
    assert list(dict.fromkeys(told)) == ids


async def test_what_waited_for_more_than_a_day_behind_a_dead_receiver_is_parked(
    site: Site, make: Make, receiver: Receiver
) -> None:
    receiver.answers = [500] * 100
    hook = await subscribe(make.client, receiver.url)
    for _ in range(3):
        await make.project()
    await receiver.until(1)
    await site.sql("UPDATE webhook_delivery SET queued_at = '2020-01-01 00:00:00.000000'")
    await hurry(site, make, hook)
    deadline = time.monotonic() + 10
    while {one["state"] for one in await deliveries(make, hook)} != {"parked"}:
        assert time.monotonic() < deadline, await deliveries(make, hook)
        await asyncio.sleep(0.05)
    assert all(one["attempts"] < TRIES for one in await deliveries(make, hook))


async def test_a_dead_or_slow_receiver_does_not_slow_submits(site: Site, make: Make, receiver: Receiver) -> None:
    project = await make.project()
    ids = await make.tasks(project, 12)
    receiver.seconds = 3
    await subscribe(make.client, receiver.url)
    await subscribe(make.client, "http://127.0.0.1:9/dead")
    await make.annotation(ids[0])
    await receiver.until(1)
    started = time.monotonic()
    for task in ids[1:]:
        await make.annotation(task)
    assert time.monotonic() - started < 3
    rows = await site.sql("SELECT DISTINCT state FROM webhook_delivery")
    assert [tuple(row) for row in rows] == [("pending",)]


async def test_a_redirect_and_a_silence_are_failures_that_say_why(site: Site, make: Make, receiver: Receiver) -> None:
    receiver.seconds = 1.5
    hook = await subscribe(make.client, receiver.url)
    answer = await created(await make.client.post(f"/api/webhooks/{hook['id']}/test"), 200)
    assert (answer["state"], answer["status"], answer["action"]) == ("parked", None, "PING")
    assert answer["error"] == "No answer: no complete answer within 1 seconds."
    receiver.seconds = 0
    receiver.answers = [404]
    answer = await created(await make.client.post(f"/api/webhooks/{hook['id']}/test"), 200)
    assert (answer["state"], answer["status"], answer["excerpt"]) == ("parked", 404, "thanks")


async def test_a_ping_is_sent_now_and_logged(site: Site, make: Make, receiver: Receiver) -> None:
    hook = await subscribe(make.client, receiver.url, is_active=False)
    answer = await created(await make.client.post(f"/api/webhooks/{hook['id']}/test"), 200)
    assert (answer["state"], answer["status"], answer["attempts"]) == ("sent", 200, 1)
    (found,) = receiver.received
    assert found.json == {"action": "PING", "webhook": {"id": hook["id"]}}
    assert found.id == answer["event_id"]
    assert await deliveries(make, hook) == [answer]


async def test_the_log_is_paged_filtered_and_purged(site: Site, make: Make, receiver: Receiver) -> None:
    hook = await subscribe(make.client, receiver.url)
    for _ in range(3):
        await make.project()
    await receiver.until(3)
    await site.settled()
    page = await make.read(f"/api/webhooks/{hook['id']}/deliveries", page_size=2)
    assert (page["count"], len(page["results"])) == (3, 2)
    assert page["next"].endswith("page_size=2&page=2")
    assert await deliveries(make, hook, state="parked") == []
    assert (await make.client.get(f"/api/webhooks/{hook['id']}/deliveries?state=lost")).status_code == 400
    assert (await make.client.get(f"/api/webhooks/{hook['id']}/deliveries?page=9")).status_code == 404
    await site.sql("UPDATE webhook_delivery SET created_at = '2020-01-01 00:00:00.000000'")
    await make.project()
    await receiver.until(4)
    await site.settled()
    assert len(await deliveries(make, hook)) == 1
    assert len(await site.sql("SELECT id FROM outbox")) == 1


async def test_sending_again_needs_a_webhook_that_is_on(site: Site, make: Make, receiver: Receiver) -> None:
    hook = await subscribe(make.client, receiver.url, is_active=False)
    delivery = await created(await make.client.post(f"/api/webhooks/{hook['id']}/test"), 200)
    answer = await make.client.post(f"/api/webhooks/{hook['id']}/deliveries/{delivery['id']}/redeliver")
    assert (answer.status_code, answer.json()["code"]) == (409, "webhook_off")


async def test_jobs_of_deliveries_are_nobodys(site: Site, make: Make, receiver: Receiver) -> None:
    await subscribe(make.client, receiver.url)
    await make.project()
    await receiver.until(1)
    assert (await make.read("/api/jobs"))["count"] == 0
