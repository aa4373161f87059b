"""Rules about exports: which tasks, in which format, at once or kept as snapshots."""
