"""Projects as they are shown."""

from typing import Any

from labelwright.projects.models import Project
from labelwright.users.models import User

_FIELDS = (
    "id",
    "title",
    "description",
    "label_config",
    "expert_instruction",
    "show_instruction",
    "show_skip_button",
    "enable_empty_annotation",
    "show_annotation_history",
    "show_collab_predictions",
    "evaluate_predictions_automatically",
    "reveal_preannotations_interactively",
    "show_ground_truth_first",
    "show_overlap_first",
    "min_annotations_to_start_training",
    "start_training_on_annotation_update",
    "maximum_annotations",
    "overlap_cohort_percentage",
    "sampling",
    "skip_queue",
    "model_version",
    "color",
    "is_published",
    "is_draft",
    "pinned_at",
    "enable_review",
    "review_percentage",
    "created_at",
    "updated_at",
    "control_weights",
    "parsed_label_config",
    "config_has_control_tags",
    "config_suitable_for_bulk_annotation",
    "rev",
)

_COUNTERS = (
    "task_number",
    "finished_task_number",
    "num_tasks_with_annotations",
    "total_annotations_number",
    "skipped_annotations_number",
    "ground_truth_number",
    "total_predictions_number",
)


SETTINGS = {
    "assignment_settings": {"label_stream_task_distribution": "distribution"},
    "review_settings": {
        "requeue_rejected_tasks_mode": "rejected_work",
        "require_comment_on_reject": "require_comment_on_reject",
        "only_finished_tasks": "review_only_finished",
        "review_own_work": "review_own_work",
    },
}
"""Groups of settings on the wire: published name to column."""


def settings(project: Project, group: str) -> dict[str, Any]:
    """A group of settings under its published names."""
    return {name: getattr(project, column) for name, column in SETTINGS[group].items()}


def counts(project: Project) -> dict[str, Any]:
    """The counters of a project."""
    values = {name: getattr(project, name) for name in _COUNTERS}
    values["id"] = project.id
    values["useful_annotation_number"] = project.total_annotations_number
    values["queue_total"] = project.task_number
    values["queue_done"] = project.finished_task_number
    values["queue_left"] = project.task_number - project.finished_task_number
    return values


def project(row: Project, creator: User | None, include: frozenset[str] | None = None) -> dict[str, Any]:
    """A project; `include` leaves only some fields."""
    values = {name: getattr(row, name) for name in _FIELDS} | counts(row)
    values["organization"] = row.organization_id
    values["created_by"] = creator and {
        "id": creator.id,
        "email": creator.email,
        "first_name": creator.first_name,
        "last_name": creator.last_name,
        "avatar": None,
    }
    # Fields of the published clients that have one value here until their features exist.
    values |= {
        **{group: {"id": row.id, "project": row.id, **settings(row, group)} for group in SETTINGS},
        "allow_stream": True,
        "workspace": None,
        "members": [],
        "members_count": 0,
        "ready": True,
        "state": "CREATED",
    }
    return values if include is None else {name: value for name, value in values.items() if name in include}


def person(user: User, role: str, *, is_implicit: bool) -> dict[str, Any]:
    """Somebody in a project."""
    return {
        "id": user.id,
        "username": user.email,
        "email": user.email,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "initials": (user.first_name[:1] + user.last_name[:1] or user.email[:2]).upper(),
        "project_role": role,
        "implicit_member": is_implicit,
        "last_activity": user.last_activity,
    }
