"""What verify finds in counters, and mends."""

import pytest

from labelwright.operations.verify import problems
from labelwright.tasks.models import Task
from tests.fixtures.making import Make
from tests.fixtures.sites import Site

OF_TASKS = [
    column.name for column in Task.__table__.c if column.name.endswith(("_annotations", "_reviews", "_predictions"))
]
OF_PROJECTS = (
    *("task_number", "finished_task_number", "num_tasks_with_annotations", "total_annotations_number"),
    *("skipped_annotations_number", "ground_truth_number", "total_predictions_number"),
)


async def _found(site: Site, *, fix: bool = False) -> list[str]:
    return [line async for line in problems(site.database, site.app.state.uploads, fix=fix)]


@pytest.mark.parametrize(
    ("table", "counter"),
    [*(("task", name) for name in (*OF_TASKS, "annotators_number")), *(("project", name) for name in OF_PROJECTS)],
)
async def test_every_counter_is_compared_and_put_right(site: Site, make: Make, table: str, counter: str) -> None:
    project = await make.project(enable_review=True)
    task, other = await make.tasks(project, 2)
    await make.annotation(task)
    await make.skip(other)
    await make.prediction(task)
    assert await _found(site) == []
    ((before,),) = await site.sql(f"SELECT {counter} FROM {table} ORDER BY id LIMIT 1")
    await site.sql(f"UPDATE {table} SET {counter} = {counter} + 3 WHERE id = (SELECT min(id) FROM {table})")
    (line, *_) = await _found(site)
    assert line.startswith(f"project {project['id']}: ")
    assert all(line.endswith("(mended)") for line in await _found(site, fix=True))
    assert await _found(site) == []
    assert await site.sql(f"SELECT {counter} FROM {table} ORDER BY id LIMIT 1") == [(before,)]
