"""Projects: a label config, its settings and its counters."""
