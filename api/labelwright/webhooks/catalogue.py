"""The published events: what each is called, where its objects stand in the body, and who can subscribe to it."""

from dataclasses import dataclass

from labelwright.core.outbox import Event


@dataclass(frozen=True, slots=True)
class Published:
    """One event in the words of the published API."""

    name: str
    key: str
    """Where the objects stand in the body."""
    description: str
    is_for_organizations: bool = False
    """Only webhooks of the whole organization can be told: a project's own is not there yet, or not any more."""


PUBLISHED = {
    Event.PROJECT_CREATED: Published("Project created", "project", "A project was made.", is_for_organizations=True),
    Event.PROJECT_UPDATED: Published("Project updated", "project", "Settings of a project were changed."),
    Event.PROJECT_DELETED: Published("Project deleted", "project", "A project was deleted.", is_for_organizations=True),
    Event.TASKS_CREATED: Published("Tasks created", "tasks", "Tasks were imported, synchronised or made."),
    Event.TASKS_DELETED: Published("Tasks deleted", "tasks", "Tasks were deleted."),
    Event.ANNOTATION_CREATED: Published("Annotation created", "annotation", "Somebody submitted or skipped a task."),
    Event.ANNOTATIONS_CREATED: Published(
        "Annotations created", "annotation", "Annotations were imported or made of predictions."
    ),
    Event.ANNOTATION_UPDATED: Published("Annotation updated", "annotation", "An annotation was changed."),
    Event.ANNOTATIONS_DELETED: Published("Annotations deleted", "annotations", "Annotations were deleted."),
    Event.LABEL_LINK_CREATED: Published("Label link created", "label_link", "Labels were linked to a project."),
    Event.LABEL_LINK_UPDATED: Published("Label link updated", "label_link", "The link of a label was changed."),
    Event.LABEL_LINK_DELETED: Published("Label link deleted", "label_link", "Labels were taken from a project."),
}

OF_PROJECTS = frozenset({Event.PROJECT_CREATED, Event.PROJECT_UPDATED, Event.PROJECT_DELETED})
"""Events whose own object is the project."""

FOR_LEARNING = frozenset(
    {Event.ANNOTATION_CREATED, Event.ANNOTATIONS_CREATED, Event.ANNOTATION_UPDATED, Event.ANNOTATIONS_DELETED}
)
"""Events that model backends are told."""
