"""What the projects of both clients have in common."""

from typing import Any

from labelwright.sdk.calls import Json


class Fields:
    """A project's fields as the server gave them: `project["title"]`, or `project.params` for all."""

    def __init__(self, params: Json) -> None:
        self.params = params

    @property
    def id(self) -> int:
        """Its id."""
        return int(self.params["id"])

    @property
    def title(self) -> str:
        """Its title."""
        return str(self.params["title"])

    @property
    def label_config(self) -> str:
        """Its labeling interface as XML."""
        return str(self.params["label_config"])

    def __getitem__(self, name: str) -> Any:
        return self.params[name]

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id}: {self.title}>"


def one_id(project_id: int | None, id: int | None) -> int:  # noqa: A002 - published name
    """The id under either of its names."""
    if (found := project_id if project_id is not None else id) is None:
        raise TypeError("get_project needs a project_id")
    return found
