"""The history of projects, tasks and annotations as clients read it: told from what is stored, kept nowhere else."""
