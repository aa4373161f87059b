"""Rules about imports, by step: `reading`, `preparing`, `writing`; and `records` of past ones."""
