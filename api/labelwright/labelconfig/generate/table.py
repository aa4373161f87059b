"""Reads the tag table `schemas/tags/*.toml`, with the shared attribute groups filled in."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from labelwright.labelconfig.specs import AttributeSpec, AttributeType, Kind, TagSpec

_TAG_KEYS = {"tag", "kind", "summary", "groups", "children", "inside", "objects", "result_type", "data", "attributes"}
_ATTRIBUTE_KEYS = {"type", "required", "checked", "default", "values", "minimum", "maximum", "meaning"}


class TableError(ValueError):
    """The tag table contradicts itself."""


@dataclass(frozen=True, slots=True)
class DocumentedTag:
    """A tag with the texts that only documentation needs."""

    spec: TagSpec
    summary: str
    meanings: dict[str, str]


def read_table(schemas: Path) -> list[DocumentedTag]:
    """All tags sorted by name; refuses unknown keys, missing meanings and references to unknown tags."""
    groups = tomllib.loads((schemas / "attribute-groups.toml").read_text(encoding="utf-8"))
    tags = [_read_tag(path, groups) for path in sorted((schemas / "tags").glob("*.toml"))]
    known = {tag.spec.tag for tag in tags}
    for tag in tags:
        named = {*tag.spec.children, *tag.spec.objects, *tag.spec.inside} - {"*", "markup", "*Labels"}
        if unknown := named - known:
            raise TableError(f"{tag.spec.tag} names unknown tags: {', '.join(sorted(unknown))}")
    return tags


def _read_tag(path: Path, groups: dict[str, Any]) -> DocumentedTag:
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    if table["tag"] != path.stem:
        raise TableError(f"{path.name} describes {table['tag']}")
    if unknown := set(table) - _TAG_KEYS:
        raise TableError(f"{path.name} has unknown keys: {', '.join(sorted(unknown))}")
    rows: dict[str, dict[str, Any]] = {}
    for group in table.get("groups", []):
        rows.update(groups[group])
    rows.update(table.get("attributes", {}))
    return DocumentedTag(
        spec=TagSpec(
            tag=table["tag"],
            kind=Kind(table["kind"]),
            attributes={name: _read_attribute(path.name, name, row) for name, row in rows.items()},
            children=tuple(table.get("children", [])),
            inside=tuple(table.get("inside", [])),
            objects=tuple(table.get("objects", [])),
            result_type=table.get("result_type"),
            data=tuple(table.get("data", [])),
        ),
        summary=table["summary"],
        meanings={name: row["meaning"] for name, row in rows.items()},
    )


def _read_attribute(file: str, name: str, row: dict[str, Any]) -> AttributeSpec:
    if unknown := set(row) - _ATTRIBUTE_KEYS:
        raise TableError(f"{file}, {name}: unknown keys {', '.join(sorted(unknown))}")
    spec = AttributeSpec(
        name=name,
        type=AttributeType(row["type"]),
        required=row.get("required", False),
        structural=row.get("checked", "xsd") == "xsd",
        default=row.get("default"),
        values=tuple(row.get("values", [])),
        minimum=row.get("minimum"),
        maximum=row.get("maximum"),
    )
    if (spec.type is AttributeType.ENUM) != bool(spec.values):
        raise TableError(f"{file}, {name}: values and type enum belong together")
    return spec
