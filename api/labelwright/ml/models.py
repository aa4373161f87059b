"""The models of a backend's server: one instance a project, and where each stands."""

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from labelwright.ml.backend import Json, ModelBackend

_UNSAFE = re.compile(r"[^\w\-]+")


class BadBackend(Exception):
    """What the author's code did is no answer; the text says what was expected."""


@dataclass(slots=True)
class Model:
    """One project's instance. `version` is what its predictions are marked with."""

    backend: ModelBackend
    version: str
    versions: list[str] = field(default_factory=list)
    is_training: bool = False
    is_stale: bool = False
    """Annotations have changed since the training that runs has fetched them."""
    error: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def predict(self, tasks: list[Json], context: Any) -> list[Json]:
        """Predictions in the order of the tasks, each with its version. Blocking."""
        with self.lock:
            found: Any = self.backend.predict(tasks, context=context)
        if not isinstance(found, list) or len(found) != len(tasks):
            raise BadBackend(f"predict must return a list of {len(tasks)} predictions")
        return [self._marked(prediction) for prediction in found]

    def _marked(self, prediction: Any) -> Json:
        if not isinstance(prediction, dict) or not isinstance(prediction.get("result"), list):
            raise BadBackend('each prediction must be {"result": [...], "score": ...}')
        return {"model_version": self.version, **prediction}

    def fit(self, annotations: list[Json]) -> str:
        """Learn; returns the version that the model has then. Blocking."""
        with self.lock:
            before = self.backend.model_version
            returned = self.backend.fit(annotations)
            given = returned.get("model_version") if isinstance(returned, dict) else None
            if given is None and self.backend.model_version != before:
                given = self.backend.model_version
            self.version = str(given) if given is not None else _following(self.version)
            self.backend.model_version = self.version
            self.versions.append(self.version)
            return self.version


class Models:
    """Instances by project, made when a project is first heard of."""

    def __init__(self, make: Callable[..., ModelBackend], data_dir: Path) -> None:
        """`data_dir` holds a folder for each project."""
        self._make = make
        self._data_dir = data_dir
        self._models: dict[str, Model] = {}
        self._lock = threading.Lock()

    def of(self, project: str, label_config: str | None) -> Model:
        """The instance of a project; a new one when its labeling interface has changed. Blocking: it may load a model.

        The published protocol names a project by its id, with the time of its making behind a dot.
        """
        project_id = project.partition(".")[0]
        with self._lock:
            known = self._models.get(project_id)
            if known is not None and label_config in (None, "", known.backend.label_config):
                return known
            folder = self._data_dir / (_UNSAFE.sub("_", project_id) or "none")
            folder.mkdir(parents=True, exist_ok=True)
            backend = self._make(project_id=project_id, label_config=label_config or "", data_dir=folder)
            version = str(backend.model_version)
            made = Model(backend, version, known.versions if known else [version])
            self._models[project_id] = made
            return made


def _following(version: str) -> str:
    """The version after another: a number at its end goes up."""
    found = re.search(r"(\d+)$", version)
    return f"{version[: found.start()]}{int(found[1]) + 1}" if found else f"{version}-1"
