"""The activity log: who did what in an organization, kept for those who answer for it."""
