"""Annotations, their drafts and earlier revisions."""
