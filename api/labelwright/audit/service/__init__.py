"""Writing the activity log, reading it, and forgetting it."""
