"""Writes the OpenAPI document: `python -m labelwright.openapi [--check]`."""

import sys
from pathlib import Path

import orjson

from labelwright.app import openapi_document

TARGET = Path("docs") / "openapi.json"


def main() -> int:
    """Write the document, or with `--check` tell whether the written one is stale."""
    text = orjson.dumps(openapi_document(), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    if "--check" in sys.argv[1:]:
        if TARGET.exists() and TARGET.read_bytes() == text:
            return 0
        sys.stderr.write(f"{TARGET} is stale: run `make openapi`\n")
        return 1
    TARGET.write_bytes(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
