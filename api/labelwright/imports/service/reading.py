"""From a body, files or a URL to task records. Pure parsing, run in a thread."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import orjson

from labelwright.core.errors import Invalid
from labelwright.formats.csv_table import read_csv, read_tsv
from labelwright.formats.json_tasks import read_json
from labelwright.formats.tasks import RefusedItems, TaskRecord, UnreadableFile
from labelwright.formats.text_lines import read_document, read_lines
from labelwright.imports import files
from labelwright.labelconfig import UNDEFINED, LabelConfig, first_data_key, the_only_data_key


@dataclass(slots=True)
class Source:
    """A file whose tasks are to be read. Media files come with the address under which they are stored.

    One that `is_whole` is one task that shows the file, whatever is in it.
    """

    name: str
    content: bytes = b""
    url: str | None = None
    is_whole: bool = False


@dataclass(slots=True)
class Parsed:
    """What a request holds: records, and for each the place of its file in `sources` (None for a plain body)."""

    records: list[TaskRecord] = field(default_factory=list)
    file_of: list[int | None] = field(default_factory=list)
    formats: dict[str, int] = field(default_factory=dict)
    could_be_tasks_list: bool = False


def read_body(body: bytes) -> Parsed:
    """Tasks of a JSON body."""
    records = _refusing(read_json, body, "")
    return Parsed(records=records, file_of=[None] * len(records))


def read_files(sources: Sequence[Source], config: LabelConfig | None) -> Parsed:
    """Tasks of files, in the order of the files."""
    parsed = Parsed()
    for index, source in enumerate(sources):
        kind = files.extension(source.name)
        records = _read(source, "" if source.is_whole else kind, config)
        parsed.records += records
        parsed.file_of += [index] * len(records)
        parsed.formats[kind] = parsed.formats.get(kind, 0) + 1
        parsed.could_be_tasks_list |= is_list([kind])
    return parsed


def _read(source: Source, kind: str, config: LabelConfig | None) -> list[TaskRecord]:
    if kind in {".json", ".jsonl"}:
        return _refusing(read_json, source.content, source.name)
    if kind == ".csv":
        return _refusing(read_csv, source.content, source.name)
    if kind == ".tsv":
        return _refusing(read_tsv, source.content, source.name)
    if kind == ".txt":
        key = (first_data_key(config) if config else None) or UNDEFINED
        return _refusing(lambda body: read_lines(body, key), source.content, source.name)
    key = _key_of_one(config, source.name)
    if kind in files.DOCUMENTS:
        return _refusing(lambda body: read_document(body, key), source.content, source.name)
    return [TaskRecord(orjson.dumps({key: source.url}))]


def _key_of_one(config: LabelConfig | None, name: str) -> str:
    """The key that takes a whole file: there must be no choice."""
    if config is None or not config.data_fields:
        return UNDEFINED
    key = the_only_data_key(config)
    if key is None:
        wanted = ", ".join(config.data_fields)
        raise Invalid(
            non_field_errors=f"{name}: the config shows several fields ({wanted}); JSON, CSV and TSV can name them"
        )
    return key


def _refusing(read: object, body: bytes, name: str) -> list[TaskRecord]:
    """Call a reader and turn its refusals into a 400 that names the file."""
    assert callable(read)  # noqa: S101 - always one of the readers above
    where = f"{name}: " if name else ""
    try:
        records: list[TaskRecord] = read(body)
    except UnreadableFile as error:
        raise Invalid(non_field_errors=f"{where}{error}") from error
    except RefusedItems as error:
        raise Invalid(non_field_errors=[f"{where}{problem}" for problem in error.problems]) from error
    return records


def is_list(kinds: Sequence[str]) -> bool:
    """Whether it makes sense to ask if the lines of these files are tasks."""
    return any(kind in {".csv", ".tsv", ".txt"} for kind in kinds)
