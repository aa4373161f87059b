"""The base class of model backends."""

from pathlib import Path
from typing import Any

Json = dict[str, Any]


class ModelBackend:
    """A model that labels tasks, and may learn from annotations.

    Subclass it in a file of your own and serve the folder with `labelwright ml start DIR`. One instance serves one
    project; `predict` and `fit` run in threads, never both at once for one project.
    """

    model_version = "0"
    """What its predictions are marked with. Change it when the model has changed; `fit` may."""

    def __init__(self, **kwargs: Any) -> None:
        """Keep what is known of the project: `project_id`, `label_config`, and `data_dir` for files of its own."""
        self.project_id = str(kwargs.get("project_id", ""))
        self.label_config = str(kwargs.get("label_config", ""))
        self.data_dir = Path(kwargs.get("data_dir", "."))

    def predict(self, tasks: list[Json], **kwargs: Any) -> list[Json]:
        """Label tasks.

        Args:
            tasks: Tasks with at least `id` and `data`.
            kwargs: `context` of interactive labeling, where there is one.

        Returns:
            One prediction for each task, in their order: `{"result": [...], "score": 0..1, "model_version": ...}`; all
            but `result` may be left out.
        """
        raise NotImplementedError

    def fit(self, annotations: list[Json], **kwargs: Any) -> Json | None:
        """Learn from annotated tasks, each with `data` and `annotations`; a `model_version` that it returns is kept."""
        raise NotImplementedError
