"""All generated files by their path below the root of the sources."""

from pathlib import Path

from labelwright.labelconfig.generate.pages import reference_pages
from labelwright.labelconfig.generate.runtime import runtime_module
from labelwright.labelconfig.generate.table import read_table
from labelwright.labelconfig.generate.typescript import tag_docs_module, tags_module
from labelwright.labelconfig.generate.xsd import schema_document


def generated_files(schemas: Path) -> dict[str, str]:
    """Path to content, from the tag table in the folder `schemas`."""
    tags = read_table(schemas)
    return {
        "schemas/label-config.xsd": schema_document(tags),
        "api/labelwright/labelconfig/tags_gen.py": runtime_module(tags),
        "web/src/editor/core/tags.gen.ts": tags_module(tags),
        "web/src/editor/core/tag-docs.gen.ts": tag_docs_module(tags),
        **{f"docs/labeling/{name}": page for name, page in reference_pages(tags).items()},
    }
