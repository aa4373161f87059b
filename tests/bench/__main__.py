"""The benchmark: `make bench`. Every row on both databases, each with a fresh server process; prints a table.

`python -m tests.bench --rows start,import,loop --databases sqlite,postgres --write FILE`
"""

import argparse
import asyncio
import platform
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from tests.bench import buckets, jobs, models, pictures, replicas, rows, team, views
from tests.bench.rows import Figure
from tests.bench.server import Server, fresh
from tests.tools.postgres import Postgres

Work = Callable[[Server], Awaitable[list[Figure]]]
LOOPS = (1, 8, 32)

# What is measured on a server that was just started, the works of a row one after the other on the same.
STARTED: dict[str, tuple[Work, ...]] = {
    "import": (rows.import_small, rows.import_annotated),
    "jobs": (jobs.import_by_job, jobs.synchronise),
    "buckets": (buckets.synchronise,),
    "models": (models.predict_many, models.open_beside_slow),
    "export": (rows.export_and_page, pictures.export_coco),
    "views": (views.first_pages,),
    "team": (team.agreement_on_submit, team.team_pages),
}
ROWS = ("start", *STARTED, "loop", "replicas")


def measure(kind: str, wanted: Sequence[str], postgres: Postgres | None) -> list[Figure]:
    """All wanted rows on one database."""
    figures: list[Figure] = []
    if "start" in wanted:
        figures += start(kind, postgres)
    for name, works in STARTED.items():
        if name in wanted:
            figures += started(kind, postgres, works)
    if "loop" in wanted:
        for annotators in LOOPS:
            figures += started(kind, postgres, (partial(rows.label_loop, annotators=annotators),))
    if "replicas" in wanted and kind == "postgres" and postgres is not None:
        figures += replicas.two_servers(postgres)
    return figures


def start(kind: str, postgres: Postgres | None) -> list[Figure]:
    """The first start, the next one, and what an idle server needs."""
    with fresh(kind, postgres) as server:
        cold = server.start()
        after_migrating = server.memory_mb()
        server.stop()
        return [
            Figure("cold start, empty data directory", cold, "s", 3, at_most=True),
            Figure("restart", server.start(), "s", 1.5, at_most=True),
            Figure("idle memory", server.memory_mb(), "MB", 120, at_most=True),
            Figure("idle memory after the first start, migrations in it", after_migrating, "MB"),
            *asyncio.run(rows.hello(server)),
        ]


def started(kind: str, postgres: Postgres | None, works: Sequence[Work]) -> list[Figure]:
    """Works on a fresh server."""

    async def done(server: Server) -> list[Figure]:
        return [figure for work in works for figure in await work(server)]

    with fresh(kind, postgres) as server:
        server.start()
        return asyncio.run(done(server))


def table(measured: dict[str, list[Figure]]) -> str:
    """Both databases side by side, as Markdown."""
    lines = [f"| Work | {' | '.join(measured)} | Target |", "|---|" + "--:|" * (len(measured) + 1)]
    for name in dict.fromkeys(figure.row for figures in measured.values() for figure in figures):
        found = {kind: next((f for f in figures if f.row == name), None) for kind, figures in measured.items()}
        target = next((_target(f) for f in reversed(found.values()) if f and f.target is not None), "")
        cells = " | ".join(_cell(figure) for figure in found.values())
        lines.append(f"| {name} | {cells} | {target} |")
    return "\n".join(lines)


def _cell(figure: Figure | None) -> str:
    if figure is None:
        return ""
    value = f"{figure.value:,.0f}" if figure.value >= 100 else f"{figure.value:.2f}"
    return f"{value} {figure.unit}" + (" ✗" if figure.holds is False else "")


def _target(figure: Figure) -> str:
    return f"{'≤' if figure.at_most else '≥'} {figure.target:,g} {figure.unit}"


def main() -> None:
    """Measure, print, and write when asked."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--rows", default=",".join(ROWS))
    parser.add_argument("--databases", default="sqlite,postgres")
    parser.add_argument("--write", type=Path, help="put the table under the heading 'Latest run' of this file")
    options = parser.parse_args()
    kinds = options.databases.split(",")
    postgres = Postgres.start() if "postgres" in kinds else None
    try:
        measured = {kind: measure(kind, options.rows.split(","), postgres) for kind in kinds}
    finally:
        if postgres is not None:
            postgres.stop()
    text = table(measured)
    print(text)
    if options.write:
        head, _, _ = options.write.read_text().partition("## Latest run")
        made = f"{datetime.now(UTC):%Y-%m-%d}, {platform.machine()}, Python {platform.python_version()}"
        options.write.write_text(f"{head}## Latest run\n\n{made}\n\n{text}\n")


if __name__ == "__main__":
    main()
