"""Reviews: verdicts on annotations, and the queue of what awaits one."""
