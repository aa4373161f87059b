"""Cells of CSV files that spreadsheets may open."""

from typing import Any


def safe(cell: Any) -> Any:
    """A cell that a spreadsheet would take for a formula is preceded by an apostrophe."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
