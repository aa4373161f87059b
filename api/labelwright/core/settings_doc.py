"""Writes the reference of settings: `python -m labelwright.core.settings_doc [--check]`."""

import sys
from pathlib import Path

from labelwright.core.settings import ALIASES, PREFIX, Settings

TARGET = Path("docs") / "settings.md"
HEAD = """# Settings

Written by `make openapi` from `api/labelwright/core/settings.py`. Flags of `labelwright start` win over variables; the
older names are read where the first is not set.

| Variable | Default | Meaning | Older names |
|---|---|---|---|
"""


def text() -> str:
    """The page."""
    rows = []
    for name, field in Settings.model_fields.items():
        default = field.default
        shown = "" if default in (None, "", ()) or "Secret" in type(default).__name__ else f"`{default}`"
        older = ", ".join(f"`{alias}`" for alias in ALIASES.get(name, ()))
        rows.append(f"| `{PREFIX}{name.upper()}` | {shown} | {field.description} | {older} |")
    return HEAD + "\n".join(rows) + "\n"


def main() -> int:
    """Write the page, or with `--check` tell whether the written one is stale."""
    if "--check" in sys.argv[1:]:
        if TARGET.exists() and TARGET.read_text(encoding="utf-8") == text():
            return 0
        sys.stderr.write(f"{TARGET} is stale: run `make openapi`\n")
        return 1
    TARGET.write_text(text(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
