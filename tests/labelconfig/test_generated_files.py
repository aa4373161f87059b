"""What follows from the tag table is committed and up to date."""

from labelwright.core.resources import resource
from labelwright.labelconfig.generate.files import generated_files
from labelwright.labelconfig.generate.table import read_table
from labelwright.labelconfig.tags_gen import TAGS


def test_committed_files_are_what_the_table_yields() -> None:
    root = resource("schemas").parent
    stale = [
        name
        for name, content in generated_files(resource("schemas")).items()
        if not (root / name).is_file() or (root / name).read_text(encoding="utf-8") != content
    ]
    assert stale == [], "run `make schema`"


def test_the_runtime_table_equals_the_source() -> None:
    assert {tag.spec.tag: tag.spec for tag in read_table(resource("schemas"))} == TAGS


def test_every_tag_of_the_language_is_described() -> None:
    assert len(TAGS) == 64
    assert all(spec.result_type for spec in TAGS.values() if spec.kind == "control")
