"""Fetching ahead never touches what its user has open."""

import httpx

from tests.fixtures.making import Make


async def test_a_task_held_by_its_user_is_not_fetched_ahead(client: httpx.AsyncClient, make: Make) -> None:
    project = await make.project()
    first, second = await make.tasks(project, 2)
    held = (await client.get(f"/api/projects/{project['id']}/next")).json()
    assert held["id"] == first

    ahead = await client.get(f"/api/projects/{project['id']}/next?prefetch=1&after={second}")
    assert ahead.status_code == 404 or ahead.json()["id"] != first
    again = (await client.get(f"/api/projects/{project['id']}/next")).json()
    assert again["id"] == first
