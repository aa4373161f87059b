"""Tasks: what is to be labeled."""
