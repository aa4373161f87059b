"""The formats an export can be asked for, in the order in which they are offered."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from labelwright.formats.csv_export import TableWriter
from labelwright.formats.json_export import JsonWriter
from labelwright.formats.json_min import JsonMinWriter
from labelwright.formats.records import Writer


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """One format: its name in requests, its words, and the ending and type of its file."""

    name: str
    title: str
    description: str
    extension: str
    media_type: str
    needs_columns: bool = False


FORMATS = {
    entry.name: entry
    for entry in (
        ExportFormat(
            name="JSON",
            title="JSON",
            description="Every task with all its annotations and results in one list; can be imported again.",
            extension="json",
            media_type="application/json",
        ),
        ExportFormat(
            name="JSON_MIN",
            title="JSON-MIN",
            description="One flat record per annotation: the fields of the task and the answer of each control.",
            extension="json",
            media_type="application/json",
        ),
        ExportFormat(
            name="CSV",
            title="CSV",
            description="One row per annotation with comma separated columns for fields and answers.",
            extension="csv",
            media_type="text/csv",
            needs_columns=True,
        ),
        ExportFormat(
            name="TSV",
            title="TSV",
            description="One row per annotation with tab separated columns for fields and answers.",
            extension="tsv",
            media_type="text/tab-separated-values",
            needs_columns=True,
        ),
    )
}


def format_list() -> list[dict[str, Any]]:
    """The answer of the list of formats. Those offered here suit every config, so none is disabled."""
    shown = ("name", "title", "description")
    return [{**{key: asdict(entry)[key] for key in shown}, "link": ""} for entry in FORMATS.values()]


def make_writer(name: str, columns: Iterable[str] = ()) -> Writer:
    """The writer of a format of this catalogue; tables need their columns."""
    if name == "JSON":
        return JsonWriter()
    if name == "JSON_MIN":
        return JsonMinWriter()
    return TableWriter(columns, separator="\t" if name == "TSV" else ",")
