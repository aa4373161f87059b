"""Addresses of imports and uploaded files."""
