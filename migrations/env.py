"""Alembic environment: runs on a connection that `labelwright.core.migrate` hands over."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

import labelwright.models  # noqa: F401 - registers every table
from labelwright.core.types import Base, JsonDoc, JsonText, JsonValue, UtcDateTime


def _render(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Write our column types by name."""
    if kind == "type" and isinstance(item, (JsonDoc, JsonText, JsonValue, UtcDateTime)):
        name = "JsonDoc" if isinstance(item, JsonValue) else type(item).__name__
        autogen.imports.add(f"from labelwright.core.types import {name}")
        return f"{name}()"
    return False


def _compare_type(
    _context: Any, _inspected: Any, _metadata_column: Any, _inspected_type: Any, metadata_type: Any
) -> bool | None:
    """SQLite keeps our JSON as text and cannot tell; everything else compares as usual."""
    return False if isinstance(metadata_type, (JsonDoc, JsonText, JsonValue, UtcDateTime)) else None


def _is_ours(name: str | None, kind: str, _parents: Any) -> bool:
    """Whether a thing is looked at.

    Not the queue's tables, which are made from its own text (revision 0002), nor indexes on fields of task data, which
    come and go with the views that need them (`filters.indexes`).
    """
    foreign = {"table": "pgqueuer", "index": "ix_task_data_"}.get(kind)
    return foreign is None or name is None or not name.startswith(foreign)


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=_render,
    include_name=_is_ours,
    compare_type=_compare_type,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
