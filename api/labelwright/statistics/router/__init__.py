"""Addresses of statistics."""
