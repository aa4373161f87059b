"""Assignments: which tasks were given to whom, to annotate or to review."""
