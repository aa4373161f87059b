"""One and two servers on one PostgreSQL, labeled by the same number of people."""

import asyncio
import shutil
import tempfile
from pathlib import Path

from tests.bench.rows import Figure, label_loop
from tests.bench.server import Server
from tests.tools.postgres import Postgres

ANNOTATORS = 16


def two_servers(postgres: Postgres) -> list[Figure]:
    """The label loop of 16 people through one server, then through two."""
    folder = Path(tempfile.mkdtemp(prefix="labelwright-bench-"))
    first = Server(folder / "data", postgres.create_database())
    second = Server(folder / "data", first.database_url)
    try:
        first.start()
        (alone, *_) = asyncio.run(label_loop(first, ANNOTATORS))
        second.start()
        (both, *_) = asyncio.run(label_loop(first, ANNOTATORS, others=[second]))
    finally:
        second.stop()
        first.stop()
        shutil.rmtree(folder, ignore_errors=True)
    return [
        Figure(f"one server, {ANNOTATORS} annotators", alone.value, "annotations/s"),
        Figure(f"two servers, {ANNOTATORS} annotators", both.value, "annotations/s"),
        Figure("two servers: times the loop of one", both.value / alone.value, "x", 1.6),
    ]
