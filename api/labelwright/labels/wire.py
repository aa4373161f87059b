"""Labels and links as they are shown."""

from collections.abc import Sequence
from typing import Any

from labelwright.labels.models import Label, LabelLink


def label(row: Label, links: Sequence[LabelLink], *, expand: bool) -> dict[str, Any]:
    """A label under its published names, with the links that the caller sees."""
    return {
        "id": row.id,
        "title": row.title,
        "value": row.value,
        "description": row.description,
        "organization": row.organization_id,
        "created_by": row.created_by_id,
        "approved": row.approved,
        "approved_by": row.approved_by_id,
        "projects": sorted({one.project_id for one in links}),
        "links": [link(one) if expand else one.id for one in links],
        "created_at": row.created_at,
        "updated_at": row.updated_at,
    }


def link(row: LabelLink, of: Label | None = None, *, annotations_count: int | None = None) -> dict[str, Any]:
    """A link under its published names; its label in full where it is given."""
    return {
        "id": row.id,
        "label": row.label_id if of is None else _brief(of),
        "project": row.project_id,
        "from_name": row.from_name,
        "annotations_count": annotations_count,
        "created_at": row.created_at,
        "updated_at": row.updated_at,
    }


def _brief(row: Label) -> dict[str, Any]:
    shown = label(row, (), expand=False)
    return {name: value for name, value in shown.items() if name not in ("projects", "links")}
