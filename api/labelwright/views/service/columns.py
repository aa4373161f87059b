"""What a project's tasks can be shown, filtered and sorted by, and the project as the data manager wants it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from labelwright.core.access import Action, Actor
from labelwright.filters.tree import ValueType
from labelwright.projects import service as projects
from labelwright.projects import wire as project_wire
from labelwright.projects.models import DataColumn, Project


@dataclass(frozen=True, slots=True)
class _Own:
    """A column that every project has."""

    id: str
    title: str
    type: ValueType
    help: str
    is_shown: bool = False


_COLUMNS = (
    _Own("id", "ID", ValueType.NUMBER, "Task ID", is_shown=True),
    _Own("inner_id", "Inner ID", ValueType.NUMBER, "Number of the task in this project, from 1"),
    _Own("completed_at", "Completed", ValueType.DATETIME, "When the last annotation was made"),
    _Own("completed", "Is completed", ValueType.BOOLEAN, "Whether the task has all annotations it needs"),
    _Own("total_annotations", "Annotations", ValueType.NUMBER, "Annotations of the task", is_shown=True),
    _Own("cancelled_annotations", "Skipped", ValueType.NUMBER, "Skips of the task", is_shown=True),
    _Own("total_predictions", "Predictions", ValueType.NUMBER, "Predictions for the task", is_shown=True),
    _Own("annotators", "Annotated by", ValueType.LIST, "Who annotated the task", is_shown=True),
    _Own("assignees", "Assigned to", ValueType.LIST, "Who the task was given to"),
    _Own("agreement", "Agreement", ValueType.NUMBER, "How far its annotators agree, 0 to 1"),
    _Own("reviewed", "Reviewed", ValueType.BOOLEAN, "Whether its work was accepted and nothing of it is open"),
    _Own("reviewers", "Reviewed by", ValueType.LIST, "Who judged its annotations"),
    _Own("reviews_accepted", "Accepted", ValueType.NUMBER, "Annotations that reviewers accepted"),
    _Own("reviews_rejected", "Rejected", ValueType.NUMBER, "Annotations that reviewers rejected"),
    _Own("pending_reviews", "To review", ValueType.NUMBER, "Annotations that await review"),
    _Own("comment_count", "Comments", ValueType.NUMBER, "Comments on the task and its annotations"),
    _Own("unresolved_comment_count", "Open comments", ValueType.NUMBER, "Comments that nobody has resolved"),
    _Own("comments", "Comment texts", ValueType.STRING, "What the comments say"),
    _Own("annotations_results", "Annotation results", ValueType.STRING, "Results of annotations as JSON"),
    _Own("annotations_ids", "Annotation IDs", ValueType.STRING, "IDs of annotations, with commas between"),
    _Own("predictions_score", "Prediction score", ValueType.NUMBER, "Mean score of the shown model version"),
    _Own("predictions_model_versions", "Model versions", ValueType.STRING, "Model versions of predictions"),
    _Own("predictions_results", "Prediction results", ValueType.STRING, "Results of predictions as JSON"),
    _Own("ground_truth", "Ground truth", ValueType.BOOLEAN, "Whether an annotation is ground truth"),
    _Own("draft_exists", "Has drafts", ValueType.BOOLEAN, "Whether unfinished work exists"),
    _Own("avg_lead_time", "Lead time", ValueType.NUMBER, "Mean seconds per annotation"),
    _Own("file_upload", "Source file", ValueType.STRING, "Name of the uploaded file"),
    _Own("storage_filename", "Storage file", ValueType.STRING, "Name of the file in the source storage"),
    _Own("created_at", "Created", ValueType.DATETIME, "When the task was created"),
    _Own("updated_at", "Updated", ValueType.DATETIME, "When the task was last changed"),
    _Own("updated_by", "Updated by", ValueType.LIST, "Who changed the task last"),
)


async def of_project(session: AsyncSession, actor: Actor, project_id: int) -> list[dict[str, Any]]:
    """The columns of a project, its fields of task data in order of first sight."""
    project, known = await projects.data_columns(session, actor, project_id)
    fields = known or [DataColumn(name=name) for name in _objects(project)]
    objects = _objects(project)
    own = [
        _column(column.id, column.title, column.type, column.type, shown=column.is_shown, help=column.help)
        for column in _COLUMNS
    ]
    parent = _column("data", "data", "List", ValueType.LIST, shown=True, children=[field.name for field in fields])
    children = [
        _column(
            field.name,
            field.name,
            objects.get(field.name) or field.value_type or ValueType.UNKNOWN,
            field.value_type or ValueType.STRING,
            shown=True,
            parent="data",
        )
        for field in fields
    ]
    return [*own, parent, *children]


def _column(name: str, title: str, kind: str, value_type: str, *, shown: bool, **more: Any) -> dict[str, Any]:
    visible = {"explore": shown, "labeling": more.get("parent") is not None}
    return {
        "id": name,
        "title": title,
        "type": kind,
        "target": "tasks",
        "visibility_defaults": visible,
        "value_type": value_type,
        **more,
    }


def _objects(project: Project) -> dict[str, str]:
    """Fields that the config shows, by the tag that shows them."""
    found: dict[str, str] = {}
    for control in project.parsed_label_config.values():
        for item in control.get("inputs", []):
            if item.get("value"):
                found.setdefault(item["value"], item["type"])
    return found


async def project_summary(session: AsyncSession, actor: Actor, project_id: int) -> dict[str, Any]:
    """A project as the data manager of existing clients reads it: its counters stand under names of their own."""
    project = await projects.get(session, actor, project_id)
    manages = actor.may(Action.MANAGE_PROJECT)
    shown = project_wire.project(project, None)
    hidden = dict.fromkeys(project_wire.counts(project).keys() - {"id"})
    return {
        **shown,
        **hidden,
        "task_count": project.task_number,
        "annotation_count": project.total_annotations_number,
        "source_syncing": False,
        "target_syncing": False,
        "can_delete_tasks": manages,
        "can_manage_annotations": manages,
        "can_manage_tasks": manages,
    }
