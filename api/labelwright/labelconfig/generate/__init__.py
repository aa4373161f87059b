"""Writes everything that follows from the tag table: XSD, runtime table, editor table, reference pages."""
