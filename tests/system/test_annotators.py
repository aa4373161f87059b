"""Twenty annotators at once on a real server."""

import asyncio
from collections import Counter

import httpx
import pytest

from tests.fixtures.making import SENTIMENT, choice
from tests.fixtures.servers import TOKEN, NewServer, Server
from tests.system.counting import assert_counters_agree, rows

pytestmark = [pytest.mark.system, pytest.mark.slow]

ANNOTATORS = 20


async def _tokens(server: Server, owner: httpx.AsyncClient) -> list[str]:
    """Tokens of further members, as each would get it on signing in."""
    invite = (await owner.get("/api/invite")).json()["token"]
    found = []
    for number in range(ANNOTATORS):
        async with httpx.AsyncClient(base_url=server.url, timeout=60) as newcomer:
            body = {"email": f"a{number}@example.org", "password": "a lovely little phone", "token": invite}
            assert (await newcomer.post("/api/session/signup", json=body)).status_code == 201
            found.append((await newcomer.get("/api/current-user/token")).json()["token"])
    return found


async def _label_all(server: Server, token: str, project: int) -> list[int]:
    """Label until nothing is left; the tasks that were handed out."""
    seen: list[int] = []
    headers = {"Authorization": f"Token {token}"}
    async with httpx.AsyncClient(base_url=server.url, headers=headers, timeout=60) as client:
        while True:
            answer = await client.get(f"/api/projects/{project}/next")
            if answer.status_code == 404:
                assert answer.json()["code"] == "no_task"
                return seen
            assert answer.status_code == 200, answer.text
            task = answer.json()["id"]
            seen.append(task)
            made = await client.post(f"/api/tasks/{task}/annotations", json={"result": choice()})
            assert made.status_code == 201, made.text


async def test_overlap_holds_and_nobody_starves(new_server: NewServer) -> None:
    server = await new_server()
    server.start()
    headers = {"Authorization": f"Token {TOKEN}"}
    async with httpx.AsyncClient(base_url=server.url, headers=headers, timeout=60) as owner:
        tokens = await _tokens(server, owner)
        for overlap in (1, 3):
            body = {"label_config": SENTIMENT, "maximum_annotations": overlap}
            project = (await owner.post("/api/projects", json=body)).json()["id"]
            count = 120 // overlap
            items = [{"text": f"Text {number}"} for number in range(count)]
            assert (await owner.post(f"/api/projects/{project}/import", json=items)).status_code == 201
            async with asyncio.timeout(120):
                seen = await asyncio.gather(*(_label_all(server, token, project) for token in tokens))
            handed_out = Counter(task for tasks in seen for task in tasks)
            assert set(handed_out.values()) == {overlap}, "every task as often as asked for, and never more"
            assert len(handed_out) == count
            assert all(len(tasks) == len(set(tasks)) for tasks in seen), "nobody gets a task twice"
            assert sum(1 for tasks in seen if tasks) > ANNOTATORS // 2, "work reaches most of them"
            shown = (await owner.get(f"/api/projects/{project}")).json()
            assert (shown["finished_task_number"], shown["total_annotations_number"]) == (count, count * overlap)
            assert await rows(server, "SELECT id FROM task_lock WHERE project_id = :project", project=project) == []
    await assert_counters_agree(server)
