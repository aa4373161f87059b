"""Counters agree with rows, however many change them at once."""

import asyncio

from tests.fixtures.making import Make, choice
from tests.fixtures.sites import Site


async def test_counters_hold_while_overlap_changes_and_tasks_go(busy_site: Site) -> None:
    people = busy_site.people
    owner = await busy_site.client(people.owner)
    annotator = await busy_site.client(people.annotator)
    project = await Make(owner).project()
    ids = await Make(owner).tasks(project, 40)
    address = f"/api/projects/{project['id']}"

    async def submit(task_id: int) -> int:
        return (await annotator.post(f"/api/tasks/{task_id}/annotations", json={"result": choice()})).status_code

    async def settle(overlap: int) -> int:
        return (await owner.patch(address, json={"maximum_annotations": overlap})).status_code

    async def remove(task_id: int) -> int:
        return (await owner.delete(f"/api/tasks/{task_id}")).status_code

    work = [submit(task_id) for task_id in ids[:30]]
    work += [settle(overlap) for overlap in (2, 1, 3, 1)]
    work += [remove(task_id) for task_id in ids[30:]]
    statuses = await asyncio.gather(*work)
    assert set(statuses) <= {200, 201, 204}

    counted = (await owner.get(address)).json()
    rows = (await owner.get(f"/api/tasks?project={project['id']}&page_size=100")).json()["tasks"]
    assert counted["task_number"] == len(rows) == 30
    assert counted["total_annotations_number"] == sum(row["total_annotations"] for row in rows) == 30
    assert counted["finished_task_number"] == sum(row["is_labeled"] for row in rows)
    assert counted["num_tasks_with_annotations"] == 30
