"""Counting rows beside a server, straight from its database."""

from typing import Any

from sqlalchemy import NullPool, text
from sqlalchemy.ext.asyncio import create_async_engine

from tests.fixtures.servers import Server

_TASK_COUNTERS = """
    SELECT t.id, t.total_annotations, t.cancelled_annotations, t.total_predictions,
        (SELECT count(*) FROM annotation a WHERE a.task_id = t.id AND a.deleted_at IS NULL AND NOT a.was_cancelled),
        (SELECT count(*) FROM annotation a WHERE a.task_id = t.id AND a.deleted_at IS NULL AND a.was_cancelled),
        (SELECT count(*) FROM prediction p WHERE p.task_id = t.id)
    FROM task t
"""
_PROJECT_COUNTERS = """
    SELECT p.id, p.task_number, p.finished_task_number, p.total_annotations_number, p.total_predictions_number,
        (SELECT count(*) FROM task t WHERE t.project_id = p.id),
        (SELECT count(*) FROM task t WHERE t.project_id = p.id AND t.is_labeled),
        (SELECT count(*) FROM annotation a
            WHERE a.project_id = p.id AND a.deleted_at IS NULL AND NOT a.was_cancelled),
        (SELECT count(*) FROM prediction r WHERE r.project_id = p.id)
    FROM project p
"""


async def rows(server: Server, statement: str, **parameters: Any) -> list[Any]:
    """Rows of a statement on the server's database."""
    file = f"sqlite+aiosqlite:///{server.data_dir / 'labelwright.sqlite3'}"
    engine = create_async_engine(server.database_url or file, poolclass=NullPool)
    async with engine.connect() as connection:
        return list((await connection.execute(text(statement), parameters)).all())


async def assert_counters_agree(server: Server) -> None:
    """Every counter says what counting says."""
    for row in await rows(server, _TASK_COUNTERS):
        assert row[1:4] == row[4:7], f"task {row[0]}"
    for row in await rows(server, _PROJECT_COUNTERS):
        assert row[1:5] == row[5:9], f"project {row[0]}"
    columns = await rows(server, "SELECT project_id, name, task_count FROM data_column WHERE name = 'text'")
    for project, _, count in columns:
        (found,) = await rows(server, "SELECT count(*) FROM task WHERE project_id = :project", project=project)
        assert count == found[0], f"columns of project {project}"
