"""`python -m labelwright.labelconfig.generate`: writes every file that follows from the tag table."""

from pathlib import Path

from labelwright.core.resources import resource
from labelwright.labelconfig.generate.files import generated_files


def main() -> None:
    """Write the files that differ and name them; the editor's part only where its sources are."""
    root = resource("schemas").parent
    for name, content in generated_files(resource("schemas")).items():
        path = Path(root, name)
        if path.is_file() and path.read_text(encoding="utf-8") == content:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
        print(name)  # noqa: T201 - a command line tool tells what it wrote


if __name__ == "__main__":
    main()
