"""Bringing tasks in: bodies, files and URLs."""
