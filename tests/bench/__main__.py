"""The benchmark: `make bench`. Every row on both databases, each with a fresh server process; prints a table.

`python -m tests.bench --rows start,import,jobs,export,views,loop --databases sqlite,postgres --write FILE`
"""

import argparse
import asyncio
import platform
from datetime import UTC, datetime
from pathlib import Path

from tests.bench import jobs, pictures, rows, views
from tests.bench.rows import Figure
from tests.bench.server import fresh
from tests.tools.postgres import Postgres

LOOP_SECONDS = 8.0
ROWS = ("start", "import", "jobs", "export", "views", "loop")
LOOP_TARGETS = {1: 150.0, 8: 300.0, 32: 350.0}


def measure(kind: str, wanted: set[str], postgres: Postgres | None) -> list[Figure]:
    """All wanted rows on one database."""
    figures: list[Figure] = []
    if "start" in wanted:
        with fresh(kind, postgres) as server:
            cold = server.start()
            after_migrating = server.memory_mb()
            server.stop()
            figures += [
                Figure("cold start, empty data directory", cold, "s", 3, at_most=True),
                Figure("restart", server.start(), "s", 1.5, at_most=True),
                Figure("idle memory", server.memory_mb(), "MB", 120, at_most=True),
                Figure("idle memory after the first start, migrations in it", after_migrating, "MB"),
            ]
            figures += asyncio.run(rows.hello(server))
    if "import" in wanted:
        with fresh(kind, postgres) as server:
            server.start()
            figures += asyncio.run(rows.import_small(server, 12_000 if kind == "sqlite" else 20_000))
            figures += asyncio.run(rows.import_annotated(server, 4_000))
    if "jobs" in wanted:
        with fresh(kind, postgres) as server:
            server.start()
            figures += asyncio.run(jobs.import_by_job(server))
            figures += asyncio.run(jobs.synchronise(server, jobs.folder_of_tasks(server.documents / "tasks")))
    if "export" in wanted:
        with fresh(kind, postgres) as server:
            server.start()
            figures += asyncio.run(rows.export_and_page(server, asyncio.run(rows.big_project(server))))
            figures += asyncio.run(pictures.export_coco(server, asyncio.run(pictures.labelled_pictures(server))))
    if "views" in wanted:
        with fresh(kind, postgres) as server:
            server.start()
            figures += asyncio.run(views.first_pages(server))
    if "loop" in wanted:
        for annotators, target in LOOP_TARGETS.items():
            with fresh(kind, postgres) as server:
                server.start()
                goal = target if kind == "postgres" else None
                figures += asyncio.run(rows.label_loop(server, annotators, LOOP_SECONDS, goal))
    return figures


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
        measured = {kind: measure(kind, set(options.rows.split(",")), postgres) for kind in kinds}
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
