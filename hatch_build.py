"""Build hook: what ships inside the wheel beside the code. An editable install needs none of it."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUNDLED = {"alembic.ini": "alembic.ini", "migrations": "migrations", "schemas": "schemas", "web/dist": "web"}


class BundleHook(BuildHookInterface):  # type: ignore[type-arg]  # generic only in the builder's own code
    """Puts the SPA, schemas and migrations under `labelwright/_bundled`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Refuse a wheel without the built SPA: it would start and show nothing."""
        if version == "editable":
            return
        if not (Path(self.root) / "web" / "dist" / "index.html").is_file():
            raise FileNotFoundError("web/dist is not built; run `make web` first")
        for source, target in BUNDLED.items():
            build_data["force_include"][source] = f"labelwright/_bundled/{target}"
