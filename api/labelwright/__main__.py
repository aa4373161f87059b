"""`python -m labelwright` and the `labelwright` command."""

from labelwright.cli.main import app


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
