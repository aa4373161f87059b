"""Statistics of projects: who did how much, how long it took, which labels, and how far people agree."""
