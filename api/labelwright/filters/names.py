"""Which columns there are, and what each is: the allow-list of filters and orderings."""

from labelwright.filters.tree import ValueType

DATA = "data."
FILTER_PREFIX = "filter:tasks:"
ORDER_PREFIX = "tasks:"

ALLOWED_RELATIONS = frozenset({"updated_by__active_organization"})
"""Names with a double underscore that may be used; the setting of the same purpose is named in the refusal."""

COLUMNS: dict[str, ValueType] = {
    "id": ValueType.NUMBER,
    "inner_id": ValueType.NUMBER,
    "overlap": ValueType.NUMBER,
    "total_annotations": ValueType.NUMBER,
    "cancelled_annotations": ValueType.NUMBER,
    "total_predictions": ValueType.NUMBER,
    "agreement": ValueType.NUMBER,
    "avg_lead_time": ValueType.NUMBER,
    "predictions_score": ValueType.NUMBER,
    "reviews_accepted": ValueType.NUMBER,
    "reviews_rejected": ValueType.NUMBER,
    "pending_reviews": ValueType.NUMBER,
    "comment_count": ValueType.NUMBER,
    "unresolved_comment_count": ValueType.NUMBER,
    "updated_by__active_organization": ValueType.NUMBER,
    "completed": ValueType.BOOLEAN,
    "is_labeled": ValueType.BOOLEAN,
    "ground_truth": ValueType.BOOLEAN,
    "reviewed": ValueType.BOOLEAN,
    "draft_exists": ValueType.BOOLEAN,
    "completed_at": ValueType.DATETIME,
    "created_at": ValueType.DATETIME,
    "updated_at": ValueType.DATETIME,
    "comments": ValueType.STRING,
    "file_upload": ValueType.STRING,
    "storage_filename": ValueType.STRING,
    "annotations_ids": ValueType.STRING,
    "annotations_results": ValueType.STRING,
    "predictions_results": ValueType.STRING,
    "predictions_model_versions": ValueType.STRING,
    "annotators": ValueType.LIST,
    "assignees": ValueType.LIST,
    "reviewers": ValueType.LIST,
    "updated_by": ValueType.LIST,
}
"""Columns that every project has. Their type is theirs, whatever type a filter sends."""


def problem(name: str) -> str | None:
    """Why a column may not be used; None when it may. The name is without its prefix."""
    bare = name.lstrip("-")
    if bare.startswith(DATA):
        return None if len(bare) > len(DATA) else "A name of a field must follow `data.`."
    if "__" in bare and bare not in ALLOWED_RELATIONS:
        return (
            f'"{_short(bare)}" is not allowed: names with a double underscore need an entry in '
            "DATA_MANAGER_FILTER_ALLOWLIST, and this server has none for it."
        )
    if name not in COLUMNS:
        return f'"{_short(name)}" is no column. Columns: data.<field>, {", ".join(sorted(COLUMNS))}.'
    return None


def type_of(name: str, asked: ValueType) -> ValueType:
    """As what a column is read: fields of task data as asked, other columns as what they are."""
    if name.startswith(DATA):
        return ValueType.STRING if asked == ValueType.UNKNOWN else asked
    return COLUMNS[name]


def _short(name: str) -> str:
    return name[:200]
