"""Wire shapes of statistics."""
