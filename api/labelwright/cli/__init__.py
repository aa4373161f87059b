"""The `labelwright` command."""
