"""From a folder to the backend class in it."""

import importlib.util
import inspect
import sys
from pathlib import Path

from labelwright.ml.backend import ModelBackend


class NoBackend(Exception):
    """The folder holds no backend, or one that cannot be loaded; the text is for its author."""


def load(folder: Path) -> type[ModelBackend]:
    """The one subclass of `ModelBackend` in a folder's Python files; `model.py` is looked at first."""
    if not folder.is_dir():
        raise NoBackend(f"{folder} is no folder")
    files = sorted(folder.glob("*.py"), key=lambda path: (path.name != "model.py", path.name))
    if not files:
        raise NoBackend(f"{folder} has no Python file")
    # Its files may import each other.
    sys.path.insert(0, str(folder.resolve()))
    for path in files:
        found = _classes(path)
        if len(found) > 1:
            names = ", ".join(kind.__name__ for kind in found)
            raise NoBackend(f"{path.name} has several backends ({names}); keep one")
        if found:
            return found[0]
    raise NoBackend(f"no file in {folder} has a subclass of labelwright.ml.ModelBackend")


def _classes(path: Path) -> list[type[ModelBackend]]:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise NoBackend(f"{path} cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return [
        kind
        for _, kind in inspect.getmembers(module, inspect.isclass)
        if issubclass(kind, ModelBackend) and kind.__module__ == path.stem
    ]
