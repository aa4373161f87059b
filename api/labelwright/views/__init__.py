"""The data manager: composed reads of tasks, and named actions on them."""
