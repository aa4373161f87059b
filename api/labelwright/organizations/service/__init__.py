"""Rules about organizations, by verb: `authentication`, `joining`, `members`."""
