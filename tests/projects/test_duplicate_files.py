"""A duplicated project has files of its own."""

from pathlib import Path

import httpx

from tests.fixtures.making import BOXES, Make

PICTURE = Path(__file__).parent.parent / "data" / "images" / "cat-tabby-portrait.webp"


async def test_the_pictures_of_a_copy_outlive_the_project_they_came_from(client: httpx.AsyncClient, make: Make) -> None:
    source = await make.project(label_config=BOXES)
    files = {"file": ("cat.webp", PICTURE.read_bytes())}
    assert (await client.post(f"/api/projects/{source['id']}/import", files=files)).status_code == 201
    body = {"title": "The copy", "mode": "settings,data"}
    copy = (await client.post(f"/api/projects/{source['id']}/duplicate", json=body)).json()
    assert (await client.delete(f"/api/projects/{source['id']}")).status_code == 204

    (task,) = (await client.get(f"/api/projects/{copy['id']}/tasks")).json()
    assert task["data"]["image"].startswith(f"/data/upload/{copy['id']}/")
    picture = await client.get(task["data"]["image"])
    assert picture.status_code == 200
    assert picture.content == PICTURE.read_bytes()
    summary = (await client.get(f"/api/projects/{copy['id']}/summary")).json()
    assert summary["all_data_columns"] == {"image": 1}
